package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// zone is the college's, far from where programs are tested, so that a mistake shows.
var zone = time.FixedZone("college", 9*3600)

// friday is 10:03 of the manual's day by the college's clock.
var friday = time.Date(2023, time.October, 20, 10, 3, 0, 0, zone)

var errStore = errors.New("база данных занята: повторите через минуту")

// day is a calendar day of October 2023.
func day(d int) time.Time { return time.Date(2023, time.October, d, 0, 0, 0, 0, time.UTC) }

// fakeService answers from memory and notes what it was asked.
type fakeService struct {
	now     time.Time
	courses []model.CourseGroups
	page    model.JournalPage
	source  model.CallSource
	joins   []model.JoinRow
	marks   []model.StudentMark

	groupsErr, pageErr, cellErr, saveErr, remoteErr, joinsErr, exportErr error

	asked      []model.JournalQuery
	cells      []model.CellEdit
	lessons    []model.LessonEdit
	deleted    []model.LessonID
	absences   map[model.PersonID]model.Absence
	tasks      []model.TaskEdit
	dropped    []model.TaskID
	remotes    []model.RemoteEdit
	opened     []model.LessonID
	ended      []model.LessonID
	unmade     []model.LessonID
	subscribed map[int]func(model.Change)
	serial     int
}

func (f *fakeService) JournalGroups(context.Context) ([]model.CourseGroups, error) {
	return f.courses, f.groupsErr
}

func (f *fakeService) Journal(_ context.Context, q model.JournalQuery) (model.JournalPage, error) {
	f.asked = append(f.asked, q)
	page := f.page
	if q.Term != (model.Term{}) {
		page.Term = q.Term
	}
	if at := slices.IndexFunc(page.Teachings, func(t model.TeachingRow) bool { return t.ID == q.Teaching }); at >= 0 {
		page.Teaching = page.Teachings[at]
	}
	page.Cells = maps.Clone(page.Cells)
	return page, f.pageErr
}

func (f *fakeService) ExportJournal(_ context.Context, q model.JournalQuery, w io.Writer) error {
	fmt.Fprintf(w, "%d", q.Teaching)
	return f.exportErr
}

func (f *fakeService) LessonDay(context.Context) (today, now time.Time, err error) {
	return model.Day(f.now, zone), f.now, nil
}

func (f *fakeService) SetCell(_ context.Context, edit model.CellEdit) error {
	if f.cellErr != nil {
		return f.cellErr
	}
	f.cells = append(f.cells, edit)
	cell := f.page.Cells[edit.CellKey]
	cell.Absence, cell.Mark = edit.Absence, edit.Mark
	f.page.Cells[edit.CellKey] = cell
	return nil
}

func (f *fakeService) SaveLesson(_ context.Context, edit model.LessonEdit) (model.LessonID, error) {
	if f.saveErr != nil {
		return 0, f.saveErr
	}
	f.lessons = append(f.lessons, edit)
	if edit.ID == 0 {
		edit.ID = 100
		f.page.Lessons = append(f.page.Lessons, model.JournalLesson{Lesson: model.Lesson{ID: edit.ID, Teaching: edit.Teaching,
			Date: edit.Date, Hours: edit.Hours, Kind: edit.Kind, Topic: edit.Topic, Title: edit.Title}})
	}
	return edit.ID, nil
}

func (f *fakeService) DeleteLesson(_ context.Context, id model.LessonID) error {
	if f.saveErr != nil {
		return f.saveErr
	}
	f.deleted = append(f.deleted, id)
	f.page.Lessons = slices.DeleteFunc(f.page.Lessons, func(l model.JournalLesson) bool { return l.ID == id })
	return nil
}

func (f *fakeService) SetAbsences(_ context.Context, _ model.LessonID, absences map[model.PersonID]model.Absence) error {
	f.absences = absences
	return f.saveErr
}

func (f *fakeService) SaveTask(_ context.Context, edit model.TaskEdit) (model.TaskID, error) {
	f.tasks = append(f.tasks, edit)
	return 1, f.saveErr
}

