package people

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/files"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// issue leads from the question over the work to the list of what was given out, which is shown once.
type issue struct {
	deps   Deps
	title  string
	done   func() // follows once the list was put away
	issued []model.Issued
	saved  bool
	dialog *dialog.Handle
}

// createAccounts asks once, gives accounts to those of the people who have none, and shows their one-time passwords; done
// follows once that list was put away.
func createAccounts(deps Deps, ids []model.PersonID, done func()) {
	title, question, told := "Учётные записи созданы", "Создать учётные записи?", "Выбрано: "+model.PeopleWords(len(ids))+". У кого учётная запись уже есть, у того она останется прежней. "+
		"Остальные получат логин и одноразовый пароль, который сменят при первом входе."
	if len(ids) == 1 {
		title, question, told = "Учётная запись создана", "Создать учётную запись?", "Человек получит логин и одноразовый пароль, который сменит при первом входе."
	}
	i := &issue{deps: deps, title: title, done: done}
	i.ask(question, told, "Создать", false,
		func(ctx context.Context) ([]model.Issued, error) { return deps.Service.CreateAccounts(ctx, ids) })
}

// resetPasswords asks once, gives the people new one-time passwords and shows them; done follows once that list was put away.
func resetPasswords(deps Deps, ids []model.PersonID, done func()) {
	title, action, told := "Пароли сброшены", "Сбросить пароли", "Выбрано: "+model.PeopleWords(len(ids))+". Прежние пароли сразу перестанут действовать, на всех компьютерах придётся войти заново."
	if len(ids) == 1 {
		title, action, told = "Пароль сброшен", "Сбросить пароль", "Прежний пароль сразу перестанет действовать, на всех компьютерах придётся войти заново."
	}
	i := &issue{deps: deps, title: title, done: done}
	i.ask(action+"?", told, action, true,
		func(ctx context.Context) ([]model.Issued, error) { return deps.Service.ResetPasswords(ctx, ids) })
}

func (i *issue) ask(title, text, action string, danger bool, do func(context.Context) ([]model.Issued, error)) {
	var box *dialog.Handle
	ctx, cancel := context.WithCancel(i.deps.Exec.Context())
	box = dialog.Show(i.deps.Frame.Window(), dialog.Modal{
		Title: title, Content: widgets.Paragraph(text, 440), Primary: action, Cancel: "Отмена", Danger: danger, OnCancel: cancel,
		OnPrimary: func() bool {
			box.SetPrimary("Готовим пароли…", false)
			background.Fetch(i.deps.Exec, func() ([]model.Issued, error) { return do(ctx) }, func(issued []model.Issued, err error) {
				if ctx.Err() != nil && err != nil {
					return
				}
				cancel()
				box.Close()
				if err != nil {
					i.deps.Fail("Не получилось", err)
					return
				}
				// Passwords that were given out are shown, even if «Отмена» came too late.
				i.issued = issued
				i.show()
			})
			return false
		},
	})
}

// show is the list, with the way to print it.
func (i *issue) show() {
	list := table.NewList([]*table.Column[model.Issued]{
		table.Text("name", "ФИО", 240, 1, func(a model.Issued) string { return a.Name.String() }),
		table.Text("group", "Группа", 110, 0, func(a model.Issued) string { return a.Group }),
		table.Text("login", "Логин", 220, 0, func(a model.Issued) string { return a.Login }),
		{ // the column has no sorting, whose keys would be kept
			ID: "password", Title: "Одноразовый пароль", Width: 170,
			Cell: func(a model.Issued) table.Cell { return table.Cell{Text: a.Password} },
		},
	}, func(a model.Issued) model.PersonID { return a.Person })
	list.SetRows(i.issued)
	i.dialog = dialog.Show(i.deps.Frame.Window(), dialog.Modal{
		Title: i.title, Hint: "Пароли показываются один раз и действуют до " + i.issued[0].Until.Format(table.DayLayout) + " включительно. Сохраните листки, распечатайте, разрежьте и раздайте.",
		Content: list.Grid, Size: fyne.NewSize(880, 560), Focus: list.Grid, Footer: widgets.Caption(model.PeopleWords(len(i.issued))),
		Primary: "Сохранить листки (PDF)…", Cancel: "Закрыть", OnPrimary: func() bool { i.save(); return false }, OnCancel: i.leave,
		Holds: func() bool { return !i.saved },
	})
}

// save writes the sheet where the person wants it.
func (i *issue) save() {
	files.Save(i.deps.Frame.Window(), i.deps.Exec, files.Request{Title: "Сохранить листки", Extensions: []string{".pdf"}, SaveAs: "Учётные записи.pdf"},
		func(ctx context.Context, path string) error { return i.deps.Service.WriteSlips(ctx, path, i.issued) }, "Листки не сохранены",
		func(path string) {
			i.saved = true
			dialog.Made{Path: path, Words: "Листки сохранены. Распечатайте файл и удалите его: в нём пароли", Opener: i.deps.Made}.Show(i.deps.Exec, i.deps.Frame.Window())
		})
}

// leave asks before passwords that were not saved are gone for good.
func (i *issue) leave() {
	if i.saved {
		i.done()
		return
	}
	dialog.Ask(i.deps.Frame.Window(), dialog.Modal{Title: "Закрыть без листков?", Primary: "Закрыть без листков", Danger: true, Cancel: "Вернуться", OnCancel: i.show},
		"Листки не сохранены, а пароли больше не покажутся. Если их не записали, пароли придётся сбросить.", i.done)
}
