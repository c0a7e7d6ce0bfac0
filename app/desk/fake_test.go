package desk_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// manual is a clock that only sleeping moves.
type manual struct {
	mu    sync.Mutex
	now   time.Time
	slept time.Duration
}

func newManual() *manual { return &manual{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

func (c *manual) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *manual) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.slept = c.now.Add(d), c.slept+d
	return ctx.Err()
}

func (c *manual) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Codes with which the fake refuses.
const (
	codeGone   = 927
	codeClosed = 901
)

// room is a chat in the fake messenger.
type room struct {
	title   string
	members map[model.MessengerID]bool // whether each is an administrator
	link    int                        // how often the link was replaced
	dropped bool                       // the community forgot it
	gone    bool                       // somebody deleted it there
}

// fake is a messenger whose every Send can be interfered with. One Send is carried at a time.
type fake struct {
	may       model.Capabilities
	community model.MessengerID
	batch     int
	closed    map[model.MessengerID]bool // not let in when a chat is created
	// intercept, when set, sees every Send; do carries its operations up to the n-th (n < 0: all) and
	// gives the outcomes so far.
	intercept func(number int, ops []app.Op, do func(n int) []app.Outcome) ([]app.Outcome, error)
	// refuse, when set, is asked about every operation.
	refuse func(app.Op) error
	// probe, when set, answers Probe.
	probe func(context.Context) (model.TokenReport, error)

	// silent lets the community write nothing to them; said are the messages that people got, by random number.
	silent map[model.MessengerID]bool
	said   map[int64]app.Op
	called map[model.MessengerID]model.Name // what people are called there

	turn sync.Mutex // held during one Send

	mu       sync.Mutex
	rooms    map[model.MessengerID]*room
	next     model.MessengerID
	sends    int
	limited  bool // the messenger shows no conversation, for a limit of its own
	changing int  // operations that were carried, but for asking for a link
	removals int
	calls    int64
}

func newFake() *fake {
	return &fake{
		may: model.Capabilities{SetRole: true, FirstMembers: 450}, community: 700, batch: 3,
		closed: map[model.MessengerID]bool{}, rooms: map[model.MessengerID]*room{}, next: 2_000_000_000,
		silent: map[model.MessengerID]bool{}, said: map[int64]app.Op{}, called: map[model.MessengerID]model.Name{},
	}
}

// clone is the messenger as it stands, without what interferes.
func (f *fake) clone() *fake {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := newFake()
	c.may, c.community, c.batch, c.closed, c.next = f.may, f.community, f.batch, maps.Clone(f.closed), f.next
	for peer, r := range f.rooms {
		same := *r
		same.members = maps.Clone(r.members)
		c.rooms[peer] = &same
	}
	return c
}

func (f *fake) Capabilities() model.Capabilities { return f.may }
func (f *fake) Batch() int                       { return f.batch }
func (f *fake) LinkHosts() (invites, calls []string) {
	return []string{"vk.me"}, []string{"vk.test", "vk.ru"}
}
func (f *fake) ReadBatch() int { return 2 }

func (f *fake) Community(context.Context) (model.MessengerID, string, error) {
	return f.community, "Колледж", nil
}

func (f *fake) Usage() (int64, int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return int64(f.sends), f.calls
}

func (f *fake) Send(ctx context.Context, ops []app.Op) ([]app.Outcome, error) {
	f.turn.Lock()
	defer f.turn.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, stopped(err)
	}
	f.mu.Lock()
	f.sends++
	f.calls += int64(len(ops))
	number := f.sends
	f.mu.Unlock()
	var outcomes []app.Outcome
	do := func(n int) []app.Outcome {
		f.mu.Lock()
		defer f.mu.Unlock()
		if n < 0 {
			n = len(ops)
		}
		for len(outcomes) < n {
			outcomes = append(outcomes, f.carry(ops[len(outcomes)]))
		}
		return outcomes
	}
	if f.intercept != nil {
		return f.intercept(number, ops, do)
	}
	return do(-1), nil
}

