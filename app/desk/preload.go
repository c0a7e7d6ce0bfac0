package desk

import (
	"context"
	"log/slog"
	"time"

	"zvonok/model"
	"zvonok/model/guard"
)

const (
	// mostJournals is how many journals of own groups are read ahead.
	mostJournals = 40
	// readAgain is how old what was read ahead may be before it is read again with the line: by then the days are others,
	// and the journals have changed.
	readAgain = 8 * time.Hour
)

// readAhead runs preload once the line is there, for a person who is remembered: before that it would only read what is
// kept.
func (s *Session) readAhead() {
	line := s.Line()
	if line == nil || !s.how().kept {
		return
	}
	moved := make(chan struct{}, 1)
	cancel := line.SubscribeLine(func() {
		select {
		case moved <- struct{}{}:
		default:
		}
	})
	guard.Go(func() {
		defer cancel()
		var read time.Time
		for {
			switch line.Line().State {
			case model.LineConnected:
				if now := s.place.clock().Now(); now.Sub(read) >= readAgain {
					read = now
					if err := s.preload(s.As(context.Background())); err != nil {
						s.log().Info("not all was read ahead", slog.Any("error", err))
					}
				}
			case model.LineHere, model.LineSignedOut: // the work has ended
				return
			}
			<-moved
		}
	})
}

// preload reads what somebody wants to see also when the college does not answer, as their screens will ask for it: their own
// chats, today's lessons and those of two weeks, and the journals of their groups.
func (s *Session) preload(ctx context.Context) error {
	if _, err := s.MyChats(ctx); err != nil {
		return err
	}
	today, _, err := s.LessonDay(ctx)
	if err != nil {
		return err
	}
	monday := model.Monday(today)
	for _, span := range [][2]int{{0, 7}, {7, 14}} {
		if _, err := s.MyLessons(ctx, monday.AddDate(0, 0, span[0]), monday.AddDate(0, 0, span[1])); err != nil {
			return err
		}
	}
	lines, err := s.MyLessons(ctx, today, today.AddDate(0, 0, 1))
	if err != nil {
		return err
	}
	if !s.Actor().LessonsAccess().Journal {
		return nil
	}
	for _, line := range lines {
		if _, err := s.Journal(ctx, model.JournalQuery{Teaching: line.Teaching, Term: model.TermOf(line.Date)}); err != nil {
			return err
		}
	}
	courses, err := s.JournalGroups(ctx)
	if err != nil {
		return err
	}
	left := mostJournals
	for _, course := range courses {
		for _, group := range course.Groups {
			if !group.Own || group.ID == 0 || left == 0 {
				continue
			}
			if left, err = s.readJournals(ctx, group.ID, left); err != nil {
				return err
			}
		}
	}
	return nil
}

// readJournals reads the journals of a group's subjects, most of them, and says how many more may be read.
func (s *Session) readJournals(ctx context.Context, group model.GroupID, most int) (left int, err error) {
	page, err := s.Journal(ctx, model.JournalQuery{Group: group})
	for left = most - 1; err == nil && left > 0 && len(page.Teachings) > 0; left-- {
		_, err = s.Journal(ctx, model.JournalQuery{Group: group, Teaching: page.Teachings[0].ID, Term: page.Term})
		page.Teachings = page.Teachings[1:]
	}
	return left, err
}
