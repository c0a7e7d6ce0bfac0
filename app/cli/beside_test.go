package cli

import (
	"log/slog"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// TestBesideServer: what the server of the folder does by itself is not done behind its back, and the words say where it is done.
func TestBesideServer(t *testing.T) {
	w := newWorld(t, 1, sandbox.Options{})
	foundCollege(t, w)
	s, err := store.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := &college.College{Store: s, Dir: w.dir, Clock: w.clock}
	parts := server.Parts{Areas: areas.New(c, agent.NewKeeper(c, nil, slog.New(slog.DiscardHandler)), app.Addresses{}), Listen: "127.0.0.1:0"}
	delete(w.environ, tokens.Variable)
	for _, noAgent := range []bool{false, true} {
		parts.NoAgent = noAgent
		running, err := server.Start(t.Context(), parts)
		if err != nil {
			t.Fatal(err)
		}
		for _, command := range [][]string{{"sync", "--yes"}, {"agent", "--once"}, {"restore", "копия.db", "--yes"}} {
			r := w.must(ExitFailed, "", command...)
			if refused := strings.Contains(r.err, "колледж обслуживает сервер (процесс "); refused == (noAgent && command[0] != "restore") {
				t.Errorf("%q beside a server with the agent %v says %s", command, !noAgent, r.err)
			}
		}
		if err := running.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if r := w.must(ExitFailed, "", "sync", "--yes"); !strings.Contains(r.err, "нет ключа сообщества") {
		t.Errorf("without a server: %s", r.err)
	}
}
