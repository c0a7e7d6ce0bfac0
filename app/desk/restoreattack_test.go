package desk_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/store"
)

// doctored are ways to put what runs by itself, or anything else of one's own, into a college, with what is said of it.
var doctored = map[string]struct{ sql, says string }{
	"a trigger that makes a teacher an administrator": {`CREATE TRIGGER helper AFTER UPDATE ON settings BEGIN
		UPDATE persons SET roles = 1 WHERE last_name = 'Учителева'; END`, "лишнее: триггер helper"},
	"a view that never ends": {`CREATE VIEW spin AS WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT count(*) FROM s`,
		"лишнее: представление spin"},
	"a view in a table's place": {`ALTER TABLE audit RENAME TO lines; CREATE VIEW audit AS
		WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT n AS id, n AS at, 0 AS actor, '' AS action, '' AS subject,
		'' AS details, 0 AS change_id, '' AS who FROM s`, "представление audit"},
	"a view of the migrations": {`ALTER TABLE goose_db_version RENAME TO v; CREATE VIEW goose_db_version AS
		WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT n AS version_id, 1 AS is_applied FROM s`, "не копия «Звонка»"},
	"a table":            {`CREATE TABLE more (n)`, "лишнее: таблица more"},
	"a default":          {`ALTER TABLE persons ADD COLUMN extra TEXT DEFAULT 'x'`, "изменено: таблица persons"},
	"an index that went": {`DROP INDEX members_person`, "нет: индекс members_person"},
}

// TestDoctoredCopies: a copy whose schema is not the program's own is not looked into, not restored, and named.
func TestDoctoredCopies(t *testing.T) {
	w := newWorld(t)
	o, ctx := w.office(t, "Админова"), t.Context()
	var good bytes.Buffer
	must(t, o.WriteBackup(o.As(ctx), &good))
	for name, tt := range doctored {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "копия.db")
			must(t, os.WriteFile(path, good.Bytes(), 0o600))
			db := openRaw(t, path)
			_, err := db.ExecContext(ctx, tt.sql)
			must(t, errors.Join(err, db.Close()))
			began := time.Now()
			if _, err := o.BackupFile(o.As(ctx), path); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("looked into: %v", err)
			}
			if err := o.RestoreFile(o.As(ctx), path); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("restored: %v", err)
			}
			if _, err := store.Restore(ctx, t.TempDir(), path); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("restored by the command: %v", err)
			}
			if took := time.Since(began); took > time.Minute {
				t.Errorf("it took %v", took)
			}
			if left, err := filepath.Glob(filepath.Join(w.college.Dir, "*.restoring*")); err != nil || len(left) > 0 {
				t.Errorf("left in the folder: %q, %v", left, err)
			}
			// As the college itself it is not opened, and the words say what helps.
			dir := t.TempDir()
			must(t, os.Rename(path, filepath.Join(dir, store.FileName)))
			if s, err := store.Open(ctx, dir); err == nil {
				_ = s.Close()
				t.Error("opened")
			} else if !strings.Contains(err.Error(), "zvonok restore") {
				t.Errorf("opening says %v", err)
			}
		})
	}
}

// TestRestoreEndsSessions: after a restore nobody is at work under a number that may be another person's, here, in
// other windows, or by «Запомнить меня»; a person who signs in again is who the restored college knows.
func TestRestoreEndsSessions(t *testing.T) {
	w := newWorld(t)
	o, ctx := w.office(t, "Админова"), t.Context()
	other := w.as(t, "Учителева")
	must(t, o.BackUp(o.As(ctx)))
	backups, err := o.Backups(o.As(ctx))
	must(t, err)
	w.update(t, func(tx *store.Tx) error {
		return tx.AddSession("digest", store.SessionRecord{
			Person: w.person(t, "Учителева"), Kept: true, Since: w.clock.Now(), Until: w.clock.Now().Add(time.Hour),
		})
	})
	must(t, o.RestoreBackup(o.As(ctx), backups[0].Name))
	if _, err := o.Backups(o.As(ctx)); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("the administrator goes on: %v", err)
	}
	if _, err := other.Chat(other.As(ctx), 1); !errors.Is(err, app.ErrNoRight) && !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a teacher goes on: %v", err)
	}
	w.view(t, func(tx *store.Tx) error {
		if any, err := tx.AnyKept(w.clock.Now()); err != nil || any {
			t.Errorf("somebody is remembered: %v, %v", any, err)
		}
		return nil
	})
	must(t, o.EnterOwner(ctx))
	if _, err := o.Backups(o.As(ctx)); err != nil {
		t.Errorf("who comes anew: %v", err)
	}
}

// TestLeftoversGo: what restores and exports that were killed left in the folder goes with the day's work, what is being
// written stays.
func TestLeftoversGo(t *testing.T) {
	w := newWorld(t)
	old := w.clock.Now().Add(-25 * time.Hour)
	for name, at := range map[string]time.Time{
		"college.db.restoring": old, "college.db.restoring-journal": old, "copy-1/college.db": old, "copy-2/college.db": w.clock.Now(), "копия.db": old,
	} {
		path := filepath.Join(w.college.Dir, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, nil, 0o600))
		must(t, os.Chtimes(path, at, at))
		if dir := filepath.Dir(path); dir != w.college.Dir {
			must(t, os.Chtimes(dir, at, at))
		}
	}
	agent.NewKeeper(w.college, nil, slog.New(slog.DiscardHandler)).Daily(t.Context())
	for name, stays := range map[string]bool{
		"college.db.restoring": false, "college.db.restoring-journal": false, "copy-1": false, "copy-2": true, "копия.db": true, store.FileName: true,
	} {
		if _, err := os.Stat(filepath.Join(w.college.Dir, name)); (err == nil) != stays {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHashesAreBounded: a hash from a damaged or foreign database takes neither all the memory nor minutes.
func TestHashesAreBounded(t *testing.T) {
	w := newWorld(t)
	session := w.as(t, "")
	const tail = "$c2FsdHNhbHRzYWx0c2FsdA$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"
	for i, cost := range []string{"m=65536000,t=3,p=2", "m=1048576,t=3,p=2", "m=65536,t=4000000000,p=2", "m=65536,t=3,p=255", "m=65536,t=0,p=2", "m=65536,t=3,p=0"} {
		id := w.person(t, []string{"Админова", "Менеджерова", "Кураторова", "Учителева", "Наставникова", "Завхозова"}[i])
		login := "login" + string(rune('a'+i))
		w.update(t, func(tx *store.Tx) error {
			return tx.AddAccount(store.AccountRecord{Person: id, Login: login, Hash: "$argon2id$v=19$" + cost + tail})
		})
		began := time.Now()
		if _, err := session.SignIn(t.Context(), login, "что угодно", false); !errors.As(err, new(model.TryLaterError)) && !errors.Is(err, model.ErrWrongPassword) {
			t.Errorf("%s: %v", cost, err)
		}
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("%s took %v", cost, took)
		}
	}
}
