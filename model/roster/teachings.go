package roster

import (
	"strings"

	"zvonok/model"
)

// compareTeachings notes what changes among the teachings and their learners.
func (x *comparison) compareTeachings() {
	x.matchTeachings()
	w := &x.out.Writes
	for i := range x.s.Teachings {
		t := &x.s.Teachings[i]
		ref := x.refs[t.Key]
		was := x.teachings[model.TeachingID(ref.ID)]
		now, ok := x.teachingWrite(t, ref, was)
		if !ok {
			continue
		}
		group := x.groupName(now.Group, t.Group)
		title := model.SubjectTitle(group, model.Teaching{Subject: now.Subject, Index: now.Index, Subgroup: now.Subgroup})
		line := Line{Ref: ref, Title: title, Group: group}
		if was == nil {
			x.out.Teachings.Added = append(x.out.Teachings.Added, line)
			w.Teachings = append(w.Teachings, now)
		} else if line.Fields = x.teachingFields(was, now); len(line.Fields) > 0 {
			x.out.Teachings.Changed = append(x.out.Teachings.Changed, line)
			w.Teachings = append(w.Teachings, now)
		} else {
			x.out.Teachings.Unchanged++
		}
		if x.s.Given[Learners] {
			x.compareLearners(t, ref, Line{Detail: title, Group: group})
		}
	}
	for i := range x.c.Teachings {
		t := &x.c.Teachings[i]
		if x.d.KeepGone || !x.s.Given[Teachings] || x.teachingIDs[t.ID] || x.staying[t.Group] || len(x.keysOf[Teachings][int64(t.ID)]) == 0 {
			continue
		}
		group := x.groups[t.Group].name()
		title := model.SubjectTitle(group, *t)
		x.out.Teachings.Removed = append(x.out.Teachings.Removed, Line{Ref: Ref{ID: int64(t.ID)}, Title: title, Group: group})
		w.TeachingsGone = append(w.TeachingsGone, t.ID)
		for _, l := range x.learners[t.ID] {
			x.removeLearner(l, Line{Detail: title, Group: group})
		}
	}
}

// matchTeachings finds the college's teachings behind the snapshot's: by key, then by an equal group,
// subject, index and subgroup.
func (x *comparison) matchTeachings() {
	if x.namesKey() {
		x.matchContents(func(*model.Teaching) bool { return true })
	}
	for i := range x.s.Teachings {
		k := x.s.Teachings[i].Key
		id, ok := x.keys[k]
		if _, found := x.refs[k]; ok && !found && x.teachings[model.TeachingID(id)] != nil && !x.teachingIDs[model.TeachingID(id)] {
			x.refs[k] = Ref{ID: id}
			x.teachingIDs[model.TeachingID(id)] = true
		}
	}
	x.matchContents(func(t *model.Teaching) bool { return len(x.keysOf[Teachings][int64(t.ID)]) == 0 })
	for i := range x.s.Teachings {
		if k := x.s.Teachings[i].Key; x.refs[k].IsZero() {
			x.refs[k] = Ref{Key: k}
		}
	}
}

// matchContents matches the teachings that may be to those of the snapshot with an equal group, subject, index and subgroup.
func (x *comparison) matchContents(may func(*model.Teaching) bool) {
	type content struct {
		group                    model.GroupID
		subject, index, subgroup string
	}
	byContent := map[content]*model.Teaching{}
	for i := range x.c.Teachings {
		t := &x.c.Teachings[i]
		if x.teachingIDs[t.ID] || !may(t) {
			continue
		}
		c := content{t.Group, model.Fold(t.Subject), model.Fold(t.Index), model.Fold(t.Subgroup)}
		if _, twice := byContent[c]; twice {
			t = nil
		}
		byContent[c] = t
	}
	if len(byContent) == 0 {
		return
	}
	for i := range x.s.Teachings {
		t := &x.s.Teachings[i]
		group := x.refs[t.Group]
		if _, found := x.refs[t.Key]; found || group.IsNew() {
			continue
		}
		c := content{model.GroupID(group.ID), model.Fold(t.Subject), model.Fold(t.Index), model.Fold(t.Subgroup)}
		if was := byContent[c]; was != nil && !x.teachingIDs[was.ID] {
			x.teachingIDs[was.ID] = true
			x.refs[t.Key] = Ref{ID: int64(was.ID)}
		}
	}
}

