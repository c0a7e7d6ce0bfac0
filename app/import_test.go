package app_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zvonok/app"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// rosterFile writes the snapshot as a file.
func rosterFile(t *testing.T, s roster.Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	if err := roster.WriteWorkbook(&b, s); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "колледж.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestImport: all or nothing, what was shown and nothing else, and nobody is kept from writing while a
// person looks at it.
func TestImport(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	college := small()
	college.Teachings = college.Teachings[:2] // a workbook has no sections without a group
	path := rosterFile(t, college)
	people := func() (n int) {
		w.view(t, func(tx *store.Tx) error {
			names, err := tx.Names()
			n = len(names)
			return err
		})
		return n
	}
	done, err := w.college.Import(t.Context(), asking(path, func(c roster.Changes, _ []string) bool {
		if c.Counts().Students.Added != 5 {
			t.Errorf("shown: %+v", c.Counts())
		}
		w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCollegeName, "x") })
		return false
	}))
	if err != nil || done.Applied || people() != 0 {
		t.Errorf("declined: %v, %d people", err, people())
	}
	yes := func(roster.Changes, []string) bool { return true }
	college.Students = college.Students[:4]
	smaller := rosterFile(t, college)
	_, err = w.college.Import(t.Context(), asking(path, func(roster.Changes, []string) bool {
		if _, err := w.college.Import(t.Context(), asking(smaller, yes)); err != nil { // somebody else, meanwhile
			t.Error(err)
		}
		return true
	}))
	if !errors.Is(err, app.ErrRosterChanged) {
		t.Errorf("changed meanwhile: %v", err)
	}
	before := people()
	if done, err := w.college.Import(t.Context(), asking(path, yes)); err != nil || !done.Applied || people() != before+1 {
		t.Errorf("applied: %v, %d people after %d", err, people(), before)
	}
	if done, err := w.college.Import(t.Context(), asking(path, yes)); err != nil || !done.Changes.Writes.Empty() {
		t.Errorf("the same again: %v, %+v", err, done.Changes.Counts())
	}
	empty := filepath.Join(t.TempDir(), "пусто.xlsx")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var limit *app.ImportLimitError
	if done, err := w.college.Import(t.Context(), asking(empty, yes)); !errors.As(err, &limit) || len(done.Problems) == 0 || people() != before+1 {
		t.Errorf("an empty file: %v, %+v", err, done.Problems)
	}
}

func TestTemplateIsNotOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "шаблон.xlsx")
	if err := app.Template(path); err != nil {
		t.Fatal(err)
	}
	if err := app.Template(path); err == nil {
		t.Error("the file was overwritten")
	}
}

// asking is an import of one file, agreed to by confirm.
func asking(path string, confirm func(roster.Changes, []string) bool) app.ImportRequest {
	return app.ImportRequest{Paths: []string{path}, Confirm: confirm}
}
