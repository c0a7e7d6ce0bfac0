package cli

import (
	"context"
	"errors"
	"fmt"

	"zvonok/app/tokens"
	"zvonok/model"
)

// Token is `zvonok token`.
type Token struct{}

// Run reads the community's token from standard input, so that it is never on a command line, and
// keeps it in the keyring.
func (cmd *Token) Run(ctx context.Context, e *Env, g *Globals) error {
	c, err := e.found(ctx, *g)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	_, _ = fmt.Fprintln(e.Err, "Вставьте ключ сообщества VK и нажмите Enter:")
	token, err := e.secretLine(ctx)
	switch {
	case errors.Is(err, errInterrupted):
		return err
	case err != nil:
		return fmt.Errorf("ключ сообщества: %w", err)
	}
	keys, err := e.keys(c, *g)
	if err != nil {
		return err
	}
	at, err := keys.Address(ctx, tokens.Token{Secret: token})
	if err != nil {
		return err
	}
	id, name, err := e.Messenger.OfCommunity(token, at).Community(ctx)
	if err != nil {
		return err
	}
	if err := keys.Keep(ctx, model.CommunityToken, token, at.Normal(keys.Reach.Own)); err != nil {
		return err
	}
	if err := tokens.Note(ctx, c, id, name); err != nil {
		return err
	}
	e.printf("Ключ сообщества «%s» (%d) сохранён в хранилище ключей.\n", name, id)
	return nil
}
