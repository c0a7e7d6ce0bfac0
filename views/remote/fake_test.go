package remote

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/theme"
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
	openErr                             error
	opened                              []model.CallWay
	openedLesson                        model.LessonID

	source                              model.CallSource
	sourceErr, makeErr, pageErr, setErr error
	made                                []model.RemoteEdit
	pages                               int
	link                                string
}

func (f *fakeService) CallSource(context.Context) (model.CallSource, error) {
	return f.source, f.sourceErr
}

func (f *fakeService) CallHosts() []string { return []string{"vk.ru", "vk.com"} }

func (f *fakeService) OpenCallPage(context.Context) error {
	f.pages++
	return f.pageErr
}

func (f *fakeService) MakeRemote(_ context.Context, edit model.RemoteEdit) ([]model.LessonID, error) {
	f.made = append(f.made, edit)
	made := make([]model.LessonID, edit.Weeks+1)
	return made, f.makeErr
}

func (f *fakeService) SetCallLink(_ context.Context, _ model.LessonID, link string) error {
	f.link = link
	return f.setErr
}

func (f *fakeService) LessonDay(context.Context) (today, now time.Time, err error) {
	return model.Day(f.now, zone), f.now, f.dayErr
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
	t       *testing.T
	service *fakeService
	window  fyne.Window
	toasts  *widgets.Toasts
}

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, fyne.NewSize(1024, 640), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(look))
	if f.now.IsZero() {
		f.now = now
	}
	b := &bench{t: t, service: f, window: test.NewTempWindow(t, nil), toasts: widgets.NewToasts()}
	b.toasts.SetTimer(func(time.Duration, func()) func() { return func() {} })
	b.window.SetPadded(false)
	b.window.SetContent(widgets.NewLayers(container.NewCenter(widgets.Title("Занятия")), b.toasts))
	b.window.Resize(size)
	return b
}

// Window and Toast make the bench a Frame.
func (b *bench) Window() fyne.Window                  { return b.window }
func (b *bench) Toast(text string, tone widgets.Tone) { b.toasts.Show(text, tone) }

func (b *bench) deps() Deps { return Deps{Exec: widgets.Inline{}, Frame: b, Service: b.service} }

func (b *bench) making() EditDeps {
	return EditDeps{Exec: widgets.Inline{}, Frame: b, Service: b.service}
}

// each visits what of one kind is in the topmost dialog.
func each[T any](b *bench, visit func(T)) {
	walk(b.window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if it, ok := o.(T); ok {
			visit(it)
		}
	})
}

// fill types into the field of the topmost dialog that has this placeholder, or the one that holds this text.
func (b *bench) fill(field, text string) {
	b.t.Helper()
	found := false
	each(b, func(e *widgets.Entry) {
		if !found && (e.PlaceHolder == field || e.Text == field) {
			found = true
			e.SetText(text)
		}
	})
	if !found {
		b.t.Fatalf("there is no field %q", field)
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

// press presses the button of that label in the topmost dialog, or else on the page.
func (b *bench) press(label string) {
	b.t.Helper()
	front := b.window.Canvas().Content()
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		front = top
	}
	var found *widgets.Button
	walk(front, func(o fyne.CanvasObject) {
		if button, ok := o.(*widgets.Button); ok && button.Text() == label {
			found = button
		}
	})
	if found == nil {
		b.t.Fatalf("there is no button %q in front of:\n%s", label, b.sight())
	}
	found.Tapped(&fyne.PointEvent{})
}

// check ticks the only box of the topmost dialog.
func (b *bench) check() {
	b.t.Helper()
	walk(b.window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if box, ok := o.(*widgets.Check); ok {
			box.SetChecked(true)
		}
	})
}

func (b *bench) dialogOpen() bool { return b.window.Canvas().Overlays().Top() != nil }
