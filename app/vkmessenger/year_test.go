package vkmessenger_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// year is a school year of a college that lives by its orders and by the rosters of another system, beside VK.
type year struct {
	*world
	t      *testing.T
	admin  *desk.Session
	dice   *rand.Rand
	source *source
	book   *orderBook
	hand   *handwork
	tokens map[model.MessengerID]string // of VK's people
	lazy   map[model.MessengerID]bool   // who never open an invite link
	joined int
	faulty bool                     // VK's answers are lost, refused and garbled before it works
	failed int                      // runs that ended with an error
	took   map[string]time.Duration // in real time, by what it was for
}

// scale is how large a year is.
type scale struct {
	groups, weeks int
	rows          int // in the file of orders that is loaded each week
	daily         int // orders that are written by hand each working day
	cancelled     int // orders a week
}

func newYear(t *testing.T, groups int) *year {
	t.Helper()
	snapshot, accounts := demo.College(groups)
	uncode(&snapshot)
	w := newWorld(t, snapshot, accounts, sandbox.Options{})
	w.clock.set(time.Date(2027, 9, 6, 6, 0, 0, 0, time.UTC)) // a Monday
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	y := &year{world: w, t: t, dice: rand.New(rand.NewPCG(29, 9)), took: map[string]time.Duration{},
		tokens: map[model.MessengerID]string{}, lazy: map[model.MessengerID]bool{}}
	y.admin = desk.NewSession(w.college, keeper, desk.SafeBrowser{}, app.Addresses{Explain: func(int) string { return "" }})
	y.must(y.admin.EnterOwner(t.Context()))
	for _, u := range w.vk.Info().Users {
		y.meet(model.MessengerID(u.UserID), u.Token)
	}
	y.source = newSource(y, snapshot)
	y.book = newOrderBook(y)
	y.timed("first synchronisation", func() { y.run(agent.RunOptions{Initialise: true, Refresh: true}) })
	y.hand = newHandwork(y)
	y.settle()
	y.equal("before the first week")
	return y
}

// meet makes somebody of VK known to the year; one in thirty never opens a link.
func (y *year) meet(profile model.MessengerID, token string) {
	y.tokens[profile] = token
	y.lazy[profile] = profile%30 == 7
}

func (y *year) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

// timed runs fn and adds up how long such work takes.
func (y *year) timed(what string, fn func()) {
	began := time.Now()
	fn()
	y.took[what] += time.Since(began)
}

// today is the college's day.
func (y *year) today() time.Time { return model.Day(y.clock.Now(), time.UTC) }

// nextDay is the morning after.
func (y *year) nextDay() {
	y.t.Helper()
	y.clock.set(y.today().AddDate(0, 0, 1).Add(6 * time.Hour))
	y.must(y.college.TurnDay(y.t.Context()))
}

func (y *year) view(fn func(*store.Tx) error) {
	y.t.Helper()
	y.must(y.college.Store.View(y.t.Context(), fn))
}

// whole is the college with all that is known of it.
func (y *year) whole() (c roster.College) {
	y.t.Helper()
	y.view(func(tx *store.Tx) (err error) {
		c, err = tx.College()
		return err
	})
	return c
}

// run lets the agent work as it does by itself: nothing is confirmed.
func (y *year) run(o agent.RunOptions) model.Report {
	y.t.Helper()
	report, err := y.agent.Run(y.t.Context(), o, nil)
	y.must(err)
	return report
}

// week is a week of work: orders every day, a roster at its end, and the agent.
func (y *year) week(n int, s scale) {
	y.t.Helper()
	standing := y.standing()
	for day := range 5 {
		y.timed("orders by hand", func() { y.book.writeDay(&standing, s.daily) })
		if day == 2 {
			y.timed("orders from files", func() { y.book.loadFile(&standing, s.rows) })
		}
		y.timed("cancelling", func() {
			for range (s.cancelled + 4 - day) / 5 {
				y.book.cancelOne()
			}
		})
		y.nextDay()
	}
	y.nextDay()
	when := fmt.Sprintf("week %d", n)
	y.timed("rosters", func() { y.source.load(when, n%4 == 0) })
	y.nextDay()
	y.settle()
	y.timed("comparing", func() {
		y.equal(when)
		y.book.obeyed(when)
	})
}

// settle lets the agent bring VK up to date, people come by the links, and the agent see them.
func (y *year) settle() {
	y.t.Helper()
	if y.faulty {
		y.stumble()
	}
	y.timed("the agent correcting", func() { y.run(agent.RunOptions{}) })
	y.timed("people joining", y.join)
	y.timed("the agent looking", func() { y.run(agent.RunOptions{Refresh: true}) })
}

// stumble lets the agent work while VK fails now and then, until it works again.
func (y *year) stumble() {
	y.t.Helper()
	of := func(percent int) int { return y.dice.IntN(percent) }
	for range 3 {
		y.must(y.vk.SetFaults(fmt.Sprintf("drop:%d%%,lost:%d%%,garbage:%d%%,error=6:%d%%,error=9:%d%%,error=10:%d%%,messages.createChat/drop@%d,messages.setMemberRole/drop@%d,messages.removeChatUser/drop@%d",
			of(8), of(8), of(4), of(4), of(2), of(6), 1+of(5), 1+of(5), 1+of(20))))
		if _, err := y.agent.Run(y.t.Context(), agent.RunOptions{Refresh: of(3) == 0}, nil); err != nil {
			y.failed++
		}
	}
	y.must(y.vk.SetFaults(""))
	y.clock.set(y.clock.Now().Add(2 * time.Hour)) // what VK refused is tried again
	y.run(agent.RunOptions{Refresh: true})
}

