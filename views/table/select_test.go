package table

import (
	"strings"
	"testing"

	"zvonok/views/draw"
	"zvonok/views/drawn"
	"zvonok/views/scroll"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func options(labels ...string) []Option[int] {
	var out []Option[int]
	for i, l := range labels {
		out = append(out, Option[int]{i + 1, l})
	}
	return out
}

func TestSelectTellsNamesakesApart(t *testing.T) {
	var got []int
	s := NewSelect(options("Иванов Иван", "Иванов Иван", "Петров Пётр"), func(k int) { got = append(got, k) })
	w := viewtest.NewWindow(t, container.NewVBox(s.Field))
	if _, ok := s.Selected(); ok {
		t.Error("something is chosen from the start")
	}
	w.Canvas().Focus(s.Field)
	viewtest.Keys(s.Field, fyne.KeyDown)
	viewtest.Keys(w.Canvas().Focused(), fyne.KeyDown, fyne.KeyReturn)
	same(t, "chosen", got, 2)
	if w.Canvas().Focused() != fyne.Focusable(s.Field) {
		t.Error("the focus is not back on the field")
	}
	w.Canvas().Unfocus() // as a click on the field does
	test.Tap(s.Field)
	viewtest.Keys(w.Canvas().Focused(), fyne.KeyEscape)
	if w.Canvas().Focused() != fyne.Focusable(s.Field) {
		t.Error("after a choice by mouse the focus is not on the field")
	}
	s.SetSelected(1)
	same(t, "chosen by SetSelected", got, 2)
	if s.Field.Text() != "Иванов Иван" {
		t.Errorf("label = %q", s.Field.Text())
	}
	s.Field.TypedRune('п')
	same(t, "chosen by letter", got, 2, 3)
	s.SetOptions(options("Иванов Иван"))
	if _, ok := s.Selected(); ok {
		t.Error("what is gone is still chosen")
	}
}

func TestLongSelectIsSearched(t *testing.T) {
	labels := make([]string, 20)
	for i := range labels {
		labels[i] = "Группа " + string(rune('А'+i))
	}
	labels[17] = "Ёлочка"
	var got []int
	s := NewSelect(options(labels...), func(k int) { got = append(got, k) })
	w := viewtest.NewWindow(t, container.NewVBox(s.Field))
	s.Field.Open()
	search, ok := w.Canvas().Focused().(*widgets.Search)
	if !ok {
		t.Fatalf("the focus is on %T, want the search field", w.Canvas().Focused())
	}
	test.Type(search, "елоч")
	viewtest.Keys(search, fyne.KeyReturn)
	same(t, "chosen", got, 18)
	w.Canvas().Focus(s.Field)
	s.Field.Open()
	search = w.Canvas().Focused().(*widgets.Search)
	test.Type(search, "группа б")
	if !search.AcceptsTab() {
		t.Error("Tab leaves the search for the list")
	}
	viewtest.Keys(search, fyne.KeyTab)
	same(t, "chosen by Tab", got, 18, 2)
	if w.Canvas().Focused() != fyne.Focusable(s.Field) {
		t.Error("after Tab the focus is not back on the field")
	}
	s.Field.Open()
	search = w.Canvas().Focused().(*widgets.Search)
	test.Type(search, "елоч")
	viewtest.Keys(search, fyne.KeyEscape, fyne.KeyDown, fyne.KeyReturn)
	same(t, "chosen after Esc cleared the search", got, 18, 2, 3)
}

func TestSelectByClick(t *testing.T) {
	var got []int
	s := NewSelect(options("Один", "Два"), func(k int) { got = append(got, k) })
	w := viewtest.NewWindow(t, container.NewVBox(s.Field))
	s.Field.Open()
	at := draw.Absolute(s.Field).AddXY(30, s.Field.Size().Height+4+widgets.PopoverPad+32+10)
	test.TapCanvas(w.Canvas(), at)
	same(t, "chosen", got, 2)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("the list is still open")
	}
}

// TestSelectsShareANarrowBar: a bar that lacks width cuts its selects, and nothing stands beyond its end.
func TestSelectsShareANarrowBar(t *testing.T) {
	long := strings.Repeat("длинный вариант ", 9)
	first := NewSelect([]Option[int]{{1, long}}, nil)
	second := NewSelect([]Option[int]{{1, long}, {2, "короткий"}}, nil)
	last := widgets.NewSecondary("Экспорт", nil)
	bar := widgets.FilterBar(first.Field, second.Field, widgets.NewSearch("Поиск", nil), last)
	for _, width := range []float32{bar.MinSize().Width, 600, 700} {
		bar.Resize(fyne.NewSize(width, 32))
		if end := last.Position().X + last.Size().Width; end > width+0.5 {
			t.Errorf("a bar %.0f wide ends at %.0f", width, end)
		}
		if first.Field.Size().Width < selectMin || first.Field.Size() != second.Field.Size() {
			t.Errorf("a bar %.0f wide has selects of %v and %v", width, first.Field.Size(), second.Field.Size())
		}
	}
	bar.Resize(fyne.NewSize(1200, 32))
	if first.Field.Size().Width != selectMax {
		t.Errorf("with room a select is %v", first.Field.Size())
	}
}

// TestSelectTakesLettersAsAWindowSendsThem: a window tells a letter's key before the letter, and each key ended what was typed: «зач» chose
// «Академический отпуск».
func TestSelectTakesLettersAsAWindowSendsThem(t *testing.T) {
	s := NewSelect(options("Зачисление", "Перевод", "Академический отпуск", "Завершение обучения"), nil)
	viewtest.NewWindow(t, s.Field)
	s.SetSelected(2)
	for _, letter := range []struct {
		key  fyne.KeyName
		rune rune
	}{{fyne.KeyP, 'з'}, {fyne.KeyF, 'а'}, {fyne.KeyX, 'ч'}} {
		s.Field.TypedKey(&fyne.KeyEvent{Name: letter.key})
		s.Field.TypedRune(letter.rune)
	}
	if s.Field.Text() != "Зачисление" {
		t.Errorf("«зач» chose %q", s.Field.Text())
	}
}

// TestListOfANarrowSelect: the list of «Показывать по» could be scrolled sideways.
func TestListOfANarrowSelect(t *testing.T) {
	s := NewSelect(options("15", "30", "50", "все"), nil)
	s.Field.MinWidth = 60
	w := viewtest.NewWindow(t, container.NewHBox(s.Field))
	s.Field.Open()
	drawn.Walk(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if list, ok := o.(*scroll.Area); ok && list.Content.MinSize().Width > list.Size().Width {
			t.Errorf("the list needs %.0f of %.0f", list.Content.MinSize().Width, list.Size().Width)
		}
	})
}
