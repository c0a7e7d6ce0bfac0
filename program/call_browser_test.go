package program

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

// noon is the clock of a demonstration in the middle of a working day.
type noon struct{}

func (noon) Now() time.Time                                   { return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) }
func (noon) Sleep(ctx context.Context, _ time.Duration) error { <-ctx.Done(); return ctx.Err() }

// callSession is the program on the demonstration college, whose agent holds the teacher's account for calls, and a
// remote lesson that goes on.
type callSession struct {
	demonstration *demo.Demonstration
	*desk.Session
	tb      testing.TB
	college *college.College
	keeper  *agent.Keeper
	opened  chan string // the addresses that the program opens
	lesson  model.LessonID
	teacher model.Person
	student model.Person
}

func startCallSession(tb testing.TB, o sandbox.Options) *callSession {
	tb.Helper()
	d, err := demo.Start(demo.DefaultGroups, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = d.VK.Close() })
	dir, ctx := tb.TempDir(), tb.Context()
	s, err := store.Open(ctx, dir)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	college := &college.College{Store: s, Dir: dir, Clock: noon{}}
	if err := d.Prepare(ctx, college); err != nil {
		tb.Fatal(err)
	}
	c := &callSession{demonstration: d, tb: tb, college: college, opened: make(chan string, 1)}
	log := slog.New(slog.DiscardHandler)
	parts := d.Parts(desk.Parts{Log: log, Messenger: host.Messenger{
		Reach: vkmessenger.Reach, OfCommunity: vkmessenger.VK{}.OfCommunity, OfAccount: vkmessenger.VK{}.OfAccount, ProbeAccount: vkmessenger.VK{}.ProbeAccount,
		Pages: vkmessenger.Pages,
	}, Browse: func(address string) error {
		c.opened <- address
		return nil
	}})
	c.Session, c.keeper, err = parts.NewSession(ctx, college)
	var teaching model.TeachingID
	if err == nil {
		err = s.View(ctx, func(tx *store.Tx) (err error) {
			teaching, err = c.find(tx)
			return err
		})
	}
	if err != nil {
		tb.Fatal(err)
	}
	c.hold(teaching)
	return c
}

// find finds a subject for the lesson, with a teacher and a student who have profiles. The teacher and the group of the
// remote lesson that the demonstration has by itself are not free.
func (c *callSession) find(tx *store.Tx) (model.TeachingID, error) {
	today := noon{}.Now()
	rows, err := tx.TeachingRows(store.TeachingFilter{Today: today.Format(time.DateOnly)})
	if err != nil {
		return 0, err
	}
	taken := slices.IndexFunc(rows, func(r model.TeachingRow) bool {
		return r.GroupName == demo.RemoteGroup && r.Subject == demo.RemoteSubject
	})
	from, until := model.TermOf(today).Range()
	for _, r := range rows {
		if r.Group == 0 || r.Group == rows[taken].Group || len(r.Teachers) == 0 || slices.Contains(rows[taken].Teachers, r.Teachers[0]) {
			continue
		}
		if c.teacher, err = tx.Person(r.Teachers[0]); err != nil {
			return 0, err
		}
		students, err := tx.JournalStudents(r.ID, today.Format(time.DateOnly), from, until)
		for _, s := range students {
			if err == nil && c.student.Messenger == 0 {
				c.student, err = tx.Person(s.Person)
			}
		}
		if err != nil || c.teacher.Messenger != 0 && c.student.Messenger != 0 {
			return r.ID, err
		}
		c.student = model.Person{}
	}
	return 0, errors.New("nobody has a teacher and a student with profiles")
}

// hold makes a lesson remote that begins now, with a call that the agent starts.
func (c *callSession) hold(teaching model.TeachingID) {
	c.tb.Helper()
	ctx := c.tb.Context()
	account := slices.IndexFunc(c.demonstration.VK.Info().Users, func(u sandbox.InfoUser) bool { return u.UserID == int64(c.teacher.Messenger) })
	err := c.EnterOwner(ctx)
	if err == nil {
		err = c.KeepToken(c.As(ctx), model.CallToken, c.demonstration.VK.Info().Users[account].Token, 0)
	}
	if err != nil {
		c.tb.Fatal(err)
	}
	c.act(c.teacher)
	today, now, err := c.LessonDay(ctx)
	if err == nil {
		c.lesson, err = c.SaveLesson(c.As(ctx), model.LessonEdit{Teaching: teaching, Date: today, Hours: 1, Kind: model.LessonLecture, Title: "Звонок"})
	}
	if err == nil {
		begins := now.Hour()*60 + now.Minute()
		_, err = c.MakeRemote(c.As(ctx), model.RemoteEdit{Lesson: c.lesson, Begins: begins, Ends: begins + 45})
	}
	if err = errors.Join(err, c.keeper.CarryCalls(ctx)); err != nil {
		c.tb.Fatal(err)
	}
}

