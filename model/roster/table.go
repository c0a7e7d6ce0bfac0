package roster

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
)

// maxValue is how many characters a value may have, lists apart.
const maxValue = 200

// maxCell is how many bytes of a cell are looked at; Excel keeps fewer.
const maxCell = 1 << 16

// table is one sheet or one CSV file.
type table struct {
	file   string // as Place.File
	stem   string // the name, ready for comparing
	header []string
	top    []numberedRow // the first rows that are not blank, the header's included
	rows   iter.Seq2[int, []string]
	// gapless: an empty row between others is a mistake, not a way of writing.
	gapless bool
	// mayBeEmpty: a table without even a header is a list of nobody.
	mayBeEmpty bool
}

// numberedRow is a row with its number, from 1.
type numberedRow struct {
	row   int
	cells []string
}

// noRows is a table of nothing.
func noRows(func(int, []string) bool) {}

// column is a column that a reader looks for.
type column struct {
	name     string
	aliases  []string
	required bool // must be there
	filled   bool // must have a value in every row; implies required
	list     bool // may be long
	person   bool // holds names of people
	limit    int  // how many characters a value may have; zero is maxValue
	slip     bool // may be absent, but a header close to its name is taken for a slip
}

// header brings a header to the form in which its spellings are equal.
func header(s string) string {
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

// record is one row of a table; values stand in the order of the columns asked for.
type record struct {
	r      *reader
	file   string
	cols   []column
	row    int
	values []string
	ok     bool // nothing was wrong with the row's values so far
}

func (rec *record) at(col int) Place {
	return Place{File: rec.file, Row: rec.row, Column: rec.cols[col].name}
}

// problem notes a problem with a value of the row.
func (rec *record) problem(col int, message string) {
	rec.r.problems.add(rec.at(col), rec.values[col], message)
	rec.ok = false
}

// place is the row as a whole.
func (rec *record) place() Place { return Place{File: rec.file, Row: rec.row} }

// each reads the table's rows that are not blank. It reports whether the header had all that is
// required; without it no row is read. The record and its values are good only within do, but the
// strings may be kept.
func (r *reader) each(t table, cols []column, do func(rec *record)) bool {
	rec := record{r: r, file: t.file, cols: cols, values: make([]string, len(cols))}
	var at []int
	width, n, last := 0, 0, 0
	for row, cells := range t.rows {
		if n++; n%1024 == 0 && r.ctx.Err() != nil {
			return false
		}
		if blank(cells) {
			continue
		}
		if at != nil && t.gapless && row > last+1 {
			r.problems.add(Place{File: t.file, Row: last + 1}, "", "Пустая строка посреди списка: заполните её или удалите, "+
				"чтобы никто не потерялся")
		}
		last = row
		if at == nil {
			if at = r.bindTable(t, row, cells, cols); at == nil {
				return false
			}
			width = len(cells)
			continue
		}
		if complaint := noRecord(cells, cols, at, n); complaint != "" {
			r.problems.add(Place{File: t.file, Row: row}, "", complaint)
			continue
		}
		rec.row, rec.ok = row, true
		if len(cells) > width && !blank(cells[width:]) {
			r.problems.add(rec.place(), cells[len(cells)-1], fmt.Sprintf("В строке %d значений, а столбцов %d: "+
				"строка сдвинута или в значении лишний разделитель", len(cells), width))
			continue
		}
		rec.fill(cells, at)
		do(&rec)
	}
	if at == nil && !t.mayBeEmpty {
		r.problems.put(Problem{Place: Place{File: t.file}, Emptying: true, Message: "Здесь пусто, нет даже заголовков: выгрузите список ещё раз"})
	}
	return at != nil || t.mayBeEmpty
}

// fill takes the row's values, trimmed, and checks what can be checked of any value.
func (rec *record) fill(cells []string, at []int) {
	for c, i := range at {
		if i < 0 || i >= len(cells) {
			rec.values[c] = ""
			if rec.cols[c].filled {
				rec.problem(c, "Значение не заполнено: впишите его")
			}
			continue
		}
		value := cells[i]
		if len(value) > maxCell {
			rec.values[c] = ""
			rec.r.problems.add(rec.at(c), strings.ToValidUTF8(value[:maxShown], ""), "Значение слишком длинное: сократите его")
			rec.ok = false
			continue
		}
		if !model.IsSqueezed(value) {
			if strings.IndexFunc(value, unreadable) >= 0 {
				rec.values[c] = strings.ToValidUTF8(strings.Map(visible, value), "�")
				rec.problem(c, "В значении есть нечитаемые символы: наберите его заново")
				continue
			}
			for _, r := range value {
				if model.Invisible(r) {
					rec.r.invisible++
				}
			}
			value = model.Squeeze(value)
		}
		if rec.cols[c].person {
			value = rec.r.plainLetters(value)
		}
		rec.values[c] = value
		switch {
		case value == "" && rec.cols[c].filled:
			rec.problem(c, "Значение не заполнено: впишите его")
		case value != "" && (value[0] == '=' || value[0] == '#'):
			rec.checkFormula(c)
		case len(value) > maxValue && !rec.cols[c].list:
			if limit := cmp.Or(rec.cols[c].limit, maxValue); utf8.RuneCountInString(value) > limit {
				rec.problem(c, fmt.Sprintf("Значение длиннее %d знаков: сократите его", limit))
			}
		}
	}
}

func unreadable(r rune) bool {
	return r == utf8.RuneError || (unicode.IsControl(r) && !unicode.IsSpace(r))
}

func visible(r rune) rune {
	if unreadable(r) {
		return '�'
	}
	return r
}

func blank(cells []string) bool {
	for _, c := range cells {
		if c != "" && model.Squeeze(c) != "" {
			return false
		}
	}
	return true
}

// noRecord says why a row is none, though it is not blank: the totals below a list, the header once more at the top of a
// printed page, or the numbers of the columns under it. n counts the table's rows.
func noRecord(cells []string, cols []column, at []int, n int) string {
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
		headers = headers && len(value) <= 80 && cols[c].is(header(value))
		numbers = numbers && (value == strconv.Itoa(i+1))
	}
	switch {
	case headers && bound > 1:
		return "Здесь ещё раз стоят заголовки столбцов: удалите эту строку"
	case numbers && bound > 2: // of two columns they may be codes
		return "Здесь номера столбцов, а не запись: удалите эту строку"
	}
	return ""
}

