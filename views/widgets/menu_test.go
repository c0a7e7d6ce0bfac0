package widgets

import (
	"slices"
	"testing"

	"zvonok/views/draw"
	"zvonok/views/viewtest"

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
		says string
	}{
		"enter takes the first usable":  {keys: []fyne.KeyName{fyne.KeyReturn}, want: "edit"},
		"down passes the separator":     {keys: []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, want: "delete"},
		"down goes around":              {keys: []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace}, want: "edit"},
		"up goes around":                {keys: []fyne.KeyName{fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn}, want: "delete"},
		"end":                           {keys: []fyne.KeyName{fyne.KeyEnd, fyne.KeyReturn}, want: "delete"},
		"what is disabled does nothing": {keys: []fyne.KeyName{fyne.KeyUp, fyne.KeyReturn}, open: true, says: "Меню, Нельзя, недоступно, Нет прав"},
		"home":                          {keys: []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome, fyne.KeyReturn}, open: true, says: "Меню, Нельзя, недоступно, Нет прав"},
		"letter":                        {rune: 'у', keys: []fyne.KeyName{fyne.KeyReturn}, want: "delete"},
		"esc closes and does nothing":   {keys: []fyne.KeyName{fyne.KeyEscape}},
		"other keys leave it as it was": {keys: []fyne.KeyName{fyne.KeyF5}, open: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			did = ""
			button := NewMenuButton("Действия", items)
			layers := NewLayers(container.NewVBox(button), nil)
			layers.SetTimer((&viewtest.Timers{}).Timer)
			w := viewtest.NewWindow(t, layers)
			w.Canvas().Focus(button)
			viewtest.Keys(button, fyne.KeyDown)
			menu := w.Canvas().Focused()
			if menu == nil || menu == fyne.Focusable(button) {
				t.Fatal("the open menu has no focus")
			}
			if c.rune != 0 {
				menu.TypedRune(c.rune)
			}
			viewtest.Keys(menu, c.keys...)
			if said := menu.(fyne.Accessible).AccessibilityLabel(); c.says != "" && said != c.says {
				t.Errorf("says %q, want %q", said, c.says)
			}
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
	w := viewtest.NewWindow(t, container.NewVBox())
	chosen := false
	ShowMenu(w.Canvas(), fyne.NewPos(795, 395), []MenuItem{{Label: "Редактировать", Do: func() { chosen = true }}})
	p := w.Canvas().Overlays().Top().(*Popover)
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
	layers, clock := NewLayers(container.NewVBox(), nil), &viewtest.Timers{}
	layers.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, layers)
	ShowMenu(w.Canvas(), fyne.NewPos(10, 10), []MenuItem{
		{Label: "Редактировать"},
		{Label: "Удалить", Disabled: true, Why: "Сначала выберите чат"},
	})
	p := w.Canvas().Overlays().Top().(*Popover)
	at := draw.Absolute(p.content).AddXY(20, menuRow+5)
	test.MoveMouse(w.Canvas(), at)
	clock.Pass(TipDelay)
	if p.tip.text != "Сначала выберите чат" {
		t.Errorf("tooltip = %q", p.tip.text)
	}
	test.TapCanvas(w.Canvas(), at)
	if w.Canvas().Overlays().Top() == nil {
		t.Error("a disabled item closed the menu")
	}
}

// TestMenuOfALowWindowScrolls: at 200 % the last lines of the journal's menu were below the edge of the window.
func TestMenuOfALowWindowScrolls(t *testing.T) {
	w := viewtest.NewWindow(t, NewLayers(Text(""), nil))
	w.Resize(fyne.NewSize(512, 300))
	ShowMenu(w.Canvas(), fyne.NewPos(40, 40), slices.Repeat([]MenuItem{{Label: "Опоздание"}}, 12))
	if lost := viewtest.Lost(w); len(lost) > 0 {
		t.Errorf("nobody can read %q", lost)
	}
	m := w.Canvas().Focused().(*menuList)
	viewtest.Keys(m, fyne.KeyEnd)
	if bottom := m.above(m.current) + menuRow - m.scroll.Offset.Y; m.current != 11 || bottom > m.scroll.Size().Height {
		t.Errorf("line %d ends at %.0f of %.0f", m.current, bottom, m.scroll.Size().Height)
	}
}
