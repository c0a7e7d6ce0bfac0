package shell

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/keys"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// samples are the roles and kinds of people of which the user's menu offers one person each; everybody else is in a dialog.
var samples = []struct {
	role  model.Roles
	kind  model.Kind
	label string
}{
	{role: model.RoleAdmin, label: "Администратор ПОО"},
	{role: model.RightManageChats, label: "Право «Управление чатами»"},
	{role: model.RoleCurator, label: "Куратор"},
	{role: model.RoleTeacher, label: "Преподаватель-предметник"},
	{kind: model.Student, label: "Студент"},
	{kind: model.Parent, label: "Родитель"},
}

// userMenu is the menu under the user's name: who is signed in, what concerns the account and, in the demonstration, the
// people whose place one may take.
func (s *Shell) userMenu() []widgets.MenuItem {
	items := []widgets.MenuItem{{Label: s.me.Name.String(), Hint: roleOf(s.me), Disabled: true}}
	if open := s.finding(); open != nil {
		items = append(items, widgets.MenuItem{Label: findWords + "…", Hint: keys.Shortcut("K"), Do: open})
	}
	if s.cfg.Menu != nil {
		if more := s.cfg.Menu(); len(more) > 0 {
			items = append(append(items, widgets.MenuItem{Separator: true}), more...)
		}
	}
	items = append(items, s.helpMenu()...)
	if s.cfg.Found != nil {
		items = append(items, widgets.MenuItem{Separator: true}, widgets.MenuItem{Label: foundLabel, Do: s.found})
	}
	if len(s.people) == 0 {
		return items
	}
	items = append(items, widgets.MenuItem{Separator: true},
		widgets.MenuItem{Label: "Войти как …", Disabled: true, Why: "Только в демонстрации: выберите, чьими глазами смотреть."})
	offered := map[model.PersonID]bool{}
	for _, sample := range samples {
		i := slices.IndexFunc(s.people, func(p model.Person) bool {
			return p.Roles.Has(sample.role) && p.Kind.Has(sample.kind) && !offered[p.ID]
		})
		if i < 0 {
			continue
		}
		p := s.people[i]
		offered[p.ID] = true
		items = append(items, widgets.MenuItem{Label: sample.label, Hint: p.Name.Short(), Disabled: p.ID == s.me.ID,
			Why: "Вы уже вошли как этот человек.", Do: func() { s.become(p.ID) }})
	}
	if len(s.people) > len(offered) {
		items = append(items, widgets.MenuItem{Label: "Другой человек…", Do: s.choosePersona})
	}
	return items
}

// choosePersona is the dialog with everybody whose place one may take in the demonstration.
func (s *Shell) choosePersona() {
	list := table.NewList([]*table.Column[model.Person]{
		{ID: "name", Title: "ФИО", Width: 260, Grow: 1, Opens: true,
			Cell: func(p model.Person) table.Cell { return table.Cell{Text: p.Name.String()} }},
		{ID: "role", Title: "Роль", Width: 260, Grow: 1,
			Cell: func(p model.Person) table.Cell { return table.Cell{Text: roleOf(p), Tone: widgets.ToneMuted} }},
	}, func(p model.Person) model.PersonID { return p.ID })
	list.Grid.Empty = table.Empty{Title: "Никого не найдено"}
	list.SetRows(s.people)
	var box *dialog.Handle
	choose := func(p model.Person) {
		box.Close()
		s.become(p.ID)
	}
	list.OnOpen = choose
	list.Grid.OnSelectionChanged = func() { box.SetPrimary("Войти", len(list.Selected()) == 1) }
	search := widgets.NewSearch("ФИО или роль", func(text string) {
		text = model.Fold(text)
		list.SetRows(model.Only(s.people, func(p model.Person) bool { return model.FoldedContains(p.Name.String()+" "+roleOf(p), text) }))
	})
	search.OnSubmitted = nil // Enter is the dialog's
	search.Below = list.Grid
	box = dialog.Show(s.cfg.Window, dialog.Modal{
		Title: "Войти как …", Hint: "Только в демонстрации: выберите, чьими глазами смотреть.",
		Content: container.New(widgets.Stacked{Gap: theme.GapSmall, Grow: list.Grid}, search, list.Grid), Size: fyne.NewSize(680, 560), Focus: search,
		Primary: "Войти", Cancel: "Отмена",
		OnPrimary: func() bool {
			if chosen := list.Selected(); len(chosen) == 1 {
				choose(chosen[0])
			}
			return false
		},
	})
	box.SetPrimary("Войти", false)
}

// become changes the person at work once the screens may be left, and builds them again for that person's rights.
func (s *Shell) become(id model.PersonID) {
	s.mayLeaveAll(func() {
		s.dropAll()
		s.cfg.Exec.Go(func() {
			err := s.cfg.Personas.Become(s.cfg.Exec.Context(), id)
			s.cfg.Exec.UI(func() {
				if err != nil {
					dialog.ShowError(s.cfg.Window, "Войти не получилось", err.Error())
				}
				s.readIdentity()
			})
		})
	})
}

// roleOf is what a person is in the college, in words.
func roleOf(p model.Person) string {
	var words []string
	for _, r := range []struct {
		holds bool
		word  string
	}{
		{p.Roles.Has(model.RoleAdmin), "администратор ПОО"},
		{p.Roles.Has(model.RightManageChats), "право «Управление чатами»"},
		{p.Roles.Has(model.RoleCurator), "куратор"},
		{p.Roles.Has(model.RoleTeacher), "преподаватель-предметник"},
		{p.Roles == 0 && p.Kind.Has(model.Staff), "сотрудник"},
		{p.Kind.Has(model.Student), "студент"},
		{p.Kind.Has(model.Parent), "родитель"},
	} {
		if r.holds {
			words = append(words, r.word)
		}
	}
	return strings.Join(words, ", ")
}
