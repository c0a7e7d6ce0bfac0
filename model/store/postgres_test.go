package store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"zvonok/model"
	"zvonok/model/store/pgtest"
)

// onlyPostgres skips a test where there is no PostgreSQL to try.
func onlyPostgres(tb testing.TB) {
	tb.Helper()
	if !pgtest.On() {
		tb.Skip("without PostgreSQL: scripts/with-postgres.sh starts one")
	}
}

// TestEnginesHaveTheSameTables: the migrations of both end in the same tables, columns and keys.
func TestEnginesHaveTheSameTables(t *testing.T) {
	onlyPostgres(t)
	s := openAt(t, t.TempDir())
	file, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	tables, err := tablesOf(t.Context(), file.pools.read)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, table := range tables {
		keys, err := texts(t.Context(), file.pools.read, `SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk`, table.name)
		if err != nil {
			t.Fatal(err)
		}
		filled, err := texts(t.Context(), file.pools.read, `SELECT name FROM pragma_table_info($1) WHERE "notnull" OR pk ORDER BY cid`, table.name)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, fmt.Sprintf("%s: %s; key %s; filled %s", table.name, strings.Join(table.columns, " "), strings.Join(keys, " "), strings.Join(filled, " ")))
	}
	have, err := texts(t.Context(), s.pools.read, `SELECT t.relname || ': ' || (SELECT string_agg(a.attname, ' ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped)
		|| '; key ' || coalesce((SELECT string_agg(a.attname, ' ' ORDER BY array_position(i.indkey::int2[], a.attnum)) FROM pg_index i
			JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = t.oid AND i.indisprimary), '')
		|| '; filled ' || coalesce((SELECT string_agg(a.attname, ' ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum > 0 AND a.attnotnull), '')
		FROM pg_class t WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r' AND t.relname <> 'goose_db_version'`)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	slices.Sort(have)
	for _, line := range want {
		if !slices.Contains(have, line) {
			t.Errorf("PostgreSQL lacks %s", line)
		}
	}
	for _, line := range have {
		if !slices.Contains(want, line) {
			t.Errorf("only PostgreSQL has %s", line)
		}
	}
}

// TestRussianOrderOfPostgres: names, groups and titles stand as NewCollator orders them.
func TestRussianOrderOfPostgres(t *testing.T) {
	onlyPostgres(t)
	s := openAt(t, t.TempDir())
	var have []string
	view(t, s, func(tx *Tx) (err error) {
		have, err = loadColumn[string](tx, `SELECT column1 FROM (VALUES ('Ёлкина'), ('Елкина'), ('Елкин'), ('Жуков'), ('елкин'), ('Ивано́ва'), ('Иванова'), ('Иванова-Петрова'),
			('Иванов Пётр'), ('Smith'), ('ДО-19-10'), ('ДО-19-2'), ('ДО 19-2'), ('ДО19'), ('2 курс'), ('10 курс'), ('«Чат»'), ('Чат'), ('(Чат)'), (''), ('Я'), ('№ 5'), ('Ивано-ва'),
			('о''Коннор'), ('оКоннор')) v ORDER BY column1 COLLATE russian`)
		return err
	})
	want := slices.Clone(have)
	slices.SortStableFunc(want, NewCollator().CompareString)
	if !slices.Equal(have, want) {
		t.Errorf("PostgreSQL orders\n%q, the program\n%q", have, want)
	}
}

// TestCopyOfPostgres: a copy is a file that a college on either engine takes, ids go on after it, and texts of every kind come through.
func TestCopyOfPostgres(t *testing.T) {
	onlyPostgres(t)
	s := openAt(t, t.TempDir())
	const odd = "«Ёж» \\ ' \" % \u2028 \U0001F600 \t"
	var gone model.GroupID
	update(t, s, func(tx *Tx) (err error) {
		if gone, err = tx.InsertGroup(model.Group{Name: odd, Year: 1}); err != nil {
			return err
		}
		if err := tx.AskErrand("поручение", "{}"); err != nil {
			return err
		}
		return tx.SetSetting(SettingCollegeName, odd)
	})
	update(t, s, func(tx *Tx) error { return tx.exec(`DELETE FROM groups`) })
	copied := filepath.Join(t.TempDir(), "копия.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), copied); err == nil || !strings.Contains(err.Error(), "уже есть") {
		t.Errorf("over another file: %v", err)
	}
	dir := t.TempDir()
	if _, err := Restore(t.Context(), dir, copied); err != nil {
		t.Fatal(err)
	}
	file, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	other := openAt(t, t.TempDir())
	if kept, err := other.Replace(t.Context(), copied, true); err != nil || kept == "" {
		t.Fatalf("%q, %v", kept, err)
	}
	for name, s := range map[string]*Store{"SQLite": file, "PostgreSQL": other} {
		if got := get(t, s); got != odd {
			t.Errorf("%s has %q", name, got)
		}
		var next model.GroupID
		update(t, s, func(tx *Tx) (err error) {
			next, err = tx.InsertGroup(model.Group{Name: "ДО-19", Year: 1})
			return err
		})
		if next != gone+1 {
			t.Errorf("%s gives the id %d after %d", name, next, gone)
		}
	}
}

