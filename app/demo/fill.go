package demo

import (
	"context"
	"slices"
	"time"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
)

// RemoteGroup and RemoteSubject are the lesson of the demonstration that is remote today, as in Рисунки 447–453.
const (
	RemoteGroup   = "АТП-23"
	RemoteSubject = "Английский язык"
)

// FillJournals gives the subjects of the demonstration their journals, by the college's day.
func FillJournals(ctx context.Context, c *college.College) error {
	now := c.Clock.Now()
	var subjects []Subject
	zone, err := time.LoadLocation(model.DefaultSettings().TimeZone)
	if err != nil {
		return err
	}
	today := model.Day(now, zone)
	err = c.Store.View(ctx, func(tx *store.Tx) (err error) {
		subjects, err = journalSubjects(tx, today)
		return err
	})
	if err != nil {
		return err
	}
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		for _, j := range Journals(subjects, today, zone) {
			// All were written at once, at the first start: if there is one, there are all.
			if there, err := tx.LessonLines(store.LessonFilter{Teaching: j.Teaching}); err != nil || len(there) > 0 {
				return err
			}
			if err := writeJournal(tx, j); err != nil {
				return err
			}
		}
		return nil
	})
}

// journalSubjects are the subjects of the first groups, as many as the demonstration usually has.
func journalSubjects(tx *store.Tx, today time.Time) (subjects []Subject, err error) {
	day := today.Format(time.DateOnly)
	rows, err := tx.TeachingRows(store.TeachingFilter{Today: day})
	if err != nil {
		return nil, err
	}
	from, until := model.TermOf(today).Range()
	for _, r := range rows {
		if r.Group == 0 || r.Group > DefaultGroups {
			continue
		}
		students, err := tx.JournalStudents(r.ID, day, from, until)
		if err != nil {
			return nil, err
		}
		s := Subject{TeachingRow: r}
		for _, p := range students {
			s.Students = append(s.Students, p.Person)
		}
		subjects = append(subjects, s)
	}
	return subjects, nil
}

func writeJournal(tx *store.Tx, j Journal) error {
	topics := make([]model.TopicID, len(j.Plan))
	for i, t := range j.Plan {
		var err error
		if topics[i], err = tx.AddTopic(j.Teaching, t); err != nil {
			return err
		}
	}
	for _, l := range j.Lessons {
		l.Topic = topics[l.PlanTopic]
		id, err := tx.AddLesson(l.Lesson)
		if err != nil {
			return err
		}
		for person, cell := range l.Cells {
			if cell.Mark != 0 {
				err = tx.SetMark(id, 0, model.StudentMark{Person: person, Mark: cell.Mark})
			} else {
				err = tx.SetAbsence(model.CellKey{Lesson: id, Person: person}, cell.Absence)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// holdCall makes a lesson of right now remote, with a call in the local VK, unless there is one today.
func (d *Demonstration) holdCall(ctx context.Context, c *college.College) error {
	zone, err := time.LoadLocation(model.DefaultSettings().TimeZone)
	if err != nil {
		return err
	}
	now := c.Clock.Now().In(zone).Truncate(time.Minute)
	today := model.Day(now, zone)
	begins, ends := now.Add(-15*time.Minute), now.Add(45*time.Minute)
	if model.Day(begins, zone) != today || model.Day(ends, zone) != today {
		return nil // around midnight nobody teaches
	}
	var teaching model.TeachingRow
	var teacher model.Person
	err = c.Store.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.TeachingRows(store.TeachingFilter{Today: today.Format(time.DateOnly)})
		if err != nil {
			return err
		}
		at := slices.IndexFunc(rows, func(r model.TeachingRow) bool { return r.GroupName == RemoteGroup && r.Subject == RemoteSubject })
		if at < 0 {
			return nil
		}
		held, err := tx.LessonLines(store.LessonFilter{Teaching: rows[at].ID, From: today, Until: today.AddDate(0, 0, 1), RemoteOnly: true})
		if err != nil || len(held) > 0 {
			return err
		}
		teaching = rows[at]
		teacher, err = tx.Person(teaching.Teachers[0])
		return err
	})
	if err != nil || teaching.ID == 0 {
		return err
	}
	call, err := d.startCall(ctx)
	if err != nil {
		return err
	}
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		id, err := tx.AddLesson(model.Lesson{Teaching: teaching.ID, Date: today, Hours: 1, Kind: model.LessonLecture, Title: "Проверка уровня знаний"})
		if err != nil {
			return err
		}
		return tx.PutRemote(model.RemoteLesson{
			Lesson: id, Begins: begins.UTC(), Ends: ends.UTC(), Link: call.JoinLink, CallID: call.CallID,
			Source: model.SourceAgent, Owner: teacher.ID,
		})
	})
}

// startCall starts a call of the account that the demonstration lends the college.
func (d *Demonstration) startCall(ctx context.Context) (vkclient.StartedCall, error) {
	client := vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(d.URL), Token: vkclient.Secret(d.callAccount()), Kind: vkclient.UserToken})
	return client.CallsStart(ctx)
}
