package lessons

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/drawn"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// zone is the college's, far from where programs are tested, so that a mistake shows.
var zone = time.FixedZone("college", 9*3600)

// friday is 10:03 of the manual's day by the college's clock.
var friday = time.Date(2023, time.October, 20, 10, 3, 0, 0, zone)

var errStore = errors.New("база данных занята: повторите через минуту")

// fakeService answers from memory and notes what it was asked.
type fakeService struct {
	now    time.Time
	access model.LessonsAccess
	lines  []model.LessonLine
	next   *model.LessonLine
	sync   model.SyncStatus

	accessErr, dayErr, listErr, nextErr, calendarErr, mayErr error

	asked      []string // the spans of MyLessons
	opened     []model.LessonID
	subscribed map[int]func(model.Change)
	watched    map[int]func(model.Notice)
	serial     int
}

func (f *fakeService) Person() model.Person {
	return model.Person{ID: 5, Name: model.ParseName("Каган Наталья Васильевна"), Kind: model.Staff, Active: true}
}
func (f *fakeService) College() string              { return "Педагогический колледж" }
func (f *fakeService) SyncStatus() model.SyncStatus { return f.sync }

func (f *fakeService) LessonsAccess(context.Context) (model.LessonsAccess, error) {
	return f.access, f.accessErr
}

func (f *fakeService) LessonDay(context.Context) (today, now time.Time, err error) {
	return model.Day(f.now, zone), f.now, f.dayErr
}

func (f *fakeService) MyLessons(_ context.Context, from, until time.Time) (lines []model.LessonLine, err error) {
	f.asked = append(f.asked, from.Format("02.01")+"–"+until.Format("02.01"))
	for _, l := range f.lines {
		if !l.Date.Before(from) && l.Date.Before(until) {
			lines = append(lines, l)
		}
	}
	return lines, f.listErr
}

func (f *fakeService) NextRemote(context.Context) (line model.LessonLine, ok bool, err error) {
	if f.next == nil || f.nextErr != nil {
		return line, false, f.nextErr
	}
	return *f.next, true, nil
}

func (f *fakeService) ExportCalendar(_ context.Context, w io.Writer) error {
	if f.calendarErr != nil {
		return f.calendarErr
	}
	_, err := io.WriteString(w, "BEGIN:VCALENDAR")
	return err
}

func (f *fakeService) RenewCall(context.Context, model.LessonID) error { return nil }

func (f *fakeService) CallHosts() []string { return []string{"vk.ru"} }

func (f *fakeService) OpenCallPage(context.Context) error { return nil }

func (f *fakeService) SetCallLink(context.Context, model.LessonID, string) error { return nil }

func (f *fakeService) MayOpenRemote(context.Context, model.LessonID) error { return f.mayErr }
func (f *fakeService) CallWay(context.Context) (model.CallWay, error)      { return model.WayBrowser, nil }
func (f *fakeService) RememberCallWay(context.Context, model.CallWay) error {
	return errors.New("nobody asked to remember a way")
}

func (f *fakeService) OpenRemote(_ context.Context, lesson model.LessonID, _ model.CallWay) error {
	f.opened = append(f.opened, lesson)
	return nil
}

func (f *fakeService) Subscribe(do func(model.Change)) (cancel func()) {
	return keep(f, &f.subscribed, do)
}

func (f *fakeService) Watch(do func(model.Notice)) (cancel func()) { return keep(f, &f.watched, do) }

func keep[T any](f *fakeService, in *map[int]func(T), do func(T)) (cancel func()) {
	if *in == nil {
		*in = map[int]func(T){}
	}
	f.serial++
	id := f.serial
	(*in)[id] = do
	return func() { delete(*in, id) }
}

func (f *fakeService) publish(c model.Change) {
	for _, do := range f.subscribed {
		do(c)
	}
}

// page is a screen that stands for another family's.
type page struct {
	title         string
	stays         bool // it may not be left
	shown, hidden int
}

func (p *page) Title() string               { return p.title }
func (p *page) Topic() shell.Topic          { return "" }
func (p *page) Content() fyne.CanvasObject  { return container.NewCenter(widgets.Title(p.title)) }
func (p *page) Shown()                      { p.shown++ }
func (p *page) Hidden()                     { p.hidden++ }
func (p *page) MayLeave(then func(ok bool)) { then(!p.stays) }
func (p *page) Do(shell.Command)            {}

// file is where an export goes.
type file struct {
	bytes.Buffer
	closed bool
	err    error
}

func (f *file) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.Buffer.Write(p)
}

func (f *file) Close() error { f.closed = true; return nil }

func (f *file) Name() string { return "/дом/Занятия.ics" }

// bench is a window with the section in it, on fakes.
type bench struct {
	viewtest.Person
	service *fakeService
	timer   viewtest.Timers
	shell   *shell.Shell
	screen  *section
	journal *page
	file    *file
	made    []model.LessonID // «Создать дистанционное»
}

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{service: f, journal: &page{title: "Курсы и группы"}, file: &file{}}
	b.Person = viewtest.NewPerson(t, look)
	exec := &viewtest.Executor{}
	b.shell = shell.New(shell.Config{Window: b.Window, Exec: exec, Timer: b.timer.Timer, Service: f, Now: func() time.Time { return f.now }},
		shell.Section{Key: "lessons", Title: "Занятия", Open: func(frame *shell.Shell) shell.Screen {
			b.screen = Open(Deps{Service: f, Desk: shell.Desk{Exec: exec, Timer: b.timer.Timer, Frame: frame,
				Save: func(_ fyne.Window, _ string, then func(dialog.File, error)) { then(b.file, nil) }},
				Journal:       func() shell.Screen { return b.journal },
				LessonJournal: func(l model.LessonLine) shell.Screen { return &page{title: "Журнал группы " + l.GroupName} },
				MakeRemote:    func(l model.LessonLine) { b.made = append(b.made, l.ID) },
			}).(*section)
			return b.screen
		}},
		shell.Section{Key: "chats", Title: "Чаты", Open: func(*shell.Shell) shell.Screen { return &page{title: "Чаты здесь"} }})
	b.Window.Resize(size)
	return b
}

