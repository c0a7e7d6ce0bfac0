package desk

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"zvonok/app/slips"
	"zvonok/model"
)

// WriteSlips writes the issued accounts as a PDF to be printed and cut, ten people a page. Only the
// file's owner may read it; one that is there is replaced.
func (s *Session) WriteSlips(ctx context.Context, path string, issued []model.Issued) error {
	unwritable := errors.New("не удалось записать файл: проверьте, что папка есть и файл не открыт в другой программе")
	// A file of its own, for the user alone: one that is there may be readable for all, or open in another program.
	f, err := os.CreateTemp(filepath.Dir(path), ".*"+filepath.Base(path))
	if err != nil {
		return unwritable
	}
	if err := errors.Join(s.Contracts.WriteSlips(ctx, f, issued), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return errors.Join(unwritable, os.Remove(f.Name()))
	}
	return nil
}

// WriteConnectionSheet writes the page «Как подключиться» as a PDF, while the college is open to other computers.
func (s *Session) WriteConnectionSheet(ctx context.Context, w io.Writer) error {
	return s.writeConnection(ctx, w, slips.WriteConnectionSheet)
}

// WriteConnectionSlips writes ten slips with address and check code as a PDF, to be cut.
func (s *Session) WriteConnectionSlips(ctx context.Context, w io.Writer) error {
	return s.writeConnection(ctx, w, slips.WriteConnectionSlips)
}

func (s *Session) writeConnection(ctx context.Context, w io.Writer, write func(io.Writer, string, model.ConnectionLink) error) error {
	serving, err := s.Serving(ctx)
	if err != nil {
		return err
	}
	return write(w, s.College(), serving.Link)
}
