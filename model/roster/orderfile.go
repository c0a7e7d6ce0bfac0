package roster

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"zvonok/model"
)

// maxOrderRows is how many rows are read of one import of orders.
const maxOrderRows = 100_000

// OrderOptions are what the reader of orders needs to know besides the files.
type OrderOptions struct {
	// Today is the college's calendar date; the time of day and the zone are dropped.
	Today time.Time
	// Groups are all that ever were, by name.
	Groups map[model.GroupID]string
	// Students are all who ever were students.
	Students []OrderStudent
}

// OrderStudent is a student whom an order may name.
type OrderStudent struct {
	Person model.PersonID
	Name   model.Name
	Groups []model.GroupID // in which they ever were
}

// OrderLine is one person in one order. Effective is the day from which it counts.
type OrderLine struct {
	At              Place
	Number          string
	Date, Effective time.Time // calendar days, 00:00 UTC
	Kind            model.OrderKind
	// Person is who it is; a negative number stands for somebody whom the college does not know yet, the same one for
	// every line about them.
	Person        model.PersonID
	Name          model.Name
	Before, After model.GroupID // zero where the order names none
	Note, Basis   string
}

// OrderFile is what files of orders hold. With any Problem nothing of them may be applied; a Notice says what was
// mended or left out and holds nothing up.
type OrderFile struct {
	Lines             []OrderLine // by the day from which they count; those of one day as they stand in the files
	Problems, Notices []Problem
}

// The columns of the export of orders.
const (
	orderDate, orderNumber, orderType, orderName = 0, 1, 2, 3
	orderBefore, orderSpecBefore                 = 4, 5
	orderAfter, orderSpecAfter                   = 6, 7
	orderReason, orderBasis, orderEffective      = 8, 9, 10
)

var orderColumns = []column{
	{name: "ДатаПриказа", aliases: []string{"Дата"}, required: true},
	{name: "НомерПриказа", aliases: []string{"Номер", "№", "№ приказа"}, required: true},
	{name: "Тип", aliases: []string{"ТипПриказа", "Вид", "Вид приказа", "Действие"}, required: true},
	{name: "ФИО", aliases: []string{"Студент", "ФИО студента"}, required: true},
	{name: "ГруппаДо", aliases: []string{"Группа до"}, required: true},
	{name: "СпециальностьДо"},
	{name: "ГруппаПосле", aliases: []string{"Группа после"}, required: true},
	{name: "СпециальностьПосле"},
	{name: "Причина", slip: true},
	{name: "Основание", slip: true},
	{name: "ДатаВступления", aliases: []string{"Вступает в силу", "Дата вступления в силу", "ДатаС"}, slip: true},
}

// ReadOrders reads the export of orders from CSV files, XLSX workbooks or archives of them. Rows that are
// shifted by a column are mended where there is one way to do it. Problems are sorted by file and row; beyond 1,000 the
// last one says how many more there are.
//
// The error, in Russian, is for more rows than are read at a time; when ctx is cancelled it is ctx's.
func ReadOrders(ctx context.Context, files model.Files, opts OrderOptions) (OrderFile, error) {
	return newReader(ctx, opts.Today).readOrders(files, opts)
}

// orderReader is the state of reading files of orders.
type orderReader struct {
	*reader
	notices problemList
	groups  orderGroups
	rows    []orderRow
	count   int
}

func (r *reader) readOrders(files model.Files, opts OrderOptions) (OrderFile, error) {
	o := &orderReader{reader: r, groups: newOrderGroups(opts.Groups)}
	if len(files) == 0 {
		r.problems.add(Place{}, "", "Здесь нет ни одного файла CSV и ни одной книги Excel")
	}
	for _, f := range files {
		src, ok := r.sort(model.Files{f})
		switch {
		case !ok:
		case src.entries != nil:
			o.readBook(src)
		default:
			r.complainOfBareCR(src.files)
			for _, t := range src.tables {
				o.readTable(t)
			}
		}
	}
	if err := r.ctx.Err(); err != nil {
		return OrderFile{}, err
	}
	if o.count > maxOrderRows {
		return OrderFile{}, fmt.Errorf("за раз загружают не больше %d строк: разделите файл на несколько и загрузите их по очереди", maxOrderRows)
	}
	if r.invisible > 0 {
		o.notices.add(Place{}, "", r.invisibleWords())
	}
	lines := o.resolve(opts)
	return OrderFile{Lines: lines, Problems: r.problems.sorted(), Notices: o.notices.sorted()}, nil
}

