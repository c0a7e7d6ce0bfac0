package lessons

import (
	"context"
	"errors"
	"strconv"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Errors of opening a remote lesson that a person sees.
var (
	errNoCallLink  = errors.New("ссылка на звонок ещё не готова: откройте занятие через минуту. Если она не появится, вставьте её сами в журнале")
	errNotStarted  = errors.New("преподаватель ещё не начал звонок: откройте занятие через минуту")
	errNotAttended = errors.New("это занятие не вашей группы и не вашего предмета: откройте своё занятие на экране «Занятия»")
	errOwnerJoins  = errors.New("вы работаете как владелец файла, у которого нет своих занятий: войдите под своей учётной записью")
)

// MayOpenRemote is the error that OpenRemote would give, without opening anything.
func (s *Lessons) MayOpenRemote(ctx context.Context, lesson model.LessonID) error {
	_, err := s.ToOpen(ctx, lesson)
	return err
}

// ToOpen is the lesson that the person at work may open now, with its link, which is empty where its teacher has to start
// the call first.
func (s *Lessons) ToOpen(ctx context.Context, lesson model.LessonID) (line model.LessonLine, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		if line, err = s.attended(tx, actor, lesson); err != nil {
			return err
		}
		early := time.Duration(0)
		if line.Mine {
			if early, err = college.EarlyIn(tx); err != nil {
				return err
			}
		}
		if err := line.Remote.MayJoin(s.college.Clock.Now(), early); err != nil {
			return err
		}
		if line.Remote.Link == "" && !line.Mine {
			return errNotStarted
		}
		return nil
	})
	return line, err
}

// NoteJoined notes that the person at work joined a lesson that they may open, and says who that is.
func (s *Lessons) NoteJoined(ctx context.Context, lesson model.LessonID, way model.CallWay) (person model.PersonID, err error) {
	store.Answers(ctx, &person)
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		if _, err := s.attended(tx, actor, lesson); err != nil {
			return err
		}
		person = actor.Person
		return tx.Join(lesson, person, s.college.Clock.Now(), way)
	})
	return person, err
}

// attended loads a remote lesson that the actor leads, or learned on its day.
func (s *Lessons) attended(tx *store.Tx, actor model.Actor, id model.LessonID) (model.LessonLine, error) {
	if actor.Person == 0 {
		return model.LessonLine{}, errOwnerJoins
	}
	lesson, err := tx.Lesson(id)
	if err != nil {
		return model.LessonLine{}, err
	}
	lines, err := ownLessons(tx, actor, store.LessonFilter{Only: id})
	switch {
	case err != nil:
		return model.LessonLine{}, err
	case len(lines) == 0:
		return model.LessonLine{}, errNotAttended
	case lesson.Remote == nil:
		return model.LessonLine{}, ErrNotRemote
	}
	return lines[0], nil
}

// CallWay is how the person at work joins calls, model.WayAsk while they have not said.
func (s *Lessons) CallWay(ctx context.Context) (way model.CallWay, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		n, err := tx.IntSetting(store.SettingCallWay(actor.Person), 0)
		if way = model.CallWay(n); way > model.WayBrowser {
			way = model.WayAsk
		}
		return err
	})
	return way, err
}

// RememberCallWay remembers how the person at work joins calls; model.WayAsk forgets it.
func (s *Lessons) RememberCallWay(ctx context.Context, way model.CallWay) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		return tx.SetSetting(store.SettingCallWay(actor.Person), strconv.Itoa(int(way)))
	})
}

// Joined loads who joined a remote lesson through the program, in the order in which they came, for those who
// may see the subject's journal.
func (s *Lessons) Joined(ctx context.Context, lesson model.LessonID) (joins []model.JoinRow, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if err := s.maySee(tx, lesson); err != nil {
			return err
		}
		zone, err := s.college.Zone(tx)
		if err != nil {
			return err
		}
		joins, err = tx.Joins(lesson)
		for i := range joins {
			joins[i].At = joins[i].At.In(zone)
		}
		return err
	})
	return joins, err
}

// NextRemote is the next remote lesson of the person at work that is not over, also one that goes on now.
func (s *Lessons) NextRemote(ctx context.Context) (next model.LessonLine, ok bool, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		lines, err := s.remoteAhead(tx, actor)
		now := s.college.Clock.Now()
		for _, l := range lines {
			if l.Remote.Phase(now, 0) != model.PhaseOver && (!ok || l.Remote.Begins.Before(next.Remote.Begins)) {
				next, ok = l, true
			}
		}
		return err
	})
	return next, ok, err
}

// joinedLately is longer than any lesson: people who joined earlier are no longer in it.
const joinedLately = 24 * time.Hour

// Upcoming are the person's own remote lessons from yesterday on, and which of them they joined lately; nobody signed in
// has none.
func (s *Lessons) Upcoming(ctx context.Context) (own model.Upcoming, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil || actor.Kind == 0 {
			return err
		}
		own.Person = actor.Person
		if own.Lessons, err = s.remoteAhead(tx, actor); err != nil || len(own.Lessons) == 0 {
			return err
		}
		own.Joined, err = tx.JoinedBy(actor.Person, s.college.Clock.Now().Add(-joinedLately))
		return err
	})
	return own, err
}

// remoteAhead loads the actor's own remote lessons from yesterday on: the zone may have changed since they
// were made. A learner is given no link outside OpenRemote.
func (s *Lessons) remoteAhead(tx *store.Tx, actor model.Actor) ([]model.LessonLine, error) {
	if actor.Person == 0 {
		return nil, nil
	}
	today, err := s.college.Today(tx)
	if err != nil {
		return nil, err
	}
	lines, err := ownLessons(tx, actor, store.LessonFilter{From: today.AddDate(0, 0, -1), RemoteOnly: true})
	hideLinks(lines)
	return lines, err
}
