package people

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

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
	number := func(id, title string, n func(model.GroupRow) int, width float32) table.Column[*lists.Line[model.GroupRow]] {
		return table.Column[*lists.Line[model.GroupRow]]{ID: id, Title: title, Width: width, Align: fyne.TextAlignTrailing,
			Cell: func(l *lists.Line[model.GroupRow]) table.Cell {
				if v := n(l.Row); v != 0 {
					return table.Cell{Text: strconv.Itoa(v)}
				}
				return lists.Muted("—")
			},
			Compare: func(a, b *lists.Line[model.GroupRow]) int { return n(a.Row) - n(b.Row) }}
	}
	return lists.New(g.deps.Desk, lists.Listing[model.GroupRow, model.GroupID]{
		NameHint: "Группа", GroupHint: "Куратор",
		Columns: []table.Column[*lists.Line[model.GroupRow]]{
			{ID: "name", Title: "Группа", Width: 150, Grow: 1, Opens: true,
				Cell:    func(l *lists.Line[model.GroupRow]) table.Cell { return table.Cell{Text: l.Name} },
				Compare: func(a, b *lists.Line[model.GroupRow]) int { return strings.Compare(a.NameSort, b.NameSort) }},
			number("year", "Курс", func(r model.GroupRow) int { return r.Year }, 70),
			{ID: "specialty", Title: "Специальность", Width: 220, Grow: 2,
				Cell:    func(l *lists.Line[model.GroupRow]) table.Cell { return lists.Muted(lists.OrDash(l.Row.Specialty)) },
				Compare: func(a, b *lists.Line[model.GroupRow]) int { return strings.Compare(a.Row.Specialty, b.Row.Specialty) }},
			{ID: "curator", Title: "Куратор", Width: 220, Grow: 2,
				Cell:    func(l *lists.Line[model.GroupRow]) table.Cell { return curatorCell(l.Group) },
				Compare: func(a, b *lists.Line[model.GroupRow]) int { return strings.Compare(a.GroupSort, b.GroupSort) }},
			number("students", "Студентов", func(r model.GroupRow) int { return r.Students }, 110),
			number("subjects", "Дисциплин", func(r model.GroupRow) int { return r.Teachings }, 110),
		},
		Key: func(r model.GroupRow) model.GroupID { return r.ID },
		Read: func(ctx context.Context) ([]*lists.Line[model.GroupRow], error) {
			rows, err := g.deps.Service.Groups(ctx)
			lines := make([]*lists.Line[model.GroupRow], len(rows))
			for i, r := range rows {
				lines[i] = lists.NewLine(r, r.Name, r.CuratorName.String())
			}
			return lines, err
		},
		Open: func(r model.GroupRow) { g.deps.Frame.Push(newGroupCard(g.deps, r.ID)) },
		Menu: g.menu,
		Drop: g.disband,
		None: func() table.Empty {
			return nobody(g.deps, g.access, "Учебных групп пока нет", "Группы появятся вместе со студентами и преподавателями.",
				"Добавить группу", g.add)
		},
		Said: func(shown []*lists.Line[model.GroupRow]) string {
			students := 0
			for _, l := range shown {
				students += l.Row.Students
			}
			return " · " + model.Plural(students, "студент", "студента", "студентов")
		},
	})
}

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
	items := []widgets.MenuItem{
		{Label: "Открыть", Hint: "Enter", Disabled: !one, Why: why, Do: func() { g.deps.Frame.Push(newGroupCard(g.deps, chosen[0].ID)) }},
		lists.Allowed(g.access, one, why, widgets.MenuItem{Label: "Назначить куратора…", Do: func() {
			chooseCurator(g.deps, chosen[0].Group, func() {})
		}}),
		lists.Allowed(g.access, one, why, widgets.MenuItem{Label: "Изменить…", Do: func() { editGroup(g.deps, chosen[0].Group, func() {}) }}),
		{Separator: true},
		lists.Allowed(g.access, whyNotDisband(chosen) == "", whyNotDisband(chosen), widgets.MenuItem{Label: "Расформировать…", Hint: "Del", Danger: true,
			Do: func() { g.disband(chosen) }}),
	}
	return items
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
	ids, names := make([]model.GroupID, len(chosen)), make([]string, len(chosen))
	for i, r := range chosen {
		ids[i], names[i] = r.ID, r.Name
	}
	confirmDisband(g.deps, ids, names, nil)
}

// whyNotDisband says why these groups cannot be disbanded; it is empty when they can, as far as the list tells: of
// students who are yet to come the program knows.
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

func confirmDisband(deps Deps, ids []model.GroupID, names []string, then func()) {
	what := model.Plural(len(ids), "группу", "группы", "групп")
	theirs := model.PluralForm(len(ids), "Дисциплины группы", "Дисциплины этих групп", "Дисциплины этих групп")
	dialog.ConfirmDanger(deps.Frame.Window(), "Расформировать "+what+"?", lists.ListOf(names)+
		"\n\n"+theirs+" завершатся. Чаты опустеют, а «Инициализировать список» удалит их из VK.", "Расформировать "+what, func() {
		deps.Act("Группы не расформированы", func(ctx context.Context) error { return deps.Service.DisbandGroups(ctx, ids) },
			model.PluralForm(len(ids), "Расформирована ", "Расформированы ", "Расформировано ")+model.Plural(len(ids), "группа", "группы", "групп"), then)
	})
}
