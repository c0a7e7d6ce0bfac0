package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/app/orders"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/table"
	"zvonok/model/store"
)

// rosterFile writes the snapshot as a file.
func rosterFile(t *testing.T, s roster.Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	if err := listfile.Write(&b, s); err != nil {
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
	list := small()
	list.Teachings = list.Teachings[:2] // a workbook has no sections without a group
	path := rosterFile(t, list)
	people := func() (n int) {
		w.view(t, func(tx *store.Tx) error {
			names, err := tx.Names()
			n = len(names)
			return err
		})
		return n
	}
	in := imports.New(w.college, orders.Write)
	first := files(t, path)
	preview, err := in.PreviewImport(college.AsOwner(t.Context()), first, model.ImportChoices{})
	if err != nil || preview.Section("students").Added != 5 || people() != 0 {
		t.Errorf("looked at: %v, %+v, %d people", err, preview.Sections, people())
	}
	w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingCollegeName, "x") })
	list.Students = list.Students[:4]
	w.load(t, rosterFile(t, list), model.ImportChoices{}) // somebody else, meanwhile
	before := people()
	if err := in.ApplyImport(college.AsOwner(t.Context()), first, preview.Choices, preview.Fingerprint); !errors.Is(err, app.ErrOutdated) || people() != before {
		t.Errorf("changed meanwhile: %v", err)
	}
	if w.load(t, path, model.ImportChoices{}); people() != before+1 {
		t.Errorf("applied: %d people after %d", people(), before)
	}
	if again := w.look(t, path, model.ImportChoices{}); again.Fingerprint != "" || again.Changes() != 0 {
		t.Errorf("the same again: %+v", again)
	}
	empty := filepath.Join(t.TempDir(), "пусто.xlsx")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	preview = w.look(t, empty, model.ImportChoices{})
	var limit *app.ImportLimitError
	if err := in.ApplyImport(college.AsOwner(t.Context()), files(t, empty), model.ImportChoices{}, preview.Fingerprint); !errors.As(err, &limit) || people() != before+1 {
		t.Errorf("an empty file: %v, %+v", err, preview.Problems)
	}
}

// TestImportsAreStateless: what is loaded depends on files, choices and fingerprint alone, not on what else was looked at
// in between, by anybody; and other files or choices than those of the fingerprint are refused.
func TestImportsAreStateless(t *testing.T) {
	w, file := fromFiles(t)
	ctx := t.Context()
	s, other := w.as(t, "Админова"), w.as(t, "Админова")
	fewer, whole := files(t, file("Борисова")), files(t, file())
	preview, err := s.PreviewImport(s.As(ctx), fewer, model.ImportChoices{})
	must(t, err)
	kept, err := other.PreviewImport(other.As(ctx), fewer, model.ImportChoices{KeepGone: true})
	must(t, err)
	if _, err := other.PreviewImport(other.As(ctx), whole, model.ImportChoices{}); err != nil || preview.Fingerprint == "" || kept.Fingerprint == preview.Fingerprint {
		t.Fatalf("%v, %q, %q", err, preview.Fingerprint, kept.Fingerprint)
	}
	for name, err := range map[string]error{
		"other files":    other.ApplyImport(other.As(ctx), whole, preview.Choices, preview.Fingerprint),
		"other choices":  other.ApplyImport(other.As(ctx), fewer, model.ImportChoices{KeepGone: true}, preview.Fingerprint),
		"no fingerprint": other.ApplyImport(other.As(ctx), fewer, preview.Choices, ""),
	} {
		if !errors.Is(err, app.ErrOutdated) || !w.student(t, "Борисова") {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, other.ApplyImport(other.As(ctx), fewer, preview.Choices, preview.Fingerprint))
	if w.student(t, "Борисова") {
		t.Error("she is still a student")
	}
}

func TestTemplateIsNotOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "шаблон.xlsx")
	if err := new(desk.Session).WriteTemplate(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := new(desk.Session).WriteTemplate(t.Context(), path); err == nil {
		t.Error("the file was overwritten")
	}
}

// TestImportAfterRename: a group and a subject that were renamed by hand are those of their new names in the next file, with
// their people, chats and journals, although a new group has the old name by then.
func TestImportAfterRename(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	list := small()
	list.Teachings = list.Teachings[:2] // a workbook has no sections without a group
	w.load(t, rosterFile(t, list), model.ImportChoices{})
	group, s := w.seen(t, "А-1"), w.as(t, "Админова")
	must(t, s.EditGroup(s.As(t.Context()), group, model.GroupEdit{Name: "А-2", Year: 2, Curator: group.Curator}))
	card, err := s.Group(s.As(t.Context()), group.ID)
	must(t, err)
	history := card.Teachings[0]
	must(t, s.EditTeaching(s.As(t.Context()), history, model.TeachingEdit{
		Subject: "История России", Index: history.Index, WholeGroup: true, Teachers: history.Teachers,
	}))

	list.Groups[0].Name, list.Groups[0].Year, list.Teachings[0].Subject = "А-2", 2, "История России"
	list.Groups = append(list.Groups, roster.Group{Key: "g:3", Name: "А-1", Year: 1})
	list.Students = append(list.Students, roster.Student{Key: "u:41", Code: "41", Name: model.Name{LastName: "Новая", FirstName: "Анна"}, Group: "g:3"})
	list.Teachings = append(list.Teachings, roster.Teaching{Key: "t:9", Group: "g:3", Subject: "История", Index: "ОГСЭ", WholeGroup: true, Teachers: []roster.Key{"s:4"}})
	for _, of := range w.load(t, rosterFile(t, list), model.ImportChoices{}).Sections {
		added := 0
		if of.Title == "Группы" || of.Title == "Студенты" || of.Title == "Нагрузка" {
			added = 1
		}
		if of.Added != added || of.Changed+of.Removed > 0 {
			t.Errorf("of %s %d come, %d change, %d go", of.Title, of.Added, of.Changed, of.Removed)
		}
	}
	if w.group(t, "А-2") != group.ID {
		t.Error("the group is another one")
	}
	if card, err = s.Group(s.As(t.Context()), group.ID); err != nil || len(card.Teachings) != 1 || card.Teachings[0].ID != history.ID {
		t.Errorf("its subjects are %+v, %v", card.Teachings, err)
	}
	if again := w.look(t, rosterFile(t, list), model.ImportChoices{}); again.Fingerprint != "" {
		t.Errorf("the same file changes %+v", again.Sections)
	}
}

