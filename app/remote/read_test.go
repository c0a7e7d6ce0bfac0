package remote

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/remote/kept"
	"zvonok/app/vault"
	"zvonok/model"
)

// saying is a server that says of its answers what they know, and counts what it is asked for.
type saying struct {
	*wire
	mu         sync.Mutex
	number     uint64
	generation string
	until      time.Time
	asked      map[string]int
}

func (s *saying) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.asked[r.URL.Path]++
	number, generation, until := s.number, s.generation, s.until
	s.mu.Unlock()
	answer, err := s.wire.RoundTrip(r)
	if err == nil {
		answer.Header.Set(eventHeader, strconv.FormatUint(number, 10))
		answer.Header.Set(generationHeader, generation)
		answer.Header.Set(untilHeader, until.Format(time.RFC3339))
	}
	return answer, err
}

// of is how often a method was asked for.
func (s *saying) of(contract, method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[procedure(contract, method)]
}

// at lets the college be after an event.
func (s *saying) at(number uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number = number
}

// seat is a desk with somebody at work.
type seat struct {
	*far
	*saying
	changes chan model.Change
	lines   chan model.Line
}

func (f *far) sits(t *testing.T, with Work) *seat {
	t.Helper()
	s := &seat{far: f, saying: &saying{wire: f.breaks(), asked: map[string]int{}, until: time.Now().Add(time.Hour), number: 1}}
	f.client.http.Transport = s.saying
	s.changes, s.lines = f.works(t, with)
	await(t, s.lines, model.LineConnected)
	<-s.changes
	return s
}

// happens lets something happen at the college, and waits until the desk knows.
func (s *seat) happens(c model.Change) {
	s.at(c.Number)
	s.tell.tell(c)
	for got := range s.changes {
		if got.Number >= c.Number {
			return
		}
	}
}

func (s *seat) chats(t *testing.T) error {
	_, err := s.client.Chats(signedIn(t), model.ChatFilter{})
	return err
}

func (s *seat) chat(t *testing.T) error {
	card, err := s.client.Chat(signedIn(t), 5)
	if err == nil && card.ID != 5 {
		t.Errorf("read %+v", card)
	}
	return err
}

// TestAnswersThatHold: what was told once is not asked for again until something touches it, or its time is over, or the server is
// silent, or this very desk has changed something of which it was not told yet.
func TestAnswersThatHold(t *testing.T) {
	for _, c := range []struct {
		name string
		then func(s *seat)
		list int // how often the list of chats is asked for, twice in the end
		card int // and a chat
	}{
		{"nothing", func(*seat) {}, 1, 1},
		{"something else", func(s *seat) { s.happens(model.Change{Number: 7, Lessons: true}) }, 1, 1},
		{"another chat", func(s *seat) { s.happens(model.Change{Number: 7, Chats: []model.ChatID{6}}) }, 2, 1},
		{"the chat", func(s *seat) { s.happens(model.Change{Number: 7, Chats: []model.ChatID{5, 6}}) }, 2, 2},
		{"all", func(s *seat) { s.happens(model.Change{Number: 7, All: true}) }, 2, 2},
		{"people", func(s *seat) { s.happens(model.Change{Number: 7, Roster: true}) }, 2, 2},
		{"an event that the answer knew", func(s *seat) {
			s.happens(model.Change{Number: 1, Roster: true})
		}, 1, 1},
		{"no event", func(s *seat) {
			s.tell.tell(model.Change{Roster: true})
			<-s.changes
		}, 3, 3}, // nobody can say which answers know of it
		{"its time is over", func(s *seat) {
			s.clock.pass(2 * time.Hour)
			s.passed.Store(int64(2 * time.Hour))
			s.client.line.hears(s.clock.Now())
		}, 3, 3},
		{"a silent server", func(s *seat) { s.clock.pass(silence) }, 3, 3},
		{"an own change that was not told", func(s *seat) {
			_ = s.client.SaveChat(signedIn(t), model.ChatEdit{})
			s.at(7)
		}, 2, 2},
		{"an own change that was told", func(s *seat) {
			_ = s.client.SaveChat(signedIn(t), model.ChatEdit{})
			s.happens(model.Change{Number: 7, Chats: []model.ChatID{6}})
			_, _ = s.client.Groups(signedIn(t)) // by which the desk knows that this was it
		}, 2, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t).sits(t, Work{})
			for range 2 {
				if err := errors.Join(s.chats(t), s.chat(t)); err != nil {
					t.Fatal(err)
				}
			}
			c.then(s)
			for range 2 {
				if err := errors.Join(s.chats(t), s.chat(t)); err != nil {
					t.Fatal(err)
				}
			}
			if list, card := s.of("Chats", "Chats"), s.of("Chats", "Chat"); list != c.list || card != c.card {
				t.Errorf("the list was asked for %d times, the chat %d times", list, card)
			}
		})
	}
}

