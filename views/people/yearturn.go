package people

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/files"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// YearTurnService is what the year's turn asks of the program.
type YearTurnService interface {
	// ReadFiles reads the files behind the paths that were chosen: one folder, or files.
	ReadFiles(ctx context.Context, paths []string) (model.Files, error)
	PreviewYearTurn(ctx context.Context, choices model.YearTurnChoices) (model.YearTurnPlan, error)
	ApplyYearTurn(ctx context.Context, choices model.YearTurnChoices, fingerprint string) error
}

const (
	yearTurnTitle = "Новый учебный год"
	previousStep  = "Предыдущий шаг"
)

// turnStep is a step of the year's turn.
type turnStep uint8

const (
	turnGroups  turnStep = iota + 1 // which groups go on and which graduate
	turnChats                       // the order, and what becomes of the graduates' chats
	turnFiles                       // the new year's lists
	turnPreview                     // what will change
	turnDone                        // nothing is left to lose
)

// yearTurn is «Новый учебный год»: four steps and what to do afterwards.
type yearTurn struct {
	*files.Reading
	deps   Deps
	step   turnStep
	plan   model.YearTurnPlan
	turns  map[model.GroupID]model.GroupTurn // chosen by hand
	groups *table.Table[model.TurnedGroup, model.GroupID]
	form   *turnForm // once the plan is known
	files  turnFileChoice
	// choosing is what is done with the checked groups.
	choosing fyne.CanvasObject
	next     *widgets.Button
	buttons  []*widgets.Button
	busy     bool
	to       turnStep // the step that is being read for
	part     string   // the open tab of the preview
	late     bool     // somebody has confirmed the turn in a year that is under way
}

var _ shell.Screen = (*yearTurn)(nil)

func newYearTurn(deps Deps) *yearTurn {
	s := &yearTurn{deps: deps, turns: map[model.GroupID]model.GroupTurn{}}
	s.Reading = files.NewReading(deps.Frame.Window(), s.dropped, s.failed)
	s.read(turnGroups)
	return s
}

// Title implements shell.Screen.
func (s *yearTurn) Title() string { return yearTurnTitle }

// Topic implements shell.Screen.
func (s *yearTurn) Topic() shell.Topic { return shell.TopicYear }

// Unsaved reports whether something was chosen that is not carried out yet.
func (s *yearTurn) Unsaved() bool {
	return s.step != turnDone && (len(s.turns) > 0 || len(s.files.paths) > 0 || s.form != nil && s.form.touched())
}

// MayLeave says no while the turn is being written, and asks before what was chosen is dropped.
func (s *yearTurn) MayLeave(then func(bool)) {
	if s.busy {
		then(false)
		return
	}
	if !s.Unsaved() {
		then(true)
		return
	}
	dialog.ConfirmDanger(s.deps.Frame.Window(), "Уйти без перехода?", "Выбранное здесь не сохранится. В колледже пока ничего не изменено.",
		"Уйти", func() { then(true) })
}

// Do carries out a command of the keyboard.
func (s *yearTurn) Do(c shell.Command) {
	switch {
	case s.busy:
	case c == shell.CommandRefresh && s.step == turnPreview:
		s.reread()
	case c == shell.CommandRefresh && s.step != turnDone:
		s.read(max(s.step, turnGroups))
	case c == shell.CommandFilter && s.step == turnPreview && s.part == partFiles:
		s.files.view.Search()
	case c == shell.CommandSave && s.step == turnPreview && !s.next.Disabled():
		s.confirm()
	}
}

// choices are a copy of what was chosen so far, since another goroutine reads them while more is chosen here. The lists
// are read for the preview only.
func (s *yearTurn) choices(of turnStep) model.YearTurnChoices {
	choices := model.YearTurnChoices{Turns: maps.Clone(s.turns)}
	if s.form != nil {
		s.form.into(&choices)
	}
	if of == turnPreview {
		choices.Lists, choices.Import = s.files.read, s.files.decided
	}
	return choices
}

