package host

import (
	"context"
	"fmt"
	"strings"

	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

// MoveCollege gives the college of this computer to an empty database of PostgreSQL, while no agent works. What is here stays, and
// nobody writes in it or opens it any more. The password, if there is one, goes into the keyring, where the commands look for it.
func (h *Host) MoveCollege(ctx context.Context, url, password string) (moved model.Moved, err error) {
	if _, err := h.college.MaySetUp(ctx); err != nil {
		return moved, err
	}
	at := store.Database{URL: strings.TrimSpace(url)}
	if password != "" {
		at.Password = func(context.Context) (string, error) { return password, nil }
	}
	to, err := store.OpenDatabase(ctx, h.college.Dir, at)
	if err != nil {
		return moved, err
	}
	defer to.Close()
	err = h.keeper.Quietly(ctx, func() error {
		return h.college.Quietly(ctx, func() error { return h.college.Store.Move(ctx, to) })
	})
	if err != nil {
		return moved, err
	}
	moved.Command = fmt.Sprintf(`zvonok serve --data "%s" --db "%s"`, h.college.Dir, at.URL)
	if password != "" {
		if err := h.vault.Set(ctx, tokens.DatabaseSecret(at.URL), password); err != nil {
			moved.Notice = "Пароль базы данных не сохранён, команда спросит его: " + err.Error()
		}
	}
	return moved, nil
}
