package people

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/orders"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// SectionService is what the lists of the section ask of the program.
type SectionService interface {
	PeopleAccess(ctx context.Context) (model.PeopleAccess, error)
	Person() model.Person
	Groups(ctx context.Context) ([]model.GroupRow, error)
	Students(ctx context.Context, filter model.PeopleFilter) ([]model.StudentRow, error)
	Parents(ctx context.Context, filter model.PeopleFilter) ([]model.ParentRow, error)
	StaffMembers(ctx context.Context, filter model.PeopleFilter) ([]model.StaffRow, error)
	Rights(ctx context.Context) ([]model.RightsRow, error)
	SetRights(ctx context.Context, edit model.RightsEdit) error
	// Subscribe calls f on any goroutine whenever something of the college has changed.
	Subscribe(f func(model.Change)) (cancel func())
}

// keyAccounts is the list «Учётные записи».
const keyAccounts = "accounts"

// tab is one of the lists of the section.
type tab interface {
	Page(toolbar fyne.CanvasObject, bands ...fyne.CanvasObject) fyne.CanvasObject
	Start(ctx context.Context)
	Load()
	Edits(may bool)
	FocusSearch()
	TakeFocus()
}

// listed is a tab with what the toolbar offers for it.
type listed struct {
	key, label string
	tab        tab
	add        string // label of the main button, "" = none
	addDo      func()
	load       string // label of the button that loads from a file, "" = «Загрузить список…»
	loadDo     func()
	more       string // label of one more button, "" = none
	moreDo     func()
}

// section is the screen «Пользователи».
type section struct {
	shell.Reader[model.PeopleAccess]
	deps   Deps
	access model.PeopleAccess
	known  bool   // the lists are those of access
	first  string // the key of the list that is open at first; empty is the first one

	lists   []listed
	current int
	tabs    *widgets.Tabs
}

var _ shell.Screen = (*section)(nil)

func newSection(deps Deps) *section {
	s := &section{deps: deps}
	s.Begin(shell.Base{Desk: deps.Desk, Name: "Пользователи", About: shell.TopicPeople, Changes: deps.Service}, widgets.Toolbar("Пользователи", nil, nil), shell.Reading[model.PeopleAccess]{
		Waiting: "Читаем списки…", Failed: "Списки не прочитаны", Work: deps.Service.PeopleAccess, Show: s.adopt,
		On: func(c model.Change) bool { return c.Roster || c.All },
	})
	return s
}

// Do carries out a command of the keyboard.
func (s *section) Do(c shell.Command) {
	s.Base.Do(c)
	if len(s.lists) == 0 {
		return
	}
	open := s.lists[s.current]
	switch c {
	case shell.CommandFilter:
		open.tab.FocusSearch()
	case shell.CommandAdd:
		if open.add != "" {
			open.addDo()
		}
	}
}

func (s *section) adopt(access model.PeopleAccess) {
	switch {
	case !s.known || access != s.access:
		s.access, s.known = access, true
		s.build()
	case len(s.lists) > 0:
		s.lists[s.current].tab.Start(s.Ctx)
	}
}

// build makes the lists that the person may see.
func (s *section) build() {
	s.lists, s.current = nil, 0
	if !s.access.See {
		s.Say("«Пользователи» доступны сотрудникам ПОО",
			"Списки видят администратор ПОО, сотрудник с правом «Управление чатами», кураторы и преподаватели.")
		return
	}
	offer := func(l listed) {
		if !s.access.Edit {
			l.add, l.more = "", ""
		}
		l.tab.Edits(s.access.Edit)
		s.lists = append(s.lists, l)
	}
	groups := groupList{s.deps, s.access}
	offer(listed{key: "groups", label: "Учебные группы", tab: groups.pane(), add: "+ Добавить группу", addDo: groups.add,
		more: yearTurnTitle + "…", moreDo: func() { s.deps.Frame.Push(newYearTurn(s.deps)) }})
	students := studentList{s.deps, s.access}
	offer(listed{key: "students", label: "Студенты", tab: students.pane(), add: "+ Добавить студента", addDo: students.add})
	if s.access.Parents {
		parents := parentList{s.deps, s.access}
		offer(listed{key: "parents", label: "Родители", tab: parents.pane(), add: "+ Добавить родителя", addDo: parents.add})
	}
	if s.access.Everybody {
		staff := staffList{s.deps, s.access}
		offer(listed{key: "staff", label: "Сотрудники", tab: staff.pane(), add: "+ Добавить сотрудника", addDo: staff.add})
	}
	if s.access.Edit {
		orders := orders.NewList(s.deps.orders())
		offer(listed{key: "orders", label: "Приказы", tab: orders.Pane, add: "+ Добавить приказ", addDo: orders.Add,
			load: "Загрузить приказы…", loadDo: orders.Load})
	}
	if s.access.Rights {
		offer(listed{key: "rights", label: "Права доступа", tab: newRightsList(s.deps)})
	}
	if s.access.Edit {
		accounts := newAccountList(s.deps, s.access)
		offer(listed{key: keyAccounts, label: "Учётные записи", tab: accounts, more: "Новые листки: срок истёк…", moreDo: accounts.renew})
	}
	tabs := model.Each(s.lists, func(l listed) widgets.Tab { return widgets.Tab{Key: l.key, Label: l.label} })
	s.tabs = widgets.NewTabs(tabs, func(key string) {
		for i, l := range s.lists {
			if l.key == key {
				s.open(i)
			}
		}
	})
	s.tabs.Clicked = func() { s.lists[s.current].tab.TakeFocus() }
	begin := max(0, slices.IndexFunc(s.lists, func(l listed) bool { return l.key == s.first }))
	s.open(begin)
	s.tabs.Select(s.lists[begin].key)
	s.deps.Focus(s.tabs)
	s.lists[begin].tab.TakeFocus()
}

// open shows a list and reads it.
func (s *section) open(i int) {
	s.current = i
	l := s.lists[i]
	var buttons, right []fyne.CanvasObject
	if l.add != "" {
		buttons = append(buttons, widgets.NewPrimary(l.add, l.addDo))
	}
	switch {
	case l.load != "":
		load := widgets.NewSecondary(l.load, l.loadDo)
		load.SetTooltip("Загрузить выгрузку приказов из файла CSV или XLSX")
		buttons = append(buttons, load)
	case s.access.Edit:
		load := widgets.NewSecondary("Загрузить список…", s.deps.Import)
		load.SetTooltip("Загрузить группы, студентов, родителей, сотрудников и нагрузку из файла")
		buttons = append(buttons, load)
	}
	if l.more != "" {
		buttons = append(buttons, widgets.NewSecondary(l.more, l.moreDo))
	}
	if s.deps.Frame.CanGoBack() {
		right = append(right, widgets.NewLink("Назад", s.deps.Frame.Back))
	}
	s.Put(l.tab.Page(widgets.Toolbar("Пользователи", buttons, right), s.tabs))
	l.tab.Start(s.Ctx)
}

// nobody says what to do with an empty list of the college.
func nobody(deps Deps, access model.PeopleAccess, title, hint string) table.Empty {
	if !access.Edit {
		return table.Empty{Title: title, Hint: "Когда администратор ПОО загрузит списки, они появятся здесь."}
	}
	return table.Empty{Title: title, Hint: hint + " Загрузите список из файла или добавьте по одному.",
		Action: "Загрузить список…", Do: deps.Import}
}
