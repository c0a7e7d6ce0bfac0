package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zvonok/model"
)

// school is a small college with a whole group's subject, a subject of subgroups and a section.
type school struct {
	*Store
	ivanov, namesake, petrova model.PersonID // students of А-1, the first two of one name
	other                     model.PersonID // of Б-1
	teacher, colleague        model.PersonID
	a, b                      model.GroupID
	history                   model.TeachingID // А-1, the whole group, by the teacher
	first, second             model.TeachingID // А-1 English in subgroups: Иванов with the colleague, the namesake with the teacher
	physics                   model.TeachingID // Б-1, the whole group, by the colleague
}

func newSchool(t *testing.T) *school {
	t.Helper()
	s := &school{Store: openAt(t, t.TempDir())}
	update(t, s.Store, func(tx *Tx) error {
		person := func(to *model.PersonID, kind model.Kind, surname string) (err error) {
			*to, err = tx.InsertPerson(model.Person{Name: model.Name{LastName: surname, FirstName: "Иван", MiddleName: "Иванович"}, Kind: kind, Active: true})
			return err
		}
		group := func(to *model.GroupID, name string) (err error) {
			*to, err = tx.InsertGroup(model.Group{Name: name, Year: 1})
			return err
		}
		err := errors.Join(
			person(&s.ivanov, model.Student, "Иванов"), person(&s.namesake, model.Student, "Иванов"), person(&s.petrova, model.Student, "Петрова"),
			person(&s.other, model.Student, "Сидоров"), person(&s.teacher, model.Staff, "Учителева"), person(&s.colleague, model.Staff, "Наставникова"),
			group(&s.a, "А-1"), group(&s.b, "Б-1"))
		if err != nil {
			return err
		}
		teaching := func(to *model.TeachingID, e model.TeachingEdit) (err error) {
			*to, err = tx.PutTeaching(0, e)
			return err
		}
		return errors.Join(
			tx.Enrol(s.ivanov, s.a, "2026-09-01"), tx.Enrol(s.namesake, s.a, "2026-09-01"), tx.Enrol(s.petrova, s.a, "2026-09-01"),
			tx.Enrol(s.other, s.b, "2026-09-01"),
			teaching(&s.history, model.TeachingEdit{Group: s.a, Subject: "История", Index: "ОГСЭ", WholeGroup: true, Teachers: []model.PersonID{s.teacher}}),
			teaching(&s.first, model.TeachingEdit{Group: s.a, Subject: "Английский язык", Subgroup: "1", Teachers: []model.PersonID{s.colleague},
				Learners: []model.PersonID{s.ivanov}}),
			teaching(&s.second, model.TeachingEdit{Group: s.a, Subject: "Английский язык", Subgroup: "2", Teachers: []model.PersonID{s.teacher},
				Learners: []model.PersonID{s.namesake}}),
			teaching(&s.physics, model.TeachingEdit{Group: s.b, Subject: "Физика", WholeGroup: true, Teachers: []model.PersonID{s.colleague}}))
	})
	return s
}

func novembers(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }

// lesson adds a lesson with a typed title.
func (s *school) lesson(t *testing.T, teaching model.TeachingID, on int) (id model.LessonID) {
	t.Helper()
	update(t, s.Store, func(tx *Tx) (err error) {
		id, err = tx.AddLesson(model.Lesson{Teaching: teaching, Date: novembers(on), Hours: 2, Kind: model.LessonLecture, Title: "Смута"})
		return err
	})
	return id
}

// found are the lessons that a filter chooses.
func (s *school) found(t *testing.T, f LessonFilter) (ids []model.LessonID) {
	t.Helper()
	view(t, s.Store, func(tx *Tx) error {
		lines, err := tx.LessonLines(f)
		for _, l := range lines {
			ids = append(ids, l.ID)
		}
		return err
	})
	return ids
}

// TestLessonKeepsWhole: a lesson comes back as it was saved, with a typed title or that of a topic.
func TestLessonKeepsWhole(t *testing.T) {
	s := newSchool(t)
	var topic model.TopicID
	update(t, s.Store, func(tx *Tx) (err error) {
		topic, err = tx.AddTopic(s.history, model.Topic{Number: 1, Title: "Опричнина", Hours: 4, Kind: model.LessonSeminar})
		return err
	})
	for _, want := range []model.Lesson{
		{Date: novembers(23), Hours: 2, Kind: model.LessonLecture, Title: "Смута"},
		{Date: novembers(24), Hours: 1, Kind: model.LessonSport, Topic: topic, Title: "Опричнина", Scheduled: true, Room: "каб. 12",
			Begins: time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC), Ends: time.Date(2026, 11, 24, 6, 45, 0, 0, time.UTC)},
	} {
		want.Teaching = s.history
		update(t, s.Store, func(tx *Tx) (err error) {
			want.ID, err = tx.AddLesson(want)
			return err
		})
		view(t, s.Store, func(tx *Tx) error {
			got, err := tx.Lesson(want.ID)
			if got.Lesson != want || got.Remote != nil {
				t.Errorf("%+v came back as %+v", want, got.Lesson)
			}
			return err
		})
		want.Date, want.Hours, want.Room = novembers(25), 3, "каб. 13"
		update(t, s.Store, func(tx *Tx) error { return tx.SetLesson(want) })
		view(t, s.Store, func(tx *Tx) error {
			got, err := tx.Lesson(want.ID)
			if got.Lesson != want {
				t.Errorf("%+v was written over as %+v", want, got.Lesson)
			}
			return err
		})
	}
	view(t, s.Store, func(tx *Tx) error {
		topics, err := tx.Topics(s.history)
		if want := []model.Topic{{ID: topic, Number: 1, Title: "Опричнина", Hours: 4, Kind: model.LessonSeminar, Used: 3}}; !slices.Equal(topics, want) {
			t.Errorf("the plan is %+v, want %+v", topics, want)
		}
		others, err2 := tx.Topics(s.physics)
		if len(others) != 0 {
			t.Errorf("another subject has the topics %+v", others)
		}
		_, missing := tx.Lesson(999)
		if !errors.Is(missing, ErrNotFound) {
			t.Errorf("a lesson that is not there: %v", missing)
		}
		return errors.Join(err, err2)
	})
}

