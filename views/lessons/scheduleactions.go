package lessons

import (
	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/widgets"
)

// open does what a row is for: a remote lesson is joined, another one of the teacher's opens its journal.
func (s *schedule) open(line model.LessonLine) {
	switch {
	case line.Remote != nil:
		s.opener.Open(line)
	case s.what.teaches:
		s.deps.Frame.Push(s.deps.LessonJournal(line))
	default:
		s.deps.Frame.Toast("Это занятие не дистанционное: подключаться к нему не нужно", widgets.ToneNeutral)
	}
}

// menu is the context menu of a row.
func (s *schedule) menu() []widgets.MenuItem {
	chosen := s.table.Selected()
	if len(chosen) != 1 {
		return nil
	}
	line, items := chosen[0], []widgets.MenuItem(nil)
	switch why := s.whyNot(line); {
	case why == "":
		items = append(items,
			widgets.MenuItem{Label: "Открыть занятие", Hint: "Enter", Do: func() { s.opener.Open(line) }},
			widgets.MenuItem{Label: "Открыть другим способом…", Do: func() { remotelessons.Ask(s.deps.Desk, s.deps.Service, line) }})
	case line.Remote != nil || !s.what.teaches:
		items = append(items, widgets.MenuItem{Label: "Открыть занятие", Disabled: true, Why: why})
	}
	if !s.what.teaches {
		return items
	}
	if line.Remote == nil {
		// The form asks for the time, so that a lesson whose hours in the timetable are over may still take place today.
		over := line.Date.Before(s.read.today)
		items = append(items, widgets.MenuItem{Label: makeLabel, Disabled: over, Why: tooLate, Do: func() { s.deps.MakeRemote(line) }})
	}
	return append(items, widgets.MenuItem{Label: "Журнал", Do: func() { s.deps.Frame.Push(s.deps.LessonJournal(line)) }})
}

const (
	makeLabel = "+ Создать дистанционное занятие"
	notRemote = "Это занятие не дистанционное."
	tooLate   = "Создать дистанционное занятие можно только при условии, что его время ещё не прошло."
	noneNow   = "Сейчас дистанционных занятий нет: выберите занятие в списке."
)

// whyNot says why a lesson cannot be opened; "" = it can, now or later.
func (s *schedule) whyNot(line model.LessonLine) string {
	switch {
	case line.Remote == nil:
		return notRemote
	case remotelessons.Over(line, s.read.now):
		return widgets.Sentence(model.ErrOver.Error())
	}
	return ""
}

// target is the lesson that the main button opens: the chosen one, or else the one that goes on.
func (s *schedule) target() (line model.LessonLine, why string) {
	if chosen := s.table.Selected(); len(chosen) == 1 {
		return chosen[0], s.whyNot(chosen[0])
	}
	if line, ok := running(s.lines, s.read.now); ok {
		return line, ""
	}
	return line, noneNow
}

// showChosen enables the main button or disables it.
func (s *schedule) showChosen() {
	line, why := s.target()
	if why != "" {
		s.join.SetDisabled(true)
		s.join.SetTooltip(why)
		return
	}
	s.join.SetDisabled(false)
	s.join.SetTooltip(line.Subject + ", " + timesText(line, s.read.now))
}

func (s *schedule) joinChosen() {
	if line, why := s.target(); why == "" {
		s.opener.Open(line)
	}
}