func (f *fake) carry(op app.Op) app.Outcome {
	if f.refuse != nil {
		if err := f.refuse(op); err != nil {
			return app.Outcome{Err: err}
		}
	}
	if op.Kind == app.OpCreate {
		f.changing++
		f.next++
		r := &room{title: op.Title, members: map[model.MessengerID]bool{}}
		f.rooms[f.next] = r
		o := app.Outcome{Peer: f.next}
		for _, profile := range op.Profiles {
			if !f.closed[profile] {
				r.members[profile] = false
				o.Added = append(o.Added, profile)
			}
		}
		return o
	}
	if op.Kind == app.OpSay && op.Peer < 2_000_000_000 {
		f.said[op.Random] = op
		return app.Outcome{}
	}
	r := f.rooms[op.Peer]
	if r == nil || r.gone {
		return app.Outcome{Err: goneFault()}
	}
	_, in := r.members[op.Profile]
	switch op.Kind {
	case app.OpLink:
		return app.Outcome{Link: fmt.Sprintf("https://vk.me/join/%d-%d", op.Peer, r.link)}
	case app.OpReplaceLink:
		r.link++
	case app.OpForget:
		r.dropped = true
	case app.OpRename:
		r.title = op.Title
	case app.OpAdd:
		r.members[op.Profile] = false
	case app.OpRemove:
		if !in {
			return app.Outcome{Err: &app.Fault{Kind: app.FaultDone, Code: 935, Message: "участника уже нет в чате"}}
		}
		delete(r.members, op.Profile)
		f.removals++
	case app.OpSetAdmin, app.OpUnsetAdmin:
		if !in {
			return app.Outcome{Err: &app.Fault{Kind: app.FaultRefused, Code: 935, Message: "участника нет в чате"}}
		}
		r.members[op.Profile] = op.Kind == app.OpSetAdmin
	}
	f.changing++
	return app.Outcome{}
}

func (f *fake) MayWrite(_ context.Context, profiles []model.MessengerID) ([]bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	allowed := make([]bool, len(profiles))
	for i, p := range profiles {
		allowed[i] = !f.silent[p]
	}
	return allowed, nil
}

func (f *fake) Names(_ context.Context, profiles []model.MessengerID) (map[model.MessengerID]model.Name, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	names := map[model.MessengerID]model.Name{}
	for _, p := range profiles {
		if n, ok := f.called[p]; ok {
			names[p] = n
		}
	}
	return names, nil
}

func goneFault() *app.Fault {
	return &app.Fault{Kind: app.FaultGone, Code: codeGone, Message: "чат недоступен сообществу"}
}

func stopped(cause error) *app.Fault {
	return &app.Fault{Kind: app.FaultStop, Message: "остановлено", Cause: cause}
}

func unknownFault() *app.Fault {
	return &app.Fault{Kind: app.FaultUnknown, Message: "VK не подтвердил действие"}
}

func (f *fake) Read(ctx context.Context, peers []model.MessengerID) ([]app.Conversation, error) {
	if err := ctx.Err(); err != nil {
		return nil, stopped(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	read := make([]app.Conversation, len(peers))
	for i, peer := range peers {
		read[i].Peer = peer
		if r := f.rooms[peer]; r == nil || r.gone {
			read[i].Err = goneFault()
		} else if f.limited {
			read[i].Err = stopped(nil)
		} else {
			read[i].Title, read[i].Members = r.title, maps.Clone(r.members)
		}
	}
	return read, nil
}

func (f *fake) Conversations(context.Context) ([]app.Conversation, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []app.Conversation
	for _, peer := range slices.Sorted(maps.Keys(f.rooms)) {
		if r := f.rooms[peer]; !r.dropped && !r.gone {
			all = append(all, app.Conversation{Peer: peer, Title: r.title})
		}
	}
	return all, nil
}

// titled finds the live chat of a title; there must be exactly one.
func (f *fake) titled(title string) (model.MessengerID, *room) {
	var peer model.MessengerID
	for p, r := range f.rooms {
		if r.title == title && !r.dropped {
			if peer != 0 {
				panic("two chats are called " + title)
			}
			peer = p
		}
	}
	if peer == 0 {
		panic("no chat is called " + title)
	}
	return peer, f.rooms[peer]
}

// state describes every live chat: its title, its members and which of them are administrators (*).
func (f *fake) state() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var lines []string
	for _, r := range f.rooms {
		if r.dropped || r.gone {
			continue
		}
		var line strings.Builder
		line.WriteString(r.title + ":")
		for _, profile := range slices.Sorted(maps.Keys(r.members)) {
			fmt.Fprintf(&line, " %d", profile)
			if r.members[profile] {
				line.WriteString("*")
			}
		}
		lines = append(lines, line.String())
	}
	slices.Sort(lines)
	return lines
}
