package lessons

import (
	"context"
	"io"
	"time"

	"zvonok/app/calendar"
	"zvonok/app/college"
	"zvonok/app/gradebook"
	"zvonok/model"
	"zvonok/model/store"
)

// ExportJournal writes a page of a journal as a workbook (XLSX), for those who may see it.
func (s *Lessons) ExportJournal(ctx context.Context, q model.JournalQuery, w io.Writer) error {
	page, err := s.Journal(ctx, q)
	if err != nil {
		return err
	}
	name, err := store.Read(ctx, s.college.Store, college.NameIn)
	if err != nil {
		return err
	}
	return gradebook.Write(w, name, page)
}

// ExportCalendar writes the person's own lessons as iCalendar, from the beginning of the term of today on. The
// links of calls are in it for their teacher alone: learners join in the program, during the lesson.
func (s *Lessons) ExportCalendar(ctx context.Context, w io.Writer) error {
	options := calendar.Options{Hosts: s.pages.CallHosts}
	var err error
	if options.Source, err = s.college.ID(ctx); err != nil {
		return err
	}
	var lines []model.LessonLine
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Self(tx)
		if err != nil {
			return err
		}
		person, err := college.PersonOf(tx, actor.Person)
		if err != nil {
			return err
		}
		if options.Zone, err = s.college.Zone(tx); err != nil {
			return err
		}
		options.Title = "Занятия: " + person.Name.Short()
		options.Now = s.college.Clock.Now()
		return nil
	})
	if err != nil {
		return err
	}
	today := model.Day(options.Now, options.Zone)
	from, _ := model.TermOf(today).Range()
	if lines, err = s.MyLessons(ctx, from, today.Add(calendarAhead)); err != nil {
		return err
	}
	return calendar.Write(w, lines, options)
}

// calendarAhead is how far ahead of today a calendar goes.
const calendarAhead = 366 * 24 * time.Hour
