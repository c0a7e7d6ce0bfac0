package server

import "net"

// Through lets a server that does not run yet listen through something else.
func (s *Server) Through(over func(net.Listener) net.Listener) { s.listener = over(s.listener) }
