package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store/pgtest"
)

// openAt opens the college of dir until the test ends, on the engine that is tried.
func openAt(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := openTried(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func openTried(tb testing.TB, dir string) (*Store, error) {
	tb.Helper()
	if !pgtest.On() {
		return Open(tb.Context(), dir)
	}
	return OpenDatabase(tb.Context(), dir, databaseOf(tb, dir))
}

// databaseOf is that of the college of dir.
func databaseOf(tb testing.TB, dir string) Database {
	tb.Helper()
	return Database{URL: pgtest.Database(tb, dir, func(url string) error {
		s, err := OpenDatabase(tb.Context(), tb.TempDir(), Database{URL: url})
		if err != nil {
			return err
		}
		return s.Close()
	})}
}

// onlySQLite skips a test of what is in files, or of how SQLite came to its schema.
func onlySQLite(t *testing.T) {
	t.Helper()
	if pgtest.On() {
		t.Skip("of SQLite alone")
	}
}

func update(t *testing.T, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func set(t *testing.T, s *Store, value string) {
	t.Helper()
	update(t, s, func(tx *Tx) error { return tx.SetSetting(SettingCollegeName, value) })
}

func get(t *testing.T, s *Store) (value string) {
	t.Helper()
	view(t, s, func(tx *Tx) (err error) {
		value, err = tx.Setting(SettingCollegeName, "")
		return err
	})
	return value
}

// TestOpen: a folder of any name holds the college, for its owner alone, and it is there next time.
func TestOpen(t *testing.T) {
	onlySQLite(t)
	for _, name := range []string{"данные", "a?mode=memory", "50%41", "a#b", "с пробелом & знаком"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), name, "внутри")
			s := openAt(t, dir)
			set(t, s, "Колледж")
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			var files []string
			for _, e := range entries {
				files = append(files, e.Name())
				info, err := e.Info()
				if err != nil {
					t.Fatal(err)
				}
				if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
					t.Errorf("%s has mode %o", e.Name(), mode)
				}
			}
			if !slices.Contains(files, FileName) {
				t.Errorf("the folder holds %q", files)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(filepath.Join(dir, FileName), 0o644); err != nil {
				t.Fatal(err)
			}
			again := openAt(t, dir)
			if got := get(t, again); got != "Колледж" {
				t.Errorf("the reopened college is called %q", got)
			}
			if info, err := os.Stat(filepath.Join(dir, FileName)); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
				t.Errorf("reopened with mode %v, %v", info.Mode(), err)
			}
		})
	}
}

func TestForeignFile(t *testing.T) {
	onlySQLite(t)
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	text := strings.Repeat("это не база данных\n", 500)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "не похож на базу данных «Звонка»") ||
		!strings.Contains(err.Error(), "восстановите резервную копию") || strings.Contains(err.Error(), "file is") {
		t.Errorf("got %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != text {
		t.Error("the file was changed")
	}
}

func TestNewerVersion(t *testing.T) {
	onlySQLite(t)
	dir, elsewhere := t.TempDir(), t.TempDir()
	s := openAt(t, dir)
	update(t, s, func(tx *Tx) error {
		return tx.exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
	})
	copied := filepath.Join(t.TempDir(), "копия.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	const words = "более новая версия «Звонка»: обновите программу"
	if _, err := Open(t.Context(), dir); err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("opening gives %v", err)
	}
	set(t, openAt(t, elsewhere), "прежний")
	if _, err := Restore(t.Context(), elsewhere, copied); err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("restoring gives %v", err)
	}
	if got := get(t, openAt(t, elsewhere)); got != "прежний" {
		t.Errorf("the college is now %q", got)
	}
}

// TestMigrationKeepsCopy: what an older version made is copied before it is changed.
func TestMigrationKeepsCopy(t *testing.T) {
	onlySQLite(t)
	dir := t.TempDir()
	s := openAt(t, dir)
	if matches, _ := filepath.Glob(filepath.Join(dir, "*before*")); len(matches) != 0 {
		t.Errorf("a new college has copies: %q", matches)
	}
	if latest, err := latestVersion(); err != nil || latest < 1 {
		t.Errorf("the latest version is %d, %v", latest, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("a new college is unwell: %v", err)
	}
}

// TestUpdate: all or nothing, and word of it only after the commit.
func TestUpdate(t *testing.T) {
	s := openAt(t, t.TempDir())
	set(t, s, "до")
	var told []model.Change
	var seen []string
	cancel := s.Subscribe(func(c model.Change) {
		told = append(told, c)
		seen = append(seen, get(t, s)) // from another connection: what is committed
	})
	broken := errors.New("нет")
	change := func(fail error) error {
		return s.Update(t.Context(), func(tx *Tx) error {
			if err := tx.SetSetting(SettingCollegeName, "после"); err != nil {
				return err
			}
			if _, err := tx.InsertChat(model.Chat{Key: model.ChatKey{Type: model.ChatTeachers}, Title: "Учительская", Auto: true}); err != nil {
				return err
			}
			if len(told) != 0 {
				t.Error("told before the commit")
			}
			return fail
		})
	}
	if err := change(broken); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.Update(t.Context(), func(tx *Tx) error {
			if err := tx.SetSetting(SettingCollegeName, "после"); err != nil {
				return err
			}
			panic("killed")
		})
	}()
	if len(told) != 0 || get(t, s) != "до" {
		t.Errorf("after failures: told %v, %q", told, get(t, s))
	}
	if err := change(nil); err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || len(told[0].Chats) == 0 || seen[0] != "после" {
		t.Errorf("told %+v, seen %q", told, seen)
	}
	cancel()
	update(t, s, func(tx *Tx) error { return tx.EndRun(1, time.Unix(5, 0), "", "") })
	if len(told) != 1 {
		t.Error("told after the subscription ended")
	}
}

