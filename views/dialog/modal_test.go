package dialog

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"zvonok/views/draw"
	"zvonok/views/scroll"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// press types a key as a window does: to what has the focus, or to the canvas.
func press(w fyne.Window, name fyne.KeyName) {
	if f := w.Canvas().Focused(); f != nil {
		viewtest.Keys(f, name)
		return
	}
	if typed := w.Canvas().OnTypedKey(); typed != nil {
		typed(&fyne.KeyEvent{Name: name})
	}
}

// pressRed presses the button of a question that destroys: it lies before the one that has the focus.
func pressRed(w fyne.Window) {
	w.Canvas().FocusPrevious()
	press(w, fyne.KeyReturn)
}

func TestModalKeys(t *testing.T) {
	field := func() fyne.CanvasObject { return widgets.NewEntry("Имя") }
	cases := map[string]struct {
		content         func() fyne.CanvasObject
		unfocus         bool
		key             fyne.KeyName
		accepts         bool
		accepted, gone  int
		openAfter       bool
		primary, cancel string
	}{
		"enter in a field":          {content: field, key: fyne.KeyReturn, accepts: true, accepted: 1},
		"enter with nothing inside": {key: fyne.KeyEnter, accepts: true, accepted: 1},
		"enter without focus":       {content: field, unfocus: true, key: fyne.KeyReturn, accepts: true, accepted: 1},
		"refused stays open":        {content: field, key: fyne.KeyReturn, accepted: 1, openAfter: true},
		"esc in a field":            {content: field, key: fyne.KeyEscape, gone: 1},
		"esc without focus":         {content: field, unfocus: true, key: fyne.KeyEscape, gone: 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(widgets.NewEntry("")), nil))
			accepted, gone := 0, 0
			var content fyne.CanvasObject
			if c.content != nil {
				content = c.content()
			}
			Show(w, Modal{
				Title: "Заголовок", Content: content, Primary: "Сохранить", Cancel: "Отмена",
				OnPrimary: func() bool { accepted++; return c.accepts },
				OnCancel:  func() { gone++ },
			})
			if f, ok := content.(fyne.Focusable); ok && w.Canvas().Focused() != f {
				t.Fatalf("the focus is on %T, want the first field", w.Canvas().Focused())
			}
			if c.unfocus {
				w.Canvas().Unfocus()
			}
			press(w, c.key)
			if accepted != c.accepted || gone != c.gone {
				t.Errorf("accepted %d, cancelled %d; want %d and %d", accepted, gone, c.accepted, c.gone)
			}
			if open := w.Canvas().Overlays().Top() != nil; open != c.openAfter {
				t.Errorf("open = %v, want %v", open, c.openAfter)
			}
		})
	}
}

// TestEnterDestroysNothing: a question with a red button, or of what cannot be taken back, begins on the other one, and Enter does what that does, wherever the
// focus is but on the red button itself.
func TestEnterDestroysNothing(t *testing.T) {
	for name, c := range map[string]struct {
		focus        func(h *Handle, w fyne.Window)
		done, closed bool
	}{
		"at once":           {func(*Handle, fyne.Window) {}, false, true},
		"without focus":     {func(_ *Handle, w fyne.Window) { w.Canvas().Unfocus() }, false, false},
		"on the red button": {func(h *Handle, w fyne.Window) { w.Canvas().Focus(h.layer.primary) }, true, true},
	} {
		for _, m := range []Modal{{Title: "Удалить чат?", Primary: "Удалить", Danger: true}, {Title: "Отправить?", Primary: "Отправить", Final: true}} {
			w, done := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(widgets.NewEntry("")), nil)), false
			h := Ask(w, m, "Он пропадёт.", func() { done = true })
			if w.Canvas().Focused() != fyne.Focusable(h.layer.cancel) {
				t.Errorf("%s %s: the focus is on %T", m.Title, name, w.Canvas().Focused())
			}
			c.focus(h, w)
			press(w, fyne.KeyReturn)
			if closed := w.Canvas().Overlays().Top() == nil; done != c.done || closed != c.closed {
				t.Errorf("%s %s: done %v, closed %v", m.Title, name, done, closed)
			}
		}
	}
	w, done := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil)), 0
	field := widgets.NewEntry("")
	Show(w, Modal{Title: "Отозвать", Content: field, Primary: "Отозвать", Cancel: "Закрыть", Danger: true, Focus: field,
		OnPrimary: func() bool { done++; return true }})
	if press(w, fyne.KeyReturn); done != 0 {
		t.Error("Enter in a field of the dialog pressed the red button")
	}
}

