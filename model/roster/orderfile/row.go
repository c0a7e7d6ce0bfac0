package orderfile

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// orderGroups finds groups by name.
type orderGroups struct {
	model.Titles[model.GroupID]
	names map[model.GroupID]string
}

func newOrderGroups(names map[model.GroupID]string) orderGroups {
	g := orderGroups{table.NewTitles[model.GroupID](), names}
	for id, name := range names {
		g.Put(name, id)
	}
	return g
}

// find is the group of a name: «до 19-3» is «ДО-19-3». Where several groups have the name, known is true and the ID zero.
func (g orderGroups) find(name string) (id model.GroupID, known bool) {
	id, known = g.Find(name)
	return id, known && name != ""
}

func (g orderGroups) guess(name string) string {
	return table.Nearest(name, slices.Sorted(maps.Values(g.names)), true)
}

// orderTypes are the types of the export, as header makes them.
var orderTypes = func() map[string]model.OrderKind {
	types := map[string]model.OrderKind{}
	for kind, words := range map[model.OrderKind][]string{
		model.OrderEnroll:         {"Зачислить"},
		model.OrderEnrollTransfer: {"Зачислить переводом", "Зачислить в порядке перевода"},
		model.OrderWithdraw: {"Отчислить", "Считать выбывшим", "Считать выбывшей", "Считать выбывшим (шей)", "Считать выбывшими",
			"Отчислить переводом", "Отчислить в порядке перевода"},
		model.OrderTransfer: {"Перевести"},
		model.OrderAcademicLeave: {"Предоставить", "Предоставить академический отпуск", "Продлить академический отпуск", "Продлить",
			"Академический отпуск"},
		model.OrderReturn: {"Восстановить", "Считать приступившим к занятиям", "Считать приступившей к занятиям",
			"Считать приступившим (шей) к занятиям", "Считать приступившими к занятиям", "Восстановление"},
		model.OrderGraduate: {"Завершить обучение", "Выпустить", "Отчислить в связи с завершением обучения", "Отчислить в связи с окончанием"},
	} {
		for _, w := range append(words, kind.String()) {
			types[table.HeaderKey(w)] = kind
		}
	}
	return types
}()

// typeExamples are the types that a problem names.
const typeExamples = "Зачислить, Зачислить переводом, Отчислить, Перевести, Восстановить, Предоставить, Продлить академический отпуск, " +
	"Считать приступившим (шей) к занятиям, Считать выбывшим (шей)"

// orderRow is a row that was understood, before it is known who the person is.
type orderRow struct {
	Line
}

// reading is what was made of a row in one way.
type reading struct {
	orderRow
	strict bool // every value makes sense in its column, and the order has the groups that it needs
}

// understand reads as much of a row as can be read.
func (o *orderReader) understand(at roster.Place, values []string) reading {
	rec := table.Record{Reader: &table.Reader{Today: o.Today, Date1904: o.Date1904}, Cols: orderColumns, Values: values, Ok: true}
	row := reading{orderRow: orderRow{Line{At: at}}}
	row.Date = rec.Date(orderDate)
	row.Effective = rec.Date(orderEffective)
	if row.Effective.IsZero() {
		row.Effective = row.Date
	}
	row.Number = strings.TrimSpace(strings.TrimPrefix(table.WholeNumber(values[orderNumber]), "№"))
	row.Kind = orderTypes[table.HeaderKey(values[orderType])]
	row.Name = model.ParseName(rec.Reader.PlainLetters(values[orderName]))
	row.Note, row.Basis = values[orderReason], values[orderBasis]
	if why := model.Fold(row.Note + " " + row.Basis); row.Kind == model.OrderWithdraw &&
		(strings.Contains(why, "завершени") && strings.Contains(why, "обучени") || strings.Contains(why, "окончани") && !strings.Contains(why, "отпуск")) {
		row.Kind = model.OrderGraduate
	}
	var beforeKnown, afterKnown bool
	row.Before, beforeKnown = o.groups.find(values[orderBefore])
	row.After, afterKnown = o.groups.find(values[orderAfter])
	_, err := model.CleanName(row.Name)
	row.strict = rec.Ok && !row.Date.IsZero() && goodNumber(row.Number) && row.Kind != 0 && err == nil && table.MixedWord(row.Name.String()) == "" && strings.Contains(values[orderName], " ") &&
		(values[orderBefore] == "" || beforeKnown && row.Before != 0) && (values[orderAfter] == "" || afterKnown && row.After != 0) &&
		row.groupsFit()
	for _, c := range []int{orderSpecBefore, orderSpecAfter, orderReason, orderBasis} {
		_, group := o.groups.find(values[c])
		_, kind := orderTypes[table.HeaderKey(values[c])]
		row.strict = row.strict && !group && !kind && (c < orderReason || !likeDate(values[c])) && !strings.ContainsFunc(values[c], table.Unreadable) && utf8.RuneCountInString(values[c]) <= table.MaxValue
	}
	return row
}

