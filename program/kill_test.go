package program

import (
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"zvonok/app/cli"
	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// workPerKill is how many requests that change VK a run may send at most before it is killed: so the
// kills are spread over all of the 300 that a college of 200 groups takes.
const workPerKill = 52

// TestKilledAtRandomMoments kills a synchronisation over and over, while VK loses answers too, and
// lets the last run end by itself.
func TestKilledAtRandomMoments(t *testing.T) {
	groups, kills, work := 200, 10, int64(workPerKill) // after each the next run waits ten seconds
	if testing.Short() {
		groups, kills, work = demo.DefaultGroups, 5, 12
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	c := newCollege(t, groups, sandbox.Options{Faults: "error=10:1%,drop:1%", StateFile: t.TempDir() + "/vk.jsonl"})
	began := time.Now()
	killed := 0
	for i := range kills {
		counts, among := changesVK, work
		if i%4 == 3 {
			// Every fourth is killed wherever it is: starting, settling what was in doubt, reading.
			counts, among = func(*http.Request) bool { return true }, 2*work
		}
		at, later := 1+dice.Int64N(among), time.Duration(dice.Int64N(int64(100*time.Millisecond)))
		reached := c.vk.atRequest(at, counts)
		p := c.start(t, "sync", "--yes", "--json")
		done := make(chan ended, 1)
		go func() { done <- p.wait(t) }()
		select {
		case <-reached:
			time.Sleep(later)
			p.signal(t, os.Kill)
			end := <-done
			if end.code == -1 {
				killed++
			}
		case end := <-done:
			if end.code != cli.ExitDone {
				t.Fatalf("run %d: exit code %d\n%s%s", i, end.code, end.out, end.err)
			}
		}
		t.Logf("kill %d: at request %d and %v, %d chats in VK, %v since the start",
			i+1, at, later.Round(time.Millisecond), len(c.vk.State().Chats), time.Since(began).Round(time.Second))
	}
	if killed < kills*3/4 {
		t.Errorf("only %d of %d runs were killed: the others had nothing left to do", killed, kills)
	}
	report := c.sync(t)
	t.Logf("the last run: %+v", report)
	c.equal(t)
	before := c.vk.changes()
	again := c.sync(t)
	if after := c.vk.changes(); after != before {
		t.Errorf("one more run sent %d changing calls: %+v", after-before, again)
	}
	t.Logf("%d runs were killed, %v in all", killed, time.Since(began).Round(time.Second))
}

// changesVK reports whether a request carries a call that changes VK.
func changesVK(r *http.Request) bool {
	if r.ParseForm() != nil {
		return false
	}
	for _, name := range append(changing, "getInviteLink") {
		if strings.Contains(r.Form.Get("code"), name) {
			return true
		}
	}
	return false
}

// equal checks that VK holds exactly the chats that the college wants: no title twice but where the
// college has it twice, and in each chat everybody who has a profile and lets others add them, and
// nobody else, with the administrators that it should have.
func (c *killedCollege) equal(tb testing.TB) {
	tb.Helper()
	var desired []model.DesiredChat
	var profiles map[model.PersonID]model.MessengerID
	listed := map[model.ChatKey]model.ListedChat{}
	s, err := c.open(tb)
	if err != nil {
		tb.Fatal(err)
	}
	defer s.Close()
	err = s.View(tb.Context(), func(tx *store.Tx) error {
		r, err := tx.Roster(time.Now().Format(time.DateOnly))
		if err != nil {
			return err
		}
		desired = model.Desired(r)
		chats, err := tx.ListedChats()
		if err != nil {
			return err
		}
		for _, chat := range chats {
			listed[chat.Key] = chat
		}
		profiles, err = tx.Profiles()
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	there := map[model.MessengerID]sandbox.StateChat{}
	state := c.vk.State()
	for _, chat := range state.Chats {
		there[model.MessengerID(chat.PeerID)] = chat
	}
	if len(desired) == 0 || len(there) != len(desired) {
		tb.Errorf("VK holds %d chats, the college wants %d", len(there), len(desired))
	}
	for _, want := range desired {
		chat := listed[want.Key]
		got, ok := there[chat.Peer]
		if !ok || got.Title != want.Title {
			tb.Errorf("chat %q is not in VK, or is called %q there", want.Title, got.Title)
			continue
		}
		delete(there, chat.Peer)
		if chat.Link == "" || chat.Link != got.InviteLink {
			tb.Errorf("chat %q: the link is %q, in VK %q", want.Title, chat.Link, got.InviteLink)
		}
		c.equalMembers(tb, want, chat, got, profiles)
	}
	for _, chat := range there {
		tb.Errorf("chat %q is in VK and nobody's", chat.Title)
	}
}

// open opens the college in this process.
func (c *killedCollege) open(tb testing.TB) (*store.Store, error) {
	tb.Helper()
	if c.db != "" {
		return store.OpenDatabase(tb.Context(), c.dir, store.Database{URL: c.db})
	}
	return store.Open(tb.Context(), c.dir)
}

func (c *killedCollege) equalMembers(tb testing.TB, want model.DesiredChat, chat model.ListedChat, got sandbox.StateChat,
	profiles map[model.PersonID]model.MessengerID,
) {
	tb.Helper()
	in := map[model.MessengerID]bool{}
	for _, m := range got.Members {
		if m.MemberID > 0 {
			in[model.MessengerID(m.MemberID)] = m.IsAdmin
		}
	}
	presence := map[model.PersonID]model.Presence{}
	for _, m := range chat.Members {
		presence[m.Person] = m.Presence
	}
	for _, m := range want.Members {
		profile := profiles[m.Person]
		admin, isIn := in[profile]
		delete(in, profile)
		shouldBe := model.PresenceInChat
		switch {
		case profile == 0:
			shouldBe = model.PresenceNoProfile
		case c.closed[profile]:
			shouldBe = model.PresenceWaiting
		}
		if presence[m.Person] != shouldBe || isIn != (shouldBe == model.PresenceInChat) {
			tb.Errorf("chat %q, person %d: %v in the college, in VK: %v; want %v", want.Title, m.Person, presence[m.Person], isIn, shouldBe)
		}
		if isIn && admin != m.Admin {
			tb.Errorf("chat %q, person %d: administrator %v, want %v", want.Title, m.Person, admin, m.Admin)
		}
	}
	for profile := range in {
		tb.Errorf("chat %q: %d should not be there", want.Title, profile)
	}
}
