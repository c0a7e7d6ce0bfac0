package store

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"zvonok/model"
)

func oclock(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC)
}

// remote makes a lesson remote on its 23rd of November.
func (s *school) remote(t *testing.T, id model.LessonID, begins, ends time.Time) model.RemoteLesson {
	t.Helper()
	r := model.RemoteLesson{Lesson: id, Begins: begins, Ends: ends, Source: model.SourcePasted, Owner: s.teacher, Link: "https://vk.ru/call/join/a"}
	update(t, s.Store, func(tx *Tx) error { return tx.PutRemote(r) })
	return r
}

// TestJoinedLearn: a person who joined is counted among those who learn the subject now: not a guest, not the other subgroup, and nobody
// who has left the group since.
func TestJoinedLearn(t *testing.T) {
	s := newSchool(t)
	whole, part := s.lesson(t, s.history, 23), s.lesson(t, s.second, 23)
	s.remote(t, whole, oclock(23, 7, 0), oclock(23, 8, 30))
	s.remote(t, part, oclock(23, 9, 0), oclock(23, 10, 30))
	update(t, s.Store, func(tx *Tx) error {
		err := tx.SetSetting(settingOrdersDay, "2026-11-23")
		for _, lesson := range []model.LessonID{whole, part} {
			for _, who := range []model.PersonID{s.ivanov, s.namesake, s.other, s.teacher, s.colleague} {
				err = errors.Join(err, tx.Join(lesson, who, oclock(23, 9, 1), model.WayProgram))
			}
		}
		return err
	})
	check := func(wholeWant, partWant int) {
		t.Helper()
		view(t, s.Store, func(tx *Tx) error {
			all, err := tx.Lesson(whole)
			some, err2 := tx.Lesson(part)
			if err == nil && err2 == nil && (all.Remote.Joined != wholeWant || some.Remote.Joined != partWant) {
				t.Errorf("%d and %d joined, want %d and %d", all.Remote.Joined, some.Remote.Joined, wholeWant, partWant)
			}
			return errors.Join(err, err2)
		})
	}
	check(2, 1)
	update(t, s.Store, func(tx *Tx) error { return tx.EndEnrolments(s.namesake, "2026-11-24") })
	check(2, 1) // leaves tomorrow
	update(t, s.Store, func(tx *Tx) error { return tx.SetSetting(settingOrdersDay, "2026-11-24") })
	check(1, 0)
}

// TestJoiningTouchesItsLesson: a person who joins a lesson is told to those who see its journal, or another one of its stream, and to themselves:
// the lessons of all others stay as they were read.
func TestJoiningTouchesItsLesson(t *testing.T) {
	s := newSchool(t)
	shared, other, alone := s.lesson(t, s.history, 23), s.lesson(t, s.second, 23), s.lesson(t, s.physics, 23)
	for _, id := range []model.LessonID{shared, other, alone} {
		r := s.remote(t, id, oclock(23, 7, 0), oclock(23, 8, 30))
		if r.Stream = 3; id == alone {
			r.Stream = 0
		}
		update(t, s.Store, func(tx *Tx) error { return tx.PutRemote(r) })
	}
	told := hear(t, s.Store)
	for lesson, want := range map[model.LessonID][]model.TeachingID{shared: {s.history, s.second}, alone: {s.physics}} {
		update(t, s.Store, func(tx *Tx) error { return tx.Join(lesson, s.ivanov, oclock(23, 7, 1), model.WayProgram) })
		all := told()
		c := all[len(all)-1]
		if c.Lessons || c.All || !slices.Equal(c.Journals, want) || !slices.Equal(c.Joins, []model.PersonID{s.ivanov}) {
			t.Errorf("told %+v, want of the journals %v", c, want)
		}
	}
}

