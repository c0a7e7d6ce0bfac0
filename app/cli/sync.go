package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/server"
	"zvonok/model"
	"zvonok/model/store"
)

// ChatType is a chat's type on the command line.
type ChatType model.ChatType

var typeNames = map[string]model.ChatType{
	"teachers": model.ChatTeachers, "group": model.ChatGroup, "parents": model.ChatParents, "subject": model.ChatSubject,
}

// UnmarshalText takes the type's English name or its label.
func (t *ChatType) UnmarshalText(text []byte) error {
	name := model.Fold(string(text))
	if known, ok := typeNames[name]; ok {
		*t = ChatType(known)
		return nil
	}
	for _, known := range model.ChatTypes {
		if model.Fold(known.String()) == name {
			*t = ChatType(known)
			return nil
		}
	}
	return fmt.Errorf("типа чата «%s» нет: укажите teachers, group, parents или subject", text)
}

// Sync is `zvonok sync`: «Инициализировать список» without a window.
type Sync struct {
	Type            []ChatType `help:"Только чаты этого типа: teachers, group, parents, subject. Можно повторять." placeholder:"ТИП"`
	KeepManual      bool       `help:"Оставить добавленных вручную."`
	DryRun          bool       `help:"Только показать, что изменится."`
	Yes             bool       `short:"y" help:"Не спрашивать подтверждения."`
	ConfirmRemovals bool       `help:"Подтвердить удаление сверх предела безопасности."`
	JSON            bool       `name:"json" help:"Вывести итог одним объектом JSON."`
}

// Run brings the chats in the messenger to what the roster says.
func (cmd *Sync) Run(ctx context.Context, e *Env, g *Globals) error {
	c, err := e.open(ctx, *g)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	own, err := e.agent(ctx, c, *g)
	if err == nil {
		err = alone(ctx, c, func(ctx context.Context) error { return cmd.carry(ctx, e, own) })
		if !errors.Is(err, store.ErrClaimed) {
			return err
		}
	}
	keys, unnamed := e.keys(c, *g)
	by := server.Agent{College: c}
	running, found := server.Beside(c.Dir)
	if c.Store.Shared() { // whichever of its servers has the agent
		running, found = server.Running{}, by.Served(ctx)
	}
	if !found || running.NoAgent || !errors.Is(err, store.ErrClaimed) && (unnamed != nil || keys.Given(model.CommunityToken)) {
		return err
	}
	there := cmd.carry(ctx, e, by)
	if errors.Is(there, app.ErrNoAgent) {
		return err // the server has none either
	}
	return there
}

// carrier makes plans and carries them out: the agent of this process, or the server's.
type carrier interface {
	Preview(context.Context, agent.RunOptions, func(model.Progress)) (model.PlanSummary, error)
	Run(context.Context, agent.RunOptions, func(model.Progress)) (model.Report, error)
}

func (cmd *Sync) carry(ctx context.Context, e *Env, by carrier) error {
	o := agent.RunOptions{Initialise: true, Refresh: true, KeepManual: cmd.KeepManual, OverLimit: cmd.ConfirmRemovals}
	for _, t := range cmd.Type {
		o.Types = append(o.Types, model.ChatType(t))
	}
	if cmd.DryRun {
		summary, err := by.Preview(ctx, o, e.tell(cmd.JSON))
		if err != nil {
			return err
		}
		if cmd.JSON {
			return e.printJSON(planned(summary))
		}
		printSummary(e.Out, summary)
		return nil
	}
	var unasked error
	if !cmd.Yes {
		o.Confirm = func(s model.PlanSummary) (yes bool) {
			printSummary(e.words(cmd.JSON), s)
			if yes = s.Nothing(); !yes {
				yes, unasked = e.agree(ctx, "Отправить в VK?")
			}
			return yes
		}
	}
	report, err := by.Run(ctx, o, e.tell(cmd.JSON))
	if unasked != nil {
		return unasked
	}
	if _, ok := errors.AsType[*app.LimitError](err); ok {
		err = fmt.Errorf("%w ключом --confirm-removals", err)
	}
	return e.ended(report, err, cmd.JSON)
}

