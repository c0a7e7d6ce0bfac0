package roster

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"zvonok/model"
)

// maxLessonRows is how many rows are read of the files of one import.
const maxLessonRows = 100_000

// LessonOptions are what the readers of plans and timetables need to know besides the files.
type LessonOptions struct {
	// Today is the college's calendar date; the time of day and the zone are dropped.
	Today time.Time
	// Teachings are all of the college; rows name one by its group, subject, subgroup and teacher.
	Teachings []model.TeachingRow
	// Own says which teachings the rows may be of; nil allows all.
	Own func(model.TeachingID) bool
}

// LessonFile is what files of lessons hold; L is model.TopicLine or model.TimetableLine. With any Problem nothing may be
// applied. Problems are sorted by file and row; beyond 1,000 the last one says how many more there are.
type LessonFile[L any] struct {
	Lines    []L
	Problems []Problem
	Warnings []string // Russian, of the files as a whole
}

// lessonsRead is what was read.
func lessonsRead[L any](r *reader, lines []L) LessonFile[L] {
	f := LessonFile[L]{Lines: lines, Problems: r.problems.sorted()}
	if r.invisible > 0 {
		f.Warnings = append(f.Warnings, r.invisibleWords())
	}
	return f
}

// lessonSheet is a sheet of lessons.
type lessonSheet struct {
	kind    model.LessonFileKind
	title   string // «КТП»
	columns []column
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
	planSheet = lessonSheet{model.FilePlan, "КТП", []column{
		{name: "Группа", aliases: []string{"Учебная группа"}, filled: true},
		{name: "Предмет", aliases: []string{"Дисциплина"}, filled: true},
		{name: "Подгруппа", slip: true},
		{name: "№", aliases: []string{"№ п/п", "№ темы", "№ занятия", "№ урока", "Номер", "Номер темы"}},
		{name: "Тема", aliases: []string{"Тема занятия", "Тема урока", "Название темы", "Наименование темы"}, filled: true, limit: titleLimit},
		{name: "Часов", aliases: []string{"Часы", "Количество часов", "Кол-во часов"}, slip: true},
		{name: "Вид", aliases: []string{"Вид занятия"}},
	}}
	timetableSheet = lessonSheet{model.FileTimetable, "Расписание", []column{
		{name: "Дата", aliases: []string{"Дата занятия"}, filled: true},
		{name: "Начало", aliases: []string{"Время начала", "Начало занятия"}, filled: true},
		{name: "Окончание", aliases: []string{"Конец", "Время окончания", "Окончание занятия"}, filled: true},
		{name: "Группа", aliases: []string{"Учебная группа"}, filled: true},
		{name: "Предмет", aliases: []string{"Дисциплина"}, filled: true},
		{name: "Подгруппа", slip: true},
		{name: "Преподаватель", aliases: []string{"ФИО преподавателя"}, slip: true, person: true},
		{name: "Вид", aliases: []string{"Вид занятия"}},
		{name: "Тема", aliases: []string{"Тема занятия"}, slip: true, limit: titleLimit},
		{name: "Кабинет", aliases: []string{"Аудитория"}, slip: true},
	}}
)

// explanations is the sheet of the templates that holds no rows.
const explanations = "Пояснения"

// lessonReader is the state of reading files of lessons.
type lessonReader struct {
	*reader
	sheet *lessonSheet
	row   func(rec *record)
	rows  int  // that were read so far
	full  bool // there are more rows than are read
}

// readLessons reads every file as one of a kind and calls row for each row. More than maxLessonRows rows are an
// error.
func readLessons(r *reader, sheet *lessonSheet, files model.Files, row func(rec *record)) error {
	if len(files) == 0 {
		r.problems.add(Place{}, "", "Здесь нет ни одного файла CSV и ни одной книги Excel")
	}
	l := lessonReader{reader: r, sheet: sheet, row: row}
	for _, f := range files {
		src, ok := r.sort(model.Files{f})
		switch {
		case !ok:
		case src.entries != nil:
			l.readBook(src)
		default:
			r.complainOfBareCR(src.files)
			for _, t := range src.tables {
				l.readTable(t)
			}
		}
	}
	if err := r.ctx.Err(); err != nil || !l.full {
		return err
	}
	return fmt.Errorf("за раз загружают не больше %d строк: разделите файл на несколько и загрузите их по очереди", maxLessonRows)
}

// readBook reads every sheet of a workbook that holds anything: a group or a subject may have its own.
func (l *lessonReader) readBook(src source) {
	book, traits := l.openBook(src.book, src.entries)
	if book == nil {
		return
	}
	defer func() { _ = book.Close() }()
	ctx, stop := context.WithCancel(l.ctx)
	var readers sync.WaitGroup
	defer func() {
		stop()
		readers.Wait()
	}()
	filled := l.filledSheets(book, src.book.Name, l.sheet.columns, explanations)
	for _, sheet := range filled {
		t := l.sheetTable(ctx, &readers, book, src.book.Name, sheet)
		t.gapless = false
		l.readTable(t)
	}
	if len(filled) == 0 {
		l.problems.add(Place{File: src.book.Name}, "", "В книге нет ни одной строки: заполните лист «"+l.sheet.title+"»")
	}
	l.complainOfSheets(book, src.book.Name, filled, traits)
}

func (l *lessonReader) readTable(t table) {
	if complaint := l.sheet.otherKind(t.header); complaint != "" {
		l.problems.add(Place{File: t.file, Row: 1}, "", complaint)
		return
	}
	before := l.rows
	whole := t.rows
	t.rows = func(yield func(int, []string) bool) {
		for row, cells := range whole {
			if l.full || !yield(row, cells) {
				return
			}
		}
	}
	bound := l.each(t, l.sheet.columns, func(rec *record) {
		if l.rows++; l.rows > maxLessonRows {
			l.full = true
			return
		}
		l.row(rec)
	})
	if bound && l.rows == before && len(l.problems.list) == 0 {
		l.problems.add(Place{File: t.file}, "", "Под заголовками нет ни одной строки: заполните их")
	}
}

// otherKind complains of a header that belongs to the other kind of files of lessons.
func (s *lessonSheet) otherKind(cells []string) string {
	has := func(c column) bool {
		return slices.ContainsFunc(cells, func(cell string) bool { return c.is(header(cell)) })
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
