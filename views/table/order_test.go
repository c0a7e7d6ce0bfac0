package table

import (
	"strconv"
	"sync"
	"testing"
)

// TestSortKeysAreMadeOnce: comparing rows over and over makes no key twice, on however many goroutines.
func TestSortKeysAreMadeOnce(t *testing.T) {
	SortKey("ДО-19-10")
	if n := testing.AllocsPerRun(100, func() { SortKey("ДО-19-10") }); n != 0 {
		t.Errorf("the key of a text that was asked for is made again: %v allocations", n)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 200 {
				if SortKey("ДО-"+strconv.Itoa(i)) >= SortKey("ДО-"+strconv.Itoa(i+1)) {
					t.Errorf("ДО-%d does not come before the next", i)
				}
			}
		})
	}
	all.Wait()
}
