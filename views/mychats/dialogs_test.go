package mychats

import "testing"

// TestLinkKeepsThePastedAddress: the dialog asks before it drops it, and nothing else.
func TestLinkKeepsThePastedAddress(t *testing.T) {
	b := newBench(t, unlinked())
	b.KeepsWhatWasEntered(func() {
		b.exec.Take() // what an attempt before has left waiting
		begunDialog(b)
	}, "Отмена")
}
