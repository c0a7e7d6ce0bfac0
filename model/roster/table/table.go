// Package table reads the rows of workbooks and files of text: what a file is, where its header is, what a cell
// says. The packages of the formats describe their columns and take the rows.
package table

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zvonok/model"
	"zvonok/model/roster"
)

// MaxValue is how many characters a value may have, lists apart.
const MaxValue = 200

// MaxCell is how many bytes of a cell are looked at; Excel keeps fewer.
const MaxCell = 1 << 16

// Sheet is one sheet or one CSV file.
type Sheet struct {
	File   string // as Place.File
	Stem   string // the name, ready for comparing
	Header []string
	top    []NumberedRow // the first rows that are not blank, the header's included
	Rows   iter.Seq2[int, []string]
	// Gapless: an empty row between others is a mistake, not a way of writing.
	Gapless bool
	// MayBeEmpty: a table without even a header is an empty list.
	MayBeEmpty bool
}

// NumberedRow is a row with its number, from 1.
type NumberedRow struct {
	row   int
	cells []string
}

// noRows is an empty table.
func noRows(func(int, []string) bool) {}

// Column is a column that a reader looks for.
type Column struct {
	Name     string
	Aliases  []string
	Required bool // must be there
	Filled   bool // must have a value in every row; implies required
	List     bool // may be long
	Person   bool // holds names of people
	Limit    int  // how many characters a value may have; zero is maxValue
	Slip     bool // may be absent, but a header close to its name is taken for a slip
}

// HeaderKey brings a header to the form in which its spellings are equal.
func HeaderKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '№' {
			return 'n' // is neither a letter nor a digit, but may be all that a header has
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		if r = unicode.ToLower(r); r == 'ё' {
			return 'е'
		}
		return r
	}, s)
}

// Record is one row of a table; the values are in the order of the columns asked for.
type Record struct {
	Reader *Reader
	File   string
	Cols   []Column
	Row    int
	Values []string
	Ok     bool // nothing was wrong with the row's values so far
}

// At is the place of a column's value.
func (rec *Record) At(col int) roster.Place {
	return roster.Place{File: rec.File, Row: rec.Row, Column: rec.Cols[col].Name}
}

// Problem notes a problem with a value of the row.
func (rec *Record) Problem(col int, message string) {
	rec.Reader.Problems.Add(rec.At(col), rec.Values[col], message)
	rec.Ok = false
}

// Place is the row as a whole.
func (rec *Record) Place() roster.Place { return roster.Place{File: rec.File, Row: rec.Row} }

// Each reads the table's rows that are not blank. It reports whether the header had all that is
// required; without it no row is read. The record and its values are good only within do, but the
// strings may be kept.
func (r *Reader) Each(t Sheet, cols []Column, do func(rec *Record)) bool {
	rec := Record{Reader: r, File: t.File, Cols: cols, Values: make([]string, len(cols))}
	var at []int
	width, n, last := 0, 0, 0
	for row, cells := range t.Rows {
		if n++; n%1024 == 0 && r.Ctx.Err() != nil {
			return false
		}
		if Blank(cells) {
			continue
		}
		if at != nil && t.Gapless && row > last+1 {
			r.Problems.Add(roster.Place{File: t.File, Row: last + 1}, "", "Пустая строка посреди списка: заполните её или удалите, "+
				"чтобы никто не потерялся")
		}
		last = row
		if at == nil {
			if at = r.BindTable(t, row, cells, cols); at == nil {
				return false
			}
			width = len(cells)
			continue
		}
		if complaint := NoRecord(cells, cols, at, n); complaint != "" {
			r.Problems.Add(roster.Place{File: t.File, Row: row}, "", complaint)
			continue
		}
		rec.Row, rec.Ok = row, true
		if len(cells) > width && !Blank(cells[width:]) {
			r.Problems.Add(rec.Place(), cells[len(cells)-1], fmt.Sprintf("В строке %s, а столбцов %d: "+
				"строка сдвинута или в значении лишний разделитель", model.Plural(len(cells), "значение", "значения", "значений"), width))
			continue
		}
		rec.fill(cells, at)
		do(&rec)
	}
	if at == nil && !t.MayBeEmpty {
		r.Problems.Put(roster.Problem{Place: roster.Place{File: t.File}, Emptying: true, Message: "Здесь пусто, нет даже заголовков: выгрузите список ещё раз"})
	}
	return at != nil || t.MayBeEmpty
}

