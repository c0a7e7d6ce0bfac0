package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// cheap makes the hashes of tests: the rules are the same, the minutes are not.
var cheap = college.PasswordCost{Memory: 64, Time: 1, Threads: 1}

// chosenPassword is what everybody of the tests chooses.
const chosenPassword = "синий чемодан"

// newAccounts is the small college whose administrator is about to create accounts.
func newAccounts(t *testing.T) (*world, *desk.Session) {
	t.Helper()
	w := newWorld(t)
	w.college.PasswordCost = cheap
	return w, w.session(t, "Админова")
}

// issue gives somebody an account with a one-time password.
func (w *world) issue(t *testing.T, admin *desk.Session, surname string) model.Issued {
	t.Helper()
	issued, err := admin.CreateAccounts(admin.As(t.Context()), []model.PersonID{w.person(t, surname)})
	if err != nil {
		t.Fatal(err)
	}
	return issued[0]
}

// account gives somebody an account with chosenPassword, and answers with its login.
func (w *world) account(t *testing.T, admin *desk.Session, surname string) string {
	t.Helper()
	a := w.issue(t, admin, surname)
	s := w.session(t, "")
	if in, err := s.SignIn(t.Context(), a.Login, a.Password, false); err != nil || !in.MustChange {
		t.Fatalf("%+v, %v", in, err)
	}
	if _, err := s.ChangePassword(t.Context(), a.Password, chosenPassword); err != nil {
		t.Fatal(err)
	}
	return a.Login
}

// signIn is somebody at work who came in by login and password.
func (w *world) signIn(t *testing.T, admin *desk.Session, surname string) *desk.Session {
	t.Helper()
	login := w.account(t, admin, surname)
	s := w.session(t, "")
	in, err := s.SignIn(t.Context(), login, chosenPassword, false)
	if err != nil || in.MustChange || in.Person.Name.LastName != surname {
		t.Fatalf("%+v, %v", in, err)
	}
	return s
}

