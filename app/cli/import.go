package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/imports"
	"zvonok/app/orders"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// Import is `zvonok import`.
type Import struct {
	Paths  []string `arg:"" name:"файл" help:"Книга XLSX, архив, папка или файлы CSV." type:"path"`
	Kind   FileKind `help:"Что в файлах: roster — списки колледжа (и без ключа), plan — КТП, timetable — расписание, orders — приказы." default:"roster" placeholder:"ВИД"`
	DryRun bool     `help:"Только показать, что изменится."`
	Yes    bool     `short:"y" help:"Не спрашивать подтверждения."`
	JSON   bool     `name:"json" help:"Вывести итог одним объектом JSON."`

	KeepGone        bool `help:"Оставить в колледже тех, кого в файле больше нет. Без этого ключа они выбывают, студенты — приказом об отчислении от сегодняшнего числа."`
	ConfirmRemovals bool `help:"Подтвердить выбытие сверх предела безопасности."`
	SamePeople      bool `xor:"people" help:"На все вопросы «тот же человек?» ответить «тот же»: сменил фамилию или группу."`
	DifferentPeople bool `xor:"people" help:"На все эти вопросы ответить «разные люди»: одни выбыли, другие новые."`
	SkipProblems    bool `help:"Пропустить строки приказов с ошибками и записать остальные."`
}

// importProblem is a problem as --json prints it.
type importProblem struct {
	File    string `json:"file"`
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Value   string `json:"value"`
	Message string `json:"message"`
}

// importDoubt is a pair of records that may be one person, as --json prints it.
type importDoubt struct {
	College string `json:"college"`
	File    string `json:"file"`
	Group   string `json:"group"`
}

type importResult struct {
	Format string `json:"format"`
	roster.Counts
	// Doubts are those that are open: with one nothing is imported.
	Doubts []importDoubt `json:"doubts"`
	// Withdrawal is the order by which students.removed leave; empty when nobody does.
	Withdrawal string          `json:"withdrawal"`
	Problems   []importProblem `json:"problems"`
}

// Run imports the rosters, asking first unless --yes is given.
func (cmd *Import) Run(ctx context.Context, e *Env, g *Globals) error {
	paths, err := expanded(cmd.Paths)
	if err != nil {
		return err
	}
	files, err := promptly(ctx, func() (model.Files, error) { return table.Open(ctx, paths) })
	if err != nil {
		return err
	}
	at, open := *g, e.open // plans, timetables and orders are of groups that a college has already
	if cmd.Kind == RosterFile {
		open = e.found
		if cmd.DryRun {
			forget, err := e.lookElsewhere(ctx, &at)
			if err != nil {
				return err
			}
			defer forget()
		}
	}
	c, err := open(ctx, at)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	switch cmd.Kind {
	case PlanFile, TimetableFile:
		return cmd.lessons(ctx, e, imports.New(c, orders.Write), files)
	case OrdersFile:
		return cmd.orders(ctx, e, orders.New(c), files)
	}
	return cmd.roster(ctx, e, imports.New(c, orders.Write), files)
}

// lookElsewhere takes another folder where there is no college yet: to look at files founds none.
func (e *Env) lookElsewhere(ctx context.Context, g *Globals) (forget func(), err error) {
	if holds, err := e.holdsCollege(ctx, *g); err != nil || holds {
		return func() {}, err
	}
	g.DB = ""
	if g.Data, err = os.MkdirTemp("", "zvonok"); err != nil {
		return nil, fmt.Errorf("не удалось создать временную папку: %w", err)
	}
	made := g.Data
	return func() { _ = os.RemoveAll(made) }, nil
}

// expanded replaces patterns that the shell has left by the files they match.
func expanded(paths []string) (all []string, err error) {
	for _, p := range paths {
		if _, err := os.Lstat(p); err == nil || !strings.ContainsAny(filepath.Base(p), "*?[") {
			all = append(all, p)
			continue
		}
		found, err := filepath.Glob(p)
		if err != nil || len(found) == 0 {
			return nil, fmt.Errorf("нет ни одного файла «%s»: проверьте папку и расширение", p)
		}
		all = append(all, found...)
	}
	return all, nil
}

