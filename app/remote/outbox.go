package remote

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"zvonok/app"
	"zvonok/app/remote/sealed"
	"zvonok/model"
)

// unsentName is under what name the folder of an outbox has what waits.
const unsentName = "unsent"

var (
	errOnItsWay = errors.New("это уже отправляется: подождите немного и посмотрите в журнале")
	errNotThere = errors.New("этого в списке уже нет: оно отправлено или убрано")
)

// outbox holds what one person entered into journals without the line, in the order in which it was entered.
type outbox struct {
	turn    sync.Mutex // of whoever enters something: what is entered later is sent later
	mu      sync.Mutex
	steps   []model.Unsent
	sending string         // the step that is on its way
	closed  bool           // what is on the computer is another outbox's by now
	folder  *sealed.Folder // nil: what waits is lost with the program
	pages   map[model.LessonID]*journalNames
	some    chan struct{} // holds at most one: there may be something to send
}

// journalNames are the words of a journal that this desk has shown, for what is entered into it.
type journalNames struct {
	group, subject string
	students       map[model.PersonID]model.Name
	lessons        map[model.LessonID]model.Lesson
}

// openOutbox opens what waits. What does not open was written by another secret, and is lost.
func openOutbox(folder *sealed.Folder) (*outbox, error) {
	o := &outbox{folder: folder, pages: map[model.LessonID]*journalNames{}, some: make(chan struct{}, 1)}
	if folder == nil {
		return o, nil
	}
	text, err := folder.Get(unsentName)
	if err == nil && text != nil {
		err = json.Unmarshal(text, &o.steps)
	}
	o.wake()
	return o, err
}

// wake has what waits sent.
func (o *outbox) wake() {
	select {
	case o.some <- struct{}{}:
	default:
	}
}

// saw remembers the words of a journal that was shown to who may write in it.
func (o *outbox) saw(page model.JournalPage) {
	if !page.Access.Edit {
		return
	}
	names := &journalNames{
		group: page.Group.Name, subject: page.Teaching.Title(),
		students: map[model.PersonID]model.Name{}, lessons: map[model.LessonID]model.Lesson{},
	}
	for _, s := range page.Students {
		names.students[s.Person] = s.Name
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, l := range page.Lessons {
		names.lessons[l.ID] = l.Lesson
		o.pages[l.ID] = names
	}
}

// show puts what waits into a page of a journal.
func (o *outbox) show(page *model.JournalPage) {
	for _, step := range o.list() {
		step.Show(page)
	}
}

// step is what was entered, with its words; false where it is of a lesson that this desk has not shown.
func (o *outbox) step(edits []model.CellEdit) (u model.Unsent, known bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, edit := range edits {
		names := o.pages[edit.Lesson]
		if names == nil {
			return u, false
		}
		u.Group, u.Subject = names.group, names.subject
		u.Cells = append(u.Cells, model.UnsentCell{CellEdit: edit, Date: names.lessons[edit.Lesson].Date, Student: names.students[edit.Person]})
	}
	return u, len(edits) > 0
}

// add lets a step wait.
func (o *outbox) add(u model.Unsent) error {
	defer o.wake()
	return o.change(func(steps []model.Unsent) ([]model.Unsent, error) { return append(steps, u), nil })
}

// first is the step that is to be sent next, which is on its way then.
func (o *outbox) first() (model.Unsent, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := slices.IndexFunc(o.steps, func(u model.Unsent) bool { return u.Refused == "" })
	if n < 0 {
		return model.Unsent{}, false
	}
	o.sending = o.steps[n].ID
	return o.steps[n], true
}

// sent takes a step out that the college has, or keeps it with why the college refused it.
func (o *outbox) sent(id string, refused error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sending = ""
	if n := find(o.steps, id); refused == nil {
		o.steps = slices.Delete(slices.Clone(o.steps), n, n+1)
	} else {
		o.steps = slices.Clone(o.steps)
		o.steps[n].Refused = refused.Error()
		if found := new(model.Conflict); errors.As(refused, &found) {
			o.steps[n].Conflict = found
		}
	}
	return o.save(o.steps) // if it fails, the step is sent again one day, and the college knows it by its id
}

// stay notes that a step is not on its way after all.
func (o *outbox) stay() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sending = ""
}

// revoke takes a step out that was not sent.
func (o *outbox) revoke(id string) error {
	return o.change(func(steps []model.Unsent) ([]model.Unsent, error) {
		n := find(steps, id)
		switch {
		case n < 0:
			return nil, errNotThere
		case o.sending == id:
			return nil, errOnItsWay
		}
		revoked := steps[n]
		for i := n + 1; i < len(steps); i++ {
			steps[i] = steps[i].After(revoked)
		}
		return slices.Delete(steps, n, n+1), nil
	})
}

// again lets a step that was refused wait once more, behind the others, as the call of another id.
func (o *outbox) again(id, newID string) error {
	defer o.wake()
	return o.change(func(steps []model.Unsent) ([]model.Unsent, error) {
		n := find(steps, id)
		if n < 0 || steps[n].Refused == "" {
			return nil, errNotThere
		}
		var now model.Cells
		if found := steps[n].Conflict; found != nil {
			if err := json.Unmarshal(found.Now, &now); err != nil {
				return nil, err
			}
		}
		step := steps[n].Over(now)
		step.ID = newID
		return append(slices.Delete(steps, n, n+1), step), nil
	})
}

func find(steps []model.Unsent, id string) int {
	return slices.IndexFunc(steps, func(u model.Unsent) bool { return u.ID == id })
}

// change changes what waits, on the computer first: what is there is never less than what was said to wait.
func (o *outbox) change(how func([]model.Unsent) ([]model.Unsent, error)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return app.ErrSignedOut
	}
	steps, err := how(slices.Clone(o.steps))
	if err != nil {
		return err
	}
	if err := o.save(steps); err != nil {
		return err
	}
	o.steps = steps
	return nil
}

func (o *outbox) save(steps []model.Unsent) error {
	if o.folder == nil || o.closed {
		return nil
	}
	text, err := json.Marshal(steps)
	if err == nil {
		err = o.folder.Put(unsentName, text, true)
	}
	if err != nil {
		return fmt.Errorf("не удалось сохранить на этом компьютере то, что ждёт отправки: проверьте, есть ли место на диске (%w)", err)
	}
	return nil
}

// close ends an outbox with its person's work. What comes too late to wait is refused, or it would be lost without a word.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
}

// list is what waits and what was refused.
func (o *outbox) list() []model.Unsent {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.steps)
}

// count counts the marks and absences that wait, and those that were refused.
func (o *outbox) count() (waiting, refused int) {
	for _, step := range o.list() {
		if step.Refused == "" {
			waiting += len(step.Cells)
		} else {
			refused += len(step.Cells)
		}
	}
	return waiting, refused
}
