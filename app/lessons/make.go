package lessons

import (
	"context"
	"errors"
	"slices"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// remoteSlot is one lesson of those that an edit makes remote.
type remoteSlot struct {
	*lessonEdit                      // of the first week's lesson
	lesson       model.JournalLesson // without an ID if it is still to be added
	begins, ends time.Time
}

// MakeRemote makes a lesson, those that are to share its call, and the weekly repetitions of all of them remote, all of
// them or none, and returns which they are, week by week. A week without a lesson of the subject on that day gets a copy
// of the lesson. A lesson that is remote already gets the new times and keeps its call, unless other lessons of its
// stream stay behind: then they keep it. Calls are not started here, since an empty call ends within minutes. A pasted
// link is the first week's, never a repetition's.
//
// source is where its calls come from. left is a lesson as it was, if no lesson has its call now.
func (s *Lessons) MakeRemote(ctx context.Context, edit model.RemoteEdit, source model.CallSource) (made []model.LessonID, left model.RemoteLesson, err error) {
	store.Answers(ctx, &made, &left)
	if edit.Link != "" {
		if edit.Link, err = model.CheckCallLink(edit.Link, s.pages.CallHosts); err != nil {
			return nil, left, err
		}
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		weeks, err := s.planRemote(tx, edit)
		if err != nil {
			return err
		}
		first := weeks[0][0].begins
		for week, slots := range weeks {
			if week > 0 {
				edit.Link = ""
			}
			ids, gone, err := saveRemote(tx, edit, slots, first, source)
			if err != nil {
				return err
			}
			if made = append(made, ids...); gone.Lesson != 0 {
				left = gone
			}
		}
		return nil
	})
	return made, left, err
}

// MayMakeRemote is the error that MakeRemote would give, without making anything.
func (s *Lessons) MayMakeRemote(ctx context.Context, edit model.RemoteEdit) error {
	return s.college.Store.View(ctx, func(tx *store.Tx) error {
		_, err := s.planRemote(tx, edit)
		return err
	})
}

// planRemote finds the lessons that the edit makes remote, those of each week together, and checks that each may be.
func (s *Lessons) planRemote(tx *store.Tx, edit model.RemoteEdit) (weeks [][]remoteSlot, err error) {
	edits, err := s.streamEdits(tx, edit)
	if err != nil {
		return nil, err
	}
	weeks = make([][]remoteSlot, edit.Weeks+1)
	for _, e := range edits {
		lessons, err := e.weekly(edit.Weeks)
		if err != nil {
			return nil, err
		}
		for week, l := range lessons {
			slot := remoteSlot{lessonEdit: e, lesson: l}
			if slot.begins, slot.ends, err = edit.Times(l.Date, e.zone, e.now); err != nil {
				return nil, err
			}
			weeks[week] = append(weeks[week], slot)
		}
	}
	for _, slots := range weeks {
		for _, slot := range slots {
			err := checkFree(tx, slot.actor.Person, slot.teaching.Teaching, slot.lesson.ID, idsOf(slots), slot.begins, slot.ends, slot.zone)
			if err != nil {
				return nil, err
			}
		}
	}
	return weeks, nil
}

// streamEdits loads the lessons of an edit's first week for their teacher, the edited one first, and checks them. A
// lesson that joins another one joins its whole stream.
func (s *Lessons) streamEdits(tx *store.Tx, edit model.RemoteEdit) (edits []*lessonEdit, err error) {
	ids := append([]model.LessonID{edit.Lesson}, edit.With...)
	for i := 0; i < len(ids); i++ {
		if slices.Contains(ids[:i], ids[i]) {
			continue
		}
		e, err := s.beginLesson(tx, ids[i])
		if err != nil {
			return nil, err
		}
		edits = append(edits, e)
		begins, ends, err := edit.Times(e.lesson.Date, e.zone, e.now)
		remote := e.lesson.Remote
		switch {
		case remote != nil && !remote.Finished.IsZero():
			return nil, errFinished
		case err != nil:
			return nil, err
		case i == 0:
			continue
		case !remote.Shares(edits[0].lesson.Remote):
			if err := model.CheckStream(edits[0].lesson.Lesson, e.lesson.Lesson, remote, begins, ends); err != nil {
				return nil, err
			}
		}
		if remote != nil {
			others, err := tx.StreamIDs(*remote)
			if err != nil {
				return nil, err
			}
			ids = append(ids, others...)
		}
	}
	if edit.Link != "" {
		err = edits[0].freeLink(edit.Link, ids)
	}
	return edits, err
}

// idsOf are the IDs of the lessons of the slots.
func idsOf(slots []remoteSlot) (ids []model.LessonID) {
	for _, slot := range slots {
		ids = append(ids, slot.lesson.ID)
	}
	return ids
}

