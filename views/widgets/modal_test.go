package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// press types a key as a window does: to what has the focus, or to the canvas.
func press(w fyne.Window, name fyne.KeyName) {
	if f := w.Canvas().Focused(); f != nil {
		key(f, name)
		return
	}
	if typed := w.Canvas().OnTypedKey(); typed != nil {
		typed(&fyne.KeyEvent{Name: name})
	}
}

func TestModalKeys(t *testing.T) {
	field := func() fyne.CanvasObject { return NewEntry("Имя") }
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
			w := newWindow(t, NewLayers(container.NewVBox(NewEntry("")), nil))
			accepted, gone := 0, 0
			var content fyne.CanvasObject
			if c.content != nil {
				content = c.content()
			}
			ShowModal(w, Modal{
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

func TestFocusStaysInsideTheModal(t *testing.T) {
	outside := NewEntry("")
	w := newWindow(t, NewLayers(container.NewVBox(outside), nil))
	w.Canvas().Focus(outside)
	first, second := NewEntry(""), NewEntry("")
	h := ShowModal(w, Modal{
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
	w := newWindow(t, NewLayers(container.NewVBox(), nil))
	accepted, gone := 0, 0
	h := ShowModal(w, Modal{
		Title: "Чат", Primary: "Добавить", Cancel: "Отмена",
		OnPrimary: func() bool { accepted++; return true }, OnCancel: func() { gone++ },
	})
	h.SetPrimary("Добавить", false)
	press(w, fyne.KeyReturn)
	h.SetPrimary("Добавить 2", true)
	h.Busy(true)
	press(w, fyne.KeyReturn)
	press(w, fyne.KeyEscape)
	if accepted+gone != 0 {
		t.Fatalf("accepted %d, cancelled %d while it should wait", accepted, gone)
	}
	h.Busy(false)
	press(w, fyne.KeyReturn)
	if accepted != 1 {
		t.Errorf("accepted %d times, want once", accepted)
	}
}

func TestConfirmDangerOpensTheNextDialogAfterItself(t *testing.T) {
	w := newWindow(t, NewLayers(container.NewVBox(), nil))
	ConfirmDanger(w, "Удалить 2 чата?", "Пропадёт переписка.", "Удалить 2 чата", func() {
		ShowError(w, "Не удалось удалить", "Проверьте подключение и попробуйте ещё раз.")
	})
	press(w, fyne.KeyReturn)
	if n := len(w.Canvas().Overlays().List()); n != 1 {
		t.Fatalf("%d dialogs are open, want the error alone", n)
	}
	press(w, fyne.KeyEscape)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("Esc does not close the error")
	}
}

func TestUnsaved(t *testing.T) {
	cases := map[string]struct {
		act  func(w fyne.Window)
		want string
	}{
		"enter saves": {func(w fyne.Window) { press(w, fyne.KeyReturn) }, "saved"},
		"esc stays":   {func(w fyne.Window) { press(w, fyne.KeyEscape) }, ""},
		"the other button discards": {func(w fyne.Window) {
			layer := w.Canvas().Overlays().Top().(*modalLayer)
			test.Tap(layer.modal.Footer.(*Button))
		}, "discarded"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWindow(t, NewLayers(container.NewVBox(), nil))
			got := ""
			Unsaved(w, func() { got = "saved" }, func() { got = "discarded" })
			c.act(w)
			if got != c.want || w.Canvas().Overlays().Top() != nil {
				t.Errorf("%q, open = %v; want %q and closed", got, w.Canvas().Overlays().Top() != nil, c.want)
			}
		})
	}
}

// TestUnsavedModal: a dialog with something entered in it asks before it is closed, and stays unless the answer is yes.
func TestUnsavedModal(t *testing.T) {
	w := newWindow(t, NewLayers(container.NewVBox(), nil))
	entered, gone := false, 0
	open := func() int { return len(w.Canvas().Overlays().List()) }
	show := func() {
		ShowModal(w, Modal{Title: "Приказ", Primary: "Добавить", Cancel: "Отмена", Unsaved: func() bool { return entered }, OnCancel: func() { gone++ }})
	}
	show()
	press(w, fyne.KeyEscape)
	if open() != 0 || gone != 1 {
		t.Fatalf("with nothing entered %d dialogs are open, cancelled %d", open(), gone)
	}
	entered = true
	show()
	press(w, fyne.KeyEscape)
	press(w, fyne.KeyEscape)
	if open() != 1 || gone != 1 {
		t.Fatalf("without an answer %d dialogs are open, cancelled %d", open(), gone)
	}
	press(w, fyne.KeyEscape)
	press(w, fyne.KeyReturn)
	if open() != 0 || gone != 2 {
		t.Errorf("once confirmed %d dialogs are open, cancelled %d", open(), gone)
	}
}

func TestHighModalStaysInTheWindow(t *testing.T) {
	w := newWindow(t, NewLayers(container.NewVBox(), nil))
	tall := container.NewVBox()
	for range 60 {
		tall.Add(Text("строка"))
	}
	ShowModal(w, Modal{Title: "Чат", Content: tall, Primary: "Понятно"})
	layer := w.Canvas().Overlays().Top().(*modalLayer)
	if bottom := layer.primary.Position().Y + layer.primary.Size().Height; bottom > 400 {
		t.Errorf("the button ends at %.0f in a window of 400", bottom)
	}
}