// fill takes the row's values, trimmed, and checks what can be checked of any value.
func (rec *Record) fill(cells []string, at []int) {
	for c, i := range at {
		if i < 0 || i >= len(cells) {
			rec.Values[c] = ""
			if rec.Cols[c].Filled {
				rec.Problem(c, "Значение не заполнено: впишите его")
			}
			continue
		}
		value := cells[i]
		if len(value) > MaxCell {
			rec.Values[c] = ""
			rec.Reader.Problems.Add(rec.At(c), strings.ToValidUTF8(value[:roster.MaxShown], ""), "Значение слишком длинное: сократите его")
			rec.Ok = false
			continue
		}
		if !model.IsSqueezed(value) {
			if strings.IndexFunc(value, Unreadable) >= 0 {
				rec.Values[c] = strings.ToValidUTF8(strings.Map(Visible, value), "�")
				rec.Problem(c, "В значении есть нечитаемые знаки: наберите его заново")
				continue
			}
			for _, r := range value {
				if model.Invisible(r) {
					rec.Reader.Invisible++
				}
			}
			value = model.Squeeze(value)
		}
		if rec.Cols[c].Person {
			value = rec.Reader.PlainLetters(value)
		}
		rec.Values[c] = value
		switch {
		case value == "" && rec.Cols[c].Filled:
			rec.Problem(c, "Значение не заполнено: впишите его")
		case value != "" && (value[0] == '=' || value[0] == '#'):
			rec.checkFormula(c)
		case len(value) > MaxValue && !rec.Cols[c].List:
			if limit := cmp.Or(rec.Cols[c].Limit, MaxValue); utf8.RuneCountInString(value) > limit {
				rec.Problem(c, fmt.Sprintf("Значение длиннее %d знаков: сократите его", limit))
			}
		}
	}
}

// Unreadable reports whether r is no character of a text.
func Unreadable(r rune) bool {
	return r == utf8.RuneError || (unicode.IsControl(r) && !unicode.IsSpace(r))
}

// Visible puts a mark in the place of what is unreadable.
func Visible(r rune) rune {
	if Unreadable(r) {
		return '�'
	}
	return r
}

// Blank reports whether the cells of a row hold nothing.
func Blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return c != "" && model.Squeeze(c) != "" })
}

// NoRecord says why a row that is not blank is no record: the totals below a list, the header once more at the top of a
// printed page, or the numbers of the columns under it. n counts the table's rows.
func NoRecord(cells []string, cols []Column, at []int, n int) string {
	if first := firstOf(cells); len(first) <= 80 && strings.ContainsAny(initial(first), "ИиВв") {
		switch word, _, _ := strings.Cut(model.Fold(first), " "); strings.TrimRight(word, ":") {
		case "итого", "всего":
			return "Это строка итогов, а не запись: удалите её"
		}
	}
	headers, numbers := true, n <= topRows
	bound := 0
	for c, i := range at {
		if i < 0 || !headers && !numbers {
			continue
		}
		bound++
		value := ""
		if i < len(cells) {
			value = cells[i]
		}
		headers = headers && len(value) <= 80 && cols[c].Is(HeaderKey(value))
		numbers = numbers && (value == strconv.Itoa(i+1))
	}
	switch {
	case headers && bound > 1:
		return "Здесь ещё раз стоят заголовки столбцов: удалите эту строку"
	case numbers && bound > 2: // a list of two columns may have such codes
		return "Здесь номера столбцов, а не запись: удалите эту строку"
	}
	return ""
}