// weekly is the lesson with its repetitions. A week's repetition is the lesson of that day that was made remote
// with this one, else one at the same time of the timetable, else any that is not remote, else a copy.
func (e *lessonEdit) weekly(weeks int) ([]model.JournalLesson, error) {
	lessons := []model.JournalLesson{e.lesson}
	if weeks == 0 {
		return lessons, nil
	}
	first, last := e.lesson.Date.AddDate(0, 0, 7), e.lesson.Date.AddDate(0, 0, 7*weeks)
	later, err := e.Lessons(store.LessonFilter{Teaching: e.lesson.Teaching, From: first, Until: last.AddDate(0, 0, 1)})
	if err != nil {
		return nil, err
	}
	topics, err := e.Topics(e.lesson.Teaching)
	if err != nil {
		return nil, err
	}
	for week := 1; week <= weeks; week++ {
		day := e.lesson.Date.AddDate(0, 0, 7*week)
		l := e.copy(day, nextTopic(topics, lessons[week-1].Topic))
		best := 0
		for _, other := range later {
			if fit := e.fit(other); other.Date.Equal(day) && fit > best {
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
func (e *lessonEdit) fit(other model.JournalLesson) int {
	own := e.lesson.Remote
	switch {
	case other.Remote != nil && own != nil && other.Remote.Finished.IsZero() &&
		model.MinutesIn(other.Remote.Begins, e.zone) == model.MinutesIn(own.Begins, e.zone):
		return 3
	case other.Remote != nil:
		return 0
	case !other.Begins.IsZero() && !e.lesson.Begins.IsZero() && model.MinutesIn(other.Begins, e.zone) == model.MinutesIn(e.lesson.Begins, e.zone):
		return 2
	}
	return 1
}

// copy is a lesson like this one on another day, with another topic of the plan if this one has its topic from there.
func (e *lessonEdit) copy(day time.Time, topic model.TopicID) model.JournalLesson {
	l := e.lesson.Lesson
	return model.JournalLesson{Lesson: model.Lesson{
		Teaching: l.Teaching, Date: day, Hours: l.Hours, Kind: l.Kind, Topic: topic, Title: l.Title,
	}}
}

// callFor is the call that the lessons of one week share from now on: one of theirs, unless other lessons keep it, or a new one
// from that source.
func callFor(tx *store.Tx, slots []remoteSlot, source model.CallSource) (call model.RemoteLesson, err error) {
	var had []model.RemoteLesson
	for _, slot := range slots {
		if slot.lesson.Remote == nil {
			continue
		}
		others, err := tx.StreamIDs(*slot.lesson.Remote)
		if err != nil {
			return call, err
		}
		if within(others, idsOf(slots)) {
			had = append(had, *slot.lesson.Remote)
		}
	}
	if call = model.SharedCall(had); call.Source == 0 {
		call.Source = source
	}
	switch {
	case len(slots) == 1:
		call.Stream = 0
	case call.Stream == 0:
		call.Stream, err = tx.NewStream()
	}
	return call, err
}

// saveRemote writes the lessons of one week and returns them, and one as it was, if no lesson has its call now. first is when
// the first week's lessons begin; source is where a new call comes from.
func saveRemote(tx *store.Tx, edit model.RemoteEdit, slots []remoteSlot, first time.Time, source model.CallSource) (made []model.LessonID, left model.RemoteLesson, err error) {
	call, err := callFor(tx, slots, source)
	if err != nil {
		return nil, left, err
	}
	if edit.Link != "" && edit.Link != call.Link {
		call.Link, call.CallID, call.Source = edit.Link, "", model.SourcePasted
	}
	for _, slot := range slots {
		id, err := slot.save(edit, call, first)
		if err != nil {
			return nil, left, err
		}
		made = append(made, id)
	}
	for _, slot := range slots {
		if was := slot.lesson.Remote; was != nil && was.Link != call.Link {
			gone, err := leaveCall(tx, *was)
			if err != nil {
				return nil, left, err
			}
			if gone.Lesson != 0 {
				left = gone
			}
		}
	}
	return made, left, nil
}

// save makes the slot's lesson remote by a call, and returns it.
func (s remoteSlot) save(edit model.RemoteEdit, call model.RemoteLesson, first time.Time) (id model.LessonID, err error) {
	remote, action, more := model.RemoteLesson{Owner: s.actor.Person}, "Создание дистанционного занятия", ""
	if s.lesson.Remote != nil {
		remote, action = *s.lesson.Remote, "Изменение дистанционного занятия"
	}
	if id = s.lesson.ID; id == 0 {
		if id, err = s.AddLesson(s.lesson.Lesson); err != nil {
			return 0, err
		}
		more = "; занятие создано"
	}
	remote.Lesson, remote.Begins, remote.Ends, remote.Problem = id, s.begins, s.ends, ""
	remote.Stream, remote.Link, remote.CallID, remote.Source = call.Stream, call.Link, call.CallID, call.Source
	if at := edit.PostAt(s.begins, first, s.now); at.IsZero() || at.After(s.now) || !remote.OnItsWay(s.now) {
		remote.PostAt = at
	}
	return id, errors.Join(s.PutRemote(remote), s.audit(action, college.RemoteTime(s.begins, s.ends, s.zone)+more))
}
