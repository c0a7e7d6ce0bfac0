// Package lessonfile reads thematic plans and timetables, and writes templates for them.
package lessonfile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// maxLessonRows is how many rows are read of the files of one import.
const maxLessonRows = 100_000

// Options are what the readers of plans and timetables need to know besides the files.
type Options struct {
	// Today is the college's calendar date; the time of day and the zone are dropped.
	Today time.Time
	// Teachings are all of the college; rows name one by its group, subject, subgroup and teacher.
	Teachings []model.TeachingRow
	// Own says which teachings the rows may be of; nil allows all.
	Own func(model.TeachingID) bool
}

// File is what files of lessons hold; L is model.TopicLine or model.TimetableLine. With any Problem nothing may be
// applied. Problems are sorted by file and row; beyond 1,000 the last one says how many more there are.
type File[L any] struct {
	Lines    []L
	Problems []roster.Problem
	Warnings []string // Russian, of the files as a whole
}

// lessonSheet is a sheet of lessons.
type lessonSheet struct {
	kind    model.LessonFileKind
	title   string // «КТП»
	refs    refColumns
	columns []table.Column
}

// titleLimit is the limit of a topic's title.
const titleLimit = model.MaxTopicTitle

// The columns of the sheets of lessons.
const (
	planGroup, planSubject, planSubgroup, planNumber, planTitle, planHours, planKind = 0, 1, 2, 3, 4, 5, 6

	timeDate, timeBegins, timeEnds, timeGroup, timeSubject = 0, 1, 2, 3, 4
	timeSubgroup, timeTeacher, timeKind                    = 5, 6, 7
	timeTitle, timeRoom                                    = 8, 9
)

var (
	planSheet = lessonSheet{model.FilePlan, "КТП", refColumns{"Группа", "Предмет", "Подгруппа", ""}, []table.Column{
		{Name: "Группа", Aliases: []string{"Учебная группа"}, Filled: true},
		{Name: "Предмет", Aliases: []string{"Дисциплина"}, Filled: true},
		{Name: "Подгруппа", Slip: true},
		{Name: "№", Aliases: []string{"№ п/п", "№ темы", "№ занятия", "№ урока", "Номер", "Номер темы"}},
		{Name: "Тема", Aliases: []string{"Тема занятия", "Тема урока", "Название темы", "Наименование темы"}, Filled: true, Limit: titleLimit},
		{Name: "Часов", Aliases: []string{"Часы", "Количество часов", "Кол-во часов"}, Slip: true},
		{Name: "Вид", Aliases: []string{"Вид занятия"}},
	}}
	timetableSheet = lessonSheet{model.FileTimetable, "Расписание", refColumns{"Группа", "Предмет", "Подгруппа", "Преподаватель"}, []table.Column{
		{Name: "Дата", Aliases: []string{"Дата занятия"}, Filled: true},
		{Name: "Начало", Aliases: []string{"Время начала", "Начало занятия"}, Filled: true},
		{Name: "Окончание", Aliases: []string{"Конец", "Время окончания", "Окончание занятия"}, Filled: true},
		{Name: "Группа", Aliases: []string{"Учебная группа"}, Filled: true},
		{Name: "Предмет", Aliases: []string{"Дисциплина"}, Filled: true},
		{Name: "Подгруппа", Slip: true},
		{Name: "Преподаватель", Aliases: []string{"ФИО преподавателя"}, Slip: true, Person: true},
		{Name: "Вид", Aliases: []string{"Вид занятия"}},
		{Name: "Тема", Aliases: []string{"Тема занятия"}, Slip: true, Limit: titleLimit},
		{Name: "Кабинет", Aliases: []string{"Аудитория"}, Slip: true},
	}}
)

// lessonReader is the state of reading files of lessons.
type lessonReader struct {
	*table.Reader
	sheet *lessonSheet
	row   func(rec *table.Record)
	rows  int  // that were read so far
	full  bool // there are more rows than are read
}

// read reads every file as one of a kind: row reads a record, resolve makes the lines of all rows that are right. More than
// maxLessonRows rows are an error.
func read[R, L any](ctx context.Context, files model.Files, opts Options, sheet *lessonSheet,
	row func(*table.Record) R, resolve func([]R, *teachingFinder) []L,
) (f File[L], err error) {
	r := table.NewReader(ctx, opts.Today)
	var rows []R
	l := lessonReader{Reader: r, sheet: sheet, row: func(rec *table.Record) {
		if one := row(rec); rec.Ok {
			rows = append(rows, one)
		}
	}}
	r.EachSheet(files, sheet.columns, "В книге нет ни одной строки: заполните лист «"+sheet.title+"»", l.readSheet)
	switch {
	case ctx.Err() != nil:
		return f, ctx.Err()
	case l.full:
		return f, fmt.Errorf("за раз загружают не больше %d строк: разделите файл на несколько и загрузите их по очереди", maxLessonRows)
	}
	f.Lines = resolve(rows, newTeachingFinder(opts, &r.Problems, sheet.refs))
	f.Problems = r.Problems.Sorted()
	if r.Invisible > 0 {
		f.Warnings = append(f.Warnings, r.InvisibleWords())
	}
	return f, nil
}

func (l *lessonReader) readSheet(t table.Sheet) {
	if complaint := l.sheet.otherKind(t.Header); complaint != "" {
		l.Problems.Add(roster.Place{File: t.File, Row: 1}, "", complaint)
		return
	}
	before := l.rows
	whole := t.Rows
	t.Rows = func(yield func(int, []string) bool) {
		for row, cells := range whole {
			if l.full || !yield(row, cells) {
				return
			}
		}
	}
	bound := l.Each(t, l.sheet.columns, func(rec *table.Record) {
		if l.rows++; l.rows > maxLessonRows {
			l.full = true
			return
		}
		l.row(rec)
	})
	if bound && l.rows == before && len(l.Problems.List) == 0 {
		l.Problems.Add(roster.Place{File: t.File}, "", "Под заголовками нет ни одной строки: заполните их")
	}
}

// otherKind complains of a header that belongs to the other kind of files of lessons.
func (s *lessonSheet) otherKind(cells []string) string {
	has := func(c table.Column) bool {
		return slices.ContainsFunc(cells, func(cell string) bool { return c.Is(table.HeaderKey(cell)) })
	}
	dated := has(timetableSheet.columns[timeDate]) && has(timetableSheet.columns[timeBegins])
	numbered := has(planSheet.columns[planTitle]) && (has(planSheet.columns[planNumber]) || has(planSheet.columns[planHours]))
	switch {
	case s.kind == model.FilePlan && dated:
		return "Это расписание, а не КТП: загрузите его как расписание"
	case s.kind == model.FileTimetable && numbered && !has(timetableSheet.columns[timeDate]):
		return "Это КТП, а не расписание: загрузите его как КТП"
	}
	return ""
}
