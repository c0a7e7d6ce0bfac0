package people

import (
	"context"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// GroupService is what the groups ask of the program.
type GroupService interface {
	Group(ctx context.Context, group model.GroupID) (model.GroupCard, error)
	AddGroup(ctx context.Context, edit model.GroupEdit) (model.GroupID, error)
	EditGroup(ctx context.Context, seen model.Group, edit model.GroupEdit) error
	SetCurator(ctx context.Context, seen model.Group, curator model.PersonID) error
	DisbandGroups(ctx context.Context, groups []model.GroupID) error
}

// groupList is «Учебные группы».
type groupList struct {
	deps   Deps
	access model.PeopleAccess
}

func (g groupList) pane() *lists.Pane[model.GroupRow, model.GroupID] {
	curator := func(r model.GroupRow) string { return r.CuratorName.String() }
	name := lists.NameColumn("Группа", groupName)
	name.Width, name.Grow = 150, 1
	curators := table.Text("curator", "Куратор", 220, 2, curator)
	curators.Cell = func(r model.GroupRow) table.Cell { return curatorCell(curator(r)) }
	return lists.New(g.deps.Desk, lists.Listing[model.GroupRow, model.GroupID]{
		NameHint: "Группа", GroupHint: "Куратор", Name: groupName, Group: curator, Key: groupID,
		Columns: []*table.Column[model.GroupRow]{
			name, table.Number("year", "Курс", 70, func(r model.GroupRow) int { return r.Year }),
			table.Text("specialty", "Специальность", 220, 2, func(r model.GroupRow) string { return r.Specialty }).Muted(), curators,
			table.Number("students", "Студентов", 110, func(r model.GroupRow) int { return r.Students }),
			table.Number("subjects", "Предметов", 110, func(r model.GroupRow) int { return r.Teachings }),
		},
		Read: g.deps.Service.Groups,
		Open: func(r model.GroupRow) { g.deps.openGroup(r.ID) },
		Menu: g.menu,
		Drop: g.disband,
		None: func() table.Empty {
			return nobody(g.deps, g.access, "Учебных групп пока нет", "Группы появятся вместе со студентами и преподавателями.")
		},
		Said: func(shown []model.GroupRow) string {
			students := 0
			for _, r := range shown {
				students += r.Students
			}
			return " · " + model.StudentWords(students)
		},
	})
}

func groupID(r model.GroupRow) model.GroupID { return r.ID }
func groupName(r model.GroupRow) string      { return r.Name }

// curatorCell is a group's curator, or that there is none.
func curatorCell(name string) table.Cell {
	if name == "" {
		return table.Cell{Text: "не назначен", Tone: widgets.ToneWaiting, Pill: true}
	}
	return table.Cell{Text: name}
}

func (g groupList) menu(chosen []model.GroupRow) []widgets.MenuItem {
	one := len(chosen) == 1
	const why = "Выберите одну группу."
	return []widgets.MenuItem{
		{Label: "Открыть", Hint: "Enter", Disabled: !one, Why: why, Do: func() { g.deps.openGroup(chosen[0].ID) }},
		lists.Allowed(g.access, one, why, widgets.MenuItem{Label: "Назначить куратора…", Do: func() {
			chooseCurator(g.deps, chosen[0].Group, func() {})
		}}),
		lists.Allowed(g.access, one, why, widgets.MenuItem{Label: "Изменить…", Do: func() { editGroup(g.deps, chosen[0].Group, func() {}) }}),
		{Separator: true},
		lists.Allowed(g.access, whyNotDisband(chosen) == "", whyNotDisband(chosen), widgets.MenuItem{Label: "Расформировать…", Hint: "Del", Danger: true,
			Do: func() { g.disband(chosen) }}),
	}
}

func (g groupList) add() { addGroup(g.deps) }

func (g groupList) disband(chosen []model.GroupRow) {
	if !g.access.Edit || len(chosen) == 0 {
		return
	}
	if why := whyNotDisband(chosen); why != "" {
		dialog.ShowError(g.deps.Frame.Window(), model.PluralForm(len(chosen), "Группу", "Группы", "Группы")+" расформировать нельзя", why)
		return
	}
	ids, n := model.Each(chosen, groupID), len(chosen)
	what := model.Plural(n, "группу", "группы", "групп")
	theirs := model.PluralForm(n, "Предметы группы", "Предметы этих групп", "Предметы этих групп")
	dialog.ConfirmDanger(g.deps.Frame.Window(), "Расформировать "+what+"?", lists.ListOf(model.Each(chosen, groupName))+
		"\n\n"+theirs+" завершатся. Чаты опустеют, а «Инициализировать список» удалит их из VK.", "Расформировать "+what, func() {
		g.deps.Act("Группы не расформированы", func(ctx context.Context) error { return g.deps.Service.DisbandGroups(ctx, ids) },
			model.PluralForm(n, "Расформирована ", "Расформированы ", "Расформировано ")+model.Plural(n, "группа", "группы", "групп"), nil)
	})
}

// whyNotDisband says why these groups cannot be disbanded; it is empty when they can, as far as the list tells:
// the program also knows of students to come.
func whyNotDisband(chosen []model.GroupRow) string {
	if len(chosen) == 0 {
		return "Выберите группы."
	}
	for _, r := range chosen {
		if err := model.CheckDisband(r.Name, r.Students, 0); err != nil {
			return widgets.Sentence(err.Error())
		}
	}
	return ""
}
