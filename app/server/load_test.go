package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/demo"
	"zvonok/app/remote"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// Who is at the desks.
const (
	loadTeachers = 16
	loadManagers = 4
	loadReaders  = 28 // students and parents
	loadMarks    = 12 // of each teacher
	loadTitles   = 5  // of chats, by each manager
)

// keepChats lets an agent with a local VK work where the college is, once it has made the chats.
func (w *crowd) keepChats(groups int) (stop func()) {
	w.Helper()
	_, accounts := demo.College(groups)
	var users []sandbox.User
	for _, a := range accounts {
		users = append(users, sandbox.User{ID: int64(a.Messenger), Phone: a.Phone, NobodyAdds: a.NobodyAdds})
	}
	vk, err := sandbox.New(sandbox.Options{Users: users})
	w.must(err)
	base, err := vk.Start(loopback)
	w.must(err)
	w.Cleanup(func() { _ = vk.Close() })
	w.must(w.College.Store.Update(w.Context(), func(tx *store.Tx) error {
		return tx.Confirm(model.MessengerID(vk.Info().CommunityID), model.ChatTypes)
	}))
	client := vkclient.New(vkclient.Options{
		Hosts: vkclient.HostsAt(base), Token: vkclient.Secret(vk.Info().CommunityToken), Kind: vkclient.CommunityToken, Clock: vkclient.SystemClock{},
		Answered: w.counts.VK,
	})
	keeps := &agent.Agent{College: w.College, Messenger: vkmessenger.New(client), Log: slog.New(slog.DiscardHandler)}
	_, err = keeps.Run(w.Context(), agent.RunOptions{Initialise: true, Refresh: true, OverLimit: true}, nil)
	w.must(err)
	w.Keeper.Told(w.counts.Run)
	w.Keeper.SetAgent(keeps)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.Keeper.Keep(ctx)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	w.Cleanup(stop)
	return stop
}

// lists are those of so many new students, in groups of 25.
func lists(students int) model.Files {
	const perGroup = 25
	letters := []rune("абвгдежзиклмнопрстуфхцчшэюя")
	var groups, people strings.Builder
	groups.WriteString("Код;Группа;Курс\n")
	people.WriteString("Код;ФИО;Группа\n")
	for n := range students {
		group := n / perGroup
		if n%perGroup == 0 {
			fmt.Fprintf(&groups, "нг%d;НГ-%d;1\n", group, group)
		}
		name := "Нов" + string(letters[n%27]) + string(letters[n/27%27]) + string(letters[n/729%27]) + "ова"
		fmt.Fprintf(&people, "нс%d;%s Анна;НГ-%d\n", n, name, group)
	}
	return model.Files{{Name: "Группы.csv", Data: []byte(groups.String())}, {Name: "Студенты.csv", Data: []byte(people.String())}}
}

// load lets 48 desks without a window and two with one work against one server with its agent, while so many students are imported at one of them. It says how long
// the import took, and each mark.
func load(tb testing.TB, groups, imported int) (importing time.Duration, marking []time.Duration) {
	tb.Helper()
	w := newCrowd(tb, groups)
	rest := w.keepChats(groups)
	windows := w.openWindows()
	desks := w.crowdIn(w)
	all, err := w.Chats(w.here(w.admin), model.ChatFilter{})
	w.must(err)
	var mu sync.Mutex
	var working sync.WaitGroup
	for i, s := range desks {
		working.Go(func() {
			switch {
			case s.subject.ID != 0:
				for k := range loadMarks {
					began := time.Now()
					if err := s.mark(k); err != nil {
						tb.Errorf("a mark: %v", err)
					}
					mu.Lock()
					marking = append(marking, time.Since(began))
					mu.Unlock()
				}
			case i == 0:
				importing = s.bring(lists(imported))
			case s.person == w.admin:
				for k := range loadTitles {
					s.retitle(all[(i*loadTitles+k)%len(all)].ID, fmt.Sprintf("Название %d-%d", i, k))
				}
			default:
				for range loadMarks {
					if _, err := s.Client.MyChats(s.ctx()); err != nil {
						tb.Errorf("chats: %v", err)
					}
				}
			}
		})
	}
	windows.during(func() {
		working.Wait()
		w.until("the agent rests", func() bool {
			status := w.SyncStatus()
			return !status.Running && status.Pending == 0
		})
	})
	rest()
	for _, s := range desks {
		if s.subject.ID != 0 {
			s.awaitSent()
			s.checkMarks()
		}
		s.checkEqual()
	}
	windows.check()
	return importing, marking
}

// crowdIn lets everybody sit down at servers of the college, in turn: managers first, then teachers, then students and parents.
func (w *crowd) crowdIn(at ...*crowd) (desks []*seat) {
	w.Helper()
	next := func() *crowd { return at[len(desks)%len(at)] }
	for range loadManagers {
		desks = append(desks, next().sit(w.admin, next().link.Addresses[0], remote.Work{}))
	}
	for n := range loadTeachers {
		desks = append(desks, next().teacher(n%len(w.subjects), next().link.Addresses[0], remote.Work{}))
	}
	students, err := w.Students(w.here(w.admin), model.PeopleFilter{})
	w.must(err)
	parents, err := w.Parents(w.here(w.admin), model.PeopleFilter{})
	w.must(err)
	for n := range loadReaders {
		who := students[n*len(students)/loadReaders].Person
		if n%2 == 1 {
			who = parents[n*len(parents)/loadReaders].Person
		}
		desks = append(desks, next().sit(who, next().link.Addresses[0], remote.Work{Remember: true, Dir: w.TempDir(), Vault: w.vault}))
	}
	return desks
}

