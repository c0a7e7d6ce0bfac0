package desk

import (
	"context"
	"io"

	"zvonok/model"
	"zvonok/model/files"
	"zvonok/model/roster/lessonfile"
	"zvonok/model/roster/listfile"
	"zvonok/model/roster/orderfile"
)

// WriteTemplate writes the workbook that colleges fill in; a file that is there is not overwritten.
func (s *Session) WriteTemplate(_ context.Context, path string) error {
	return files.WriteNew(path, listfile.WriteTemplate)
}

// WriteOrderTemplate writes the workbook for orders; a file that is there is not overwritten.
func (s *Session) WriteOrderTemplate(ctx context.Context, path string) error {
	today, _, err := s.LessonDay(ctx)
	if err != nil {
		return err
	}
	return files.WriteNew(path, func(w io.Writer) error { return orderfile.WriteTemplate(w, today) })
}

// WriteLessonTemplate writes the workbook for plans or a timetable; a file that is there is not overwritten.
func (s *Session) WriteLessonTemplate(ctx context.Context, kind model.LessonFileKind, path string) error {
	today, _, err := s.LessonDay(ctx)
	if err != nil {
		return err
	}
	return files.WriteNew(path, func(w io.Writer) error { return lessonfile.WriteTemplate(w, kind, today) })
}
