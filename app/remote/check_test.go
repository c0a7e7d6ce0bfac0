package remote

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zvonok/model"
)

// named is a college that says its name, and counts how often it was asked.
type named struct {
	*college
	asked *atomic.Int64
}

func (n named) Entry(context.Context) (model.Entry, error) {
	n.asked.Add(1)
	return model.Entry{ID: "ID", College: "Педагогический колледж", Founded: true, Accounts: true}, n.failure()
}

func serveNamed(t *testing.T) (*far, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	return serveAs(t, func(c *college) Place { return named{c, &asked} }), &asked
}

// checked are the steps of a check in words.
func checked(checks []model.ConnectionCheck) string {
	var lines []string
	for _, c := range checks {
		line := map[model.ConnectionStep]string{
			model.CheckAddress: "address", model.CheckKey: "key", model.CheckVersion: "version", model.CheckTime: "time",
		}[c.Step]
		if c.Err != nil {
			line += ": " + c.Err.Error()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// ahead is a clock that is wrong by so much.
type ahead time.Duration

func (a ahead) Now() time.Time { return time.Now().Add(time.Duration(a)) }

func (ahead) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// closedPort is an address at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestCheck(t *testing.T) {
	f, _ := serveNamed(t)
	other := serve(t)
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	here, closed := f.link.Addresses[0], closedPort(t)
	at := func(addresses ...string) model.ConnectionLink {
		return model.ConnectionLink{Addresses: addresses, Pins: f.link.Pins}
	}
	const good = "address\nkey\nversion\ntime"
	for _, c := range []struct {
		name  string
		link  model.ConnectionLink
		clock ahead
		says  []string
	}{
		{"all well", at(here), 0, []string{good}},
		{"at the second address", at(closed, here), 0, []string{good}},
		{"somebody else is at the first", at(other.link.Addresses[0], here), 0, []string{good}},
		{"a closed port", at(closed), 0, []string{"address: компьютер есть, но порт"}},
		{"no such name", at("zvonok.invalid:1"), 0, []string{"address: компьютер с таким именем не найден"}},
		{"another key", at(other.link.Addresses[0]), 0, []string{"address\nkey: " + errKey.Error()}},
		{"no server of ours", at(strings.TrimPrefix(web.URL, "http://")), 0, []string{"address\nkey: " + errNotOurs.Error()}},
		{"a clock that is fast", at(here), ahead(3 * time.Hour), []string{"address\nkey\nversion\ntime: ", "спешат на 3 часа"}},
		{"a clock that is slow", at(here), ahead(-10*time.Minute - 30*time.Second), []string{"отстают на 10 минут"}},
	} {
		got := checked(Check(t.Context(), c.link, c.clock))
		for _, says := range c.says {
			if !strings.Contains(got, says) {
				t.Errorf("%s: no %q in\n%s", c.name, says, got)
			}
		}
	}
	_ = f.fails(errWire)
	if got := checked(Check(t.Context(), f.link, ahead(0))); got != "address\nkey\nversion: "+errWire.Error() {
		t.Errorf("another version:\n%s", got)
	}
}

// TestUnreached: a person who has to let the connection through is named.
func TestUnreached(t *testing.T) {
	u := unreached{"zvonok.college.ru:8473", "proxy.local:3128", context.DeadlineExceeded}
	if text := u.Error(); !strings.Contains(text, "брандмауэр порт 8473") || !strings.Contains(text, "прокси proxy.local:3128") {
		t.Errorf("it says %q", text)
	}
}

// TestHangingServerIsUnreached: where a connection is taken and then nothing is said, nobody answers, and nothing was sent that might
// have been done.
func TestHangingServerIsUnreached(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	r := &route{link: model.ConnectionLink{Addresses: []string{listener.Addr().String()}}}
	if _, err := r.dial(ctx, "", ""); !errors.Is(err, errUnreached) || !strings.Contains(err.Error(), "никто не отвечает") {
		t.Errorf("it says %v", err)
	}
}

// TestKnock: by address and check code of a slip one finds the college, and of a server with another code nothing is asked.
func TestKnock(t *testing.T) {
	f, asked := serveNamed(t)
	address, code := f.link.Addresses[0], f.key.Pin.Code()
	typed := strings.ToUpper(strings.ReplaceAll(code, "-", " "))
	k, err := Knock(t.Context(), " "+address, typed)
	if err != nil || k.Name != "Педагогический колледж" || k.Link.College != "ID" || !k.Link.Has(f.key.Pin) || k.Link.Addresses[0] != address {
		t.Errorf("%+v, %v", k, err)
	}
	before := asked.Load()
	for _, c := range []struct {
		name, address, code, says string
	}{
		{"another code", address, model.Pin{1}.Code(), errOtherCode.Error()},
		{"no code", address, "k7mp", "20 латинских букв"},
		{"no address", "http://x", code, "не адрес"},
		{"nobody there", closedPort(t), code, "закрыт"},
	} {
		if k, err := Knock(t.Context(), c.address, c.code); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %+v, %v", c.name, k, err)
		}
	}
	if now := asked.Load(); now != before {
		t.Errorf("a server with another code was asked %d times", now-before)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Knock(ctx, address, code); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}
