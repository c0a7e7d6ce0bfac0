package cli

import (
	"context"
	"errors"

	"zvonok/app/access"
	"zvonok/model"
)

// Account is `zvonok account`.
type Account struct {
	Login   string `arg:"" name:"логин" help:"Логин администратора ПОО."`
	Admin   bool   `help:"Учётная запись администратора ПОО; другие он создаёт в окне." required:""`
	Name    string `help:"Фамилия, имя и отчество, если такого логина ещё нет." placeholder:"ФИО"`
	College string `help:"Название колледжа, если он ещё не заведён." placeholder:"НАЗВАНИЕ"`
	Zone    string `help:"Часовой пояс нового колледжа, например Asia/Yekaterinburg; без ключа — Europe/Moscow." default:"Europe/Moscow" placeholder:"ПОЯС"`
}

// Run makes the account of an administrator and prints its one-time password, this once, on standard output.
func (cmd *Account) Run(ctx context.Context, e *Env, g *Globals) error {
	dir, err := g.DataDir()
	if err != nil {
		return err
	}
	switch holds, err := e.holdsCollege(ctx, *g); {
	case err != nil:
		return err
	case !holds && cmd.College == "":
		return errors.New(g.where(dir) + ". Чтобы завести новый, назовите его ключом --college, а администратора — ключом --name")
	}
	founding := model.Founding{College: cmd.College, TimeZone: cmd.Zone, Administrator: model.ParseName(cmd.Name), Login: cmd.Login}
	c, err := e.found(ctx, *g)
	if err != nil {
		return err
	}
	issued, err := access.AdministratorAccount(ctx, c, founding)
	if err := errors.Join(err, c.Store.Close()); err != nil {
		return err
	}
	e.printIssued(issued)
	return nil
}

// printIssued prints a one-time password, this once.
func (e *Env) printIssued(issued model.Issued) {
	e.printf("%s\nЛогин: %s\nОдноразовый пароль: %s\n", issued.Name, issued.Login, issued.Password)
	e.printf("Действует до %s включительно.\n", issued.Until.Format("02.01.2006"))
	e.printf("Больше он нигде не показывается. При входе программа попросит придумать свой пароль.\n")
}