// BindTable is bind of a table's first row. When a header, or what is most like one, is further down, it says so.
func (r *Reader) BindTable(t Sheet, row int, cells []string, cols []Column) []int {
	if len(cells) > maxColumns {
		r.Problems.Add(roster.Place{File: t.File, Row: row}, "", fmt.Sprintf("Столбцов больше %d: удалите лишние справа", maxColumns))
		return nil
	}
	best, found := NumberedRow{row, cells}, headersIn(cells, cols)
	for _, below := range t.top {
		if n := headersIn(below.cells, cols); below.row > row && n > max(found, 1) {
			best, found = below, n
		}
	}
	if best.row == row {
		return r.bind(t.File, row, cells, cols)
	}
	r.Problems.Add(roster.Place{File: t.File, Row: row}, firstOf(cells), fmt.Sprintf("Заголовки столбцов стоят в строке %d, "+
		"а должны быть первыми: удалите строки над ними", best.row))
	r.bind(t.File, best.row, best.cells, cols)
	return nil
}

// headersIn counts the columns whose headers are in a row: a list may need one column alone, and a title may read like its header.
func headersIn(cells []string, cols []Column) (n int) {
	for _, c := range cols {
		if slices.ContainsFunc(cells, func(cell string) bool { return c.Is(HeaderKey(cell)) }) {
			n++
		}
	}
	return n
}

// firstOf is the first value of a row that is not blank.
func firstOf(cells []string) string {
	for _, c := range cells {
		if value := model.Squeeze(c); value != "" {
			return value
		}
	}
	return ""
}

// bind finds the columns in a header. It gives nil when a required one is missing. A header that is there twice, or only
// close to one that we know, is a problem: what is under it would be lost.
func (r *Reader) bind(file string, row int, cells []string, cols []Column) []int {
	at := make([]int, len(cols))
	for c := range at {
		at[c] = -1
	}
	var strange []string // headers that belong to no column
	for i, cell := range cells {
		name := HeaderKey(cell)
		c := slices.IndexFunc(cols, func(c Column) bool { return c.Is(name) })
		switch {
		case name == "":
		case c < 0:
			strange = append(strange, model.Squeeze(cell))
		case at[c] >= 0:
			r.Problems.Add(roster.Place{File: file, Row: row, Column: cols[c].Name}, model.Squeeze(cell), "Столбец «"+cols[c].Name+
				"» есть дважды: оставьте один")
		default:
			at[c] = i
		}
	}
	whole := true
	for c, col := range cols {
		if at[c] >= 0 {
			continue
		}
		needed := col.Required || col.Filled
		near := ""
		if needed || col.Slip {
			near = Nearest(col.Name, strange, needed)
		}
		switch {
		case needed && near != "":
			r.Problems.Add(roster.Place{File: file, Row: row, Column: col.Name}, near, "Нет столбца «"+col.Name+"»; может быть, это «"+near+"»?")
		case needed:
			r.Problems.Add(roster.Place{File: file, Row: row, Column: col.Name}, "", "Нет столбца «"+col.Name+"»: добавьте его")
		case near != "":
			r.Problems.Add(roster.Place{File: file, Row: row, Column: col.Name}, near, "Столбец «"+near+"» не узнан; может быть, это «"+
				col.Name+"»?")
		}
		whole = whole && !needed
	}
	if !whole {
		return nil
	}
	return at
}

// Is reports whether a header, folded by HeaderKey, is the column's.
func (c Column) Is(name string) bool {
	if HeaderKey(c.Name) == name {
		return true
	}
	return slices.ContainsFunc(c.Aliases, func(a string) bool { return HeaderKey(a) == name })
}

// Pick is the table of a name among tables of one family; failing that, one whose header has all the given columns and
// whose name is not that of another table.
func Pick(tables []Sheet, known []string, stem string, marks ...string) (Sheet, bool) {
	for _, t := range tables {
		if t.Stem == stem {
			return t, true
		}
	}
	for _, t := range tables {
		if slices.Contains(known, t.Stem) {
			continue
		}
		all := true
		for _, m := range marks {
			all = all && slices.ContainsFunc(t.Header, func(h string) bool { return HeaderKey(h) == m })
		}
		if all && len(marks) > 0 {
			return t, true
		}
	}
	return Sheet{}, false
}
