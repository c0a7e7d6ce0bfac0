package server_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/host"
	"zvonok/app/remote"
	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/guard"
	"zvonok/model/store"
	"zvonok/model/store/pgtest"
	"zvonok/model/store/storetest"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// mortal is what a server listens at that dies as a process does: its port closes, and its connections break.
type mortal struct {
	net.Listener
	mu   sync.Mutex
	open []net.Conn
	dead bool
}

func (m *mortal) lives(over net.Listener) net.Listener {
	m.Listener = over
	return m
}

// Accept notes the connection.
func (m *mortal) Accept() (net.Conn, error) {
	conn, err := m.Listener.Accept()
	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil && m.dead {
		_ = conn.Close()
		return nil, net.ErrClosed
	}
	m.open = append(m.open, conn)
	return conn, err
}

func (m *mortal) die() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dead = true
	_ = m.Listener.Close()
	for _, conn := range m.open {
		_ = conn.Close()
	}
}

// two are two servers of one college in a database, each with a folder of its own, and a local VK whose token both have.
type two struct {
	first, second *crowd
	url           string
	vk            *sandbox.Server
	rest          map[*crowd]func() // ends what works beside a server
}

// newTwo makes the college of so many groups and serves it. The first of the servers has the agent.
func newTwo(t *testing.T, groups int) *two {
	t.Helper()
	w := newPair(t, groups)
	w.startVK(groups)
	w.work(w.first)
	w.work(w.second)
	return w
}

// newPair makes the college of so many groups and serves it; no agent works, and there is no VK.
func newPair(tb testing.TB, groups int) *two {
	tb.Helper()
	if !pgtest.On() {
		tb.Skip("without PostgreSQL: scripts/with-postgres.sh starts one")
	}
	w := &two{first: newCrowd(tb, groups), rest: map[*crowd]func(){}}
	w.url = storetest.Database(tb, w.first.dir).URL
	w.first.stop()
	key, err := os.ReadFile(filepath.Join(w.first.dir, "server.key"))
	w.first.must(err)
	w.second = w.beside(tb.TempDir())
	w.first.must(os.WriteFile(filepath.Join(w.second.dir, "server.key"), key, 0o600))
	for _, c := range []*crowd{w.first, w.second} {
		c.mortal = &mortal{}
		c.serve(loopback)
	}
	w.first.until("the first server knows the second", func() bool { return slices.Contains(w.first.server.Link().Addresses, w.second.link.Addresses[0]) })
	return w
}

// beside is the college of the first server as another one has it, in another folder.
func (w *two) beside(dir string) *crowd {
	c := *w.first
	s, err := store.OpenDatabase(c.Context(), dir, store.Database{URL: w.url + "&application_name=second"})
	c.must(err)
	c.Cleanup(func() { _ = s.Close() })
	of := &college.College{Store: s, Dir: dir, Clock: c.clock, PasswordCost: c.College.PasswordCost}
	c.dir, c.Areas, c.counts = dir, areas.New(of, agent.NewKeeper(of, nil, c.log), app.Addresses{}), server.NewCounts()
	return &c
}

// startVK lets there be a local VK, whose community may be sent all.
func (w *two) startVK(groups int) {
	c := w.first
	c.Helper()
	_, accounts := demo.College(groups)
	var users []sandbox.User
	for _, a := range accounts {
		users = append(users, sandbox.User{ID: int64(a.Messenger), Phone: a.Phone, NobodyAdds: a.NobodyAdds})
	}
	var err error
	w.vk, err = sandbox.New(sandbox.Options{Users: users})
	c.must(err)
	_, err = w.vk.Start(loopback)
	c.must(err)
	c.Cleanup(func() { _ = w.vk.Close() })
	c.must(c.College.Store.Update(c.Context(), func(tx *store.Tx) error {
		return tx.Confirm(model.MessengerID(w.vk.Info().CommunityID), model.ChatTypes)
	}))
}

// work lets the agent work at a server, when it is its turn.
func (w *two) work(c *crowd) {
	c.Helper()
	at := vkmessenger.Addresses(vkclient.HostsAt(w.vk.Info().API))
	c.Equip(host.Parts{
		Log: c.log, Reach: app.Reach{Own: at, Fixed: &at},
		Getenv: func(name string) string {
			if name == tokens.Variable {
				return w.vk.Info().CommunityToken
			}
			return ""
		},
		Messenger: host.Messenger{
			OfCommunity: func(token string, at model.MessengerAddresses) app.Messenger {
				return vkmessenger.New(vkclient.New(vkclient.Options{
					Hosts: vkmessenger.Hosts(at), Token: vkclient.Secret(token), Kind: vkclient.CommunityToken, Clock: vkclient.SystemClock{},
				}))
			},
			OfAccount: func(string, model.MessengerAddresses) app.Calls { return nil },
		},
	})
	c.must(c.StartAgent(c.Context()))
	rest := c.alongside(c.Keeper.Keep, c.AwaitAgent)
	w.rest[c] = func() {
		rest()
		c.LeaveAgent()
	}
	c.Cleanup(w.rest[c])
}

