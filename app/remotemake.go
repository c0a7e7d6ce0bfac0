package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// remoteSlot is one lesson of those that an edit makes remote.
type remoteSlot struct {
	lesson       model.JournalLesson // without an ID where it has still to be made
	begins, ends time.Time
	needsCall    bool
}

// MakeRemote makes a lesson and its weekly repetitions remote, all of them or none, and answers which they are.
// A week without a lesson of the subject on that day gets a copy of the lesson. A lesson that is remote already
// gets the new times and keeps its call. The calls are started by the teacher's own token, are left to the agent,
// or are the one of the pasted link; without any of these the error asks for a link.
func (s *Session) MakeRemote(ctx context.Context, edit model.RemoteEdit) (made []model.LessonID, err error) {
	if edit.Link != "" {
		if edit.Link, err = model.CheckCallLink(edit.Link, s.CallHosts()); err != nil {
			return nil, err
		}
	}
	calls := &newCalls{link: edit.Link}
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		_, slots, err := s.planRemote(tx, edit)
		for _, slot := range slots {
			if slot.needsCall {
				calls.wanted++
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.startCalls(ctx, calls); err != nil {
		return nil, err
	}
	var left []model.RemoteLesson
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		r, slots, err := s.planRemote(tx, edit)
		if err != nil {
			return err
		}
		made, left, err = r.save(edit, slots, calls.deal())
		return err
	})
	if err != nil {
		calls.end(ctx)
		return nil, err
	}
	for _, l := range left {
		_ = s.endOwnCall(ctx, l) // the lesson has another call already
	}
	return made, nil
}

// planRemote finds the lessons that the edit makes remote and checks that each may be.
func (s *Session) planRemote(tx *store.Tx, edit model.RemoteEdit) (*remoteScene, []remoteSlot, error) {
	r, err := s.remoteIn(tx, edit.Lesson)
	if err != nil {
		return nil, nil, err
	}
	if r.lesson.Remote != nil && !r.lesson.Remote.Finished.IsZero() {
		return nil, nil, errFinished
	}
	if _, _, err := edit.Times(r.lesson.Date, r.zone, r.now); err != nil {
		return nil, nil, err
	}
	if edit.Link != "" {
		if err := r.freeLink(edit.Link); err != nil {
			return nil, nil, err
		}
	}
	lessons, err := r.weekly(edit.Weeks)
	if err != nil {
		return nil, nil, err
	}
	slots := make([]remoteSlot, len(lessons))
	for i, l := range lessons {
		slot := remoteSlot{lesson: l, needsCall: l.Remote == nil && edit.Link == ""}
		if slot.begins, slot.ends, err = edit.Times(l.Date, r.zone, r.now); err != nil {
			return nil, nil, err
		}
		booked, err := tx.Booked(r.teaching.Teaching, l.ID, r.actor.Person, slot.begins, slot.ends)
		if err != nil {
			return nil, nil, err
		}
		if err := model.CheckFree(slot.begins, slot.ends, booked, r.zone); err != nil {
			return nil, nil, err
		}
		slots[i] = slot
	}
	return r, slots, nil
}

// weekly is the lesson with its repetitions. A week's repetition is the lesson of that day that was made remote
// with this one, else one at the same time of the timetable, else any that is not remote, else a copy.
func (r *remoteScene) weekly(weeks int) ([]model.JournalLesson, error) {
	lessons := []model.JournalLesson{r.lesson}
	if weeks == 0 {
		return lessons, nil
	}
	first, last := r.lesson.Date.AddDate(0, 0, 7), r.lesson.Date.AddDate(0, 0, 7*weeks)
	later, err := r.Lessons(store.LessonFilter{Teaching: r.lesson.Teaching, From: first, Until: last.AddDate(0, 0, 1)})
	if err != nil {
		return nil, err
	}
	for week := 1; week <= weeks; week++ {
		day := r.lesson.Date.AddDate(0, 0, 7*week)
		l := r.copy(day)
		best := 0
		for _, other := range later {
			if fit := r.fit(other); other.Date.Equal(day) && fit > best {
				l, best = other, fit
			}
		}
		lessons = append(lessons, l)
	}
	return lessons, nil
}

// fit says how well another lesson is a repetition of this one; 0: not at all.
func (r *remoteScene) fit(other model.JournalLesson) int {
	own := r.lesson.Remote
	switch {
	case other.Remote != nil && own != nil && other.Remote.Finished.IsZero() &&
		minutesIn(other.Remote.Begins, r.zone) == minutesIn(own.Begins, r.zone):
		return 3
	case other.Remote != nil:
		return 0
	case !other.Begins.IsZero() && !r.lesson.Begins.IsZero() && minutesIn(other.Begins, r.zone) == minutesIn(r.lesson.Begins, r.zone):
		return 2
	}
	return 1
}

