package store

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zvonok/model"
	"zvonok/model/store/pgtest"
)

// TestDatabaseFaults: what is done to the database while a college is open keeps nothing by halves and loses nothing that was saved. People
// hear that it does not answer, the log says why, and once that is mended work goes on without a restart.
func TestDatabaseFaults(t *testing.T) {
	onlyPostgres(t)
	url := pgtest.Empty(t)
	pgtest.Do(t, url, `DO $$ BEGIN CREATE ROLE locked LOGIN; EXCEPTION WHEN duplicate_object THEN END $$; ALTER ROLE locked NOSUPERUSER PASSWORD 'прежний'`)
	do := func(statement string) { pgtest.Do(t, url, statement) }
	do(`DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' OWNER TO locked'; END $$`)
	const broken = `; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'locked' AND datname = current_database()`
	password := "прежний"
	s, err := OpenDatabase(t.Context(), t.TempDir(), Database{URL: strings.Replace(url, "postgres@", "locked@", 1),
		Password: func(context.Context) (string, error) { return password, nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	told := logged(t)
	for name, c := range map[string]struct {
		fault, mending string
		mend           func()
		says, logs     string
	}{
		"connections used up": {`ALTER ROLE locked CONNECTION LIMIT 0` + broken, `ALTER ROLE locked CONNECTION LIMIT -1`, func() {}, model.ErrAway.Error(), "заняты все соединения"},
		"password changed":    {`ALTER ROLE locked PASSWORD 'новый'` + broken, "", func() { password = "новый" }, model.ErrAway.Error(), "не впустила программу"},
		"may not enter":       {`ALTER ROLE locked NOLOGIN` + broken, `ALTER ROLE locked LOGIN`, func() {}, model.ErrAway.Error(), "не впустила программу"},
		"disk full": {`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$;
			CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION full_disk()`, `DROP FUNCTION full_disk CASCADE`, func() {}, model.ErrNoRoom.Error(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			set(t, s, "до "+name)
			told.take()
			do(c.fault)
			for range 3 { // the first of them may still have had the connection
				err := s.Update(t.Context(), func(tx *Tx) error {
					return errors.Join(tx.SetSetting(SettingCollegeName, "не сохранено"), tx.Audit(time.Now(), 0, "Проба", "", ""))
				})
				if err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("a person hears %v", err)
				}
			}
			if said := told.take(); !strings.Contains(said, c.logs) || c.logs != "" && strings.Count(said, c.logs) > 1 {
				t.Errorf("the log has %q", said)
			}
			if c.mending != "" {
				do(c.mending)
			}
			c.mend()
			view(t, s, func(tx *Tx) error {
				got, err := tx.Setting(SettingCollegeName, "")
				if got != "до "+name {
					t.Errorf("saved is %q", got)
				}
				return err
			})
			set(t, s, "после "+name)
		})
	}
}

// logged takes what goes into the program's log until the test ends.
func logged(t *testing.T) *journal {
	j, before := &journal{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(j, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return j
}

type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(line)
}

// take gives what was logged since it was taken last.
func (j *journal) take() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	defer j.text.Reset()
	return j.text.String()
}

// TestDatabaseCertificate: a database elsewhere is entered only when its certificate is right, and what is wrong with it is said in words.
func TestDatabaseCertificate(t *testing.T) {
	onlyPostgres(t)
	web := httptest.NewTLSServer(nil) // its certificate is for 127.0.0.1
	t.Cleanup(web.Close)
	root := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	behind, err := pgx.ParseConfig(pgtest.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	encrypted, plain := encrypting(t, behind.Host, web.TLS), encrypting(t, behind.Host, nil)
	const untrusted = "сертификат сервера PostgreSQL не подтверждён"
	for name, c := range map[string]struct{ host, port, roots, says string }{
		"right":         {"127.0.0.1", encrypted, "&sslrootcert=" + root, ""},
		"unknown":       {"127.0.0.1", encrypted, "", untrusted},
		"another name":  {"localhost", encrypted, "&sslrootcert=" + root, untrusted},
		"no encryption": {"127.0.0.1", plain, "&sslrootcert=" + root, "не умеет шифровать связь"},
	} {
		s, err := OpenDatabase(t.Context(), t.TempDir(), Database{URL: "postgres://postgres@" + c.host + ":" + c.port + "/" + behind.Database + "?sslmode=verify-full" + c.roots})
		if err == nil {
			err = s.Close()
		}
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// encrypting is the port of a proxy before a PostgreSQL that answers without encryption, at a socket in a folder. Without a configuration
// the proxy refuses to encrypt.
func encrypting(t *testing.T, folder string, server *tls.Config) (port string) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	way := func(to, from net.Conn) {
		_, _ = io.Copy(to, from)
		_ = errors.Join(to.Close(), from.Close())
	}
	carry := func(from net.Conn) {
		defer from.Close()
		var asked [8]byte // whether the server encrypts
		if _, err := io.ReadFull(from, asked[:]); err != nil {
			return
		}
		if server == nil {
			_, _ = from.Write([]byte("N"))
			return
		}
		to, err := (&net.Dialer{}).DialContext(t.Context(), "unix", filepath.Join(folder, ".s.PGSQL.5432"))
		if err != nil {
			return
		}
		_, _ = from.Write([]byte("S"))
		over := tls.Server(from, server)
		go way(over, to)
		way(to, over)
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go carry(conn)
		}
	}()
	_, port, err = net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// TestHungProcessHoldsNobodyUp: what a process has that was stopped, or whose computer is gone, the server takes back before long: the
// writers' lock and the claim.
func TestHungProcessHoldsNobodyUp(t *testing.T) {
	onlyPostgres(t)
	dir := t.TempDir()
	s, another := openAt(t, dir), openAt(t, dir)
	const given = `SELECT coalesce(string_agg(name, ' ' ORDER BY name), '') FROM pg_settings WHERE source = 'session' AND name IN
		('idle_in_transaction_session_timeout', 'idle_session_timeout', 'tcp_keepalives_idle', 'tcp_user_timeout')`
	var writer, claim string
	set(t, s, "до")
	err := s.Update(t.Context(), func(tx *Tx) error {
		if err := tx.one(given, nil, &writer); err != nil {
			return err
		}
		if err := errors.Join(tx.SetSetting(SettingCollegeName, "не сохранено"), tx.exec(`SET LOCAL idle_in_transaction_session_timeout = 1`)); err != nil {
			return err
		}
		set(t, another, "другая программа") // as soon as the server has taken the lock back
		return tx.SetSetting(SettingCollegeName, "не сохранено")
	})
	if !errors.Is(err, model.ErrAgain) || err.Error() != model.ErrAway.Error() || get(t, s) != "другая программа" {
		t.Errorf("the writer that said nothing ends with %v, saved is %q", err, get(t, s))
	}
	own, err := s.engine.(postgres).direct(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = own.Close() })
	if err := own.Conn().QueryRow(t.Context(), given).Scan(&claim); err != nil {
		t.Fatal(err)
	}
	if writer != "idle_in_transaction_session_timeout tcp_keepalives_idle tcp_user_timeout" || claim != "idle_session_timeout tcp_keepalives_idle tcp_user_timeout" {
		t.Errorf("a writer has %q, a claim %q", writer, claim)
	}
}
