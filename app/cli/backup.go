package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"zvonok/app/college"
	"zvonok/app/server"
	"zvonok/model/store"
)

// Backup is `zvonok backup`.
type Backup struct {
	File string `arg:"" name:"файл" help:"Куда записать копию." type:"path"`
}

// Run writes a copy of the college, while others go on working.
func (cmd *Backup) Run(ctx context.Context, e *Env, g *Globals) error {
	c, err := e.open(ctx, *g)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	if err := c.Store.Backup(ctx, cmd.File); err != nil {
		return err
	}
	e.printf("Копия записана: %s\n", cmd.File)
	return nil
}

// Restore is `zvonok restore`.
type Restore struct {
	File string `arg:"" name:"файл" help:"Копия, сделанная командой backup или в окне программы." type:"path"`
	Yes  bool   `short:"y" help:"Не спрашивать подтверждения."`
}

// Run puts a copy in the place of the college, which is kept beside it.
func (cmd *Restore) Run(ctx context.Context, e *Env, g *Globals) error {
	dir, err := g.DataDir()
	if err != nil {
		return err
	}
	_, served := server.Beside(dir)
	if !cmd.Yes {
		question := "Заменить колледж копией? Прежний файл останется рядом. Окно «Звонка» должно быть закрыто."
		if served || g.DB != "" {
			question = "Заменить колледж копией? Прежний файл останется рядом. Все, кто работает, войдут заново."
		}
		yes, err := e.agree(ctx, question)
		if !yes {
			if err == nil {
				e.printf("Ничего не изменено.\n")
			}
			return err
		}
	}
	var kept string
	if served || g.DB != "" {
		kept, err = cmd.beside(ctx, e, *g, dir)
	} else {
		kept, err = cmd.alone(ctx, dir)
	}
	if err != nil {
		return err
	}
	e.printf("Колледж восстановлен из копии.\n")
	if kept != "" {
		e.printf("Прежний файл: %s\n", kept)
	}
	return nil
}

// beside puts the copy in the place of a college that servers may have open: they go on with the copy, and so do their desks.
func (cmd *Restore) beside(ctx context.Context, e *Env, g Globals, dir string) (kept string, err error) {
	c, err := e.openAt(ctx, g, dir)
	if err != nil {
		return "", err
	}
	defer c.Store.Close()
	err = c.Quietly(ctx, func() (err error) {
		kept, err = c.Store.Replace(ctx, cmd.File, true)
		return err
	})
	return kept, err
}

// alone puts the copy in the place of a college that no window and no server has open, if there is one.
func (cmd *Restore) alone(ctx context.Context, dir string) (kept string, err error) {
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("не удалось создать папку данных: %w", err)
	}
	lock, err := withoutWindow(dir)
	if err != nil {
		return "", err
	}
	err = (&college.College{Dir: dir}).Quietly(ctx, func() (err error) {
		kept, err = store.Restore(ctx, dir, cmd.File)
		return err
	})
	if err := errors.Join(err, lock.Close()); err != nil {
		if errors.Is(missing, fs.ErrNotExist) {
			err = errors.Join(err, os.RemoveAll(dir)) // it was made for a college that did not come
		}
		return "", err
	}
	return kept, nil
}

// withoutWindow keeps windows from opening a data folder until the lock is closed; one that has it open is an error.
func withoutWindow(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, college.WindowLock))
	if got, err := lock.TryLock(); err != nil || !got {
		return nil, errors.Join(errors.New("колледж открыт в окне «Звонка»: закройте его и повторите"), err)
	}
	return lock, nil
}
