package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/viewtest"
)

// TestWheel: a notch moves three rows, over a field too, and what lies around goes on where the inner one is at its end.
func TestWheel(t *testing.T) {
	tall := func(height float32) fyne.CanvasObject {
		r := canvas.NewRectangle(nil)
		r.SetMinSize(fyne.NewSize(100, height))
		return r
	}
	field := NewEntry("")
	inner := NewVScroll(tall(120))
	outer := NewVScroll(container.NewVBox(field, container.New(Sized{Height: 100}, inner), tall(2000)))
	viewtest.NewWindow(t, outer)
	notch := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -fyneNotch)}
	under := func(objects ...*Scroll) {
		Pointed{}.Cursor()
		for _, s := range objects {
			s.Cursor()
		}
	}
	under(outer)
	newWheelPass().Scrolled(notch)
	if want := wheelFactor("linux") * fyneNotch; outer.Offset.Y != want || want != 96 {
		t.Errorf("a notch over a field scrolls %v, want three rows", outer.Offset.Y)
	}
	under(outer, inner)
	inner.Scrolled(notch)
	if inner.Offset.Y != 20 || outer.Offset.Y != 96 {
		t.Errorf("inside a scroller: %v and %v", inner.Offset.Y, outer.Offset.Y)
	}
	inner.Scrolled(notch)
	if outer.Offset.Y != 192 {
		t.Errorf("at the end of the inner scroller the outer one is at %v", outer.Offset.Y)
	}
}

// TestFocusComesIntoSight: Tab leads to fields below the edge; those elsewhere move nothing.
func TestFocusComesIntoSight(t *testing.T) {
	fields := container.NewVBox()
	for range 40 {
		fields.Add(NewEntry(""))
	}
	scroll, below := NewVScroll(fields), NewEntry("")
	w := viewtest.NewWindow(t, container.NewBorder(nil, below, nil, nil, scroll))
	w.Canvas().Focus(below)
	if scroll.Offset.Y != 0 {
		t.Errorf("a field outside scrolls to %v", scroll.Offset.Y)
	}
	last := fields.Objects[39].(*Entry)
	w.Canvas().Focus(last)
	if bottom := last.Position().Y + last.Size().Height - scroll.Offset.Y; bottom > scroll.Size().Height {
		t.Errorf("the field ends at %v of %v", bottom, scroll.Size().Height)
	}
	w.Canvas().Focus(fields.Objects[0].(*Entry))
	if scroll.Offset.Y != 0 {
		t.Errorf("back at the first field the offset is %v", scroll.Offset.Y)
	}
}

// TestCaptionComesIntoSight: what brings a field into sight from below shows its caption too.
func TestCaptionComesIntoSight(t *testing.T) {
	fields := container.NewVBox()
	var entries []*Entry
	for range 40 {
		entries = append(entries, NewEntry(""))
		fields.Add(Field("ФИО", entries[len(entries)-1]))
	}
	scroll := NewVScroll(fields)
	w := viewtest.NewWindow(t, scroll)
	w.Canvas().Focus(entries[39])
	w.Canvas().Focus(entries[20])
	if top := fields.Objects[20].Position().Y - scroll.Offset.Y; top < 0 {
		t.Errorf("the caption is %v above the edge", -top)
	}
}

// TestTabSelectsAll: what Tab leads to is replaced by the next key; coming back to the window replaces nothing.
func TestTabSelectsAll(t *testing.T) {
	first, second := NewEntry(""), NewEntry("")
	second.SetText("Иванов")
	w := viewtest.NewWindow(t, container.NewVBox(first, second))
	w.Canvas().Focus(first)
	first.KeyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
	w.Canvas().FocusNext()
	if got := second.SelectedText(); got != "Иванов" {
		t.Errorf("selected %q", got)
	}
	second.KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab})
	other := NewEntry("")
	other.SetText("Петров")
	w.SetContent(other)
	w.Canvas().Focus(other)
	if got := other.SelectedText(); got != "" {
		t.Errorf("without Tab %q is selected", got)
	}
}

// TestTilesByArrows: the arrows go to the tile that lies there, over the gap between two rows of them too.
func TestTilesByArrows(t *testing.T) {
	var tiles []*Tile
	grid := container.NewGridWithColumns(3)
	for range 5 {
		tile := NewTile("Группа", "", nil)
		tile.Others = func() []*Tile { return tiles }
		tiles = append(tiles, tile)
		grid.Add(tile)
	}
	search := NewSearch("", nil)
	search.Below = tiles[0]
	w := viewtest.NewWindow(t, container.NewVBox(search, grid))
	w.Canvas().Focus(search)
	for i, step := range []struct {
		key fyne.KeyName
		at  int
	}{{fyne.KeyDown, 0}, {fyne.KeyRight, 1}, {fyne.KeyDown, 4}, {fyne.KeyRight, 4}, {fyne.KeyLeft, 3}, {fyne.KeyUp, 0}} {
		viewtest.Keys(w.Canvas().Focused(), step.key)
		if w.Canvas().Focused() != fyne.Focusable(tiles[step.at]) {
			t.Fatalf("step %d does not lead to tile %d", i, step.at)
		}
	}
}

// TestSpoken: what a control says when it is read aloud.
func TestSpoken(t *testing.T) {
	password, check, save := NewEntry(""), NewCheck("Запомнить меня", nil), NewPrimary("Сохранить", nil)
	password.Password = true
	password.SetText("тайна")
	Field("Пароль", password)
	save.SetDisabled(true)
	save.SetTooltip("Изменений нет")
	for want, said := range map[string]fyne.Accessible{
		"Пароль": password, "Запомнить меня, не отмечено": check, "Сохранить, недоступно, Изменений нет": save, "Вперёд": NewSecondary("›", nil),
	} {
		if got := said.AccessibilityLabel(); got != want {
			t.Errorf("says %q, want %q", got, want)
		}
	}
}

// TestWindowMayBeSmall: a page that needs more room than the window has can be scrolled, and does not push the window.
func TestWindowMayBeSmall(t *testing.T) {
	page := canvas.NewRectangle(nil)
	page.SetMinSize(fyne.NewSize(1200, 900))
	l := NewLayers(page, nil)
	w := viewtest.NewWindow(t, l)
	w.Resize(fyne.NewSize(600, 400))
	if got := w.Canvas().Size(); got.Width != 600 || got.Height != 400 {
		t.Errorf("the window is %v", got)
	}
	if got := page.Size(); got != fyne.NewSize(1200, 900) {
		t.Errorf("the page has %v", got)
	}
}

// noted is a tall content that is told of each move.
type noted struct {
	*canvas.Rectangle
	moved func()
}

func (n *noted) Move(to fyne.Position) {
	n.Rectangle.Move(to)
	n.moved()
}

// TestFocusElsewhereScrollsNothing: a list that was scrolled there and back while the button under it got the focus drew only the
// rows that were in sight there, so that its first rows were empty.
func TestFocusElsewhereScrollsNothing(t *testing.T) {
	content := &noted{Rectangle: canvas.NewRectangle(nil), moved: func() {}}
	content.SetMinSize(fyne.NewSize(100, 2000))
	scroll, below := NewVScroll(content), NewPrimary("Сохранить", func() {})
	w := viewtest.NewWindow(t, container.NewBorder(nil, below, nil, nil, scroll))
	content.moved = func() {
		if scroll.Offset.Y != 0 {
			t.Errorf("the content is scrolled to %v", scroll.Offset.Y)
		}
	}
	w.Canvas().Focus(below)
	if content.Position().Y != 0 {
		t.Errorf("the content stays at %v", content.Position())
	}
}