// readBook reads every sheet of a workbook that holds anything.
func (o *orderReader) readBook(src source) {
	book, traits := o.openBook(src.book, src.entries)
	if book == nil {
		return
	}
	defer func() { _ = book.Close() }()
	ctx, stop := context.WithCancel(o.ctx)
	var readers sync.WaitGroup
	defer func() {
		stop()
		readers.Wait()
	}()
	filled := o.filledSheets(book, src.book.Name, orderColumns, explanations)
	for _, sheet := range filled {
		o.readTable(o.sheetTable(ctx, &readers, book, src.book.Name, sheet))
	}
	if len(filled) == 0 {
		o.problems.add(Place{File: src.book.Name}, "", "В книге нет ни одной строки: выгрузите приказы ещё раз")
	}
	o.complainOfSheets(book, src.book.Name, filled, traits)
}

// readTable reads the rows of a table, mending those that are shifted.
func (o *orderReader) readTable(t table) {
	var at []int
	before := o.count
	for row, cells := range t.rows {
		if o.ctx.Err() != nil || o.count > maxOrderRows {
			return
		}
		if blank(cells) {
			continue
		}
		if at == nil {
			if at = o.bindTable(t, row, cells, orderColumns); at == nil {
				return
			}
			continue
		}
		o.count++
		if complaint := noRecord(cells, orderColumns, at, o.count-before); complaint != "" {
			o.problems.add(Place{File: t.file, Row: row}, "", complaint)
			continue
		}
		o.readRow(Place{File: t.file, Row: row}, slices.Clone(cells), at)
	}
	switch {
	case at == nil:
		o.problems.add(Place{File: t.file, Row: 1}, "", "Нет строки заголовков: первая строка — «ДатаПриказа;НомерПриказа;Тип;ФИО;…»")
	case o.count == before:
		o.problems.add(Place{File: t.file}, "", "Под заголовками нет ни одной строки: выгрузите приказы ещё раз")
	}
}

// readRow takes a row as it stands, or in the one shifted way in which it makes sense.
func (o *orderReader) readRow(at Place, cells []string, columns []int) {
	plain := takeCells(cells, columns)
	name := plain[orderName]
	row := o.understand(at, plain)
	if row.strict && !row.spilled(cells, columns) {
		o.take(row, name)
		return
	}
	if len(o.problems.list) >= maxProblems {
		o.problems.extra++ // it is not worth the time to look what is wrong with the row
		return
	}
	mended := o.mend(at, cells, columns)
	if len(mended) == 1 {
		o.notices.add(at, "", "Строка была сдвинута на столбец и прочитана так: "+mended[0].words(o.groups))
		o.take(mended[0], mended[0].Name.String())
		return
	}
	if shifted := misplacedType(plain); shifted >= 0 {
		o.problems.add(Place{at.File, at.Row, orderColumns[shifted].name}, plain[shifted],
			"Строка сдвинута: тип приказа стоит в столбце «"+orderColumns[shifted].name+"». Поставьте значения под их заголовки")
		return
	}
	if row.spilled(cells, columns) {
		o.problems.add(at, "", "В строке больше значений, чем столбцов: уберите лишний разделитель")
		return
	}
	if stray := o.strayGroup(plain); stray >= 0 || len(mended) > 1 {
		o.problems.add(at, "", "Строка сдвинута: группа стоит в столбце специальности, и не ясно, как её прочитать. "+
			"Поставьте значения под их заголовки")
		return
	}
	plain[orderName] = row.Name.String()
	if o.complain(at, row, plain) {
		o.take(row, name)
	}
}

// take takes a row; name is how its person stands in the file.
func (o *orderReader) take(row reading, name string) {
	if plain := row.Name.String(); name != plain {
		at := row.At
		at.Column = orderColumns[orderName].name
		o.notices.add(at, name, "В ФИО русские буквы набраны латинскими, прочитано русскими: "+plain)
	}
	o.rows = append(o.rows, row.orderRow)
}

// takeCells gives the values of a row in the order of the columns, squeezed.
func takeCells(cells []string, columns []int) []string {
	values := make([]string, len(columns))
	for c, i := range columns {
		if i >= 0 && i < len(cells) {
			values[c] = model.Squeeze(cells[i][:min(len(cells[i]), maxCell)])
		}
	}
	return values
}