// alongside lets something work beside the server until rest is called.
func (w *crowd) alongside(work ...func(context.Context)) (rest func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var working sync.WaitGroup
	for _, do := range work {
		working.Go(guard.Safe(func() { do(ctx) }))
	}
	rest = func() {
		cancel()
		working.Wait()
	}
	w.Cleanup(rest)
	return rest
}

// kill ends the first server as a killed process ends: at once, in the middle of whatever it does.
func (w *two) kill() {
	w.first.Helper()
	w.first.mortal.die()
	_ = w.first.College.Store.Close()
	pgtest.Do(w.first, w.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'zvonok'`)
	w.rest[w.first]()
	w.first.stop()
	w.second.clock.add(time.Minute)
}

// TestTwoServers: a desk learns of both servers; when its own dies, what it asks for, what it waits for, what it hears and what it has
// not sent go on at the other one; and who is connected, and the agent, are known at both.
func TestTwoServers(t *testing.T) {
	w := newTwo(t, 2)
	stranger := w.beside(t.TempDir())
	_, err := server.Start(t.Context(), server.Parts{Areas: stranger.Areas, Listen: loopback, Log: w.first.log})
	if err == nil || !strings.Contains(err.Error(), "другой ключ") {
		t.Errorf("a server with another key: %v", err)
	}
	teacher := w.first.teacher(0, w.first.link.Addresses[0], remote.Work{})
	manager := w.second.sit(w.first.admin, w.second.link.Addresses[0], remote.Work{})
	if err := teacher.mark(0); err != nil {
		t.Fatal(err)
	}
	w.first.until("the other server knows who is connected", func() bool {
		rows, err := manager.Sessions(manager.ctx())
		w.first.must(err)
		return slices.ContainsFunc(rows, func(r model.SessionRow) bool { return r.Person == teacher.person && r.Connected })
	})
	w.first.until("the other server knows the agent", func() bool { return manager.SyncStatus().AgentHere })
	options := model.InitialiseOptions{KeepManual: true}
	plan, err := manager.PreviewInitialise(manager.ctx(), options, nil)
	w.first.must(err)
	options.Fingerprint = plan.Fingerprint
	if report, err := manager.Initialise(manager.ctx(), options, nil); err != nil || report.Chats.Created+report.Chats.Unchanged == 0 || len(w.vk.State().Chats) == 0 {
		t.Errorf("through the server without the agent: %+v, %v", report, err)
	}

	boss := w.first.sit(w.first.admin, w.first.link.Addresses[0], remote.Work{})
	// A writer is held up, so that the first server dies in the middle of a call that is made once.
	held := pgtest.Hold(t, w.url, `SELECT pg_advisory_lock(99326744219467)`)
	made := make(chan error, 1)
	go func() {
		_, err := boss.AddGroup(boss.ctx(), model.GroupEdit{Name: "НОВ-1", Year: 1})
		made <- err
	}()
	w.first.until("a call waits at the first server", func() bool { return pgtest.Waiting(t, w.url, "zvonok") })
	w.kill()
	held()
	if err := <-made; err != nil {
		t.Errorf("what was under way: %v", err)
	}
	teacher.crowd, boss.crowd = w.second, w.second
	teacher.awaitLine(model.LineConnected)
	for n := range 3 {
		if err := teacher.mark(n); err != nil {
			t.Error(err)
		}
	}
	teacher.awaitSent()
	teacher.checkMarks()
	if _, err := manager.AddGroup(manager.ctx(), model.GroupEdit{Name: "НОВ-2", Year: 1}); err != nil {
		t.Error(err)
	}
	groups, err := boss.Groups(boss.ctx())
	once := func(name string) bool {
		return len(slices.DeleteFunc(slices.Clone(groups), func(g model.GroupRow) bool { return g.Name != name })) == 1
	}
	if err != nil || !once("НОВ-1") || !once("НОВ-2") {
		t.Errorf("there are %+v, %v", groups, err)
	}
	for _, s := range []*seat{teacher, boss, manager} {
		s.checkEqual()
	}
	w.second.until("the second server has the agent", w.second.Keeper.Here)
	if _, err := boss.RunNow(boss.ctx()); err != nil {
		t.Errorf("the agent at the second server: %v", err)
	}
}

// TestServerOfACollegeThatMoved: it ends by itself, and says where the college is; and where it was is forgotten after a week.
func TestServerOfACollegeThatMoved(t *testing.T) {
	w := newTwo(t, 1)
	at := w.first.link.Addresses[0]
	w.kill()
	w.second.until("the dead server is kept in mind", func() bool { return slices.Contains(w.second.server.Link().Addresses, at) })
	w.second.clock.add(8 * 24 * time.Hour)
	w.second.until("the dead server is forgotten", func() bool { return !slices.Contains(w.second.server.Link().Addresses, at) })
	w.second.stop()
	again, err := server.Start(t.Context(), server.Parts{Areas: w.second.Areas, Listen: loopback, Log: w.second.log})
	w.second.must(err)
	ended := make(chan error, 1)
	go func() { ended <- again.Run(t.Context()) }()
	pgtest.Do(t, w.url, `INSERT INTO settings (name, value) VALUES ('college.moved', '/другое/место')`)
	if err := <-ended; !errors.Is(err, model.ErrMoved) || !strings.Contains(err.Error(), "/другое/место") {
		t.Errorf("it ended with %v", err)
	}
}

// bringOver is bring where the server may die before it has answered: its person looks what has become of it.
func (s *seat) bringOver(files model.Files) {
	for {
		preview, err := s.Client.PreviewImport(s.ctx(), files, model.ImportChoices{KeepGone: true})
		if err == nil {
			if preview.Fingerprint == "" {
				return // all is there
			}
			err = s.Client.ApplyImport(s.ctx(), files, preview.Choices, preview.Fingerprint)
		}
		switch {
		case err == nil:
			return
		case errors.Is(err, app.ErrOutdated), errors.Is(err, remote.ErrNoServer), strings.Contains(err.Error(), "посмотрите, что изменилось"):
		default:
			s.Errorf("the import: %v", err)
			return
		}
	}
}

// checkVK fails the test unless each chat of the college is in VK, once, under its title.
func (w *two) checkVK() {
	w.first.Helper()
	listed, err := w.second.Chats(w.second.here(w.second.admin), model.ChatFilter{})
	w.first.must(err)
	titles := model.Each(listed, func(c model.ChatSummary) string { return c.Title })
	there := model.Each(w.vk.State().Chats, func(c sandbox.StateChat) string { return c.Title })
	slices.Sort(titles)
	slices.Sort(there)
	if !slices.Equal(titles, there) {
		w.first.Errorf("the college has the chats\n%q, VK\n%q", titles, there)
	}
}

// TestDayOfTwoServers: 50 desks work at two servers, of which one is killed in the middle: nothing is lost, nothing happens twice, no chat
// is made twice, and each desk ends equal to the college.
func TestDayOfTwoServers(t *testing.T) {
	const groups, imported = 6, 200
	w := newTwo(t, groups)
	_, err := w.first.Keeper.Run(t.Context(), agent.RunOptions{Initialise: true, Refresh: true, OverLimit: true}, nil)
	w.first.must(err)
	desks := w.first.crowdIn(w.first, w.second)
	before, err := w.second.Students(w.second.here(w.second.admin), model.PeopleFilter{})
	w.first.must(err)
	all, err := w.second.Chats(w.second.here(w.second.admin), model.ChatFilter{})
	w.first.must(err)
	var working, half sync.WaitGroup
	half.Add(len(desks))
	began := time.Now()
	for i, s := range desks {
		working.Go(func() {
			reach := sync.OnceFunc(half.Done)
			defer reach()
			switch {
			case s.subject.ID != 0:
				for k := range loadMarks {
					if err := s.mark(k); err != nil {
						t.Errorf("a mark: %v", err)
					}
					if k == loadMarks/2 {
						reach()
					}
				}
			case i == 0:
				reach()
				s.bringOver(lists(imported))
			case s.person == w.first.admin:
				for k := range loadTitles {
					s.retitle(all[(i*loadTitles+k)%len(all)].ID, fmt.Sprintf("Название %d-%d", i, k))
					if k == loadTitles/2 {
						reach()
					}
				}
			default:
				for k := range loadMarks {
					if _, err := s.Client.MyChats(s.ctx()); err != nil {
						t.Errorf("chats: %v", err)
					}
					if k == loadMarks/2 {
						reach()
					}
				}
			}
		})
	}
	half.Wait()
	w.kill()
	working.Wait()
	t.Logf("%d desks worked for %v", len(desks), time.Since(began))
	w.second.until("the agent works at the second server, and rests", func() bool {
		status := w.second.SyncStatus()
		return w.second.Keeper.Here() && !status.Running && status.Pending == 0
	})
	w.rest[w.second]()
	for _, s := range desks {
		s.crowd = w.second
		s.awaitLine(model.LineConnected)
		if s.subject.ID != 0 {
			s.awaitSent()
			s.checkMarks()
		}
		s.checkEqual()
	}
	w.checkVK()
	after, err := w.second.Students(w.second.here(w.second.admin), model.PeopleFilter{})
	if err != nil || len(after) != len(before)+imported {
		t.Errorf("%d students became %d with %d more: %v", len(before), len(after), imported, err)
	}
}
