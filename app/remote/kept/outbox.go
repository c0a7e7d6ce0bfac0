package kept

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

// unsentName is the name of the text with what waits, in the folder of an outbox.
const unsentName = "unsent"

var errOnItsWay = errors.New("это уже отправляется: подождите немного и посмотрите в журнале")

// ErrNotThere says that what was to be taken back no longer waits.
var ErrNotThere = errors.New("этого в списке уже нет: оно отправлено или убрано")

// Outbox holds what one person entered into journals without the line, in the order in which it was entered.
type Outbox struct {
	of      Owner
	turn    sync.Mutex // held by the person who enters something
	mu      sync.Mutex
	steps   []model.Unsent
	sending string         // the step that is on its way
	closed  bool           // the files on the computer belong to another outbox by now
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

// OpenOutbox opens what waits of a person. What does not open was written by another secret, and is lost. The outbox is there also
// when an error says what was lost, or why nothing is kept in files.
func OpenOutbox(of Owner, remember bool) (*Outbox, error) {
	folder, err := of.folder(unsent, remember || of.has(unsent), 0)
	o := &Outbox{of: of, folder: folder, pages: map[model.LessonID]*journalNames{}, some: make(chan struct{}, 1)}
	if folder == nil {
		return o, err
	}
	text, failed := folder.Get(unsentName)
	if failed == nil && text != nil {
		failed = json.Unmarshal(text, &o.steps)
	}
	o.Wake()
	return o, errors.Join(err, failed)
}

// Some gives something whenever there may be a step to send.
func (o *Outbox) Some() <-chan struct{} { return o.some }

// Survives reports whether what waits outlives the program.
func (o *Outbox) Survives() bool { return o.folder != nil }

// Turn lets only one at a time enter something, until done is called, so that what is entered later is sent later.
func (o *Outbox) Turn() (done func()) {
	o.turn.Lock()
	return o.turn.Unlock
}

// Wake makes what waits be sent.
func (o *Outbox) Wake() {
	select {
	case o.some <- struct{}{}:
	default:
	}
}

// Saw remembers the words of a journal that was shown to somebody who may write in it.
func (o *Outbox) Saw(page model.JournalPage) {
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

// Show puts what waits into a page of a journal.
func (o *Outbox) Show(page *model.JournalPage) {
	for _, step := range o.List() {
		step.Show(page)
	}
}

// Step is what was entered, with its words; false where it is of a lesson that this desk has not shown.
func (o *Outbox) Step(edits []model.CellEdit) (u model.Unsent, known bool) {
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

// Add lets a step wait.
func (o *Outbox) Add(u model.Unsent) error {
	defer o.Wake()
	return o.change(func(steps []model.Unsent) ([]model.Unsent, error) { return append(steps, u), nil })
}

// First is the step that is to be sent next, which is on its way then.
func (o *Outbox) First() (model.Unsent, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := slices.IndexFunc(o.steps, func(u model.Unsent) bool { return u.Refused == "" })
	if n < 0 {
		return model.Unsent{}, false
	}
	o.sending = o.steps[n].ID
	return o.steps[n], true
}

// Sent takes a step out that the college has, or keeps it with why the college refused it.
func (o *Outbox) Sent(id string, refused error) error {
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

// Stay notes that a step is not on its way after all.
func (o *Outbox) Stay() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sending = ""
}

// Revoke takes a step out that was not sent.
func (o *Outbox) Revoke(id string) error {
	return o.change(func(steps []model.Unsent) ([]model.Unsent, error) {
		n := find(steps, id)
		switch {
		case n < 0:
			return nil, ErrNotThere
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

// Again lets a step that was refused wait once more, behind the others, as the call of another id.
func (o *Outbox) Again(id, newID string) error {
	defer o.Wake()
	return o.change(func(steps []model.Unsent) ([]model.Unsent, error) {
		n := find(steps, id)
		if n < 0 || steps[n].Refused == "" {
			return nil, ErrNotThere
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
func (o *Outbox) change(how func([]model.Unsent) ([]model.Unsent, error)) error {
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

func (o *Outbox) save(steps []model.Unsent) error {
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

// Close ends an outbox with its person's work. What comes too late to wait is refused, or it would be lost without a word.
func (o *Outbox) Close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
}

// Leave takes the folder and its key from the computer if nothing waits: what did not open may hold something.
func (o *Outbox) Leave() {
	if o.folder != nil && len(o.List()) == 0 {
		o.of.clear(unsent)
	}
}

// List is what waits and what was refused.
func (o *Outbox) List() []model.Unsent {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.steps)
}

// Count counts the marks and absences that wait, and those that were refused.
func (o *Outbox) Count() (waiting, refused int) {
	for _, step := range o.List() {
		if step.Refused == "" {
			waiting += len(step.Cells)
		} else {
			refused += len(step.Cells)
		}
	}
	return waiting, refused
}
