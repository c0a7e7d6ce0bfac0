package access

import (
	"sync"
	"time"

	"zvonok/model"
)

const (
	// atOnce is how many hashes are made at the same time: each takes much memory.
	atOnce = 2
	// mostIn is how many passwords wait or are looked at; the last few are for known desks, which strangers cannot keep out.
	mostIn      = 20
	mostUnknown = 16
	// mostOfPlace is how many of them come from one place.
	mostOfPlace = 8
)

// gate lets only a few hashes be made at once. Somebody who would wait too long is told so before their password is
// looked at.
type gate struct {
	slots chan struct{}

	mu   sync.Mutex
	in   map[string]int // by place
	all  int
	took time.Duration // of the last
}

func newGate() *gate {
	return &gate{slots: make(chan struct{}, atOnce), in: map[string]int{}, took: 500 * time.Millisecond}
}

// enter lets a password from a place in, until leave is called; a model.BusyError where too many are in.
func (g *gate) enter(place string, known bool) (leave func(), err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	most := mostUnknown
	if known {
		most = mostIn
	}
	if g.all >= most || g.in[place] >= mostOfPlace {
		return nil, model.BusyError{Wait: time.Duration(g.all/atOnce+1) * g.took}
	}
	g.in[place]++
	g.all++
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.all--
		if g.in[place]--; g.in[place] == 0 {
			delete(g.in, place)
		}
	}, nil
}

// make makes a hash when it is its turn.
func (g *gate) make(hash func()) {
	g.slots <- struct{}{}
	defer func() { <-g.slots }()
	began := time.Now()
	hash()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.took = time.Since(began)
}