// roster imports a roster, asking first unless --yes is given.
func (cmd *Import) roster(ctx context.Context, e *Env, in *imports.Imports, files model.Files) error {
	preview, err := cmd.preview(ctx, in, files)
	if err != nil {
		return err
	}
	if len(preview.Problems) == 0 {
		cmd.tell(e.words(cmd.JSON), preview)
	}
	answer := declined
	if err = imports.ImportStop(preview); err == nil {
		answer, err = cmd.answer(ctx, e, preview.Fingerprint == "", "Внести изменения в колледж?")
	}
	if answer == agreed {
		err = in.ApplyImport(college.AsOwner(ctx), files, preview.Choices, preview.Fingerprint)
	}
	var limit *app.ImportLimitError
	var doubts *app.ImportDoubtsError
	switch {
	case errors.As(err, &limit) && !limit.Never:
		err = fmt.Errorf("%w ключом --confirm-removals", err)
	case errors.As(err, &doubts):
		err = fmt.Errorf("%w в окне программы или сразу обо всех: --same-people — это те же люди, --different-people — разные", err)
	}
	if cmd.JSON {
		return errors.Join(e.printJSON(resultOf(preview)), err)
	}
	for _, p := range preview.Problems {
		e.printf("%s\n", problemLine(p))
	}
	if err == nil {
		e.printf("%s", answer.words("Изменений нет.", "Готово. "+preview.Loaded()+". Чтобы изменения дошли до чатов, выполните «zvonok sync»."))
	}
	return err
}

// preview looks at a roster; what the flags say of all who may be one person answers every doubt.
func (cmd *Import) preview(ctx context.Context, in *imports.Imports, files model.Files) (model.ImportPreview, error) {
	choices := model.ImportChoices{KeepGone: cmd.KeepGone, OverLimit: cmd.ConfirmRemovals}
	for {
		preview, err := promptly(ctx, func() (model.ImportPreview, error) { return in.PreviewImport(college.AsOwner(ctx), files, choices) })
		if err != nil || !cmd.SamePeople && !cmd.DifferentPeople {
			return preview, err
		}
		var more bool
		if choices, more = choices.Answered(preview.Doubts, cmd.SamePeople); !more {
			return preview, nil
		}
	}
}

// tell says what a roster changes.
func (cmd *Import) tell(out io.Writer, preview model.ImportPreview) {
	for _, w := range preview.Warnings {
		_, _ = fmt.Fprintf(out, "Внимание: %s\n", w)
	}
	if cmd.DryRun || !cmd.Yes {
		printNames(out, preview.Sections)
	}
	if !cmd.JSON || !cmd.Yes {
		printChanges(out, preview)
	}
	printDoubts(out, preview.Doubts)
}

// importAnswer is what becomes of files that may be imported.
type importAnswer uint8

const (
	declined importAnswer = iota // they were looked at, or the person said no
	pointless
	agreed
)

// answer says whether files are to be imported, which is asked unless a flag says so or they change nothing.
func (cmd *Import) answer(ctx context.Context, e *Env, nothing bool, question string) (importAnswer, error) {
	switch {
	case cmd.DryRun:
		return declined, nil
	case nothing:
		return pointless, nil
	case cmd.Yes:
		return agreed, nil
	}
	yes, err := e.agree(ctx, question)
	if yes {
		return agreed, nil
	}
	return declined, err
}

// words end an import that did not fail.
func (a importAnswer) words(nothing, done string) string {
	switch a {
	case agreed:
		return done + "\n"
	case pointless:
		return nothing + "\n"
	}
	return "Ничего не изменено.\n"
}

func resultOf(p model.ImportPreview) importResult {
	r := importResult{Format: p.FormatCode, Problems: shownProblems(p.Problems), Doubts: []importDoubt{}, Withdrawal: p.Withdrawal}
	for _, d := range p.Doubts {
		r.Doubts = append(r.Doubts, importDoubt{d.Old.String(), d.New.String(), d.Group})
	}
	for key, n := range map[string]*roster.Count{
		"students": &r.Students, "parents": &r.Parents, "staff": &r.Staff, "groups": &r.Groups, "teachings": &r.Teachings, "learners": &r.Learners,
	} {
		s := p.Section(key)
		*n = roster.Count{Added: s.Added, Changed: s.Changed, Removed: s.Removed, Unchanged: s.Unchanged}
	}
	return r
}

