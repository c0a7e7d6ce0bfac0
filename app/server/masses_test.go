package server_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"zvonok/app/college"
	"zvonok/app/remote"
	"zvonok/model"
)

// TestPasswordsInMasses: while strangers try passwords as fast as they can, somebody with the right one is in within seconds, also
// where all of them come from one address. A computer that is busy with other work as well may take longer, as it does for one.
func TestPasswordsInMasses(t *testing.T) {
	const seconds, slower = 5 * time.Second, 300
	for name, from := range map[string]func(n int) net.IP{
		"from one address":       func(int) net.IP { return net.IPv4(127, 0, 0, 1) },
		"from an address of own": func(n int) net.IP { return net.IPv4(127, 0, 0, byte(2+n)) },
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "darwin" && from(1)[15] != 1 {
				t.Skip("this system has one address of its own only")
			}
			newCrowd(t, 1).amongMasses(from, func(alone time.Duration) time.Duration { return max(seconds, slower*alone) })
		})
	}
}

// BenchmarkPasswordsInMasses takes what a password really costs: the ratio is of the slowest of those who are in with the right one, while
// strangers try others, to one who is there alone. Twenty may be before them, two at a time, on processors that the strangers have too.
func BenchmarkPasswordsInMasses(b *testing.B) {
	w := newCrowdOf(b, 1, college.DefaultPasswordCost)
	var alone, slowest time.Duration
	for b.Loop() {
		alone, slowest = w.amongMasses(func(int) net.IP { return net.IPv4(127, 0, 0, 1) }, func(time.Duration) time.Duration { return time.Minute })
	}
	b.ReportMetric(float64(slowest.Milliseconds()), "ms-slowest")
	b.ReportMetric(float64(slowest)/float64(alone), "ratio(limit-50)")
}

// amongMasses signs somebody in with the right password, alone and while strangers try passwords from their addresses; it may take
// within, and took as long at most.
func (w *crowd) amongMasses(from func(n int) net.IP, within func(alone time.Duration) time.Duration) (alone, slowest time.Duration) {
	w.Helper()
	const strangers = 30
	login := w.lets(w.subjects[0].Teachers[0])
	desk := remote.NewClient(w.link)
	defer desk.Close()
	began := time.Now()
	w.must(second(desk.BeginSession(w.Context(), login, plantedPassword, model.Computer{})))
	alone = time.Since(began)
	ctx, stop := context.WithCancel(w.Context())
	tried := make(chan int, strangers)
	for n := range strangers {
		go func() { tried <- w.attacker().guess(ctx, n, from(n)) }()
	}
	for range 3 {
		began := time.Now()
		err := errors.New("not tried")
		for err != nil && time.Since(began) < within(alone) {
			_, err = desk.BeginSession(w.Context(), login, plantedPassword, model.Computer{})
		}
		if err != nil {
			w.Errorf("not in within %v: %v", within(alone), err)
		}
		slowest = max(slowest, time.Since(began))
	}
	stop()
	wrong := 0
	for range strangers {
		wrong += <-tried
	}
	if w.Logf("%d wrong passwords", wrong); wrong < strangers {
		w.Error("there were no masses")
	}
	return alone, slowest
}

// guess tries passwords from an address until ctx ends: the administrator's, one login's, and those of nobody. It says how many.
func (a *attacker) guess(ctx context.Context, n int, from net.IP) (tried int) {
	a.http.Transport.(*http.Transport).DialContext = (&net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}).DialContext //nolint:forcetypeassert,errcheck // it is ours
	for k := 0; ctx.Err() == nil; k++ {
		login := []string{fmt.Sprint("login", a.admin), fmt.Sprint("x", n), fmt.Sprint("x", n, "-", k)}[min(k%10, 2)]
		body := fmt.Sprintf(`[%q,"wrong-%d",{}]`, login, k)
		if status, _ := a.post("Access", "BeginSession", "", strings.NewReader(body), int64(len(body))); status != 0 {
			tried++
		}
	}
	return tried
}
