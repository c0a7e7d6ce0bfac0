// Package orderfile reads orders of the college from the files that other systems export.
package orderfile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// maxOrderRows is how many rows are read of one import of orders.
const maxOrderRows = 100_000

// Options are what the reader of orders needs to know besides the files.
type Options struct {
	// Today is the college's calendar date; the time of day and the zone are dropped.
	Today time.Time
	// Groups are all groups that the college ever had, by name.
	Groups map[model.GroupID]string
	// Students are all who ever were students.
	Students []Student
}

// Student is a student that an order may name.
type Student struct {
	Person model.PersonID
	Name   model.Name
	Groups []model.GroupID // in which they ever were
}

// Line is one person in one order. Effective is the day from which it counts.
type Line struct {
	At              roster.Place
	Number          string
	Date, Effective time.Time // calendar days, 00:00 UTC
	Kind            model.OrderKind
	// Person is who it is; a negative number is somebody new to the college, the same one for
	// every line about them.
	Person        model.PersonID
	Name          model.Name
	Before, After model.GroupID // zero where the order names none
	Note, Basis   string
}

// File is what files of orders hold. With any Problem nothing of them may be applied; a Notice says what was
// corrected or left out and stops nothing.
type File struct {
	Lines             []Line // by the day from which they count; those of one day in the order of the files
	Problems, Notices []roster.Problem
}

// The columns of the export of orders.
const (
	orderDate, orderNumber, orderType, orderName = 0, 1, 2, 3
	orderBefore, orderSpecBefore                 = 4, 5
	orderAfter, orderSpecAfter                   = 6, 7
	orderReason, orderBasis, orderEffective      = 8, 9, 10
)

var orderColumns = []table.Column{
	{Name: "ДатаПриказа", Aliases: []string{"Дата"}, Required: true},
	{Name: "НомерПриказа", Aliases: []string{"Номер", "№", "№ приказа"}, Required: true},
	{Name: "Тип", Aliases: []string{"ТипПриказа", "Вид", "Вид приказа", "Действие"}, Required: true},
	{Name: "ФИО", Aliases: []string{"Студент", "ФИО студента"}, Required: true},
	{Name: "ГруппаДо", Aliases: []string{"Группа до"}, Required: true},
	{Name: "СпециальностьДо"},
	{Name: "ГруппаПосле", Aliases: []string{"Группа после"}, Required: true},
	{Name: "СпециальностьПосле"},
	{Name: "Причина", Slip: true},
	{Name: "Основание", Slip: true},
	{Name: "ДатаВступления", Aliases: []string{"Вступает в силу", "Дата вступления в силу", "ДатаС"}, Slip: true},
}

// Read reads the export of orders from CSV files, XLSX workbooks or archives of them. Rows that are
// shifted by a column are shifted back where there is one way to do it. Problems are sorted by file and row; beyond 1,000 the
// last one says how many more there are.
//
// The error, in Russian, is for more rows than are read at a time; when ctx is cancelled it is ctx's.
func Read(ctx context.Context, files model.Files, opts Options) (File, error) {
	r := table.NewReader(ctx, opts.Today)
	o := &orderReader{Reader: r, groups: newOrderGroups(opts.Groups)}
	r.EachSheet(files, orderColumns, "В книге нет ни одной строки: выгрузите приказы ещё раз", o.readSheet)
	if err := r.Ctx.Err(); err != nil {
		return File{}, err
	}
	if o.count > maxOrderRows {
		return File{}, fmt.Errorf("за раз загружают не больше %d строк: разделите файл на несколько и загрузите их по очереди", maxOrderRows)
	}
	if r.Invisible > 0 {
		o.notices.Add(roster.Place{}, "", r.InvisibleWords())
	}
	lines := o.resolve(opts)
	return File{Lines: lines, Problems: r.Problems.Sorted(), Notices: o.notices.Sorted()}, nil
}

// orderReader is the state of reading files of orders.
type orderReader struct {
	*table.Reader
	notices roster.Problems
	groups  orderGroups
	rows    []orderRow
	count   int
}

// readSheet reads the rows of a sheet and shifts back those that are shifted.
func (o *orderReader) readSheet(t table.Sheet) {
	var at []int
	before := o.count
	for row, cells := range t.Rows {
		if o.Ctx.Err() != nil || o.count > maxOrderRows {
			return
		}
		if table.Blank(cells) {
			continue
		}
		if at == nil {
			if at = o.BindTable(t, row, cells, orderColumns); at == nil {
				return
			}
			continue
		}
		o.count++
		if complaint := table.NoRecord(cells, orderColumns, at, o.count-before); complaint != "" {
			o.Problems.Add(roster.Place{File: t.File, Row: row}, "", complaint)
			continue
		}
		o.readRow(roster.Place{File: t.File, Row: row}, slices.Clone(cells), at)
	}
	switch {
	case at == nil:
		o.Problems.Add(roster.Place{File: t.File, Row: 1}, "", "Нет строки заголовков: первая строка — «ДатаПриказа;НомерПриказа;Тип;ФИО;…»")
	case o.count == before:
		o.Problems.Add(roster.Place{File: t.File}, "", "Под заголовками нет ни одной строки: выгрузите приказы ещё раз")
	}
}

// readRow takes a row as it is, or shifted in the only way that makes sense.
func (o *orderReader) readRow(at roster.Place, cells []string, columns []int) {
	plain := takeCells(cells, columns)
	name := plain[orderName]
	row := o.understand(at, plain)
	if row.strict && !row.spilled(cells, columns) {
		o.take(row, name)
		return
	}
	if len(o.Problems.List) >= roster.MaxProblems {
		o.Problems.Extra++ // it is not worth the time to look what is wrong with the row
		return
	}
	shifted := o.shift(at, cells, columns)
	if len(shifted) == 1 {
		o.notices.Add(at, "", "Строка была сдвинута на столбец и прочитана так: "+shifted[0].words(o.groups))
		o.take(shifted[0], shifted[0].Name.String())
		return
	}
	if shifted := misplacedType(plain); shifted >= 0 {
		o.Problems.Add(roster.Place{File: at.File, Row: at.Row, Column: orderColumns[shifted].Name}, plain[shifted],
			"Строка сдвинута: тип приказа стоит в столбце «"+orderColumns[shifted].Name+"». Поставьте значения под их заголовки")
		return
	}
	if row.spilled(cells, columns) {
		o.Problems.Add(at, "", "В строке больше значений, чем столбцов: уберите лишний разделитель")
		return
	}
	if stray := o.strayGroup(plain); stray >= 0 || len(shifted) > 1 {
		o.Problems.Add(at, "", "Строка сдвинута: группа стоит в столбце специальности, и не ясно, как её прочитать. "+
			"Поставьте значения под их заголовки")
		return
	}
	plain[orderName] = row.Name.String()
	if o.complain(at, row, plain) {
		o.take(row, name)
	}
}

// take takes a row; name is its person's as in the file.
func (o *orderReader) take(row reading, name string) {
	if plain := row.Name.String(); name != plain {
		at := row.At
		at.Column = orderColumns[orderName].Name
		o.notices.Add(at, name, "В ФИО русские буквы набраны латинскими, прочитано русскими: "+plain)
	}
	o.rows = append(o.rows, row.orderRow)
}

// takeCells gives the values of a row in the order of the columns, squeezed.
func takeCells(cells []string, columns []int) []string {
	values := make([]string, len(columns))
	for c, i := range columns {
		if i >= 0 && i < len(cells) {
			values[c] = model.Squeeze(cells[i][:min(len(cells[i]), table.MaxCell)])
		}
	}
	return values
}
