package cli

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/model/store/pgtest"
	"zvonok/vkclient/sandbox"
)

// onPostgres is a world whose college is in a database of its own.
func onPostgres(t *testing.T, groups int) *world {
	t.Helper()
	if !pgtest.On() {
		t.Skip("without PostgreSQL: scripts/with-postgres.sh starts one")
	}
	w := newWorld(t, groups, sandbox.Options{})
	w.db = pgtest.Empty(t)
	return w
}

// TestCommandsOnPostgres: a college is founded in a database, filled, carried to VK, served, copied and restored by the same commands as one
// in a folder, and no file of SQLite comes into the folder.
func TestCommandsOnPostgres(t *testing.T) {
	w := onPostgres(t, 3)
	if r := w.must(ExitFailed, "", "backup", filepath.Join(t.TempDir(), "копия.db")); !strings.Contains(r.err, "нет колледжа: проверьте ключ --db") {
		t.Errorf("without a college: %s", r.err)
	}
	w.must(ExitDone, "", "import", workbook(t, 3, nil), "--dry-run")
	if r := w.must(ExitFailed, "", "account", "kagan", "--admin", "--name", "Каган Наталья"); !strings.Contains(r.err, "нет колледжа: проверьте ключ --db") {
		t.Errorf("looking at files has founded a college: %s", r.err)
	}
	w.must(ExitDone, "", "account", "boss", "--admin", "--name", "Начальник Олег", "--college", "Педагогический колледж")
	w.must(ExitDone, "", "import", workbook(t, 3, nil), "--yes")
	if r := w.must(ExitDone, "", "sync", "--yes"); len(w.vk.State().Chats) == 0 {
		t.Errorf("no chats came: %s", r.out)
	}
	if r := w.must(ExitDone, "", "sync", "--dry-run"); !strings.Contains(r.out, "уже по спискам") {
		t.Errorf("again: %s", r.out)
	}
	w.must(ExitDone, "", "agent", "--once")
	if r := w.must(ExitDone, "", "password", "boss"); oneTime.FindString(r.out) == "" {
		t.Errorf("printed: %s", r.out)
	}
	if r := w.must(ExitDone, "", "doctor"); !strings.Contains(r.out, "✓ База данных: ") {
		t.Errorf("doctor says %s", r.out)
	}
	copied := filepath.Join(t.TempDir(), "копия.db")
	w.must(ExitDone, "", "backup", copied)
	w.must(ExitDone, "", "account", "later", "--admin", "--name", "Позже Анна")
	if r := w.must(ExitDone, "", "restore", copied, "--yes"); !strings.Contains(r.out, "Прежний файл: ") {
		t.Errorf("restoring says %s", r.out)
	}
	if r := w.must(ExitFailed, "", "password", "later"); r.out != "" {
		t.Errorf("the copy has who came after it: %s", r.out)
	}
	if _, err := os.Stat(filepath.Join(w.dir, store.FileName)); !os.IsNotExist(err) {
		t.Errorf("the folder has a college of its own: %v", err)
	}
	err := filepath.WalkDir(w.dir, func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".restoring") {
			t.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestOneAgentOnPostgres: a second agent on the database is refused, from whatever folder, until the first has ended.
func TestOneAgentOnPostgres(t *testing.T) {
	w := onPostgres(t, 1)
	w.must(ExitDone, "", "account", "boss", "--admin", "--name", "Начальник Олег", "--college", "Колледж")
	first, err := store.OpenDatabase(t.Context(), t.TempDir(), store.Database{URL: w.db})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close() })
	agent, err := first.Claim(t.Context(), store.ClaimAgent)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"agent", "--once"}, {"sync", "--yes"}} {
		if r := w.must(ExitFailed, "", args...); !strings.Contains(r.err, store.ErrClaimed.Error()) {
			t.Errorf("%q: %s", args, r.err)
		}
	}
	pgtest.Do(t, w.db, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
	<-agent.Lost()
	w.must(ExitDone, "", "sync", "--yes")
}

// TestAgentInWaiting: an agent that stays waits for the other one to end, and goes on in its place.
func TestAgentInWaiting(t *testing.T) {
	w := onPostgres(t, 1)
	w.must(ExitDone, "", "account", "boss", "--admin", "--name", "Начальник Олег", "--college", "Колледж")
	first, err := store.OpenDatabase(t.Context(), t.TempDir(), store.Database{URL: w.db})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close() })
	other, err := first.Claim(t.Context(), store.ClaimAgent)
	if err != nil {
		t.Fatal(err)
	}
	w.until = "Теперь чаты ведёт эта программа."
	w.told = func(text []byte) {
		if strings.Contains(string(text), "Эта ждёт") {
			other.Close()
		}
	}
	if r := w.must(ExitDone, "", "agent"); !strings.Contains(r.out, w.until) {
		t.Errorf("%s%s", r.out, r.err)
	}
}

