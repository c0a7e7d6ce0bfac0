package desk

import (
	"context"
	"errors"

	"zvonok/model"
)

// errOnlyThere refuses what touches files, programs and addresses of the computer that has the college.
var errOnlyThere = errors.New("это делается на компьютере, где находится колледж: сядьте за него или попросите администратора ПОО")

// StartAgent lets the agent work beside the window, where the college is on this computer. It waits for the keyring.
func (s *Session) StartAgent(ctx context.Context) error {
	if s.here == nil {
		return nil
	}
	return s.here.StartAgent(ctx)
}

// CanServe reports whether other computers can be let in by this session: only where the college is, and not into the demonstration.
func (s *Session) CanServe() bool { return s.serving != nil }

// Serving says whether other computers get into the college; where it is on another computer itself, the answer is zero.
func (s *Session) Serving(ctx context.Context) (model.Serving, error) {
	if s.serving == nil {
		return model.Serving{}, nil
	}
	return s.serving.Serving(ctx)
}

// SetServing lets other computers in, or no longer.
func (s *Session) SetServing(ctx context.Context, on bool) error {
	if s.serving == nil {
		return errOnlyThere
	}
	return s.serving.SetServing(ctx, on)
}

// Guests are the people who work with this window's college on other computers, in short, by name. It does not block.
func (s *Session) Guests() []string {
	if s.serving == nil {
		return nil
	}
	return s.here.Attending()
}

// hostSettings are the settings of the computer that has the college; other computers do not see them.
func (s *Session) hostSettings(ctx context.Context) (model.HostSettings, error) {
	if s.here == nil {
		return model.HostSettings{}, nil
	}
	return s.here.HostSettings(ctx)
}

// SaveHostSettings saves the settings of the computer that has the college.
func (s *Session) SaveHostSettings(ctx context.Context, set model.HostSettings) error {
	if s.here == nil {
		return errOnlyThere
	}
	return s.here.SaveHostSettings(ctx, set)
}

// AgreeAddress lets the tokens of this computer go to the address that the settings name.
func (s *Session) AgreeAddress(ctx context.Context, address string) error {
	if s.here == nil {
		return errOnlyThere
	}
	return s.here.AgreeAddress(ctx, address)
}

// errServing refuses to move a college that others are writing in.
var errServing = errors.New("сначала закройте доступ с других компьютеров: пока колледж переносится, записывать в него нельзя")

// MoveCollege gives the college of this computer to an empty database of PostgreSQL. The college here stays, but is no
// longer opened.
func (s *Session) MoveCollege(ctx context.Context, url, password string) (model.Moved, error) {
	if s.serving == nil {
		return model.Moved{}, errOnlyThere
	}
	now, err := s.serving.Serving(ctx)
	if err != nil {
		return model.Moved{}, err
	}
	if now.On {
		return model.Moved{}, errServing
	}
	return s.here.MoveCollege(ctx, url, password)
}

// BackupFile looks into a file of «Сохранить копию как…» on this computer.
func (s *Session) BackupFile(ctx context.Context, path string) (model.BackupFile, error) {
	if s.here == nil {
		return model.BackupFile{}, errOnlyThere
	}
	return s.here.BackupFile(ctx, path)
}

// RestoreFile restores the college from such a file.
func (s *Session) RestoreFile(ctx context.Context, path string) error {
	if s.here == nil {
		return errOnlyThere
	}
	return s.here.RestoreFile(ctx, path)
}