func TestFocusStaysInsideTheModal(t *testing.T) {
	outside := widgets.NewEntry("")
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(outside), nil))
	w.Canvas().Focus(outside)
	first, second := widgets.NewEntry(""), widgets.NewEntry("")
	h := Show(w, Modal{
		Title: "Чат", Content: container.NewVBox(first, second), Primary: "Добавить", Cancel: "Отмена", Focus: second,
	})
	if w.Canvas().Focused() != fyne.Focusable(second) {
		t.Fatalf("the focus is on %T, want the field asked for", w.Canvas().Focused())
	}
	seen := map[fyne.Focusable]bool{}
	for range 8 {
		w.Canvas().FocusNext()
		seen[w.Canvas().Focused()] = true
	}
	if len(seen) != 4 || seen[outside] {
		t.Errorf("Tab visits %d widgets (the field outside: %v), want the 4 inside", len(seen), seen[outside])
	}
	h.Close()
	if w.Canvas().Focused() != fyne.Focusable(outside) {
		t.Error("the focus is not back where it was")
	}
}

func TestBusyAndDisabledModalsWait(t *testing.T) {
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
	accepted, gone := 0, 0
	other := widgets.NewLink("Удалить", func() { gone++ })
	h := Show(w, Modal{
		Title: "Чат", Primary: "Добавить", Cancel: "Отмена", Footer: other,
		OnPrimary: func() bool { accepted++; return true }, OnCancel: func() { gone++ },
	})
	h.SetPrimary("Добавить", false)
	press(w, fyne.KeyReturn)
	h.SetPrimary("Добавить 2", true)
	h.Busy(true)
	press(w, fyne.KeyReturn)
	press(w, fyne.KeyEscape)
	other.Tapped(nil)
	if accepted+gone != 0 {
		t.Fatalf("accepted %d, cancelled %d while it should wait", accepted, gone)
	}
	h.Busy(false)
	other.Tapped(nil)
	press(w, fyne.KeyReturn)
	if accepted != 1 || gone != 1 {
		t.Errorf("accepted %d times, cancelled %d, want once each", accepted, gone)
	}
}

func TestConfirmDangerOpensTheNextDialogAfterItself(t *testing.T) {
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
	ConfirmDanger(w, "Удалить 2 чата?", "Пропадёт переписка.", "Удалить 2 чата", func() {
		ShowError(w, "Не удалось удалить", "Проверьте подключение и попробуйте ещё раз.")
	})
	pressRed(w)
	if n := len(w.Canvas().Overlays().List()); n != 1 {
		t.Fatalf("%d dialogs are open, want the error alone", n)
	}
	press(w, fyne.KeyEscape)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("Esc does not close the error")
	}
}

// TestForm: work that is refused is said and what was entered stays; work that is done closes the form without a question.
func TestForm(t *testing.T) {
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
	name, saved, refusal := widgets.NewEntry(""), "", errors.New("имя занято")
	f := ShowForm(w, &viewtest.Executor{}, Form{
		Title: "Группа", Primary: "Добавить", Fields: []fyne.CanvasObject{name},
		Work: func() (func(context.Context) error, error) {
			if name.Text == "" {
				return nil, errors.New("введите имя")
			}
			return func(context.Context) error { return refusal }, nil
		},
		Done: func() { saved = name.Text },
	})
	press(w, fyne.KeyReturn)
	if f.problem.Text() != "Введите имя." || f.problem.Hidden {
		t.Errorf("it says %q", f.problem.Text())
	}
	name.TypedRune('я')
	press(w, fyne.KeyReturn)
	if f.problem.Text() != "Имя занято." || name.Text != "я" || saved != "" {
		t.Errorf("it says %q, the field %q, saved %q", f.problem.Text(), name.Text, saved)
	}
	refusal = nil
	press(w, fyne.KeyReturn)
	if w.Canvas().Overlays().Top() != nil || saved != "я" {
		t.Errorf("open %v, saved %q", w.Canvas().Overlays().Top() != nil, saved)
	}
}

