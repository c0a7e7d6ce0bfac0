package people

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// rightsList is «Права доступа».
type rightsList struct {
	*lists.Pane[model.RightsRow, model.PersonID]
	deps Deps
	held *widgets.Check // only those who hold a right
}

func newRightsList(deps Deps) *rightsList {
	r := &rightsList{deps: deps}
	r.held = widgets.NewCheck("Только с правами", func(bool) { r.Show() })
	name := func(row model.RightsRow) string { return row.Name.String() }
	names := lists.NameColumn("ФИО", name)
	names.Opens = false
	roles := table.Text("roles", "Роли", 240, 1, func(row model.RightsRow) string { return model.RoleWords(row.Roles &^ model.GrantedRights) })
	right := func(id, title string, want model.Roles) *table.Column[model.RightsRow] {
		return table.Ranked(id, title, 180, func(row model.RightsRow) table.Cell {
			if row.Roles.Has(want) {
				return table.Cell{Text: "да", Tone: widgets.ToneGood, Pill: true}
			}
			return table.Muted("нет")
		}, func(row model.RightsRow) int { return -table.Rank(row.Roles.Has(want)) })
	}
	r.Pane = lists.New(deps.Desk, lists.Listing[model.RightsRow, model.PersonID]{
		NameHint: "ФИО", Name: name, Read: deps.Service.Rights,
		Key: func(row model.RightsRow) model.PersonID { return row.Person },
		Columns: []*table.Column[model.RightsRow]{
			names, roles.Muted(), right("admin", "Администратор ПОО", model.RoleAdmin),
			right("chats", "Управление чатами", model.RightManageChats),
		},
		Menu: r.menu,
		None: func() table.Empty {
			return table.Empty{Title: "Сотрудников пока нет", Hint: "Загрузите список сотрудников или добавьте их на вкладке «Сотрудники»."}
		},
		Keep: func(row model.RightsRow) bool { return !r.held.Checked() || row.Roles.Any(model.GrantedRights) },
		More: func() []fyne.CanvasObject { return []fyne.CanvasObject{r.held} },
		Said: func([]model.RightsRow) string {
			admins := 0
			for _, row := range r.Rows() {
				admins += table.Rank(row.Roles.Has(model.RoleAdmin))
			}
			return " · " + model.Plural(admins, "администратор", "администратора", "администраторов")
		},
	})
	return r
}

func (r *rightsList) menu(chosen []model.RightsRow) []widgets.MenuItem {
	item := func(label string, edit model.RightsEdit, danger bool) widgets.MenuItem {
		item := widgets.MenuItem{Label: label, Danger: danger, Disabled: true, Why: "Выберите сотрудников, нажав по их строкам."}
		for _, row := range chosen {
			if (edit.Take != 0) == row.Roles.Has(edit.Grant|edit.Take) {
				edit.People = append(edit.People, row.Person)
			}
			item.Why = "У выбранных это уже так."
		}
		item.Disabled = len(edit.People) == 0
		item.Do = func() { r.change(edit, chosen) }
		return item
	}
	return []widgets.MenuItem{
		item("Назначить администратором ПОО", model.RightsEdit{Grant: model.RoleAdmin}, false),
		item("Дать право «Управление чатами»", model.RightsEdit{Grant: model.RightManageChats}, false),
		{Separator: true},
		item("Снять права администратора ПОО…", model.RightsEdit{Take: model.RoleAdmin}, true),
		item("Забрать право «Управление чатами»…", model.RightsEdit{Take: model.RightManageChats}, true),
	}
}

// change grants a right at once, and asks before it takes one away.
func (r *rightsList) change(edit model.RightsEdit, chosen []model.RightsRow) {
	if edit.Take == 0 {
		r.send(edit)
		return
	}
	var names []string
	own := false
	me := r.deps.Service.Person().ID
	for _, row := range chosen {
		if row.Roles.Has(edit.Take) {
			names = append(names, row.Name.String())
			own = own || row.Person == me && edit.Take.Has(model.RoleAdmin)
		}
	}
	title, text, action := "Забрать право «Управление чатами»?",
		lists.ListOf(names)+"\n\nОстанутся только чаты своих групп и предметов.", "Забрать право"
	if edit.Take.Has(model.RoleAdmin) {
		title, action = "Снять права администратора ПОО?", "Снять права"
		text = lists.ListOf(names) + "\n\nИзменять списки, права и настройки будет больше нельзя."
	}
	if own {
		among := "Среди них вы. "
		action = "Снять права и с себя"
		if len(names) == 1 {
			among, action = "Это вы. ", "Снять права с себя"
		}
		text = lists.ListOf(names) + "\n\n" + among + "Вы сразу потеряете доступ к изменению списков, прав и настроек, " +
			"и вернуть его сможет только другой администратор ПОО."
		edit.LoseOwn = true
	}
	dialog.ConfirmDanger(r.deps.Frame.Window(), title, text, action, func() { r.send(edit) })
}

func (r *rightsList) send(edit model.RightsEdit) {
	work, tell := r.deps.Noting(func(ctx context.Context) error { return r.deps.Service.SetRights(ctx, edit) })
	background.Perform(r.deps.Exec, func() error { return work(r.deps.Exec.Context()) }, func(err error) {
		switch {
		case errors.Is(err, model.ErrLastAdmin):
			r.deps.Fail("Последний администратор", err)
		case err != nil:
			r.deps.Fail("Права не изменены", err)
		default:
			tell("Права изменены: " + model.Plural(len(edit.People), "сотрудник", "сотрудника", "сотрудников"))
			r.Table.Grid.ClearSelection()
		}
	})
}
