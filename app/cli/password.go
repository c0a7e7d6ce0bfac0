package cli

import (
	"context"

	"zvonok/app/access"
)

// Password is `zvonok password`.
type Password struct {
	Login string `arg:"" name:"логин" help:"Логин того, кто забыл пароль."`
}

// Run makes a one-time password and prints it, this once, on standard output.
func (cmd *Password) Run(ctx context.Context, e *Env, g *Globals) error {
	c, err := e.open(ctx, *g)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	issued, err := access.OneTimePassword(ctx, c, cmd.Login)
	if err != nil {
		return err
	}
	e.printIssued(issued)
	return nil
}
