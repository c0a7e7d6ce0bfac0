package chats

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// StrangerService is what «Не из списка» asks of the program.
type StrangerService interface {
	Actor() model.Actor
	Chat(ctx context.Context, chat model.ChatID) (model.ChatCard, error)
	Strangers(ctx context.Context, chat model.ChatID) ([]model.StrangerRow, error)
	LinkStranger(ctx context.Context, chat model.ChatID, profile model.MessengerID, person model.PersonID) error
	ListStrangers(ctx context.Context, chat model.ChatID, profiles []model.MessengerID) error
	RemoveStrangers(ctx context.Context, chat model.ChatID, profiles []model.MessengerID) error
	Subscribe(f func(model.Change)) (cancel func())
}

// strangers is the screen «Не из списка»: who is in a chat in VK though its list does not name them.
type strangers struct {
	shell.Base
	deps    Deps
	service StrangerService
	chat    model.ChatCard

	link   *widgets.Button
	other  *widgets.Button
	list   *widgets.Button
	remove *widgets.Button
	pane   *lists.Pane[model.StrangerRow, model.MessengerID]

	changing bool // on its way
}

var _ shell.Screen = (*strangers)(nil)

func newStrangers(deps Deps, chat model.ChatCard) *strangers {
	s := &strangers{deps: deps, service: deps.Service, chat: chat}
	s.link = widgets.NewPrimary("Это он", s.linkChosen)
	s.other = widgets.NewSecondary("Это другой человек…", s.chooseOther)
	s.list = widgets.NewSecondary("Добавить в список", s.listChosen)
	s.remove = widgets.NewSecondary("Удалить из чата…", s.askRemove)
	s.pane = s.newPane()
	hint := widgets.Muted("Эти люди вошли в чат «" + chat.Title + "» в VK, но в его списке их нет.").Shrink()
	const name = "Не из списка"
	s.Base = shell.Base{Desk: deps.Desk, Name: name, About: shell.TopicStrangers, Changes: deps.Service, First: s.pane.Table.Grid, Keys: deps.ToSearch(s.pane.NameSearch),
		Reads: []shell.Read{{Do: func() { s.pane.Start(s.Ctx) }, On: func(c model.Change) bool { return c.Roster || c.OfChat(chat.ID) }}},
		Page: s.pane.Page(
			widgets.Toolbar(name, []fyne.CanvasObject{s.link, s.other, s.list, s.remove}, []fyne.CanvasObject{widgets.NewLink("Назад", deps.Frame.Back)}), hint)}
	s.showButtons()
	return s
}

func (s *strangers) newPane() *lists.Pane[model.StrangerRow, model.MessengerID] {
	return lists.New(s.deps.Desk, lists.Listing[model.StrangerRow, model.MessengerID]{
		NameHint: "Имя в VK", Name: titleOf, Key: profileOf, Changed: s.showButtons,
		Columns: []*table.Column[model.StrangerRow]{
			table.Text("name", "Имя в VK", 220, 1, func(r model.StrangerRow) string {
				if r.Admin {
					return titleOf(r) + " (администратор чата)"
				}
				return titleOf(r)
			}),
			table.Text("profile", "Номер VK", 120, 0, number).Muted(),
			{ID: "like", Title: "Кто это", Width: 280, Grow: 2, Cell: likeCell},
			{ID: "state", Title: "Состояние", Width: 200, Grow: 1, Cell: strangerState},
		},
		Read: func(ctx context.Context) ([]model.StrangerRow, error) { return s.service.Strangers(ctx, s.chat.ID) },
		Drop: func([]model.StrangerRow) { s.askRemove() },
		None: func() table.Empty { return table.Empty{Title: "В чате только те, кто в списке"} },
		Menu: func([]model.StrangerRow) []widgets.MenuItem {
			return []widgets.MenuItem{
				{Label: "Это он", Disabled: s.link.Disabled(), Why: s.whyNotLink(), Do: s.linkChosen},
				{Label: "Это другой человек…", Disabled: s.other.Disabled(), Why: s.whyNotOther(), Do: s.chooseOther},
				{Label: "Добавить в список", Disabled: s.list.Disabled(), Why: s.whyNotList(), Do: s.listChosen},
				{Separator: true},
				{Label: "Удалить из чата…", Hint: "Del", Danger: true, Disabled: s.remove.Disabled(), Why: chooseRows, Do: s.askRemove},
			}
		},
	})
}

