package lessonfile

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// maxLessonMinutes is how long a lesson may be: the most academic hours of the usual length.
const maxLessonMinutes = model.MaxLessonHours * 45

// timetableRow is a row of a timetable as in the file.
type timetableRow struct {
	model.TimetableLine
	teachingRef
	at roster.Place
}

// ReadTimetable reads timetables (расписание) from XLSX workbooks, CSV files or archives of
// them, and finds the teachings of their lessons, which come in the order of the rows.
//
// The error, in Russian, is for more rows than are read at a time; when ctx is cancelled it is ctx's.
func ReadTimetable(ctx context.Context, files model.Files, opts Options) (File[model.TimetableLine], error) {
	return read(ctx, files, opts, &timetableSheet, func(rec *table.Record) timetableRow {
		row := timetableRow{
			TimetableLine: model.TimetableLine{
				Date: lessonDay(rec, timeDate), Kind: lessonKind(rec, timeKind), Title: rec.Values[timeTitle], Room: rec.Values[timeRoom],
			},
			teachingRef: teachingRef{
				rec.Values[timeGroup], rec.Values[timeSubject], table.WholeNumber(rec.Values[timeSubgroup]), rec.Values[timeTeacher],
			},
			at: rec.Place(),
		}
		var begins, ends bool
		row.Begins, begins = clock(rec, timeBegins)
		row.Ends, ends = clock(rec, timeEnds)
		switch {
		case !begins || !ends:
		case row.Begins >= row.Ends:
			rec.Problem(timeEnds, "Занятие кончается в "+model.ClockText(row.Ends)+", а начинается в "+model.ClockText(row.Begins)+
				": начало должно быть раньше окончания")
		case row.Ends-row.Begins > maxLessonMinutes:
			rec.Problem(timeEnds, fmt.Sprintf("Занятие длится больше %d академических часов: проверьте начало и окончание", model.MaxLessonHours))
		}
		return row
	}, resolveTimetable)
}

// resolveTimetable finds the teachings of the rows and complains of lessons that cannot both take place.
func resolveTimetable(rows []timetableRow, find *teachingFinder) []model.TimetableLine {
	lessons := make([]model.TimetableLine, 0, len(rows))
	found := make([]placedLesson, 0, len(rows))
	for _, row := range rows {
		t, ok := find.find(row.teachingRef, row.at)
		if !ok {
			continue
		}
		row.Teaching = t.ID
		lessons = append(lessons, row.TimetableLine)
		found = append(found, placedLesson{line: row.TimetableLine, teaching: t, teacher: find.leads(t, row.teacher), at: row.at})
	}
	complainOfOverlaps(found, find.problems)
	return lessons
}

// placedLesson is a lesson of a timetable with what it takes the time of.
type placedLesson struct {
	line     model.TimetableLine
	teaching *model.TeachingRow
	teacher  model.PersonID // zero when it is not said which of several leads it
	at       roster.Place
}

// ofPart reports whether a part of the group has the lesson, so that another part may have its own.
func (l *placedLesson) ofPart() bool { return l.teaching.Subgroup != "" || !l.teaching.WholeGroup }

// complainOfOverlaps finds lessons that want the same group or the same teacher at the same time. Each row
// is complained of once, against the earliest lesson that is in its way.
func complainOfOverlaps(lessons []placedLesson, problems *roster.Problems) {
	type taken struct {
		day     time.Time
		group   model.GroupID
		teacher model.PersonID
	}
	order := make([]*placedLesson, len(lessons))
	for i := range lessons {
		order[i] = &lessons[i]
	}
	slices.SortStableFunc(order, func(a, b *placedLesson) int {
		return cmp.Or(a.line.Date.Compare(b.line.Date), cmp.Compare(a.line.Begins, b.line.Begins))
	})
	busy := map[taken][]*placedLesson{}
	for _, l := range order {
		keys := []taken{{l.line.Date, l.teaching.Group, 0}, {l.line.Date, 0, l.teacher}}
		complaint := ""
		for i, key := range keys {
			if key.group == 0 && key.teacher == 0 {
				continue
			}
			still := slices.DeleteFunc(busy[key], func(other *placedLesson) bool { return other.line.Ends <= l.line.Begins })
			busy[key] = still
			for _, other := range still {
				if complaint == "" {
					complaint = l.against(other, i == 1)
				}
			}
		}
		if complaint != "" {
			at := l.at
			at.Column = timetableSheet.columns[timeBegins].Name
			problems.Add(at, model.ClockText(l.line.Begins), complaint)
			continue
		}
		for _, key := range keys {
			if key.group != 0 || key.teacher != 0 {
				busy[key] = append(busy[key], l)
			}
		}
	}
}

// against says why the lesson cannot take place at the same time as another; empty when it can.
func (l *placedLesson) against(other *placedLesson, teacher bool) string {
	what := "«" + other.teaching.Title() + "», группа " + other.teaching.GroupName + ", " +
		model.ClockText(other.line.Begins) + "–" + model.ClockText(other.line.Ends)
	same := l.teaching.ID == other.teaching.ID
	switch {
	case same && l.line.Begins == other.line.Begins:
		return "Это занятие уже есть " + other.at.From(l.at) + ": удалите лишнюю строку"
	case teacher:
		return "У преподавателя в это время уже есть занятие " + other.at.From(l.at) + ": " + what
	case same || !l.ofPart() || !other.ofPart():
		return "У группы в это время уже есть занятие " + other.at.From(l.at) + ": " + what
	}
	return ""
}
