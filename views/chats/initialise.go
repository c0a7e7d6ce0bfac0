package chats

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// InitialiseService is what «Создание/синхронизация чатов» asks of the program. Progress is told on any goroutine.
type InitialiseService interface {
	PreviewInitialise(ctx context.Context, o model.InitialiseOptions, told func(model.Progress)) (model.PlanSummary, error)
	Initialise(ctx context.Context, o model.InitialiseOptions, told func(model.Progress)) (model.Report, error)
}

const initialiseTitle = "Создание/синхронизация чатов"

// initialise leads through «Создание/синхронизация чатов»: choose, read, preview, carry, result. Every step is a
// dialog of its own.
type initialise struct {
	deps    Deps
	service InitialiseService
	options model.InitialiseOptions
	done    func() // called when chats may have changed
	dialog  *dialog.Handle
}

// startInitialise opens the first step; done is called after a run, stopped ones too.
func startInitialise(deps Deps, done func()) {
	i := &initialise{deps: deps, service: deps.Service, done: done}
	i.options = model.InitialiseOptions{Types: slices.Clone(model.ChatTypes), KeepManual: true}
	i.choose()
}

// confirmSending opens the preview of what the agent would do with chats of these types by itself; done is called after it
// was confirmed and carried.
func confirmSending(deps Deps, types []model.ChatType, done func()) {
	i := &initialise{deps: deps, service: deps.Service, done: done}
	i.options = model.InitialiseOptions{Types: types, Ordinary: true}
	i.read()
}

func (i *initialise) show(m dialog.Modal) {
	m.Title = initialiseTitle
	i.dialog = dialog.Show(i.deps.Frame.Window(), m)
	if m.Focus == nil {
		// Such a step has no field. By itself the focus would go to «Остановить», and a second Enter would stop what the
		// first began; without a focus Enter presses the main button.
		i.deps.Frame.Window().Canvas().Unfocus()
	}
}

// choose asks for the types.
func (i *initialise) choose() {
	var checks []fyne.CanvasObject
	var boxes []*widgets.Check
	refresh := func(bool) {
		i.options.Types = nil
		for n, box := range boxes {
			if box.Checked() {
				i.options.Types = append(i.options.Types, model.ChatTypes[n])
			}
		}
		if i.dialog != nil {
			i.dialog.SetPrimary("Продолжить", len(i.options.Types) > 0)
		}
	}
	chosen := i.options.Types
	i.dialog = nil
	for _, t := range model.ChatTypes {
		box := widgets.NewCheck(t.String()+" — "+typeWords(t), refresh)
		boxes, checks = append(boxes, box), append(checks, box)
	}
	for n, t := range model.ChatTypes {
		boxes[n].SetChecked(slices.Contains(chosen, t))
	}
	i.show(dialog.Modal{
		Hint:    "Выберите типы чатов. Сначала будет показано, что изменится.",
		Content: widgets.Column(checks...), Primary: "Продолжить", Cancel: "Отмена", Size: fyne.NewSize(560, 0),
		Focus:     boxes[0],
		OnPrimary: func() bool { i.next(i.read); return true },
	})
}

// next opens the next step once the dialog of this one is gone.
func (i *initialise) next(step func()) {
	i.dialog.Close()
	step()
}

func typeWords(t model.ChatType) string {
	switch t {
	case model.ChatTeachers:
		return "преподаватели и кураторы"
	case model.ChatGroup:
		return "куратор и студенты каждой группы"
	case model.ChatParents:
		return "куратор и родители студентов каждой группы"
	}
	return "преподаватель и студенты каждого предмета"
}

// read asks for the plan, with the bar while VK is read.
func (i *initialise) read() {
	ctx, cancel := context.WithCancel(i.deps.Exec.Context())
	bar := newProgress()
	bar.SetState("Проверяем, что уже есть в VK", 0, 0, 0)
	i.show(dialog.Modal{
		Hint:    "Сравниваем чаты в VK со списками колледжа. Пока ничего не меняется.",
		Content: bar, Cancel: "Отмена", OnCancel: cancel, Size: fyne.NewSize(620, 0),
	})
	dialog, options := i.dialog, i.options
	told := func(p model.Progress) {
		i.deps.Exec.UI(func() { setProgress(bar, p) })
	}
	background.Fetch(i.deps.Exec, func() (model.PlanSummary, error) { return i.service.PreviewInitialise(ctx, options, told) },
		func(plan model.PlanSummary, err error) {
			if ctx.Err() != nil {
				return
			}
			cancel()
			dialog.Close()
			if err != nil {
				i.deps.Fail("Не удалось узнать, что изменится", err)
				return
			}
			i.preview(plan)
		})
}

// carry carries the plan. The dialog can be closed: the run goes on, and a toast tells of its end.
func (i *initialise) carry() {
	ctx, cancel := context.WithCancel(i.deps.Exec.Context())
	bar := newProgress()
	away := false
	bar.OnCancel = func() {
		cancel()
		bar.SetState("Останавливаем: начатые запросы будут закончены", 0, 0, 0)
	}
	bar.SetState("Синхронизация", 0, 0, 0)
	putAway := func() {
		away = true
		i.deps.Frame.Toast("Синхронизация продолжается, ход виден внизу списка.", widgets.ToneNeutral)
	}
	i.show(dialog.Modal{
		Hint:    "Чаты в VK приводятся к спискам. Окно можно свернуть: работа продолжится.",
		Content: bar, Primary: "Свернуть", Size: fyne.NewSize(720, 0),
		OnPrimary: func() bool { putAway(); return true },
		OnCancel:  putAway,
	})
	dialog, options := i.dialog, i.options
	told := func(p model.Progress) {
		i.deps.Exec.UI(func() {
			if ctx.Err() == nil {
				setProgress(bar, p)
			}
		})
	}
	background.Fetch(i.deps.Exec, func() (model.Report, error) { return i.service.Initialise(ctx, options, told) },
		func(report model.Report, err error) {
			cancel()
			i.done()
			show := func() { i.result(report, err) }
			if !away {
				dialog.Close()
				show()
				return
			}
			text, tone := "Синхронизация закончена", widgets.ToneGood
			switch {
			case err != nil && !errors.Is(err, context.Canceled):
				text, tone = "Синхронизация не закончена", widgets.ToneRefused
			case report.Cancelled || err != nil:
				text, tone = "Синхронизация остановлена", widgets.ToneNeutral
			case len(report.Refusals) > 0:
				text, tone = "Синхронизация закончена, есть "+model.Plural(len(report.Refusals), "отказ", "отказа", "отказов"),
					widgets.ToneWaiting
			}
			i.deps.Frame.ToastAction(text, tone, "Показать", show)
		})
}

// setProgress shows how far a run has come.
func setProgress(bar *progress, p model.Progress) {
	text := "Синхронизация"
	switch {
	case p.Stage == model.StageRead && p.Total > 0:
		text = fmt.Sprintf("Проверка в VK: %d из %s", p.Done, model.Plural(p.Total, "чата", "чатов", "чатов"))
	case p.Stage == model.StageRead:
		text = "Проверка в VK"
	case p.Stage == model.StagePlan:
		text = "Составляем план"
	case p.Total > 0:
		text = fmt.Sprintf("Синхронизация: %d из %d", p.Done, p.Total)
	}
	bar.SetState(text, p.Done, p.Total, p.Left)
}
