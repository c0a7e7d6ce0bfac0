package dialog

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestNothingIsTypedWhileAFormIsSaved: what was typed, clicked or reached by Tab meanwhile would be lost with the form. After a refusal one
// types on where one was. Work that is slow says that it is under way.
func TestNothingIsTypedWhileAFormIsSaved(t *testing.T) {
	layers, clock := widgets.NewLayers(container.NewVBox(), nil), &viewtest.Timers{}
	layers.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, layers)
	w.Resize(fyne.NewSize(1024, 640))
	exec, name, room, refusal := &viewtest.Executor{Late: true}, widgets.NewEntry(""), widgets.NewEntry(""), errors.New("имя занято")
	ShowForm(w, exec, Form{
		Title: "Группа", Primary: "Добавить", Fields: []fyne.CanvasObject{name, room},
		Work: func() (func(context.Context) error, error) {
			return func(context.Context) error { return refusal }, nil
		},
	})
	clock.Pass(fyne.CurrentApp().Driver().DoubleTapDelay())
	write := func(text string) {
		for _, r := range text {
			if f := w.Canvas().Focused(); f != nil {
				f.TypedRune(r)
			}
		}
	}
	write("ИС")
	press(w, fyne.KeyReturn)
	write("-21")
	if tabs, ok := w.Canvas().Focused().(fyne.Tabbable); !ok || !tabs.AcceptsTab() {
		w.Canvas().FocusNext()
		write("-22")
	}
	test.TapCanvas(w.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(room).AddXY(5, 5))
	write("305")
	press(w, fyne.KeyEscape)
	if name.Text != "ИС" || room.Text != "" {
		t.Fatalf("%q and %q were entered", name.Text, room.Text)
	}
	p := viewtest.Person{T: t, Window: w}
	clock.Pass(slow)
	p.Sees("Подождите…")
	exec.Run()
	write("-21")
	p.SeesNot("Подождите…")
	if name.Text != "ИС-21" || room.Text != "" {
		t.Errorf("after the refusal %q and %q", name.Text, room.Text)
	}
	press(w, fyne.KeyReturn)
	refusal = nil
	exec.Run()
	if w.Canvas().Overlays().Top() != nil {
		t.Error("it stays open")
	}
}
