// Package files reads and writes files that people name. It reads only regular files, up to a limit. Reading a pipe could
// wait forever, and reading a device never end.
package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Read reads a regular file of at most limit bytes. Errors are Russian sentences that say what to do; when ctx is
// cancelled it is ctx's.
func Read(ctx context.Context, path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, irregular(path)
	}
	if err != nil {
		return nil, Explain(path, err)
	}
	// The file may have been replaced meanwhile: do not wait for a pipe.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, Explain(path, err)
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, Explain(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, irregular(path)
	}
	if info.Size() > limit {
		return nil, tooLarge(path, limit)
	}
	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := io.CopyN(&data, f, 1<<20)
		switch {
		case int64(data.Len()) > limit: // it has grown, or is of a kind that knows no size
			return nil, tooLarge(path, limit)
		case errors.Is(err, io.EOF):
			return data.Bytes(), nil
		case err != nil:
			return nil, Explain(path, err)
		case n == 0:
			return data.Bytes(), nil
		}
	}
}

// Explain says in Russian why a file or a folder cannot be opened.
func Explain(path string, err error) error {
	name := filepath.Base(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("файл «%s» не найден: проверьте, где он лежит", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("нет прав на чтение «%s»: попросите доступ или скопируйте файл к себе", name)
	}
	return fmt.Errorf("не удалось прочитать «%s»: возможно, файл занят другой программой или диск недоступен", name)
}

func irregular(path string) error {
	return fmt.Errorf("«%s» — не файл, а папка, канал или устройство: укажите обычный файл", filepath.Base(path))
}

func tooLarge(path string, limit int64) error {
	size := fmt.Sprintf("%d МБ", limit>>20)
	if limit < 1<<20 {
		size = fmt.Sprintf("%d КБ", limit>>10)
	}
	return fmt.Errorf("файл «%s» слишком велик: больше %s", filepath.Base(path), size)
}