// bindTable is bind of a table's first row. When the header stands further down, or what is most like one, it says so.
func (r *reader) bindTable(t table, row int, cells []string, cols []column) []int {
	if len(cells) > maxColumns {
		r.problems.add(Place{File: t.file, Row: row}, "", fmt.Sprintf("Столбцов больше %d: удалите лишние справа", maxColumns))
		return nil
	}
	best, found := numberedRow{row, cells}, headersIn(cells, cols)
	for _, below := range t.top {
		if n := headersIn(below.cells, cols); below.row > row && n > max(found, 1) {
			best, found = below, n
		}
	}
	if best.row == row {
		return r.bind(t.file, row, cells, cols)
	}
	r.problems.add(Place{File: t.file, Row: row}, firstOf(cells), fmt.Sprintf("Заголовки столбцов стоят в строке %d, "+
		"а должны быть первыми: удалите строки над ними", best.row))
	r.bind(t.file, best.row, best.cells, cols)
	return nil
}

// headersIn counts the needed columns whose headers stand in a row.
func headersIn(cells []string, cols []column) (n int) {
	for _, c := range cols {
		if (c.required || c.filled) && slices.ContainsFunc(cells, func(cell string) bool { return c.is(header(cell)) }) {
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

// bind finds the columns in a header. It answers nil when a required one is missing. A header that
// stands twice, or is only close to one that we know, is a problem: what is under it would be lost.
func (r *reader) bind(file string, row int, cells []string, cols []column) []int {
	at := make([]int, len(cols))
	for c := range at {
		at[c] = -1
	}
	var strange []string // headers that are nobody's
	for i, cell := range cells {
		name := header(cell)
		c := slices.IndexFunc(cols, func(c column) bool { return c.is(name) })
		switch {
		case name == "":
		case c < 0:
			strange = append(strange, model.Squeeze(cell))
		case at[c] >= 0:
			r.problems.add(Place{file, row, cols[c].name}, model.Squeeze(cell), "Столбец «"+cols[c].name+
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
		needed := col.required || col.filled
		near := ""
		if needed || col.slip {
			near = nearest(col.name, strange, needed)
		}
		switch {
		case needed && near != "":
			r.problems.add(Place{file, row, col.name}, near, "Нет столбца «"+col.name+"»; может быть, это «"+near+"»?")
		case needed:
			r.problems.add(Place{file, row, col.name}, "", "Нет столбца «"+col.name+"»: добавьте его")
		case near != "":
			r.problems.add(Place{file, row, col.name}, near, "Столбец «"+near+"» не узнан; может быть, это «"+
				col.name+"»?")
		}
		whole = whole && !needed
	}
	if !whole {
		return nil
	}
	return at
}

func (c column) is(name string) bool {
	if header(c.name) == name {
		return true
	}
	return slices.ContainsFunc(c.aliases, func(a string) bool { return header(a) == name })
}

// nearestOf is the closest of the names to want, or "" when none is close.
func nearestOf(want string, names []string) string { return nearest(want, names, true) }

// nearest is the closest of the names to want, or "" when none is close. A required column is looked
// for further afield than one that may be absent.
func nearest(want string, names []string, needed bool) string {
	w := []rune(alike(want))
	limit := max(1, len(w)/5)
	if needed {
		limit = max(1, len(w)*2/5)
	}
	best := ""
	for _, name := range names {
		if d := distance(w, []rune(alike(name))); d <= limit {
			best, limit = name, d-1
		}
	}
	return best
}

// nearestPerson is nearest among full names. The surname has to be close: whole names are, too, where people share only
// the first name and the middle name.
func nearestPerson(want string, names []string) string {
	surname := surnameOf(want)
	limit := max(1, len(surname)/5)
	return nearestOf(want, slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return distance(surname, surnameOf(name)) > limit
	}))
}

func surnameOf(name string) []rune {
	surname, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return []rune(alike(surname))
}

// alike is header of what looks the same in Russian letters: «AM-19-1» in Latin ones is «АМ-19-1».
func alike(s string) string {
	return header(strings.Map(func(r rune) rune {
		if twin, ok := lookalikes[r]; ok {
			return twin
		}
		return r
	}, strings.ToUpper(s)))
}

// distance is how many letters have to be put in, left out or exchanged to make b of a.
func distance(a, b []rune) int {
	if len(a) > 2*maxShown || len(b) > 2*maxShown {
		return max(len(a), len(b))
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
