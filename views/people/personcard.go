package people

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// PersonService is what a person's card asks of the program.
type PersonService interface {
	PersonCard(ctx context.Context, person model.PersonID) (model.PersonCard, error)
	RenamePerson(ctx context.Context, person model.PersonID, seen, name model.Name) error
}

// personCard is the screen of one person.
type personCard struct {
	shell.Reader[model.PersonCard]
	deps  Deps
	id    model.PersonID
	card  model.PersonCard
	known bool

	title   *widgets.Label
	who     *widgets.Label
	roles   *widgets.Label
	profile *widgets.Label
	login   *widgets.Copyable
	rename  *widgets.Button
	actions *widgets.MenuButton
	toolbar fyne.CanvasObject
	info    fyne.CanvasObject
	parts   []factList // as the tabs show them
	tabs    *widgets.Tabs
	lists   map[listKind]*factTable // those that were shown: a line that is chosen in one stays so when the card is read again
	list    *factTable              // of the open tab
	shown   string                  // the tab that was chosen
}

// listKind is a list on the card, and whether its lines open.
type listKind struct {
	key   string
	opens bool
}

var _ shell.Screen = (*personCard)(nil)

func newPersonCard(deps Deps, id model.PersonID) *personCard {
	p := &personCard{deps: deps, id: id, lists: map[listKind]*factTable{}}
	p.title = widgets.Title("Карточка")
	p.who, p.roles = widgets.Text("").Shrink(), widgets.Text("").Shrink()
	p.profile, p.login = widgets.Text("").Shrink(), widgets.NewCopyable(widgets.Text("").Shrink())
	p.rename = widgets.NewSecondary("Изменить ФИО…", func() { rename(p.deps, p.id, p.card.Name) })
	p.rename.Hide()
	p.actions = widgets.NewMenuButton("Действия", p.menu)
	p.actions.Hide()
	p.toolbar = widgets.Head(p.title, []fyne.CanvasObject{p.rename}, []fyne.CanvasObject{p.actions, widgets.NewLink("Назад", deps.Frame.Back)})
	p.info = widgets.Card(widgets.Fields([]float32{-2, -3, -2, -2}, widgets.Field("Кто это", p.who), widgets.Field("Роли и права", p.roles),
		widgets.Field("Учебный профиль VK ID", p.profile), widgets.Field("Учётная запись", p.login)))
	p.Begin(shell.Base{Desk: deps.Desk, About: shell.TopicPerson, Changes: deps.Service}, p.toolbar, shell.Reading[model.PersonCard]{
		Waiting: "Читаем карточку…", Failed: "Карточка не открылась", Show: p.adopt,
		On:   func(c model.Change) bool { return c.Roster || c.OfChats() },
		Work: func(ctx context.Context) (model.PersonCard, error) { return deps.Service.PersonCard(ctx, id) },
	})
	return p
}

// Title is the person's name.
func (p *personCard) Title() string { return p.title.Text() }

func (p *personCard) adopt(card model.PersonCard) {
	first := !p.known
	p.card, p.known = card, true
	p.title.SetText(card.Name.String())
	who := model.KindWords(card.Kind)
	p.who.SetTone(widgets.ToneNormal)
	if card.OnLeave {
		who += ", в академическом отпуске"
		p.who.SetTone(widgets.ToneWaiting)
	}
	if !card.Active {
		who += ", больше не числится"
		p.who.SetTone(widgets.ToneWaiting)
	}
	p.who.SetText(who)
	roles := card.Roles
	if len(card.Curates) > 0 {
		roles |= model.RoleCurator
	}
	if card.Kind.Has(model.Staff) && len(card.Teachings) > 0 {
		roles |= model.RoleTeacher
	}
	p.roles.SetText(lists.OrDash(model.RoleWords(roles)))
	p.profile.SetText("нет VK ID")
	p.profile.SetTone(widgets.ToneMuted)
	if card.Messenger != 0 {
		p.profile.SetText("привязан")
		p.profile.SetTone(widgets.ToneGood)
	}
	p.login.SetText(lists.OrDash(card.Login))
	edit := card.Access.Edit && card.Active
	p.rename.Hidden, p.actions.Hidden = !edit, !edit
	p.build(first)
}

// build makes the tabs of what is known of the person; the chosen one stays, and so does the focus.
func (p *personCard) build(first bool) {
	focused := p.deps.Frame.Window().Canvas().Focused()
	onList, onTabs := first || focused == fyne.Focusable(p.list.Grid), focused == fyne.Focusable(p.tabs)
	p.parts = p.factLists()
	tabs := model.Each(p.parts, func(part factList) widgets.Tab { return widgets.Tab{Key: part.key, Label: part.label} })
	p.tabs = widgets.NewTabs(tabs, func(key string) {
		p.shown = key
		p.show()
	})
	p.tabs.Clicked = func() { p.deps.Focus(p.list.Grid) }
	for _, part := range p.parts {
		p.tabs.SetCount(part.key, len(part.facts))
	}
	was := p.shown
	p.shown = p.tabs.Selected()
	for _, part := range p.parts {
		if part.key == was {
			p.shown = was
			p.tabs.Select(was)
		}
	}
	p.show()
	switch {
	case onList:
		p.deps.Focus(p.list.Grid)
	case onTabs:
		p.deps.Focus(p.tabs)
	}
}

