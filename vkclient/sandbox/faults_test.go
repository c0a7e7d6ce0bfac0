package sandbox

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseFaults(t *testing.T) {
	good := []string{"", "error=6@3", "error=10:2%", "drop:1%", "hang@5", "garbage:1%,slow=250ms:5%", "messages.createChat/drop@1", "execute/error=10",
		"captcha", " lost , error=17 ", "error=6:0.5%"}
	for _, spec := range good {
		if _, err := parseFaults(spec, 1); err != nil {
			t.Errorf("%q: %v", spec, err)
		}
	}
	bad := []string{"fire", "error", "error=x", "error=6@0", "error=6@x", "drop:2", "drop:200%", "slow", "slow=5", "drop=1", "messages.fly/drop", "error=-6"}
	for _, spec := range bad {
		if _, err := New(Options{Faults: spec}); err == nil {
			t.Errorf("%q was taken", spec)
		}
	}
}

func TestFaults(t *testing.T) {
	three := `return [API.users.get({}),API.users.get({}),API.users.get({})];`
	t.Run("the third call", func(t *testing.T) {
		b := newBench(t, Options{NoLimits: true, Faults: "error=6@3"})
		var codes []int
		for range 4 {
			codes = append(codes, b.ask(b.community(), "users.get").code())
		}
		if !slices.Equal(codes, []int{0, 0, 6, 0}) {
			t.Errorf("codes = %v", codes)
		}
	})
	t.Run("the third call, in an execute", func(t *testing.T) {
		b := newBench(t, Options{NoLimits: true, Faults: "error=9@3"})
		r := b.ask(b.community(), "execute", "code", three)
		if len(r.Execute) != 1 || r.Execute[0].Code != 9 || !strings.HasSuffix(string(r.Response), "false]") {
			t.Errorf("answer = %s, %+v", r.Response, r.Execute)
		}
	})
	t.Run("of one method, and of execute itself", func(t *testing.T) {
		b := newBench(t, Options{NoLimits: true, Faults: "messages.createChat/error=103,execute/error=10@2"})
		if got := b.ask(b.community(), "users.get").code(); got != 0 {
			t.Errorf("another method: error %d", got)
		}
		if got := b.ask(b.community(), "messages.createChat", "title", "А").code(); got != 103 {
			t.Errorf("the method: error %d, want 103", got)
		}
		first, second := b.ask(b.community(), "execute", "code", three).code(), b.ask(b.community(), "execute", "code", three).code()
		if first != 0 || second != 10 {
			t.Errorf("execute: errors %d and %d, want 0 and 10", first, second)
		}
	})
	for _, tt := range []struct {
		fault string
		done  bool
	}{{"drop", true}, {"garbage", true}, {"lost", false}} {
		for _, way := range []string{tt.fault + "@1", "messages.createChat/" + tt.fault + "@1"} {
			t.Run(way, func(t *testing.T) {
				b := newBench(t, Options{NoLimits: true, Faults: way})
				_, err := b.post(b.community(), "execute", "code", `return [API.messages.createChat({"title":"А"})];`)
				if err == nil {
					t.Error("there was an answer")
				}
				if done := len(b.State().Chats) == 1; done != tt.done {
					t.Errorf("work done = %v, want %v", done, tt.done)
				}
				b.do(b.community(), "users.get")
			})
		}
	}
	t.Run("a hang ends with the sandbox", func(t *testing.T) {
		b := newBench(t, Options{NoLimits: true, Faults: "hang@1"})
		ended := make(chan error)
		token := b.community()
		go func() {
			_, err := b.post(token, "messages.createChat", "title", "А")
			ended <- err
		}()
		for len(b.State().Chats) == 0 {
			time.Sleep(time.Millisecond) // until the work is done
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; err == nil {
			t.Error("there was an answer")
		}
	})
	t.Run("slow", func(t *testing.T) {
		b := newBench(t, Options{NoLimits: true, Faults: "slow=30ms@1"})
		started := time.Now()
		b.do(b.community(), "users.get")
		if took := time.Since(started); took < 30*time.Millisecond {
			t.Errorf("answered after %v", took)
		}
	})
}

func TestShareIsDeterministicAndAboutRight(t *testing.T) {
	hits := func(seed int64) []int {
		parsed, err := parseFaults("error=6:10%", seed)
		if err != nil {
			t.Fatal(err)
		}
		var list []int
		for i := range 2000 {
			if parsed.list[0].strikes() {
				list = append(list, i)
			}
		}
		return list
	}
	if !slices.Equal(hits(1), hits(1)) {
		t.Error("the same seed hits other calls")
	}
	if slices.Equal(hits(1), hits(2)) {
		t.Error("another seed hits the same calls")
	}
	if n := len(hits(1)); n < 140 || n > 260 {
		t.Errorf("%d hits of 2000 at 10 %%", n)
	}
}

func TestSetFaults(t *testing.T) {
	b := newBench(t, Options{NoLimits: true, Faults: "error=10"})
	if err := b.SetFaults("nonsense"); err == nil {
		t.Error("nonsense was taken")
	}
	if got := b.ask(b.community(), "users.get").code(); got != 10 {
		t.Errorf("error %d, want the old fault to stay", got)
	}
	if err := b.SetFaults(""); err != nil {
		t.Error(err)
	}
	b.do(b.community(), "users.get")
}
