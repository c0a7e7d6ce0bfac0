package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/orders"
	"zvonok/model"
)

type ordersResult struct {
	Kind     FileKind        `json:"kind"`
	Orders   int             `json:"orders"`
	People   int             `json:"people"`
	New      int             `json:"new"`
	Known    int             `json:"known"`
	Applied  bool            `json:"applied"`
	Problems []importProblem `json:"problems"`
	Notices  []importProblem `json:"notices"`
	Taken    []importProblem `json:"taken"`
}

// orders imports orders, asking first unless --yes is given.
func (cmd *Import) orders(ctx context.Context, e *Env, book *orders.Book, files model.Files) error {
	preview, err := promptly(ctx, func() (model.OrdersPreview, error) { return book.PreviewOrders(college.AsOwner(ctx), files) })
	if err != nil {
		return err
	}
	answer := declined
	if len(preview.Problems) > 0 && !cmd.SkipProblems {
		err = app.ErrProblems
	} else {
		if !cmd.JSON || !cmd.Yes {
			printOrders(e.words(cmd.JSON), preview, cmd.DryRun || !cmd.Yes)
		}
		if len(preview.Over) > 0 && !cmd.ConfirmRemovals {
			err = fmt.Errorf("%w ключом --confirm-removals", &app.ImportLimitError{Reasons: preview.Over})
		} else {
			answer, err = cmd.answer(ctx, e, preview.Fingerprint == "", "Записать приказы?")
		}
	}
	if answer == agreed {
		err = book.ApplyOrders(college.AsOwner(ctx), files, cmd.ConfirmRemovals, preview.Fingerprint)
	}
	people, added := preview.Totals()
	if cmd.JSON {
		return errors.Join(e.printJSON(ordersResult{
			Kind: cmd.Kind, Orders: len(preview.Orders), People: people, New: added, Known: len(preview.Taken), Applied: answer != declined && err == nil,
			Problems: shownProblems(preview.Problems), Notices: shownProblems(preview.Notices), Taken: shownProblems(preview.Taken),
		}), err)
	}
	for _, p := range preview.Problems {
		e.printf("%s\n", problemLine(p))
	}
	if errors.Is(err, app.ErrProblems) && len(preview.Orders) > 0 {
		e.printf("%s без ошибок: чтобы записать их, добавьте --skip-problems.\n", model.Plural(len(preview.Orders), "приказ", "приказа", "приказов"))
	}
	if err == nil {
		e.printf("%s", answer.words("Новых приказов нет.", "Готово. Чтобы изменения дошли до чатов, выполните «zvonok sync»."))
	}
	return err
}

// takenShown is how many rows are named that the college knows already: a file may hold all orders of a year.
const takenShown = 20

// printOrders says what a file of orders would bring; named says that its people are named as well.
func printOrders(out io.Writer, p model.OrdersPreview, named bool) {
	for _, n := range p.Notices {
		_, _ = fmt.Fprintf(out, "Внимание: %s\n", problemLine(n))
	}
	for i, t := range p.Taken {
		if i == takenShown {
			_, _ = fmt.Fprintf(out, "Уже учтено: и ещё %s\n", model.Plural(len(p.Taken)-i, "строка", "строки", "строк"))
			break
		}
		_, _ = fmt.Fprintf(out, "Уже учтено: %s\n", problemLine(t))
	}
	for _, o := range p.Orders {
		_, _ = fmt.Fprintf(out, "%s, %s, с %s: %s\n", model.Order{Number: o.Number, Date: o.Date}.Title(), o.Kind, o.Effective.Format("02.01.2006"),
			model.Plural(o.People, "человек", "человека", "человек"))
		if named {
			printOrderPeople(out, o.Lines)
		}
	}
	people, added := p.Totals()
	_, _ = fmt.Fprintf(out, "Всего: %s, %s, новых студентов: %d, уже учтено строк: %d, строк с ошибками: %d\n", model.Plural(len(p.Orders), "приказ", "приказа", "приказов"),
		model.Plural(people, "человек", "человека", "человек"), added, len(p.Taken), len(p.Problems))
}

func printOrderPeople(out io.Writer, people []model.OrderPerson) {
	for _, p := range people {
		groups := ""
		switch {
		case p.Before != "" && p.After != "":
			groups = ", " + p.Before + " › " + p.After
		case p.Before+p.After != "":
			groups = ", " + p.Before + p.After
		}
		_, _ = fmt.Fprintf(out, "  %s%s\n", p.Name, groups)
	}
}
