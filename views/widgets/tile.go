package widgets

import (
	"fyne.io/fyne/v2"

	"zvonok/views/draw"
	"zvonok/views/theme"
)

// Tile is a large button for one choice of many: a title, and a word at its right about what is special.
type Tile struct {
	Button
	// Others are the tiles of the same choice, this one too: the arrows go from one to another.
	Others func() []*Tile
	word   string
}

// NewTile returns a tile; word may be empty.
func NewTile(title, word string, do func()) *Tile {
	t := &Tile{word: word}
	t.init(t, title, kindSecondary, do)
	return t
}

// TileSize is the size of every tile.
var TileSize = fyne.NewSize(226, 44)

// MinSize is that of every tile.
func (t *Tile) MinSize() fyne.Size { return TileSize }

// TypedKey goes to the nearest tile by the arrows.
func (t *Tile) TypedKey(e *fyne.KeyEvent) {
	towards, known := map[fyne.KeyName]fyne.Position{
		fyne.KeyLeft: {X: -1}, fyne.KeyRight: {X: 1}, fyne.KeyUp: {Y: -1}, fyne.KeyDown: {Y: 1},
	}[e.Name]
	if !known || t.Others == nil {
		t.Button.TypedKey(e)
		return
	}
	const aside = 4 // how much further away a tile counts that is not straight ahead
	here, found, least := draw.Absolute(t), (*Tile)(nil), float32(0)
	for _, other := range t.Others() {
		way := draw.Absolute(other).Subtract(here)
		ahead := way.X*towards.X + way.Y*towards.Y
		across := max(way.X*towards.Y, -way.X*towards.Y) + max(way.Y*towards.X, -way.Y*towards.X)
		if towards.X != 0 && across > 0 {
			continue // of another row
		}
		if far := ahead + aside*across; ahead > 0 && (found == nil || far < least) {
			found, least = other, far
		}
	}
	if found != nil {
		found.TakeFocus()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	back := draw.NewPaper(theme.CardRadius)
	title := draw.Ink("", theme.TextSize, true, theme.ColorNameText)
	pill, word := draw.Box(PillHeight/2), draw.Ink(t.word, theme.PillSize, false, theme.ColorNameText)
	d := &draw.Drawing{All: back.Objects(title, pill, word)}
	d.Least = func() fyne.Size { return TileSize }
	d.Arrange = func(size fyne.Size) {
		back.Place(0, 0, size.Width, size.Height)
		room := size.Width - 2*ButtonPad
		if t.word != "" {
			width := word.MinSize().Width + 2*PillPad
			drawPill(pill, word, size.Width-ButtonPad-width, width, size.Height)
			room -= width + theme.GapSmall
		}
		title.Text, t.tooltip = Fit(t.label, room, theme.TextSize, title.TextStyle), ""
		if title.Text != t.label {
			t.tooltip = t.label
		}
		draw.Middle(title, ButtonPad, title.MinSize().Width, size.Height)
	}
	d.Paint = func() {
		t.paint(back)
		title.Color = theme.Color(theme.ColorNameText)
		if t.hovered() {
			title.Color = theme.Color(theme.ColorNameAccent)
		}
		pill.Hidden, word.Hidden = t.word == "", t.word == ""
		paintPill(pill, word, ToneGood)
	}
	return d.Of(t)
}