// TestServeOnPostgres: the server says which engine it has, and goes on when it loses the database for a moment; the college moves only
// when it has ended.
func TestServeOnPostgres(t *testing.T) {
	w := onPostgres(t, 1)
	w.must(ExitDone, "", "account", "boss", "--admin", "--name", "Начальник Олег", "--college", "Колледж")
	w.until = `"engine":"postgres"`
	w.told = func([]byte) {
		pgtest.Do(t, w.db, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		pgtest.Do(t, w.db, `UPDATE servers SET until = until + 1000000000`) // in the tests' hurried time it is long since it was heard
		w.told, w.until = nil, ""
		if r := w.run("", "move", "--to", "sqlite", "--yes", "--data", t.TempDir()); r.code != ExitFailed || !strings.Contains(r.err, "остановите их и повторите через минуту") {
			t.Errorf("moved away from a server: %d, %s", r.code, r.err)
		}
	}
	if r := w.run("", "serve", "--json", "--listen", "127.0.0.1:0"); r.code != ExitDone {
		t.Errorf("%d: %s%s", r.code, r.out, r.err)
	}
	w.told, w.until = nil, ""
	w.must(ExitDone, "", "move", "--to", "sqlite", "--yes")
}

// TestSecondServeOnPostgres: another server before the same database needs the key of the first, and leaves the chats to it.
func TestSecondServeOnPostgres(t *testing.T) {
	w := onPostgres(t, 1)
	w.must(ExitDone, "", "account", "boss", "--admin", "--name", "Начальник Олег", "--college", "Колледж")
	dir, ready := t.TempDir(), "Чтобы закрыть доступ, нажмите Ctrl+C."
	var unlike, second result
	w.until = ready
	w.told = func(text []byte) {
		if !strings.Contains(string(text), ready) {
			return
		}
		w.told = nil
		pgtest.Do(t, w.db, `UPDATE servers SET until = until + 1000000000`)
		unlike = w.run("", "serve", "--listen", "127.0.0.1:0", "--data", dir)
		key, err := os.ReadFile(filepath.Join(w.dir, "server.key"))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "server.key"), key, 0o600)
		}
		if err != nil {
			t.Error(err)
		}
		second = w.run("", "serve", "--listen", "127.0.0.1:0", "--data", dir)
	}
	first := w.must(ExitDone, "", "serve", "--listen", "127.0.0.1:0")
	if !strings.Contains(first.out, "Синхронизация с VK идёт здесь.") {
		t.Errorf("the first says %s", first.out)
	}
	if unlike.code != ExitFailed || !strings.Contains(unlike.err, "у другого сервера этого колледжа другой ключ") {
		t.Errorf("with another key: %d, %s", unlike.code, unlike.err)
	}
	if second.code != ExitDone || !strings.Contains(second.out, "Синхронизацию с VK ведёт другой сервер этого колледжа.") || !strings.Contains(second.out, " или 127.0.0.1:") {
		t.Errorf("the second: %d, %s%s", second.code, second.out, second.err)
	}
}

