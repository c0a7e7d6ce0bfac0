package model

// worded holds the label of each value of a type, counted from 1, and its short form for a narrow column.
type worded[V ~uint8] []struct{ label, short string }

// of are the words of a value; an unknown one has none.
func (w worded[V]) of(v V) struct{ label, short string } {
	if int(v) >= len(w) {
		v = 0
	}
	return w[v]
}

// values are all of them, in their order.
func (w worded[V]) values() []V {
	values := make([]V, 0, len(w)-1)
	for v := 1; v < len(w); v++ {
		values = append(values, V(v))
	}
	return values
}