func TestHighModalStaysInTheWindow(t *testing.T) {
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
	tall := container.NewVBox()
	for range 60 {
		tall.Add(widgets.Text("строка"))
	}
	Show(w, Modal{Title: "Чат", Content: tall, Primary: "Понятно"})
	layer := w.Canvas().Overlays().Top().(*modalLayer)
	if bottom := layer.primary.Position().Y + layer.primary.Size().Height; bottom > 400 {
		t.Errorf("the button ends at %.0f in a window of 400", bottom)
	}
}

// small shows a dialog in a window of 1024×600 at a text size of 200 %.
func small(t *testing.T, m Modal) *modalLayer {
	t.Helper()
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
	w.Resize(fyne.NewSize(512, 300))
	Show(w, m)
	return w.Canvas().Overlays().Top().(*modalLayer)
}

func TestHintStaysInANarrowModal(t *testing.T) {
	layer := small(t, Modal{Title: "Смена пароля", Hint: "Не меньше 8 знаков. Хороший пароль — три-четыре слова, которые никто не поставит рядом.",
		Primary: "Сменить", Size: fyne.NewSize(560, 0)})
	hint := layer.inner.Objects[0]
	if room := layer.modal.Content.Size().Width; hint.MinSize().Width > room || hint.Size().Width > room {
		t.Errorf("the hint is %.0f wide where there are %.0f", hint.MinSize().Width, room)
	}
}

// TestModalHasRoomForTextsThatComeLater: what a check of the connection found was scrolled in a window with room for all of it.
func TestModalHasRoomForTextsThatComeLater(t *testing.T) {
	w := viewtest.NewWindow(t, container.NewStack())
	w.Resize(fyne.NewSize(1000, 700))
	lines := widgets.Lines(widgets.Muted("Проверяем…"))
	h := Show(w, Modal{Title: "Проверка", Content: lines, Primary: "Проверить"})
	lines.Objects = nil
	for range 4 {
		lines.Objects = append(lines.Objects, widgets.Verdict("✗", widgets.ToneRefused, strings.Repeat("Сервер колледжа не отвечает. ", 5), 1000))
	}
	h.SetPrimary("Проверить снова", true)
	area := h.layer.modal.Content.(*fyne.Container).Objects[0].(*scroll.Area)
	if has, needs := area.Size().Height, area.Content.MinSize().Height; has < needs {
		t.Errorf("the content has %g and needs %g", has, needs)
	}
}

// TestModalScrollsWhatCameLater: what an open dialog says in addition is not laid over its buttons.
func TestModalScrollsWhatCameLater(t *testing.T) {
	content := container.NewVBox(widgets.Text("строка"))
	layer := small(t, Modal{Title: "Проверка", Content: content, Primary: "Проверить"})
	low := layer.modal.Content.Size().Height
	for range 20 {
		content.Add(widgets.Text("строка"))
	}
	layer.Refresh()
	shown := layer.modal.Content
	if got := shown.Size().Height; got <= low {
		t.Errorf("the content has %.0f as before", got)
	}
	if bottom := shown.Position().Y + shown.Size().Height; bottom > layer.primary.Position().Y {
		t.Errorf("the content ends at %.0f, the button begins at %.0f", bottom, layer.primary.Position().Y)
	}
	if content.Size().Height < content.MinSize().Height {
		t.Errorf("the content is cut at %.0f", content.Size().Height)
	}
	if _, scrolls := shown.(*fyne.Container).Objects[0].(*scroll.Area); !scrolls {
		t.Errorf("the content is within a %T", shown.(*fyne.Container).Objects[0])
	}
}

func TestFooterIsNotLaidOverTheButtons(t *testing.T) {
	footer := widgets.InRow(widgets.NewSecondary("Подключиться к другому…", nil), widgets.NewSecondary("Забыть…", nil))
	layer := small(t, Modal{Title: "Другой колледж", Content: widgets.Text("строка"), Primary: "Открыть", Cancel: "Отмена", Footer: footer})
	if got := footer.Size().Width; got < footer.MinSize().Width {
		t.Errorf("the footer has %.0f of %.0f", got, footer.MinSize().Width)
	}
	if bottom := footer.Position().Y + footer.Size().Height; bottom > layer.cancel.Position().Y {
		t.Errorf("the footer ends at %.0f, the buttons begin at %.0f", bottom, layer.cancel.Position().Y)
	}
	if content := layer.modal.Content; content.Position().Y+content.Size().Height > footer.Position().Y {
		t.Error("the content reaches into the footer")
	}
}