// TestLessonTouchesItsSubjects: a lesson that changes is told by its subject, with those of its stream, and a timetable by none. Whose
// subjects they are is known of who leads and who learns them.
func TestLessonTouchesItsSubjects(t *testing.T) {
	s := newSchool(t)
	shared, other, alone := s.lesson(t, s.history, 23), s.lesson(t, s.second, 23), s.lesson(t, s.physics, 23)
	for _, id := range []model.LessonID{shared, other} {
		r := s.remote(t, id, oclock(23, 7, 0), oclock(23, 8, 30))
		r.Stream = 3
		update(t, s.Store, func(tx *Tx) error { return tx.PutRemote(r) })
	}
	told := hear(t, s.Store)
	stream := []model.TeachingID{s.history, s.second}
	for _, c := range []struct {
		name string
		do   func(*Tx) error
		want []model.TeachingID
	}{
		{"another room", func(tx *Tx) error {
			return tx.SetLesson(model.Lesson{ID: alone, Teaching: s.physics, Date: novembers(24), Room: "214"})
		}, []model.TeachingID{s.physics}},
		{"another day in a stream", func(tx *Tx) error {
			return tx.SetLesson(model.Lesson{ID: shared, Teaching: s.history, Date: novembers(24)})
		}, stream},
		{"a call that ends with its lesson", func(tx *Tx) error { return errors.Join(tx.EndCall("7"), tx.DropRemote(shared)) }, stream},
		{"a lesson that goes", func(tx *Tx) error { return tx.DeleteLesson(other) }, []model.TeachingID{s.second}},
		{"a call alone", func(tx *Tx) error { return tx.EndCall("8") }, nil},
		{"a timetable, and a lesson with it", func(tx *Tx) error {
			_, err := tx.AddLesson(model.Lesson{Teaching: s.history, Date: novembers(25)})
			return errors.Join(err, tx.ApplyTimetable(model.TimetableDiff{}))
		}, nil},
	} {
		update(t, s.Store, c.do)
		all := told()
		if last := all[len(all)-1]; !last.Lessons || !slices.Equal(last.LessonsOf, c.want) {
			t.Errorf("%s is told as %+v, want of %v", c.name, last, c.want)
		}
	}
	view(t, s.Store, func(tx *Tx) error {
		for who, want := range map[model.PersonID][]model.TeachingID{s.ivanov: {s.history}, s.other: {s.physics}, s.teacher: {s.history, s.second}} {
			own, err := tx.OwnTeachings(who, []model.TeachingID{s.history, s.second, s.physics})
			if err != nil {
				return err
			}
			if got := slices.Sorted(maps.Keys(own)); !slices.Equal(got, want) {
				t.Errorf("%d has the subjects %v, want %v", who, got, want)
			}
		}
		return nil
	})
}

// TestRemoteKeepsWhole: what is remote of a lesson comes back as it was saved, is written over and goes.
func TestRemoteKeepsWhole(t *testing.T) {
	s := newSchool(t)
	id := s.lesson(t, s.history, 23)
	want := model.RemoteLesson{
		Lesson: id, Begins: oclock(23, 7, 0), Ends: oclock(23, 8, 30), Link: "https://vk.ru/call/join/a", CallID: "7", Source: model.SourceAgent,
		Owner: s.teacher, PostAt: oclock(23, 6, 45), Problem: "VK не отвечает",
	}
	check := func() {
		t.Helper()
		view(t, s.Store, func(tx *Tx) error {
			l, err := tx.Lesson(id)
			if err == nil && (l.Remote == nil || *l.Remote != want) {
				t.Errorf("%+v, want %+v", l.Remote, want)
			}
			return err
		})
	}
	update(t, s.Store, func(tx *Tx) error { return tx.PutRemote(want) })
	check()
	want.Begins, want.Finished, want.Posted, want.Problem = oclock(23, 7, 15), oclock(23, 8, 0), oclock(23, 6, 46), ""
	update(t, s.Store, func(tx *Tx) error {
		return errors.Join(tx.PutRemote(want), tx.SetTold(model.Told{Lesson: id, At: want.Posted}))
	})
	check()
	update(t, s.Store, func(tx *Tx) error {
		return errors.Join(tx.Join(id, s.teacher, oclock(23, 7, 16), model.WayProgram), tx.Join(id, s.ivanov, oclock(23, 7, 17), model.WayBrowser),
			tx.Join(id, s.namesake, oclock(23, 7, 17), model.WayProgram), tx.Join(id, s.ivanov, oclock(23, 7, 40), model.WayProgram))
	})
	want.Joined = 2 // without the teacher, and each once
	check()
	view(t, s.Store, func(tx *Tx) error {
		joins, err := tx.Joins(id)
		var who []model.PersonID
		for _, j := range joins {
			who = append(who, j.Person)
		}
		if !slices.Equal(who, []model.PersonID{s.teacher, s.ivanov, s.namesake}) || !joins[1].At.Equal(oclock(23, 7, 17)) || joins[1].Way != model.WayBrowser {
			t.Errorf("joined: %+v", joins)
		}
		late, err2 := tx.JoinedBy(s.ivanov, oclock(23, 7, 18))
		mine, err3 := tx.JoinedBy(s.ivanov, oclock(23, 7, 17))
		if len(late) != 0 || !mine[id] {
			t.Errorf("joined since then: %v, %v", late, mine)
		}
		return errors.Join(err, err2, err3)
	})
	update(t, s.Store, func(tx *Tx) error { return tx.DropRemote(id) })
	view(t, s.Store, func(tx *Tx) error {
		l, err := tx.Lesson(id)
		if l.Remote != nil {
			t.Errorf("still remote: %+v", l.Remote)
		}
		return err
	})
}