func TestViewCannotWrite(t *testing.T) {
	s := openAt(t, t.TempDir())
	if err := s.View(t.Context(), func(tx *Tx) error { return tx.SetSetting(SettingCollegeName, "x") }); err == nil {
		t.Error("a view wrote")
	}
}

func TestCancelledUpdate(t *testing.T) {
	s := openAt(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(ctx, func(tx *Tx) error {
		err := tx.SetSetting(SettingCollegeName, "x")
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) || get(t, s) != "" {
		t.Errorf("got %v, the college is called %q", err, get(t, s))
	}
	set(t, s, "y") // the writer is free again
}

func TestBackupAndRestore(t *testing.T) {
	onlySQLite(t)
	dir, away := t.TempDir(), t.TempDir()
	s := openAt(t, dir)
	set(t, s, "первый")
	copied := filepath.Join(away, "копия?.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the copy has mode %v, %v", info, err)
	}
	if err := s.Backup(t.Context(), copied); err == nil || !strings.Contains(err.Error(), "уже есть") {
		t.Errorf("a second backup over the first gives %v", err)
	}
	if err := s.Backup(t.Context(), filepath.Join(away, "нет", "копия.db")); err == nil || !strings.Contains(err.Error(), "проверьте папку") {
		t.Errorf("a backup into no folder gives %v", err)
	}
	set(t, s, "второй")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	whole, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	damaged := slices.Clone(whole)
	for i := 4096; i < len(damaged); i++ {
		damaged[i] = 0xAA
	}
	foreign := openAt(t, t.TempDir())
	update(t, foreign, func(tx *Tx) error { return tx.exec(`DROP TABLE goose_db_version`) })
	other := filepath.Join(away, "чужая.db")
	if err := foreign.Backup(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"damaged.db": damaged, "text.db": []byte("привет"), "short.db": whole[:len(whole)/2], "empty.db": nil,
	} {
		if err := os.WriteFile(filepath.Join(away, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"damaged.db", "text.db", "short.db", "empty.db", "чужая.db", "missing.db"} {
		kept, err := Restore(t.Context(), dir, filepath.Join(away, name))
		if err == nil || kept != "" || !strings.Contains(err.Error(), name) {
			t.Errorf("restoring %s gives %q, %v", name, kept, err)
		}
		if got := nameIn(t, dir); got != "второй" {
			t.Fatalf("after restoring %s the college is %q", name, got)
		}
	}

	kept, err := Restore(t.Context(), dir, copied)
	if err != nil {
		t.Fatal(err)
	}
	if got := nameIn(t, dir); got != "первый" {
		t.Errorf("restored %q", got)
	}
	if filepath.Dir(kept) != dir {
		t.Fatalf("kept as %q", kept)
	}
	was := t.TempDir()
	if err := os.Rename(kept, filepath.Join(was, FileName)); err != nil {
		t.Fatal(err)
	}
	if got := nameIn(t, was); got != "второй" {
		t.Errorf("kept %q", got)
	}
	empty := filepath.Join(t.TempDir(), "новая")
	if kept, err := Restore(t.Context(), empty, copied); kept != "" || err != nil || nameIn(t, empty) != "первый" {
		t.Errorf("restoring into an empty folder gives %q, %v", kept, err)
	}
}

// TestRestoreKeepsWriteAheadLog: what a killed program had not yet moved into its file is kept with it.
func TestRestoreKeepsWriteAheadLog(t *testing.T) {
	onlySQLite(t)
	dir, away := t.TempDir(), filepath.Join(t.TempDir(), "копия.db")
	s := openAt(t, dir)
	if err := s.Backup(t.Context(), away); err != nil {
		t.Fatal(err)
	}
	set(t, s, "в журнале") // the college stays open, as a killed program leaves it
	killed := t.TempDir()
	for _, tail := range []string{"", "-wal", "-shm"} {
		content, err := os.ReadFile(filepath.Join(dir, FileName+tail))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(killed, FileName+tail), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := Restore(t.Context(), killed, away)
	if err != nil {
		t.Fatal(err)
	}
	if got := nameIn(t, killed); got != "" {
		t.Errorf("the restored college is %q", got)
	}
	was := t.TempDir()
	if err := os.Rename(kept, filepath.Join(was, FileName)); err != nil {
		t.Fatal(err)
	}
	if got := nameIn(t, was); got != "в журнале" {
		t.Errorf("kept %q", got)
	}
}

// nameIn opens the college of dir for a moment.
func nameIn(t *testing.T, dir string) string {
	t.Helper()
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return get(t, s)
}