// show puts the chosen list under the head.
func (p *personCard) show() {
	part := p.parts[0]
	for _, candidate := range p.parts {
		if candidate.key == p.shown {
			part = candidate
		}
	}
	kind := listKind{part.key, part.opens()}
	if p.lists[kind] == nil {
		p.lists[kind] = part.table()
	}
	p.list = p.lists[kind]
	p.list.Grid.Empty = part.empty
	p.list.SetRows(table.Pointers(part.facts))
	p.Put(widgets.Page(p.toolbar, widgets.Column(p.info, p.tabs), p.list.Grid, nil))
}

// menu is «Действия».
func (p *personCard) menu() []widgets.MenuItem {
	card := p.card
	var items []widgets.MenuItem
	if card.Kind.Has(model.Student) {
		students := []model.StudentRow{{Person: card.ID, Name: card.Name, GroupName: p.groupNow()}}
		items = append(items,
			widgets.MenuItem{Label: "Добавить родителя…", Do: func() { addParentOf(p.deps, card.ID, card.Name) }},
			widgets.MenuItem{Label: "Перевести в другую группу…", Do: func() { moveStudents(p.deps, []model.PersonID{card.ID}) }},
			widgets.MenuItem{Label: "Отметить выбывшим…", Danger: true, Do: func() { leaveStudents(p.deps, students, nil) }})
	}
	switch {
	case card.Kind.Has(model.Parent):
		items = append(items, widgets.MenuItem{Label: "Добавить ещё студента…", Do: func() { addChild(p.deps, card.ID, card.Name) }})
	case card.Kind.Has(model.Staff):
		items = append(items, widgets.MenuItem{Label: "Сделать родителем студента…", Do: func() { addChild(p.deps, card.ID, card.Name) }})
	}
	if !card.Kind.Has(model.Staff) {
		items = append(items, widgets.MenuItem{Label: "Сделать сотрудником…", Do: func() { makeStaff(p.deps, card.ID, card.Name) }})
	}
	if card.Kind.Has(model.Staff) {
		row := p.staffRow()
		items = append(items,
			widgets.MenuItem{Label: "Роли…", Do: func() { staffList{p.deps, card.Access}.editRoles(row) }},
			widgets.MenuItem{Label: "Отметить выбывшим…", Danger: true, Do: func() { leaveStaff(p.deps, []model.StaffRow{row}, nil) }})
	}
	return append(items, accountItem(p.deps, card.Access, []model.PersonID{card.ID}))
}

func (p *personCard) groupNow() string {
	var names []string
	for _, g := range p.card.Groups {
		if g.Now {
			names = append(names, g.GroupName)
		}
	}
	return strings.Join(names, ", ")
}

func (p *personCard) staffRow() model.StaffRow {
	row := model.StaffRow{Person: p.card.ID, Name: p.card.Name, Roles: p.card.Roles}
	for _, g := range p.card.Curates {
		row.Curates = append(row.Curates, g.Name)
	}
	for _, t := range p.card.Teachings {
		for _, teacher := range t.Teachers {
			if teacher == p.card.ID {
				row.Teaches++
			}
		}
	}
	return row
}

// rename changes a person's full name.
func rename(deps Deps, id model.PersonID, seen model.Name) {
	fields := lists.NewNameFields(seen)
	lists.ShowForm(deps.Desk, lists.FormSpec{
		Title: "Изменить ФИО", Primary: "Сохранить", Fields: fields.Objects(), Focus: fields.Last, Seen: &seen,
		Work: func(bool) func(context.Context) error {
			name := model.Name{LastName: fields.Last.Text, FirstName: fields.First.Text, MiddleName: fields.Middle.Text}
			return func(ctx context.Context) error { return deps.Service.RenamePerson(ctx, id, seen, name) }
		},
		Done: func() string { return "ФИО изменено." },
	})
}

// confirmRemoveParent asks before somebody stops being a student's parent.
func confirmRemoveParent(deps Deps, parent model.Relative, student model.PersonID, name model.Name) {
	dialog.ConfirmDanger(deps.Frame.Window(), "Убрать родителя?", fmt.Sprintf(
		"%s больше не будет родителем студента %s и выйдет из чата родителей его группы.", parent.Name, name), "Убрать родителя", func() {
		deps.Act("Родитель не убран", func(ctx context.Context) error { return deps.Service.RemoveParent(ctx, parent.Person, student) },
			"Родитель убран: "+parent.Name.String(), nil)
	})
}
