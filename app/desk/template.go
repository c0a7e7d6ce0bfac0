package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
)

// Template writes the workbook that colleges fill in; a file that is there is not overwritten.
func Template(path string) error { return writeNew(path, roster.WriteTemplate) }

// WriteTemplate is Template for a window.
func (s *Session) WriteTemplate(_ context.Context, path string) error { return Template(path) }

// LessonTemplate writes the workbook for plans or a timetable, with an example for the week after today; a file
// that is there is not overwritten.
func LessonTemplate(path string, kind model.LessonFileKind, today time.Time) error {
	return writeNew(path, func(w io.Writer) error { return roster.WriteLessonTemplate(w, kind, today) })
}

func writeNew(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("файл %s уже есть: выберите другое имя", path)
	}
	if err != nil {
		return fmt.Errorf("не удалось создать файл %s: проверьте папку и права", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f)
}

// WriteLessonTemplate writes the workbook for plans or a timetable; a file that is there is not overwritten.
func (s *Session) WriteLessonTemplate(ctx context.Context, kind model.LessonFileKind, path string) error {
	today, _, err := s.LessonDay(ctx)
	if err != nil {
		return err
	}
	return LessonTemplate(path, kind, today)
}
