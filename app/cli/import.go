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
	SamePeople      bool `xor:"people" help:"На все вопросы «тот же человек?» ответить «тот же»: сменил фамилию или группу."`
	DifferentPeople bool `xor:"people" help:"На все эти вопросы ответить «разные люди»: одни выбыли, другие новые."`
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

// importDoubt is a pair of whom it is not known whether they are one person, as --json prints it.
type importDoubt struct {
	College string `json:"college"`
	File    string `json:"file"`
	Group   string `json:"group"`
}

type importResult struct {
	Format roster.Format `json:"format"`
	roster.Counts
	// Doubts are those that are open: with one nothing is imported.
	Doubts []importDoubt `json:"doubts"`
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
	request := app.ImportRequest{Paths: cmd.Paths, OverLimit: cmd.ConfirmRemovals, Doubts: cmd.answer(), Decisions: roster.Decisions{KeepGone: cmd.KeepGone}}
	request.Confirm = func(changes roster.Changes, over []string) bool {
		out := e.words(cmd.JSON)
		for _, w := range changes.Warnings {
			_, _ = fmt.Fprintf(out, "Внимание: %s\n", w)
		}
		if cmd.DryRun || !cmd.Yes {
			printNames(out, app.ImportSections(changes))
		}
		if !cmd.JSON || !cmd.Yes {
			printChanges(out, changes)
		}
		printDoubts(out, changes.Doubts)
		stopped := len(over) > 0 && !cmd.ConfirmRemovals || len(changes.Doubts) > 0
		return stopped || !cmd.DryRun && (cmd.Yes || changes.Writes.Empty() || e.agree("Внести изменения в колледж?"))
	}
	done, err := c.Import(ctx, request)
	var limit *app.ImportLimitError
	var doubts *app.ImportDoubtsError
	switch {
	case errors.As(err, &limit) && !limit.Never:
		err = fmt.Errorf("%w ключом --confirm-removals", err)
	case errors.As(err, &doubts):
		err = fmt.Errorf("%w в окне программы или сразу обо всех: --same-people — это те же люди, --different-people — разные", err)
	case err != nil && limit == nil && !errors.Is(err, app.ErrProblems):
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

// answer is what the flags say of all who may be one person.
func (cmd *Import) answer() app.DoubtsAnswer {
	switch {
	case cmd.SamePeople:
		return app.DoubtsSame
	case cmd.DifferentPeople:
		return app.DoubtsDifferent
	}
	return app.DoubtsOpen
}

func resultOf(done app.Imported) importResult {
	r := importResult{Format: done.Format, Counts: done.Changes.Counts(), Problems: []importProblem{}, Doubts: []importDoubt{}}
	for _, d := range done.Changes.Doubts {
		r.Doubts = append(r.Doubts, importDoubt{d.Old.String(), d.New.String(), d.Place})
	}
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

// namesShown is how many names of a kind are printed.
const namesShown = 50

// printNames names what goes, changes and comes, section by section.
func printNames(out io.Writer, sections []model.ImportSection) {
	for _, section := range sections {
		if section.Key == string(roster.Learners) {
			continue // who learns what follows from the rest
		}
		for _, action := range []model.ImportAction{model.ImportRemove, model.ImportMove, model.ImportChange, model.ImportAdd} {
			shown := 0
			for _, l := range section.Lines {
				if l.Action != action {
					continue
				}
				if shown++; shown <= namesShown {
					_, _ = fmt.Fprintf(out, "%s, %s: %s\n", section.Title, action, lineWords(l))
				}
			}
			if more := shown - namesShown; more > 0 {
				_, _ = fmt.Fprintf(out, "%s, %s: и ещё %d\n", section.Title, action, more)
			}
		}
	}
}

func lineWords(l model.ImportLine) string {
	text := l.Title
	if l.Detail != "" {
		text += " (" + l.Detail + ")"
	}
	if l.What != "" {
		text += ": " + l.What
	}
	return text
}

// printDoubts names the pairs of whom it has to be said whether they are one person.
func printDoubts(out io.Writer, doubts []roster.Doubt) {
	for i, d := range doubts {
		if i == namesShown {
			_, _ = fmt.Fprintf(out, "Тот же человек? И ещё %s\n", model.Plural(len(doubts)-i, "пара", "пары", "пар"))
			return
		}
		where := ""
		if d.Place != "" {
			where = ", " + d.Place
		}
		_, _ = fmt.Fprintf(out, "Тот же человек? В колледже %s, в файле %s%s\n", d.Old, d.New, where)
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
