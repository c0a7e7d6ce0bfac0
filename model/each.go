package model

import (
	"cmp"
	"slices"
)

// Each calls of for each row and gives the results in the same order.
func Each[R, T any](rows []R, of func(R) T) []T {
	all := make([]T, len(rows))
	for i, r := range rows {
		all[i] = of(r)
	}
	return all
}

// Only gives the rows that keep wants, in the same order; nil without any.
func Only[R any](rows []R, keep func(R) bool) (kept []R) {
	for _, r := range rows {
		if keep(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

// Sort sorts rows; those that compare finds equal keep their order.
func Sort[R any](rows []R, compare func(a, b R) int) {
	SortPlaces(rows, func(a, b int) int { return compare(rows[a], rows[b]) })
}

// SortPlaces is Sort by what is known of the places of rows. Only the places are sorted by slices: for each type of rows Go
// would link all that it needs to sort them once more, 10 KB.
func SortPlaces[R any](rows []R, compare func(a, b int) int) {
	places := make([]int, len(rows))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(a, b int) int { return cmp.Or(compare(a, b), cmp.Compare(a, b)) })
	before := slices.Clone(rows)
	for i, place := range places {
		rows[i] = before[place]
	}
}

// Map gives a map with what of says of each row; of two with the same key the later one stays.
func Map[R any, K comparable, V any](rows []R, of func(R) (K, V)) map[K]V {
	all := make(map[K]V, len(rows))
	for _, r := range rows {
		key, value := of(r)
		all[key] = value
	}
	return all
}

// Set gives the set of what of says of the rows.
func Set[R any, K comparable](rows []R, of func(R) K) map[K]bool {
	return Map(rows, func(r R) (K, bool) { return of(r), true })
}
