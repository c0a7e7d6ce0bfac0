package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
	"zvonok/model/store"
)

func founding() model.Founding {
	return model.Founding{
		College: "  Педагогический   колледж ", TimeZone: "Asia/Omsk", Administrator: model.ParseName("Каган Наталья Васильевна"),
		Login: "kagan.nv", Password: chosenPassword,
	}
}

// founded is a college that was just founded, with its administrator at work.
func founded(t *testing.T) (*world, *desk.Session) {
	t.Helper()
	w := openWorld(t, t.TempDir(), newFake())
	w.college.PasswordCost = cheap
	s := w.session(t, "")
	if err := s.Found(t.Context(), founding()); err != nil {
		t.Fatal(err)
	}
	return w, s
}

func TestFound(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	w.college.PasswordCost = cheap
	s := w.session(t, "")
	if entry, err := s.Entry(t.Context()); err != nil || entry.Founded || entry.Accounts {
		t.Fatalf("%+v, %v", entry, err)
	}
	if err := s.Found(t.Context(), founding()); err != nil {
		t.Fatal(err)
	}
	entry, err := s.Entry(t.Context())
	if want := (model.Entry{ID: entry.ID, College: "Педагогический колледж", Founded: true, Accounts: true}); err != nil || entry != want || entry.ID == "" {
		t.Errorf("%+v, %v", entry, err)
	}
	if p := s.Person(); p.Name.LastName != "Каган" || !p.Roles.Has(model.RoleAdmin) || !p.Kind.Has(model.Staff) || s.College() != "Педагогический колледж" {
		t.Errorf("%+v is at work in %q", p, s.College())
	}
	w.view(t, func(tx *store.Tx) error {
		zone, err := tx.Setting(store.SettingTimeZone, "")
		if zone != "Asia/Omsk" {
			t.Errorf("lives by %q", zone)
		}
		return err
	})
	if err := w.session(t, "").Found(t.Context(), founding()); err == nil || !strings.Contains(err.Error(), "уже заведён") {
		t.Errorf("a second college was founded over the first: %v", err)
	}
	if _, err := w.session(t, "").SignIn(t.Context(), "kagan.nv", chosenPassword, false); err != nil {
		t.Error(err)
	}
}

// TestFoundNothing: what is refused leaves nothing behind.
func TestFoundNothing(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	w.college.PasswordCost = cheap
	s := w.session(t, "")
	f := founding()
	f.Password = "коротко"
	if err := s.Found(t.Context(), f); err == nil {
		t.Fatal("founded with a short password")
	}
	if entry, err := s.Entry(t.Context()); err != nil || entry != (model.Entry{}) {
		t.Errorf("%+v, %v", entry, err)
	}
}

// TestFounderInRoster: the founder that a roster names is the same person, with the account, the
// roles of the roster and its code.
func TestFounderInRoster(t *testing.T) {
	for name, c := range map[string]struct {
		roles    model.Roles
		stated   model.Roles
		problems bool
	}{
		"as administrator":                                     {roles: model.RoleAdmin | model.RoleTeacher, stated: everyRole},
		"without a word about roles":                           {},
		"as a teacher, with another admin, who cannot sign in": {roles: model.RoleTeacher, stated: everyRole},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := founded(t)
			id := s.Person().ID
			snapshot := small()
			snapshot.Staff = append(snapshot.Staff, roster.StaffMember{
				Key: "s:77", Code: "77", Name: model.ParseName("каган наталья  васильевна"), Roles: c.roles, Stated: c.stated, Messenger: 77,
			})
			w.apply(t, snapshot)
			var kagans []model.Person
			w.view(t, func(tx *store.Tx) error {
				staff, err := tx.Members(model.Staff)
				for _, p := range staff {
					if model.Fold(p.Name.LastName) == "каган" {
						kagans = append(kagans, p)
					}
				}
				return err
			})
			if len(kagans) != 1 || kagans[0].ID != id || kagans[0].Messenger != 77 {
				t.Fatalf("the college has %+v", kagans)
			}
			if want := model.RoleAdmin | c.roles; kagans[0].Roles != want {
				t.Errorf("holds %v, want %v", kagans[0].Roles, want)
			}
			w.apply(t, snapshot) // and again, by the code that is known now
			if in, err := w.session(t, "").SignIn(t.Context(), "kagan.nv", chosenPassword, false); err != nil || in.Person.ID != id {
				t.Errorf("%+v, %v", in, err)
			}
		})
	}
}

const everyRole = model.RoleAdmin | model.RoleCurator | model.RoleTeacher | model.RightManageChats

