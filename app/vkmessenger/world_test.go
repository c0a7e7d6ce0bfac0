package vkmessenger_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/imports"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/model/store/storetest"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// clock is a time that passes only when somebody sleeps.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

// world is a college beside a local VK.
type world struct {
	college *college.College
	clock   *clock
	vk      *sandbox.Server
	base    string // its address
	agent   *agent.Agent
}

func newWorld(t testing.TB, snapshot roster.Snapshot, accounts []demo.Account, o sandbox.Options) *world {
	t.Helper()
	for _, a := range accounts {
		o.Users = append(o.Users, sandbox.User{ID: int64(a.Messenger), Phone: a.Phone, NobodyAdds: a.NobodyAdds})
	}
	clock := &clock{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	o.Now = clock.Now
	vk, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	base, err := vk.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vk.Close() })
	dir := t.TempDir()
	college := &college.College{Dir: dir, Clock: clock}
	if college.Store, err = storetest.Open(t, dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = college.Store.Close() })
	if err := imports.ApplySnapshot(t.Context(), college, snapshot); err != nil {
		t.Fatal(err)
	}
	err = college.Store.Update(t.Context(), func(tx *store.Tx) error {
		return tx.Confirm(model.MessengerID(vk.Info().CommunityID), model.ChatTypes)
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{college: college, clock: clock, vk: vk, base: base}
	messenger := vkmessenger.New(w.client(vk.Info().CommunityToken, vkclient.CommunityToken))
	w.agent = &agent.Agent{College: college, Messenger: messenger, Log: slog.New(slog.DiscardHandler)}
	return w
}

// client speaks to the local VK by a token.
func (w *world) client(token string, kind vkclient.TokenKind) *vkclient.Client {
	return vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(w.base), Token: vkclient.Secret(token), Kind: kind, Clock: w.clock})
}

// person speaks to the local VK as one of its people.
func (w *world) person(t *testing.T, profile model.MessengerID) *vkclient.Client {
	t.Helper()
	for _, u := range w.vk.Info().Users {
		if u.UserID == int64(profile) {
			return w.client(u.Token, vkclient.UserToken)
		}
	}
	t.Fatalf("VK has no person %d", profile)
	return nil
}

// listed finds a live chat of the college by title.
func (w *world) listed(t *testing.T, title string) model.ListedChat {
	t.Helper()
	var found model.ListedChat
	err := w.college.Store.View(t.Context(), func(tx *store.Tx) error {
		chats, err := tx.ListedChats()
		for _, c := range chats {
			if c.Title == title && !c.Deleted {
				found = c
			}
		}
		return err
	})
	if err != nil || found.ID == 0 {
		t.Fatalf("chat %q: %v", title, err)
	}
	return found
}

// changing counts the calls that change something in VK.
func (w *world) changing() (n int64) {
	methods := w.vk.State().Methods
	for _, m := range []string{"createChat", "removeChatUser", "editChat", "setMemberRole", "addChatUser", "deleteConversation"} {
		n += methods["messages."+m]
	}
	return n
}

// sync initialises the chats and fails the test when that fails.
func (w *world) sync(t *testing.T) model.Report {
	t.Helper()
	report, err := w.agent.Run(t.Context(), agent.RunOptions{Initialise: true, Refresh: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// desired is what the college wants today, and how it is written down.
func (w *world) desired(t *testing.T) (wanted map[model.ChatKey]model.DesiredChat, listed []model.ListedChat, profiles map[model.PersonID]model.MessengerID) {
	t.Helper()
	wanted = map[model.ChatKey]model.DesiredChat{}
	err := w.college.Store.View(t.Context(), func(tx *store.Tx) error {
		r, err := tx.Roster(w.clock.Now().Format(time.DateOnly))
		if err != nil {
			return err
		}
		for _, d := range model.Desired(r) {
			wanted[d.Key] = d
		}
		if profiles, err = tx.Profiles(); err != nil {
			return err
		}
		listed, err = tx.ListedChats()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return wanted, listed, profiles
}

// equal checks that VK holds exactly the desired chats: their titles, and in each nobody who should not
// be there, everybody that VK let in, and the administrators.
func (w *world) equal(t *testing.T) {
	t.Helper()
	desired, chats, profiles := w.desired(t)
	listed := map[model.ChatKey]model.ListedChat{}
	for _, c := range chats {
		listed[c.Key] = c
	}
	there := map[int64]sandbox.StateChat{}
	for _, c := range w.vk.State().Chats {
		there[c.PeerID] = c
	}
	if len(there) != len(desired) {
		t.Errorf("VK holds %d chats, the college wants %d", len(there), len(desired))
	}
	for _, d := range desired {
		c := listed[d.Key]
		vk, ok := there[int64(c.Peer)]
		if !ok {
			t.Errorf("chat %q is not in VK", d.Title)
			continue
		}
		if vk.Title != d.Title {
			t.Errorf("chat %q is called %q in VK", d.Title, vk.Title)
		}
		in := map[int64]bool{}
		for _, m := range vk.Members {
			in[m.MemberID] = m.IsAdmin
		}
		var missing []model.PersonID
		for _, m := range d.Members {
			admin, ok := in[int64(profiles[m.Person])]
			delete(in, int64(profiles[m.Person]))
			if !ok && profiles[m.Person] != 0 {
				missing = append(missing, m.Person)
			}
			if ok && admin != m.Admin {
				t.Errorf("chat %q: administrator %v, want %v", d.Title, admin, m.Admin)
			}
		}
		for id := range in {
			if id > 0 {
				t.Errorf("chat %q: %d should not be there", d.Title, id)
			}
		}
		for _, id := range missing {
			at := slices.IndexFunc(c.Members, func(m model.Member) bool { return m.Person == id })
			if at < 0 || c.Members[at].Presence != model.PresenceWaiting {
				t.Errorf("chat %q: person %d is neither there nor waiting", d.Title, id)
			}
		}
	}
}

// profile is a person's number in VK.
func (w *world) profile(t *testing.T, id model.PersonID) (profile model.MessengerID) {
	t.Helper()
	err := w.college.Store.View(t.Context(), func(tx *store.Tx) error {
		p, err := tx.Person(id)
		profile = p.Messenger
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return profile
}