// read plans the turn with what is chosen and goes to a step.
func (s *yearTurn) read(to turnStep) {
	if to == turnPreview && len(s.files.paths) > 0 {
		s.say(widgets.Notice("Читаем файл и сравниваем с колледжем после перехода", "Пока ничего не меняется.", widgets.NewSecondary("Отмена", func() {
			s.Cancel()
			s.open(turnFiles)
		})))
	} else {
		s.say(widgets.Notice("Читаем списки и чаты", "Пока ничего не меняется."))
	}
	s.ask(to, func(plan model.YearTurnPlan) {
		s.take(plan)
		if s.form == nil {
			s.form = newTurnForm(plan.Today)
		}
		s.open(to)
	})
}

// ask plans the turn for a step.
func (s *yearTurn) ask(to turnStep, then func(model.YearTurnPlan)) {
	s.to = to
	choices := s.choices(to)
	var paths []string // of what was not read yet
	if to == turnPreview && s.files.read == nil {
		paths = s.files.paths
	}
	type reading struct {
		files model.Files
		plan  model.YearTurnPlan
	}
	files.Read(s.Reading, s.deps.Exec, func(ctx context.Context) (read reading, err error) {
		if len(paths) > 0 {
			if read.files, err = s.deps.Service.ReadFiles(ctx, paths); err != nil {
				return read, err
			}
			choices.Lists = read.files
		}
		read.plan, err = s.deps.Service.PreviewYearTurn(ctx, choices)
		return read, err
	}, func(read reading) {
		if len(paths) > 0 {
			s.files.read = read.files
		}
		then(read.plan)
	})
}

// failed says why the turn could not be planned.
func (s *yearTurn) failed(failure string) {
	to := s.to
	var actions []fyne.CanvasObject
	if to == turnPreview {
		actions = append(actions, widgets.NewSecondary(previousStep, func() { s.open(turnFiles) }))
	}
	s.say(widgets.Failure("Списки не прочитаны", failure, func() { s.read(to) }, actions...))
}

// take shows what was planned from now on, the groups by name.
func (s *yearTurn) take(plan model.YearTurnPlan) {
	s.plan = plan
	model.Sort(s.plan.Groups, table.InOrder(turnedName))
}

// say shows words instead of a step.
func (s *yearTurn) say(notice fyne.CanvasObject) {
	s.step, s.next, s.buttons = 0, nil, nil
	s.page("", nil, nil, notice, nil)
}

// page shows a step. hint says what it is for.
func (s *yearTurn) page(hint string, buttons []*widgets.Button, more, body, footer fyne.CanvasObject) {
	s.buttons = buttons
	objects := model.Each(buttons, func(b *widgets.Button) fyne.CanvasObject { return b })
	title := yearTurnTitle
	if s.plan.Year != 0 {
		title += " " + model.SchoolYearWords(s.plan.Year)
	}
	toolbar := widgets.Toolbar(title, objects, []fyne.CanvasObject{widgets.NewLink("Назад", s.deps.Frame.Back)})
	var band fyne.CanvasObject
	if hint != "" {
		band = widgets.Muted(hint).Shrink()
		if more != nil {
			band = widgets.Column(band, more)
		}
	}
	s.Show(widgets.Page(toolbar, band, body, footer))
}

func (s *yearTurn) open(step turnStep) {
	s.step = step
	switch step {
	case turnGroups:
		s.showGroups()
	case turnChats:
		s.showChats()
	case turnFiles:
		s.showFiles()
	case turnPreview:
		s.showPreview()
	}
}

// graduating are the groups that graduate by what is chosen now.
func (s *yearTurn) graduating() (groups []model.TurnedGroup) {
	for _, g := range s.plan.Groups {
		if g.Turn == model.TurnGraduate {
			groups = append(groups, g)
		}
	}
	return groups
}

// besideOrder is the step of the order or, where nobody graduates, the step after it.
func (s *yearTurn) besideOrder(other turnStep) turnStep {
	if len(s.graduating()) == 0 {
		return other
	}
	return turnChats
}

