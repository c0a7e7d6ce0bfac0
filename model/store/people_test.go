package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// peopled fills a college with that many groups of 25 students, each with a parent and four subjects.
func peopled(tb testing.TB, groups int) *store.Store {
	tb.Helper()
	s, err := store.Open(context.Background(), tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	person := func(tx *store.Tx, kind model.Kind, n int) (model.PersonID, error) {
		return tx.InsertPerson(model.Person{Kind: kind, Active: true,
			Name: model.Name{LastName: fmt.Sprintf("Фамилия%05d", n), FirstName: "Анна", MiddleName: "Ивановна"}})
	}
	err = s.Update(context.Background(), func(tx *store.Tx) error {
		for g := range groups {
			curator, err := person(tx, model.Staff, g)
			if err != nil {
				return err
			}
			group, err := tx.InsertGroup(model.Group{Name: fmt.Sprintf("ДО-%d", g), Year: 1 + g%4, Curator: curator})
			if err != nil {
				return err
			}
			for i := range 25 {
				student, err := person(tx, model.Student, g*25+i)
				if err != nil {
					return err
				}
				parent, err := person(tx, model.Parent, g*25+i)
				if err != nil {
					return err
				}
				if err := tx.Enrol(student, group, "2026-09-01"); err != nil {
					return err
				}
				if err := tx.PutGuardianship(parent, student, "мать"); err != nil {
					return err
				}
			}
			for i := range 4 {
				_, err := tx.PutTeaching(0, model.TeachingEdit{Group: group, Subject: fmt.Sprintf("Предмет %d", i), WholeGroup: true, Teachers: []model.PersonID{curator}})
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

var everybody = store.PeopleScope{Everybody: true, Today: "2026-11-23"}

func TestEnrolments(t *testing.T) {
	s := peopled(t, 2)
	ctx := t.Context()
	check := func(what, today string, want ...string) {
		t.Helper()
		var got []string
		err := s.View(ctx, func(tx *store.Tx) error {
			rows, err := tx.StudentRows(model.PeopleFilter{Name: "фамилия00000"}, store.PeopleScope{Everybody: true, Today: today})
			for _, r := range rows {
				got = append(got, r.GroupName)
			}
			return err
		})
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %q, %v; want %q", what, got, err, want)
		}
	}
	update := func(fn func(*store.Tx) error) {
		t.Helper()
		if err := s.Update(ctx, fn); err != nil {
			t.Fatal(err)
		}
	}
	check("not begun yet", "2026-08-01", "ДО-0 с 01.09.2026")
	check("enrolled", "2026-11-23", "ДО-0")
	const student = 2 // after the curator
	update(func(tx *store.Tx) error {
		if err := tx.EndEnrolments(student, "2026-11-23"); err != nil {
			return err
		}
		return tx.Enrol(student, 2, "2026-11-23")
	})
	check("moved", "2026-11-23", "ДО-1")
	update(func(tx *store.Tx) error { return tx.EndEnrolments(student, "2026-11-23") })
	check("moved and taken back on one day", "2026-11-23", "")
	err := s.View(ctx, func(tx *store.Tx) error {
		groups, err := tx.Enrolled(student)
		if len(groups) != 1 || groups[0].Until != time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) {
			t.Errorf("the history is %+v", groups)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDisbandedGroupIsNowhere(t *testing.T) {
	s := peopled(t, 1)
	if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.Disband(1) }); err != nil {
		t.Fatal(err)
	}
	err := s.View(t.Context(), func(tx *store.Tx) error {
		groups, err := tx.GroupRows(everybody)
		if err != nil || len(groups) != 0 {
			t.Errorf("%d groups, %v", len(groups), err)
		}
		subjects, err := tx.TeachingRows(store.TeachingFilter{Today: everybody.Today})
		if err != nil || len(subjects) != 0 {
			t.Errorf("%d subjects, %v", len(subjects), err)
		}
		staff, err := tx.StaffRows(model.PeopleFilter{})
		if len(staff) != 1 || len(staff[0].Curates) != 0 || staff[0].Teaches != 0 {
			t.Errorf("staff %+v", staff)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// BenchmarkPeopleLists reads the lists of a college of 5,000 students: each is a fixed number of statements.
func BenchmarkPeopleLists(b *testing.B) {
	s := peopled(b, 200)
	for name, read := range map[string]func(*store.Tx) (int, error){
		"groups": func(tx *store.Tx) (int, error) {
			rows, err := tx.GroupRows(everybody)
			return len(rows), err
		},
		"students": func(tx *store.Tx) (int, error) {
			rows, err := tx.StudentRows(model.PeopleFilter{}, everybody)
			return len(rows), err
		},
		"parents": func(tx *store.Tx) (int, error) {
			rows, err := tx.ParentRows(model.PeopleFilter{}, everybody)
			return len(rows), err
		},
		"staff": func(tx *store.Tx) (int, error) {
			rows, err := tx.StaffRows(model.PeopleFilter{})
			return len(rows), err
		},
		"card": func(tx *store.Tx) (int, error) {
			rows, err := tx.TeachingRows(store.TeachingFilter{Group: 7, Today: everybody.Today})
			return len(rows), err
		},
		"curator": func(tx *store.Tx) (int, error) {
			rows, err := tx.StudentRows(model.PeopleFilter{}, store.PeopleScope{Of: 1, Today: everybody.Today})
			return len(rows), err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				err := s.View(b.Context(), func(tx *store.Tx) error {
					n, err := read(tx)
					if err == nil && n == 0 {
						err = store.ErrNotFound
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
