package model

// Each is what of gives for each row.
func Each[R, T any](rows []R, of func(R) T) []T {
	all := make([]T, len(rows))
	for i, r := range rows {
		all[i] = of(r)
	}
	return all
}
