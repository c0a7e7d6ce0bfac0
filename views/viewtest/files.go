package viewtest

import (
	"context"

	"zvonok/model"
)

// Files reads no files: it gives empty files with the names of the paths, for fake services.
type Files struct{}

// ReadFiles gives a file for each path.
func (Files) ReadFiles(_ context.Context, paths []string) (files model.Files, _ error) {
	for _, p := range paths {
		files = append(files, model.File{Name: p})
	}
	return files, nil
}
