// Package lessons holds the use cases of «Занятия»: the journal, lessons and remote lessons. It keeps app.Lessons over
// app/college; calls and messages are the work of app/agent. Areas know nothing of each other: app/areas puts them
// together, and app/desk has their tests.
package lessons

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"golang.org/x/text/collate"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// Lessons are the use cases of «Занятия»: the journal, lessons and remote lessons. The context says who acts.
type Lessons struct {
	college *college.College
	pages   app.Addresses // the messenger's
}

var _ app.Lessons = (*Lessons)(nil)

// New makes the use cases of a college.
func New(c *college.College, pages app.Addresses) *Lessons { return &Lessons{c, pages} }

// LessonsAccess is what the session's person sees of «Занятия», as the roster has it now.
func (s *Lessons) LessonsAccess(ctx context.Context) (access model.LessonsAccess, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		access = actor.LessonsAccess()
		return err
	})
	return access, err
}

// LessonDay is the college's calendar day (00:00 UTC), and the time in the college's zone.
func (s *Lessons) LessonDay(ctx context.Context) (today, now time.Time, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		zone, err := s.college.Zone(tx)
		if err != nil {
			return err
		}
		now = s.college.Clock.Now().In(zone)
		today = model.Day(now, zone)
		return nil
	})
	return today, now, err
}

// AcademicHour is how many minutes an academic hour of the college has.
func (s *Lessons) AcademicHour(ctx context.Context) (minutes int, err error) {
	return store.Read(ctx, s.college.Store, college.AcademicHour)
}

// MyLessons are the lessons that the session's person leads or learns, from a calendar day up to and
// without another one, by day and time. The link of a call is left out: OpenRemote opens it in its time.
func (s *Lessons) MyLessons(ctx context.Context, from, until time.Time) (lines []model.LessonLine, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		lines, err = ownLessons(tx, actor, store.LessonFilter{From: from, Until: until})
		hideLinks(lines)
		return err
	})
	return lines, err
}

// hideLinks removes the calls from lessons that the person learns.
func hideLinks(lines []model.LessonLine) {
	for _, l := range lines {
		if l.Remote != nil && !l.Mine {
			l.Remote.Link, l.Remote.CallID = "", ""
		}
	}
}

// ownLessons are the lessons of the filter that the actor leads or learns; nobody signed in has none. How many have
// joined is told to their teachers.
func ownLessons(tx *store.Tx, actor model.Actor, f store.LessonFilter) ([]model.LessonLine, error) {
	if actor.Kind.Has(model.Staff) {
		f.Teacher = actor.Person
	}
	if actor.Kind.Has(model.Student) {
		f.Learner = actor.Person
	}
	if f.Teacher == 0 && f.Learner == 0 {
		return nil, nil
	}
	lines, err := tx.LessonLines(f)
	for _, line := range lines {
		if line.Remote != nil && !line.Mine {
			line.Remote.Joined = 0
		}
	}
	return lines, err
}

// JournalGroups are the groups of «Журнал успеваемости» by course (Рисунок 446): those whose journals the
// actor may see.
func (s *Lessons) JournalGroups(ctx context.Context) (courses []model.CourseGroups, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		access := actor.LessonsAccess()
		if !access.Journal {
			return app.ErrNoRight
		}
		byYear, err := tx.JournalGroups(actor.Person, access.All)
		if err != nil {
			return err
		}
		loose, err := tx.HasLooseTeachings(actor.Person, access.All)
		if err != nil {
			return err
		}
		if loose {
			byYear[0] = append(byYear[0], model.JournalGroup{Name: model.SectionsName, Own: true})
		}
		courses = coursesOf(byYear)
		return nil
	})
	return courses, err
}

// coursesOf sorts the groups of the courses, own ones first, and the courses, groups without one last.
func coursesOf(byYear map[int][]model.JournalGroup) []model.CourseGroups {
	var courses []model.CourseGroups
	order, buffer := store.NewCollator(), &collate.Buffer{}
	for year, groups := range byYear {
		keys := model.Map(groups, func(g model.JournalGroup) (model.GroupID, []byte) { return g.ID, order.KeyFromString(buffer, g.Name) })
		model.Sort(groups, func(a, b model.JournalGroup) int {
			if a.Own != b.Own {
				if a.Own {
					return -1
				}
				return 1
			}
			return bytes.Compare(keys[a.ID], keys[b.ID])
		})
		courses = append(courses, model.CourseGroups{Year: year, Groups: groups})
	}
	model.Sort(courses, func(a, b model.CourseGroups) int {
		return courseOrder(a.Year) - courseOrder(b.Year)
	})
	return courses
}

// courseOrder puts groups without a course behind all courses.
func courseOrder(year int) int {
	if year == 0 {
		return 100
	}
	return year
}

