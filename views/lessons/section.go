package lessons

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// SectionService is what the choice of what to show asks of the program.
type SectionService interface {
	LessonsAccess(ctx context.Context) (model.LessonsAccess, error)
	Subscribe(f func(model.Change)) (cancel func())
}

// panel is one of the things to see in the section; its screen is made when it is first opened.
type panel struct {
	key, label string
	make       func() shell.Screen
	screen     shell.Screen
	content    fyne.CanvasObject
}

const (
	panelToday    = "today"
	panelOwn      = "own"
	panelLearning = "learning"
	panelJournal  = "journal"
)

// section is the first screen of «Занятия»: one panel, or several under tabs.
type section struct {
	shell.Reader[model.LessonsAccess]
	deps   Deps
	access model.LessonsAccess
	known  bool // the panels are those of access

	panels  []*panel
	current int
	tabs    *widgets.Tabs
}

var _ shell.Screen = (*section)(nil)

func newSection(deps Deps) *section {
	s := &section{deps: deps}
	s.Begin(shell.Base{Desk: deps.Desk, Name: "Занятия", About: shell.TopicLessons, Changes: deps.Service}, widgets.Toolbar("Занятия", nil, nil), shell.Reading[model.LessonsAccess]{
		Waiting: "Читаем занятия…", Failed: "Занятия не прочитаны", Work: deps.Service.LessonsAccess, Show: s.adopt,
		On: func(c model.Change) bool { return c.Roster || c.All },
	})
	return s
}

// Shown shows the open panel, and the panels of other rights when those have changed.
func (s *section) Shown() {
	s.Watch()
	if open := s.open(); open != nil {
		open.Shown()
	}
	s.Load()
}

// Hidden ends what Shown began.
func (s *section) Hidden() {
	s.Base.Hidden()
	if open := s.open(); open != nil {
		open.Hidden()
	}
}

// Unsaved asks the open panel.
func (s *section) Unsaved() bool {
	holder, ok := s.open().(shell.Holder)
	return ok && holder.Unsaved()
}

// MayLeave asks the open panel.
func (s *section) MayLeave(then func(bool)) {
	if open := s.open(); open != nil {
		open.MayLeave(then)
		return
	}
	then(true)
}

// open is the panel that is shown, nil while there is none.
func (s *section) open() shell.Screen {
	if len(s.panels) == 0 {
		return nil
	}
	return s.panels[s.current].screen
}

func (s *section) adopt(access model.LessonsAccess) {
	if !s.known || access != s.access {
		s.access, s.known = access, true
		s.build()
	}
}

// Do hands a command of the keyboard to the open panel.
func (s *section) Do(c shell.Command) {
	if open := s.open(); open != nil {
		open.Do(c)
	} else {
		s.Base.Do(c)
	}
}

// build makes the panels that the person may see and opens the first.
func (s *section) build() {
	if open := s.open(); open != nil {
		open.Hidden()
	}
	s.panels, s.current = s.offered(), 0
	if len(s.panels) == 0 {
		s.Say("Раздел «Занятия» закрыт", "Раздел открыт студентам, преподавателям-предметникам, кураторам и администратору ПОО.")
		return
	}
	tabs := model.Each(s.panels, func(p *panel) widgets.Tab { return widgets.Tab{Key: p.key, Label: p.label} })
	s.tabs = widgets.NewTabs(tabs, s.choose)
	s.show(0)
}

func (s *section) offered() (panels []*panel) {
	offer := func(key, label string, make func() shell.Screen) {
		panels = append(panels, &panel{key: key, label: label, make: make})
	}
	var journals func()
	if s.access.Journal {
		journals = func() { s.tabs.Select(panelJournal) }
	}
	if s.access.Teaches {
		offer(panelToday, "Сегодня", func() shell.Screen { return newToday(s.deps, journals) })
		offer(panelOwn, "Расписание", func() shell.Screen {
			return newSchedule(s.deps, listing{title: "Расписание", teaches: true, week: true, journals: journals})
		})
	}
	if s.access.Journal {
		offer(panelJournal, "Журнал успеваемости", s.deps.Journal)
	}
	if s.access.Learns {
		label := "Занятия"
		if s.access.Teaches {
			label = "Моя учёба"
		}
		learning := &panel{key: panelLearning, label: label, make: func() shell.Screen {
			return newSchedule(s.deps, listing{title: label})
		}}
		if s.access.Teaches {
			return append(panels, learning)
		}
		return append([]*panel{learning}, panels...)
	}
	return panels
}

// choose opens the panel of a tab, unless the present one wants to keep its edits.
func (s *section) choose(key string) {
	wanted := s.index(key)
	if wanted == s.current {
		return
	}
	leaving := s.panels[s.current]
	leaving.screen.MayLeave(func(ok bool) {
		if !ok {
			s.tabs.Select(leaving.key)
			return
		}
		leaving.screen.Hidden()
		s.show(wanted)
	})
}

func (s *section) index(key string) int {
	for i, p := range s.panels {
		if p.key == key {
			return i
		}
	}
	return s.current
}

// tabsAbove is the room above the tabs.
const tabsAbove float32 = 8

// show shows a panel.
func (s *section) show(i int) {
	s.current = i
	p := s.panels[i]
	if p.screen == nil {
		p.screen = p.make()
		p.content = p.screen.Content()
	}
	page := p.content
	if len(s.panels) > 1 {
		tabs := container.New(layout.NewCustomPaddedLayout(tabsAbove, 0, theme.PageMargin, theme.PageMargin), s.tabs)
		page = container.New(widgets.Stacked{Grow: page}, tabs, page)
	}
	s.Put(page)
	p.screen.Shown()
}
