package orders

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/table"
)

// found is a list that a search narrows.
type found struct {
	list fyne.CanvasObject
	find func(text string)
}

// orderLine is somebody of an order of the preview.
type orderLine struct {
	order  *model.OrderPreview
	person model.OrderPerson
	first  bool // of its order, of those that are shown
}

func (l *orderLine) name() string { return l.person.Name.String() }

// written is what would be written, order by order.
func (s *Import) written() found {
	var lines []orderLine
	for i := range s.preview.Orders {
		order := &s.preview.Orders[i]
		for n, p := range order.Lines {
			lines = append(lines, orderLine{order, p, n == 0})
		}
	}
	once := func(id, title string, width float32, get func(*model.OrderPreview) string) *table.Column[*orderLine] {
		return &table.Column[*orderLine]{ID: id, Title: title, Width: width, Cell: func(l *orderLine) table.Cell {
			if !l.first {
				return table.Cell{}
			}
			return table.Cell{Text: get(l.order)}
		}}
	}
	count := once("people", "Человек", 78, func(o *model.OrderPreview) string { return strconv.Itoa(o.People) })
	count.Align = fyne.TextAlignTrailing
	list := files.NewList([]*table.Column[*orderLine]{
		once("number", "Номер", 75, func(o *model.OrderPreview) string { return o.Number }),
		once("date", "Дата", 95, func(o *model.OrderPreview) string { return o.Date.Format(table.DayLayout) }),
		once("kind", "Вид", kindWidth, func(o *model.OrderPreview) string { return o.Kind.String() }),
		once("effective", "Вступает в силу", 130, func(o *model.OrderPreview) string { return o.Effective.Format(table.DayLayout) }),
		count,
		{ID: "name", Title: "ФИО", Width: 200, Grow: 2, Cell: func(l *orderLine) table.Cell { return table.Cell{Text: l.name()} }},
		{ID: "before", Title: "Из группы", Width: 105, Grow: 1, Cell: func(l *orderLine) table.Cell { return table.Muted(l.person.Before) }},
		{ID: "after", Title: "В группу", Width: 100, Grow: 1, Cell: func(l *orderLine) table.Cell { return table.Muted(l.person.After) }},
	}, lines, func(l *orderLine) string { return l.order.Number + " " + l.name() }, table.Empty{Title: "Новых приказов в файле нет"})
	list.Table.TypeAhead = (*orderLine).name
	return found{list.Table.Grid, func(text string) {
		var before *model.OrderPreview
		for _, l := range list.Find(text, nil) {
			l.first, before = l.order != before, l.order
		}
		list.Table.Grid.Refresh()
	}}
}
