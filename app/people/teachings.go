package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

const editedTeaching = "Изменение предмета"

// AddTeaching adds a subject to a group: its teachers, and the whole group or chosen learners.
func (s *People) AddTeaching(ctx context.Context, edit model.TeachingEdit) (id model.TeachingID, err error) {
	store.Answers(ctx, &id)
	err = s.college.EditRoster(ctx, func(e *college.Edit) error {
		g, err := e.Group(edit.Group)
		if err != nil {
			return err
		}
		edit, err := cleanTeaching(e, 0, edit)
		if err != nil {
			return err
		}
		if id, err = e.PutTeaching(0, edit); err != nil {
			return err
		}
		now, err := teachingNow(e, id)
		if err != nil {
			return err
		}
		return e.Note("Добавление предмета", g.Name+"/"+now.Title(), teachingChanges(model.TeachingRow{}, now))
	})
	return id, err
}

// EditTeaching changes a subject, its teachers and learners, that somebody has seen as it was; the group stays. If it has
// changed since, nothing is changed and the error is a *model.Conflict.
func (s *People) EditTeaching(ctx context.Context, seen model.TeachingRow, edit model.TeachingEdit) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		id := seen.ID
		was, err := teachingNow(e, id)
		if err != nil {
			return err
		}
		edit.Group = was.Group
		if edit, err = cleanTeaching(e, id, edit); err != nil {
			return err
		}
		if !edit.WholeGroup {
			coming, err := e.ComingLearners(id, e.Today) // no list shows them yet
			if err != nil {
				return err
			}
			edit.Learners = append(edit.Learners, coming...)
		}
		if _, err = e.PutTeaching(id, edit); err != nil {
			return err
		}
		now, err := teachingNow(e, id)
		if err != nil {
			return err
		}
		if !sameTeaching(seen, was) {
			return s.college.Conflict(e.Tx, model.Conflict{Thing: "предмет «" + seen.Title() + "»", What: teachingChanges(seen, was),
				Mine: teachingChanges(was, now)}, was, editedTeaching, was.GroupName+"/"+was.Title())
		}
		return e.Note(editedTeaching, now.GroupName+"/"+now.Title(), teachingChanges(was, now))
	})
}

// EndTeachings ends subjects; their chats are emptied by the agent, and «Инициализировать список» removes them.
func (s *People) EndTeachings(ctx context.Context, ids []model.TeachingID) error {
	return s.college.EditRoster(ctx, func(e *college.Edit) error {
		for _, id := range ids {
			t, err := teachingNow(e, id)
			if err != nil {
				return err
			}
			if err := e.EndTeaching(id); err != nil {
				return err
			}
			if err := e.NoteEach(college.Subjects, "Завершение предмета", t.GroupName+"/"+t.Title(), ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// cleanTeaching says what is wrong with an edit of a teaching; id is zero for a new one.
func cleanTeaching(e *college.Edit, id model.TeachingID, edit model.TeachingEdit) (model.TeachingEdit, error) {
	students, err := learnersFor(e, edit.Group, id)
	if err != nil {
		return edit, err
	}
	rows, err := e.TeachingRows(store.TeachingFilter{Group: edit.Group, Today: e.Today})
	if err != nil {
		return edit, err
	}
	others := make([]model.Teaching, 0, len(rows))
	for _, t := range rows {
		if t.ID != id {
			others = append(others, t.Teaching)
		} else if t.Subject == edit.Subject && t.Index == edit.Index && t.Subgroup == edit.Subgroup {
			others = nil // it is called as before, whatever others are
			break
		}
	}
	if edit, err = edit.Clean(students, others); err != nil {
		return edit, err
	}
	for _, teacher := range edit.Teachers {
		if _, err := e.Of(teacher, model.Staff); err != nil {
			return edit, err
		}
	}
	return edit, nil
}

// learnersFor are those who may learn the teaching: the students of its group. A section without a group keeps the
// learners that the roster named.
func learnersFor(e *college.Edit, group model.GroupID, id model.TeachingID) ([]model.PersonID, error) {
	if group == 0 {
		t, err := teachingNow(e, id)
		return t.Learners, err
	}
	rows, err := e.StudentRows(model.PeopleFilter{Group: group}, store.PeopleScope{Everybody: true, Today: e.Today})
	return model.Each(rows, func(r model.StudentRow) model.PersonID { return r.Person }), err
}

func teachingNow(e *college.Edit, id model.TeachingID) (model.TeachingRow, error) {
	rows, err := e.TeachingRows(store.TeachingFilter{Only: id, Today: e.Today})
	if err != nil {
		return model.TeachingRow{}, err
	}
	if id == 0 || len(rows) != 1 {
		return model.TeachingRow{}, store.ErrNotFound
	}
	return rows[0], nil
}

// sameTeaching reports whether nothing was edited between the two; names of people do not matter.
func sameTeaching(a, b model.TeachingRow) bool {
	return a.Subject == b.Subject && a.Index == b.Index && a.Subgroup == b.Subgroup && a.Hours == b.Hours &&
		a.WholeGroup == b.WholeGroup && slices.Equal(a.Teachers, b.Teachers) && slices.Equal(a.Learners, b.Learners)
}

// teachingChanges says what of a subject changed, in words; was is the zero row for a new one.
func teachingChanges(was, now model.TeachingRow) string {
	title := was.Title()
	if was.ID == 0 {
		title = now.Title() // the journal's line is about it already
	}
	learners := field{"студенты", learnerWords(was), learnerWords(now)}
	if !was.WholeGroup && !now.WholeGroup && was.ID != 0 {
		learners = field{"студенты", "", ""}
		if added, gone := len(missing(now.Learners, was.Learners)), len(missing(was.Learners, now.Learners)); added+gone > 0 {
			learners = field{"студенты", fmt.Sprintf("%d чел.", len(was.Learners)), fmt.Sprintf("%d чел. (пришло %d, ушло %d)", len(now.Learners), added, gone)}
		}
	}
	return changes(field{"предмет", title, now.Title()}, field{"часов", numberWords(was.Hours), numberWords(now.Hours)},
		field{"преподаватели", teacherWords(was), teacherWords(now)}, learners)
}

func learnerWords(t model.TeachingRow) string {
	switch {
	case t.ID == 0:
		return ""
	case t.WholeGroup:
		return "вся группа"
	}
	return fmt.Sprintf("%d чел.", len(t.Learners))
}

func teacherWords(t model.TeachingRow) string {
	return strings.Join(model.Each(t.TeacherNames, model.Name.Short), ", ")
}

// missing are those of an ascending list who are not in the other.
func missing(list, other []model.PersonID) (gone []model.PersonID) {
	for _, id := range list {
		if _, found := slices.BinarySearch(other, id); !found {
			gone = append(gone, id)
		}
	}
	return gone
}
