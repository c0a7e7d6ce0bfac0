package vkclient

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"
)

func TestRetries(t *testing.T) {
	const ok = `{"response":1}`
	title, create := EditChatCall(1, "Имя"), CreateChatCall("Имя", []int64{1})
	tests := []struct {
		name     string
		call     Call
		replies  []reply
		requests int64
		class    ErrorClass
	}{
		{"at once", title, []reply{says(ok)}, 1, NoError},
		{"too fast, idempotent", title, []reply{apiErr(6), apiErr(6), says(ok)}, 3, NoError},
		{"too fast, not idempotent", create, []reply{apiErr(6), says(`{"response":7}`)}, 2, NoError},
		{"too fast for ever", title, []reply{apiErr(6)}, maxTooFast + 1, TooFast},
		{"unwell, idempotent", title, []reply{apiErr(10), apiErr(1), apiErr(995), says(ok)}, 4, NoError},
		{"unwell for ever", title, []reply{apiErr(10)}, maxTries, Unwell},
		{"unwell, not idempotent", create, []reply{apiErr(10), says(ok)}, 1, UnknownOutcome},
		{"HTTP 502, idempotent", title, []reply{status(502, "<html>"), says(ok)}, 2, NoError},
		{"HTTP 502, not idempotent", create, []reply{status(502, "<html>"), says(ok)}, 1, UnknownOutcome},
		{"garbage, idempotent", title, []reply{says("<html>"), says(`{"resp`), says(`{}`), says(ok)}, 4, NoError},
		{"garbage, not idempotent", create, []reply{says("<html>"), says(ok)}, 1, UnknownOutcome},
		{"dropped, idempotent", title, []reply{hangsUp, says(ok)}, 2, NoError},
		{"dropped, not idempotent", create, []reply{hangsUp, says(ok)}, 1, UnknownOutcome},
		{"dropped for ever", title, []reply{hangsUp}, maxTries, Unwell},
		{"no VK at this address", title, []reply{status(404, "not found")}, 1, Other},
		{"flood", title, []reply{apiErr(9), says(ok)}, 1, Flood},
		{"rate limit", title, []reply{apiErr(29), says(ok)}, 1, Flood},
		{"spam", title, []reply{apiErr(984), says(ok)}, 1, Flood},
		{"no right", create, []reply{apiErr(27), says(ok)}, 1, NoRight},
		{"send with a random_id", SendCall(1, 5, "текст"), []reply{hangsUp, says(ok)}, 2, NoError},
		{"send without", SendCall(1, 0, "текст"), []reply{hangsUp, says(ok)}, 1, UnknownOutcome},
		{"a method that is not known here", Call{Method: "wall.post"}, []reply{hangsUp, says(ok)}, 1, UnknownOutcome},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			vk := newScript(t, tt.replies...)
			clock := newFakeClock()
			c := vk.client(clock)
			r := c.Do(t.Context(), tt.call)
			if got := Class(r.Err); got != tt.class {
				t.Errorf("class = %v (%v), want %v", got, r.Err, tt.class)
			}
			if c.Requests() != tt.requests || c.Calls() != tt.requests {
				t.Errorf("requests = %d, calls = %d, want %d", c.Requests(), c.Calls(), tt.requests)
			}
			if got := len(clock.pauses()); int64(got) != tt.requests-1 {
				t.Errorf("%d pauses between %d requests: %v", got, tt.requests, clock.pauses())
			}
		})
	}
}

func TestBackoffGrowsWithJitter(t *testing.T) {
	seen := map[time.Duration]bool{}
	for n := 1; n <= 4; n++ {
		low := firstBackoff << (n - 1)
		for range 20 {
			d := backoff(n)
			if d < low || d >= low+low/2 {
				t.Errorf("backoff(%d) = %v, want within [%v, %v)", n, d, low, low+low/2)
			}
			seen[d] = true
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d different pauses of 80: no jitter", len(seen))
	}
}

func TestTooFastWaitsASecond(t *testing.T) {
	clock := newFakeClock()
	if r := newScript(t, apiErr(6), says(`{"response":1}`)).client(clock).Do(t.Context(), EditChatCall(1, "Имя")); r.Err != nil {
		t.Fatal(r.Err)
	}
	if got := clock.pauses(); !slices.Equal(got, []time.Duration{time.Second}) {
		t.Errorf("pauses = %v, want one second", got)
	}
}

// A refused connection sent nothing, so even createChat may be repeated, and its outcome is known.
func TestRefusedConnectionIsRepeatedForAnyMethod(t *testing.T) {
	closed := newScript(t, says(""))
	closed.Server.Close()
	c := closed.client(newFakeClock())
	err := c.Do(t.Context(), CreateChatCall("Имя", nil)).Err
	if Class(err) != Unwell {
		t.Errorf("class = %v (%v), want unwell", Class(err), err)
	}
	if c.Requests() != maxTries {
		t.Errorf("requests = %d, want %d", c.Requests(), maxTries)
	}
	var refused *net.OpError
	if !errors.As(err, &refused) {
		t.Errorf("the network's error is lost: %v", err)
	}
}

func TestHangEndsWithTheTimeout(t *testing.T) {
	vk := newScript(t, neverAnswers)
	c := New(Options{Hosts: HostsAt(vk.URL), Token: testToken, Clock: newFakeClock(), Timeout: 20 * time.Millisecond})
	if err := c.Do(t.Context(), CreateChatCall("Имя", nil)).Err; Class(err) != UnknownOutcome {
		t.Errorf("createChat: %v, want an unknown outcome", err)
	}
	if err := c.Do(t.Context(), EditChatCall(1, "Имя")).Err; Class(err) != Unwell {
		t.Errorf("editChat: %v, want unwell", err)
	}
}

func TestCancelBeforeAndAfterSending(t *testing.T) {
	t.Run("before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		c := newScript(t, says(`{"response":1}`)).client(newFakeClock())
		if err := c.Do(ctx, CreateChatCall("Имя", nil)).Err; Class(err) != Cancelled {
			t.Errorf("got %v, want cancelled", err)
		}
		if c.Requests() != 0 {
			t.Errorf("requests = %d, want none", c.Requests())
		}
	})
	for _, tt := range []struct {
		call Call
		want ErrorClass
	}{{CreateChatCall("Имя", nil), UnknownOutcome}, {EditChatCall(1, "Имя"), Cancelled}} {
		t.Run("while "+tt.call.Method, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			vk := newScript(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
			if err := vk.client(newFakeClock()).Do(ctx, tt.call).Err; Class(err) != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestAnswerTooLong(t *testing.T) {
	vk := newScript(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 1<<20)
		for i := range chunk {
			chunk[i] = ' '
		}
		for range 17 {
			_, _ = w.Write(chunk)
		}
	})
	if err := vk.client(newFakeClock()).Do(t.Context(), CreateChatCall("Имя", nil)).Err; Class(err) != UnknownOutcome {
		t.Errorf("got %v, want an unknown outcome", err)
	}
}