// TestBooked: what takes time of the subject's teachers or of its group; subgroups of one group may learn at
// once, and what touches does not overlap.
func TestBooked(t *testing.T) {
	s := newSchool(t)
	history, first, second, physics := s.lesson(t, s.history, 23), s.lesson(t, s.first, 23), s.lesson(t, s.second, 23), s.lesson(t, s.physics, 23)
	for _, id := range []model.LessonID{history, first, second, physics} {
		s.remote(t, id, oclock(23, 7, 0), oclock(23, 8, 0))
	}
	teaching := func(id model.TeachingID) (found model.Teaching) {
		view(t, s.Store, func(tx *Tx) error {
			rows, err := tx.TeachingRows(TeachingFilter{Only: id, Today: "2026-11-23"})
			found = rows[0].Teaching
			return err
		})
		return found
	}
	finished := s.lesson(t, s.history, 23)
	r := s.remote(t, finished, oclock(23, 7, 0), oclock(23, 8, 0))
	r.Finished = oclock(23, 7, 10)
	update(t, s.Store, func(tx *Tx) error { return tx.PutRemote(r) })
	for name, tt := range map[string]struct {
		of          model.TeachingID
		except      model.LessonID
		from, until time.Time
		want, own   []model.LessonID // own: of these, those of the teacher
	}{
		"the group and the teacher": {s.history, 0, oclock(23, 7, 30), oclock(23, 9, 0), []model.LessonID{history, first, second}, []model.LessonID{history, second}},
		"but for itself":            {s.history, history, oclock(23, 7, 30), oclock(23, 9, 0), []model.LessonID{first, second}, []model.LessonID{second}},
		"a subgroup":                {s.second, second, oclock(23, 7, 0), oclock(23, 8, 0), []model.LessonID{history}, []model.LessonID{history}},
		"another group":             {s.physics, physics, oclock(23, 7, 0), oclock(23, 8, 0), []model.LessonID{first}, nil},
		"before":                    {s.history, 0, oclock(23, 6, 0), oclock(23, 7, 0), nil, nil},
		"after":                     {s.history, 0, oclock(23, 8, 0), oclock(23, 9, 0), nil, nil},
		"within":                    {s.physics, 0, oclock(23, 7, 20), oclock(23, 7, 21), []model.LessonID{first, physics}, nil},
	} {
		view(t, s.Store, func(tx *Tx) error {
			booked, err := tx.Booked(teaching(tt.of), tt.except, s.teacher, tt.from, tt.until)
			var got, own []model.LessonID
			for _, b := range booked {
				got = append(got, b.Lesson)
				if b.SameTeacher {
					own = append(own, b.Lesson)
				}
			}
			if !slices.Equal(got, tt.want) || !slices.Equal(own, tt.own) {
				t.Errorf("%s: %v, of them own %v, want %v and %v", name, got, own, tt.want, tt.own)
			}
			return err
		})
	}
}

// TestCalledOff: a lesson that is remote no more, or was deleted, is called off until that is forgotten.
func TestCalledOff(t *testing.T) {
	s := newSchool(t)
	ordinary, deleted, remote := s.lesson(t, s.history, 23), s.lesson(t, s.history, 24), s.lesson(t, s.history, 25)
	update(t, s.Store, func(tx *Tx) error {
		for i, id := range []model.LessonID{ordinary, deleted, remote} {
			r := model.RemoteLesson{Lesson: id, Begins: oclock(23+i, 7, 0), Ends: oclock(23+i, 8, 0), Source: model.SourceAgent, Owner: s.teacher}
			if err := errors.Join(tx.PutRemote(r), tx.SetTold(model.Told{Lesson: id, At: oclock(22, 7, 0), Begins: r.Begins, Ends: r.Ends})); err != nil {
				return err
			}
		}
		return errors.Join(tx.DropRemote(ordinary), tx.DeleteLesson(deleted))
	})
	off := func() (ids []model.LessonID) {
		view(t, s.Store, func(tx *Tx) error {
			told, err := tx.CalledOff()
			for _, d := range told {
				ids = append(ids, d.Lesson)
			}
			return err
		})
		return ids
	}
	if got := off(); !slices.Equal(got, []model.LessonID{ordinary, deleted}) {
		t.Errorf("called off are %v", got)
	}
	update(t, s.Store, func(tx *Tx) error { return tx.ForgetTold(deleted) })
	if got := off(); !slices.Equal(got, []model.LessonID{ordinary}) {
		t.Errorf("then %v", got)
	}
}