// act makes somebody the person at work.
func (c *callSession) act(who model.Person) {
	c.tb.Helper()
	if err := c.Enter(c.tb.Context(), who.ID); err != nil {
		c.tb.Fatal(err)
	}
}

// join opens the lesson's call by the program and goes through its pages in a browser as the person (Рисунки 452, 453).
func (c *callSession) join(browser *chromium, person model.Person) *tab {
	c.tb.Helper()
	c.act(person)
	if err := c.OpenRemote(c.As(c.tb.Context()), c.lesson, model.WayBrowser); err != nil {
		c.tb.Fatal(err)
	}
	p := browser.newTab(c.tb)
	p.open(<-c.opened)
	p.goIntoCall(person)
	return p
}

// goIntoCall goes through the pages of a call as the person, in the browser.
func (p *tab) goIntoCall(person model.Person) {
	p.tb.Helper()
	p.await(says("h1", "Видеозвонки VK Мессенджер") + "&&" + says("#join_program", "Присоединиться к звонку") + "&&" +
		says("#join_browser", "Присоединиться через браузер"))
	p.click("#join_browser")
	choice := found("[name=user]") // a hidden field when VK already knows who comes
	p.await(says("#join_video", "Присоединиться с видео") + "&&" + choice)
	who := strconv.Quote(strconv.FormatInt(int64(person.Messenger), 10))
	if !p.holds("(" + choice + ".type === 'hidden' || (" + choice + ".value = " + who + "), " + choice + ".value === " + who + ")") {
		p.tb.Fatalf("the call's page does not offer %s", person.Name)
	}
	p.click("#join_video")
	p.await(inCall(person))
}

// inCall is the condition that a call's page shows the person among those who are in it.
func inCall(p model.Person) string {
	return says("#members", p.Name.FirstName+" "+p.Name.LastName)
}

// state is the lesson's call as the local VK tells it.
func (c *callSession) state() sandbox.StateCall {
	c.tb.Helper()
	answer, err := http.Get(c.demonstration.URL + "/sandbox/state")
	if err != nil {
		c.tb.Fatal(err)
	}
	defer answer.Body.Close()
	var there sandbox.State
	if err := json.NewDecoder(answer.Body).Decode(&there); err != nil {
		c.tb.Fatal(err)
	}
	if len(there.Calls) == 0 {
		c.tb.Fatal("there are no calls")
	}
	return there.Calls[len(there.Calls)-1]
}

// TestCallInBrowser: the teacher and a student come by the program into the call of a lesson, its pages in Chromium
// show both, and when the teacher presses «Завершить» in the program both pages say «Звонок завершен».
func TestCallInBrowser(t *testing.T) {
	chromiumPath(t)
	c := startCallSession(t, sandbox.Options{})
	browser := startChromium(t)
	pages := []*tab{c.join(browser, c.teacher), c.join(browser, c.student)}
	for _, p := range pages {
		p.await(says("#members_count", "В звонке: 2") + "&&" + inCall(c.teacher) + "&&" + inCall(c.student))
	}
	want := []int64{int64(c.teacher.Messenger), int64(c.student.Messenger)}
	if got := c.state(); !slices.Equal(got.Members, want) || got.Way != "browser" || got.Finished || got.OwnerID != want[0] {
		t.Errorf("the state says %+v, want %d in a call of the first", got, want)
	}
	if err := c.FinishRemote(c.As(t.Context()), c.lesson, false); !errors.Is(err, app.ErrNotOwnSubject) {
		t.Errorf("a student finishes the lesson: %v", err)
	}
	c.act(c.teacher)
	joined, err := c.Joined(c.As(t.Context()), c.lesson)
	if err != nil || len(joined) != 2 {
		t.Errorf("the program says that %+v joined, %v", joined, err)
	}
	if err := errors.Join(c.FinishRemote(c.As(t.Context()), c.lesson, false), c.keeper.CarryCalls(t.Context())); err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		p.await(says("h1", "Звонок завершен") + "&& !" + found("#members"))
	}
	if got := c.state(); !got.Finished || len(got.Members) != 0 {
		t.Errorf("afterwards the state says %+v", got)
	}
	if err := c.OpenRemote(c.As(t.Context()), c.lesson, model.WayBrowser); !errors.Is(err, model.ErrOver) {
		t.Errorf("opened after the end: %v", err)
	}
}