// files are those behind paths.
func files(t testing.TB, paths ...string) model.Files {
	t.Helper()
	found, err := table.Open(t.Context(), paths)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// look is what a roster would change, for the owner of the data folder.
func (w *world) look(t *testing.T, path string, choices model.ImportChoices) model.ImportPreview {
	t.Helper()
	preview, err := imports.New(w.college, orders.Write).PreviewImport(college.AsOwner(t.Context()), files(t, path), choices)
	must(t, err)
	return preview
}

// load loads a roster for the owner of the data folder.
func (w *world) load(t *testing.T, path string, choices model.ImportChoices) model.ImportPreview {
	t.Helper()
	preview := w.look(t, path, choices)
	if preview.Fingerprint != "" || len(preview.Problems) > 0 {
		must(t, imports.New(w.college, orders.Write).ApplyImport(college.AsOwner(t.Context()), files(t, path), choices, preview.Fingerprint))
	}
	return preview
}

// TestLinkedWhileARosterIsLookedAt: a profile that somebody links, changes or takes away while a roster is looked at stays as they
// left it; where the roster gives the same profile to another, or gives them one, it is to be looked at again.
func TestLinkedWhileARosterIsLookedAt(t *testing.T) {
	const faceless, alekseeva = "Безликова", "Алексеева"
	renamed := func(list *roster.Snapshot) {
		for i := range list.Students {
			list.Students[i].Name.MiddleName = "Ивановна"
		}
	}
	gives := func(profile model.MessengerID) func(*roster.Snapshot) {
		return func(list *roster.Snapshot) {
			at := slices.IndexFunc(list.Students, func(s roster.Student) bool { return s.Name.LastName == faceless })
			list.Students[at].Messenger = profile
		}
	}
	profiles := func(w *world) (of [2]model.MessengerID) {
		w.view(t, func(tx *store.Tx) error {
			now, err := tx.Profiles()
			of = [2]model.MessengerID{now[w.person(t, faceless)], now[w.person(t, alekseeva)]}
			return err
		})
		return of
	}
	for name, c := range map[string]struct {
		file  func(*roster.Snapshot)
		then  func(w *world)
		err   error
		after [2]model.MessengerID
	}{
		"nothing": {file: gives(77), then: func(*world) {}, after: [2]model.MessengerID{77, 11}},
		"linked":  {file: renamed, then: func(w *world) { w.link(t, faceless, 77) }, after: [2]model.MessengerID{77, 11}},
		"unlinked": {file: renamed, then: func(w *world) {
			w.update(t, func(tx *store.Tx) error { return tx.SetProfile(w.person(t, alekseeva), 0) })
		}},
		"passed on": {file: renamed, then: func(w *world) {
			w.link(t, alekseeva, 78)
			w.link(t, faceless, 11)
		}, after: [2]model.MessengerID{11, 78}},
		"linked another than the roster's": {file: gives(77), then: func(w *world) { w.link(t, faceless, 78) }, err: app.ErrOutdated,
			after: [2]model.MessengerID{78, 11}},
		"another was faster": {file: gives(77), then: func(w *world) { w.link(t, alekseeva, 77) }, err: app.ErrOutdated,
			after: [2]model.MessengerID{0, 77}},
	} {
		t.Run(name, func(t *testing.T) {
			w := openWorld(t, t.TempDir(), newFake())
			list := small()
			list.Teachings = list.Teachings[:2] // a workbook has no sections without a group
			w.load(t, rosterFile(t, list), model.ImportChoices{})
			c.file(&list)
			in, path := imports.New(w.college, orders.Write), files(t, rosterFile(t, list))
			preview, err := in.PreviewImport(college.AsOwner(t.Context()), path, model.ImportChoices{})
			if err != nil || len(preview.Problems)+len(preview.Warnings) > 0 {
				t.Fatalf("%+v, %v", preview, err)
			}
			c.then(w)
			err = in.ApplyImport(college.AsOwner(t.Context()), path, preview.Choices, preview.Fingerprint)
			if !errors.Is(err, c.err) || profiles(w) != c.after {
				t.Errorf("%v, %v", err, profiles(w))
			}
			if c.err == nil {
				return
			}
			again, err := in.PreviewImport(college.AsOwner(t.Context()), path, model.ImportChoices{})
			if err != nil || len(again.Problems)+len(again.Warnings) == 0 {
				t.Errorf("looked at again: %+v, %v", again, err)
			}
		})
	}
}