// problemLine says where something is wrong and what to do.
func problemLine(p model.ImportProblem) string {
	place, text := problemWords(p)
	if place != "" {
		place += ": "
	}
	return place + text
}

func printChanges(out io.Writer, p model.ImportPreview) {
	_, _ = fmt.Fprintf(out, "%-18s %8s %8s %8s %10s\n", "", "новых", "измен.", "ушло", "без измен.")
	for _, row := range []struct{ name, key string }{
		{"Группы", "groups"}, {"Студенты", "students"}, {"Родители", "parents"}, {"Сотрудники", "staff"}, {"Нагрузка", "teachings"},
		{"Студенты предметов", "learners"},
	} {
		n := p.Section(row.key)
		_, _ = fmt.Fprintf(out, "%-18s %8d %8d %8d %10d\n", row.name, n.Added, n.Changed, n.Removed, n.Unchanged)
	}
	if p.Withdrawal != "" {
		_, _ = fmt.Fprintf(out, "Нет в файле: %s — отчисление, приказ %s\n",
			model.Plural(p.Section("students").Removed, "студент", "студента", "студентов"), p.Withdrawal)
	}
}

// namesShown is how many names of a kind are printed.
const namesShown = 50

// printNames names what goes, changes and comes, section by section.
func printNames(out io.Writer, sections []model.ImportSection) {
	for _, section := range sections {
		if section.Key == "learners" {
			continue // who learns what follows from the rest
		}
		for _, action := range []model.ImportAction{model.ImportRemove, model.ImportMove, model.ImportChange, model.ImportAdd} {
			var lines []string
			for _, l := range section.Lines {
				if l.Action == action {
					lines = append(lines, lineWords(l))
				}
			}
			for _, line := range model.FirstOf(lines, namesShown) {
				_, _ = fmt.Fprintf(out, "%s, %s: %s\n", section.Title, action, line)
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

// printDoubts names the pairs of records that may be one person.
func printDoubts(out io.Writer, doubts []model.ImportDoubt) {
	for i, d := range doubts {
		if i == namesShown {
			_, _ = fmt.Fprintf(out, "Тот же человек? И ещё %s\n", model.Plural(len(doubts)-i, "пара", "пары", "пар"))
			return
		}
		where := ""
		if d.Group != "" {
			where = ", " + d.Group
		}
		_, _ = fmt.Fprintf(out, "Тот же человек? В колледже %s, в файле %s%s\n", d.Old, d.New, where)
	}
}

// FileKind is what the files of a command hold.
type FileKind string

// The kinds of files.
const (
	RosterFile    FileKind = "roster"
	PlanFile      FileKind = "plan"
	TimetableFile FileKind = "timetable"
	OrdersFile    FileKind = "orders"
)

// UnmarshalText takes the kind's English name.
func (k *FileKind) UnmarshalText(text []byte) error {
	switch kind := FileKind(strings.ToLower(string(text))); kind {
	case RosterFile, PlanFile, TimetableFile, OrdersFile:
		*k = kind
		return nil
	}
	return fmt.Errorf("вида файлов «%s» нет: укажите roster, plan, timetable или orders", text)
}

// Validate refuses what only rosters, or they and orders, know.
func (cmd *Import) Validate() error {
	switch {
	case cmd.KeepGone && cmd.Kind != RosterFile:
		return errors.New("ключ --keep-gone бывает только у списков колледжа (--kind roster)")
	case cmd.ConfirmRemovals && cmd.Kind != RosterFile && cmd.Kind != OrdersFile:
		return errors.New("ключ --confirm-removals бывает только у списков колледжа и приказов (--kind roster, --kind orders)")
	}
	return nil
}

func shownProblems(list []model.ImportProblem) []importProblem {
	return model.Each(list, func(p model.ImportProblem) importProblem {
		return importProblem{p.File, p.Row, p.Column, p.Value, p.Message}
	})
}

// problemWords say where a problem of a file is, and what it is.
func problemWords(p model.ImportProblem) (place, text string) {
	of := roster.Problem{Place: roster.Place{File: p.File, Row: p.Row, Column: p.Column}, Value: p.Value, Message: p.Message}
	return of.Place.Words(), of.Text()
}
