package shell

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/widgets"
)

// Steps are what a new college still needs, shown to its administrator.
type Steps struct {
	// Read asks how far the college has come; it may block.
	Read func(context.Context) (model.Beginnings, error)
	// Lead opens the place where a step is done.
	Lead func(model.Beginning)
}

// stepLabels are the labels of the steps.
var stepLabels = map[model.Beginning]string{
	model.BeginRoster: "Загрузить списки", model.BeginToken: "Ввести ключ сообщества", model.BeginChats: "Создать чаты",
	model.BeginAccounts: "Выдать учётные записи",
}

// readSteps reads how far the college has come, and shows it on the first screen.
func (s *Shell) readSteps() {
	if s.cfg.Steps == nil || slices.Contains(s.hintsRead, s.stepsKept) {
		return
	}
	background.Fetch(s.cfg.Exec, func() (model.Beginnings, error) { return s.cfg.Steps.Read(s.cfg.Exec.Context()) }, func(found model.Beginnings, err error) {
		steps := found.NextSteps()
		// Nobody has asked for them: without an answer they stay as they were, and the next change asks again.
		if err != nil || slices.Equal(steps, s.steps) {
			return
		}
		s.steps = steps
		s.placeBand()
	})
}

// placeBand renews the line above the open screen; the focus stays, unless it was in that line.
func (s *Shell) placeBand() {
	if len(s.stack) == 0 {
		return
	}
	s.page.Objects = []fyne.CanvasObject{s.hinted(s.stack[len(s.stack)-1])}
	s.page.Refresh()
}

// stepsBand is the line of the steps; nil but on the first screen of a college that has some left.
func (s *Shell) stepsBand() fyne.CanvasObject {
	if len(s.steps) == 0 || len(s.stack) != 1 || s.section != 0 || slices.Contains(s.hintsRead, s.stepsKept) {
		return nil
	}
	line := []fyne.CanvasObject{widgets.Heading("Дальше:")}
	first := true
	for _, step := range s.steps {
		label := stepLabels[step.Step]
		switch {
		case step.Done:
			line = append(line, widgets.Text("✓ "+label).In(widgets.ToneGood))
		case first:
			first = false
			line = append(line, widgets.NewPrimary(label, func() { s.cfg.Steps.Lead(step.Step) }))
		default:
			line = append(line, widgets.NewLink(label, func() { s.cfg.Steps.Lead(step.Step) }))
		}
	}
	hide := widgets.NewLink("Скрыть", func() {
		s.keepRead(s.stepsKept)
		s.placeBand()
	})
	return widgets.FilterBar(append(line, layout.NewSpacer(), hide)...)
}
