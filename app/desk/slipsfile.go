package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"

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