// TestFounderStaysUntilAnotherSignsIn: the same file takes the founder's role away once another administrator has an account.
func TestFounderStaysUntilAnotherSignsIn(t *testing.T) {
	w, s := founded(t)
	snapshot := small()
	snapshot.Staff = append(snapshot.Staff, roster.StaffMember{Key: "s:77", Code: "77", Name: founding().Administrator, Roles: model.RoleTeacher, Stated: everyRole})
	read := files(t, workbook(t, snapshot))
	look := func() model.ImportPreview {
		t.Helper()
		preview, err := s.PreviewImport(s.As(t.Context()), read, model.ImportChoices{})
		if err != nil {
			t.Fatal(err)
		}
		return preview
	}
	before := look()
	if len(before.Warnings) != 1 || !strings.Contains(before.Warnings[0], "остаётся администратором") {
		t.Errorf("warns %q", before.Warnings)
	}
	if err := s.ApplyImport(s.As(t.Context()), read, before.Choices, before.Fingerprint); err != nil {
		t.Fatal(err)
	}
	if again := look(); again.Changes() != 0 {
		t.Errorf("the same once more: %+v", again)
	}
	if _, err := s.CreateAccounts(s.As(t.Context()), []model.PersonID{w.person(t, "Админова")}); err != nil {
		t.Fatal(err)
	}
	if after := look(); after.Changes() != 1 || len(after.Warnings) != 0 {
		t.Errorf("%d changes, warns %q", after.Changes(), after.Warnings)
	}
}

// TestFounderNotInRoster: a roster that does not know the founder leaves them in place.
func TestFounderNotInRoster(t *testing.T) {
	w, s := founded(t)
	w.apply(t, small())
	if in, err := w.session(t, "").SignIn(t.Context(), "kagan.nv", chosenPassword, false); err != nil || !in.Person.Roles.Has(model.RoleAdmin) || in.Person.ID != s.Person().ID {
		t.Errorf("%+v, %v", in, err)
	}
}

// workbook writes a snapshot as our workbook, but for what has no group, for which it has no place.
func workbook(t *testing.T, s roster.Snapshot) string {
	t.Helper()
	s.Teachings = slices.DeleteFunc(slices.Clone(s.Teachings), func(t roster.Teaching) bool { return t.Group == "" })
	path := filepath.Join(t.TempDir(), "списки.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(listfile.Write(f, s), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestImportPreview(t *testing.T) {
	w, s := founded(t)
	path := workbook(t, small())
	read := files(t, path)
	preview, err := s.PreviewImport(s.As(t.Context()), read, model.ImportChoices{})
	if err != nil || preview.Fingerprint == "" || len(preview.Problems) > 0 {
		t.Fatalf("%+v, %v", preview, err)
	}
	if entry := preview.Files; len(entry) != 1 || entry[0] != "списки.xlsx" {
		t.Errorf("files %q", entry)
	}
	counts := map[string]int{}
	for _, section := range preview.Sections {
		counts[section.Title] = section.Added
		if len(section.Lines) != section.Added+section.Changed+section.Removed {
			t.Errorf("%s: %d lines", section.Title, len(section.Lines))
		}
	}
	if counts["Студенты"] != 5 || counts["Сотрудники"] != 6 || counts["Группы"] != 2 || counts["Родители"] != 3 {
		t.Errorf("adds %v", counts)
	}
	if entry, _ := s.Accounts(s.As(t.Context())); len(entry) != 1 {
		t.Errorf("looking changed the college: %d people", len(entry))
	}
	if err := s.ApplyImport(s.As(t.Context()), read, preview.Choices, preview.Fingerprint); err != nil {
		t.Fatal(err)
	}
	if w.person(t, "Алексеева") == 0 || s.Person().Name.LastName != "Каган" || !s.HasPassword() {
		t.Error("the roster is not there, or its loader is gone")
	}
	if err := s.ApplyImport(s.As(t.Context()), read, preview.Choices, preview.Fingerprint); err == nil {
		t.Error("loaded twice")
	}
	preview, err = s.PreviewImport(s.As(t.Context()), read, model.ImportChoices{})
	if err != nil || preview.Changes() != 0 {
		t.Errorf("a second time there is something to do: %+v, %v", preview, err)
	}
}

// TestImportPreviewOverrun: what was shown is what happens, or nothing does.
func TestImportPreviewOverrun(t *testing.T) {
	w, s := founded(t)
	read := files(t, workbook(t, small()))
	preview, err := s.PreviewImport(s.As(t.Context()), read, model.ImportChoices{})
	if err != nil {
		t.Fatal(err)
	}
	w.apply(t, small())
	if err := s.ApplyImport(s.As(t.Context()), read, preview.Choices, preview.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("got %v", err)
	}
}

func TestImportPreviewProblems(t *testing.T) {
	_, s := founded(t)
	broken := small()
	broken.Staff[0].Messenger = broken.Staff[1].Messenger
	read := files(t, workbook(t, broken))
	preview, err := s.PreviewImport(s.As(t.Context()), read, model.ImportChoices{})
	if err != nil || preview.Fingerprint != "" || len(preview.Problems) == 0 {
		t.Fatalf("%+v, %v", preview, err)
	}
	if p := preview.Problems[0]; p.Message == "" || p.Row == 0 || p.File == "" {
		t.Errorf("nobody can find %+v", p)
	}
	if err := s.ApplyImport(s.As(t.Context()), read, preview.Choices, preview.Fingerprint); err == nil {
		t.Error("problems were loaded")
	}
	if _, err := s.ReadFiles(t.Context(), []string{filepath.Join(t.TempDir(), "нет.xlsx")}); err == nil {
		t.Error("a file that is not there was read")
	}
}