// TestSmallWindowLeavesTheContentMore: at 200 % on a screen of 600 points two rows were left to a dialog with a hint.
func TestSmallWindowLeavesTheContentMore(t *testing.T) {
	layer := small(t, Modal{Title: "Проверка", Hint: "Сравниваем чаты в VK со списками колледжа.", Content: widgets.Text("строка"), Primary: "Проверить", Size: fyne.NewSize(860, 600)})
	if got := layer.modal.Content.Size(); got.Height < 170 || got.Width < 470 {
		t.Errorf("hint and content have %v", got)
	}
}

// TestModalStaysBesideItsBar: the content of a dialog that is laid out again at once went back under the scroll bar.
func TestModalStaysBesideItsBar(t *testing.T) {
	content := container.NewVBox()
	for range 20 {
		content.Add(widgets.Text("строка"))
	}
	layer := small(t, Modal{Title: "Проверка", Content: content, Primary: "Проверить"})
	test.WidgetRenderer(layer).Layout(layer.Size())
	if got, room := content.Size().Width, layer.modal.Content.Size().Width; got >= room {
		t.Errorf("the content has %.0f of %.0f", got, room)
	}
}

// TestErrorsAreSentences: what the program's errors say begins small and has no full stop.
func TestErrorsAreSentences(t *testing.T) {
	p := viewtest.Person{T: t, Window: viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))}
	ShowError(p.Window, "Не удалось удалить", "база данных занята: повторите через минуту")
	p.Sees("База данных занята: повторите через минуту.")
}

// TestSecondClickOfADoubleClick: it closed the dialog that the first one had opened, by a click beside it, or pressed a button there.
func TestSecondClickOfADoubleClick(t *testing.T) {
	layers, clock := widgets.NewLayers(container.NewVBox(), nil), &viewtest.Timers{}
	layers.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, layers)
	name := widgets.NewEntry("")
	h := Show(w, Modal{Title: "Группа", Content: name, Primary: "Добавить", Cancel: "Отмена"})
	h.layer.pause.MouseDown(nil)
	w.Canvas().Unfocus() // as Fyne's window does
	h.layer.pause.Tapped(nil)
	if got := w.Canvas().Focused(); got != name {
		t.Errorf("%T has the focus", got)
	}
	beside, button := fyne.NewPos(2, 2), draw.Absolute(h.layer.primary).AddXY(5, 5)
	test.TapCanvas(w.Canvas(), beside)
	test.TapCanvas(w.Canvas(), button)
	if w.Canvas().Overlays().Top() == nil {
		t.Fatal("the click that opened the dialog has closed it")
	}
	clock.Pass(fyne.CurrentApp().Driver().DoubleTapDelay())
	test.TapCanvas(w.Canvas(), button)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("the button does nothing")
	}
}

// TestSecondClickOnWhatCloses: it pressed what had come to light below, in the page or in another dialog.
func TestSecondClickOnWhatCloses(t *testing.T) {
	pressed := 0
	page := widgets.NewSecondary("Удалить", func() { pressed++ })
	layers, clock := widgets.NewLayers(page, nil), &viewtest.Timers{}
	layers.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, layers)
	w.Resize(fyne.NewSize(800, 600))
	middle := fyne.NewPos(400, 300) // of the page, which is the button
	name := widgets.NewEntry("")
	form := Show(w, Modal{Title: "Группа", Content: name, Primary: "Добавить", Cancel: "Отмена"})
	clock.Pass(time.Second)
	name.TypedRune('Д')
	form.layer.abandon()
	clock.Pass(time.Second)
	form.layer.asking.layer.leave() // «Вернуться»
	test.TapCanvas(w.Canvas(), fyne.NewPos(2, 2))
	if len(w.Canvas().Overlays().List()) != 1 {
		t.Error("the second click has closed the form, too")
	}
	clock.Pass(time.Second)
	form.Close()
	if test.TapCanvas(w.Canvas(), middle); pressed != 0 {
		t.Error("the second click has pressed the page")
	}
	clock.Pass(time.Second)
	if test.TapCanvas(w.Canvas(), middle); pressed != 1 {
		t.Errorf("a click later has pressed it %d times", pressed)
	}
}
