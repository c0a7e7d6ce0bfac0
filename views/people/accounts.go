package people

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// AccountService is what the list of accounts, and the giving out of accounts, ask of the program.
type AccountService interface {
	Accounts(ctx context.Context) ([]model.Account, error)
	CreateAccounts(ctx context.Context, ids []model.PersonID) ([]model.Issued, error)
	ResetPasswords(ctx context.Context, ids []model.PersonID) ([]model.Issued, error)
	// WriteSlips writes a PDF to be printed and cut.
	WriteSlips(ctx context.Context, path string, issued []model.Issued) error
}

// accountList is «Учётные записи».
type accountList struct {
	*lists.Pane[model.Account, model.PersonID]
	deps   Deps
	access model.PeopleAccess
	state  *table.Select[model.AccountState]
}

func newAccountList(deps Deps, access model.PeopleAccess) *accountList {
	l := &accountList{deps: deps, access: access}
	l.state = table.NewSelect([]table.Option[model.AccountState]{
		{Label: "Все состояния"}, {Key: model.AccountMissing, Label: "Нет учётной записи"}, {Key: model.AccountOneTime, Label: "Ждёт первого входа"},
		{Key: model.AccountRunOut, Label: "Срок истёк"}, {Key: model.AccountOwn, Label: "Свой пароль"}, {Key: model.AccountDisabled, Label: "Отключена"},
	}, func(model.AccountState) { l.Filtered() })
	l.state.SetSelected(0)
	name := func(a model.Account) string { return a.Name.String() }
	l.Pane = lists.New(deps.Desk, lists.Listing[model.Account, model.PersonID]{
		NameHint: "ФИО", GroupHint: "Группа", Name: name, Group: orKind, Key: accountID,
		Columns: []*table.Column[model.Account]{
			lists.NameColumn("ФИО", name), table.Text("group", "Группа", 160, 0, orKind).Muted(),
			table.Text("login", "Логин", 180, 1, func(a model.Account) string { return a.Login }).Muted(),
			table.Ranked("state", "Состояние", 190, accountCell, func(a model.Account) int { return int(a.State()) }),
		},
		Read: deps.Service.Accounts,
		Open: func(a model.Account) { deps.openPerson(a.Person) },
		Menu: l.menu,
		Keep: func(a model.Account) bool {
			state, _ := l.state.Selected()
			return state == 0 || a.State() == state
		},
		More:  func() []fyne.CanvasObject { return []fyne.CanvasObject{l.state.Field} },
		Reset: func() { l.state.SetSelected(0) },
		Said: func([]model.Account) string {
			if n := len(l.runOut()); n > 0 {
				return fmt.Sprintf(" · срок истёк: %d", n)
			}
			return ""
		},
		None: func() table.Empty {
			return nobody(deps, access, "Людей пока нет", "Учётные записи создаются тем, кто есть в списках.")
		},
	})
	return l
}

func accountID(a model.Account) model.PersonID { return a.Person }

// orKind is the person's group or, without one, what they are to the college.
func orKind(a model.Account) string {
	if a.Group != "" {
		return a.Group
	}
	return model.KindWords(a.Kind)
}

// accountCell is the state of an account.
func accountCell(a model.Account) table.Cell {
	switch a.State() {
	case model.AccountMissing:
		return table.Muted("нет")
	case model.AccountDisabled:
		return table.Cell{Text: "отключена", Tone: widgets.ToneNeutral, Pill: true}
	case model.AccountRunOut:
		return table.Cell{Text: "срок истёк", Tone: widgets.ToneRefused, Pill: true,
			Tooltip: "Одноразовый пароль действовал до " + a.Until.Format(table.DayLayout) + ". Напечатайте новый листок."}
	case model.AccountOneTime:
		return table.Cell{Text: "ждёт до " + a.Until.Format(table.DayLayout), Tone: widgets.ToneWaiting, Pill: true,
			Tooltip: "Выдан одноразовый пароль, но с ним ещё не входили."}
	}
	return table.Cell{Text: "свой пароль", Tone: widgets.ToneGood, Pill: true}
}

func (l *accountList) menu(chosen []model.Account) []widgets.MenuItem {
	var with []model.PersonID
	for _, a := range chosen {
		if a.State() != model.AccountMissing {
			with = append(with, a.Person)
		}
	}
	return []widgets.MenuItem{
		l.deps.openItem("Выберите одного человека.", model.Each(chosen, accountID)),
		lists.Allowed(l.access, len(with) < len(chosen), "Выберите людей без учётной записи.",
			widgets.MenuItem{Label: "Создать учётные записи…", Do: func() { createAccounts(l.deps, model.Each(chosen, accountID), l.given) }}),
		lists.Allowed(l.access, len(with) > 0, "Выберите людей с учётной записью.",
			widgets.MenuItem{Label: "Сбросить пароли…", Danger: true, Do: func() { resetPasswords(l.deps, with, l.given) }}),
	}
}

// given reads the list again, without the marks: a password that has just been given must not be given once more with the next ones.
func (l *accountList) given() {
	l.Table.Grid.ClearSelection()
	l.Load()
}

// runOut are the people whose one-time passwords have run out.
func (l *accountList) runOut() []model.PersonID {
	var people []model.PersonID
	for _, a := range l.Rows() {
		if a.State() == model.AccountRunOut {
			people = append(people, a.Person)
		}
	}
	return people
}

// renew shows and chooses those whose one-time passwords have run out and begins to make new slips for them alone.
func (l *accountList) renew() {
	people := l.runOut()
	if !l.Reading.Known() {
		l.deps.Frame.Toast("Список ещё не прочитан", widgets.ToneNeutral)
		return
	}
	if len(people) == 0 {
		l.deps.Tell("Одноразовых паролей с истёкшим сроком нет")
		return
	}
	l.Reset()
	l.state.SetSelected(model.AccountRunOut)
	l.Filtered()
	l.Table.SelectKeys(people...)
	l.ShowCount()
	resetPasswords(l.deps, people, l.given)
}
