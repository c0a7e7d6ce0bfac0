package desk

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
)

const (
	// bellNap is the longest sleep of a bell: the timers of a suspended computer stop.
	bellNap = time.Minute
	// joinedNap is the longest while the person is in a lesson, which another process may end early.
	joinedNap = 30 * time.Second
	// soonestJoin is longer before its start than anybody is ever let in.
	soonestJoin = 2 * time.Hour
)

// soonKey is a start that a person was reminded of: a lesson that is moved begins again.
type soonKey struct {
	person model.PersonID
	lesson model.LessonID
	stream model.StreamID
	begins int64
}

// goingKey is a person in a lesson.
type goingKey struct {
	person model.PersonID
	lesson model.LessonID
}

// bell tells one listener of remote lessons at their times, each thing once.
type bell struct {
	session *Session
	fn      func(model.Notice)

	// ringing is held while the bell looks and tells: nothing is told twice, and after Ring everything was told.
	ringing sync.Mutex

	mu       sync.Mutex
	told     map[soonKey]bool
	going    map[goingKey]model.LessonLine // lessons that were joined and are not over
	endSleep context.CancelFunc            // ends the sleep between two looks
}

// Watch calls fn, on any goroutine, at the times of the remote lessons of the person at work: once model.NoticeAhead
// before each, and once when one that they joined is over. It ends with cancel.
func (s *Session) Watch(fn func(model.Notice)) (cancel func()) {
	b := &bell{session: s, fn: fn, told: map[soonKey]bool{}, going: map[goingKey]model.LessonLine{}}
	s.mu.Lock()
	if s.bells == nil {
		s.bells = map[*bell]bool{}
	}
	s.bells[b] = true
	s.mu.Unlock()
	unsubscribe := s.place.subscribe(func(c model.Change) {
		if c.Lessons || len(c.Joins) > 0 || c.Roster || c.All {
			b.wake()
		}
	})
	ctx, end := context.WithCancel(s.As(context.Background()))
	guard.Go(func() { b.watch(ctx) })
	return func() {
		unsubscribe()
		s.mu.Lock()
		delete(s.bells, b)
		s.mu.Unlock()
		end()
	}
}

// Ring looks at once whether there is something to tell, for a clock that was moved.
func (s *Session) Ring(ctx context.Context) error {
	for _, b := range s.bellsNow() {
		if _, err := b.ring(s.As(ctx)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) bellsNow() []*bell {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.bells))
}

// joined tells the bells that the person is in a lesson, which may end before they look again.
func (s *Session) joined(person model.PersonID, line model.LessonLine) {
	for _, b := range s.bellsNow() {
		b.mu.Lock()
		b.going[goingKey{person, line.ID}] = line
		b.mu.Unlock()
		b.wake()
	}
}

func (b *bell) wake() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.endSleep != nil {
		b.endSleep()
	}
}

func (b *bell) watch(ctx context.Context) {
	for ctx.Err() == nil {
		// What changes while the bell looks ends the sleep after it.
		sleeping, end := context.WithCancel(ctx)
		b.mu.Lock()
		b.endSleep = end
		b.mu.Unlock()
		wait := bellNap
		err := guard.Run(func() (err error) {
			wait, err = b.ring(ctx)
			return err
		})
		if err != nil && ctx.Err() == nil && !errors.Is(err, app.ErrSignedOut) {
			b.session.log().Warn("the bell could not look at the lessons", slog.Any("error", err))
		}
		_ = b.session.place.clock().Sleep(sleeping, wait)
		end()
	}
}

// ring tells what is due and gives the time until something else is.
func (b *bell) ring(ctx context.Context) (wait time.Duration, err error) {
	b.ringing.Lock()
	defer b.ringing.Unlock()
	if err := b.session.stay(ctx); err != nil {
		return bellNap, err
	}
	lessons, err := b.session.Upcoming(ctx)
	if err != nil {
		return bellNap, err
	}
	notices, wait := b.look(lessons, b.session.place.clock().Now())
	for _, n := range notices {
		b.fn(n)
	}
	return wait, nil
}

// look finds out what there is to tell now and how long there will be nothing else.
func (b *bell) look(own model.Upcoming, now time.Time) (notices []model.Notice, wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wait = bellNap
	until := func(at time.Time) {
		if d := at.Sub(now); d > 0 {
			wait = min(wait, d)
		}
	}
	there := map[model.LessonID]bool{}
	for _, line := range own.Lessons {
		there[line.ID] = true
		key := goingKey{own.Person, line.ID}
		_, going := b.going[key]
		switch phase := line.Remote.Phase(now, soonestJoin); {
		case phase == model.PhaseOver && going:
			delete(b.going, key)
			notices = append(notices, model.Notice{Kind: model.NoticeEnded, Lesson: line})
		case phase == model.PhaseOver:
		case phase == model.PhaseOpen && (going || own.Joined[line.ID]):
			b.going[key] = line
			wait = min(wait, joinedNap)
			until(line.Remote.Ends)
		default:
			delete(b.going, key) // it was moved
			soon := line.Remote.Begins.Add(-model.NoticeAhead)
			until(soon)
			once := soonKey{own.Person, line.ID, line.Remote.Stream, line.Remote.Begins.Unix()}
			if line.Mine && once.stream != 0 {
				once.lesson = 0 // its teacher is told of a stream once
			}
			if !now.Before(soon) && now.Before(line.Remote.Begins) && !b.told[once] {
				b.told[once] = true
				notices = append(notices, model.Notice{Kind: model.NoticeSoon, Lesson: line})
			}
		}
	}
	for key, line := range b.going {
		if key.person == own.Person && !there[key.lesson] { // deleted, and its call was ended
			delete(b.going, key)
			notices = append(notices, model.Notice{Kind: model.NoticeEnded, Lesson: line})
		}
	}
	return notices, wait
}