func (f *fakeService) DeleteTask(_ context.Context, id model.TaskID) error {
	f.dropped = append(f.dropped, id)
	return f.saveErr
}

func (f *fakeService) TaskMarks(context.Context, model.TaskID) ([]model.StudentMark, error) {
	return f.marks, f.pageErr
}

func (f *fakeService) MayOpenRemote(context.Context, model.LessonID) error       { return f.remoteErr }
func (f *fakeService) CallWay(context.Context) (model.CallWay, error)            { return model.WayBrowser, nil }
func (f *fakeService) RememberCallWay(context.Context, model.CallWay) error      { return nil }
func (f *fakeService) CallSource(context.Context) (model.CallSource, error)      { return f.source, nil }
func (f *fakeService) CallHosts() []string                                       { return []string{"vk.ru"} }
func (f *fakeService) OpenCallPage(context.Context) error                        { return nil }
func (f *fakeService) SetCallLink(context.Context, model.LessonID, string) error { return nil }
func (f *fakeService) Joined(context.Context, model.LessonID) ([]model.JoinRow, error) {
	return f.joins, f.joinsErr
}

func (f *fakeService) OpenRemote(_ context.Context, id model.LessonID, _ model.CallWay) error {
	f.opened = append(f.opened, id)
	return nil
}

func (f *fakeService) MakeRemote(_ context.Context, edit model.RemoteEdit) ([]model.LessonID, error) {
	f.remotes = append(f.remotes, edit)
	return []model.LessonID{edit.Lesson}, f.remoteErr
}

func (f *fakeService) DeleteRemote(_ context.Context, id model.LessonID) error {
	f.unmade = append(f.unmade, id)
	return f.remoteErr
}

func (f *fakeService) FinishRemote(_ context.Context, id model.LessonID) error {
	f.ended = append(f.ended, id)
	return f.remoteErr
}

func (f *fakeService) Subscribe(do func(model.Change)) (cancel func()) {
	if f.subscribed == nil {
		f.subscribed = map[int]func(model.Change){}
	}
	f.serial++
	id := f.serial
	f.subscribed[id] = do
	return func() { delete(f.subscribed, id) }
}

// names are the students of the manual's picture; two are namesakes.
var names = []string{"Абязова Анастасия", "Алексеева Анастасия", "Алиев Нурсултан", "Антонов Виталий", "Ахмедов Санжар", "Белова Дарья",
	"Воронин Егор", "Громова Алиса", "Дьяконова Вера", "Ершов Кирилл", "Жуков Тимур", "Зайцева Полина", "Иванов Иван", "Иванов Иван", "Ильин Роман"}

