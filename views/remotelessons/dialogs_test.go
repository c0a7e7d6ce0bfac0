package remotelessons

import "testing"

// TestDialogsKeepWhatWasEntered: each asks before it drops something, and nothing else.
func TestDialogsKeepWhatWasEntered(t *testing.T) {
	for name, open := range map[string]func(*bench){
		"a remote lesson": func(b *bench) { Edit(b.desk(), b.service, plain(), func() {}) },
		"a link":          func(b *bench) { PasteLink(b.desk(), b.service, plain(), "", func() {}) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, &fakeService{})
			b.KeepsWhatWasEntered(func() { open(b) }, "Отмена")
		})
	}
}
