package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"zvonok/views/scroll"
	"zvonok/views/viewtest"
)

// TestFocusComesIntoSight: Tab leads to fields below the edge; those elsewhere move nothing.
func TestFocusComesIntoSight(t *testing.T) {
	fields := container.NewVBox()
	for range 40 {
		fields.Add(NewEntry(""))
	}
	area, below := scroll.NewVertical(fields), NewEntry("")
	w := viewtest.NewWindow(t, container.NewBorder(nil, below, nil, nil, area))
	w.Canvas().Focus(below)
	if area.Offset.Y != 0 {
		t.Errorf("a field outside scrolls to %v", area.Offset.Y)
	}
	last := fields.Objects[39].(*Entry)
	w.Canvas().Focus(last)
	if bottom := last.Position().Y + last.Size().Height - area.Offset.Y; bottom > area.Size().Height {
		t.Errorf("the field ends at %v of %v", bottom, area.Size().Height)
	}
	w.Canvas().Focus(fields.Objects[0].(*Entry))
	if area.Offset.Y != 0 {
		t.Errorf("back at the first field the offset is %v", area.Offset.Y)
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
	area := scroll.NewVertical(fields)
	w := viewtest.NewWindow(t, area)
	w.Canvas().Focus(entries[39])
	w.Canvas().Focus(entries[20])
	if top := fields.Objects[20].Position().Y - area.Offset.Y; top < 0 {
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
	area, below := scroll.NewVertical(content), NewPrimary("Сохранить", func() {})
	w := viewtest.NewWindow(t, container.NewBorder(nil, below, nil, nil, area))
	content.moved = func() {
		if area.Offset.Y != 0 {
			t.Errorf("the content is scrolled to %v", area.Offset.Y)
		}
	}
	w.Canvas().Focus(below)
	if content.Position().Y != 0 {
		t.Errorf("the content stays at %v", content.Position())
	}
}
