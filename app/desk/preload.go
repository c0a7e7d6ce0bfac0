package desk

import (
	"context"
	"log/slog"

	"zvonok/model"
	"zvonok/model/guard"
)

// mostJournals is of how many groups the journals are read ahead.
const mostJournals = 20

// readAhead has preload done once the line is there, for who is remembered: before that only what was kept would be read.
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
		for {
			switch line.Line().State {
			case model.LineConnected:
				if err := s.preload(s.As(context.Background())); err != nil {
					s.log().Info("not all was read ahead", slog.Any("error", err))
				}
				return
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
	var own []model.GroupID
	for _, course := range courses {
		for _, group := range course.Groups {
			if group.Own && group.ID != 0 && len(own) < mostJournals {
				own = append(own, group.ID)
			}
		}
	}
	for _, group := range own {
		if _, err := s.Journal(ctx, model.JournalQuery{Group: group}); err != nil {
			return err
		}
	}
	return nil
}