// atp is a service with the manual's journal, open to its teacher.
func atp() *fakeService {
	english := model.TeachingRow{Teaching: model.Teaching{ID: 30, Group: 7, Subject: "Английский язык", Index: "ОГСЭ", Hours: 51},
		GroupName: "АТП-23", TeacherNames: []model.Name{model.ParseName("Каган Наталья Васильевна")}, LearnerCount: 15}
	history := model.TeachingRow{Teaching: model.Teaching{ID: 31, Group: 7, Subject: "История", Hours: 36}, GroupName: "АТП-23",
		TeacherNames: []model.Name{model.ParseName("Орлова Ольга Петровна")}}
	f := &fakeService{now: friday, source: model.SourcePasted}
	f.page = model.JournalPage{
		Group: model.Group{ID: 7, Name: "АТП-23", Year: 1}, Teaching: english, Teachings: []model.TeachingRow{english, history},
		Term: model.Term{SchoolYear: 2023, Half: 1}, Terms: model.TermsOf(1, day(20)), Today: day(20), FactHours: 5, PlanHours: 51,
		Access: model.JournalAccess{See: true, Edit: true, Remote: true}, Cells: map[model.CellKey]model.Cell{},
		Plan: []model.Topic{
			{ID: 1, Number: 1, Title: "Проверка уровня знаний", Hours: 2, Kind: model.LessonLecture, Used: 1},
			{ID: 2, Number: 2, Title: "Моя семья и друзья", Hours: 4, Kind: model.LessonPractical},
		},
	}
	for i, name := range names {
		f.page.Students = append(f.page.Students, model.JournalStudent{Person: model.PersonID(i + 1), Name: model.ParseName(name)})
	}
	for i, d := range []int{6, 9, 13, 16, 20} {
		kind := []model.LessonKind{model.LessonLecture, model.LessonPractical, model.LessonLecture, model.LessonLaboratory, model.LessonLecture}[i]
		l := model.JournalLesson{Lesson: model.Lesson{ID: model.LessonID(i + 1), Teaching: 30, Date: day(d), Hours: 1, Kind: kind, Title: "Проверка уровня знаний"}}
		f.page.Lessons = append(f.page.Lessons, l)
	}
	f.page.Lessons[1].Scheduled = true
	f.page.Lessons[2].Tasks = []model.Task{{ID: 5, Lesson: 3, Kind: model.TaskHomework, Title: "Выучить слова"}, {ID: 6, Lesson: 3, Kind: model.TaskQuiz}}
	for i := range names {
		p := model.PersonID(i + 1)
		f.put(1, p, model.Cell{Mark: model.Mark(2 + i%4)})
		if i%3 == 0 {
			f.put(2, p, model.Cell{Absence: model.AbsenceIll})
		}
		if i%2 == 1 {
			f.put(3, p, model.Cell{Mark: 5, Tasks: []model.Mark{4}})
		}
	}
	return f
}

func (f *fakeService) put(l model.LessonID, p model.PersonID, c model.Cell) {
	f.page.Cells[model.CellKey{Lesson: l, Person: p}] = c
}

// online makes the last lesson remote, from 10:15 to 11:00.
func online(f *fakeService) *model.RemoteLesson {
	r := &model.RemoteLesson{Lesson: 5, Begins: day(20).Add(75 * time.Minute), Ends: day(20).Add(2 * time.Hour), Link: "https://vk.ru/call/join/x",
		PostAt: day(19), Posted: day(19)}
	f.page.Lessons[4].Remote = r
	return r
}

// bench is a window with a screen in it, on fakes.
type bench struct {
	t       *testing.T
	service *fakeService
	timer   *fakeTimer
	window  fyne.Window
	toasts  *widgets.Toasts
	pages   []shell.Screen
	file    *bytes.Buffer
	exec    *laterExec
}

// laterExec runs at once, or keeps what goes off the UI goroutine until it is let go.
type laterExec struct {
	held bool
	kept []func()
}

func (e *laterExec) Go(f func()) {
	if e.held {
		e.kept = append(e.kept, f)
		return
	}
	f()
}
func (e *laterExec) UI(f func()) { f() }

func (e *laterExec) let() {
	e.held = false
	for len(e.kept) > 0 {
		f := e.kept[0]
		e.kept = e.kept[1:]
		f()
	}
}

func newBench(t *testing.T, f *fakeService, make func(Deps) shell.Screen) *bench {
	return newBenchLook(t, f, make, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, make func(Deps) shell.Screen, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(look))
	b := &bench{t: t, service: f, timer: &fakeTimer{}, toasts: widgets.NewToasts(), file: &bytes.Buffer{}, exec: &laterExec{}}
	b.toasts.SetTimer(b.timer.timer)
	b.window = test.NewTempWindow(t, nil)
	b.window.SetPadded(false)
	b.window.Resize(size)
	b.Push(make(b.deps()))
	b.window.Resize(size)
	return b
}

func (b *bench) deps() Deps {
	return Deps{Exec: b.exec, Timer: b.timer.timer, Frame: b, Service: b.service,
		Save: func(_ fyne.Window, _ string, then func(io.WriteCloser, error)) { then(closer{b.file}, nil) }}
}

type closer struct{ io.Writer }

func (closer) Close() error { return nil }