// visibleTeachings are the subjects of a group, or of no group, whose journals the actor may see, by title.
func (s *Lessons) visibleTeachings(tx *store.Tx, actor model.Actor, group model.GroupID) ([]model.TeachingRow, error) {
	today, err := s.college.Day(tx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.TeachingRows(store.TeachingFilter{Group: group, Loose: group == 0, Today: today})
	return slices.DeleteFunc(rows, func(t model.TeachingRow) bool {
		return !actor.AccessToJournal(t.Teaching).See
	}), err
}

// Journal is a page of a group's journal (Рисунок 447).
func (s *Lessons) Journal(ctx context.Context, q model.JournalQuery) (model.JournalPage, error) {
	return store.Read(ctx, s.college.Store, func(tx *store.Tx) (page model.JournalPage, err error) {
		actor, err := college.Actor(tx)
		if err != nil {
			return page, err
		}
		return s.journalIn(tx, actor, q)
	})
}

func (s *Lessons) journalIn(tx *store.Tx, actor model.Actor, q model.JournalQuery) (page model.JournalPage, err error) {
	if page.Today, err = s.college.Today(tx); err != nil {
		return page, err
	}
	if q.Group == 0 && q.Teaching != 0 {
		t, err := s.teachingIn(tx, q.Teaching)
		if err != nil {
			return page, err
		}
		q.Group = t.Group
	}
	if page.Group = (model.Group{Name: model.SectionsName}); q.Group != 0 {
		if page.Group, err = tx.Group(q.Group); err != nil {
			return page, err
		}
	}
	if page.Teachings, err = s.visibleTeachings(tx, actor, q.Group); err != nil {
		return page, err
	}
	if len(page.Teachings) == 0 && !(actor.LessonsAccess().All || actor.Curates(q.Group)) {
		return page, app.ErrNoRight
	}
	page.Terms, page.Term = model.TermsOf(page.Group.Year, page.Today), q.Term
	if page.Term == (model.Term{}) {
		page.Term = model.TermOf(page.Today)
	}
	at := chooseTeaching(page.Teachings, actor, q.Teaching)
	if at < 0 {
		if q.Teaching != 0 {
			return page, app.ErrNoRight
		}
		return page, nil
	}
	page.Teaching = page.Teachings[at]
	page.Access, page.PlanHours = actor.AccessToJournal(page.Teaching.Teaching), page.Teaching.Hours
	if err := fillJournal(tx, &page); err != nil || !page.Access.Remote {
		return page, err
	}
	return page, s.fillStreams(tx, &page)
}

// fillStreams loads the streams of a page's lessons.
func (s *Lessons) fillStreams(tx *store.Tx, page *model.JournalPage) error {
	if !slices.ContainsFunc(page.Lessons, func(l model.JournalLesson) bool { return l.Remote != nil && l.Remote.Stream != 0 }) {
		return nil
	}
	from, until := page.Term.Range()
	streams, err := tx.Streams(page.Teaching.ID, from, until)
	if err != nil {
		return err
	}
	learners := map[model.TeachingID]int{}
	for i := range page.Lessons {
		l := &page.Lessons[i]
		l.Stream = streams[l.ID]
		for j := range l.Stream {
			other := &l.Stream[j]
			if _, known := learners[other.Teaching]; !known {
				t, err := s.teachingIn(tx, other.Teaching)
				if err != nil && !errors.Is(err, store.ErrNotFound) {
					return err
				}
				learners[other.Teaching] = t.LearnerCount
			}
			other.Learners = learners[other.Teaching]
		}
	}
	return nil
}

// chooseTeaching is the index of the wanted subject or, if none is wanted, of the first own one or the first of all; -1 if
// there is none.
func chooseTeaching(teachings []model.TeachingRow, actor model.Actor, wanted model.TeachingID) int {
	if wanted != 0 {
		return slices.IndexFunc(teachings, func(t model.TeachingRow) bool { return t.ID == wanted })
	}
	own := slices.IndexFunc(teachings, func(t model.TeachingRow) bool { return actor.Leads(t.ID) })
	if own < 0 && len(teachings) > 0 {
		return 0
	}
	return own
}

// fillJournal loads a subject's students, lessons, marks and plan.
func fillJournal(tx *store.Tx, page *model.JournalPage) (err error) {
	from, until := page.Term.Range()
	id := page.Teaching.ID
	if page.Lessons, err = tx.Lessons(store.LessonFilter{Teaching: id, From: from, Until: until}); err != nil {
		return err
	}
	tasks, err := tx.Tasks(id)
	if err != nil {
		return err
	}
	for i := range page.Lessons {
		l := &page.Lessons[i]
		if l.Tasks = tasks[l.ID]; !l.Date.After(page.Today) {
			page.FactHours += l.Hours
		}
		if l.Remote != nil && !page.Access.Remote {
			l.Remote.Link, l.Remote.CallID = "", ""
		}
	}
	if page.Chat, err = tx.SubjectChatTitle(page.Teaching.Teaching); err != nil {
		return err
	}
	if page.Students, err = tx.JournalStudents(id, page.Today.Format(time.DateOnly), from, until); err != nil {
		return err
	}
	if page.Cells, err = tx.Cells(id, from, until); err != nil {
		return err
	}
	page.Plan, err = tx.Topics(id)
	return err
}