// join lets everybody who is waited for open the invite link, but for those who never do.
func (y *year) join() {
	links := map[model.MessengerID][]vkclient.Call{}
	y.view(func(tx *store.Tx) error {
		profiles, err := tx.Profiles()
		if err != nil {
			return err
		}
		chats, err := tx.ListedChats()
		for _, c := range chats {
			for _, m := range c.Members {
				p := profiles[m.Person]
				if !c.Deleted && m.Origin.Wanted() && m.Presence == model.PresenceWaiting && p != 0 && !y.lazy[p] {
					links[p] = append(links[p], vkclient.JoinChatByInviteLinkCall(c.Link))
				}
			}
		}
		return err
	})
	for profile, calls := range links {
		client := y.client(y.tokens[profile], vkclient.UserToken)
		for batch := range slices.Chunk(calls, vkclient.MaxBatch) {
			results, err := client.Execute(y.t.Context(), batch)
			y.must(err)
			for _, r := range results {
				y.must(r.Err)
			}
			y.joined += len(batch)
		}
	}
}

// TestYear lives through a school year: orders by hand and from files, one in twenty cancelled later, a roster every
// week, late, misspelled and with people missing, two wrong ones that are undone, and graduation. After each week VK
// equals what the rosters, the orders and the hand want.
func TestYear(t *testing.T) {
	s := scale{groups: 200, weeks: 40, rows: 130, daily: 5, cancelled: 8}
	if testing.Short() {
		s = scale{groups: demo.DefaultGroups, weeks: 8, rows: 15, daily: 2, cancelled: 2}
	}
	y := newYear(t, s.groups)
	for n := 1; n <= s.weeks; n++ {
		y.week(n, s)
		switch n {
		case s.weeks / 4:
			y.book.disbandOne()
		case s.weeks / 2:
			y.timed("wrong rosters", y.source.halfASheet)
		case s.weeks/2 + 1:
			y.book.bringBack()
		case s.weeks * 3 / 4:
			y.timed("wrong rosters", y.source.foreign)
		}
	}
	y.timed("graduation", y.graduate)
	y.summary(s)
}

// TestFaultyWeeks: answers that are lost, late or refused in the middle of the work leave no chat twice, nobody out and nobody in.
func TestFaultyWeeks(t *testing.T) {
	y := newYear(t, demo.DefaultGroups)
	y.faulty = true
	for n := 1; n <= 4; n++ {
		y.week(n, scale{rows: 15, daily: 2, cancelled: 2})
	}
	if y.failed == 0 {
		t.Error("no run has failed")
	}
}

// graduate ends the school year: the last course graduates and its groups are disbanded, a last roster says nothing
// new, and every list is initialised.
func (y *year) graduate() {
	y.t.Helper()
	y.book.graduate()
	for range 14 {
		y.nextDay()
	}
	y.source.load("after graduation", false)
	y.settle()
	y.equal("after graduation")
	y.book.obeyed("after graduation")
	y.source.forgetDisbanded()
	y.source.load("in summer", true)
	y.source.same()
	y.run(agent.RunOptions{Initialise: true, KeepManual: true, Refresh: true})
	y.join()
	y.run(agent.RunOptions{Refresh: true})
	y.hand.out = nil
	y.equal("after the initialisation")
}

// summary fails the test when the year was not as eventful as it should have been.
func (y *year) summary(s scale) {
	y.t.Helper()
	b, c := y.book, y.source.counts
	atLeast := func(what string, n, least int) {
		y.t.Helper()
		if n < least {
			y.t.Errorf("%s: %d, want %d at least", what, n, least)
		}
	}
	planned := s.weeks * (s.rows + 5*s.daily)
	atLeast("orders", len(b.orders), planned*9/10)
	atLeast("orders from files", b.byFile, s.weeks*s.rows*9/10)
	atLeast("cancelled orders", b.cancels, s.weeks*s.cancelled*9/10)
	for kind, share := range map[model.OrderKind]int{ // per cent
		model.OrderEnroll: 5, model.OrderEnrollTransfer: 3, model.OrderTransfer: 20, model.OrderWithdraw: 10,
		model.OrderAcademicLeave: 5, model.OrderReturn: 5, model.OrderGraduate: 0, model.OrderDisband: 0,
	} {
		atLeast(kind.String(), b.kinds[kind], max(2, planned*share/100))
	}
	atLeast("people found where their orders say", b.obeyedBy, s.weeks*planned/10)
	atLeast("rosters", c.rosters, s.weeks+2)
	atLeast("renamed people", c.renamed, s.weeks)
	atLeast("renamed people who were asked about", c.asked, s.weeks/3)
	atLeast("people missing from a roster", c.missing, s.weeks)
	atLeast("people moved by hand", len(y.hand.in), 20)
	y.t.Logf("%d orders, %d of them from files, %d cancelled, %d refused: %v", len(b.orders), b.byFile, b.cancels, len(b.refused), b.kinds)
	y.t.Logf("%d rows of files were mended or doubtful, %d left out, the first refusals: %q", b.mended, b.taken, b.refused[:min(3, len(b.refused))])
	y.t.Logf("rosters: %+v", c)
	state := y.vk.State()
	y.t.Logf("VK: %d chats, %d requests, %d people came by links, calls %v", len(state.Chats), state.Requests, y.joined, state.Methods)
	for what, d := range y.took {
		y.t.Logf("%s: %v", what, d.Round(time.Millisecond))
	}
}
