package lessonfile

import (
	"cmp"
	"context"
	"fmt"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// maxTopicHours is how many academic hours a topic may have.
const maxTopicHours = 200

// planRow is a row of a thematic plan as in the file.
type planRow struct {
	model.TopicLine
	teachingRef
	at roster.Place
}

// ReadPlan reads thematic plans (КТП) from XLSX workbooks, CSV files or archives of them, and
// finds the teachings of their topics. The topics come subject by subject, in the order of their numbers.
//
// The error, in Russian, is for more rows than are read at a time; when ctx is cancelled it is ctx's.
func ReadPlan(ctx context.Context, files model.Files, opts Options) (File[model.TopicLine], error) {
	return read(ctx, files, opts, &planSheet, func(rec *table.Record) planRow {
		row := planRow{
			TopicLine: model.TopicLine{
				Title:  rec.Values[planTitle],
				Number: rec.Number(planNumber, 1, 10_000, "Номер темы должен быть целым числом от 1 до 10000"),
				Hours:  rec.Number(planHours, 1, maxTopicHours, fmt.Sprintf("Часы должны быть целым числом от 1 до %d", maxTopicHours)),
				Kind:   lessonKind(rec, planKind),
			},
			teachingRef: teachingRef{rec.Values[planGroup], rec.Values[planSubject], table.WholeNumber(rec.Values[planSubgroup]), ""},
			at:          rec.Place(),
		}
		row.Hours = max(row.Hours, 1) // a topic is for a lesson, unless the file says more
		return row
	}, resolvePlan)
}

// resolvePlan finds the teachings of the rows and complains of rows that contradict each other.
func resolvePlan(rows []planRow, find *teachingFinder) []model.TopicLine {
	type place struct {
		teaching model.TeachingID
		number   int
	}
	numbers := map[place]roster.Place{}
	numbered := map[model.TeachingID]bool{} // by the subject's first row
	order := map[model.TeachingID]int{}
	topics := make([]model.TopicLine, 0, len(rows))
	for _, row := range rows {
		t, ok := find.find(row.teachingRef, row.at)
		if !ok {
			continue
		}
		row.Teaching = t.ID
		at := row.at
		at.Column = planSheet.columns[planNumber].Name
		if _, known := order[t.ID]; !known {
			order[t.ID], numbered[t.ID] = len(order), row.Number > 0
		}
		if numbered[t.ID] != (row.Number > 0) {
			find.problems.Add(at, "", "У предмета «"+t.Title()+"» пронумерованы не все темы: пронумеруйте все или ни одной")
			continue
		}
		if row.Number > 0 {
			key := place{t.ID, row.Number}
			if before, twice := numbers[key]; twice {
				find.problems.Add(at, fmt.Sprint(row.Number), "Тема с этим номером у предмета «"+t.Title()+"» уже есть "+before.From(row.at)+
					": исправьте номер или удалите лишнюю строку")
				continue
			}
			numbers[key] = row.at
		}
		topics = append(topics, row.TopicLine)
	}
	model.Sort(topics, func(a, b model.TopicLine) int {
		return cmp.Or(cmp.Compare(order[a.Teaching], order[b.Teaching]), cmp.Compare(a.Number, b.Number))
	})
	next := map[model.TeachingID]int{}
	for i := range topics {
		next[topics[i].Teaching]++
		topics[i].Number = cmp.Or(topics[i].Number, next[topics[i].Teaching])
	}
	return topics
}
