package cli

import (
	"context"
	"errors"
	"fmt"

	"zvonok/app/tokens"
	"zvonok/model/store"
)

// openStore opens the college of a data folder, or of the database that is named.
func (e *Env) openStore(ctx context.Context, g Globals, dir string) (*store.Store, error) {
	if g.DB == "" {
		return store.Open(ctx, dir)
	}
	var s *store.Store
	err := e.unlocked(ctx, g, func(at store.Database) (err error) {
		s, err = store.OpenDatabase(ctx, dir, at)
		return err
	})
	return s, err
}

// unlocked does something with the database of the command line, by the password of the environment, else by none, as on the same
// computer, else by that of the keyring, else by one that is typed, and kept then.
func (e *Env) unlocked(ctx context.Context, g Globals, do func(store.Database) error) error {
	at := store.Database{URL: g.DB, Password: tokens.DatabasePassword(e.Getenv)}
	err := do(at)
	if !errors.Is(err, store.ErrStranger) || at.Password != nil {
		return err
	}
	by := func(password string) error {
		at.Password = func(context.Context) (string, error) { return password, nil }
		return do(at)
	}
	if kept, missing := e.Vault.Get(ctx, tokens.DatabaseSecret(g.DB)); missing == nil {
		if known := by(kept); !errors.Is(known, store.ErrStranger) {
			return known
		}
	}
	_, _ = fmt.Fprintf(e.Err, "%v.\nПароль базы данных: ", err)
	typed, none := e.secretLine(ctx)
	switch {
	case errors.Is(none, errInterrupted):
		return none
	case none != nil:
		return fmt.Errorf("%w; без терминала пароль задаёт переменная %s или файл, названный в %s", err, tokens.DatabaseVariable, tokens.DatabaseFileVariable)
	}
	if err := by(typed); err != nil {
		return err
	}
	if err := e.Vault.Set(ctx, tokens.DatabaseSecret(g.DB), typed); err != nil {
		_, _ = fmt.Fprintf(e.Err, "Пароль базы данных не сохранён, его спросят снова: %v\n", err)
	}
	return nil
}

// holdsCollege reports whether there is a college already.
func (e *Env) holdsCollege(ctx context.Context, g Globals) (holds bool, err error) {
	if g.DB == "" {
		dir, err := g.DataDir()
		return err == nil && holdsCollege(dir), err
	}
	err = e.unlocked(ctx, g, func(at store.Database) (err error) {
		holds, err = at.Holds(ctx)
		return err
	})
	return holds, err
}

// where says where a college was looked for.
func (g Globals) where(dir string) string {
	if g.DB != "" {
		return fmt.Sprintf("в базе данных %s нет колледжа: проверьте ключ --db", g.DB)
	}
	return fmt.Sprintf("в папке %s нет колледжа: проверьте ключ --data", dir)
}