// groupsFit reports whether the order names the groups that its kind needs, and no other.
func (r orderRow) groupsFit() bool {
	switch r.Kind {
	case model.OrderEnroll, model.OrderEnrollTransfer:
		return r.After != 0 && r.Before == 0
	case model.OrderTransfer:
		return r.After != 0 && r.Before != 0
	case model.OrderReturn:
		return r.After != 0
	}
	return r.After == 0 && r.Before != 0
}

// goodNumber reports whether a text may be an order's number: it has a digit and is not a date.
func goodNumber(number string) bool {
	if likeDate(number) || utf8.RuneCountInString(number) > 40 {
		return false
	}
	return strings.ContainsFunc(number, unicode.IsDigit) && !strings.ContainsFunc(number, table.Unreadable)
}

// likeDate reports whether a text was meant for a date, even one that does not exist.
func likeDate(text string) bool {
	return strings.Count(text, ".") == 2 && strings.Trim(text, "0123456789.") == ""
}

// spilled reports whether the row holds values under no column.
func (reading) spilled(cells []string, columns []int) bool {
	last := slices.Max(columns)
	return len(cells) > last+1 && !table.Blank(cells[last+1:])
}

// shift moves the cells of a row by one column in every way, and gives the different readings that make sense: either an
// empty cell too many was put in, or one was left out.
func (o *orderReader) shift(at roster.Place, cells []string, columns []int) (ways []reading) {
	width := slices.Max(columns) + 1
	try := func(moved []string) {
		row := o.understand(at, takeCells(moved, columns))
		if !row.strict || row.spilled(moved, columns) || slices.ContainsFunc(ways, row.same) {
			return
		}
		ways = append(ways, row)
	}
	for i := range min(len(cells), width) {
		if model.Squeeze(cells[i]) == "" {
			try(slices.Delete(slices.Clone(cells), i, i+1))
		}
	}
	for i := range min(len(cells), width) {
		try(slices.Insert(slices.Clone(cells), i, ""))
	}
	return ways
}

// same reports whether two readings are one order of one person.
func (r reading) same(o reading) bool {
	return r.Date.Equal(o.Date) && r.Effective.Equal(o.Effective) && r.Number == o.Number && r.Kind == o.Kind && r.Name == o.Name &&
		r.Before == o.Before && r.After == o.After
}

// words are what was read: «№ 15-к от 20.11.2026, Перевод, Иванов Иван, из ДО-19-1 в ДО-19-3».
func (r orderRow) words(groups orderGroups) string {
	place := ""
	switch before, after := groups.names[r.Before], groups.names[r.After]; {
	case before != "" && after != "":
		place = ", из " + before + " в " + after
	case before+after != "":
		place = ", " + before + after
	}
	return model.Order{Number: r.Number, Date: r.Date}.Title() + ", " + r.Kind.String() + ", " + r.Name.String() + place
}

