package people

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// withStaff reads the staff and goes on with them as options, by name.
func withStaff(deps Deps, then func([]table.Option[model.PersonID])) {
	shell.Ask(deps.Desk, "Список сотрудников не прочитан", func(ctx context.Context) ([]model.StaffRow, error) {
		return deps.Service.StaffMembers(ctx, model.PeopleFilter{})
	}, func(staff []model.StaffRow) {
		then(model.Each(staff, func(p model.StaffRow) table.Option[model.PersonID] {
			return table.Option[model.PersonID]{Key: p.Person, Label: p.Name.String()}
		}))
	})
}

var noCurator = table.Option[model.PersonID]{Label: "- без куратора -"}

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
		spec := lists.FormSpec{
			Title: "Добавить группу", Primary: "Добавить", Focus: name, Seen: &g,
			Hint: "Чаты «Группа» и «Родители» создадутся сами.",
			Fields: []fyne.CanvasObject{
				widgets.Fields([]float32{-3, -1}, widgets.Field("Группа", name), widgets.Field("Курс", years.Field)),
				widgets.Field("Специальность", specialty), widgets.Field("Куратор", curators.Field),
			},
		}
		done := "Группа добавлена"
		if g.ID != 0 {
			spec.Title, spec.Primary, spec.Hint, done = "Изменить группу", "Сохранить", "", "Группа изменена"
		}
		spec.Work = func(bool) func(context.Context) error {
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
		spec.Done = func() string {
			then()
			return done + ". Чаты будут исправлены."
		}
		lists.ShowForm(deps.Desk, spec)
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
		lists.ShowForm(deps.Desk, lists.FormSpec{
			Title: "Куратор группы " + g.Name, Primary: "Назначить", Focus: curators.Field, Seen: &g,
			Hint: "Новый куратор войдёт в чаты «Группа» и «Родители» по ссылке и станет их администратором. Прежний выйдет " +
				"из них и вернётся тоже только по ссылке.",
			Fields: []fyne.CanvasObject{widgets.Field("Куратор", curators.Field)},
			Work: func(bool) func(context.Context) error {
				curator, _ := curators.Selected()
				return func(ctx context.Context) error { return deps.Service.SetCurator(ctx, g, curator) }
			},
			Done: func() string {
				then()
				return "Куратор изменён. Чаты группы будут исправлены."
			},
		})
	})
}
