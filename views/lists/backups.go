package lists

import (
	"time"

	"zvonok/model"
	"zvonok/views/table"
)

// NewBackups is a list of copies of the college.
func NewBackups(open func(model.Backup)) *table.Table[model.Backup, string] {
	when := table.Day("when", "Когда", 160, func(c model.Backup) time.Time { return c.At }).Opening()
	when.Cell = func(c model.Backup) table.Cell { return table.Cell{Text: c.At.Format(table.DayLayout + " 15:04:05")} }
	size := table.Number("size", "Размер", 100, func(c model.Backup) int { return int(c.Size) })
	size.Cell = func(c model.Backup) table.Cell { return table.Muted(model.SizeWords(uint64(max(c.Size, 0)))) }
	list := table.NewList([]*table.Column[model.Backup]{
		when, table.Text("why", "Почему", 240, 1, func(c model.Backup) string { return c.Why.String() }), size,
	}, func(c model.Backup) string { return c.Name })
	list.OnOpen = open
	return list
}