// TestPasswordOfDatabase: it comes from a variable, a file, or a person, whose answer is kept in the keyring, and is printed nowhere.
func TestPasswordOfDatabase(t *testing.T) {
	w := onPostgres(t, 1)
	const right = "верный"
	w.must(ExitDone, "", "account", "boss", "--admin", "--name", "Начальник Олег", "--college", "Колледж")
	pgtest.Do(t, w.db, `DO $$ BEGIN CREATE ROLE locked LOGIN; EXCEPTION WHEN duplicate_object THEN END $$; ALTER ROLE locked SUPERUSER PASSWORD '`+right+`'`)
	w.db = strings.Replace(w.db, "postgres@", "locked@", 1)
	file := filepath.Join(t.TempDir(), "пароль")
	if err := os.WriteFile(file, []byte(right+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		code             int
		variable, value  string
		answer, says     string
		keptBefore, kept string
	}{
		"none":           {ExitFailed, "", "", "", "без терминала пароль задаёт переменная", "", ""},
		"variable":       {ExitDone, tokens.DatabaseVariable, right, "", "", "", ""},
		"wrong variable": {ExitFailed, tokens.DatabaseVariable, "другой", right + "\n", store.ErrStranger.Error(), "", ""},
		"file":           {ExitDone, tokens.DatabaseFileVariable, file, "", "", "", ""},
		"no file":        {ExitFailed, tokens.DatabaseFileVariable, file + "-", "", "не читается файл", "", ""},
		"typed":          {ExitDone, "", "", right + "\n", "Пароль базы данных: ", "", right},
		"typed wrongly":  {ExitFailed, "", "", "другой\n", store.ErrStranger.Error(), "", ""},
		"keyring":        {ExitDone, "", "", "", "", right, right},
		"changed":        {ExitDone, "", "", right + "\n", "Пароль базы данных: ", "прежний", right},
	} {
		delete(w.environ, tokens.DatabaseVariable)
		delete(w.environ, tokens.DatabaseFileVariable)
		_ = w.vault.Delete(t.Context(), tokens.DatabaseSecret(w.db))
		if c.variable != "" {
			w.environ[c.variable] = c.value
		}
		if c.keptBefore != "" {
			_ = w.vault.Set(t.Context(), tokens.DatabaseSecret(w.db), c.keptBefore)
		}
		r := w.run(c.answer, "password", "boss")
		kept, _ := w.vault.Get(context.Background(), tokens.DatabaseSecret(w.db))
		if r.code != c.code || !strings.Contains(r.err, c.says) || kept != c.kept || strings.Contains(r.out+r.err, right) {
			t.Errorf("%s: %d, keeps %q, says\n%s", name, r.code, kept, r.err)
		}
	}
	if r := w.run("", "password", "boss", "--db", "postgres://locked:"+right+"@/zvonok"); r.code != ExitFailed || strings.Contains(r.err, right) {
		t.Errorf("a password in the URL: %s", r.err)
	}
}

// TestInstallOnPostgres: the service gets the URL, and the password in a file that only root reads; no college is moved.
func TestInstallOnPostgres(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	f := newFakeSystem(t)
	w.system = f.systemd
	const url = "postgres://zvonok@db.college.ru/zvonok"
	w.must(ExitDone, "да\nпароль\n", "serve", "--install", "--db", url)
	if settings := f.read(t, serviceOptions); !strings.Contains(settings, " --db "+url) {
		t.Errorf("the settings:\n%s", settings)
	}
	info, err := os.Stat(f.at(servicePassword))
	if err != nil || info.Mode().Perm() != 0o600 || f.read(t, servicePassword) != "пароль\n" {
		t.Errorf("the password's file: %v", err)
	}
	if strings.Contains(strings.Join(f.did, "\n"), "cp ") {
		t.Errorf("it did %q", f.did)
	}
	w.must(ExitDone, "да\n", "serve", "--uninstall")
	if f.has(servicePassword) {
		t.Error("the password is left")
	}
}

// TestMoveOnPostgres: a college goes to a database and back, each time with nothing left to do in VK, and what it leaves is opened by no
// command.
func TestMoveOnPostgres(t *testing.T) {
	w := onPostgres(t, 2)
	url := w.db
	w.db = ""
	w.must(ExitDone, "", "account", "boss", "--admin", "--name", "Начальник Олег", "--college", "Колледж")
	w.must(ExitDone, "", "import", workbook(t, 2, nil), "--yes")
	w.must(ExitDone, "", "sync", "--yes")
	for _, args := range [][]string{{"--to", "sqlite"}, {"--to", "postgres://zvonok@db/other", "--db", url}, {"--to", w.dir}} {
		if r := w.run("", append([]string{"move", "--yes"}, args...)...); r.code == ExitDone {
			t.Errorf("%q: %s", args, r.out)
		}
	}
	if r := w.must(ExitDone, "нет\n", "move", "--to", url); !strings.Contains(r.out, "Ничего не изменено.") {
		t.Errorf("refused: %s", r.out)
	}
	w.must(ExitDone, "", "move", "--to", url, "--yes")
	for _, args := range [][]string{{"sync", "--yes"}, {"password", "boss"}, {"doctor"}, {"move", "--to", url, "--yes"}} {
		if r := w.must(ExitFailed, "", args...); !strings.Contains(r.out+r.err, model.ErrMoved.Error()) {
			t.Errorf("what is left, %q: %s", args, r.err)
		}
	}
	w.db = url
	if r := w.must(ExitDone, "", "sync", "--dry-run"); !strings.Contains(r.out, "уже по спискам") {
		t.Errorf("there: %s", r.out)
	}
	w.must(ExitDone, "", "move", "--to", "sqlite", "--yes")
	if r := w.must(ExitFailed, "", "password", "boss"); !strings.Contains(r.err, model.ErrMoved.Error()) {
		t.Errorf("what is left in the database: %s", r.err)
	}
	w.db = ""
	if r := w.must(ExitDone, "", "sync", "--dry-run"); !strings.Contains(r.out, "уже по спискам") {
		t.Errorf("back: %s", r.out)
	}
	w.must(ExitDone, "", "password", "boss")
}
