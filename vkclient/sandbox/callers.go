package sandbox

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// answersTo reports whether a request is for this server and comes from its own pages or from no page: a page of another
// site in somebody's browser may neither read nor change anything here, whichever name of this computer it uses.
func (s *Server) answersTo(r *http.Request) bool {
	if !s.own(r.Host) {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && s.own(u.Host)
}

// own reports whether a host with its port is the server's: a name of this computer at the port that it listens at, or one
// of the names that it has certificates for.
func (s *Server) own(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = host, ""
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.names, name) {
		return true
	}
	ip := net.ParseIP(name)
	return (name == "localhost" || ip != nil && ip.IsLoopback()) && (s.port == "" || s.port == port)
}