// problems name what speaks against the turn or, with ofGroups, against what becomes of the groups. What stops the turn
// comes first. The others are in a list of their own.
func (s *yearTurn) problems(ofGroups bool) fyne.CanvasObject {
	var texts []string
	first, tone := "", widgets.ToneWaiting
	for _, p := range s.plan.Problems {
		if (p.Order || p.Lists) && ofGroups {
			continue
		}
		texts = append(texts, p.Text)
		if first == "" || p.Stops && tone == widgets.ToneWaiting {
			first = p.Text
		}
		if p.Stops {
			tone = widgets.ToneRefused
		}
	}
	if len(texts) == 0 {
		return nil
	}
	label := widgets.Flow(first).In(tone)
	if len(texts) == 1 {
		return label
	}
	more := widgets.NewSecondary("Все замечания ("+strconv.Itoa(len(texts))+")…", func() {
		const width = 640
		dialog.Show(s.deps.Frame.Window(), dialog.Modal{Title: "Замечания", Cancel: "Закрыть", Size: fyne.NewSize(width, 0),
			Content: widgets.Flow(strings.Join(texts, "\n\n"))})
	})
	return widgets.Fields([]float32{-1, 0}, label, more)
}

// confirm asks once, naming what is lost.
func (s *yearTurn) confirm() {
	n := s.plan.Counts()
	lines := []string{"Перед переходом будет сделана резервная копия. Весь переход — одна запись в «Журнале изменений»: её можно отменить."}
	if n.Students > 0 {
		lines = append(lines, model.Plural(n.Students, "студент выпускается", "студента выпускаются", "студентов выпускаются")+" по приказу № "+s.plan.Order.Number+
			" с "+s.plan.Order.Effective.Format(table.DayLayout)+".")
	}
	if words := listWords(s.plan.Lists); words != "" {
		lines = append(lines, words)
	}
	for _, p := range s.plan.Problems {
		lines = append(lines, p.Text)
	}
	lines = append(lines, s.losses()...)
	dialog.ConfirmDanger(s.deps.Frame.Window(), "Перейти на "+model.SchoolYearWords(s.plan.Year)+" учебный год?", strings.Join(lines, "\n\n"),
		"Выполнить переход", s.apply)
}

// losses say what «Отменить» does not bring back.
func (s *yearTurn) losses() (lines []string) {
	n := s.plan.Counts()
	if n.Deleted > 0 {
		lines = append(lines, model.ChatWords(n.Deleted)+" "+model.PluralForm(n.Deleted, "будет удалён", "будут удалены", "будут удалены")+
			" из VK: отмена создаст их заново, но переписка не вернётся.")
	}
	if n.Leaving > 0 {
		lines = append(lines, "Из архивных чатов "+model.PluralForm(n.Leaving, "выйдет ", "выйдут ", "выйдут ")+model.PeopleWords(n.Leaving)+
			": отмена вернёт их в списки, но войти им придётся самим по ссылке.")
	}
	return lines
}

func (s *yearTurn) apply() {
	if s.busy {
		return
	}
	s.busy = true
	for _, b := range s.buttons {
		b.SetDisabled(true)
	}
	choices, fingerprint := s.choices(turnPreview), s.plan.Fingerprint
	work, tell := s.deps.Noting(func(ctx context.Context) error { return s.deps.Service.ApplyYearTurn(ctx, choices, fingerprint) })
	background.Perform(s.deps.Exec, func() error { return work(s.deps.Exec.Context()) }, func(err error) {
		s.busy = false
		if err != nil {
			s.deps.Fail("Переход не выполнен", err)
			s.read(turnPreview)
			return
		}
		s.step = turnDone
		s.deps.Frame.Back()
		done := "Колледж перешёл на " + model.SchoolYearWords(s.plan.Year) + " учебный год. Чаты будут исправлены"
		if s.plan.Lists == nil {
			done += ". Теперь загрузите списки: первый курс и нагрузку на этот год"
		}
		tell(done)
	})
}
