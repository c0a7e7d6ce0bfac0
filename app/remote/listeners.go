package remote

import (
	"maps"
	"slices"
	"sync"
)

// listeners are functions that want to be told of something. The zero value is ready.
type listeners[T any] struct {
	mu   sync.Mutex
	next int
	all  map[int]func(T)
}

// add lets fn be told, on any goroutine, until cancel is called.
func (l *listeners[T]) add(fn func(T)) (cancel func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = map[int]func(T){}
	}
	id := l.next
	l.next++
	l.all[id] = fn
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.all, id)
	}
}

func (l *listeners[T]) tell(what T) {
	l.mu.Lock()
	told := slices.Collect(maps.Values(l.all))
	l.mu.Unlock()
	for _, fn := range told {
		fn(what)
	}
}
