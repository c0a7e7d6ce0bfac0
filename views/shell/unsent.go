package shell

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// watchLine follows the line until the shell is thrown away.
func (s *Shell) watchLine() {
	if s.cfg.Line == nil {
		return
	}
	read := func() {
		s.line = s.cfg.Line.Line()
		s.tellServersVersion()
		s.showStatus()
		if s.unsent != nil {
			s.unsent.load()
		}
	}
	changes := NewCoalescer(s.cfg.Exec, s.cfg.Timer, read)
	cancel := s.cfg.Line.SubscribeLine(changes.Changed)
	s.WhenDropped(func() {
		cancel()
		changes.Stop()
	})
	read()
}

// losesUnsent reports whether what waits to be sent would be lost with the window.
func (s *Shell) losesUnsent() bool {
	return s.cfg.Line != nil && s.cfg.Line.Line().Waiting > 0 && !s.cfg.Line.KeepsUnsent()
}

// unlessUnsent gives a function that calls then, and asks first if what waits to be sent would be lost or, after a
// sign-out, stay on this computer.
func (s *Shell) unlessUnsent(action string, signingOut bool, then func()) func() {
	return func() {
		if s.cfg.Line == nil {
			then()
			return
		}
		line, keeps := s.cfg.Line.Line(), s.cfg.Line.KeepsUnsent()
		switch {
		case line.Waiting == 0, keeps && !signingOut:
			then()
		case keeps:
			dialog.Confirm(s.cfg.Window, "Не всё отправлено", waitingWords(line, true)+". Введённое останется на этом компьютере и уйдёт, "+
				"когда вы снова войдёте здесь и связь будет.", action, then)
		default:
			dialog.ConfirmDanger(s.cfg.Window, "Не всё отправлено", waitingWords(line, true)+". Вы вошли без «Запомнить меня», поэтому введённое "+
				"пропадёт. Подождите, пока связь вернётся, или запишите его.", action, then)
		}
	}
}

// unsentList is the dialog of what was entered here and the college does not have.
type unsentList struct {
	shell   *Shell
	service LineService
	table   *table.Table[model.Unsent, string]
	whole   *widgets.Label // the whole chosen step
	again   *widgets.Button
	box     *dialog.Handle
	body    *fyne.Container
}

// The width of the dialog, and of its content.
const unsentWidth, unsentRoom float32 = 800, 760

// showUnsent opens the dialog.
func (s *Shell) showUnsent() {
	l := &unsentList{shell: s, service: s.cfg.Line, whole: widgets.Paragraph("", unsentRoom)}
	l.whole.SetTone(widgets.ToneMuted)
	l.table = table.NewList([]*table.Column[model.Unsent]{
		table.Text("lesson", "Занятие", 230, 2, lessonOf),
		table.Text("who", "Кто", 170, 1, studentsOf),
		table.Text("what", "Что", 70, 0, enteredOf),
		{ID: "at", Title: "Введено", Width: 100, Cell: func(u model.Unsent) table.Cell { return table.Muted(clockOf(u.At, s.cfg.Now())) },
			Compare: func(a, b model.Unsent) int { return a.At.Compare(b.At) }},
		table.Ranked("state", "Состояние", 120, unsentState, func(u model.Unsent) int { return table.Rank(u.Refused != "") }),
	}, func(u model.Unsent) string { return u.ID })
	l.table.Grid.Say(table.Empty{Title: "Читаем список…"})
	l.again = widgets.NewSecondary("Всё равно отправить", func() { l.do("Не отправлено", s.cfg.Line.SendAgain) })
	l.again.SetTooltip("Отправить ещё раз поверх того, что там теперь")
	l.body = container.New(widgets.Stacked{Gap: theme.GapSmall, Grow: l.table.Grid}, l.table.Grid, l.whole)
	l.box = dialog.Show(s.cfg.Window, dialog.Modal{
		Title: "Ждут отправки", Hint: "Введено на этом компьютере, а у колледжа ещё нет. Уйдёт само, по порядку, когда будет связь.",
		Content: l.body, Size: fyne.NewSize(unsentWidth, 480), Focus: l.table.Grid, Primary: revoke, Danger: true, Cancel: "Закрыть", Forgets: true,
		Footer: l.again, OnPrimary: func() bool {
			l.askRevoke()
			return false
		},
		OnCancel: func() { s.unsent = nil },
	})
	l.table.Grid.OnSelectionChanged = l.choose
	s.unsent = l
	l.choose()
	l.load()
}

const revoke, remove = "Не отправлять", "Убрать"

