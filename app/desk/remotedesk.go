package desk

import (
	"context"
	"fmt"
	"log/slog"

	"zvonok/model"
)

// OpenRemote opens the call of a remote lesson for its teacher or a learner, in the browser or in the program
// that the settings of this computer name, and notes that the person joined. A call that is not there yet begins when its
// teacher opens the lesson. Before the lesson the error is model.ErrNotBegun, after it model.ErrOver, and
// model.ErrNeedsLink where the teacher has to start the call in the messenger.
func (s *Session) OpenRemote(ctx context.Context, lesson model.LessonID, way model.CallWay) error {
	if way != model.WayProgram {
		way = model.WayBrowser
	}
	line, err := s.ToOpen(ctx, lesson)
	if err != nil {
		return err
	}
	if line.Remote.Link == "" {
		if line.Remote.Link, err = s.startCall(ctx, lesson, ""); err != nil {
			return err
		}
	}
	link, err := model.CheckCallLink(line.Remote.Link, s.addresses.CallHosts)
	if err != nil {
		return err
	}
	if err := s.openCall(link, way); err != nil {
		return err
	}
	person, err := s.NoteJoined(ctx, lesson, way)
	if err == nil {
		line.Remote.Link, line.Remote.CallID = "", ""
		s.joined(person, line)
	}
	return err
}

// openCall opens a checked link. The program is started by itself, never through a shell.
func (s *Session) openCall(link string, way model.CallWay) error {
	program := s.desk.Preferences.MessengerProgram()
	if way != model.WayProgram || program == "" || s.desk.Launch == nil {
		return s.browser.Open(link)
	}
	if err := s.desk.Launch(program, link); err != nil {
		s.log().Warn("the messenger's program did not start", slog.String("program", program), slog.Any("error", err))
		return fmt.Errorf("не удалось запустить «%s»: проверьте путь к VK Мессенджеру в «Настройках системы» или присоединитесь через браузер", program)
	}
	return nil
}

// MakeRemote makes a lesson and its weekly repetitions remote, as Lessons.MakeRemote does.
func (s *Session) MakeRemote(ctx context.Context, edit model.RemoteEdit) ([]model.LessonID, error) {
	if err := s.MayMakeRemote(ctx, edit); err != nil {
		return nil, err
	}
	source, err := s.callSource(ctx)
	if err != nil {
		return nil, err
	}
	made, left, err := s.Contracts.MakeRemote(ctx, edit, source)
	if err != nil {
		return nil, err
	}
	_ = s.endOwnCall(ctx, left) // the lesson has another call already
	return made, nil
}

// SetCallLink gives a remote lesson the link of a call that its teacher made.
func (s *Session) SetCallLink(ctx context.Context, lesson model.LessonID, link string) error {
	left, err := s.Contracts.SetCallLink(ctx, lesson, link)
	if err == nil && left.Lesson != 0 {
		_ = s.endOwnCall(ctx, left) // the lesson has the new link: nobody needs the old call
	}
	return err
}

// FinishRemote carries out «Завершить»: the lesson, or its whole stream, is over and its call is ended for everybody, unless
// others of the stream go on with it. When only the latter fails, the error says so.
func (s *Session) FinishRemote(ctx context.Context, lesson model.LessonID, whole bool) error {
	left, err := s.Contracts.FinishRemote(ctx, lesson, whole)
	if err != nil {
		return err
	}
	return s.endOwnCall(ctx, left)
}

// DeleteRemote makes a remote lesson, or its whole stream, ordinary again and ends its call.
func (s *Session) DeleteRemote(ctx context.Context, lesson model.LessonID, whole bool) error {
	left, err := s.Contracts.DeleteRemote(ctx, lesson, whole)
	return s.leave(ctx, left, err)
}

// DeleteLesson deletes a lesson, or its whole stream, and ends its call.
func (s *Session) DeleteLesson(ctx context.Context, lesson model.LessonID, whole bool) error {
	left, err := s.Contracts.DeleteLesson(ctx, lesson, whole)
	return s.leave(ctx, left, err)
}

// leave ends the call of a lesson that was dropped without an error, unless it was over.
func (s *Session) leave(ctx context.Context, left model.RemoteLesson, err error) error {
	if err != nil || !left.Finished.IsZero() {
		return err
	}
	return s.endOwnCall(ctx, left)
}
