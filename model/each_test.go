package model

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSort: rows are sorted, and equal ones keep their order, as in the standard library.
func TestSort(t *testing.T) {
	type row struct{ key, place int }
	byKey := func(a, b row) int { return cmp.Compare(a.key, b.key) }
	for _, n := range []int{0, 1, 2, 5, 12, 13, 100, 1000} {
		random := rand.New(rand.NewPCG(1, uint64(n)))
		rows := make([]row, n)
		for i := range rows {
			rows[i] = row{random.IntN(n/3 + 1), i}
		}
		want := slices.Clone(rows)
		slices.SortStableFunc(want, byKey)
		if Sort(rows, byKey); !slices.Equal(rows, want) {
			t.Errorf("%d rows are sorted as %v, want %v", n, rows, want)
		}
	}
	Sort(nil, byKey)
}