// bring imports lists at the desk, as a person does after the preview.
func (s *seat) bring(files model.Files) time.Duration {
	s.Helper()
	began := time.Now()
	for {
		preview, err := s.Client.PreviewImport(s.ctx(), files, model.ImportChoices{KeepGone: true})
		if err == nil {
			err = s.Client.ApplyImport(s.ctx(), files, preview.Choices, preview.Fingerprint)
		}
		switch {
		case errors.Is(err, app.ErrOutdated): // somebody else changed what was previewed
			continue
		case err != nil:
			s.Errorf("the import: %v", err)
		}
		return time.Since(began)
	}
}

// retitle gives a chat another title, over what others do to it meanwhile.
func (s *seat) retitle(id model.ChatID, title string) {
	for {
		card, err := s.Client.Chat(s.ctx(), id)
		if err == nil {
			err = s.Client.SaveChat(s.ctx(), model.ChatEdit{Chat: id, Version: card.Version, Title: title})
		}
		if found := new(model.Conflict); errors.As(err, &found) {
			continue
		}
		if err != nil {
			s.Errorf("the chat %d: %v", id, err)
		}
		return
	}
}

// reading is a question to a college.
type reading func(c app.Contracts, ctx context.Context) (any, error) //nolint:revive // who is asked comes first

// asked makes a reading of what takes nothing.
func asked[T any](method func(app.Contracts, context.Context) (T, error)) reading {
	return func(c app.Contracts, ctx context.Context) (any, error) { return method(c, ctx) } //nolint:revive // likewise
}

// readings are what a person's screens show.
func (w *crowd) readings(who model.PersonID, journal model.JournalQuery) map[string]reading {
	day := w.clock.Now().Truncate(24 * time.Hour)
	of := map[string]reading{
		"Groups": asked(app.Contracts.Groups), "MyChats": asked(app.Contracts.MyChats), "JournalGroups": asked(app.Contracts.JournalGroups),
		"PeopleAccess": asked(app.Contracts.PeopleAccess), "LessonsAccess": asked(app.Contracts.LessonsAccess), "Missing": asked(app.Contracts.Missing),
		"Upcoming": asked(app.Contracts.Upcoming), "NewChatChoices": asked(app.Contracts.NewChatChoices), "Accounts": asked(app.Contracts.Accounts),
	}
	of["Chats"] = func(c app.Contracts, ctx context.Context) (any, error) { return c.Chats(ctx, model.ChatFilter{}) }
	of["Students"] = func(c app.Contracts, ctx context.Context) (any, error) { return c.Students(ctx, model.PeopleFilter{}) }
	of["Parents"] = func(c app.Contracts, ctx context.Context) (any, error) { return c.Parents(ctx, model.PeopleFilter{}) }
	of["StaffMembers"] = func(c app.Contracts, ctx context.Context) (any, error) {
		return c.StaffMembers(ctx, model.PeopleFilter{})
	}
	of["PersonCard"] = func(c app.Contracts, ctx context.Context) (any, error) { return c.PersonCard(ctx, who) }
	of["Journal"] = func(c app.Contracts, ctx context.Context) (any, error) {
		page, err := c.Journal(ctx, journal)
		cells := fmt.Sprint(page.Cells) // in order, which JSON does not have
		page.Cells = nil
		return []any{page, cells}, err
	}
	of["MyLessons"] = func(c app.Contracts, ctx context.Context) (any, error) {
		return c.MyLessons(ctx, day.AddDate(0, 0, -7), day.AddDate(0, 0, 7))
	}
	return of
}

// checkEqual fails the test unless the desk comes to show, row by row, what the college would show its person.
func (s *seat) checkEqual() {
	s.Helper()
	s.equal(s.person, s.query(), s.Client, s.ctx())
}

// equal fails the test unless a desk comes to show what the college would show its person.
func (w *crowd) equal(who model.PersonID, journal model.JournalQuery, desk app.Contracts, ctx context.Context) { //nolint:revive // likewise
	w.Helper()
	for name, read := range w.readings(who, journal) {
		var here, there string
		deadline := time.Now().Add(10 * time.Second)
		for {
			here, there = said(read(w.Areas, w.here(who))), said(read(desk, ctx))
			if here == there || time.Now().After(deadline) {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		if here != there {
			w.Errorf("%s of %d: %s", name, who, difference(there, here))
		}
	}
}

// difference is where two texts part.
func difference(is, should string) string {
	from := 0
	for from < min(len(is), len(should)) && is[from] == should[from] {
		from++
	}
	from = max(0, from-100)
	return fmt.Sprintf("%.300q, and not %.300q", is[from:], should[from:])
}

// said is what was answered, as text.
func said(answer any, err error) string {
	text, failed := json.Marshal(answer)
	if err = errors.Join(err, failed); err != nil {
		return err.Error()
	}
	return string(text)
}

// TestManyDesks: 50 desks, two of them with a window, work against one server and its agent while 500 students are imported, and each ends equal to the college
// as far as its person may see it.
func TestManyDesks(t *testing.T) {
	importing, marking := load(t, 10, 500)
	t.Logf("the import took %v, a mark %v at most", importing, slices.Max(marking))
}

// BenchmarkManyDesks is the same with 5,000 students.
func BenchmarkManyDesks(b *testing.B) {
	importing, marking := load(b, 200, 5000)
	slices.Sort(marking)
	for b.Loop() { //nolint:revive // once is enough of it
	}
	b.ReportMetric(importing.Seconds(), "s-import")
	b.ReportMetric(float64(marking[len(marking)*99/100].Milliseconds()), "ms-mark-p99")
}
