package lessons

import (
	"context"
	"slices"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// remoteSlot is one lesson of those that an edit makes remote.
type remoteSlot struct {
	lesson       model.JournalLesson // without an ID where it has still to be made
	begins, ends time.Time
}

// MakeRemote makes a lesson and its weekly repetitions remote, all of them or none, and answers which they are.
// A week without a lesson of the subject on that day gets a copy of the lesson. A lesson that is remote already
// gets the new times and keeps its call. Calls are not started here: one in which nobody is ends within minutes. A pasted
// link is the lesson's own, never a repetition's.
//
// source is where its calls come from. left is the lesson as it was if its call is nobody's any more.
func (s *Lessons) MakeRemote(ctx context.Context, edit model.RemoteEdit, source model.CallSource) (made []model.LessonID, left model.RemoteLesson, err error) {
	if edit.Link != "" {
		if edit.Link, err = model.CheckCallLink(edit.Link, s.pages.CallHosts); err != nil {
			return nil, left, err
		}
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		r, slots, err := s.planRemote(tx, edit)
		if err != nil {
			return err
		}
		made, left, err = r.save(edit, slots, source)
		return err
	})
	return made, left, err
}

// MayMakeRemote is MakeRemote's verdict, without making anything.
func (s *Lessons) MayMakeRemote(ctx context.Context, edit model.RemoteEdit) error {
	return s.college.Store.View(ctx, func(tx *store.Tx) error {
		_, _, err := s.planRemote(tx, edit)
		return err
	})
}

// planRemote finds the lessons that the edit makes remote and checks that each may be.
func (s *Lessons) planRemote(tx *store.Tx, edit model.RemoteEdit) (*remoteScene, []remoteSlot, error) {
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
		slot := remoteSlot{lesson: l}
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
	topics, err := r.Topics(r.lesson.Teaching)
	if err != nil {
		return nil, err
	}
	for week := 1; week <= weeks; week++ {
		day := r.lesson.Date.AddDate(0, 0, 7*week)
		l := r.copy(day, nextTopic(topics, lessons[week-1].Topic))
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

// nextTopic is the topic that follows in the plan; the same one when nothing does.
func nextTopic(plan []model.Topic, after model.TopicID) model.TopicID {
	at := slices.IndexFunc(plan, func(t model.Topic) bool { return t.ID == after })
	if at < 0 || at+1 == len(plan) {
		return after
	}
	return plan[at+1].ID
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

// copy is a lesson like this one on another day, with another topic of the plan if this one has its topic from there.
func (r *remoteScene) copy(day time.Time, topic model.TopicID) model.JournalLesson {
	l := r.lesson.Lesson
	return model.JournalLesson{Lesson: model.Lesson{
		Teaching: l.Teaching, Date: day, Hours: l.Hours, Kind: l.Kind, Topic: topic, Title: l.Title,
	}}
}

// save writes the lessons down and answers them, and the call that the lesson has no more. source is where the calls of
// new ones come from.
func (r *remoteScene) save(edit model.RemoteEdit, slots []remoteSlot, source model.CallSource) (made []model.LessonID, left model.RemoteLesson, err error) {
	for i, slot := range slots {
		l := slot.lesson
		if l.ID == 0 {
			if l.ID, err = r.AddLesson(l.Lesson); err != nil {
				return nil, left, err
			}
		}
		remote, action := model.RemoteLesson{Owner: r.actor.Person, Source: source}, "Создание дистанционного занятия"
		if l.Remote != nil {
			remote, action = *l.Remote, "Изменение дистанционного занятия"
		}
		if i == 0 && edit.Link != "" && edit.Link != remote.Link {
			left = remote
			if err := leaveCall(r.Tx, left); err != nil {
				return nil, left, err
			}
			remote.Link, remote.CallID, remote.Source = edit.Link, "", model.SourcePasted
		}
		remote.Lesson, remote.Begins, remote.Ends, remote.Problem = l.ID, slot.begins, slot.ends, ""
		if at := edit.PostAt(slot.begins, slots[0].begins, r.now); at.IsZero() || at.After(r.now) || !remote.OnItsWay(r.now) {
			remote.PostAt = at
		}
		if err := r.PutRemote(remote); err != nil {
			return nil, left, err
		}
		more := ""
		if slot.lesson.ID == 0 {
			more = "; занятие создано"
		}
		if err := r.audit(action, slot.begins, slot.ends, more); err != nil {
			return nil, left, err
		}
		made = append(made, l.ID)
	}
	return made, left, nil
}
