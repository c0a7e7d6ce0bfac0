package widgets

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/scroll"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
)

func TestButton(t *testing.T) {
	pressed := 0
	b := NewPrimary("Добавить", func() { pressed++ })
	w := viewtest.NewWindow(t, container.NewVBox(b))
	test.Tap(b)
	w.Canvas().Focus(b)
	viewtest.Keys(b, fyne.KeySpace, fyne.KeyReturn, fyne.KeyLeft)
	if pressed != 3 {
		t.Errorf("pressed %d times, want 3", pressed)
	}
	b.SetDisabled(true)
	test.Tap(b)
	viewtest.Keys(b, fyne.KeySpace)
	if pressed != 3 {
		t.Error("a disabled button works")
	}
	if w.Canvas().Focused() != fyne.Focusable(b) {
		t.Error("a disabled button loses the focus, and with it the reason that it says")
	}
	if h := b.MinSize().Height; h != theme.RowHeight {
		t.Errorf("height = %v", h)
	}
}

// TestFlowInAFilledBand: a text that came into a band after it was laid out ran out of its card, since the band had its width already.
func TestFlowInAFilledBand(t *testing.T) {
	band, content := container.NewStack(), canvas.NewRectangle(nil)
	page := Page(Title("Чаты"), band, content, nil)
	viewtest.NewWindow(t, page).Resize(fyne.NewSize(500, 400))
	for range 2 {
		card := Card(Heading("Не привязан"), Flow(strings.Repeat("Чтобы видеть чаты, войдите в учебный профиль. ", 6)))
		band.Objects = []fyne.CanvasObject{card}
		page.Refresh()
		if got, want := card.Size().Height, card.MinSize().Height; got < want || want < 100 {
			t.Errorf("the card is %g high and needs %g", got, want)
		}
	}
}

// TestFlow: a text in a band of a page takes as many lines as the window's width wants, and the content makes room.
func TestFlow(t *testing.T) {
	const text = "Строка 3: строка была сдвинута на столбец и прочитана так: № 78-с от 10.12.2026, Перевод, Голубев Дмитрий Романович"
	label, content := Flow(text), canvas.NewRectangle(nil)
	w := viewtest.NewWindow(t, Page(Toolbar("Загрузка приказов", nil, nil), label, content, nil))
	for _, width := range []float32{1280, 500, 1280} {
		w.Resize(fyne.NewSize(width, 400))
		for _, line := range label.lines() {
			if got := fyne.MeasureText(line, theme.TextSize, fyne.TextStyle{}).Width; got > width-2*theme.PageMargin {
				t.Errorf("at %v a line is %v wide", width, got)
			}
		}
		if got, want := strings.Join(label.lines(), " "), text; got != want {
			t.Errorf("at %v the label says %q", width, got)
		}
		want := 1
		if width == 500 {
			want = 2
		}
		lines := len(label.lines())
		if lines < want || width == 1280 && lines != 1 {
			t.Errorf("at %v there are %d lines", width, lines)
		}
		if top, bottom := content.Position().Y, label.Position().Y+label.MinSize().Height; top < bottom {
			t.Errorf("at %v the content begins at %v, above the end of the text at %v", width, top, bottom)
		}
	}
}

func TestButtonTooltip(t *testing.T) {
	b := NewSecondary("Удалить", nil)
	b.SetDisabled(true)
	b.SetTooltip("Сначала выберите чат")
	layers := NewLayers(container.NewVBox(b), nil)
	clock := &viewtest.Timers{}
	layers.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, layers)
	test.MoveMouse(w.Canvas(), fyne.NewPos(5, 5))
	clock.Pass(TipDelay / 2)
	if layers.tip.text != "" {
		t.Error("the tooltip came too early")
	}
	clock.Pass(TipDelay / 2)
	if layers.tip.text != "Сначала выберите чат" {
		t.Errorf("tooltip = %q", layers.tip.text)
	}
}

func TestSearch(t *testing.T) {
	var got []string
	s := NewSearch("Имя чата", func(text string) { got = append(got, text) })
	w := viewtest.NewWindow(t, container.NewVBox(s))
	back := 0
	keys.Map{{Name: fyne.KeyEscape, Do: func() { back++ }}}.Bind(w.Canvas())
	w.Canvas().Focus(s)
	test.Type(s, "ДО ")
	viewtest.Keys(s, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyEscape)
	if want := []string{"Д", "ДО", "ДО", ""}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	if back != 1 {
		t.Errorf("Esc went to the window %d times, want once: the first cleared the field", back)
	}
	s.SetText("ВФ")
	test.TapCanvas(w.Canvas(), draw.Absolute(s.ActionItem).AddXY(5, 5))
	if s.Text != "" || got[len(got)-1] != "" {
		t.Errorf("the cross left %q", s.Text)
	}
}

