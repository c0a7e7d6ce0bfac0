package files

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// List is a list of a preview's rows that a search narrows.
type List[R any] struct {
	Table *table.Table[*R, *R]
	// None is said where there are no rows at all, NotFound where the search finds none.
	None, NotFound table.Empty

	rows   []*R
	folded []string // what the search looks in
}

// NewList makes a list; text is what the search looks in.
func NewList[R any](columns []*table.Column[*R], rows []R, text func(*R) string, none table.Empty) *List[R] {
	l := &List[R]{Table: table.Of(columns, rows), rows: table.Pointers(rows), None: none,
		NotFound: table.Empty{Title: "Ничего не найдено", Hint: "Измените условия поиска."}}
	for _, r := range l.rows {
		l.folded = append(l.folded, model.Fold(text(r)))
	}
	l.Table.Grid.Empty = none
	return l
}

// Find shows the rows that hold a text and that keep accepts; a nil keep accepts all.
func (l *List[R]) Find(text string, keep func(*R) bool) (found []*R) {
	text = model.Fold(text)
	for i, r := range l.rows {
		if strings.Contains(l.folded[i], text) && (keep == nil || keep(r)) {
			found = append(found, r)
		}
	}
	l.Table.Grid.Empty = l.None
	if len(l.rows) > 0 {
		l.Table.Grid.Empty = l.NotFound
	}
	l.Table.SetRows(found)
	return found
}

// Searched is a search over the list, with the words below the list: how many rows are shown, and what was read.
func (l *List[R]) Searched(hint string, count func(all int) string, source string) (*widgets.Search, *widgets.Label) {
	footer := widgets.Caption("")
	find := func(text string) {
		footer.SetText(strings.TrimSuffix(FoundWords(len(l.Find(text, nil)), len(l.rows), count)+" · "+source, " · ")) // a folder may hold no file
	}
	find("")
	return widgets.NewSearch(hint, find), footer
}

// FoundWords say how many rows there are, or how many of them were found.
func FoundWords(found, all int, count func(all int) string) string {
	if found != all {
		return "Найдено " + strconv.Itoa(found) + " из " + strconv.Itoa(all)
	}
	return count(all)
}

// AskOver says that more people would leave the college than its limits allow, and asks whether that is right.
func AskOver(over []string, sure bool, answer func(sure bool)) fyne.CanvasObject {
	warning := widgets.Flow("Остановлено для безопасности: " + strings.Join(over, "; ") + ". Проверьте, тот ли это файл и весь ли он.").In(widgets.ToneRefused)
	check := widgets.NewCheck("Всё верно, загрузить", func(on bool) {
		if on != sure { // otherwise it only shows what was answered
			sure = on
			answer(on)
		}
	})
	check.SetChecked(sure)
	return widgets.Lines(warning, check)
}

// WrongPage is the page of files that cannot be loaded; source names what was read.
func WrongPage(window fyne.Window, problems []model.ImportProblem, source string) (page Page) {
	list := Problems(window, problems, "Что не так", widgets.ToneRefused)
	page.List = list.Table.Grid
	page.Search, page.Footer = list.Searched("Место или текст ошибки", func(n int) string { return model.Plural(n, "ошибка", "ошибки", "ошибок") }, source)
	page.Above = []fyne.CanvasObject{
		widgets.Flow("В файлах есть ошибки. Исправьте их и нажмите «Прочитать ещё раз» (F5): пока ничего не загружено. Двойной щелчок покажет ошибку целиком."),
		widgets.FilterBar(page.Search)}
	return page
}

// Problems are a list of what is wrong in rows of files, under its own title; a row opens a dialog with all that is
// known.
func Problems(window fyne.Window, problems []model.ImportProblem, title string, tone widgets.Tone) *List[model.ImportProblem] {
	type problem = *model.ImportProblem
	columns := []*table.Column[problem]{
		table.Text("file", "Файл", 230, 1, func(p problem) string { return p.File }).Muted(),
		table.Number("row", "Строка", 80, func(p problem) int { return p.Row }),
		table.Text("column", "Столбец", 110, 0, func(p problem) string { return p.Column }).Muted(),
		table.Text("value", "В файле", 130, 1, func(p problem) string { return p.Value }).Muted(),
		table.Text("message", title, 360, 3, func(p problem) string { return p.Message }).In(tone),
	}
	columns = slices.DeleteFunc(columns, func(c *table.Column[problem]) bool { // columns that are empty in all rows
		return !slices.ContainsFunc(table.Pointers(problems), func(p problem) bool { return c.Cell(p).Text != "—" })
	})
	list := NewList(columns, problems, func(p problem) string {
		return problemPlace(p) + " " + p.Column + " " + p.Value + " " + p.Message
	}, table.Empty{})
	list.Table.OnOpen = func(p problem) { dialog.ShowError(window, problemPlace(p), problemWords(p)) }
	list.Table.TypeAhead = func(p problem) string { return p.Value }
	return list
}

// problemPlace says where a problem is.
func problemPlace(p *model.ImportProblem) string {
	if p.Row == 0 {
		return p.File
	}
	return p.File + ", строка " + strconv.Itoa(p.Row)
}

// longestValue is how much of a wrong value a dialog shows, in letters.
const longestValue = 200

// problemWords are all that is known of a problem.
func problemWords(p *model.ImportProblem) string {
	words := widgets.Sentence(p.Message)
	if p.Column != "" {
		words += "\n\nСтолбец: " + p.Column
	}
	if value := []rune(p.Value); len(value) > longestValue {
		words += "\nСейчас: " + string(value[:longestValue]) + "…"
	} else if p.Value != "" {
		words += "\nСейчас: " + p.Value
	}
	return words
}

// Names are the files' own names, if there are not too many.
func Names(paths []string) string {
	const most = 3
	return model.FewOf(model.Each(paths, filepath.Base), most, ", ")
}

// LoadLabel is the label of the button that makes as many changes: «Загрузить: 42 изменения». What they are is told beside it.
func LoadLabel(changes int) string {
	if changes == 0 {
		return "Загрузить"
	}
	return "Загрузить: " + model.ChangeWords(changes)
}