// teachingWrite is the teaching as it will be. ok is false when a reference leads nowhere.
func (x *comparison) teachingWrite(t *Teaching, ref Ref, was *model.Teaching) (now TeachingWrite, ok bool) {
	now = TeachingWrite{
		Ref: ref, Subject: t.Subject, Index: t.Index, Subgroup: t.Subgroup, Hours: t.Hours, WholeGroup: t.WholeGroup,
	}
	ok = true
	if t.Group != "" {
		if now.Group, ok = x.refs[t.Group]; !ok {
			x.problems.Add(t.At, string(t.Group), "Группы нет ни в файле, ни в колледже")
			return now, false
		}
	}
	if was != nil && x.s.Lacks.Has(FieldHours) {
		now.Hours = was.Hours
	}
	if !x.s.Given[Learners] {
		if was != nil {
			now.Group, now.WholeGroup = Ref{ID: int64(was.Group)}, was.WholeGroup
			for _, id := range was.Teachers {
				now.Teachers = append(now.Teachers, Ref{ID: int64(id)})
			}
		}
		return now, true
	}
	now.Teachers = make([]Ref, 0, len(t.Teachers))
	for _, k := range t.Teachers {
		teacher, found := x.refs[k]
		if !found {
			x.problems.Add(t.At, string(k), "Преподавателя нет ни в файле, ни в колледже")
			ok = false
			continue
		}
		now.Teachers = append(now.Teachers, teacher)
	}
	now.Teachers = sortRefs(now.Teachers)
	return now, ok
}

// teachingFields are the changes between a teaching before and after.
func (x *comparison) teachingFields(was *model.Teaching, now TeachingWrite) []FieldChange {
	fields := changed(nil, "Предмет", was.Subject, now.Subject)
	fields = changed(fields, "Индекс", was.Index, now.Index)
	fields = changed(fields, "Подгруппа", was.Subgroup, now.Subgroup)
	fields = changed(fields, "Часов", numberText(was.Hours), numberText(now.Hours))
	if now.Group.ID != int64(was.Group) || now.Group.IsNew() {
		fields = append(fields, groupChange(x.groups[was.Group].name(), x.groupName(now.Group, now.Group.Key)))
	}
	fields = changed(fields, "Студенты", wholeText(was.WholeGroup), wholeText(now.WholeGroup))
	same := len(was.Teachers) == len(now.Teachers)
	for i := 0; same && i < len(was.Teachers); i++ {
		same = int64(was.Teachers[i]) == now.Teachers[i].ID
	}
	if same {
		return fields
	}
	before := model.Each(was.Teachers, func(id model.PersonID) string { return x.personName(Ref{ID: int64(id)}, "") })
	after := model.Each(now.Teachers, func(ref Ref) string { return x.personName(ref, ref.Key) })
	return append(fields, FieldChange{Field: "Преподаватель", Before: strings.Join(before, ", "), After: strings.Join(after, ", ")})
}

// compareLearners brings the listed learners of a teaching to what the snapshot states; in is a line that names the
// teaching.
func (x *comparison) compareLearners(t *Teaching, ref Ref, in Line) {
	was := x.learners[model.TeachingID(ref.ID)]
	if ref.IsNew() {
		was = nil
	}
	learners := make([]Ref, 0, len(t.Learners))
	for _, k := range t.Learners {
		student, ok := x.refs[k]
		if !ok {
			x.problems.Add(t.At, string(k), "Студента нет ни в файле, ни в колледже")
			continue
		}
		learners = append(learners, student)
	}
	for _, student := range sortRefs(learners) {
		// New people come first and are in no list; the others are in ascending order, as was is.
		for len(was) > 0 && int64(was[0].Student) < student.ID {
			x.removeLearner(was[0], in)
			was = was[1:]
		}
		if len(was) > 0 && int64(was[0].Student) == student.ID {
			x.out.Learners.Unchanged++
			was = was[1:]
			continue
		}
		x.out.Writes.Learners = append(x.out.Writes.Learners, LearnerWrite{ref, student})
		x.out.Learners.Added = append(x.out.Learners.Added, x.learnerLine(in, student))
	}
	for _, l := range was {
		x.removeLearner(l, in)
	}
}

func (x *comparison) removeLearner(l Learner, in Line) {
	x.out.Writes.LearnersGone = append(x.out.Writes.LearnersGone, l)
	x.out.Learners.Removed = append(x.out.Learners.Removed, x.learnerLine(in, Ref{ID: int64(l.Student)}))
}

// learnerLine is a student in the line of a teaching; where that has no group, the student's own counts.
func (x *comparison) learnerLine(in Line, student Ref) Line {
	in.Title = x.personName(student, student.Key)
	if in.Group == "" {
		in.Group = x.studentGroup(student, student.Key)
	}
	return in
}

func wholeText(whole bool) string {
	if whole {
		return "вся группа"
	}
	return "по списку"
}
