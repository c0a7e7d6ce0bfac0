package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"zvonok/app"
	"zvonok/app/vault"
	"zvonok/model/store"
)

// Backup is `zvonok backup`.
type Backup struct {
	File string `arg:"" help:"Куда записать копию." type:"path"`
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
	File string `arg:"" help:"Копия, сделанная командой backup." type:"path"`
	Yes  bool   `short:"y" help:"Не спрашивать подтверждения."`
}

// Run puts a copy in the place of the college, which is kept beside it.
func (cmd *Restore) Run(ctx context.Context, e *Env, g *Globals) error {
	dir, err := g.DataDir()
	if err != nil {
		return err
	}
	if !cmd.Yes && !e.agree("Заменить колледж копией? Прежний файл останется рядом. Окно «Звонка» должно быть закрыто.") {
		e.printf("Ничего не изменено.\n")
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("не удалось создать папку данных: %w", err)
	}
	lock := flock.New(filepath.Join(dir, app.WindowLock))
	if got, err := lock.TryLock(); err != nil || !got {
		return errors.Join(errors.New("колледж открыт в окне «Звонка»: закройте его и повторите"), err)
	}
	kept, err := store.Restore(ctx, dir, cmd.File)
	if err := errors.Join(err, lock.Close()); err != nil {
		return err
	}
	e.printf("Колледж восстановлен из копии.\n")
	if kept != "" {
		e.printf("Прежний файл: %s\n", kept)
	}
	return nil
}

// Doctor is `zvonok doctor`.
type Doctor struct{}

var errUnwell = errors.New("проверка нашла неполадки: смотрите выше, что делать")

// Run checks what the program depends on and says what to do.
func (cmd *Doctor) Run(ctx context.Context, e *Env, g *Globals) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	failed := false
	report := func(what, good string, err error) {
		if err != nil {
			failed = true
			e.printf("✗ %s: %v\n", what, err)
			return
		}
		e.printf("✓ %s: %s\n", what, good)
	}
	c, err := e.open(ctx, *g)
	if err != nil {
		report("База данных", "", err)
		return errUnwell
	}
	defer c.Store.Close()
	damage, err := c.Store.Check(ctx)
	if err == nil && damage != "" {
		err = fmt.Errorf("файл повреждён (%s): восстановите копию командой «zvonok restore»", damage)
	}
	report("База данных", filepath.Join(c.Dir, store.FileName), err)
	report("Хранилище ключей", "работает", checkVault(ctx, e.Vault))
	token, err := c.CommunityToken(ctx, e.Vault, e.Getenv)
	report("Ключ сообщества VK", "есть", err)
	if err == nil {
		name, err := checkMessenger(ctx, e, token, g.VKURL)
		report("Связь с VK", name, err)
	}
	report("Часы", e.Clock.Now().Format("02.01.2006 15:04 -07:00"), checkClock(e.Clock.Now()))
	if e.Getenv("DISPLAY") == "" && e.Getenv("WAYLAND_DISPLAY") == "" && needsDisplay {
		e.printf("– Экран: не найден, окно не откроется; команды без окна работают\n")
	} else {
		e.printf("✓ Экран: есть\n")
	}
	if failed {
		return errUnwell
	}
	return nil
}

func checkVault(ctx context.Context, v vault.Vault) error {
	if _, err := v.Get(ctx, "doctor"); err != nil && !errors.Is(err, vault.ErrNone) {
		return err
	}
	return nil
}

func checkMessenger(ctx context.Context, e *Env, token, url string) (string, error) {
	m, err := e.Messenger(token, url)
	if err != nil {
		return "", err
	}
	id, name, err := m.Community(ctx)
	return fmt.Sprintf("сообщество «%s» (%d)", name, id), err
}

// checkClock catches a clock that was never set: certificates and lessons depend on it.
func checkClock(now time.Time) error {
	if now.Year() < 2025 {
		return errors.New("на компьютере неверная дата: исправьте её, иначе связь с VK не установится")
	}
	return nil
}
