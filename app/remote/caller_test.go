package remote

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect/v2"

	"zvonok/app"
)

// TestCallerOf: where a call comes from is the connection's address; a header counts behind a proxy of the college alone.
func TestCallerOf(t *testing.T) {
	s := &Server{BehindProxy: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("fd00::/8")}}
	long := strings.Repeat("x", mostID+1)
	for _, tt := range []struct {
		peer, forwarded, desk string
		want                  app.Caller
	}{
		{"192.0.2.7:4100", "", "d1", app.Caller{Address: "192.0.2.7", Desk: "d1"}},
		{"192.0.2.7:4100", "198.51.100.1", long, app.Caller{Address: "192.0.2.7"}},
		{"10.0.0.5:4100", "198.51.100.1", "", app.Caller{Address: "198.51.100.1"}},
		{"10.0.0.5:4100", "203.0.113.9, 198.51.100.1, 10.0.0.6", "", app.Caller{Address: "198.51.100.1"}},
		{"10.0.0.5:4100", "198.51.100.1, ложь", "", app.Caller{Address: "10.0.0.5"}},
		{"10.0.0.5:4100", "", "", app.Caller{Address: "10.0.0.5"}},
		{"[2001:db8::1:2]:4100", "", "", app.Caller{Address: "2001:db8::/64"}},
		{"[::ffff:192.0.2.7]:4100", "", "", app.Caller{Address: "192.0.2.7"}},
		{"[fd00::1]:4100", "2001:db8:0:1::9", "", app.Caller{Address: "2001:db8:0:1::/64"}},
		{"", "198.51.100.1", "", app.Caller{Address: "?"}},
	} {
		info := &connect.CallInfo{PeerAddr: tt.peer}
		if tt.forwarded != "" {
			info.RequestHeader().Set("X-Forwarded-For", tt.forwarded)
		}
		info.RequestHeader().Set(deskHeader, tt.desk)
		if got := s.callerOf(info); got != tt.want {
			t.Errorf("from %s for %q: %+v, want %+v", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

// hurried is an answer of a connection that knows how long the body may take.
type hurried struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (h *hurried) SetReadDeadline(until time.Time) error {
	h.until = until
	return nil
}

// TestSlowBodies: whatever strangers ask for, the server does not wait for ever for what they send; those who have a session may
// have a bad line.
func TestSlowBodies(t *testing.T) {
	handler := (&Server{College: &college{}, Log: slog.New(slog.DiscardHandler)}).handler(t.Context())
	for _, tt := range []struct {
		path, token string
		patient     bool
	}{
		{procedure("People", "Groups"), goodToken, true},
		{procedure("People", "Groups"), "", false}, {procedure("People", "Groups"), "forged", false}, {procedure("Access", "Entry"), "", false},
		{"/", "", false}, {"/", goodToken, false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, tt.path, strings.NewReader("[]"))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set(wireHeader, "1")
		if tt.token != "" {
			r.Header.Set("Authorization", bearer+tt.token)
		}
		h := &hurried{ResponseRecorder: httptest.NewRecorder(), until: time.Unix(1, 0)}
		handler.ServeHTTP(h, r)
		if h.until.Equal(time.Unix(1, 0)) || h.until.IsZero() != tt.patient {
			t.Errorf("%s by %q may take until %v", tt.path, tt.token, h.until)
		}
	}
}

// cutOff is a body that the network cuts off.
type cutOff struct{}

func (cutOff) Read([]byte) (int, error) {
	return 0, &net.OpError{Op: "read", Net: "tcp", Source: &net.TCPAddr{IP: net.IPv4(10, 20, 30, 40), Port: 8473}, Err: os.ErrDeadlineExceeded}
}

// TestCutBodyNamesNoAddress: strangers whose body did not come in time are not told how the server is called in its own network.
func TestCutBodyNamesNoAddress(t *testing.T) {
	s := &Server{College: &college{}, Log: slog.New(slog.DiscardHandler)}
	handler := s.handler(t.Context())
	for _, path := range open {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, cutOff{})
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set(wireHeader, strconv.Itoa(Wire))
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		if text := answer.Body.String(); answer.Code != http.StatusGatewayTimeout || strings.Contains(text, "10.20.30.40") || !strings.Contains(text, "повторите") {
			t.Errorf("%s answers %d %s", path, answer.Code, text)
		}
	}
}