// TestRestoreTakesNoIDBack: ids that were given after the copy was made are not given again.
func TestRestoreTakesNoIDBack(t *testing.T) {
	onlyPostgres(t)
	s := openAt(t, t.TempDir())
	add := func() (id model.GroupID) {
		update(t, s, func(tx *Tx) (err error) {
			id, err = tx.InsertGroup(model.Group{Name: "ДО-19", Year: 1})
			return err
		})
		return id
	}
	add()
	copied := filepath.Join(t.TempDir(), "копия.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	last := add()
	if _, err := s.Replace(t.Context(), copied, false); err != nil {
		t.Fatal(err)
	}
	if next := add(); next <= last {
		t.Errorf("after a restore the id %d is given again", next)
	}
}

// TestDatabaseAddress: a database elsewhere is reached encrypted, and a password in the URL is refused.
func TestDatabaseAddress(t *testing.T) {
	for url, want := range map[string]string{
		"postgres://zvonok@db.college.ru/zvonok":                           "db.college.ru verified",
		"postgresql://zvonok@db.college.ru/zvonok?sslmode=disable":         "db.college.ru open",
		"postgres://zvonok@/zvonok?host=/run/postgresql":                   "/run/postgresql open",
		"postgres://zvonok@localhost/zvonok?sslmode=disable":               "localhost open",
		"postgres://zvonok@192.0.2.1:5433/zvonok":                          "192.0.2.1 verified",
		"postgres://zvonok@/zvonok?host=db.college.ru":                     "db.college.ru verified",
		"postgres://zvonok:secret@db.college.ru/zvonok":                    errURLSecret.Error(),
		"postgres://zvonok@db.college.ru/zvonok?password=secret":           errURLSecret.Error(),
		"mysql://zvonok@db.college.ru/zvonok":                              errURL.Error(),
		"/var/lib/zvonok":                                                  errURL.Error(),
		"postgres://zvonok@db.college.ru/zvonok?sslmode=быть-может-как-то": errURL.Error(),
	} {
		config, err := Database{URL: url}.config()
		got := ""
		if err != nil {
			got, _, _ = strings.Cut(err.Error(), "\n")
		} else {
			got = config.Host + " open"
			if config.TLSConfig != nil && !config.TLSConfig.InsecureSkipVerify && config.TLSConfig.ServerName == config.Host {
				got = config.Host + " verified"
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

// TestErrorsOfPostgres: what a person can do is said in Russian, without the database's own words.
func TestErrorsOfPostgres(t *testing.T) {
	none := &databaseError{}
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"no server":   {&net.OpError{Op: "dial", Err: errors.New("failed")}, "база данных звонок на сервере не отвечает"},
		"certificate": {fmt.Errorf("failed: %w", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), "сертификат сервера PostgreSQL не подтверждён"},
		"password":    {&pgconn.PgError{Code: "28P01", Message: "password authentication failed"}, "не впустила программу"},
		"no database": {&pgconn.PgError{Code: codeNoDatabase}, "нет базы данных с таким именем"},
		"connections": {&pgconn.PgError{Code: codeConnections}, "заняты все соединения"},
		"restarting":  {fmt.Errorf("запись: %w", &pgconn.PgError{Code: "57P01"}), "остановлен или перезапускается"},
		"replica":     {&pgconn.PgError{Code: codeReadOnly}, "назовите в адресе основной сервер"},
		"waited":      {&pgconn.PgError{Code: codeLocked}, "слишком долго занимает"},
		"deadlock":    {&pgconn.PgError{Code: codeDeadlock}, "повторите"},
		"rights":      {&pgconn.PgError{Code: codeNoRight}, "не хватает прав"},
		"a pooler":    {&pgconn.PgError{Code: codePrepared}, errPooled.Error()},
		"exchanged":   {&pgconn.PgError{Code: codeNotPrepared}, errPooled.Error()},
		"full disk":   {&pgconn.PgError{Code: codeDiskFull}, model.ErrNoRoom.Error()},
	} {
		err := (postgres{at: "звонок на сервере"}).explain(c.err)
		if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "failed") || !errors.As(err, &none) && !errors.Is(err, model.ErrNoRoom) {
			t.Errorf("%s: %v", name, err)
		}
		if passes := name == "restarting" || name == "waited" || name == "deadlock"; passes && !errors.Is(err, model.ErrAgain) {
			t.Errorf("%s is not tried again", name)
		}
	}
	if err := (postgres{}).explain(context.Canceled); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled call: %v", err)
	}
}

// TestRefusedDatabases: nothing is written into a database that is another program's, or that does not let the program in; the
// password is asked for at each new connection.
func TestRefusedDatabases(t *testing.T) {
	onlyPostgres(t)
	url := pgtest.Empty(t)
	pgtest.Do(t, url, `DO $$ BEGIN CREATE ROLE locked LOGIN; EXCEPTION WHEN duplicate_object THEN END $$; ALTER ROLE locked PASSWORD 'верный'; CREATE TABLE foreign_one (id INTEGER)`)
	as := func(url, password string) Database {
		return Database{URL: url, Password: func(context.Context) (string, error) { return password, nil }}
	}
	locked := strings.Replace(url, "postgres@", "locked@", 1)
	for name, c := range map[string]struct {
		at   Database
		says string
	}{
		"nowhere":        {as("postgres://zvonok@/zvonok?host=/nowhere", ""), "zvonok на /nowhere не отвечает"},
		"no database":    {as(strings.Replace(url, "/test_", "/none_", 1), ""), "нет базы данных с таким именем"},
		"other program":  {as(url, ""), errOtherTable.Error()},
		"no password":    {as(locked, ""), "не впустила программу"},
		"wrong password": {as(locked, "неверный"), "не впустила программу"},
		"right password": {as(locked, "верный"), errOtherTable.Error()},
	} {
		s, err := OpenDatabase(t.Context(), t.TempDir(), c.at)
		if err == nil {
			_ = s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "SQLSTATE") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNewerDatabase: a later version of the program has made it.
func TestNewerDatabase(t *testing.T) {
	onlyPostgres(t)
	dir := t.TempDir()
	s := openAt(t, dir)
	update(t, s, func(tx *Tx) error {
		return tx.exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)`)
	})
	if _, err := openTried(t, dir); !errors.Is(err, errNewer) {
		t.Errorf("opening gives %v", err)
	}
}

// TestTriggersOfPostgres: those of another version are replaced when a college is opened, and only then.
func TestTriggersOfPostgres(t *testing.T) {
	onlyPostgres(t)
	dir := t.TempDir()
	s := openAt(t, dir)
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.exec(`DROP FUNCTION undo_persons_u() CASCADE`),
			tx.exec(`CREATE FUNCTION undo_old_i() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`), tx.exec(`COMMENT ON TABLE undo_rows IS 'other'`))
	})
	again := openAt(t, dir)
	have, err := texts(t.Context(), again.pools.read, `SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(undoTriggers()) + 1; len(have) != want || !slices.Contains(have, "undo_persons_u") {
		t.Errorf("%d triggers, want %d: %q", len(have), want, have)
	}
	left, err := texts(t.Context(), again.pools.read, `SELECT proname FROM pg_proc WHERE proname = 'undo_old_i'`)
	if err != nil || len(left) > 0 {
		t.Errorf("left: %q, %v", left, err)
	}
}

// TestWidened: an insertion is written for many rows where that means the same, and only there.
func TestWidened(t *testing.T) {
	for query, want := range map[string]string{
		`INSERT INTO learners (teaching_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`:       `INSERT INTO learners (teaching_id, person_id) VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING`,
		"INSERT INTO persons (last_name)\n\t\tVALUES ($1) RETURNING id":                              "INSERT INTO persons (last_name)\n\t\tVALUES ($1), ($2) RETURNING id",
		`INSERT INTO links (person_id, crossed) VALUES ($1, 1)`:                                      ``,
		`INSERT INTO links (person_id, name) VALUES ($2, $1)`:                                        ``,
		`INSERT INTO marks (mark) VALUES ($1) ON CONFLICT (mark) DO UPDATE SET mark = excluded.mark`: `INSERT INTO marks (mark) VALUES ($1), ($2) ON CONFLICT (mark) DO UPDATE SET mark = excluded.mark`,
		`DELETE FROM marks WHERE lesson_id = $1`:                                                     ``,
	} {
		if got, _ := widened(query, 2); got != want {
			t.Errorf("%q is %q", query, got)
		}
	}
}

// TestRowsTwice: of rows that are written together the last one of a key stays, wherever the others are.
func TestRowsTwice(t *testing.T) {
	s := openAt(t, t.TempDir())
	rows := make([][]any, 3*wideRows)
	for i := range rows {
		rows[i] = []any{fmt.Sprintf("test.%03d", i), i}
	}
	rows[7][0], rows[wideRows+3][0] = rows[wideRows-1][0], rows[wideRows-1][0] // of the same fifty, and of the next
	update(t, s, func(tx *Tx) error {
		return manyOf(tx, `INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, rows,
			func(row []any) []any { return []any{row[0], fmt.Sprint(row[1])} })
	})
	have, err := texts(t.Context(), s.pools.read, `SELECT name || ' ' || value FROM settings WHERE name LIKE 'test.%' ORDER BY name`)
	if err != nil || len(have) != len(rows)-2 || !slices.Contains(have, fmt.Sprintf("test.%03d %d", wideRows-1, wideRows+3)) {
		t.Errorf("%d rows, %v: %q", len(have), err, have)
	}
}
