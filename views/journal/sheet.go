package journal

import (
	"fmt"
	"strconv"
	"strings"

	"zvonok/model"
	"zvonok/views/keys"
	"zvonok/views/remotelessons"
	"zvonok/views/sheet"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// The lines of the sheet's head.
const (
	lineDate = iota
	lineKind
	lineTasks
)

func (s *screen) newSheet() *sheet.Sheet[model.PersonID, model.LessonID] {
	sheet := sheet.New[model.PersonID, model.LessonID](sheet.Titles{
		Lines: []string{"Дата занятия", "Вид занятия", "Назначено заданий"}, Total: "Средний балл",
	})
	sheet.Name, sheet.Total, sheet.Head, sheet.Cell = s.nameCell, s.totalCell, s.headCell, s.markCell
	sheet.Content = func(p model.PersonID, l model.LessonID) string { // the marks of tasks are written in their own form
		return s.cells.at(model.CellKey{Lesson: l, Person: p}).Entry().String()
	}
	sheet.Typed = func(p model.PersonID, l model.LessonID, text string, entered bool) (bool, string) {
		return s.cells.typed(model.CellKey{Lesson: l, Person: p}, text, entered)
	}
	sheet.Pasted = s.pasted
	sheet.OnColumn = func(l model.LessonID) {
		s.lesson = l
		s.panel.fill()
	}
	sheet.OnHead = func(model.LessonID) { s.panel.tabs.Select(tabLesson) } // whoever presses a date looks for the lesson's actions
	sheet.OnUndo, sheet.OnRedo = s.cells.undo, s.cells.redo
	sheet.HeadMenu = func(model.LessonID) []widgets.MenuItem { return s.actions() }
	sheet.CellMenu = s.cellMenu
	return sheet
}

// pasted takes a block from a spreadsheet as one step, if all of it is valid.
func (s *screen) pasted(texts []sheet.Text[model.PersonID, model.LessonID]) (complaint string) {
	changes, replaced := make([]change, len(texts)), 0
	for i, t := range texts {
		key := model.CellKey{Lesson: t.Column, Person: t.Row}
		before := s.cells.at(key)
		after, err := before.Typed(t.Text)
		if err != nil {
			return fmt.Sprintf("Ничего не вставлено. %s, %s: %s", s.students[t.Row].Name, s.named(s.lessons[t.Column], s.lessons[t.Column].Date.Format("02.01")), widgets.Sentence(err.Error()))
		}
		if changes[i] = (change{key, before, after}); changes[i].replaces() {
			replaced++
		}
	}
	words := "Вставлено: " + model.Plural(len(texts), "клетка", "клетки", "клеток")
	if replaced > 0 {
		words += fmt.Sprintf(", из них заменено: %d. Вернуть — %s", replaced, keys.Shortcut("Z"))
	}
	if s.cells.do(changes, nil) {
		s.deps.Tell(words)
	}
	return ""
}

func (s *screen) nameCell(p model.PersonID) table.Cell {
	st := s.students[p]
	if st.Left {
		return table.Cell{Text: st.Name.String(), Tone: widgets.ToneMuted, Tooltip: st.Name.String() + ": больше не изучает предмет"}
	}
	return table.Cell{Text: st.Name.String()}
}

// totalCell is a student's average, in the colour of its band and in words.
func (s *screen) totalCell(p model.PersonID) table.Cell {
	var marks []model.Mark
	for _, l := range s.page.Lessons {
		marks = append(marks, s.cells.at(model.CellKey{Lesson: l.ID, Person: p}).Marks()...)
	}
	average, ok := model.Average(marks)
	if !ok {
		return table.Cell{}
	}
	band := model.BandOf(average)
	return table.Cell{
		Text: model.AverageText(average), Pill: true, Tone: bandTone(band),
		Tooltip: fmt.Sprintf("%s: %s, %s", model.AverageText(average), band, model.Plural(len(marks), "оценка", "оценки", "оценок")),
	}
}

func bandTone(b model.Band) widgets.Tone {
	switch b {
	case model.BandPoor:
		return widgets.ToneRefused
	case model.BandWeak:
		return widgets.ToneWaiting
	case model.BandExcellent:
		return widgets.ToneGood
	}
	return widgets.ToneNeutral
}

func (s *screen) headCell(line int, id model.LessonID) table.Cell {
	l := s.lessons[id]
	switch line {
	case lineDate:
		return table.Cell{Text: strings.TrimSpace(l.Date.Format("02.01 ") + s.among(l)), Tone: widgets.ToneStrong, Tooltip: s.lessonWords(l)}
	case lineKind:
		tone := widgets.ToneMuted
		if l.Remote != nil {
			tone = widgets.ToneLink
		}
		return table.Cell{Text: l.Kind.Short(), Tone: tone, Tooltip: s.lessonWords(l)}
	}
	if len(l.Tasks) == 0 {
		return table.Cell{}
	}
	return table.Cell{Text: strconv.Itoa(len(l.Tasks)), Tooltip: strings.Join(model.Each(l.Tasks, taskWords), "\n")}
}

// lessonWords is a lesson in a tooltip.
func (s *screen) lessonWords(l model.JournalLesson) string {
	words := model.DayText(l.Date) + "\n" + l.Kind.String()
	if times := remotelessons.Times(s.lineOf(l), s.now.Location()); times != "" {
		words += ", " + times
	}
	if l.Room != "" {
		words += ", ауд. " + l.Room
	}
	if l.Remote != nil {
		words += ", дистанционное"
	}
	return words + "\n" + l.Title
}

func (s *screen) markCell(p model.PersonID, l model.LessonID) table.Cell {
	cell := s.cells.at(model.CellKey{Lesson: l, Person: p})
	out := table.Cell{Text: cell.String()}
	if cell.Absence != 0 {
		out.Tooltip = cell.String() + ": " + cell.Absence.Label()
		if len(cell.Marks()) == 0 {
			out.Tone = widgets.ToneMuted
		}
	}
	return out
}

// cellMenu offers what can be typed into a cell.
func (s *screen) cellMenu(p model.PersonID, l model.LessonID) []widgets.MenuItem {
	if !s.page.Access.Edit {
		return nil
	}
	key := model.CellKey{Lesson: l, Person: p}
	item := func(text, hint string) widgets.MenuItem {
		return widgets.MenuItem{Label: hint, Hint: text, Do: func() {
			s.cells.typed(key, text, true)
			s.redraw()
		}}
	}
	items := model.Each(model.Marks, func(m model.Mark) widgets.MenuItem { return item(m.String(), model.Capital(m.Label())) })
	items = append(items, widgets.MenuItem{Separator: true})
	for _, a := range model.Absences {
		items = append(items, item(a.String(), model.Capital(a.Label())))
	}
	cell := s.cells.at(key)
	clear := item("", "Очистить")
	clear.Hint, clear.Disabled = "Del", cell.Absence == 0 && cell.Mark == 0
	return append(items, widgets.MenuItem{Separator: true}, clear)
}
