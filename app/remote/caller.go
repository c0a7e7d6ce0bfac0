package remote

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"connectrpc.com/connect/v2"

	"zvonok/app"
)

// deskHeader names the desk that a call comes from, by a random text that the desk keeps.
const deskHeader = "Zvonok-Desk"

// callerOf is where a call comes from. What a header says of that counts only where a proxy of the college wrote it.
func (s *Server) callerOf(info *connect.CallInfo) app.Caller {
	c := app.Caller{Address: "?"} // a call without an address would count as one from this very computer
	if desk := info.RequestHeader().Get(deskHeader); len(desk) <= mostID {
		c.Desk = desk
	}
	at, err := netip.ParseAddrPort(info.PeerAddr)
	if err != nil {
		return c
	}
	address := at.Addr().Unmap()
	said := strings.Split(strings.Join(info.RequestHeader().Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(said) {
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if !s.isProxy(address) || err != nil {
			break
		}
		address = next.Unmap()
	}
	c.Address = app.PlaceOf(address)
	return c
}

func (s *Server) isProxy(address netip.Addr) bool {
	return slices.ContainsFunc(s.BehindProxy, func(of netip.Prefix) bool { return of.Contains(address) })
}

const (
	// mostOpen is how long the parameters may be of a call that needs no sign-in, in bytes.
	mostOpen = 16 << 10
	// openWithin is how long the body may be on its way of a call by somebody who has no session, whatever it asks for.
	openWithin = 30 * time.Second
)

// patientKey is under which a call's context has the function that lets its body take its time.
type patientKey struct{}

// bounded refuses bodies that are too long before they are read; from those who are not signed in it takes short ones only, and
// does not wait long: a server reads what is left of a body even where nobody has asked for it.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := int64(mostBytes)
		if slices.Contains(open, r.URL.Path) {
			most = mostOpen
			if packed := r.Header.Get("Content-Encoding"); packed != "" && packed != "identity" { // it may unpack to very much
				http.Error(w, http.StatusText(http.StatusUnsupportedMediaType), http.StatusUnsupportedMediaType)
				return
			}
		}
		control := http.NewResponseController(w)
		_ = control.SetReadDeadline(time.Now().Add(openWithin)) // every connection of ours can
		patient := func() { _ = control.SetReadDeadline(time.Time{}) }
		if r.ContentLength > most {
			w.Header().Set("Connection", "close")
			http.Error(w, http.StatusText(http.StatusRequestEntityTooLarge), http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), patientKey{}, patient)))
	})
}