func TestEntryKeepsItsOwnShortcuts(t *testing.T) {
	e := NewEntry("")
	w := viewtest.NewWindow(t, container.NewVBox(e))
	e.SetText("два слова")
	w.Canvas().Focus(e)
	viewtest.Keys(e, fyne.KeyEnd)
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyBackspace, Modifier: fyne.KeyModifierShortcutDefault})
	if e.Text != "два " {
		t.Errorf("Ctrl+Backspace left %q", e.Text)
	}
	if h := e.MinSize().Height; h != theme.RowHeight {
		t.Errorf("height = %v", h)
	}
	e.SetError("Такой чат уже есть")
	if h := e.MinSize().Height; h <= theme.RowHeight {
		t.Errorf("no room for the error: height = %v", h)
	}
}

// TestFilledEntryByTab: what the program put into a field is gone on with at its end; where somebody left the
// caret it stays.
func TestFilledEntryByTab(t *testing.T) {
	first, e := NewEntry(""), NewEntry("")
	w := viewtest.NewWindow(t, container.NewVBox(first, e))
	e.SetText("ryazanceva")
	w.Canvas().Focus(first)
	w.Canvas().FocusNext()
	test.Type(e, "1")
	if e.Text != "ryazanceva1" {
		t.Errorf("typed %q", e.Text)
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	w.Canvas().FocusPrevious()
	w.Canvas().FocusNext()
	test.Type(e, "2")
	if e.Text != "2ryazanceva1" {
		t.Errorf("typed %q", e.Text)
	}
}

func TestTabs(t *testing.T) {
	var got []string
	tabs := NewTabs([]Tab{{"a", "Новые"}, {"b", "Убрать"}}, func(k string) { got = append(got, k) })
	w := viewtest.NewWindow(t, container.NewVBox(tabs))
	tabs.SetCount("b", 7)
	w.Canvas().Focus(tabs)
	viewtest.Keys(tabs, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft)
	test.TapCanvas(w.Canvas(), draw.Absolute(tabs).AddXY(tabs.places[1].x+20, 10))
	if want := []string{"b", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	if tabs.label(1) != "Убрать (7)" || tabs.Selected() != "b" {
		t.Errorf("label %q, selected %q", tabs.label(1), tabs.Selected())
	}
}

// TestTabsInRows: nine lists made the page wider than a small window.
func TestTabsInRows(t *testing.T) {
	tabs := NewTabs([]Tab{{"a", "Учебные группы"}, {"b", "Студенты"}, {"c", "Родители"}}, nil)
	w := viewtest.NewWindow(t, container.New(Stacked{}, tabs))
	w.Resize(fyne.NewSize(1000, 300))
	if got := tabs.MinSize().Height; got != tabHeight {
		t.Errorf("%.0f high in a wide window", got)
	}
	w.Resize(fyne.NewSize(260, 300))
	if got := tabs.MinSize(); got.Height != 2*tabHeight || got.Width > 260 {
		t.Errorf("%v large in a window of 260 points", got)
	}
	test.TapCanvas(w.Canvas(), draw.Absolute(tabs).AddXY(20, tabHeight+10))
	if got := tabs.Selected(); got != "c" {
		t.Errorf("a click on the second row chose %q", got)
	}
	test.TapCanvas(w.Canvas(), draw.Absolute(tabs).AddXY(20, 10))
	if got := tabs.Selected(); got != "a" {
		t.Errorf("a click on the first row chose %q", got)
	}
}

// TestBarGrowsWithItsWords: «Действия» lay under the table once somebody was marked, since the longer words had pushed it into a second row.
func TestBarGrowsWithItsWords(t *testing.T) {
	count, actions, below := Caption("9"), NewSecondary("Действия", nil), Text("ниже")
	bar := FilterBar(count, actions)
	w := viewtest.NewWindow(t, NewLayers(Page(nil, Column(bar), below, nil), nil))
	w.Resize(fyne.NewSize(300, 400))
	under := func() float32 { return draw.Absolute(below).Y - draw.Absolute(actions).Y - actions.Size().Height }
	if row := draw.Absolute(actions).Y - draw.Absolute(count).Y; row > theme.RowHeight/2 || under() < 0 {
		t.Fatalf("%.0f below the words, %.0f above what follows", row, under())
	}
	count.SetText("9, из них в чате 4 · выбрано 1")
	bar.Refresh()
	if row := draw.Absolute(actions).Y - draw.Absolute(count).Y; row < theme.RowHeight/2 || under() < 0 {
		t.Errorf("%.0f below the words, %.0f above what follows", row, under())
	}
}

func TestBreakLines(t *testing.T) {
	viewtest.NewWindow(t, container.NewVBox())
	lines := BreakLines("Первое слово\nи непомерноширокоесловокотороенепоместится здесь", 110, theme.TextSize, fyne.TextStyle{})
	for _, line := range lines {
		if width := fyne.MeasureText(line, theme.TextSize, fyne.TextStyle{}).Width; width > 110 {
			t.Errorf("line %q is %.0f wide", line, width)
		}
	}
	if len(lines) < 4 || lines[0] != "Первое слово" {
		t.Errorf("lines = %q", lines)
	}
}

func TestFitCutsAsLittleAsItCan(t *testing.T) {
	viewtest.NewWindow(t, container.NewVBox())
	whole := "Рязанцева Екатерина Викторовна"
	width := fyne.MeasureText(whole, theme.TextSize, fyne.TextStyle{}).Width
	if got := Fit(whole, width, theme.TextSize, fyne.TextStyle{}); got != whole {
		t.Errorf("a text that fits became %q", got)
	}
	got := Fit(whole, width-1, theme.TextSize, fyne.TextStyle{})
	if n := len([]rune(got)); n < len([]rune(whole))-2 || got == whole {
		t.Errorf("%q cut by a pixel became %q", whole, got)
	}
}

// TestPageOfALowWindow: at 200 % on a screen of 600 points the groups of the journal were half a row high.
func TestPageOfALowWindow(t *testing.T) {
	list := scroll.NewVertical(Heading("1 курс"))
	page := Page(Toolbar("Журнал успеваемости", nil, nil), nil, list, nil)
	w := viewtest.NewWindow(t, NewLayers(page, nil))
	w.Resize(fyne.NewSize(512, 160))
	if got := list.Size().Height; got < pageLeast {
		t.Errorf("the content is %.0f high", got)
	}
}

// TestParagraphInANarrowColumn: at 200 % the lines of a dialog of 520 points were cut at its right edge.
func TestParagraphInANarrowColumn(t *testing.T) {
	p := Paragraph("Этот компьютер забудет, как подключаться к колледжу, и кто в нём работал.", 480)
	verdict := Verdict("✗", ToneRefused, "Сервер колледжа не отвечает, проверьте, что этот компьютер в сети колледжа.", 480)
	last := Text("ниже")
	w := viewtest.NewWindow(t, scroll.NewVertical(Column(p, verdict, last)))
	w.Resize(fyne.NewSize(320, 300))
	if lost := viewtest.Lost(w); len(lost) > 0 {
		t.Errorf("nobody can read %q", lost)
	}
	w.Resize(fyne.NewSize(640, 300))
	if got := len(p.lines()); got != 2 {
		t.Errorf("with room again there are %d lines", got)
	}
}

// TestTextThatComesLaterMakesItsCardHigher: under what a refusal said the buttons of a card lay beyond its edge.
func TestTextThatComesLaterMakesItsCardHigher(t *testing.T) {
	failure, last := Flow(""), NewSecondary("Назад", nil)
	failure.Hide()
	page := Centred(300, failure, last)
	w := viewtest.NewWindow(t, NewLayers(page, nil))
	w.Resize(fyne.NewSize(500, 400))
	failure.SetText(strings.Repeat("По этому адресу отвечает не сервер колледжа. ", 4))
	failure.Show()
	w.Content().Refresh()
	box := page.(*scroll.Area).Content.(*fyne.Container).Objects[0].(*fyne.Container).Objects[0]
	if end, edge := draw.Absolute(last).Y+last.Size().Height, draw.Absolute(box).Y+box.Size().Height; end > edge {
		t.Errorf("the button ends at %g, its card at %g", end, edge)
	}
}

// TestVerdictIsMarkedAtItsBeginning: the mark stood beside the middle of a text of several lines.
func TestVerdictIsMarkedAtItsBeginning(t *testing.T) {
	verdict := Verdict("✗", ToneGood, strings.Repeat("Сервер колледжа не отвечает. ", 6), 300).(*fyne.Container)
	w := viewtest.NewWindow(t, Column(verdict))
	w.Resize(fyne.NewSize(300, 300))
	top := func(o fyne.CanvasObject) float32 {
		if c, ok := o.(*fyne.Container); ok {
			o = c.Objects[0]
		}
		return draw.Absolute(test.WidgetRenderer(o.(*Label)).Objects()[0]).Y
	}
	if mark, words := top(verdict.Objects[0]), top(verdict.Objects[1]); mark != words {
		t.Errorf("the mark stands at %g, its words at %g", mark, words)
	}
}

// TestCardsOfANarrowWindow: «добавить 318, удалить 4» was cut at 150 %, and the groups of the journal at 200 %.
func TestCardsOfANarrowWindow(t *testing.T) {
	var counts []fyne.CanvasObject
	for range 3 {
		counts = append(counts, Card(Heading("добавить 318, удалить 4")))
	}
	below := Text("ниже")
	w := viewtest.NewWindow(t, scroll.NewVertical(Column(Cards(counts...), below)))
	for _, width := range []float32{900, 512, 260} {
		w.Resize(fyne.NewSize(width, 300))
		if lost := viewtest.Lost(w); len(lost) > 0 {
			t.Errorf("at %.0f nobody can read %q", width, lost)
		}
	}
}

// TestShareIsNotLessThanItsLeast: the day in the form of an order was cut, since a share of the row was too narrow for it.
func TestShareIsNotLessThanItsLeast(t *testing.T) {
	date, long := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	date.SetMinSize(fyne.NewSize(140, 20))
	w := viewtest.NewWindow(t, container.New(Row{Widths: []float32{-1, -3}}, date, long))
	w.Resize(fyne.NewSize(400, 40))
	if date.Size().Width != 140 || long.Size().Width != 260 {
		t.Errorf("the shares are %.0f and %.0f", date.Size().Width, long.Size().Width)
	}
}

// TestNoticeOfANarrowWindow: at 200 % one read the middle of a line.
func TestNoticeOfANarrowWindow(t *testing.T) {
	w := viewtest.NewWindow(t, NewLayers(Notice("Колледж перешёл на 2026/2027 учебный год", strings.Repeat("Чаты будут исправлены. ", 8)), nil))
	w.Resize(fyne.NewSize(512, 300))
	if lost := viewtest.Lost(w); len(lost) > 0 {
		t.Errorf("nobody can read %q", lost)
	}
}

// TestALineStandsBesideItsButtons: a text that may be broken stood above the middle of its row where it has one line.
func TestALineStandsBesideItsButtons(t *testing.T) {
	text, button := Paragraph("Здесь ваши занятия.", 1000), NewLink("Понятно", nil)
	row := container.New(Row{Widths: []float32{-1, 0}}, text, button)
	viewtest.NewWindow(t, row)
	row.Resize(fyne.NewSize(600, row.MinSize().Height))
	line := test.WidgetRenderer(text).Objects()[0]
	middle := func(o fyne.CanvasObject) float32 { return draw.Absolute(o).Y + o.Size().Height/2 }
	if at, want := middle(line), middle(button); at < want-1 || at > want+1 {
		t.Errorf("the text stands at %g, its button at %g", at, want)
	}
}

// TestFilterShowsItsHint: at 200 % the scroll bar of the field lay over «ФИО участника», which it cut.
func TestFilterShowsItsHint(t *testing.T) {
	search := NewSearch("ФИО участника", nil)
	w := viewtest.NewWindow(t, NewLayers(FilterBar(search, NewPrimary("Применить", nil)), nil))
	w.Resize(fyne.NewSize(200, 100))
	if lost := viewtest.Lost(w); len(lost) > 0 {
		t.Errorf("nobody can read %q", lost)
	}
	for _, o := range test.WidgetRenderer(search).Objects() {
		if scroll, ok := o.(*container.Scroll); ok && scroll.Content.MinSize().Width > scroll.Size().Width {
			t.Errorf("the hint needs %.0f of %.0f", scroll.Content.MinSize().Width, scroll.Size().Width)
		}
	}
}
