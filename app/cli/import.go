package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/roster"
)

// Import is `zvonok import`.
type Import struct {
	Paths  []string `arg:"" name:"path" help:"Книга XLSX, архив, папка или файлы CSV." type:"path"`
	Kind   FileKind `help:"Что в файлах: roster — списки колледжа, plan — КТП, timetable — расписание, orders — приказы." default:"roster" placeholder:"KIND"`
	DryRun bool     `help:"Только показать, что изменится."`
	Yes    bool     `short:"y" help:"Не спрашивать подтверждения."`
	JSON   bool     `name:"json" help:"Вывести итог одним объектом JSON."`

	KeepGone        bool `help:"Оставить в колледже тех, кого в файле больше нет. Без этого ключа они выбывают, студенты — приказом об отчислении от сегодняшнего числа."`
	ConfirmRemovals bool `help:"Подтвердить выбытие сверх предела безопасности."`
	SkipProblems    bool `help:"Записать приказы без строк с ошибками."`
}

// importProblem is a problem as --json prints it.
type importProblem struct {
	File    string `json:"file"`
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Value   string `json:"value"`
	Message string `json:"message"`
}

type importResult struct {
	Format roster.Format `json:"format"`
	roster.Counts
	// Withdrawal is the order by which students.removed leave; empty when nobody does.
	Withdrawal string          `json:"withdrawal"`
	Problems   []importProblem `json:"problems"`
}

// Run imports the rosters, asking first unless --yes is given.
func (cmd *Import) Run(ctx context.Context, e *Env, g *Globals) error {
	c, err := e.open(ctx, *g)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	switch cmd.Kind {
	case PlanFile, TimetableFile:
		return cmd.lessons(ctx, e, c)
	case OrdersFile:
		return cmd.orders(ctx, e, c)
	}
	request := app.ImportRequest{Paths: cmd.Paths, OverLimit: cmd.ConfirmRemovals, Decisions: roster.Decisions{KeepGone: cmd.KeepGone}}
	request.Confirm = func(changes roster.Changes, over []string) bool {
		for _, w := range changes.Warnings {
			_, _ = fmt.Fprintf(e.words(cmd.JSON), "Внимание: %s\n", w)
		}
		if !cmd.JSON || !cmd.Yes {
			printChanges(e.words(cmd.JSON), changes)
		}
		for _, d := range changes.Doubts {
			_, _ = fmt.Fprintf(e.words(cmd.JSON), "Возможно, один человек: %s (в файле) и %s (в колледже). Уточните в окне программы\n", d.New, d.Old)
		}
		stopped := len(over) > 0 && !cmd.ConfirmRemovals
		return stopped || !cmd.DryRun && (cmd.Yes || changes.Writes.Empty() || e.agree("Внести изменения в колледж?"))
	}
	done, err := c.Import(ctx, request)
	var limit *app.ImportLimitError
	if err != nil && !errors.Is(err, app.ErrProblems) && !errors.As(err, &limit) {
		return err
	}
	if cmd.JSON {
		return errors.Join(e.printJSON(resultOf(done)), err)
	}
	for _, p := range done.Problems {
		e.printf("%s\n", problemLine(p.Place.Words(), p.Text()))
	}
	switch {
	case err != nil:
	case done.Applied && done.Changes.Writes.Empty():
		e.printf("Изменений нет.\n")
	case done.Applied:
		e.printf("Готово. Чтобы изменения дошли до чатов, выполните «zvonok sync».\n")
	default:
		e.printf("Ничего не изменено.\n")
	}
	return err
}

func resultOf(done app.Imported) importResult {
	r := importResult{Format: done.Format, Counts: done.Changes.Counts(), Problems: []importProblem{}}
	if order, students := done.Changes.Withdrawal(); students > 0 {
		r.Withdrawal = order.Title()
	}
	for _, p := range done.Problems {
		r.Problems = append(r.Problems, importProblem{p.File, p.Row, p.Column, p.Value, p.Message})
	}
	return r
}

// problemLine says where something is wrong and what to do.
func problemLine(place, text string) string {
	if place == "" {
		return text
	}
	return place + ": " + text
}

func printChanges(out io.Writer, c roster.Changes) {
	n := c.Counts()
	_, _ = fmt.Fprintf(out, "%-12s %8s %8s %8s %10s\n", "", "новых", "измен.", "ушло", "без измен.")
	for _, row := range []struct {
		name string
		n    roster.Count
	}{
		{"Группы", n.Groups},
		{"Студенты", n.Students},
		{"Родители", n.Parents},
		{"Сотрудники", n.Staff},
		{"Нагрузка", n.Teachings},
		{"Учащиеся", n.Learners},
	} {
		_, _ = fmt.Fprintf(out, "%-12s %8d %8d %8d %10d\n", row.name, row.n.Added, row.n.Changed, row.n.Removed, row.n.Unchanged)
	}
	if order, students := c.Withdrawal(); students > 0 {
		_, _ = fmt.Fprintf(out, "Нет в файле: %s — отчисление, приказ %s\n", model.Plural(students, "студент", "студента", "студентов"), order.Title())
	}
}

// Template is `zvonok template`.
type Template struct {
	File string   `arg:"" help:"Куда записать книгу XLSX." type:"path"`
	Kind FileKind `help:"Какую книгу: roster — списки колледжа, plan — КТП, timetable — расписание." default:"roster" placeholder:"KIND"`
}

// Run writes the workbook.
func (cmd *Template) Run(e *Env) error {
	if cmd.Kind != RosterFile {
		if err := app.LessonTemplate(cmd.File, cmd.Kind.lessons(), e.Clock.Now()); err != nil {
			return err
		}
		e.printf("Записана книга %s: заполните её и загрузите командой «zvonok import --kind %s».\n", cmd.File, cmd.Kind)
		return nil
	}
	if err := app.Template(cmd.File); err != nil {
		return err
	}
	e.printf("Записана книга %s: заполните листы и загрузите её командой «zvonok import».\n", cmd.File)
	return nil
}
