package app

import (
	"context"
	"io"
	"time"

	"zvonok/app/calendar"
	"zvonok/app/gradebook"
	"zvonok/model"
	"zvonok/model/store"
)

// ExportJournal writes a page of a journal as a workbook (XLSX), for whoever may see it.
func (s *Session) ExportJournal(ctx context.Context, q model.JournalQuery, w io.Writer) error {
	page, err := s.Journal(ctx, q)
	if err != nil {
		return err
	}
	return gradebook.Write(w, s.College(), page)
}

// ExportCalendar writes the person's own lessons as iCalendar, from the beginning of the term of today on. The links
// of calls stand in it for their teacher alone: learners join in the program, in the lesson's time.
func (s *Session) ExportCalendar(ctx context.Context, w io.Writer) error {
	options := calendar.Options{Title: "Занятия: " + s.Person().Name.Short(), Hosts: s.CallHosts()}
	var err error
	if options.Source, err = s.college.ID(ctx); err != nil {
		return err
	}
	var lines []model.LessonLine
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if options.Zone, err = s.college.zone(tx); err != nil {
			return err
		}
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
