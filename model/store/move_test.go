package store

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store/pgtest"
)

// exported is all that is in a copy: its schema, each row of each table, and the numbers that were given.
func exported(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open(driver, dsn(path, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var out strings.Builder
	for _, query := range []string{`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name`, `SELECT name || ' ' || seq FROM sqlite_sequence WHERE name <> 'goose_db_version' ORDER BY name`} {
		lines, err := texts(t.Context(), db, query)
		if err != nil {
			t.Fatal(err)
		}
		out.WriteString(strings.Join(lines, "\n") + "\n")
	}
	tables, err := tablesOf(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		err := table.rows(t.Context(), db, func(some batch) error {
			for _, row := range some {
				_, _ = fmt.Fprintf(&out, "%s %#v\n", table.name, row)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// firstOther is the first line in which two exports differ.
func firstOther(got, want string) string {
	there, here := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(there), len(here)) {
		if there[i] != here[i] {
			return there[i] + "\nwant " + here[i]
		}
	}
	return "one is longer"
}

// workedIn is a college in which something of every kind was done.
func workedIn(t *testing.T, s *Store) {
	t.Helper()
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	update(t, s, func(tx *Tx) error {
		if err := tx.Record(at); err != nil {
			return err
		}
		p, err := tx.InsertPerson(model.Person{Name: model.Name{LastName: "О'Коннор «Ёж»", FirstName: "Анна\\", MiddleName: "\t\u2028\U0001F600"}, Kind: model.Staff, Active: true})
		if err != nil {
			return err
		}
		student, err := tx.InsertPerson(model.Person{Name: model.Name{LastName: "Студент"}, Kind: model.Student, Active: true})
		if err != nil {
			return err
		}
		group, err := tx.InsertGroup(model.Group{Name: "ДО-19-1", Year: 1, Curator: p})
		if err != nil {
			return err
		}
		if err := tx.Enrol(student, group, "2026-09-01"); err != nil {
			return err
		}
		teaching, err := tx.PutTeaching(0, model.TeachingEdit{Group: group, Subject: "Музыка", Teachers: []model.PersonID{p}, WholeGroup: true})
		if err != nil {
			return err
		}
		lesson, err := tx.AddLesson(model.Lesson{Teaching: teaching, Date: at.Truncate(24 * time.Hour)})
		if err != nil {
			return err
		}
		gone, err := tx.AddTask(model.Task{Lesson: lesson, Title: "удалена"})
		if err != nil {
			return err
		}
		return errors.Join(tx.SetMark(lesson, 0, model.StudentMark{Person: student, Mark: 5}), tx.DeleteTask(model.Task{ID: gone, Lesson: lesson}),
			tx.AddAccount(AccountRecord{Person: p, Login: "Boss", Hash: "$argon2id$"}), tx.AddSession("digest", SessionRecord{Person: p, Since: at, Until: at.Add(time.Hour)}),
			tx.SetProfile(p, 7), tx.AskErrand("поручение", "{}"), tx.StopErrand("поручение"), tx.SetSetting(SettingCollegeName, "Колледж"), tx.Audit(at, p, "Проба", "", ""))
	})
}

// TestMoveThereAndBack: a college that was moved to PostgreSQL and back is the same in all that its copy has, goes on numbering as if
// it had never moved, and leaves nothing behind that could be opened.
func TestMoveThereAndBack(t *testing.T) {
	onlyPostgres(t)
	ctx, dir := t.Context(), t.TempDir()
	open := func() *Store {
		s, err := Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	copied := func(s *Store, name string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := s.Backup(ctx, path); err != nil {
			t.Fatal(err)
		}
		return exported(t, path)
	}
	first := open()
	workedIn(t, first)
	want := copied(first, "до.db")
	at := Database{URL: pgtest.Empty(t)}
	database, err := OpenDatabase(ctx, dir, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Close() })
	if err := first.Move(ctx, database); err != nil {
		t.Fatal(err)
	}
	if err := first.Update(ctx, func(*Tx) error { return nil }); !errors.Is(err, model.ErrMoved) {
		t.Errorf("who has what is left open writes there: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if got := copied(database, "там.db"); got != want {
		t.Errorf("there it is another one: %s", firstOther(got, want))
	}
	if _, err := Open(ctx, dir); !errors.Is(err, model.ErrMoved) || !strings.Contains(err.Error(), database.Place()) {
		t.Errorf("what is left opens with %v", err)
	}
	if err := database.MoveToFolder(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDatabase(ctx, dir, at); !errors.Is(err, model.ErrMoved) {
		t.Errorf("what is left in the database opens with %v", err)
	}
	back := open()
	if got := copied(back, "обратно.db"); got != want {
		t.Errorf("back it is another one: %s", firstOther(got, want))
	}
	var task model.TaskID
	update(t, back, func(tx *Tx) (err error) {
		task, err = tx.AddTask(model.Task{Lesson: 1})
		return err
	})
	if task != 2 {
		t.Errorf("the next task is %d: the first, which was deleted, had the number 1", task)
	}
	if err := database.MoveToFolder(ctx); !errors.Is(err, errOccupied) {
		t.Errorf("over a college: %v", err)
	}
	if err := back.Move(ctx, database); !errors.Is(err, errOccupied) {
		t.Errorf("into a database with people: %v", err)
	}
	if get(t, back) != "Колледж" {
		t.Error("the college is gone")
	}
}
