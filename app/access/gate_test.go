package access

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// TestGate: few passwords are in, fewer of one place; known desks come in where strangers do not.
func TestGate(t *testing.T) {
	g := newGate()
	g.took = 2 * time.Second
	var leave func()
	enter := func(place string, known bool) error {
		out, err := g.enter(place, known)
		if err == nil {
			leave = out
		}
		return err
	}
	busy := func(what string, err error) {
		t.Helper()
		var refused model.BusyError
		if !errors.As(err, &refused) || !strings.HasPrefix(err.Error(), "сервер занят: попробуйте через ") || refused.Wait < g.took {
			t.Errorf("%s: %v", what, err)
		}
	}
	for range mostOfPlace {
		if err := enter("a", false); err != nil {
			t.Fatal(err)
		}
	}
	busy("one place", enter("a", false))
	for n := range mostUnknown - mostOfPlace {
		if err := enter(strconv.Itoa(n), false); err != nil {
			t.Fatal(err)
		}
	}
	busy("strangers", enter("b", false))
	for n := range mostIn - mostUnknown {
		if err := enter("desk"+strconv.Itoa(n), true); err != nil {
			t.Fatal(err)
		}
	}
	busy("known desks", enter("c", true))
	leave()
	if err := enter("c", true); err != nil {
		t.Errorf("after one has left: %v", err)
	}
}

// TestGateMakesTwoAtOnce and no more.
func TestGateMakesTwoAtOnce(t *testing.T) {
	g := newGate()
	var mu sync.Mutex
	now, most := 0, 0
	two := make(chan struct{})
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			g.make(func() {
				mu.Lock()
				if now++; now == atOnce && most < atOnce {
					close(two)
				}
				most = max(most, now)
				mu.Unlock()
				<-two
				mu.Lock()
				now--
				mu.Unlock()
			})
		})
	}
	all.Wait()
	if most != atOnce {
		t.Errorf("%d hashes were made at once", most)
	}
}

// TestStrangersLockNobodyOut: wrong passwords count where they are typed, and a desk at which the person has signed in before has
// tries of its own, wherever it is.
func TestStrangersLockNobodyOut(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a := New(&college.College{Store: s, Dir: dir, Clock: fixed{}, PasswordCost: college.PasswordCost{Memory: 8, Time: 1, Threads: 1}})
	const login, password = "kagan", "дубрава-полоз-44"
	err = s.Update(t.Context(), func(tx *store.Tx) error {
		id, err := tx.InsertPerson(model.Person{Name: model.ParseName("Каган Наталья"), Kind: model.Staff, Active: true})
		if err != nil {
			return err
		}
		return tx.AddAccount(store.AccountRecord{Person: id, Login: login, Hash: a.passwords.hash(password, a.passwords.chosen)})
	})
	if err != nil {
		t.Fatal(err)
	}
	enter := func(from app.Caller, password string) error {
		_, err := a.BeginSession(app.CalledFrom(t.Context(), from), login, password, model.Computer{})
		return err
	}
	own := app.Caller{Address: "192.0.2.1", Desk: "own"}
	if err := enter(own, password); err != nil {
		t.Fatal(err)
	}
	tired := func(from app.Caller) {
		t.Helper()
		var later model.TryLaterError
		for range 50 {
			if err := enter(from, "не тот"); errors.As(err, &later) && !later.Wrong {
				return
			}
		}
		t.Errorf("from %+v one may go on for ever", from)
	}
	tired(app.Caller{Address: "203.0.113.9"})
	tired(app.Caller{Address: "203.0.113.9", Desk: "unknown"})
	tired(app.Caller{Address: "203.0.113.9", Desk: "another"})
	for what, from := range map[string]app.Caller{
		"another address": {Address: "198.51.100.1"}, "the own desk": own,
		"the own desk at the stranger's address": {Address: "203.0.113.9", Desk: "own"}, "the college's own computer": {},
	} {
		if err := enter(from, password); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := enter(app.Caller{Address: "203.0.113.9", Desk: "third"}, password); !errors.As(err, new(model.TryLaterError)) {
		t.Errorf("at the stranger's address a desk that nobody knows: %v", err)
	}
	tired(own)
	if err := enter(app.Caller{Address: "198.51.100.1"}, password); err != nil {
		t.Errorf("after the own desk was tired: %v", err)
	}
}