func profileOf(r model.StrangerRow) model.MessengerID { return r.Profile }

func number(r model.StrangerRow) string { return strconv.FormatInt(int64(r.Profile), 10) }

func titleOf(r model.StrangerRow) string { return r.Title(number(r)) }

func named(c model.Candidate) string {
	if c.Group == "" {
		return c.Name.String()
	}
	return c.Name.String() + ", " + c.Group
}

// likeCell says whose the profile is or who has a similar name.
func likeCell(r model.StrangerRow) table.Cell {
	switch {
	case r.Known.Person != 0:
		return table.Cell{Text: named(r.Known) + " — профиль привязан", Tone: widgets.ToneMuted,
			Tooltip: "Человек из колледжа, но не из этого чата. Если он здесь нужен, нажмите «Добавить в список»."}
	case r.Like.Person == 0:
		return table.Cell{Text: "неизвестно", Tone: widgets.ToneMuted}
	case r.Sure:
		return table.Cell{Text: named(r.Like)}
	}
	return table.Cell{Text: "похоже, " + named(r.Like), Tooltip: "Имена совпадают не полностью: проверьте, он ли это."}
}

func strangerState(r model.StrangerRow) table.Cell {
	switch {
	case r.Leaving:
		return table.Cell{Text: "будет удалён", Tone: widgets.ToneWaiting, Pill: true}
	case r.Code != 0:
		return table.Cell{Text: "не удалён: " + r.Reason, Tone: widgets.ToneRefused, Pill: true, Tooltip: r.Reason}
	}
	return table.Cell{Text: "не из списка", Tone: widgets.ToneNeutral, Pill: true}
}

// one is the only selected row.
func (s *strangers) one() (r model.StrangerRow, ok bool) {
	if chosen := s.pane.Table.Selected(); len(chosen) == 1 {
		return chosen[0], true
	}
	return r, false
}

const adminLinks = "Привязывать профили может только администратор ПОО."

// whyNotLink says why «Это он» is disabled; empty when it is not.
func (s *strangers) whyNotLink() string {
	if why := s.whyNotOther(); why != "" {
		return why
	}
	if r, _ := s.one(); r.Like.Person == 0 {
		return "Похожего человека в колледже не нашлось: нажмите «Это другой человек…»."
	}
	return ""
}

// whyNotOther says why «Это другой человек…» is disabled.
func (s *strangers) whyNotOther() string {
	r, ok := s.one()
	switch {
	case !s.service.Actor().MaySetUp():
		return adminLinks
	case !ok:
		return "Выберите одного человека."
	case r.Known.Person != 0:
		return "Этот профиль уже привязан."
	}
	return ""
}

// whyNotList says why «Добавить в список» is disabled; empty when it is not.
func (s *strangers) whyNotList() string {
	chosen := s.pane.Table.Selected()
	if len(chosen) == 0 {
		return chooseRows
	}
	for _, r := range chosen {
		if r.Known.Person == 0 {
			return "В колледже нет человека с профилем «" + titleOf(r) + "»: сначала нажмите «Это он» или «Это другой человек…»."
		}
	}
	return ""
}

// do changes something about the chosen rows, which are chosen no longer then, and read again. Until it has ended nothing else is begun: pressed
// twice, it would be refused, for the rows are no longer so.
func (s *strangers) do(failed string, work func(context.Context) error, done string) {
	if s.changing {
		s.deps.Frame.Toast("Подождите: предыдущее действие ещё выполняется.", widgets.ToneNeutral)
		return
	}
	s.changing = true
	s.deps.Do(failed, func(ctx context.Context) error {
		defer s.deps.Exec.UI(func() { s.changing = false })
		return work(ctx)
	}, func() {
		s.deps.Tell(done)
		s.pane.Table.SelectKeys()
		s.pane.Load()
	})
}

