package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/toasts"
	"zvonok/views/viewtest"
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
	viewtest.Changes
	now     time.Time
	courses []model.CourseGroups
	page    model.JournalPage
	source  model.CallSource
	joins   []model.JoinRow
	marks   []model.StudentMark

	groupsErr, pageErr, cellErr, saveErr, remoteErr, joinsErr, exportErr error

	asked   []model.JournalQuery
	cells   []model.CellEdit
	calls   int // of SetCells
	lessons []model.LessonEdit
	deleted []model.LessonID
	tasks   []model.TaskEdit
	dropped []model.TaskID
	remotes []model.RemoteEdit
	opened  []model.LessonID
	ended   []model.LessonID
	unmade  []model.LessonID
	whole   []bool // of the deletions and ends: the stream too
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

func (f *fakeService) SetCells(_ context.Context, edits []model.CellEdit) error {
	if f.cellErr != nil {
		return f.cellErr
	}
	others := model.Cells{}
	var last model.CellEdit
	for _, edit := range edits {
		if now := f.page.Cells[edit.CellKey]; now.Entry() != edit.Seen && now.Entry() != edit.Entry() {
			others[edit.CellKey], last = now, edit
		}
	}
	if len(others) > 0 {
		return overOthers(others, last)
	}
	f.calls++
	for _, edit := range edits {
		cell := f.page.Cells[edit.CellKey]
		cell.Absence, cell.Mark = edit.Absence, edit.Mark
		f.page.Cells[edit.CellKey] = cell
		edit.Seen = model.CellEntry{}
		f.cells = append(f.cells, edit)
	}
	return nil
}

// overOthers is the error of edits over others' entries, the last of which is one of them.
func overOthers(others model.Cells, last model.CellEdit) error {
	now, err := json.Marshal(others)
	if err != nil {
		return err
	}
	found := &model.Conflict{Thing: "журнал", Who: "Лебедев Олег Иванович", At: friday.Add(-time.Minute), Now: now}
	found.What = fmt.Sprintf("ячеек: %d", len(others))
	if theirs := others[last.CellKey].Entry().String(); len(others) == 1 {
		found.What, found.Theirs, found.Yours = "Абязова А., 20.10: — → "+theirs, theirs, last.Entry().String()
	}
	return found
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

func (f *fakeService) DeleteLesson(_ context.Context, id model.LessonID, whole bool) error {
	f.whole = append(f.whole, whole)
	if f.saveErr != nil {
		return f.saveErr
	}
	f.deleted = append(f.deleted, id)
	f.page.Lessons = slices.DeleteFunc(f.page.Lessons, func(l model.JournalLesson) bool { return l.ID == id })
	return nil
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
func (f *fakeService) RenewCall(context.Context, model.LessonID) error           { return nil }
func (f *fakeService) AcademicHour(context.Context) (int, error)                 { return 45, nil }
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

func (f *fakeService) MyLessons(context.Context, time.Time, time.Time) ([]model.LessonLine, error) {
	return nil, nil
}

func (f *fakeService) DeleteRemote(_ context.Context, id model.LessonID, whole bool) error {
	f.whole = append(f.whole, whole)
	f.unmade = append(f.unmade, id)
	return f.remoteErr
}

func (f *fakeService) FinishRemote(_ context.Context, id model.LessonID, whole bool) error {
	f.whole = append(f.whole, whole)
	f.ended = append(f.ended, id)
	return f.remoteErr
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
		Chat:   "АТП-23/Английский, 1 курс",
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
	viewtest.Person
	service *fakeService
	timer   viewtest.Timers
	toasts  *toasts.Layer
	pages   []shell.Screen
	file    *bytes.Buffer
	exec    *viewtest.Executor
}

func newBench(t *testing.T, f *fakeService, make func(Deps) shell.Screen) *bench {
	return newBenchLook(t, f, make, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, make func(Deps) shell.Screen, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{Person: viewtest.NewPerson(t, look), service: f, toasts: toasts.New(), file: &bytes.Buffer{}, exec: &viewtest.Executor{}}
	b.toasts.SetTimer(b.timer.Timer)
	b.Window.SetPadded(false)
	b.Window.Resize(size)
	b.Push(make(b.deps()))
	b.Window.Resize(size)
	return b
}

func (b *bench) deps() Deps {
	return Deps{Desk: shell.Desk{Exec: b.exec, Timer: b.timer.Timer, Frame: frame{b},
		Save: func(_ fyne.Window, _ string, then func(dialog.File, error)) { then(closer{b.file}, nil) }}, Service: b.service}
}

type closer struct{ io.Writer }

func (closer) Close() error { return nil }
func (closer) Name() string { return "/дом/Журнал.xlsx" }

// frame is the bench as the Frame of the screens.
type frame struct{ *bench }

func (f frame) Window() fyne.Window                  { return f.bench.Window }
func (f frame) Toast(text string, tone widgets.Tone) { f.toasts.Tell(text, tone) }
func (f frame) ToastAction(text string, tone widgets.Tone, label string, do func()) {
	f.toasts.TellAction(text, tone, label, do)
}

// Push and Back go between the screens.
func (b *bench) Push(s shell.Screen) {
	if n := len(b.pages); n > 0 {
		b.pages[n-1].Hidden()
	}
	b.pages = append(b.pages, s)
	b.show()
}

// CanGoBack is asked by no screen of the journal.
func (b *bench) CanGoBack() bool { return len(b.pages) > 1 }

func (b *bench) Back() {
	b.pages[len(b.pages)-1].Hidden()
	b.pages = b.pages[:len(b.pages)-1]
	b.show()
}

func (b *bench) show() {
	top := b.pages[len(b.pages)-1]
	b.Window.SetContent(widgets.NewLayers(top.Content(), b.toasts))
	top.Shown()
}

func (b *bench) screen() *screen { return b.pages[len(b.pages)-1].(*screen) }

// each visits what of one kind can be used now.
func each[T any](b *bench, visit func(T)) {
	for _, it := range viewtest.InFront[T](&b.Person) {
		visit(it)
	}
}

// act chooses an item of «Действия».
func (b *bench) act(label string) {
	b.T.Helper()
	for _, item := range b.screen().actions() {
		if item.Label == label && !item.Disabled {
			item.Do()
			return
		}
	}
	b.T.Fatalf("«Действия» do not offer %q", label)
}

// write types into the sheet as a window tells it: every letter as a key first.
func (b *bench) write(text string) {
	for _, r := range text {
		b.screen().sheet.TypedKey(&fyne.KeyEvent{Name: fyne.KeyY})
		b.screen().sheet.TypedRune(r)
	}
}

func open(d Deps) shell.Screen { return Open(d, model.JournalQuery{Group: 7}, 0) }