// misplacedType is the wrong column that holds the type of the order, or -1.
func misplacedType(values []string) int {
	if orderTypes[table.HeaderKey(values[orderType])] != 0 {
		return -1
	}
	for _, c := range []int{orderNumber, orderName, orderDate, orderBefore} {
		if orderTypes[table.HeaderKey(values[c])] != 0 {
			return c
		}
	}
	return -1
}

// strayGroup is a column of a specialty that holds a group, or -1.
func (o *orderReader) strayGroup(values []string) int {
	for _, c := range []int{orderSpecBefore, orderSpecAfter} {
		if _, group := o.groups.find(values[c]); group {
			return c
		}
	}
	return -1
}

// complain says what is wrong with a row that was read as it is. It reports whether the row can be taken
// anyway: a group that the order need not name may be missing.
func (o *orderReader) complain(at roster.Place, row reading, values []string) bool {
	rec := table.Record{Reader: o.Reader, File: at.File, Cols: orderColumns, Row: at.Row, Values: values, Ok: true}
	for c, value := range values {
		switch {
		case strings.ContainsFunc(value, table.Unreadable):
			rec.Values[c] = strings.Map(table.Visible, strings.ToValidUTF8(value, "�"))
			rec.Problem(c, "В значении есть нечитаемые знаки: наберите его заново")
		case utf8.RuneCountInString(value) > table.MaxValue:
			rec.Problem(c, "Значение длиннее 200 знаков: сократите его")
		}
	}
	if !rec.Ok {
		return false
	}
	rec.Date(orderDate)
	rec.Date(orderEffective)
	if values[orderDate] == "" {
		rec.Problem(orderDate, "Нет даты приказа: напишите её как ДД.ММ.ГГГГ")
	}
	switch {
	case row.Number == "":
		rec.Problem(orderNumber, "Нет номера приказа: впишите его")
	case !goodNumber(row.Number):
		rec.Problem(orderNumber, "Это не похоже на номер приказа: в нём есть цифры, и он не длиннее 40 знаков")
	}
	if row.Kind == 0 {
		rec.Problem(orderType, typeComplaint(values[orderType]))
	}
	if values[orderName] == "" {
		rec.Problem(orderName, "Нет ФИО студента: впишите его")
	} else {
		rec.Name(orderName)
		if _, err := model.CleanName(row.Name); err != nil && rec.Ok {
			rec.Problem(orderName, "ФИО не похоже на имя человека: "+err.Error())
		}
	}
	o.complainOfGroups(&rec, row, values)
	return rec.Ok
}

func typeComplaint(value string) string {
	if value == "" {
		return "Нет типа приказа; бывают: " + typeExamples
	}
	if near := table.Nearest(value, strings.Split(typeExamples, ", "), true); near != "" {
		return "Такого типа приказа нет; может быть, это «" + near + "»?"
	}
	return "Такого типа приказа нет; бывают: " + typeExamples
}

func (o *orderReader) complainOfGroups(rec *table.Record, row reading, values []string) {
	for _, c := range []int{orderBefore, orderAfter} {
		name := values[c]
		switch id, known := o.groups.find(name); {
		case name == "" || id != 0:
		case known:
			rec.Problem(c, "Групп с таким названием несколько: назовите их в колледже по-разному")
		default:
			message := "Группы «" + name + "» нет в колледже: добавьте её или исправьте название"
			if near := o.groups.guess(name); near != "" {
				message = "Группы «" + name + "» нет в колледже; может быть, это «" + near + "»?"
			}
			rec.Problem(c, message)
		}
	}
	if !rec.Ok {
		return
	}
	switch {
	case row.Kind.Targets() && row.After == 0:
		rec.Problem(orderAfter, "Не указана группа, в которую приходит студент: впишите её")
	case row.Kind == model.OrderTransfer && row.Before == 0:
		rec.Problem(orderBefore, "Не указана группа, из которой переводят студента: впишите её")
	case row.Kind.OfStudying() && row.Kind != model.OrderTransfer && row.After != 0:
		rec.Problem(orderAfter, "После этого приказа студент не учится в группе: очистите значение или исправьте тип приказа")
	}
}