// Window, Push, Back and Toast make the bench a Frame.
func (b *bench) Window() fyne.Window                  { return b.window }
func (b *bench) Toast(text string, tone widgets.Tone) { b.toasts.Show(text, tone) }

func (b *bench) Push(s shell.Screen) {
	if n := len(b.pages); n > 0 {
		b.pages[n-1].Hidden()
	}
	b.pages = append(b.pages, s)
	b.show()
}

func (b *bench) Back() {
	b.pages[len(b.pages)-1].Hidden()
	b.pages = b.pages[:len(b.pages)-1]
	b.show()
}

func (b *bench) show() {
	top := b.pages[len(b.pages)-1]
	b.window.SetContent(widgets.NewLayers(top.Content(), b.toasts))
	top.Shown()
}

func (b *bench) screen() *screen { return b.pages[len(b.pages)-1].(*screen) }

// fakeTimer runs nothing until it is told to.
type fakeTimer struct{ due []*fakeTimeout }

type fakeTimeout struct {
	after time.Duration
	do    func()
}

func (t *fakeTimer) timer(after time.Duration, do func()) (stop func()) {
	timeout := &fakeTimeout{after, do}
	t.due = append(t.due, timeout)
	return func() { timeout.do = nil }
}

// pass lets what is due within d happen.
func (t *fakeTimer) pass(d time.Duration) {
	due := t.due
	t.due = nil
	for _, timeout := range due {
		switch {
		case timeout.do == nil:
		case timeout.after <= d:
			timeout.do()
		default:
			timeout.after -= d
			t.due = append(t.due, timeout)
		}
	}
}

// walk visits an object and all that is drawn within it.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	var within []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		within = o.Objects
	case *container.Clip:
		within = []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		within = test.WidgetRenderer(o).Objects()
	}
	for _, child := range within {
		walk(child, visit)
	}
}

// sight is every text that is drawn, in front or behind, as one line.
func (b *bench) sight() string {
	var words []string
	read := func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			words = append(words, strings.Fields(text.Text)...)
		}
	}
	walk(b.window.Canvas().Content(), read)
	for _, overlay := range b.window.Canvas().Overlays().List() {
		walk(overlay, read)
	}
	return strings.Join(words, " ")
}

func (b *bench) sees(texts ...string) {
	b.t.Helper()
	sight := b.sight()
	for _, text := range texts {
		if !strings.Contains(sight, text) {
			b.t.Errorf("nobody sees %q in:\n%s", text, sight)
		}
	}
}

func (b *bench) seesNot(texts ...string) {
	b.t.Helper()
	sight := b.sight()
	for _, text := range texts {
		if strings.Contains(sight, text) {
			b.t.Errorf("%q is to be seen in:\n%s", text, sight)
		}
	}
}

// front is what takes the clicks.
func (b *bench) front() fyne.CanvasObject {
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return b.window.Canvas().Content()
}

// each visits what of one kind can be used now.
func each[T any](b *bench, visit func(T)) {
	walk(b.front(), func(o fyne.CanvasObject) {
		if it, ok := o.(T); ok {
			visit(it)
		}
	})
}

// press presses the button of that label.
func (b *bench) press(label string) {
	b.t.Helper()
	var found fyne.Tappable
	each(b, func(button interface {
		Text() string
		Tapped(*fyne.PointEvent)
	}) {
		if button.Text() == label {
			found = button
		}
	})
	if found == nil {
		b.t.Fatalf("there is no button %q in front of:\n%s", label, b.sight())
	}
	found.Tapped(&fyne.PointEvent{})
}

// act chooses an item of «Действия».
func (b *bench) act(label string) {
	b.t.Helper()
	for _, item := range b.screen().actions() {
		if item.Label == label && !item.Disabled {
			item.Do()
			return
		}
	}
	b.t.Fatalf("«Действия» do not offer %q", label)
}

// write types into the sheet.
func (b *bench) write(text string) {
	for _, r := range text {
		b.screen().sheet.TypedRune(r)
	}
}
