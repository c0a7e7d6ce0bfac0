package program

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"zvonok/app/cli"
	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/model/store/pgtest"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

const (
	writesBefore = 12 // of each desk, before the first server is killed
	writesAfter  = 12
	// takenOverWithin is how soon another server has the agent of one that was killed.
	takenOverWithin = 20 * time.Second
)

// TestKilledOfTwoServers kills the first of two servers before one database while ten desks write and while its agent waits for the answer
// to a request that makes chats. The desks go on at the second, which takes the agent over. Each write that was acknowledged is there,
// once, and so is each chat in VK.
func TestKilledOfTwoServers(t *testing.T) {
	if !pgtest.On() {
		t.Skip("without PostgreSQL: scripts/with-postgres.sh starts one")
	}
	dir, workers := newBusy(t)
	vk := startVK(t, nil, sandbox.Options{})
	c := served{dir: dir, environment: []string{tokens.Variable + "=" + vk.Info().CommunityToken}}
	at := pgtest.Empty(t)
	if end := c.command(t, "move", "--to", at, "--yes").ended(t); end.code != cli.ExitDone {
		t.Fatalf("move: exit code %d\n%s%s", end.code, end.out, end.err)
	}
	c.db = at
	s, err := store.OpenDatabase(t.Context(), t.TempDir(), store.Database{URL: at})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	err = s.Update(t.Context(), func(tx *store.Tx) error {
		return tx.Confirm(model.MessengerID(vk.Info().CommunityID), model.ChatTypes)
	})
	if err != nil {
		t.Fatal(err)
	}
	// The first request that makes chats stays at VK until the server that sent it is dead. VK carries it out all the same.
	arrived, killed := make(chan struct{}), make(chan struct{})
	var once sync.Once
	hear := func(r *http.Request) {
		if changesVK(r) {
			once.Do(func() { close(arrived) })
			<-killed
		}
	}
	vk.arrived.Store(&hear)

	first := c.serve(t, "--vk-url", vk.url)
	key, err := os.ReadFile(filepath.Join(dir, "server.key"))
	c.dir = t.TempDir()
	if err == nil {
		err = os.WriteFile(filepath.Join(c.dir, "server.key"), key, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	second := c.serve(t, "--vk-url", vk.url)
	if first.said["agent"] != true || second.said["agent"] != false {
		t.Fatalf("the agent works at the first server: %v, at the second: %v", first.said["agent"], second.said["agent"])
	}
	link := first.link
	link.Addresses = []string{first.link.Addresses[0], second.link.Addresses[0]}
	var working, half sync.WaitGroup
	half.Add(len(workers))
	for n, w := range workers {
		w.sit(link)
		working.Go(func() {
			for i := range writesBefore + writesAfter {
				if i == writesBefore {
					half.Done()
				}
				w.write(i*len(workers) + n)
			}
		})
	}
	boss := workers[0]
	go func() { _, _ = boss.fresh.RunNow(boss.ctx()) }() // it is broken off
	<-arrived
	half.Wait()
	first.end(t, os.Kill)
	died := time.Now()
	close(killed)
	waitFor(t, "chats in VK of which nobody was told", takenOverWithin, func() bool { return len(vk.State().Chats) > 0 })
	waitFor(t, "the agent at the second server", takenOverWithin, func() bool { return hasAgent(t, s, second.link.Addresses[0]) })
	t.Logf("the agent was taken over after %v", time.Since(died).Round(time.Millisecond))
	working.Wait()
	for _, w := range workers {
		w.unload()
	}
	waitFor(t, "the end of synchronisation", time.Minute, func() bool {
		status := boss.desk.SyncStatus()
		return status.AgentHere && !status.Running && status.Pending == 0
	})
	for _, w := range workers {
		w.desk.Close()
	}
	if code := second.end(t, syscall.SIGTERM); code != cli.ExitDone {
		t.Errorf("exit code %d\n%s", code, &second.err)
	}
	acknowledged, unsure := checkWritten(t, &college.College{Store: s, Dir: c.dir, Clock: vkclient.SystemClock{}}, workers)
	t.Logf("%d groups were acknowledged, of %d it was not known", acknowledged, unsure)
	checkChats(t, s, vk)
}

// hasAgent reports whether the server at that address says in the database that the agent works there.
func hasAgent(t *testing.T, s *store.Store, address string) (has bool) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		records, err := tx.Servers()
		for _, r := range records {
			var state struct {
				Link  string
				Agent bool
			}
			if err := json.Unmarshal([]byte(r.State), &state); err != nil {
				return err
			}
			link, err := model.ParseConnectionLink(state.Link)
			if err != nil {
				return err
			}
			has = has || state.Agent && link.Addresses[0] == address
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return has
}

// checkChats fails the test unless each chat of the college is in VK, once.
func checkChats(t *testing.T, s *store.Store, vk *localVK) {
	t.Helper()
	var chats []model.ListedChat
	err := s.View(t.Context(), func(tx *store.Tx) (err error) { chats, err = tx.ListedChats(); return err })
	if err != nil {
		t.Fatal(err)
	}
	titles := model.Each(chats, func(c model.ListedChat) string { return c.Title })
	there := model.Each(vk.State().Chats, func(c sandbox.StateChat) string { return c.Title })
	slices.Sort(titles)
	slices.Sort(there)
	if !slices.Equal(titles, there) {
		t.Errorf("the college has the chats\n%q, VK\n%q", titles, there)
	}
}
