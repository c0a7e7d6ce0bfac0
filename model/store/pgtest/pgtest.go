// Package pgtest gives tests databases of a throw-away PostgreSQL, which scripts/with-postgres.sh starts. No program code imports it.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Variable is the environment variable with the URL of a superuser's database: where it is set, tests run on PostgreSQL.
const Variable = "ZVONOK_TEST_POSTGRES"

// On reports whether tests are to run on PostgreSQL.
func On() bool { return os.Getenv(Variable) != "" }

var (
	number atomic.Int64

	mu       sync.Mutex
	known    = map[string]string{} // URLs, by keys
	template string                // the name of a filled database
)

// Database is the URL of a test's own database, the same for the same key. It is a copy of one that fill has filled.
func Database(tb testing.TB, key string, fill func(url string) error) string {
	tb.Helper()
	mu.Lock()
	defer mu.Unlock()
	if have, ok := known[key]; ok {
		return have
	}
	if template == "" {
		name, made := create(tb, "template0")
		if err := fill(made); err != nil {
			tb.Fatal(err)
		}
		template = name
	}
	return copyOf(tb, template, key)
}

// Copy makes the database of a key, a copy of that of another one, to which nobody is connected.
func Copy(tb testing.TB, from, key string) {
	tb.Helper()
	mu.Lock()
	defer mu.Unlock()
	of, err := url.Parse(known[from])
	if err != nil {
		tb.Fatal(err)
	}
	copyOf(tb, strings.TrimPrefix(of.Path, "/"), key)
}

// copyOf makes the database of a key as a copy of the one of that name. mu is held.
func copyOf(tb testing.TB, from, key string) (made string) {
	tb.Helper()
	name, made := create(tb, from)
	known[key] = made
	tb.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		delete(known, key)
		drop(tb, name)
	})
	return made
}

// Empty is the URL of a test's own database without anything in it.
func Empty(tb testing.TB) string {
	tb.Helper()
	name, made := create(tb, "template0")
	tb.Cleanup(func() { drop(tb, name) })
	return made
}

func create(tb testing.TB, from string) (name, made string) {
	tb.Helper()
	u, err := url.Parse(os.Getenv(Variable))
	if err != nil {
		tb.Fatal(err)
	}
	name = fmt.Sprintf("test_%d_%d", os.Getpid(), number.Add(1))
	Do(tb, u.String(), `CREATE DATABASE `+name+` STRATEGY FILE_COPY TEMPLATE `+from)
	u.Path = "/" + name
	return name, u.String()
}

func drop(tb testing.TB, name string) {
	tb.Helper()
	Do(tb, os.Getenv(Variable), `DROP DATABASE `+name+` WITH (FORCE)`)
}

// Do runs a statement in the database of a URL.
func Do(tb testing.TB, at, statement string) {
	tb.Helper()
	ctx := context.Background() // also after the test has ended
	conn, err := pgx.Connect(ctx, at)
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		tb.Fatal(err)
	}
}

// Hold runs a statement in the database of a URL, on a connection that stays open until release is called.
func Hold(tb testing.TB, at, statement string) (release func()) {
	tb.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, at)
	if err == nil {
		_, err = conn.Exec(ctx, statement)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return func() { _ = conn.Close(ctx) }
}

// Waiting reports whether a program of that name waits for a lock in the database of a URL.
func Waiting(tb testing.TB, at, program string) (waiting bool) {
	tb.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, at)
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock')`,
		program).Scan(&waiting)
	if err != nil {
		tb.Fatal(err)
	}
	return waiting
}