// ended tells how a run ended, and gives the command's error.
func (e *Env) ended(r model.Report, err error, asJSON bool) error {
	var none model.Report
	if err != nil && !asJSON && r.Chats == none.Chats && r.Members == none.Members && r.Admins == none.Admins && len(r.Refusals) == 0 {
		return err // nothing was done or, where a server ended before its answer, what was done is not known here
	}
	return errors.Join(e.printReport(r, asJSON), err, refusals(r))
}

func refusals(r model.Report) error {
	if len(r.Refusals) > 0 {
		return errPartial
	}
	return nil
}

// tell prints how far a run is, a line each tenth of the way.
func (e *Env) tell(quiet bool) func(model.Progress) {
	last := -1
	return func(p model.Progress) {
		if quiet || p.Total == 0 || p.Done*10/p.Total == last {
			return
		}
		last = p.Done * 10 / p.Total
		what := "Чтение из VK"
		if p.Stage != model.StageRead {
			what = "Отправка в VK"
		}
		_, _ = fmt.Fprintf(e.Err, "%s: %d из %d\n", what, p.Done, p.Total)
	}
}

// planned is a plan in the shape of a report.
func planned(s model.PlanSummary) model.Report {
	r := model.Report{Refusals: []model.Refusal{}}
	r.Chats.Created, r.Chats.Renamed, r.Chats.Deleted = len(s.NewChats), len(s.Renamed), len(s.Deleted)
	r.Chats.Unchanged = s.Chats - len(s.NewChats) - len(s.Deleted)
	r.Members.Added, r.Members.Removed = len(s.Add), len(s.Remove)
	r.Admins.Set, r.Admins.Unset = s.AdminsSet, s.AdminsUnset
	return r
}

func printSummary(out io.Writer, s model.PlanSummary) {
	if s.Nothing() {
		_, _ = fmt.Fprintln(out, "Все чаты уже по спискам.")
		return
	}
	_, _ = fmt.Fprintf(out, "Чаты: создать %d, переименовать %d, удалить %d, всего %d\n", len(s.NewChats), len(s.Renamed), len(s.Deleted), s.Chats)
	_, _ = fmt.Fprintf(out, "Участники: добавить %d, удалить %d, оставить добавленных вручную %d\n", len(s.Add), len(s.Remove), len(s.Kept))
	_, _ = fmt.Fprintf(out, "Администраторы: назначить %d, отменить назначение %d\n", s.AdminsSet, s.AdminsUnset)
	for _, title := range s.Deleted {
		_, _ = fmt.Fprintf(out, "  удалить чат: %s\n", title)
	}
	for _, l := range s.Remove {
		_, _ = fmt.Fprintf(out, "  удалить: %s из «%s» (%s)\n", l.Person, l.Chat, l.Why)
	}
	if s.Limit.Exceeded() {
		_, _ = fmt.Fprintf(out, "Внимание: %v\n", &app.LimitError{SafetyLimit: s.Limit})
	}
}

func (e *Env) printReport(r model.Report, asJSON bool) error {
	if asJSON {
		return e.printJSON(r)
	}
	e.printf("Чаты: создано %d, переименовано %d, удалено %d, без изменений %d\n", r.Chats.Created, r.Chats.Renamed, r.Chats.Deleted, r.Chats.Unchanged)
	e.printf("Участники: добавлено %d, удалено %d, ждут входа по ссылке %d, нет VK ID %d, отказ %d\n",
		r.Members.Added, r.Members.Removed, r.Members.Waiting, r.Members.NoVK, r.Members.Refused)
	e.printf("Администраторы: назначено %d, отменено %d\n", r.Admins.Set, r.Admins.Unset)
	e.printf("%s, %s с\n", model.Plural(int(r.Requests), "запрос", "запроса", "запросов"), model.Tenths(r.Seconds))
	for _, f := range r.Refusals {
		who := f.Chat
		if f.Person != "" {
			who = f.Person + ", «" + f.Chat + "»"
		}
		e.printf("Отказ, %s: %s\n", who, f.Message)
	}
	return nil
}
