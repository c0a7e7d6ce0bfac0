package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"zvonok/model/store/pgtest"
)

// TestListenOnPostgres: a process hears of what another one writes without looking for it, nothing of what changes nothing, and why it
// hears nothing any more.
func TestListenOnPostgres(t *testing.T) {
	onlyPostgres(t)
	dir := t.TempDir()
	here, there := openAt(t, dir), openAt(t, dir)
	woken, ended := make(chan struct{}, 10), make(chan error, 1)
	go func() { ended <- here.Listen(t.Context(), func() { woken <- struct{}{} }) }()
	await := func(what string) {
		t.Helper()
		select {
		case <-woken:
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: nobody was woken", what)
		}
	}
	await("at the beginning")
	write(t, there, nothing)
	began := time.Now()
	write(t, there, chats(7))
	await("another process has written")
	if took := time.Since(began); took > 500*time.Millisecond {
		t.Errorf("it was heard after %v", took)
	}
	if c, err := here.Elsewhere(t.Context()); err != nil || len(c.Chats) != 1 || len(woken) != 0 {
		t.Errorf("found %+v, woken %d times more, %v", c, len(woken), err)
	}
	pgtest.Do(t, databaseOf(t, dir).URL, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`)
	if err := <-ended; err == nil {
		t.Error("nobody says that the connection is lost")
	}
}

// pooled leads to PostgreSQL as a pooler does, which says that another backend answers than the one that does.
func pooled(t *testing.T, at string) (through string) {
	t.Helper()
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", filepath.Join(folder, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	socket := filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432")
	go func() {
		for {
			desk, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := (&net.Dialer{}).DialContext(context.Background(), "unix", socket)
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(server, desk); _ = server.Close() }()
			go func() {
				_, _ = io.Copy(desk, renumbered{server})
				_ = desk.Close()
			}()
		}
	}()
	query := u.Query()
	query.Set("host", folder)
	u.RawQuery = query.Encode()
	return u.String()
}

// renumbered are a server's answers, in which its backend has another number.
type renumbered struct{ io.Reader }

func (r renumbered) Read(into []byte) (int, error) {
	n, err := r.Reader.Read(into)
	if at := bytes.Index(into[:n], []byte{'K', 0, 0, 0, 12}); at >= 0 && at+9 <= n {
		number := into[at+5 : at+9]
		binary.BigEndian.PutUint32(number, binary.BigEndian.Uint32(number)+1)
	}
	return n, err
}

// TestPoolerOfPostgres: behind a pooler that forgets whose connection it was, listening and claiming say that they need a direct one.
func TestPoolerOfPostgres(t *testing.T) {
	onlyPostgres(t)
	dir := t.TempDir()
	s, err := OpenDatabase(t.Context(), dir, Database{URL: pooled(t, databaseOf(t, dir).URL)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Listen(t.Context(), func() { t.Error("it listens") }); !errors.Is(err, errPooled) {
		t.Errorf("listening: %v", err)
	}
	if _, err := s.Claim(t.Context(), "agent"); !errors.Is(err, errPooled) {
		t.Errorf("claiming: %v", err)
	}
	write(t, s, chats(7))
}
