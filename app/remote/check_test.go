package remote

import (
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"zvonok/model"
)

// founded is a college that says its name to whoever asks.
type founded struct{ Place }

func (founded) Entry(context.Context) (model.Entry, error) {
	return model.Entry{ID: "KOLLEDZH", College: "Колледж связи", Founded: true, Accounts: true}, nil
}

func (founded) Subscribe(func(model.Change)) (cancel func()) { return func() {} }

func (founded) Now() time.Time { return time.Now() }

// serving answers at the address with the key until the test ends.
func serving(t *testing.T) (address string, key Key) {
	t.Helper()
	key, err := OpenKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	s := &Server{College: founded{}, Log: slog.New(slog.DiscardHandler)}
	go func() { ended <- s.Serve(ctx, listener, key) }()
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String(), key
}

// TestCheck: what is wrong with a connection is said at its step, and nothing is tried after it.
func TestCheck(t *testing.T) {
	address, key := serving(t)
	stranger, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	go func() {
		for {
			conn, err := stranger.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("220 mail\r\n"))
			_ = conn.Close()
		}
	}()
	for name, tt := range map[string]struct {
		address string
		pin     model.Pin
		step    model.ConnectionStep
		says    string
	}{
		"in order":        {address, key.Pin, model.CheckTime, ""},
		"nobody":          {"127.0.0.1:1", key.Pin, model.CheckAddress, "никто не отвечает"},
		"another program": {stranger.Addr().String(), key.Pin, model.CheckKey, "другая программа"},
		"another key":     {address, model.Pin{1}, model.CheckKey, "ключ другой"},
	} {
		t.Run(name, func(t *testing.T) {
			checks := Check(t.Context(), model.ConnectionLink{College: "KOLLEDZH", Addresses: []string{tt.address}, Pins: []model.Pin{tt.pin}}, systemClock{})
			last := checks[len(checks)-1]
			if last.Step != tt.step || (last.Err == nil) != (tt.says == "") || last.Err != nil && !strings.Contains(last.Err.Error(), tt.says) {
				t.Errorf("got %+v", checks)
			}
			for _, c := range checks[:len(checks)-1] {
				if c.Err != nil {
					t.Errorf("went on after %+v", c)
				}
			}
		})
	}
}

// TestKnock: a slip's address and check code lead to the server with that key and to no other, however they are typed.
func TestKnock(t *testing.T) {
	address, key := serving(t)
	for _, code := range []string{key.Pin.Code(), strings.ToUpper(key.Pin.Code()), " " + strings.ReplaceAll(key.Pin.Code(), "-", " – ") + " "} {
		link, err := Knock(t.Context(), address, code)
		if err != nil || link.College != "KOLLEDZH" || !link.Has(key.Pin) || link.Addresses[0] != address {
			t.Errorf("by %q: %+v, %v", code, link, err)
		}
	}
	for code, says := range map[string]string{"": "20 букв", "aaaa-bbbb-cccc-dddd-eeee": "код не подходит"} {
		if _, err := Knock(t.Context(), address, code); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("by %q: %v", code, err)
		}
	}
	if _, err := Knock(t.Context(), "127.0.0.1:1", key.Pin.Code()); err == nil || !strings.Contains(err.Error(), "никто не отвечает") {
		t.Errorf("nobody: %v", err)
	}
}
