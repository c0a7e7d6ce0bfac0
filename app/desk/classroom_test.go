package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// phone is an account that starts calls.
type phone struct {
	name string
	// refuse, when set, is asked before each start; lose after each that was carried out.
	refuse, lose func(number int) error
	finishErr    error
	host         string // of its links

	mu      sync.Mutex
	started int
	live    map[string]bool
}

func newPhone(name string) *phone {
	return &phone{name: name, host: "vk.test", live: map[string]bool{}}
}

func (p *phone) Start(context.Context) (model.Call, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.started++
	for i, ask := range []func(int) error{p.refuse, p.lose} {
		if i == 1 {
			p.live[p.id()] = true
		}
		if ask != nil {
			if err := ask(p.started); err != nil {
				return model.Call{}, err
			}
		}
	}
	return model.Call{ID: p.id(), Link: "https://" + p.host + "/call/join/" + p.id()}, nil
}

func (p *phone) id() string { return fmt.Sprintf("%s-%d", p.name, p.started) }

func (p *phone) Finish(_ context.Context, id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.finishErr != nil {
		return p.finishErr
	}
	delete(p.live, id)
	return nil
}

// on lists the calls that go on.
func (p *phone) on() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var ids []string
	for id := range p.live {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// teller is a messenger in which messages are said; one with the same random number once.
type teller struct {
	*fake
	// refuse, when set, is asked before a message is taken; lose when it was.
	refuse, lose func() error

	mu      sync.Mutex
	asked   int
	said    []string // "PEER: TEXT"
	answers []int64  // which message each is a reply to
	randoms map[int64]int64
	silent  bool // gives messages no numbers
	deleted bool // no message of it can be replied to
}

func (m *teller) Send(ctx context.Context, ops []app.Op) ([]app.Outcome, error) {
	if ops[0].Kind != app.OpSay {
		return m.fake.Send(ctx, ops)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	if m.refuse != nil {
		if err := m.refuse(); err != nil {
			return []app.Outcome{{Err: err}}, nil
		}
	}
	outcomes := make([]app.Outcome, len(ops))
	for i, op := range ops {
		if op.Random <= 0 || op.Random > 1<<31-1 {
			return nil, fmt.Errorf("random number %d", op.Random)
		}
		if m.deleted && op.Answers != 0 {
			outcomes[i].Err = refusedFault(100)
			continue
		}
		if m.randoms[op.Random] == 0 {
			m.said, m.answers = append(m.said, fmt.Sprintf("%d: %s", op.Peer, op.Text)), append(m.answers, op.Answers)
			m.randoms[op.Random] = int64(len(m.said))
		}
		if !m.silent {
			outcomes[i].Message = m.randoms[op.Random]
		}
	}
	if m.lose != nil {
		if err := m.lose(); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

func (m *teller) heard() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.said)
}

// classroom is the small college with its journals, and what calls and messages are made of. It is noon in
// the college, which lives by Moscow, on Monday the 23rd of November 2026.
type classroom struct {
	*world
	clock     *still
	teller    *teller
	account   *phone // that the agent may hold
	own       *phone // the calls of a person who signs in with VK ID
	registry  *registry
	vault     *vault.Memory
	keeper    *agent.Keeper
	opened    []string
	launched  []string
	launchErr error
}

func newClassroom(t *testing.T) *classroom {
	t.Helper()
	c := &classroom{world: newWorld(t), clock: newStill(), account: newPhone("account"), own: newPhone("own"), vault: &vault.Memory{}}
	c.college.Clock = c.clock
	c.teller = &teller{fake: c.vk, randoms: map[int64]int64{}}
	c.agent.Messenger = c.teller
	c.registry = &registry{clock: c.clock, calls: c.own, mayCall: true}
	c.keeper = agent.NewKeeper(c.college, c.agent, slog.New(slog.DiscardHandler))
	return c
}

// holdAccount lets the agent hold the account that starts calls.
func (c *classroom) holdAccount() { c.agent.Calls = c.account }

// enter makes a session of somebody; "" is the owner of the file.
func (c *classroom) enter(t *testing.T, surname string) *desk.Session {
	t.Helper()
	browser := desk.SafeBrowser{Hosts: []string{"vk.test"}, Launch: func(address string) error {
		c.opened = append(c.opened, address)
		return nil
	}}
	s := desk.NewSession(c.college, c.keeper, browser, app.Addresses{
		InviteHosts: []string{"vk.me"},
		Calls:       "https://vk.test/calls", CallHosts: []string{"vk.test", "vk.ru"},
	})
	s.UseVault(c.vault)
	s.UseIdentity(desk.LinkParts{Identity: func(app.Application) app.Identity { return c.registry }, Client: "51", Log: slog.New(slog.DiscardHandler)})
	preferences := host.Preferences(filepath.Join(c.college.Dir, "preferences.json"))
	s.Equip(desk.Desk{Parts: host.Parts{Computer: "стол", Log: slog.New(slog.DiscardHandler), Preferences: preferences}, Launch: func(program, link string) error {
		c.launched = append(c.launched, program+" "+link)
		return c.launchErr
	}})
	var id model.PersonID
	if surname != "" {
		id = c.person(t, surname)
	}
	if err := s.Enter(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return s
}

// signIn links the profile of the session's person, so that calls are started by their own token.
func (c *classroom) signIn(t *testing.T, s *desk.Session) {
	t.Helper()
	c.registry.user = s.Person().Messenger
	if _, err := s.BeginLink(s.As(t.Context())); err != nil {
		t.Fatal(err)
	}
	if err := s.PasteLink(t.Context(), "good"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.WaitLink(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepLink(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func day(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }

// teaching finds a subject.
func (c *classroom) teaching(t *testing.T, subject string) model.TeachingRow {
	t.Helper()
	var found model.TeachingRow
	c.view(t, func(tx *store.Tx) error {
		rows, err := tx.TeachingRows(store.TeachingFilter{Today: "2026-11-23"})
		if at := slices.IndexFunc(rows, func(r model.TeachingRow) bool { return r.Subject == subject }); at >= 0 {
			found = rows[at]
		}
		return err
	})
	if found.ID == 0 {
		t.Fatalf("nobody teaches %s", subject)
	}
	return found
}

// lesson adds a lesson of the subject on a day of November.
func (c *classroom) lesson(t *testing.T, subject string, on int) (id model.LessonID) {
	t.Helper()
	l := model.Lesson{Teaching: c.teaching(t, subject).ID, Date: day(on), Hours: 2, Kind: model.LessonLecture, Title: "Смута"}
	c.update(t, func(tx *store.Tx) (err error) {
		id, err = tx.AddLesson(l)
		return err
	})
	return id
}

// remote is what is remote of a lesson; the zero value: it is not.
func (c *classroom) remote(t *testing.T, id model.LessonID) (r model.RemoteLesson) {
	t.Helper()
	c.view(t, func(tx *store.Tx) error {
		l, err := tx.Lesson(id)
		if err == nil && l.Remote != nil {
			r = *l.Remote
		}
		return err
	})
	return r
}

// carry lets the agent look after the calls.
func (c *classroom) carry(t *testing.T) {
	t.Helper()
	if err := c.keeper.CarryCalls(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// at is a time of day of the college in minutes.
func at(hour, minute int) int { return hour*60 + minute }

// pasted makes a lesson remote by a pasted link of its own.
func pasted(id model.LessonID, begins, ends int) model.RemoteEdit {
	return model.RemoteEdit{Lesson: id, Begins: begins, Ends: ends, Link: fmt.Sprintf("https://vk.test/call/join/pasted-%d", id)}
}

func (c *classroom) make(t *testing.T, s *desk.Session, e model.RemoteEdit) []model.LessonID {
	t.Helper()
	ids, err := s.MakeRemote(s.As(t.Context()), e)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// says fails the test unless the error is nil for "" or holds the words.
func says(t *testing.T, what string, err error, words string) {
	t.Helper()
	if words == "" && err != nil || words != "" && (err == nil || !strings.Contains(err.Error(), words)) {
		t.Errorf("%s: %v, want %q", what, err, words)
	}
}

func refusedFault(code int) *app.Fault {
	return &app.Fault{Kind: app.FaultRefused, Code: code, Message: "у входа нет права на звонки"}
}

var errBroken = errors.New("сломано")
