package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// AgentService is what the agent's card and its log ask of the program.
type AgentService interface {
	SyncStatus() model.SyncStatus
	Runs(ctx context.Context, n int) ([]model.RunLine, error)
	RunNow(ctx context.Context) (model.Report, error)
	StopSync(ctx context.Context) error
	// Subscribe calls f on any goroutine whenever something of the college changed.
	Subscribe(f func(model.Change)) (cancel func())
}

// agentCard is the card «Последняя синхронизация»: how the last run ended, «Запустить сейчас», and the way to the log.
type agentCard struct {
	deps    Deps
	service AgentService
	ctx     context.Context
	reading shell.Loader[lastRun]
	on      bool // switched on here, as saved
	running bool
	failed  bool // the last run ended with a problem
	grown   func()

	card  fyne.CanvasObject
	when  *widgets.Label
	state *widgets.PillLabel
	done  *widgets.Label
	run   *widgets.Button
}

func newAgentCard(deps Deps, service AgentService) *agentCard {
	a := &agentCard{deps: deps, service: service, ctx: deps.Exec.Context(), on: true}
	a.reading = shell.Loader[lastRun]{Desk: deps.Desk, Show: a.show, Failed: a.fail}
	a.when = widgets.Text("")
	a.state = widgets.Pill("читаем…", widgets.ToneNeutral)
	a.done = note("")
	a.run = widgets.NewSecondary("Запустить сейчас", a.runNow)
	log := widgets.NewSecondary("Журнал синхронизаций", func() { deps.Frame.Push(newRuns(deps, service)) })
	log.SetTooltip("Когда чаты приводились к спискам, что сделано и что не вышло")
	a.card = widgets.Card(
		widgets.Heading("Последняя синхронизация"),
		widgets.Wrapped(a.when, a.state), a.done, widgets.Wrapped(a.run, log))
	return a
}

// setComputer says whether the agent is switched on here.
func (a *agentCard) setComputer(on bool) {
	a.on = on
	a.load()
}

// lastRun is the last run of the agent, none before the first, and its state now.
type lastRun struct {
	status model.SyncStatus
	runs   []model.RunLine
}

func (a *agentCard) load() {
	a.reading.Load(a.ctx, func(ctx context.Context) (lastRun, error) {
		runs, err := a.service.Runs(ctx, 1)
		return lastRun{a.service.SyncStatus(), runs}, err
	})
}

func (a *agentCard) fail(err error) {
	a.when.SetText("")
	a.state.Set("не прочитана", widgets.ToneRefused)
	a.done.SetText(widgets.Sentence(err.Error()))
	a.showButton(model.SyncStatus{})
	a.grown()
}

func (a *agentCard) show(r lastRun) {
	status, runs := r.status, r.runs
	a.failed = len(runs) > 0 && runs[0].Problem != ""
	a.when.SetText("")
	switch {
	case status.Running:
		a.state.Set("идёт сейчас", widgets.ToneLink)
		a.done.SetText("Чаты в VK приводятся к спискам. Можно продолжать работу.")
	case len(runs) == 0:
		a.state.Set("ещё не было", widgets.ToneNeutral)
		a.done.SetText("Она начнётся, когда будет введён ключ сообщества.")
	default:
		last := runs[0]
		a.when.SetText(last.Started.Format("02.01.2006 15:04") + ", " + lasted(last))
		ended := ending(last)
		a.state.Set(ended.Text, ended.Tone)
		text := widgets.Sentence(doneWords(last.Report))
		if last.Problem != "" {
			text = widgets.Sentence(last.Problem) + " " + text
		}
		a.done.SetText(text)
	}
	a.showButton(status)
	a.grown()
}

// showButton enables «Запустить сейчас», called «Повторить сейчас» after a run that failed. While a run is under way, the
// button stops it.
func (a *agentCard) showButton(status model.SyncStatus) {
	a.running = status.Running
	label := "Запустить сейчас"
	if a.failed {
		label = "Повторить сейчас"
	}
	a.run.SetText(label)
	a.run.SetDisabled(false)
	a.run.SetTooltip("Проверить все чаты в VK и исправить их, не дожидаясь своего часа")
	switch {
	case status.Running:
		a.run.SetText("Остановить")
		a.run.SetTooltip("Начатые запросы будут закончены, сделанное сохранится")
	case !a.on:
		a.run.SetDisabled(true)
		a.run.SetTooltip("Синхронизация на этом компьютере выключена")
	case !status.AgentHere:
		a.run.SetDisabled(true)
		a.run.SetTooltip("Ключ сообщества не введён")
	}
}

func (a *agentCard) runNow() {
	if a.running {
		a.deps.Stop(a.service.StopSync, nil)
		return
	}
	a.showButton(model.SyncStatus{Running: true, AgentHere: true})
	background.Fetch(a.deps.Exec, func() (model.Report, error) { return a.service.RunNow(a.deps.Exec.Context()) },
		func(r model.Report, err error) {
			switch {
			case r.Cancelled:
				a.deps.Frame.Toast("Синхронизация остановлена: сделанное сохранено.", widgets.ToneNeutral)
			case err != nil:
				a.deps.Warn(err)
			default:
				a.deps.Tell("Синхронизация закончена: " + doneWords(r) + ".")
			}
			if a.ctx.Err() == nil {
				a.load()
			}
		})
}
