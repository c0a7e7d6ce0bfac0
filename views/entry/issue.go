package entry

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/files"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// AccountService is what the giving out of accounts asks of the program.
type AccountService interface {
	CreateAccounts(ctx context.Context, ids []model.PersonID) ([]model.Issued, error)
	ResetPasswords(ctx context.Context, ids []model.PersonID) ([]model.Issued, error)
	// WriteSlips writes a PDF to be printed and cut.
	WriteSlips(ctx context.Context, path string, issued []model.Issued) error
}

// IssueDeps is what the dialogs are made of.
type IssueDeps struct {
	Exec    widgets.Executor
	Window  fyne.Window
	Service AccountService
	// Done is called when accounts were given out and their list was put away; it may be nil.
	Done func()
}

// issue leads from the question over the work to the list of what was given out, which is shown once.
type issue struct {
	deps   IssueDeps
	title  string
	issued []model.Issued
	saved  bool
	dialog *dialog.Handle
}

// CreateAccounts asks once, gives accounts to those of the people who have none, and shows their one-time
// passwords.
func CreateAccounts(deps IssueDeps, ids []model.PersonID) {
	i := &issue{deps: deps, title: "Учётные записи созданы"}
	i.ask("Создать учётные записи?", "Выбрано: "+people(len(ids))+". У кого учётная запись уже есть, у того она останется прежней. "+
		"Остальные получат логин и одноразовый пароль, который сменят при первом входе.", "Создать", false,
		func(ctx context.Context) ([]model.Issued, error) { return deps.Service.CreateAccounts(ctx, ids) })
}

// ResetPasswords asks once, gives the people new one-time passwords and shows them.
func ResetPasswords(deps IssueDeps, ids []model.PersonID) {
	i := &issue{deps: deps, title: "Пароли сброшены"}
	i.ask("Сбросить пароли?", "Выбрано: "+people(len(ids))+". Прежние пароли сразу перестанут действовать, на всех компьютерах придётся войти заново.",
		"Сбросить пароли", true,
		func(ctx context.Context) ([]model.Issued, error) { return deps.Service.ResetPasswords(ctx, ids) })
}

func people(n int) string {
	return model.Plural(n, "человек", "человека", "человек")
}

func (i *issue) ask(title, text, action string, danger bool, do func(context.Context) ([]model.Issued, error)) {
	var box *dialog.Handle
	ctx, cancel := context.WithCancel(i.deps.Exec.Context())
	box = dialog.Show(i.deps.Window, dialog.Modal{
		Title: title, Content: widgets.Paragraph(text, 440), Primary: action, Cancel: "Отмена", Danger: danger, OnCancel: cancel,
		OnPrimary: func() bool {
			box.SetPrimary("Готовим пароли…", false)
			widgets.Fetch(i.deps.Exec, func() ([]model.Issued, error) { return do(ctx) }, func(issued []model.Issued, err error) {
				if ctx.Err() != nil && err != nil {
					return
				}
				cancel()
				box.Close()
				if err != nil {
					dialog.ShowError(i.deps.Window, "Не получилось", widgets.Sentence(err.Error()))
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
	list := table.NewList([]table.Column[model.Issued]{
		table.Text("name", "ФИО", 240, 1, func(a model.Issued) string { return a.Name.String() }),
		table.Text("group", "Группа", 110, 0, func(a model.Issued) string { return a.Group }),
		table.Text("login", "Логин", 220, 0, func(a model.Issued) string { return a.Login }),
		{ // it does not sort: the keys of sorting are kept
			ID: "password", Title: "Одноразовый пароль", Width: 170,
			Cell: func(a model.Issued) table.Cell { return table.Cell{Text: a.Password} },
		},
	}, func(a model.Issued) model.PersonID { return a.Person })
	list.SetRows(i.issued)
	i.dialog = dialog.Show(i.deps.Window, dialog.Modal{
		Title: i.title, Hint: "Пароли показываются один раз и действуют до " + i.issued[0].Until.Format(table.DayLayout) + " включительно. Сохраните листки, распечатайте, разрежьте и раздайте.",
		Content: list, Size: fyne.NewSize(880, 560), Focus: list, Footer: widgets.Caption(people(len(i.issued))),
		Primary: "Сохранить листки (PDF)…", Cancel: "Закрыть", OnPrimary: func() bool { i.save(); return false }, OnCancel: i.leave,
	})
}

// save writes the sheet where the person wants it.
func (i *issue) save() {
	files.Save(i.deps.Window, i.deps.Exec, files.Request{Title: "Сохранить листки", Extensions: []string{".pdf"}, SaveAs: "Учётные записи.pdf"},
		func(ctx context.Context, path string) error { return i.deps.Service.WriteSlips(ctx, path, i.issued) }, "Листки не сохранены",
		func(path string) {
			i.saved = true
			dialog.ShowError(i.deps.Window, "Листки сохранены", "Распечатайте файл и удалите его: в нём пароли. "+path)
		})
}

// leave asks before passwords that were not saved are gone for good.
func (i *issue) leave() {
	done := func() {
		if i.deps.Done != nil {
			i.deps.Done()
		}
	}
	if i.saved {
		done()
		return
	}
	dialog.Ask(i.deps.Window, dialog.Modal{Title: "Закрыть без листков?", Primary: "Закрыть без листков", Danger: true, Cancel: "Вернуться", OnCancel: i.show},
		"Листки не сохранены, а пароли больше не покажутся. Если их не записали, пароли придётся сбросить.", done)
}
