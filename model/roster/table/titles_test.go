package table

import "testing"

// TestTitles: a name is found by the strictest spelling that fits, and two that fit alike are both known and neither chosen.
func TestTitles(t *testing.T) {
	n := NewTitles[int]()
	for i, name := range []string{"ДО-19-1", "ДО-1-91", "АМ-19-1", "ИС-21", "ИC-21", "Ёлка"} {
		n.Put(name, i+1)
	}
	for text, want := range map[string]int{
		"до-19-1": 1, "ДО-1-91": 2, "AM 19-1": 3, "ИС-21": 4, "ИC-21": 5, "ИС 21": 4, "елка": 6, "ДО 191": 0, "DO-19-1": -1,
	} {
		if of, known := n.Find(text); of != max(want, 0) || known != (want >= 0) {
			t.Errorf("%q is %d, %v", text, of, known)
		}
	}
}
