package cli

import (
	"context"
	"errors"
	"fmt"

	"zvonok/app/college"
	"zvonok/app/server"
)

// Move is `zvonok move`.
type Move struct {
	To  string `help:"Куда: адрес пустой базы PostgreSQL без пароля или слово sqlite — из базы, названной ключом --db, обратно в папку данных." required:"" placeholder:"АДРЕС"`
	Yes bool   `short:"y" help:"Не спрашивать подтверждения."`
}

// toFolder is what is said for the data folder.
const toFolder = "sqlite"

var errWhereTo = errors.New("колледж переносят из папки данных в базу (--to postgres://…) или из базы обратно (--db postgres://… --to " + toFolder + ")")

func (cmd *Move) move(ctx context.Context, e *Env, c *college.College) error {
	if cmd.To == toFolder {
		return c.Store.MoveToFolder(ctx)
	}
	to, err := e.openStore(ctx, Globals{DB: cmd.To}, c.Dir)
	if err != nil {
		return err
	}
	defer to.Close()
	return c.Store.Move(ctx, to)
}

// Run gives the college to a database, or back to the data folder.
func (cmd *Move) Run(ctx context.Context, e *Env, g *Globals) error {
	if (g.DB == "") == (cmd.To == toFolder) {
		return errWhereTo
	}
	dir, err := g.DataDir()
	if err != nil {
		return err
	}
	c, err := e.open(ctx, *g)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	if running, found := server.Beside(dir); found {
		return server.TakenError{PID: running.PID}
	}
	if err := server.CheckUnserved(ctx, c); err != nil {
		return err
	}
	lock, err := withoutWindow(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	if !cmd.Yes {
		yes, err := e.agree(ctx, fmt.Sprintf("Перенести колледж из %s в %s? Прежний сохранится, но больше не откроется.", c.Store.Place(), cmd.To))
		if !yes {
			if err == nil {
				e.printf("Ничего не изменено.\n")
			}
			return err
		}
	}
	move := func(ctx context.Context) error {
		return c.Quietly(ctx, func() error { return cmd.move(ctx, e, c) })
	}
	if err := alone(ctx, c, move); err != nil {
		return err
	}
	e.printf("Колледж перенесён.\n")
	if cmd.To == toFolder {
		e.printf("Команды для него: zvonok КОМАНДА --data %s\n", dir)
	} else {
		e.printf("Команды для него: zvonok КОМАНДА --db %s\n", cmd.To)
	}
	return nil
}
