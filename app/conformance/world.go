package conformance

import (
	"context"
	"errors"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/model"
)

// Desk is a college's contracts as somebody calls them with the context.
type Desk struct {
	app.Contracts
	Ctx context.Context
}

// Door is the way into a college that nobody has founded yet: for the person of this token's session or, with an empty token, for
// nobody.
type Door func(token string) Desk

// The people of the world, by their logins here.
const (
	admin   = "admin"
	teacher = "Учителева"
	curator = "Кураторова"
	student = "Алексеева"
	other   = "Борисова" // another student
	parent  = "Мамина"
)

const password = "дубрава-полоз-44"

// lists are the files from which the world's people come.
var lists = model.Files{
	{Name: "Группы.csv", Data: []byte("Код;Группа;Курс;Куратор\n1;А-1;1;Кураторова Анна\n2;Б-1;1;\n")},
	{Name: "Студенты.csv", Data: []byte("Код;ФИО;Группа\n11;Алексеева Анна;А-1\n12;Борисова Анна;А-1\n13;Григорьева Анна;Б-1\n")},
	{Name: "Родители.csv", Data: []byte("Код;ФИО родителя;Кем приходится;ФИО студента;Группа\n31;Мамина Анна;мать;Алексеева Анна;А-1\n")},
	{Name: "Сотрудники.csv", Data: []byte("Код;ФИО;Роли\n2;Кураторова Анна;Куратор\n3;Учителева Анна;Преподаватель-предметник\n")},
	{Name: "Нагрузка.csv", Data: []byte("Группа;Предмет;Преподаватель;Часов\nА-1;История;Учителева Анна;40\n")},
}

// world is a small college, with everybody at a desk.
type world struct {
	*testing.T
	desks map[string]Desk
	ids   map[string]model.PersonID // by surname
	slips []model.Issued            // the one-time passwords, which were changed since
}

// at is somebody's desk.
func (w *world) at(who string) Desk { return w.desks[who] }

// begin signs in at a computer.
func (w *world) begin(login, password string) (model.Begun, error) {
	return w.at("").BeginSession(w.at("").Ctx, login, password, model.Computer{Name: "стол"})
}

// do fails the scenario where what has to work does not.
func (w *world) do(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// refused fails the test where something is not refused with this error, or with one that is not known again once it is sent.
func (w *world) refused(what string, err, want error) {
	w.Helper()
	if !errors.Is(err, want) {
		w.Errorf("%s: %v, want %v", what, err, want)
		return
	}
	if sent, err := app.ToSend(err); err != nil || !errors.Is(sent.Received(), want) {
		w.Errorf("%s: «%v» has no code, %v", what, want, err)
	}
}

// stale fails the test where an edit of what somebody else changed meanwhile is not refused with who that was.
func (w *world) stale(what string, err error, who string) {
	w.Helper()
	var conflict *model.Conflict
	if !errors.As(err, &conflict) || !strings.HasPrefix(conflict.Who, who) {
		w.Errorf("%s: %v, want a conflict with %s", what, err, who)
	}
}

// got is what a call answers that has to work.
func got[T any](w *world) func(T, error) T {
	return func(value T, err error) T {
		w.Helper()
		w.do(err)
		return value
	}
}

// found makes the world by the contracts alone: the college is founded, its lists are loaded, everybody gets an account and
// chooses a password.
func found(t *testing.T, door Door) *world {
	t.Helper()
	w := &world{T: t, desks: map[string]Desk{}, ids: map[string]model.PersonID{}}
	nobody := door("")
	w.desks[""] = nobody
	_, err := nobody.Found(nobody.Ctx, model.Founding{
		College: "Колледж", TimeZone: "Europe/Moscow", Administrator: model.Name{LastName: "Админова", FirstName: "Анна"},
		Login: admin, Password: password,
	})
	w.do(err)
	w.desks[admin] = door(got[model.Begun](w)(w.begin(admin, password)).Token)
	a := w.at(admin)
	preview := got[model.ImportPreview](w)(a.PreviewImport(a.Ctx, lists, model.ImportChoices{KeepGone: true}))
	w.do(a.ApplyImport(a.Ctx, lists, preview.Choices, preview.Fingerprint))
	var ids []model.PersonID
	for _, account := range got[[]model.Account](w)(a.Accounts(a.Ctx)) {
		w.ids[account.Name.LastName] = account.Person
		if account.Login == "" {
			ids = append(ids, account.Person)
		}
	}
	w.slips = got[[]model.Issued](w)(a.CreateAccounts(a.Ctx, ids))
	for _, slip := range w.slips {
		if begun := got[model.Begun](w)(w.begin(slip.Login, slip.Password)); !begun.MustChange || begun.Token != "" {
			t.Errorf("%s is let in by a one-time password", slip)
		}
		_, err := nobody.ChangePassword(nobody.Ctx, slip.Login, slip.Password, password)
		w.do(err)
		w.desks[slip.Name.LastName] = door(got[model.Begun](w)(w.begin(slip.Login, password)).Token)
	}
	return w
}

// Scenarios try what happens in a college, by its contracts alone: who may, what changes, and which error says what does not.
func Scenarios(t *testing.T, door func(t *testing.T) Door) {
	for name, play := range map[string]func(*world){
		"Access": (*world).access, "People": (*world).people, "Orders": (*world).orders, "Imports": (*world).imports, "Files": (*world).files, "Chats": (*world).chats,
		"Lessons": (*world).lessons, "Edits": (*world).edits, "RemoteLessons": (*world).remoteLessons, "Care": (*world).care, "Sync": (*world).sync, "Host": (*world).host, "Profiles": (*world).profiles,
	} {
		t.Run(name, func(t *testing.T) { play(found(t, door(t))) })
	}
}

// says fails the test where an error does not say so.
func (w *world) says(what string, err error, words string) {
	w.Helper()
	if err == nil || errors.Is(err, app.ErrNoRight) || !strings.Contains(err.Error(), words) {
		w.Errorf("%s: %v, want it to say %q", what, err, words)
	}
}
