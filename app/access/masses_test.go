package access

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// TestPasswordsInMassesAtFullCost: where a password costs what it really does, strangers from many addresses keep the memory of no more than
// two hashes busy, and a person who signs in with the right one waits for no more of theirs than may wait at one time.
func TestPasswordsInMassesAtFullCost(t *testing.T) {
	const strangers = mostIn + 4
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a := New(&college.College{Store: s, Dir: dir, Clock: fixed{}})
	const login, password = "kagan", "дубрава-полоз-44"
	if err := s.Update(t.Context(), func(tx *store.Tx) error {
		id, err := tx.InsertPerson(model.Person{Name: model.ParseName("Каган Наталья"), Kind: model.Staff, Active: true})
		if err != nil {
			return err
		}
		return tx.AddAccount(store.AccountRecord{Person: id, Login: login, Hash: a.passwords.hash(password, a.passwords.chosen)})
	}); err != nil {
		t.Fatal(err)
	}
	enter := func(from app.Caller, login, password string) error {
		_, err := a.BeginSession(app.CalledFrom(t.Context(), from), login, password, model.Computer{})
		return err
	}
	own := app.Caller{Address: "203.0.113.1", Desk: "own"} // also the address of a stranger
	if err := enter(own, login, password); err != nil {
		t.Fatal(err)
	}

	before, held := memory(), int64(0)
	var wrong, in atomic.Int64
	var all sync.WaitGroup
	for n := range strangers {
		all.Go(func() {
			from := app.Caller{Address: fmt.Sprint("203.0.113.", 1+n)}
			for k := 0; in.Load() < 2; k++ {
				err := enter(from, fmt.Sprint("x", n, "-", k), "не тот")
				switch {
				case errors.Is(err, model.ErrWrongPassword):
					wrong.Add(1)
				case errors.As(err, new(model.BusyError)):
					time.Sleep(time.Millisecond) // or the strangers take the processor from each other
				default:
					t.Errorf("a stranger: %v", err)
				}
			}
		})
	}
	for wrong.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	for _, from := range []app.Caller{own, {}} {
		all.Go(func() {
			defer in.Add(1)
			begun := wrong.Load()
			if err := enter(from, login, password); err != nil {
				t.Errorf("from %+v: %v", from, err)
			}
			if before := wrong.Load() - begun; before > 2*mostIn {
				t.Errorf("from %+v %d wrong passwords come before the right one", from, before)
			}
		})
	}
	for in.Load() < 2 {
		time.Sleep(5 * time.Millisecond) // looking more often only takes time from the hashes
		runtime.GC()
		held = max(held, memory()-before)
	}
	all.Wait()
	hash := int64(a.passwords.chosen.Memory) << 10 // beside those at work there may be as many that ended while the collector looked
	t.Logf("%d wrong passwords, %d MiB", wrong.Load(), held>>20)
	if held < hash || held >= (2*atOnce+1)*hash {
		t.Errorf("%d MiB were held", held>>20)
	}
}

// memory is how many bytes were in use when it was last looked for those that are not.
func memory() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64()) //nolint:gosec // no computer has as much
}