// TestJournalsThatHold: what is written in a journal has that one asked for again, and those of which the college chose which they are.
func TestJournalsThatHold(t *testing.T) {
	for _, c := range []struct {
		name          string
		change        model.Change
		named, chosen int // how often each is asked for
	}{
		{"another journal", model.Change{Journals: []model.TeachingID{4}}, 1, 2},
		{"the journal", model.Change{Journals: []model.TeachingID{3, 4}}, 2, 2},
		{"lessons", model.Change{Lessons: true}, 2, 2},
		{"chats that are not seen any more", model.Change{AnyChat: true}, 2, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t).sits(t, Work{})
			asked := func(q model.JournalQuery) (times int) {
				before := s.of("Lessons", "Journal")
				if _, err := s.client.Journal(signedIn(t), q); err != nil {
					t.Fatal(err)
				}
				return s.of("Lessons", "Journal") - before
			}
			named, chosen := model.JournalQuery{Group: 1, Teaching: 3}, model.JournalQuery{Group: 1}
			n, m := asked(named)+asked(named), asked(chosen)+asked(chosen)
			c.change.Number = 7
			s.happens(c.change)
			n, m = n+asked(named)+asked(named), m+asked(chosen)+asked(chosen)
			if n != c.named || m != c.chosen {
				t.Errorf("the journal that is named was asked for %d times, the other one %d times", n, m)
			}
		})
	}
}

// TestOneLookAtSelf: a desk that looks who is at work, since the roster has changed, tells the next one who asks what it was told.
func TestOneLookAtSelf(t *testing.T) {
	f := serve(t)
	s := f.sits(t, Work{})
	is := func(roles model.Roles, asked int) {
		t.Helper()
		for range 2 {
			if me, err := s.client.Myself(signedIn(t)); err != nil || me.Actor.Roles != roles {
				t.Errorf("at work is %+v, %v", me.Actor, err)
			}
		}
		if n := s.of("Access", "Myself"); n != asked {
			t.Errorf("that was asked for %d times, want %d", n, asked)
		}
	}
	is(0, 1)
	s.happens(model.Change{Number: 7, Roster: true})
	is(0, 2)
	f.college.may(model.RoleTeacher)
	s.happens(model.Change{Number: 8, Roster: true})
	is(model.RoleTeacher, 3)
}

// TestOnlyOwnAnswers: another session at the desk gets no answer of the one at work, and what nothing tells of is always asked for.
func TestOnlyOwnAnswers(t *testing.T) {
	s := serve(t).sits(t, Work{})
	if err := s.chats(t); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{"wrong", ""} {
		if _, err := s.client.Chats(As(t.Context(), func() string { return token }), model.ChatFilter{}); !errors.Is(err, app.ErrSignedOut) {
			t.Errorf("with the token %q somebody is told: %v", token, err)
		}
	}
	before := s.of("Access", "Sessions")
	for range 2 {
		if _, err := s.client.Sessions(signedIn(t)); err != nil {
			t.Fatal(err)
		}
	}
	if asked := s.of("Access", "Sessions") - before; asked != 2 {
		t.Errorf("the sessions were asked for %d times", asked)
	}
}

