package store

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"zvonok/model"
)

// unsettled is the school after Петрова went over to Б-1 and the namesake left the college, each with a mark or an
// absence in the journals of before; the section is of no group.
func unsettled(t *testing.T) (s *school, section model.TeachingID) {
	t.Helper()
	s = newSchool(t)
	history, second := s.lesson(t, s.history, 23), s.lesson(t, s.second, 23)
	update(t, s.Store, func(tx *Tx) (err error) {
		section, err = tx.PutTeaching(0, model.TeachingEdit{Subject: "Хор", Teachers: []model.PersonID{s.teacher, s.colleague},
			Learners: []model.PersonID{s.ivanov, s.namesake, s.other}})
		if err != nil {
			return err
		}
		gone, err := tx.Person(s.namesake)
		if err != nil {
			return err
		}
		gone.Active = false
		return errors.Join(
			tx.SetMark(history, 0, model.StudentMark{Person: s.petrova, Mark: 5}),
			tx.SetAbsence(model.CellKey{Lesson: second, Person: s.namesake}, model.AbsenceIll),
			tx.EndEnrolments(s.petrova, "2026-11-25"), tx.Enrol(s.petrova, s.b, "2026-11-25"), tx.UpdatePerson(gone))
	})
	return s, section
}

// TestInJournal: the question about one person has the answer that the list of all gives.
func TestInJournal(t *testing.T) {
	s, section := unsettled(t)
	const today = "2026-11-26"
	stood := 0
	view(t, s.Store, func(tx *Tx) error {
		for _, teaching := range []model.TeachingID{s.history, s.first, s.second, s.physics, section, 999} {
			for _, days := range [][2]time.Time{{novembers(1), novembers(30)}, {novembers(24), novembers(30)}, {novembers(1), novembers(23)}} {
				students, err := tx.JournalStudents(teaching, today, days[0], days[1])
				if err != nil {
					return err
				}
				for _, person := range []model.PersonID{s.ivanov, s.namesake, s.petrova, s.other, s.teacher, 999} {
					want := slices.ContainsFunc(students, func(j model.JournalStudent) bool { return j.Person == person })
					got, err := tx.InJournal(person, teaching, today, days[0], days[1])
					if err != nil || got != want {
						t.Errorf("person %d in the journal of %d from %v: %v, %v, want %v", person, teaching, days[0], got, err, want)
					}
					if got {
						stood++
					}
				}
			}
		}
		return nil
	})
	// Иванов in three journals, Сидоров in two, Петрова in physics, for each of the ranges; her mark and his absence in one.
	if stood != 3*6+2 {
		t.Errorf("%d stand in journals", stood)
	}
}

// TestOneTeaching: a subject loaded by itself is the one that stands among all.
func TestOneTeaching(t *testing.T) {
	s, _ := unsettled(t)
	view(t, s.Store, func(tx *Tx) error {
		all, err := tx.TeachingRows(TeachingFilter{Today: "2026-11-26"})
		for _, want := range all {
			one, err := tx.TeachingRows(TeachingFilter{Only: want.ID, Today: "2026-11-26"})
			if err != nil || len(one) != 1 || !reflect.DeepEqual(one[0], want) {
				t.Errorf("%+v, %v, want %+v", one, err, want)
			}
		}
		if len(all) != 5 {
			t.Errorf("%d subjects", len(all))
		}
		return err
	})
}
