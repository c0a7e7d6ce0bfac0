package orders

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// orderLine is a row of the preview with its number, since two rows may be equal.
type orderLine struct {
	number int
	at     int // of the order in the preview
	order  model.OrderPreview
	person model.OrderPerson
	first  bool // of its order, of those that are shown
}

// sifted is a table of which a search leaves some rows.
type sifted struct {
	table fyne.CanvasObject
	sift  func(text string)
}

// sift shows the rows in whose text all of the search stands; prepare, if any, makes those ready that are left.
func sift[R any, K comparable](list *table.Table[R, K], rows []R, text func(R) string, prepare func([]R)) sifted {
	folded := make([]string, len(rows))
	for i, r := range rows {
		folded[i] = model.Fold(text(r))
	}
	empty := list.Empty
	show := func(search string) {
		found := make([]R, 0, len(rows))
		for i, r := range rows {
			if strings.Contains(folded[i], model.Fold(search)) {
				found = append(found, r)
			}
		}
		if prepare != nil {
			prepare(found)
		}
		list.Empty = empty
		if len(rows) > 0 {
			list.Empty = table.Empty{Title: "Ничего не найдено", Hint: "Измените условия поиска."}
		}
		list.SetRows(found)
	}
	show("")
	return sifted{list, show}
}

// written is what would be written, order by order.
func (s *Import) written() sifted {
	var lines []orderLine
	for at, o := range s.preview.Orders {
		for _, p := range o.Lines {
			lines = append(lines, orderLine{number: len(lines), at: at, order: o, person: p})
		}
	}
	once := func(get func(orderLine) string) func(orderLine) table.Cell {
		return func(l orderLine) table.Cell {
			if !l.first {
				return table.Cell{}
			}
			return table.Cell{Text: get(l)}
		}
	}
	list := table.NewList([]table.Column[orderLine]{
		{ID: "number", Title: "Номер", Width: 75, Cell: once(func(l orderLine) string { return l.order.Number })},
		{ID: "date", Title: "Дата", Width: 95, Cell: once(func(l orderLine) string { return l.order.Date.Format(lists.DateLayout) })},
		{ID: "kind", Title: "Вид", Width: 195, Cell: once(func(l orderLine) string { return l.order.Kind.String() })},
		{ID: "effective", Title: "Вступает в силу", Width: 130, Cell: once(func(l orderLine) string { return l.order.Effective.Format(lists.DateLayout) })},
		{ID: "people", Title: "Человек", Width: 78, Align: fyne.TextAlignTrailing, Cell: once(func(l orderLine) string { return strconv.Itoa(l.order.People) })},
		{ID: "name", Title: "ФИО", Width: 200, Grow: 2, Cell: func(l orderLine) table.Cell { return table.Cell{Text: l.person.Name.String()} }},
		{ID: "before", Title: "Из группы", Width: 105, Grow: 1, Cell: func(l orderLine) table.Cell { return lists.Muted(lists.OrDash(l.person.Before)) }},
		{ID: "after", Title: "В группу", Width: 100, Grow: 1, Cell: func(l orderLine) table.Cell { return lists.Muted(lists.OrDash(l.person.After)) }},
	}, func(l orderLine) int { return l.number })
	list.TypeAhead = func(l orderLine) string { return l.person.Name.String() }
	list.Empty = table.Empty{Title: "Новых приказов в файле нет"}
	return sift(list, lines, func(l orderLine) string { return l.order.Number + " " + l.person.Name.String() }, func(lines []orderLine) {
		for i := range lines {
			lines[i].first = i == 0 || lines[i].at != lines[i-1].at
		}
	})
}

// problemTable lists what is to say of the rows of a file, under a title of its own.
func problemTable(problems []model.ImportProblem, title string, tone widgets.Tone) sifted {
	columns := []table.Column[numbered]{
		{ID: "file", Title: "Файл", Width: 150, Cell: func(p numbered) table.Cell { return lists.Muted(p.File) }},
		{ID: "row", Title: "Строка", Width: 80, Align: fyne.TextAlignTrailing, Compare: func(a, b numbered) int { return a.Row - b.Row },
			Cell: func(p numbered) table.Cell {
				if p.Row == 0 {
					return lists.Muted("—")
				}
				return table.Cell{Text: strconv.Itoa(p.Row)}
			}},
		{ID: "column", Title: "Столбец", Width: 130, Cell: func(p numbered) table.Cell { return lists.Muted(lists.OrDash(p.Column)) }},
		{ID: "value", Title: "В файле", Width: 220, Cell: func(p numbered) table.Cell { return lists.Muted(lists.OrDash(p.Value)) }},
		{ID: "message", Title: title, Width: 400, Grow: 1, Cell: func(p numbered) table.Cell { return table.Cell{Text: p.Message, Tone: tone} }},
	}
	rows, needs := make([]numbered, len(problems)), map[string]bool{}
	for i, p := range problems {
		rows[i] = numbered{p, i}
		needs["file"] = needs["file"] || p.File != problems[0].File
		needs["column"] = needs["column"] || p.Column != ""
	}
	columns = slices.DeleteFunc(columns, func(c table.Column[numbered]) bool { return (c.ID == "file" || c.ID == "column") && !needs[c.ID] })
	table := table.NewList(columns, func(p numbered) int { return p.number })
	table.TypeAhead = func(p numbered) string { return p.Value }
	return sift(table, rows, func(p numbered) string { return p.Value + " " + p.Message }, nil)
}

// numbered is a problem with its number, since two may be equal.
type numbered struct {
	model.ImportProblem
	number int
}
