package server_test

import (
	"errors"
	"math"
	"net"
	"sync"
	"time"
)

// network is what lies between desks and a server: it breaks where it is told to.
type network struct {
	net.Listener
	mu   sync.Mutex
	to   string
	most func() int // how many bytes a connection carries before it breaks
	open map[net.Conn]bool
}

// newNetwork is a network that leads to a server, until the test ends.
func (w *crowd) newNetwork() *network {
	w.Helper()
	listener, err := (&net.ListenConfig{}).Listen(w.Context(), "tcp", loopback)
	w.must(err)
	n := &network{Listener: listener, to: w.link.Addresses[0], most: func() int { return math.MaxInt }, open: map[net.Conn]bool{}}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go n.carry(conn)
		}
	}()
	w.Cleanup(func() {
		_ = listener.Close()
		n.lead("")
	})
	return n
}

func (n *network) address() string { return n.Addr().String() }

// lead leads to another address, to none with "". What was open breaks.
func (n *network) lead(to string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.to = to
	for conn := range n.open {
		_ = conn.Close()
	}
}

// breakAfter lets connections break after so many bytes.
func (n *network) breakAfter(most func() int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.most = most
}

func (n *network) carry(from net.Conn) {
	defer from.Close()
	n.mu.Lock()
	address, left := n.to, &budget{left: n.most()}
	n.open[from] = true // with the address: lead breaks all that go to the one before
	n.mu.Unlock()
	defer n.forget(from)
	to, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return
	}
	defer to.Close()
	var ways sync.WaitGroup
	ways.Go(func() { left.copy(to, from) })
	ways.Go(func() { left.copy(from, to) })
	ways.Wait()
}

func (n *network) forget(conn net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.open, conn)
}

// budget is how many bytes a connection still carries, in both directions.
type budget struct {
	mu   sync.Mutex
	left int
}

// copy carries bytes until there are no more or the connection breaks, which it does in the middle of what is written.
func (b *budget) copy(to, from net.Conn) {
	defer func() { _ = errors.Join(to.Close(), from.Close()) }()
	buffer := make([]byte, 4096)
	for {
		n, err := from.Read(buffer)
		b.mu.Lock()
		n = min(n, b.left)
		b.left -= n
		over := b.left == 0
		b.mu.Unlock()
		if _, failed := to.Write(buffer[:n]); err != nil || failed != nil || over {
			return
		}
	}
}
