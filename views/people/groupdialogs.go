package people

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// withStaff reads the staff and goes on with them as options, by name.
func withStaff(deps Deps, then func([]table.Option[model.PersonID])) {
	shell.Ask(deps.Desk, "Список сотрудников не прочитан", func(ctx context.Context) ([]model.StaffRow, error) {
		return deps.Service.StaffMembers(ctx, model.PeopleFilter{})
	}, func(staff []model.StaffRow) {
		options := make([]table.Option[model.PersonID], len(staff))
		for i, p := range staff {
			options[i] = table.Option[model.PersonID]{Key: p.Person, Label: p.Name.String()}
		}
		then(options)
	})
}

var noCurator = table.Option[model.PersonID]{Label: "— без куратора —"}

func addGroup(deps Deps) { groupForm(deps, model.Group{}, func() {}) }

func editGroup(deps Deps, g model.Group, then func()) { groupForm(deps, g, then) }

// groupForm adds a group, or edits the one with an ID; then follows what was saved.
func groupForm(deps Deps, g model.Group, then func()) {
	withStaff(deps, func(staff []table.Option[model.PersonID]) {
		name, specialty := widgets.NewEntry("ДО-19-3"), widgets.NewEntry("44.02.01 Дошкольное образование")
		name.SetText(g.Name)
		specialty.SetText(g.Specialty)
		years := table.NewSelect(yearOptions(g.Year), nil)
		years.SetSelected(g.Year)
		curators := table.NewSelect(append([]table.Option[model.PersonID]{noCurator}, staff...), nil)
		curators.SetSelected(g.Curator)
		spec := formSpec{
			title: "Добавить группу", primary: "Добавить", focus: name,
			hint: "Чаты «Группа» и «Родители» создадутся сами.",
			fields: []fyne.CanvasObject{
				shares([]float32{3, 1}, widgets.Field("Группа", name), widgets.Field("Курс", years)),
				widgets.Field("Специальность", specialty), widgets.Field("Куратор", curators),
			},
		}
		done := "Группа добавлена"
		if g.ID != 0 {
			spec.title, spec.primary, spec.hint, done = "Изменить группу", "Сохранить", "", "Группа изменена"
		}
		spec.work = func(bool) func(context.Context) error {
			edit := model.GroupEdit{Name: name.Text, Specialty: specialty.Text}
			edit.Year, _ = years.Selected()
			edit.Curator, _ = curators.Selected()
			return func(ctx context.Context) error {
				if g.ID != 0 {
					return deps.Service.EditGroup(ctx, g, edit)
				}
				_, err := deps.Service.AddGroup(ctx, edit)
				return err
			}
		}
		spec.done = func() {
			then()
			deps.Tell(done + ". Чаты будут исправлены.")
		}
		showForm(deps, spec)
	})
}

func yearOptions(now int) []table.Option[int] {
	options := []table.Option[int]{{Label: "—"}}
	for year := 1; year <= max(4, now); year++ {
		options = append(options, table.Option[int]{Key: year, Label: strconv.Itoa(year)})
	}
	return options
}

// chooseCurator changes a group's curator; then follows the change.
func chooseCurator(deps Deps, g model.Group, then func()) {
	withStaff(deps, func(staff []table.Option[model.PersonID]) {
		curators := table.NewSelect(append([]table.Option[model.PersonID]{noCurator}, staff...), nil)
		curators.SetSelected(g.Curator)
		showForm(deps, formSpec{
			title: "Куратор группы " + g.Name, primary: "Назначить", focus: curators,
			hint: "Новый куратор войдёт в чаты «Группа» и «Родители» по ссылке и станет их администратором. Прежний выйдет " +
				"из них и вернётся тоже только по ссылке.",
			fields: []fyne.CanvasObject{widgets.Field("Куратор", curators)},
			work: func(bool) func(context.Context) error {
				curator, _ := curators.Selected()
				return func(ctx context.Context) error { return deps.Service.SetCurator(ctx, g, curator) }
			},
			done: func() {
				then()
				deps.Tell("Куратор изменён. Чаты группы будут исправлены.")
			},
		})
	})
}

// withGroups reads the groups and goes on with them as options, in Russian order.
func withGroups(deps Deps, then func([]table.Option[model.GroupID])) {
	widgets.Fetch(deps.Exec, func() ([]table.Option[model.GroupID], error) {
		rows, err := deps.Service.Groups(deps.Exec.Context())
		return groupOptions(rows), err
	}, func(options []table.Option[model.GroupID], err error) {
		switch {
		case err != nil:
			deps.Fail("Список групп не прочитан", err)
		case len(options) == 0:
			dialog.ShowError(deps.Frame.Window(), "Групп пока нет", "Сначала добавьте учебную группу на вкладке «Учебные группы».")
		default:
			then(options)
		}
	})
}
