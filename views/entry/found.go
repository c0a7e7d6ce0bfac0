package entry

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/files"
	"zvonok/views/lists"
	"zvonok/views/rosterimport"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// FoundService is what founding a college asks of the program.
type FoundService interface {
	// Found begins a college and signs its administrator in.
	Found(ctx context.Context, f model.Founding) error
}

// foundForm is the page «Новый колледж».
type foundForm struct {
	entry    *Entry
	college  *widgets.Entry
	zone     *lists.ZoneField
	admin    *widgets.Entry
	login    *widgets.Entry
	password *newPassword
	failure  message
	button   *widgets.Button
	ownLogin bool // the login was typed, not suggested
}

// found asks for what a new college begins with.
func (e *Entry) found() {
	f := &foundForm{entry: e, college: widgets.NewEntry("Педагогический колледж"), admin: widgets.NewEntry("Фамилия Имя Отчество"),
		login: widgets.NewEntry(""), password: newNewPassword(), zone: lists.NewZoneField(wideWidth, func() {}),
		failure: newMessage(widgets.ToneRefused)}
	f.zone.SetZone("Europe/Moscow")
	f.admin.OnChanged = f.suggest
	f.login.OnChanged = func(text string) { f.ownLogin = text != "" && text != f.suggestion() }
	f.button = widgets.NewPrimary("Завести колледж", f.submit)
	f.password.again.OnSubmitted = func(string) { f.submit() }
	e.showFor("Новый колледж — Звонок", wide("Новый колледж", "Данные хранятся на этом компьютере. Списки групп и людей загрузите на следующем шаге.",
		widgets.Field("Название колледжа", f.college), widgets.Field("Часовой пояс", f.zone.Select.Field), f.zone.Note,
		widgets.Fields(nil, widgets.Field("Администратор ПОО (ФИО)", f.admin), widgets.Field("Логин", f.login)),
		widgets.Fields(nil, widgets.Field("Пароль", f.password.first), widgets.Field("Пароль ещё раз", f.password.again)),
		widgets.Flow(passwordHint).In(widgets.ToneMuted), f.failure.Copyable,
		widgets.InRow(f.button, widgets.NewSecondary("Назад", f.back))), append(backKey(f.back), enterKeys(f.submit)...))
	e.focus(f.college)
}

// back asks before it drops what was entered.
func (f *foundForm) back() {
	if strings.TrimSpace(f.college.Text+f.admin.Text+f.login.Text+f.password.first.Text) == "" {
		f.entry.welcome()
		return
	}
	dialog.ConfirmCancelling(f.entry.deps.Window, "Вернуться без сохранения?", "Введённое не сохранено и пропадёт.", "Вернуться без сохранения", "Остаться", f.entry.welcome)
}

func (f *foundForm) suggestion() string {
	if strings.TrimSpace(f.admin.Text) == "" {
		return ""
	}
	return model.SuggestLogin(model.ParseName(f.admin.Text), func(string) bool { return false })
}

// suggest keeps the login that of the name until somebody types another.
func (f *foundForm) suggest(string) {
	if !f.ownLogin {
		f.login.SetText(f.suggestion())
	}
}

func (f *foundForm) submit() {
	if f.button.Disabled() {
		return
	}
	f.failure.set("")
	founding := model.Founding{
		College: f.college.Text, TimeZone: f.zone.Zone(), Administrator: model.ParseName(f.admin.Text),
		Login: strings.TrimSpace(f.login.Text), Password: f.password.first.Text,
	}
	err := founding.Check()
	if field := f.wrong(founding); field != nil {
		f.failure.set(err.Error())
		f.entry.focus(field)
		return
	}
	if !f.password.check() {
		f.entry.focus(f.password.wrong())
		return
	}
	if err != nil {
		f.failure.set(err.Error())
		f.entry.focus(f.password.first)
		return
	}
	f.button.SetText("Заводим…")
	f.button.SetDisabled(true)
	background.Perform(f.entry.deps.Exec, func() error { return f.entry.deps.Service.Found(f.entry.deps.Exec.Context(), founding) }, func(err error) {
		f.button.SetText("Завести колледж")
		f.button.SetDisabled(false)
		if err != nil {
			f.failure.set(err.Error())
			return
		}
		f.entry.firstImport()
	})
}

// wrong is the first field before the password that Check complains about; nil if there is none.
func (f *foundForm) wrong(of model.Founding) fyne.Focusable {
	switch {
	case strings.TrimSpace(of.College) == "":
		return f.college
	case of.Administrator.LastName == "" || of.Administrator.FirstName == "":
		return f.admin
	case model.CheckLogin(of.Login) != nil:
		return f.login
	}
	return nil
}

// firstImport offers to load the rosters of a new college before its window opens.
func (e *Entry) firstImport() {
	var screen shell.Screen
	screen = rosterimport.Open(rosterimport.Deps{Service: e.deps.Service, Deps: files.Deps{Exec: e.deps.Exec, Window: e.deps.Window, Leave: "Пропустить", Made: e.deps.Made,
		Done: func(loaded string) string {
			screen.Hidden()
			notice := "Колледж заведён. Списки можно загрузить позже: «Пользователи» › «Загрузить список…»."
			if loaded != "" {
				notice = "Колледж заведён. " + loaded
			}
			e.enter(notice)
			return ""
		}}})
	e.showFor(screen.Title()+" — Звонок", screen.Content(), shell.ScreenKeys(func() shell.Screen { return screen }))
	screen.Shown()
}
