package table

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"zvonok/model"
	"zvonok/views/draw"
	"zvonok/views/keys"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Keys are what the keys of a table do, for the list of all keys.
var Keys = keys.Map{
	{Name: fyne.KeyDown, Words: "К следующей строке; с Shift — выбрать и её"},
	{Name: fyne.KeyPageDown, Words: "На страницу; Home и End — к началу и к концу"},
	{Name: fyne.KeySpace, Words: "Выбрать строку или снять выбор"},
	{Name: fyne.KeyA, Ctrl: true, Words: "Выбрать все строки"},
	{Name: fyne.KeyReturn, Words: "Открыть"},
	{Name: fyne.KeyDelete, Words: "Удалить выбранное"},
	{Name: fyne.KeyRight, Ctrl: true, Words: "К соседнему столбцу"},
	{Name: fyne.KeyReturn, Ctrl: true, Words: "Упорядочить по этому столбцу"},
	{Name: fyne.KeyRight, Ctrl: true, Shift: true, Words: "Столбец шире; с ← уже"},
	{Name: desktop.KeyMenu, Words: "Действия со строкой"},
	{Name: "А…Я", Words: "К строке, которая начинается с этих букв"},
}

// AccessibilityLabel is the current row, each cell with the title of its column, or why there are no rows.
func (g *Grid) AccessibilityLabel() string {
	if g.current < 0 || g.current >= g.count() {
		return widgets.Spoken(g.Caption(), "Список", model.Plural(g.count(), "строка", "строки", "строк"), g.Empty.Title)
	}
	said := []string{g.Caption(), fmt.Sprintf("Строка %d из %d", g.current+1, g.count())}
	if g.isSelected(g.current) {
		said = append(said, "выбрана")
	}
	for i, c := range g.columns {
		if text := g.cell(g.current, i).Text; text != "" {
			said = append(said, strings.TrimPrefix(c.title+": "+text, ": "))
		}
	}
	return widgets.Spoken(said...)
}

// FocusGained draws the ring of the focus on the current row.
func (g *Grid) FocusGained() {
	if g.current < 0 && g.count() > 0 {
		g.current = 0
	}
	g.Surface.FocusGained()
}

// TypedKey moves and acts on the current row; other keys go on to the window.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	rows := g.count()
	has := g.current >= 0 && g.current < rows
	switch e.Name {
	case fyne.KeyDown:
		g.walk(g.current + 1)
	case fyne.KeyUp:
		g.walk(g.current - 1)
	case fyne.KeyPageDown:
		g.walk(g.current + g.PageRows())
	case fyne.KeyPageUp:
		g.walk(g.current - g.PageRows())
	case fyne.KeyHome:
		g.walk(0)
	case fyne.KeyEnd:
		g.walk(rows - 1)
	case fyne.KeySpace:
		if has && !g.headless && !g.letters.Running() && g.OnTyped == nil {
			g.anchor = g.current
			g.toggle(g.current)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if !has || !g.open(g.current) {
			keys.Pass(g.Self(), e)
		}
	case fyne.KeyDelete:
		g.remove()
	case desktop.KeyMenu:
		if has {
			g.openMenu(checkWidth)
		}
	default:
		keys.Pass(g.Self(), e)
	}
}

// selectForMenu selects the row that a menu is to be about. Where a click only marks rows, there is no menu.
func (g *Grid) selectForMenu(row int) {
	if !g.clickToggles && !g.isSelected(row) {
		g.selectOnly(row)
	}
}

// openMenu opens the menu below the current row, which is selected then.
func (g *Grid) openMenu(x float32) {
	g.selectForMenu(g.current)
	y := g.headHeight() + float32(g.current+1)*theme.RowHeight - g.Scroll.Offset.Y
	g.OpenMenu(draw.Absolute(g.Self()).AddXY(x, y), g.menu())
}

// ShowMenu opens the menu of the current row below the text that opens the row.
func (g *Grid) ShowMenu() {
	for _, s := range g.spans {
		if s.column >= 0 && g.columns[s.column].opens {
			g.openMenu(s.X - g.Scroll.Offset.X)
		}
	}
}

// walk goes to the row at a place, or the nearest one, and selects up to it while Shift is held.
func (g *Grid) walk(to int) {
	if g.count() == 0 {
		return
	}
	to = max(0, min(to, g.count()-1))
	if g.Shift && g.Checkboxes {
		if g.anchor < 0 {
			g.anchor = max(0, g.current)
		}
		g.selectRange(g.anchor, to, false)
	} else {
		g.anchor = to
	}
	g.lead(to)
	if !g.Checkboxes && !g.headless { // where only one row can be chosen, it is the current one
		g.selectOnly(to)
	}
}

// columnStep is by how much a key makes a column wider.
const columnStep float32 = 24

// keyToHead picks a column, sorts by it or changes its width; it gives false for other shortcuts.
func (g *Grid) keyToHead(s *desktop.CustomShortcut) bool {
	by := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: +1}[s.KeyName]
	wider := s.Modifier&fyne.KeyModifierShift != 0
	switch {
	case len(g.columns) == 0 || g.headless:
		return false
	case by != 0 && !wider:
		g.picked = max(0, min(g.picked+by, len(g.columns)-1))
	case by != 0 && g.picked >= 0:
		for _, span := range g.spans {
			if span.column == g.picked {
				g.columns[g.picked].dragged = max(columnMin, span.Width+float32(by)*columnStep)
			}
		}
		g.Self().Refresh()
		return true
	case (s.KeyName == fyne.KeyReturn || s.KeyName == fyne.KeyEnter) && g.picked >= 0:
		g.tapHead(g.picked)
	default:
		return false
	}
	for _, span := range g.spans {
		if span.column == g.picked {
			g.Reveal(span.X, 0, span.Width, 0)
		}
	}
	g.restyle()
	return true
}

// TypedRune finds the next row whose text begins with the letters typed so far. Letters come here in any keyboard
// layout, which they do not as keys.
func (g *Grid) TypedRune(r rune) {
	if g.OnTyped != nil {
		if g.OnTyped(r) {
			g.walk(g.current + 1)
		}
		return
	}
	if row := g.letters.Find(r, g.current, g.count(), g.typeText); row >= 0 {
		g.anchor = row
		g.lead(row)
	}
}

// lead makes a row the current one to which a key has led.
func (g *Grid) lead(row int) {
	g.setCurrent(row)
	g.Lead(0, float32(row)*theme.RowHeight, 0, theme.RowHeight)
}

// TypedShortcut selects all by Ctrl+A and hands everything else on to the window.
func (g *Grid) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutSelectAll); ok {
		if g.Checkboxes {
			g.selectRange(0, g.count()-1, false)
		}
		return
	}
	if custom, ok := s.(*desktop.CustomShortcut); ok && g.keyToHead(custom) {
		return
	}
	keys.PassShortcut(g.Self(), s)
}
