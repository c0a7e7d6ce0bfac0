package dialog

import (
	"testing"
	"time"

	"zvonok/views/dates"
	"zvonok/views/scroll"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func TestUnsaved(t *testing.T) {
	cases := map[string]struct {
		act  func(w fyne.Window)
		want string
	}{
		"enter saves": {func(w fyne.Window) { press(w, fyne.KeyReturn) }, "saved"},
		"esc stays":   {func(w fyne.Window) { press(w, fyne.KeyEscape) }, ""},
		"the other button discards": {func(w fyne.Window) {
			layer := w.Canvas().Overlays().Top().(*modalLayer)
			test.Tap(layer.modal.Footer.(*widgets.Button))
		}, "discarded"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
			got := ""
			Unsaved(w, func() { got = "saved" }, func() { got = "discarded" })
			c.act(w)
			if got != c.want || w.Canvas().Overlays().Top() != nil {
				t.Errorf("%q, open = %v; want %q and closed", got, w.Canvas().Overlays().Top() != nil, c.want)
			}
		})
	}
}

// TestModalAsksBeforeItDropsWhatWasEntered: whatever the field and however one leaves; where nothing was entered, or what
// was is taken back, nothing is asked.
func TestModalAsksBeforeItDropsWhatWasEntered(t *testing.T) {
	type fields struct {
		name   *widgets.Entry
		day    *dates.Field
		group  *table.Select[int]
		sure   *widgets.Check
		people *table.CheckList[person, int]
		search *widgets.Search
	}
	enter := map[string]struct {
		do   func(f fields)
		asks bool
	}{
		"nothing": {func(fields) {}, false},
		"a text":  {func(f fields) { f.name.TypedRune('И') }, true},
		"a text that is gone": {func(f fields) {
			viewtest.Keys(f.name, fyne.KeyEnd) // the text is selected
			f.name.TypedRune('И')
			viewtest.Keys(f.name, fyne.KeyBackspace)
		}, false},
		"a day":            {func(f fields) { f.day.TypedRune('1') }, true},
		"a choice":         {func(f fields) { f.group.Field.TypedRune('В') }, true},
		"a check":          {func(f fields) { f.sure.Tapped(nil) }, true},
		"a check and back": {func(f fields) { f.sure.Tapped(nil); f.sure.Tapped(nil) }, false},
		"a ticked row":     {func(f fields) { f.people.SetChecked(1) }, true},
		"a search":         {func(f fields) { f.search.TypedRune('И') }, false},
	}
	leave := map[string]func(w fyne.Window){
		"esc": func(w fyne.Window) { w.Canvas().Unfocus(); press(w, fyne.KeyEscape) },
		"the other button": func(w fyne.Window) {
			test.Tap(w.Canvas().Overlays().Top().(*modalLayer).cancel)
		},
		"a click beside": func(w fyne.Window) { test.TapCanvas(w.Canvas(), fyne.NewPos(2, 2)) },
	}
	for what, e := range enter {
		for how, by := range leave {
			t.Run(what+", "+how, func(t *testing.T) {
				layers, clock := widgets.NewLayers(container.NewVBox(), nil), &viewtest.Timers{}
				layers.SetTimer(clock.Timer)
				w := viewtest.NewWindow(t, layers)
				f := fields{name: widgets.NewEntry(""), day: dates.NewField(time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)), group: table.NewSelect([]table.Option[int]{{Key: 1, Label: "Первая"}, {Key: 2, Label: "Вторая"}}, nil),
					sure: widgets.NewCheck("Точно", nil), search: widgets.NewSearch("Поиск", func(string) {})}
				f.people = table.NewCheckList([]*table.Column[person]{{ID: "name", Width: 100, Cell: func(p person) table.Cell { return table.Cell{Text: p.name} }}},
					func(p person) int { return p.id }, func(p person) string { return p.name })
				f.people.SetRows([]person{{1, "Иванов Иван"}, {2, "Петров Пётр"}})
				f.name.SetText("Приказ")
				f.group.SetSelected(1)
				gone := 0
				Show(w, Modal{
					Title: "Приказ", Primary: "Добавить", Cancel: "Отмена", OnCancel: func() { gone++ },
					Content: container.NewVBox(widgets.Card(scroll.NewVertical(f.name)), widgets.WithTooltip(f.day, func() string { return "" }), f.group.Field, f.search, f.people),
					Footer:  f.sure,
				})
				clock.Pass(fyne.CurrentApp().Driver().DoubleTapDelay())
				layer := w.Canvas().Overlays().Top()
				e.do(f)
				by(w)
				if asked := w.Canvas().Overlays().Top() != nil; asked != e.asks {
					t.Fatalf("asked = %v, want %v", asked, e.asks)
				}
				if !e.asks {
					if gone != 1 {
						t.Fatalf("cancelled %d times, want once", gone)
					}
					return
				}
				press(w, fyne.KeyEscape)
				if w.Canvas().Overlays().Top() != layer || gone != 0 {
					t.Fatal("Esc at the question drops what was entered")
				}
				clock.Pass(fyne.CurrentApp().Driver().DoubleTapDelay())
				by(w)
				pressRed(w)
				if w.Canvas().Overlays().Top() != nil || gone != 1 {
					t.Error("the answer does not close the dialog")
				}
			})
		}
	}
}

// TestModalDoesNotAskForWhatTheProgramPutIn: fields that are filled late are not what a person entered, and do not hide
// what one did.
func TestModalDoesNotAskForWhatTheProgramPutIn(t *testing.T) {
	for _, typed := range []bool{false, true} {
		w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
		name, path := widgets.NewEntry(""), widgets.NewEntry("")
		h := Show(w, Modal{Title: "Файл", Primary: "Открыть", Cancel: "Отмена", Content: container.NewVBox(name, path)})
		if typed {
			name.TypedRune('я')
		}
		h.Fill(func() { path.SetText("/дом") })
		press(w, fyne.KeyEscape)
		if asked := w.Canvas().Overlays().Top() != nil; asked != typed {
			t.Errorf("typed %v: asked = %v", typed, asked)
		}
	}
}

// TestModalThatClosesItselfTakesItsQuestionAlong: work that ends meanwhile leaves nothing to be asked, and cancels nothing.
func TestModalThatClosesItselfTakesItsQuestionAlong(t *testing.T) {
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
	name, gone := widgets.NewEntry(""), 0
	h := Show(w, Modal{Title: "Привязка", Primary: "Продолжить", Cancel: "Отмена", Content: name, OnCancel: func() { gone++ }})
	name.TypedRune('я')
	press(w, fyne.KeyEscape)
	h.Close()
	if n := len(w.Canvas().Overlays().List()); n != 0 || gone != 0 {
		t.Errorf("%d dialogs are open, cancelled %d times", n, gone)
	}
}

// TestModalsThatKeepNothingDoNotAsk: those that only show, those whose choice is the way to something, and a question
// with one button.
func TestModalsThatKeepNothingDoNotAsk(t *testing.T) {
	for name, m := range map[string]Modal{
		"no main button":  {Cancel: "Закрыть"},
		"no other button": {Primary: "Понятно"},
		"a way":           {Primary: "Открыть", Cancel: "Отмена", Forgets: true},
	} {
		w := viewtest.NewWindow(t, widgets.NewLayers(container.NewVBox(), nil))
		field := widgets.NewEntry("")
		m.Title, m.Content = "Окно", field
		Show(w, m)
		field.TypedRune('я')
		press(w, fyne.KeyEscape)
		if w.Canvas().Overlays().Top() != nil {
			t.Errorf("%s: it asks", name)
		}
	}
}