func (l *unsentList) load() {
	background.Fetch(l.shell.cfg.Exec, func() ([]model.Unsent, error) { return l.service.Unsent(l.shell.cfg.Exec.Context()) },
		func(rows []model.Unsent, err error) {
			if l.shell.unsent != l {
				return
			}
			l.table.Grid.Say(table.Empty{Title: "Всё отправлено"})
			if err != nil {
				l.table.Grid.Fail("Список не прочитан", err, l.load)
				return
			}
			l.table.SetRows(rows)
			l.choose()
		})
}

// chosen is what is selected; nil where nothing is.
func (l *unsentList) chosen() *model.Unsent {
	if rows := l.table.Selected(); len(rows) == 1 {
		return &rows[0]
	}
	return nil
}

// choose shows the whole chosen step and enables what can be done with it.
func (l *unsentList) choose() {
	u := l.chosen()
	label := revoke
	l.again.Hide()
	l.whole.SetText("Выберите строку, чтобы прочитать её целиком.")
	if u != nil {
		l.whole.SetText(wholeOf(*u))
		if u.Refused != "" {
			label = remove
			l.again.Show()
		}
	}
	l.box.SetPrimary(label, u != nil)
	l.body.Refresh()
}

func (l *unsentList) askRevoke() {
	u := l.chosen()
	if u.Refused != "" {
		l.do("Не убрано", l.service.Revoke)
		return
	}
	dialog.ConfirmDanger(l.shell.cfg.Window, "Не отправлять?", "Введённое пропадёт: "+wholeOf(*u), revoke,
		func() { l.do("Не отменено", l.service.Revoke) })
}

// do does something with the chosen step.
func (l *unsentList) do(failed string, work func(context.Context, string) error) {
	id := l.chosen().ID
	l.box.Busy(true)
	background.Perform(l.shell.cfg.Exec, func() error { return work(l.shell.cfg.Exec.Context(), id) }, func(err error) {
		l.box.Busy(false)
		if err != nil {
			dialog.ShowError(l.shell.cfg.Window, failed, err.Error())
		}
		l.load()
	})
}

// lessonOf is which lesson a step is about: «ДО-19-3 · История · 02.03».
func lessonOf(u model.Unsent) string {
	words := []string{u.Group, u.Subject}
	var days []time.Time
	for _, c := range u.Cells {
		if !slices.Contains(days, c.Date) {
			days = append(days, c.Date)
		}
	}
	switch {
	case len(days) == 1:
		words = append(words, days[0].Format("02.01"))
	case len(days) > 1:
		words = append(words, model.Plural(len(days), "занятие", "занятия", "занятий"))
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " · ")
}

// studentsOf is whose cells a step is about.
func studentsOf(u model.Unsent) string {
	var students []model.Name
	for _, c := range u.Cells {
		if !slices.Contains(students, c.Student) {
			students = append(students, c.Student)
		}
	}
	if len(students) == 1 {
		return students[0].Short()
	}
	return model.StudentWords(len(students))
}

// enteredOf is what a step enters, where that is the same in all of its cells.
func enteredOf(u model.Unsent) string {
	var texts []string
	for _, c := range u.Cells {
		if text := cellWords(c); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return "разное"
}

func cellWords(c model.UnsentCell) string {
	if text := c.Entry().String(); text != "" {
		return text
	}
	return "пусто"
}

func unsentState(u model.Unsent) table.Cell {
	if u.Refused != "" {
		return table.Cell{Text: "не принято", Tone: widgets.ToneRefused, Pill: true, Tooltip: widgets.Sentence(refusedWords(u))}
	}
	return table.Cell{Text: "ждёт", Tone: widgets.ToneWaiting, Pill: true}
}

// refusedWords are why a step was refused: with both values where somebody else was there first.
func refusedWords(u model.Unsent) string {
	if u.Conflict != nil {
		return u.Conflict.Error()
	}
	return u.Refused
}

// cellsShown is how many cells of a step are named.
const cellsShown = 5

// wholeOf is a whole step in words.
func wholeOf(u model.Unsent) string {
	var cells []string
	for _, c := range u.Cells {
		cells = append(cells, fmt.Sprintf("%s, %s: %s", c.Student.Short(), c.Date.Format(table.DayLayout), cellWords(c)))
	}
	text := lessonOf(u) + "\n" + strings.Join(model.FirstOf(cells, cellsShown), "\n")
	if u.Refused != "" {
		text += "\n" + widgets.Sentence(refusedWords(u))
	}
	return widgets.Drawable(text)
}