// TestDayGoesOn: the time at the college goes on at a desk that does not reach it, in the college's zone.
func TestDayGoesOn(t *testing.T) {
	s := serve(t).sits(t, Work{})
	s.clock.alarms = make(chan struct{})
	if _, _, err := s.client.LessonDay(signedIn(t)); err != nil {
		t.Fatal(err)
	}
	s.end()
	await(t, s.lines, model.LineLost)
	s.clock.pass(24 * time.Hour)
	today, now, err := s.client.LessonDay(signedIn(t))
	if want := s.client.Clock().Now(); err != nil || now.Sub(want).Abs() > time.Minute || today.Day() != want.In(now.Location()).Day() {
		t.Errorf("it is %v of %v, %v; want %v", now, today, err, want)
	}
	if _, offset := now.Zone(); offset != collegeZone {
		t.Errorf("the zone is %d", offset)
	}
}

// TestWithoutTheLine: what was told is shown, and of when it is; the rest says that it needs the connection.
func TestWithoutTheLine(t *testing.T) {
	s := serve(t).sits(t, Work{})
	s.clock.alarms = make(chan struct{})
	if err := errors.Join(s.chats(t), s.chat(t)); err != nil {
		t.Fatal(err)
	}
	got := s.client.Clock().Now()
	s.clock.pass(10 * time.Second)
	s.happens(model.Change{Number: 7, Chats: []model.ChatID{6}}) // the list is another one by now, the chat is not
	heard := s.client.Clock().Now()
	s.end()
	await(t, s.lines, model.LineLost)
	if err := s.chat(t); err != nil {
		t.Error(err)
	}
	if shown := s.client.Line().ShownAt; shown.Sub(heard).Abs() > unevenness {
		t.Errorf("a chat that held when the server was last heard, at %v, is shown of %v", heard, shown)
	}
	if err := s.chats(t); err != nil {
		t.Error(err)
	}
	if shown := s.client.Line().ShownAt; shown.Sub(got).Abs() > unevenness {
		t.Errorf("a list that was got at %v is shown of %v", got, shown)
	}
	if _, err := s.client.Groups(signedIn(t)); !errors.Is(err, ErrNoServer) {
		t.Errorf("what was never told: %v", err)
	}
	if err := s.client.SaveChat(signedIn(t), model.ChatEdit{}); !errors.Is(err, ErrNoServer) {
		t.Errorf("what changes something: %v", err)
	}
	s.again(t)
	s.client.Wake()
	await(t, s.lines, model.LineConnected)
	if shown := s.client.Line().ShownAt; !shown.IsZero() {
		t.Errorf("with the line, something is shown of %v", shown)
	}
}

// TestOtherRights: a person who may see something else by now is not shown what they might see before.
func TestOtherRights(t *testing.T) {
	s := serve(t).sits(t, Work{})
	s.clock.alarms = make(chan struct{})
	if err := s.chats(t); err != nil {
		t.Fatal(err)
	}
	s.far.college.may(model.RoleTeacher)
	s.happens(model.Change{Number: 7, Roster: true})
	s.end()
	await(t, s.lines, model.LineLost)
	if err := s.chats(t); !errors.Is(err, ErrNoServer) {
		t.Errorf("with other rights: %v", err)
	}
}

// TestAnswersAfterTheEnd: what comes once the person's work has ended is not saved, in a folder that may be removed by then.
func TestAnswersAfterTheEnd(t *testing.T) {
	dir := t.TempDir()
	s := serve(t).sits(t, remembered(dir, &vault.Memory{}))
	w := s.client.work.Load()
	s.client.Close()
	before := written(t, dir)
	w.answers.Take(kept.Question{Name: "late"}, &kept.Answer{}, w.answers.Asking())
	w.answers.Close()
	if after := written(t, dir); !bytes.Equal(before, after) {
		t.Error("the computer has more than when the work ended")
	}
	if w.answers.Get("late") == nil {
		t.Error("whoever waits for it is not told")
	}
}
