package listfile

import (
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// readTeaching reads a row of «Нагрузка». Rows of one group, subject, index and subgroup are one
// teaching with several teachers.
func (w *workbook) readTeaching(rec *table.Record) {
	group, subject := rec.Values[teachingGroup], rec.Values[teachingSubject]
	t := roster.Teaching{
		Subject: subject, Index: rec.Values[teachingIndex], Subgroup: table.WholeNumber(rec.Values[teachingSubgroup]), At: rec.Place(),
		Hours: rec.Number(teachingHours, 0, 10_000, "Часы должны быть целым числом от 0 до 10000"),
	}
	if group == "" || subject == "" {
		return
	}
	look, met := w.looks[subject]
	if !met {
		look = model.FoldTitle(subject)
		w.looks[subject] = look
	}
	place := [2]string{w.foldGroup(group), look}
	if first, met := w.subjects[place]; met {
		t.Subject = first
	} else {
		w.subjects[place] = t.Subject
	}
	t.Key = roster.TeachingNameKey(w.foldGroup(group), t.Subject, t.Index, t.Subgroup)
	var known bool
	if t.Group, known = w.groups[w.foldGroup(group)]; !known {
		if w.ready[roster.Groups] {
			w.noGroup(rec, teachingGroup)
		}
		return
	}
	if w.ready[roster.Staff] {
		for _, name := range strings.FieldsFunc(rec.Values[teachingTeacher], table.IsComma) {
			if name = model.Squeeze(name); name != "" && !isVacancy(name) {
				t.Teachers = include(t.Teachers, w.findStaff(rec, teachingTeacher, name, "Преподаватель"))
			}
		}
	}
	list := rec.Values[teachingStudents]
	t.WholeGroup = list == ""
	if !t.WholeGroup && w.ready[roster.Students] {
		for _, name := range strings.FieldsFunc(list, table.IsComma) {
			if name = model.Squeeze(name); name != "" {
				t.Learners = include(t.Learners, w.findStudent(rec, teachingStudents, name, group))
			}
		}
	}
	i, again := w.teachings[t.Key]
	if !again {
		w.teachings[t.Key] = len(w.s.Teachings)
		w.s.Teachings = append(w.s.Teachings, t)
		return
	}
	whole := &w.s.Teachings[i]
	for _, teacher := range t.Teachers {
		whole.Teachers = include(whole.Teachers, teacher)
	}
	whole.Hours = max(whole.Hours, t.Hours)
	if whole.WholeGroup = whole.WholeGroup || t.WholeGroup; whole.WholeGroup {
		whole.Learners = nil
		return
	}
	for _, learner := range t.Learners {
		whole.Learners = include(whole.Learners, learner)
	}
}

// isVacancy reports whether a text means that there is no teacher yet.
func isVacancy(name string) bool {
	switch model.Fold(name) {
	case "вакансия", "вакант", "вакантно", "-", "—":
		return true
	}
	return false
}

// include appends a key that is not empty and not there yet.
func include(keys []roster.Key, k roster.Key) []roster.Key {
	if k == "" || slices.Contains(keys, k) {
		return keys
	}
	return append(keys, k)
}