// at is an instant by the college's clock, so many days after the manual's Friday.
func at(days, hour, minute int) time.Time {
	return time.Date(2023, time.October, 20+days, hour, minute, 0, 0, zone).UTC()
}

// lesson is a lesson of the timetable from an hour on, so many days after the manual's Friday.
func lesson(id model.LessonID, days, hour int, subject, group string) model.LessonLine {
	return model.LessonLine{
		Lesson: model.Lesson{ID: id, Teaching: 30, Date: model.Day(at(days, 0, 0), zone), Begins: at(days, hour, 0), Ends: at(days, hour+1, 30),
			Kind: model.LessonLecture, Title: "Проверка уровня знаний", Room: "305", Hours: 2},
		Subject: subject, GroupName: group, Teachers: []model.Name{model.ParseName("Каган Наталья Васильевна")},
	}
}

// online makes a lesson remote, a quarter of an hour later and for three quarters.
func online(l model.LessonLine) model.LessonLine {
	l.Remote = &model.RemoteLesson{Lesson: l.ID, Begins: l.Begins.Add(15 * time.Minute), Ends: l.Begins.Add(time.Hour), Link: "https://vk.test/call/join/x"}
	return l
}

// student is a service for a student on the manual's Friday.
func student() *fakeService {
	kinds := func(l model.LessonLine, kind model.LessonKind, title, room string) model.LessonLine {
		l.Kind, l.Title, l.Room = kind, title, room
		return l
	}
	return &fakeService{now: friday, access: model.LessonsAccess{See: true, Learns: true}, lines: []model.LessonLine{
		lesson(11, -2, 10, "История", "ДО-19-3"),
		kinds(lesson(1, 0, 8, "Психология", "ДО-19-3"), model.LessonPlain, "Развитие речи дошкольника", "112"),
		online(lesson(2, 0, 10, "Английский язык (ОГСЭ)", "ДО-19-3")),
		kinds(lesson(3, 0, 12, "Физическая культура", "ДО-19-3"), model.LessonSport, "Бег", "Спортзал"),
		online(lesson(4, 3, 10, "Английский язык (ОГСЭ)", "ДО-19-3")),
	}}
}

// teacher is a service for a teacher on the manual's Friday.
func teacher() *fakeService {
	f := &fakeService{now: friday, access: model.LessonsAccess{See: true, Teaches: true, Journal: true}, lines: []model.LessonLine{
		online(lesson(1, 0, 8, "Английский язык (ОГСЭ)", "АТП-23")),
		online(lesson(2, 0, 10, "Английский язык (ОГСЭ)", "ДО-19-3")),
		lesson(3, 0, 12, "Английский язык", "АМ-19-1"),
		online(lesson(4, 0, 14, "Английский язык", "СВ-19-2")),
		lesson(5, 1, 10, "Английский язык", "АМ-19-1"),
		online(lesson(6, 3, 10, "Английский язык (ОГСЭ)", "ДО-19-3")),
	}}
	for i := range f.lines {
		f.lines[i].Mine = true
	}
	return f
}

// both is a teacher who also learns.
func both() *fakeService {
	f := teacher()
	f.access.Learns = true
	f.lines = append(f.lines, lesson(20, 0, 16, "Педагогика", "ЗО-22"))
	return f
}

// find is the nth button of that label in front, counted from 0.
func (b *bench) find(label string, n int) *widgets.Button {
	b.T.Helper()
	var found []*widgets.Button
	for _, button := range viewtest.InFront[*widgets.Button](&b.Person) {
		if button.Text() == label {
			found = append(found, button)
		}
	}
	if len(found) <= n {
		b.T.Fatalf("there are %d buttons %q in front of:\n%s", len(found), label, b.Sight())
	}
	return found[n]
}

// click presses the mouse on the nth text of that kind on the page, as a hand does.
func (b *bench) click(text string, n int) {
	b.T.Helper()
	var found []fyne.Position
	drawn.Walk(b.Window.Canvas().Content(), func(o fyne.CanvasObject) {
		if drawn, ok := o.(*canvas.Text); ok && drawn.Text == text {
			found = append(found, fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(6, 6))
		}
	})
	if len(found) <= n {
		b.T.Fatalf("%q stands %d times in:\n%s", text, len(found), b.Sight())
	}
	drawn.Walk(b.Window.Canvas().Content(), func(o fyne.CanvasObject) {
		mouse, ok := o.(desktop.Mouseable)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		within := found[n].Subtract(at)
		if !ok || within.X < 0 || within.Y < 0 || within.X > o.Size().Width || within.Y > o.Size().Height {
			return
		}
		e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: within, AbsolutePosition: found[n]}, Button: desktop.MouseButtonPrimary}
		mouse.MouseDown(e)
		mouse.MouseUp(e)
	})
}

// openedOnly fails unless exactly these lessons were opened.
func (b *bench) openedOnly(want ...model.LessonID) {
	b.T.Helper()
	if !slices.Equal(b.service.opened, want) {
		b.T.Errorf("opened %v, want %v", b.service.opened, want)
	}
}

// pass lets time pass on the service's clock too.
func (b *bench) pass(d time.Duration) {
	b.service.now = b.service.now.Add(d)
	b.timer.Pass(d)
}
