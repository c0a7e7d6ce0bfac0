package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/model/store/pgtest"
)

// TestMoveCollege: the administrator moves the college of this window to a database. What does not succeed changes nothing; afterwards
// nobody writes in what is here, the window does not open it, and its password is where the commands look for it and nowhere else.
func TestMoveCollege(t *testing.T) {
	if !pgtest.On() {
		t.Skip("PostgreSQL: scripts/with-postgres.sh")
	}
	const secret = "s3cret-of-the-base"
	keys := &vault.Memory{}
	f := computer(t, keys)
	s := f.Session()
	ctx := s.As(t.Context())
	empty := pgtest.Empty(t)
	if _, err := s.MoveCollege(ctx, empty, ""); !errors.Is(err, app.ErrNoRight) {
		t.Fatalf("nobody moved it: %v", err)
	}
	must(t, s.Found(t.Context(), model.Founding{
		College: "Колледж связи", TimeZone: "Europe/Moscow", Administrator: model.Name{LastName: "Админова", FirstName: "Анна"}, Login: "admin", Password: chosenPassword,
	}))
	taken := pgtest.Empty(t)
	pgtest.Do(t, taken, `CREATE TABLE foreign_one (id INTEGER)`)
	for name, c := range map[string]struct{ url, words string }{
		"no address":  {"college.db", "адрес базы данных пишется так"},
		"a password":  {"postgres://zvonok:" + secret + "@127.0.0.1/zvonok", "пароль базы данных в адресе увидят другие"},
		"unreachable": {"postgres://zvonok@127.0.0.1:1/zvonok", "не отвечает"},
		"not empty":   {taken, "таблицы другой программы"},
	} {
		if _, err := s.MoveCollege(ctx, c.url, ""); err == nil || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, s.SetServing(ctx, true))
	if _, err := s.MoveCollege(ctx, empty, ""); err == nil || !strings.Contains(err.Error(), "сначала закройте доступ") {
		t.Errorf("while others write in it: %v", err)
	}
	must(t, s.SetServing(ctx, false))

	moved, err := s.MoveCollege(ctx, empty, secret)
	if err != nil || moved.Notice != "" || !strings.Contains(moved.Command, `--db "`+empty+`"`) || !strings.Contains(moved.Command, f.Dir) || strings.Contains(moved.Command, secret) {
		t.Fatalf("%+v, %v", moved, err)
	}
	if kept, err := keys.Get(t.Context(), tokens.DatabaseSecret(empty)); err != nil || kept != secret {
		t.Errorf("the keyring has %q, %v", kept, err)
	}
	must(t, filepath.WalkDir(f.Dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		written, err := os.ReadFile(path)
		if strings.Contains(string(written), secret) {
			t.Errorf("%s has the password", path)
		}
		return err
	}))
	card, err := s.Settings(ctx)
	must(t, err)
	other := card.CollegeSettings
	other.CollegeName = "Другой колледж"
	if err := s.Contracts.SaveSettings(ctx, card.CollegeSettings, other); !errors.Is(err, model.ErrMoved) {
		t.Errorf("who has it open still writes: %v", err)
	}
	if err := f.Open(t.Context()); !errors.Is(err, model.ErrMoved) {
		t.Errorf("what is left opens: %v", err)
	}
	there, err := store.OpenDatabase(t.Context(), f.Dir, store.Database{URL: empty})
	must(t, err)
	defer there.Close()
	must(t, there.View(t.Context(), func(tx *store.Tx) error {
		if name, err := tx.Setting(store.SettingCollegeName, ""); err != nil || name != "Колледж связи" {
			t.Errorf("there it is called %q, %v", name, err)
		}
		return nil
	}))
}
