package remote_test

import (
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/remote"
	"zvonok/model"
	"zvonok/model/store/pgtest"
	"zvonok/model/store/storetest"
)

// breaking hours end the transactions of a database when they are asked for the time, as often as they are told to.
type breaking struct {
	hours
	times atomic.Int64
	end   func()
}

func (b *breaking) Now() time.Time {
	if b.times.Add(-1) >= 0 {
		b.end()
	}
	return b.hours.Now()
}

// TestOnceAlthoughTheDatabaseBreaks: what a desk asks for is done, and once, although the server loses its connection to the database on
// the way; where it loses it again and again, that is said in words.
func TestOnceAlthoughTheDatabaseBreaks(t *testing.T) {
	if !pgtest.On() {
		t.Skip("without PostgreSQL: scripts/with-postgres.sh starts one")
	}
	dir := t.TempDir()
	s, err := storetest.Open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	at := storetest.Database(t, dir)
	clock := &breaking{end: func() {
		pgtest.Do(t, at.URL, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`)
	}}
	c := &college.College{Store: s, Dir: dir, Clock: clock, PasswordCost: college.PasswordCost{Memory: 8, Time: 1, Threads: 1}}
	far := serve(t, areas.New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{}))
	token := far.begin(t)
	ctx := remote.As(t.Context(), func() string { return token })
	for _, tt := range []struct {
		name   string
		breaks int64
		fails  bool
	}{{"ДО-1", 0, false}, {"ДО-2", 1, false}, {"ДО-3", 2, false}, {"ДО-4", 99, true}} {
		clock.times.Store(tt.breaks)
		_, err := far.AddGroup(ctx, model.GroupEdit{Name: tt.name, Year: 1})
		left := clock.times.Swap(0)
		if fails := err != nil; fails != tt.fails || !fails && left > 0 || fails && !strings.Contains(err.Error(), "база данных колледжа не отвечает: скажите администратору ПОО") {
			t.Errorf("%s, broken %d times (%d left): %v", tt.name, tt.breaks, left, err)
		}
	}
	groups, err := far.Groups(ctx)
	if err != nil || len(groups) != 3 {
		t.Errorf("%d groups: %v", len(groups), err)
	}
}