func TestLinkHolders(t *testing.T) {
	s := newSchool(t)
	id := s.lesson(t, s.history, 23)
	r := s.remote(t, id, oclock(23, 7, 0), oclock(23, 8, 0))
	view(t, s.Store, func(tx *Tx) error {
		own, err := tx.LinkHolders(r.Link, s.history)
		found, err2 := tx.LinkHolders(r.Link, s.physics)
		other, err3 := tx.LinkHolders(r.Link+"b", s.physics)
		if want := (model.BookedRemote{Lesson: id, Group: "А-1", Subject: "История (ОГСЭ)", Begins: r.Begins, Ends: r.Ends}); len(own) != 0 ||
			len(other) != 0 || !slices.Equal(found, []model.BookedRemote{want}) {
			t.Errorf("own %v, other %v, found %+v", own, other, found)
		}
		return errors.Join(err, err2, err3)
	})
}

// TestStreams: lessons of one stream have one call, whichever of them it was written at, until they are finished.
func TestStreams(t *testing.T) {
	s := newSchool(t)
	ids := []model.LessonID{s.lesson(t, s.history, 23), s.lesson(t, s.physics, 23), s.lesson(t, s.second, 23)}
	alone := s.lesson(t, s.first, 23)
	r := model.RemoteLesson{Begins: oclock(23, 7, 0), Ends: oclock(23, 8, 0), Source: model.SourceToken, Owner: s.teacher, Problem: "звонка ещё нет"}
	at := func(id model.LessonID) model.RemoteLesson { r.Lesson = id; return r }
	update(t, s.Store, func(tx *Tx) error {
		err := tx.PutRemote(at(alone))
		for range 2 { // the second stream is another one
			r.Stream, _ = tx.NewStream()
			for _, id := range ids {
				err = errors.Join(err, tx.PutRemote(at(id)))
			}
		}
		r.Finished = oclock(23, 7, 10)
		err = errors.Join(err, tx.PutRemote(at(ids[2])), tx.Join(ids[1], s.other, oclock(23, 7, 1), model.WayBrowser))
		r.Finished, r.Link, r.CallID, r.Source, r.Problem = time.Time{}, "https://vk.ru/call/join/a", "7", model.SourceAgent, ""
		return errors.Join(err, tx.PutRemote(at(ids[0])))
	})
	if r.Stream != 2 {
		t.Errorf("the second stream is %d", r.Stream)
	}
	view(t, s.Store, func(tx *Tx) error {
		for id, want := range map[model.LessonID]string{ids[0]: r.Link, ids[1]: r.Link, ids[2]: "", alone: ""} {
			l, err := tx.Lesson(id)
			if err != nil || l.Remote.Link != want || (want != "") != (l.Remote.CallID == "7" && l.Remote.Source == model.SourceAgent && l.Remote.Problem == "") {
				t.Errorf("%d: %+v, %v", id, l.Remote, err)
			}
		}
		others, err := tx.StreamIDs(at(ids[0]))
		none, err2 := tx.StreamIDs(model.RemoteLesson{Lesson: alone})
		if !slices.Equal(others, ids[1:2]) || len(none) != 0 {
			t.Errorf("the others are %v, of one alone %v", others, none)
		}
		streams, err3 := tx.Streams(s.history, novembers(23), novembers(24))
		later, err4 := tx.Streams(s.history, novembers(24), novembers(25))
		want := model.StreamLesson{Lesson: ids[1], Teaching: s.physics, Group: "Б-1", Subject: "Физика", Joined: 1}
		if len(streams) != 1 || !slices.Equal(streams[ids[0]], []model.StreamLesson{want}) || len(later) != 0 {
			t.Errorf("streams %+v, the day after %+v", streams, later)
		}
		on, err5 := tx.CallGoesOn("7")
		off, err6 := tx.CallGoesOn("8")
		if !on || off {
			t.Errorf("the call goes on: %v; another one: %v", on, off)
		}
		return errors.Join(err, err2, err3, err4, err5, err6)
	})
}