// copy is a lesson like this one on another day.
func (r *remoteScene) copy(day time.Time) model.JournalLesson {
	l := r.lesson.Lesson
	return model.JournalLesson{Lesson: model.Lesson{
		Teaching: l.Teaching, Date: day, Hours: l.Hours, Kind: l.Kind, Topic: l.Topic, Title: l.Title,
	}}
}

// save writes the lessons down and answers them, and the calls that they have no more. deal gives a lesson that
// needs one its call.
func (r *remoteScene) save(edit model.RemoteEdit, slots []remoteSlot, deal func() (model.Call, model.CallSource, error)) (
	made []model.LessonID, left []model.RemoteLesson, err error,
) {
	for _, slot := range slots {
		l := slot.lesson
		if l.ID == 0 {
			if l.ID, err = r.AddLesson(l.Lesson); err != nil {
				return nil, nil, err
			}
		}
		remote := model.RemoteLesson{Owner: r.actor.Person, Source: model.SourcePasted, Link: edit.Link}
		action := "Создание дистанционного занятия"
		if l.Remote != nil {
			remote, action = *l.Remote, "Изменение дистанционного занятия"
		}
		switch {
		case slot.needsCall:
			call, source, err := deal()
			if err != nil {
				return nil, nil, err
			}
			remote.Link, remote.CallID, remote.Source = call.Link, call.ID, source
		case l.Remote != nil && edit.Link != "" && edit.Link != remote.Link:
			left = append(left, *l.Remote)
			if err := leaveCall(r.Tx, *l.Remote); err != nil {
				return nil, nil, err
			}
			remote.Link, remote.CallID, remote.Source = edit.Link, "", model.SourcePasted
		}
		remote.Lesson, remote.Begins, remote.Ends, remote.Problem = l.ID, slot.begins, slot.ends, ""
		remote.PostAt, remote.Posted = postTimes(edit, l.Remote, remote, r.now)
		if err := r.PutRemote(remote); err != nil {
			return nil, nil, err
		}
		more := ""
		if slot.lesson.ID == 0 {
			more = "; занятие создано"
		}
		if err := r.audit(action, slot.begins, slot.ends, more); err != nil {
			return nil, nil, err
		}
		made = append(made, l.ID)
	}
	return made, left, nil
}

// postTimes say when the link goes to the chat and when it went. What was told once is told again only when
// it is not true any more.
func postTimes(edit model.RemoteEdit, before *model.RemoteLesson, after model.RemoteLesson, now time.Time) (postAt, posted time.Time) {
	wanted := edit.PostAt(after.Begins, now)
	if before == nil {
		return wanted, time.Time{}
	}
	same := before.Begins.Equal(after.Begins) && before.Ends.Equal(after.Ends) && before.Link == after.Link
	switch {
	case wanted.IsZero():
		return time.Time{}, before.Posted
	case same && !before.Posted.IsZero():
		return before.PostAt, before.Posted
	case same && edit.Post == model.PostNow && !before.PostAt.IsZero() && !before.PostAt.After(now):
		return before.PostAt, time.Time{} // on its way
	}
	return wanted, time.Time{}
}

// newCalls are the calls that an edit needs.
type newCalls struct {
	link    string // the pasted one
	wanted  int
	started []model.Call
	own     Calls            // the teacher's, that started them; may be nil
	rest    model.CallSource // where the others come from
}

// deal gives the calls one after another.
func (c *newCalls) deal() func() (model.Call, model.CallSource, error) {
	next := 0
	return func() (model.Call, model.CallSource, error) {
		next++
		switch {
		case next <= len(c.started):
			return c.started[next-1], model.SourceToken, nil
		case next <= c.wanted && c.rest == model.SourceAgent:
			return model.Call{}, model.SourceAgent, nil
		}
		return model.Call{}, 0, errMeanwhile
	}
}

// end ends the calls that no lesson got; what cannot be ended now nobody knows the link of.
func (c *newCalls) end(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	for _, call := range slices.Backward(c.started) {
		if err := c.own.Finish(ctx, call.ID); err != nil && ctx.Err() != nil {
			return
		}
	}
}

var (
	errPasteLink   = errors.New("вставьте ссылку на звонок: создайте звонок в VK и скопируйте её оттуда")
	errCallUnknown = errors.New("VK не подтвердил, что звонок начат, поэтому занятие не создано: проверьте подключение к интернету и повторите. " +
		"Если в VK остался лишний звонок, завершите его там")
)
