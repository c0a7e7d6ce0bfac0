package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func TestMenuByKeyboard(t *testing.T) {
	var did string
	items := func() []MenuItem {
		return []MenuItem{
			{Label: "Нельзя", Disabled: true, Why: "Нет прав", Do: func() { did = "disabled" }},
			{Label: "Редактировать", Do: func() { did = "edit" }},
			{Separator: true},
			{Label: "Удалить", Danger: true, Do: func() { did = "delete" }},
		}
	}
	cases := map[string]struct {
		keys []fyne.KeyName
		rune rune
		want string
		open bool
	}{
		"enter takes the first usable":  {keys: []fyne.KeyName{fyne.KeyReturn}, want: "edit"},
		"down passes the separator":     {keys: []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, want: "delete"},
		"down goes around":              {keys: []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeySpace}, want: "edit"},
		"up goes around":                {keys: []fyne.KeyName{fyne.KeyUp, fyne.KeyReturn}, want: "delete"},
		"end":                           {keys: []fyne.KeyName{fyne.KeyEnd, fyne.KeyReturn}, want: "delete"},
		"home":                          {keys: []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome, fyne.KeyReturn}, want: "edit"},
		"letter":                        {rune: 'у', keys: []fyne.KeyName{fyne.KeyReturn}, want: "delete"},
		"esc closes and does nothing":   {keys: []fyne.KeyName{fyne.KeyEscape}},
		"other keys leave it as it was": {keys: []fyne.KeyName{fyne.KeyF5}, open: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			did = ""
			button := NewMenuButton("Действия", items)
			w := newWindow(t, container.NewVBox(button))
			w.Canvas().Focus(button)
			key(button, fyne.KeyDown)
			menu := w.Canvas().Focused()
			if menu == nil || menu == fyne.Focusable(button) {
				t.Fatal("the open menu has no focus")
			}
			if c.rune != 0 {
				menu.TypedRune(c.rune)
			}
			key(menu, c.keys...)
			if did != c.want {
				t.Errorf("did %q, want %q", did, c.want)
			}
			if open := w.Canvas().Overlays().Top() != nil; open != c.open {
				t.Errorf("menu open = %v, want %v", open, c.open)
			}
			if !c.open && w.Canvas().Focused() != fyne.Focusable(button) {
				t.Error("the focus is not back on the button")
			}
		})
	}
}

func TestMenuStaysInTheWindowAndClosesByAClickBeside(t *testing.T) {
	w := newWindow(t, container.NewVBox())
	chosen := false
	ShowMenu(w.Canvas(), fyne.NewPos(795, 395), []MenuItem{{Label: "Редактировать", Do: func() { chosen = true }}})
	p := w.Canvas().Overlays().Top().(*popover)
	card := test.WidgetRenderer(p).Objects()[0]
	if edge := card.Position().Add(card.Size()); edge.X > 800 || edge.Y > 400 {
		t.Errorf("the menu ends at %v, outside the window", edge)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(10, 10))
	if w.Canvas().Overlays().Top() != nil || chosen {
		t.Error("a click beside the menu should close it and do nothing")
	}
}

func TestDisabledMenuItemSaysWhy(t *testing.T) {
	w := newWindow(t, container.NewVBox())
	ShowMenu(w.Canvas(), fyne.NewPos(10, 10), []MenuItem{
		{Label: "Редактировать"},
		{Label: "Удалить", Disabled: true, Why: "Сначала выберите чат"},
	})
	p := w.Canvas().Overlays().Top().(*popover)
	clock := &handClock{}
	p.tip.after = clock.timer
	at := absolute(p.content).AddXY(20, menuRow+5)
	test.MoveMouse(w.Canvas(), at)
	clock.pass(tipDelay)
	if p.tip.text != "Сначала выберите чат" {
		t.Errorf("tooltip = %q", p.tip.text)
	}
	test.TapCanvas(w.Canvas(), at)
	if w.Canvas().Overlays().Top() == nil {
		t.Error("a disabled item closed the menu")
	}
}

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
	w := newWindow(t, container.NewVBox(s))
	if _, ok := s.Selected(); ok {
		t.Error("something is chosen from the start")
	}
	w.Canvas().Focus(s)
	key(s, fyne.KeyDown)
	key(w.Canvas().Focused(), fyne.KeyDown, fyne.KeyReturn)
	same(t, "chosen", got, 2)
	if w.Canvas().Focused() != fyne.Focusable(s) {
		t.Error("the focus is not back on the field")
	}
	w.Canvas().Unfocus() // as a click on the field does
	test.Tap(s)
	key(w.Canvas().Focused(), fyne.KeyEscape)
	if w.Canvas().Focused() != fyne.Focusable(s) {
		t.Error("after a choice by mouse the focus is not on the field")
	}
	s.SetSelected(1)
	same(t, "chosen by SetSelected", got, 2)
	if s.Text() != "Иванов Иван" {
		t.Errorf("label = %q", s.Text())
	}
	s.TypedRune('п')
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
	w := newWindow(t, container.NewVBox(s))
	s.Open()
	search, ok := w.Canvas().Focused().(*Search)
	if !ok {
		t.Fatalf("the focus is on %T, want the search field", w.Canvas().Focused())
	}
	test.Type(search, "елоч")
	key(search, fyne.KeyReturn)
	same(t, "chosen", got, 18)
	w.Canvas().Focus(s)
	s.Open()
	search = w.Canvas().Focused().(*Search)
	test.Type(search, "группа б")
	if !search.AcceptsTab() {
		t.Error("Tab leaves the search for the list")
	}
	key(search, fyne.KeyTab)
	same(t, "chosen by Tab", got, 18, 2)
	if w.Canvas().Focused() != fyne.Focusable(s) {
		t.Error("after Tab the focus is not back on the field")
	}
}

func TestSelectByClick(t *testing.T) {
	var got []int
	s := NewSelect(options("Один", "Два"), func(k int) { got = append(got, k) })
	w := newWindow(t, container.NewVBox(s))
	s.Open()
	at := absolute(s).AddXY(30, s.Size().Height+4+popoverPad+32+10)
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
	last := NewSecondary("Экспорт", nil)
	bar := FilterBar(first, second, NewSearch("Поиск", nil), last)
	for _, width := range []float32{bar.MinSize().Width, 600, 700} {
		bar.Resize(fyne.NewSize(width, 32))
		if end := last.Position().X + last.Size().Width; end > width+0.5 {
			t.Errorf("a bar %.0f wide ends at %.0f", width, end)
		}
		if first.Size().Width < selectMin || first.Size() != second.Size() {
			t.Errorf("a bar %.0f wide has selects of %v and %v", width, first.Size(), second.Size())
		}
	}
	bar.Resize(fyne.NewSize(1200, 32))
	if first.Size().Width != selectMax {
		t.Errorf("with room a select is %v", first.Size())
	}
}