func (s *strangers) listChosen() {
	if s.whyNotList() != "" {
		return
	}
	profiles := model.Each(s.pane.Table.Selected(), profileOf)
	s.do("Люди не добавлены", func(ctx context.Context) error { return s.service.ListStrangers(ctx, s.chat.ID, profiles) },
		"В список "+model.PluralForm(len(profiles), "добавлен ", "добавлены ", "добавлены ")+model.PeopleWords(len(profiles)))
}

func (s *strangers) showButtons() {
	why := s.whyNotLink()
	enable(s.link, why == "", "Привязать этот профиль VK к найденному человеку", why)
	why = s.whyNotOther()
	enable(s.other, why == "", "Выбрать человека из списка чата", why)
	why = s.whyNotList()
	enable(s.list, why == "", "Оставить выбранных в чате: они станут участниками, добавленными вручную", why)
	enable(s.remove, len(s.pane.Table.Selected()) > 0, "Удалить выбранных из чата в VK", chooseRows)
}

func (s *strangers) linkChosen() {
	if r, ok := s.one(); ok && s.whyNotLink() == "" {
		s.linkTo(r, r.Like)
	}
}

func (s *strangers) linkTo(r model.StrangerRow, person model.Candidate) {
	s.do("Профиль не привязан", func(ctx context.Context) error {
		return s.service.LinkStranger(ctx, s.chat.ID, r.Profile, person.Person)
	}, "Профиль «"+titleOf(r)+"» привязан: "+person.Name.String())
}

// chooseOther asks which person of the chat's list without a profile this is.
func (s *strangers) chooseOther() {
	r, ok := s.one()
	if !ok || s.whyNotOther() != "" {
		return
	}
	shell.Ask(s.deps.Desk, "Список чата не прочитан", func(ctx context.Context) (model.ChatCard, error) { return s.service.Chat(ctx, s.chat.ID) },
		func(chat model.ChatCard) { s.chooseAmong(r, chat.Members) })
}

func (s *strangers) chooseAmong(r model.StrangerRow, members []model.MemberRow) {
	people := map[model.PersonID]model.Candidate{}
	var options []table.Option[model.PersonID]
	for _, m := range members {
		if m.Presence == model.PresenceNoProfile {
			people[m.Person] = model.Candidate{Person: m.Person, Name: m.Name, Group: m.Group}
			options = append(options, table.Option[model.PersonID]{Key: m.Person, Label: named(people[m.Person])})
		}
	}
	win := s.deps.Frame.Window()
	if len(options) == 0 {
		dialog.ShowError(win, "Выбирать не из кого", "В списке этого чата нет людей без VK ID. Добавьте человека в участники чата и повторите.")
		return
	}
	choice := table.NewSelect(options, func(model.PersonID) {})
	choice.Field.Placeholder = "Выберите человека"
	dialog.Show(win, dialog.Modal{
		Title: "Кто это: " + titleOf(r) + "?", Hint: "Люди из списка чата, у которых ещё нет VK ID", Content: widgets.Field("Человек", choice.Field),
		Primary: "Привязать", Cancel: "Отмена",
		OnPrimary: func() bool {
			id, ok := choice.Selected()
			if ok {
				s.linkTo(r, people[id])
			}
			return ok
		},
	})
}

// leavingWords say that so many people will be removed.
func leavingWords(n int) string {
	return "При ближайшей синхронизации из чата " + model.PluralForm(n, "будет удалён ", "будут удалены ", "будут удалены ") +
		model.PeopleWords(n)
}

func (s *strangers) askRemove() {
	chosen := s.pane.Table.Selected()
	if len(chosen) == 0 {
		return
	}
	profiles, names := model.Each(chosen, profileOf), model.Each(chosen, titleOf)
	label := "Удалить " + model.Plural(len(chosen), "человека", "человека", "человек")
	dialog.ConfirmDanger(s.deps.Frame.Window(), label+" из чата?", lists.ListOf(names)+"\n\nСнова войти можно будет по пригласительной ссылке.", label, func() {
		s.do("Люди не удалены", func(ctx context.Context) error { return s.service.RemoveStrangers(ctx, s.chat.ID, profiles) }, leavingWords(len(profiles)))
	})
}