// TestLessonFilter: whose lessons, of which days; a student's are those that they learned on the lesson's day.
func TestLessonFilter(t *testing.T) {
	s := newSchool(t)
	history, later := s.lesson(t, s.history, 23), s.lesson(t, s.history, 30)
	first, second, physics := s.lesson(t, s.first, 23), s.lesson(t, s.second, 23), s.lesson(t, s.physics, 30)
	update(t, s.Store, func(tx *Tx) error { // Петрова goes over to Б-1
		return errors.Join(tx.EndEnrolments(s.petrova, "2026-11-25"), tx.Enrol(s.petrova, s.b, "2026-11-25"))
	})
	for name, tt := range map[string]struct {
		filter LessonFilter
		want   []model.LessonID
	}{
		"all":               {LessonFilter{}, []model.LessonID{history, first, second, later, physics}},
		"one":               {LessonFilter{Only: second}, []model.LessonID{second}},
		"a subject":         {LessonFilter{Teaching: s.history}, []model.LessonID{history, later}},
		"days":              {LessonFilter{From: novembers(24), Until: novembers(31)}, []model.LessonID{later, physics}},
		"without the last":  {LessonFilter{From: novembers(23), Until: novembers(30)}, []model.LessonID{history, first, second}},
		"remote":            {LessonFilter{RemoteOnly: true}, nil},
		"teacher":           {LessonFilter{Teacher: s.teacher}, []model.LessonID{history, second, later}},
		"colleague":         {LessonFilter{Teacher: s.colleague}, []model.LessonID{first, physics}},
		"student":           {LessonFilter{Learner: s.ivanov}, []model.LessonID{history, first, later}},
		"namesake":          {LessonFilter{Learner: s.namesake}, []model.LessonID{history, second, later}},
		"went over":         {LessonFilter{Learner: s.petrova}, []model.LessonID{history, physics}},
		"another group's":   {LessonFilter{Learner: s.other}, []model.LessonID{physics}},
		"either":            {LessonFilter{Teacher: s.colleague, Learner: s.namesake}, []model.LessonID{history, first, second, later, physics}},
		"one, not one's":    {LessonFilter{Only: second, Learner: s.ivanov}, nil},
		"teacher as learns": {LessonFilter{Learner: s.teacher}, nil},
	} {
		if got := s.found(t, tt.filter); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	view(t, s.Store, func(tx *Tx) error {
		lines, err := tx.LessonLines(LessonFilter{Only: second, Teacher: s.teacher})
		if l := lines[0]; l.Subject != "Английский язык, подгруппа 2" || l.GroupName != "А-1" || !l.Mine || len(l.Teachers) != 1 || l.Teachers[0].LastName != "Учителева" {
			t.Errorf("%+v", l)
		}
		return err
	})
	update(t, s.Store, func(tx *Tx) error { return tx.EndTeaching(s.history) })
	if got := s.found(t, LessonFilter{Teacher: s.teacher}); !slices.Equal(got, []model.LessonID{second}) {
		t.Errorf("after the subject has ended: %v", got)
	}
}

// TestDeleteLesson: a lesson goes with all that belongs to it, and its number is not given again.
func TestDeleteLesson(t *testing.T) {
	s := newSchool(t)
	id, kept := s.lesson(t, s.history, 23), s.lesson(t, s.history, 24)
	var task model.TaskID
	update(t, s.Store, func(tx *Tx) (err error) {
		for _, l := range []model.LessonID{id, kept} {
			if task, err = tx.AddTask(model.Task{Lesson: l, Kind: 1, Title: "Реферат"}); err != nil {
				return err
			}
			err = errors.Join(tx.SetMark(l, 0, model.StudentMark{Person: s.ivanov, Mark: 5}), tx.SetMark(l, task, model.StudentMark{Person: s.ivanov, Mark: 4}),
				tx.SetAbsence(model.CellKey{Lesson: l, Person: s.petrova}, 1), tx.Join(l, s.ivanov, novembers(23), model.WayBrowser),
				tx.PutRemote(model.RemoteLesson{Lesson: l, Begins: novembers(23), Ends: novembers(24), Source: model.SourcePasted, Owner: s.teacher}))
			if err != nil {
				return err
			}
		}
		return nil
	})
	update(t, s.Store, func(tx *Tx) error { return tx.DeleteLesson(kept) })
	if fresh := s.lesson(t, s.history, 24); fresh <= kept {
		t.Errorf("the number %d is given again after %d", fresh, kept)
	}
	view(t, s.Store, func(tx *Tx) error {
		for table, want := range map[string]int{"marks": 2, "absences": 1, "tasks": 1, "joins": 1, "remote_lessons": 1} {
			var n int
			if err := tx.one(`SELECT count(*) FROM `+table, nil, &n); err != nil {
				return err
			}
			if n != want {
				t.Errorf("%s has %d rows, want %d", table, n, want)
			}
		}
		return nil
	})
}
