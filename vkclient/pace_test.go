package vkclient

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

// Whatever the number of callers, no second holds more requests than VK allows, and hardly fewer.
func TestPace(t *testing.T) {
	for _, tt := range []struct {
		name      string
		kind      TokenKind
		perSecond int
	}{{"community", CommunityToken, 20}, {"user", UserToken, 3}} {
		t.Run(tt.name, func(t *testing.T) {
			clock := newFakeClock()
			var mu sync.Mutex
			var arrivals []time.Time
			vk := newScript(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				arrivals = append(arrivals, clock.Now())
				mu.Unlock()
				says(`{"response":1}`)(w, r)
			})
			c := New(Options{Hosts: HostsAt(vk.URL), Token: testToken, Kind: tt.kind, Clock: clock})
			const n = 61
			for range n {
				if err := c.Do(t.Context(), EditChatCall(1, "Имя")).Err; err != nil {
					t.Fatal(err)
				}
			}
			for i := tt.perSecond; i < n; i++ {
				if span := arrivals[i].Sub(arrivals[i-tt.perSecond]); span < time.Second {
					t.Fatalf("requests %d to %d arrived within %v", i-tt.perSecond, i, span)
				}
			}
			took, least := arrivals[n-1].Sub(arrivals[0]), time.Second*(n-1)/time.Duration(tt.perSecond)
			if took > least*105/100 {
				t.Errorf("%d requests took %v, at the limit they would take %v", n, took, least)
			}
		})
	}
}

func TestSharedPaceUnderConcurrency(t *testing.T) {
	clock := newFakeClock()
	vk := newScript(t, func(w http.ResponseWriter, r *http.Request) { says(`{"response":[1,1]}`)(w, r) })
	c := vk.client(clock)
	started := clock.Now()
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			if _, err := c.Execute(t.Context(), []Call{EditChatCall(1, "а"), EditChatCall(2, "б")}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if c.Requests() != 40 || c.Calls() != 80 {
		t.Errorf("requests = %d, calls = %d, want 40 and 80", c.Requests(), c.Calls())
	}
	if took := clock.Now().Sub(started); took < 39*time.Second/20 {
		t.Errorf("40 requests took %v on the clock, faster than 20 a second", took)
	}
}

func TestRedirects(t *testing.T) {
	foreign := newScript(t, says(`{"response":1}`))
	vk := newScript(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, foreign.URL+"/method/x", http.StatusTemporaryRedirect)
	})
	if err := vk.client(newFakeClock()).Do(t.Context(), EditChatCall(1, "Имя")).Err; err == nil || Class(err) != Other {
		t.Errorf("redirect to a foreign host: %v, want an error that is not repeated", err)
	}
	if len(foreign.forms) != 0 {
		t.Errorf("the foreign host got %d requests", len(foreign.forms))
	}

	home := newScript(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/method/messages.editChat", http.StatusTemporaryRedirect)
	}, says(`{"response":1}`))
	if err := home.client(newFakeClock()).Do(t.Context(), EditChatCall(1, "Имя")).Err; err != nil {
		t.Errorf("redirect within the host: %v", err)
	}
}
