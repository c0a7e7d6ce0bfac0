package desk

import (
	"context"
	"io"

	"zvonok/app/slips"
	"zvonok/model"
	"zvonok/model/files"
)

// WriteSlips writes the issued accounts as a PDF to be printed and cut, ten people a page. Only the
// file's owner may read it; one that is there is replaced.
func (s *Session) WriteSlips(ctx context.Context, path string, issued []model.Issued) error {
	// One that is there may be readable for all, or open in another program.
	return files.Replace(path, func(w io.Writer) error { return s.Contracts.WriteSlips(ctx, w, issued) })
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
