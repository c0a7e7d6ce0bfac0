package remotelessons

import (
	"cmp"
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/toasts"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// zone is the college's: six hours ahead of Moscow's winter, so that a mistake shows.
var zone = time.FixedZone("college", 9*3600)

// now is 10:03 on a Friday by the college's clock.
var now = time.Date(2023, time.October, 20, 10, 3, 0, 0, zone)

// fakeService answers from memory and notes what it was asked.
type fakeService struct {
	now                                 time.Time
	way, remembered                     model.CallWay
	dayErr, mayErr, wayErr, rememberErr error
	openErr, renewErr                   error
	renewed                             int
	opened                              []model.CallWay
	openedLesson                        model.LessonID

	source                              model.CallSource
	sourceErr, makeErr, pageErr, setErr error
	made                                []model.RemoteEdit
	day                                 []model.LessonLine
	pages, hour                         int
	link                                string
}

func (f *fakeService) CallSource(context.Context) (model.CallSource, error) {
	return f.source, f.sourceErr
}

func (f *fakeService) AcademicHour(context.Context) (int, error) { return cmp.Or(f.hour, 45), nil }

func (f *fakeService) CallHosts() []string { return []string{"vk.ru", "vk.com"} }

func (f *fakeService) OpenCallPage(context.Context) error {
	f.pages++
	return f.pageErr
}

func (f *fakeService) MakeRemote(_ context.Context, edit model.RemoteEdit) ([]model.LessonID, error) {
	f.made = append(f.made, edit)
	made := make([]model.LessonID, (edit.Weeks+1)*(len(edit.With)+1))
	return made, f.makeErr
}

func (f *fakeService) MyLessons(context.Context, time.Time, time.Time) ([]model.LessonLine, error) {
	return f.day, nil
}

func (f *fakeService) SetCallLink(_ context.Context, _ model.LessonID, link string) error {
	if f.link = link; f.setErr == nil {
		f.openErr = nil
	}
	return f.setErr
}

func (f *fakeService) LessonDay(context.Context) (today, now time.Time, err error) {
	return model.Day(f.now, zone), f.now, f.dayErr
}

func (f *fakeService) RenewCall(context.Context, model.LessonID) error {
	f.renewed++
	return f.renewErr
}

func (f *fakeService) MayOpenRemote(context.Context, model.LessonID) error { return f.mayErr }

func (f *fakeService) CallWay(context.Context) (model.CallWay, error) { return f.way, f.wayErr }

func (f *fakeService) RememberCallWay(_ context.Context, way model.CallWay) error {
	f.remembered = way
	return f.rememberErr
}

func (f *fakeService) OpenRemote(_ context.Context, lesson model.LessonID, way model.CallWay) error {
	f.opened, f.openedLesson = append(f.opened, way), lesson
	return f.openErr
}

// at is an instant of the day of now by the college's clock.
func at(hour, minute int) time.Time {
	return time.Date(2023, time.October, 20, hour, minute, 0, 0, zone).UTC()
}

// english is a remote lesson from 10:15 to 11:00.
func english() model.LessonLine {
	return model.LessonLine{
		Lesson: model.Lesson{ID: 7, Teaching: 30, Date: model.Day(now, zone), Begins: at(10, 0), Ends: at(11, 30),
			Kind: model.LessonLecture, Title: "Проверка уровня знаний", Room: "305"},
		Subject: "Английский язык (ОГСЭ)", GroupName: "ДО-19-3",
		Teachers: []model.Name{model.ParseName("Каган Наталья Васильевна")},
		Remote:   &model.RemoteLesson{Lesson: 7, Begins: at(10, 15), Ends: at(11, 0), Link: "https://vk.test/call/join/x"},
	}
}

// bench is a window with a page to open dialogs over, on fakes.
type bench struct {
	viewtest.Person
	service *fakeService
	toasts  *toasts.Layer
}

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, fyne.NewSize(1024, 640), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	if f.now.IsZero() {
		f.now = now
	}
	b := &bench{Person: viewtest.NewPerson(t, look), service: f, toasts: toasts.New()}
	var timers viewtest.Timers
	b.toasts.SetTimer(timers.Timer)
	b.Window.SetPadded(false)
	b.Window.SetContent(widgets.NewLayers(container.NewCenter(widgets.Title("Занятия")), b.toasts))
	b.Window.Resize(size)
	return b
}

// frame is the bench as the Frame of the dialogs.
type frame struct {
	shell.Frame
	bench *bench
}

func (f frame) Window() fyne.Window                  { return f.bench.Window }
func (f frame) Toast(text string, tone widgets.Tone) { f.bench.toasts.Tell(text, tone) }
func (f frame) ToastAction(text string, tone widgets.Tone, label string, do func()) {
	f.bench.toasts.TellAction(text, tone, label, do)
}

func (b *bench) desk() shell.Desk {
	return shell.Desk{Exec: &viewtest.Executor{}, Timer: (&viewtest.Timers{}).Timer, Frame: frame{bench: b}}
}

// each visits what of one kind is in the topmost dialog.
func each[T any](b *bench, visit func(T)) {
	for _, it := range viewtest.InFront[T](&b.Person) {
		visit(it)
	}
}

// fill types into the field of the topmost dialog that has this placeholder, or the one that holds this text.
func (b *bench) fill(field, text string) {
	b.T.Helper()
	found := false
	each(b, func(e *widgets.Entry) {
		if !found && (e.PlaceHolder == field || e.Text == field) {
			found = true
			e.SetText(text)
		}
	})
	if !found {
		b.T.Fatalf("there is no field %q", field)
	}
}

// check ticks the only box of the topmost dialog.
func (b *bench) check() {
	each(b, func(box *widgets.Check) { box.SetChecked(true) })
}
