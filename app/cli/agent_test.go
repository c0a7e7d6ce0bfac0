package cli

import (
	"strings"
	"testing"

	"zvonok/vkclient/sandbox"
)

func TestAgentOnce(t *testing.T) {
	w := filled(t, sandbox.Options{})
	r := w.must(ExitLimit, "", "agent", "--once")
	if !strings.Contains(r.err, "«zvonok sync»") || r.out != "" || len(w.vk.State().Chats) != 0 {
		t.Errorf("agent --once, before anybody has looked:\n%s%s", r.out, r.err)
	}
	w.must(ExitDone, "", "sync", "--yes")
	r = w.must(ExitDone, "", "agent", "--once")
	if !strings.Contains(r.out, "Чаты: создано 0") || len(w.vk.State().Chats) == 0 {
		t.Errorf("agent --once:\n%s%s", r.out, r.err)
	}
	sent := w.changes()
	if w.must(ExitDone, "", "agent", "--once"); w.changes() != sent {
		t.Error("the agent did it twice")
	}
}
