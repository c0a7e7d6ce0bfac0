package chats

import "testing"

// TestDialogsKeepWhatWasEntered: each asks before it drops something, and nothing else.
func TestDialogsKeepWhatWasEntered(t *testing.T) {
	for name, open := range map[string]func(*bench) func(){
		"people of a chat": func(b *bench) func() {
			b.list.open(&chatRow{ChatSummary: b.service.chats[7]})
			return b.top().(*edit).addSuggested
		},
		"the types": func(b *bench) func() { return func() { b.Press("Инициализировать список") } },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, admin())
			b.KeepsWhatWasEntered(open(b), "Отмена")
		})
	}
}