func TestCreateAccounts(t *testing.T) {
	w, admin := newAccounts(t)
	ids := []model.PersonID{w.person(t, "Алексеева"), w.person(t, "Мамина"), w.person(t, "Учителева"), w.person(t, "Алексеева")}
	issued, err := admin.CreateAccounts(admin.As(t.Context()), ids)
	if err != nil {
		t.Fatal(err)
	}
	var logins []string
	for _, a := range issued {
		logins = append(logins, a.Login)
		if len(a.Password) != 14 || strings.ContainsAny(a.Password, "0oO1lIi") {
			t.Errorf("%s cannot be read aloud", a.Password)
		}
	}
	if want := []string{"alekseeva.a", "mamina.a", "uchiteleva.a"}; !slices.Equal(logins, want) {
		t.Errorf("logins %q, want %q", logins, want)
	}
	if issued[0].Group != "А-1" || issued[1].Group != "А-1" || issued[2].Group != "" {
		t.Errorf("groups %q, %q, %q", issued[0].Group, issued[1].Group, issued[2].Group)
	}
	if issued[0].Password == issued[1].Password {
		t.Error("two people have one password")
	}
	// A person who has an account keeps it; the others of the choice get theirs.
	more, err := admin.CreateAccounts(admin.As(t.Context()), append(ids, w.person(t, "Завхозова")))
	if err != nil || len(more) != 1 || more[0].Login != "zavkhozova.a" {
		t.Errorf("got %v, %v", more, err)
	}
	if _, err := admin.CreateAccounts(admin.As(t.Context()), ids); err == nil || !strings.Contains(err.Error(), "уже есть") {
		t.Errorf("got %v", err)
	}
	if _, err := admin.CreateAccounts(admin.As(t.Context()), []model.PersonID{9999}); err == nil {
		t.Error("nobody got an account")
	}
	all, err := admin.Accounts(admin.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	with := slices.DeleteFunc(slices.Clone(all), func(a model.Account) bool { return a.Login == "" })
	if len(with) != 4 {
		t.Errorf("%d of %d people have an account", len(with), len(all))
	}
	at := slices.IndexFunc(with, func(a model.Account) bool { return a.Person == w.person(t, "Алексеева") })
	if at < 0 || !with[at].OneTime || !with[at].LastIn.IsZero() {
		t.Errorf("got %+v", with)
	}
}

// TestNamesakes: each of three people of one name has a login of their own.
func TestNamesakes(t *testing.T) {
	w, admin := newAccounts(t)
	twin := small()
	for _, code := range []string{"91", "92"} {
		twin.Staff = append(twin.Staff, roster.StaffMember{Key: roster.Key("s:" + code), Code: code, Name: twin.Staff[5].Name})
	}
	w.apply(t, twin)
	everybody, err := admin.Accounts(admin.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	var ids []model.PersonID
	for _, a := range everybody {
		if a.Name.LastName == "Завхозова" {
			ids = append(ids, a.Person)
		}
	}
	issued, err := admin.CreateAccounts(admin.As(t.Context()), ids)
	if err != nil || len(issued) != 3 {
		t.Fatalf("%v, %v", issued, err)
	}
	for i, want := range []string{"zavkhozova.a", "zavkhozova.a2", "zavkhozova.a3"} {
		if issued[i].Login != want {
			t.Errorf("got %s, want %s", issued[i].Login, want)
		}
	}
}

// TestAccountRights: accounts and rosters are the administrator's alone.
func TestAccountRights(t *testing.T) {
	w, admin := newAccounts(t)
	teacher := w.person(t, "Учителева")
	others := map[string]*desk.Session{} // who came in before anybody had an account
	for _, surname := range []string{"Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина", ""} {
		others[surname] = w.session(t, surname)
	}
	w.account(t, admin, "Учителева")
	deeds := map[string]func(ctx context.Context, s *desk.Session) error{
		"Accounts": func(ctx context.Context, s *desk.Session) error {
			_, err := s.Accounts(s.As(ctx))
			return err
		},
		"CreateAccounts": func(ctx context.Context, s *desk.Session) error {
			_, err := s.CreateAccounts(s.As(ctx), []model.PersonID{w.person(t, "Борисова")})
			return err
		},
		"ResetPasswords": func(ctx context.Context, s *desk.Session) error {
			_, err := s.ResetPasswords(s.As(ctx), []model.PersonID{teacher})
			return err
		},
		"DisableAccount": func(ctx context.Context, s *desk.Session) error { return s.DisableAccount(s.As(ctx), teacher) },
		"PreviewImport": func(ctx context.Context, s *desk.Session) error {
			_, err := s.PreviewImport(s.As(ctx), nil, model.ImportChoices{})
			return err
		},
	}
	for surname, other := range others {
		for name, do := range deeds {
			if err := do(t.Context(), other); !errors.Is(err, app.ErrNoRight) {
				t.Errorf("%s, %q: %v", name, surname, err)
			}
		}
	}
	if err := admin.DisableAccount(admin.As(t.Context()), teacher); err != nil {
		t.Error(err)
	}
}

func TestResetAndDisable(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Учителева")
	at := w.session(t, "")
	if _, err := at.SignIn(t.Context(), login, chosenPassword, true); err != nil {
		t.Fatal(err)
	}
	teacher := w.person(t, "Учителева")
	if err := admin.DisableAccount(admin.As(t.Context()), teacher); err != nil {
		t.Fatal(err)
	}
	if chats, err := at.Chats(at.As(t.Context()), model.ChatFilter{}); err == nil && len(chats) > 0 {
		t.Error("a disabled account still works")
	}
	s := w.session(t, "")
	if _, err := s.SignIn(t.Context(), login, "не тот пароль", false); !errors.Is(err, model.ErrWrongPassword) {
		t.Errorf("a stranger learns that the account is disabled: %v", err)
	}
	if _, err := s.SignIn(t.Context(), login, chosenPassword, false); !errors.Is(err, model.ErrAccountDisabled) {
		t.Errorf("got %v", err)
	}
	issued, err := admin.ResetPasswords(admin.As(t.Context()), []model.PersonID{teacher})
	if err != nil || len(issued) != 1 || issued[0].Login != login {
		t.Fatalf("%v, %v", issued, err)
	}
	if _, err := s.SignIn(t.Context(), login, chosenPassword, false); !errors.Is(err, model.ErrWrongPassword) {
		t.Errorf("the old password still works: %v", err)
	}
	if in, err := s.SignIn(t.Context(), login, issued[0].Password, false); err != nil || !in.MustChange {
		t.Errorf("%+v, %v", in, err)
	}
	if _, err := admin.ResetPasswords(admin.As(t.Context()), []model.PersonID{w.person(t, "Борисова")}); err == nil {
		t.Error("a password was reset where there was none")
	}
}

// TestOwnAccount: nobody shuts themselves out.
func TestOwnAccount(t *testing.T) {
	w, owner := newAccounts(t)
	s := w.signIn(t, owner, "Админова")
	own := []model.PersonID{s.Person().ID}
	if err := s.DisableAccount(s.As(t.Context()), own[0]); err == nil {
		t.Error("the administrator disabled the own account")
	}
	if _, err := s.ResetPasswords(s.As(t.Context()), own); err == nil {
		t.Error("the administrator reset the own password")
	}
	if issued, err := owner.ResetPasswords(owner.As(t.Context()), own); err != nil || len(issued) != 1 {
		t.Errorf("the owner of the file cannot help a forgetful administrator: %v", err)
	}
	if err := s.Become(t.Context(), w.person(t, "Менеджерова")); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("somebody with a password became another: %v", err)
	}
}

func TestWriteSlips(t *testing.T) {
	w, admin := newAccounts(t)
	issued := []model.Issued{w.issue(t, admin, "Алексеева")}
	path := filepath.Join(t.TempDir(), "листки.pdf")
	if err := os.WriteFile(path, []byte("прежние"), 0o644); err != nil { //nolint:gosec // it is readable for all, that is the point
		t.Fatal(err)
	}
	if err := admin.WriteSlips(admin.As(t.Context()), path, issued); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(data), "%PDF-") {
		t.Errorf("no PDF: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("beside it lies %v, %v", files, err)
	}
	if err := admin.WriteSlips(admin.As(t.Context()), filepath.Join(path, "нет"), issued); err == nil {
		t.Error("written where nothing can be written")
	}
}

// TestNoPasswordStored looks for the very passwords and tokens in every file of the data folder.
func TestNoPasswordStored(t *testing.T) {
	w, admin := newAccounts(t)
	keyring := &keeping{}
	a := w.issue(t, admin, "Учителева")
	s := w.session(t, "")
	s.UseVault(keyring)
	if _, err := s.SignIn(t.Context(), a.Login, "Совсем не тот пароль", true); err == nil {
		t.Fatal("signed in by a wrong password")
	}
	if _, err := s.SignIn(t.Context(), "пароль в поле логина", "x", true); err == nil {
		t.Fatal("signed in by nothing")
	}
	if _, err := s.SignIn(t.Context(), a.Login, a.Password, true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChangePassword(t.Context(), a.Password, chosenPassword); err != nil {
		t.Fatal(err)
	}
	secrets := []string{a.Password, strings.ReplaceAll(a.Password, "-", ""), chosenPassword, "Совсем не тот пароль", "пароль в поле логина"}
	if len(keyring.secrets) != 1 {
		t.Fatalf("the keyring holds %d tokens", len(keyring.secrets))
	}
	for _, token := range keyring.secrets {
		secrets = append(secrets, token)
	}
	err := filepath.WalkDir(w.college.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, secret := range secrets {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s holds %q", filepath.Base(path), secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDefaultCost: a password that a person chose costs what was decided, and the hash says so.
func TestDefaultCost(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	s := w.session(t, "")
	f := model.Founding{College: "Колледж", TimeZone: "Asia/Omsk", Administrator: model.ParseName("Каган Наталья"), Login: "kagan", Password: chosenPassword}
	if err := s.Found(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	w.view(t, func(tx *store.Tx) error {
		a, err := tx.AccountByLogin("KAGAN")
		if !strings.HasPrefix(a.Hash, "$argon2id$v=19$m=65536,t=3,p=2$") {
			t.Errorf("the hash is %s", a.Hash)
		}
		return err
	})
	// A hash keeps its own cost, so that another one may become the usual.
	w.college.PasswordCost = cheap
	if _, err := w.session(t, "").SignIn(t.Context(), "kagan", chosenPassword, false); err != nil {
		t.Error(err)
	}
}

// TestSignOutIsNotTheOwner: nobody's number is the owner's, so a reading that meets a sign-out must not
// be given the owner's rights.
func TestSignOutIsNotTheOwner(t *testing.T) {
	w, admin := newAccounts(t)
	login := w.account(t, admin, "Алексеева")
	s := w.session(t, "")
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for range 50 {
				if accounts, err := s.Accounts(s.As(context.WithoutCancel(t.Context()))); err == nil || len(accounts) > 0 {
					t.Errorf("a student saw %d accounts", len(accounts))
					return
				}
			}
		})
	}
	for range 10 {
		if _, err := s.SignIn(t.Context(), login, chosenPassword, false); err != nil {
			t.Error(err)
		}
		if err := s.SignOut(t.Context()); err != nil {
			t.Error(err)
		}
	}
	readers.Wait()
}
