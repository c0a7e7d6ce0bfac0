package chats

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/keys"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// AddService is what «Добавить новый чат» asks of the program.
type AddService interface {
	Person() model.Person
	// NewChatChoices holds only what the user may create.
	NewChatChoices(ctx context.Context) (model.NewChatChoices, error)
	// NewChatStart is the title of such a chat, the people that the policy suggests for it and, for managers, everybody
	// else.
	NewChatStart(ctx context.Context, key model.ChatKey) (model.NewChatStart, error)
	CreateChat(ctx context.Context, chat model.NewChat) (model.ChatID, error)
}

// add is the screen «Добавить новый чат».
type add struct {
	shell.Base
	deps    Deps
	service AddService
	me      model.Person
	choices model.NewChatChoices
	key     model.ChatKey
	// asked is the key whose people are shown or being read.
	asked     model.ChatKey
	start     model.NewChatStart
	people    []model.Candidate // suggested first
	prefilled string            // the title that was put in by itself
	read      bool              // the people of asked are shown
	touched   bool              // the user chose people
	creating  bool
	made      func(model.ChatID)

	create   *widgets.Button
	types    *table.Select[model.ChatType]
	groups   *table.Select[model.GroupID]
	subjects *table.Select[model.TeachingID]
	group    *fyne.Container
	subject  *fyne.Container
	title    *widgets.Entry
	list     *table.CheckList[model.Candidate, model.PersonID]
	admins   *widgets.Label
	fields   *fyne.Container
}

var _ shell.Screen = (*add)(nil)

// newAdd makes the screen; made is told of the new chat before the screen is left.
func newAdd(deps Deps, made func(model.ChatID)) *add {
	a := &add{deps: deps, service: deps.Service, made: made}
	a.create = widgets.NewPrimary("Добавить", func() { a.createThen(nil) })
	a.types = table.NewSelect([]table.Option[model.ChatType]{}, a.typeChosen)
	a.types.Field.Placeholder = "Выберите тип"
	a.groups = table.NewSelect([]table.Option[model.GroupID]{}, a.groupChosen)
	a.groups.Field.Placeholder = "Выберите группу"
	a.subjects = table.NewSelect([]table.Option[model.TeachingID]{}, a.subjectChosen)
	a.subjects.Field.Placeholder = "Выберите предмет"
	a.subjects.Field.MinWidth = 280
	a.title = widgets.NewEntry("Наименование чата")
	a.title.OnChanged = func(string) { a.showState() }
	a.list = newPeopleList()
	a.list.OnChanged = func() {
		a.touched = true
		a.showState()
	}
	a.admins = widgets.Caption("").Shrink()
	a.group, a.subject = widgets.Field("Учебная группа", a.groups.Field), widgets.Field("Предмет", a.subjects.Field)
	a.group.Hide()
	a.subject.Hide()
	a.fields = widgets.Lines(widgets.Wrapped(widgets.Field("Тип чата", a.types.Field), a.group, a.subject), widgets.Field("Наименование чата", a.title))
	a.say("Выберите тип чата", "Участники подставятся сами, состав можно изменить.")

	const name = "Добавить новый чат"
	a.Base = shell.Base{Desk: deps.Desk, Name: name, About: shell.TopicNewChat, Changes: deps.Service, First: a.types.Field,
		Reads: []shell.Read{{Do: a.load, On: func(model.Change) bool { return false }}}, // what was begun stays as it is
		Keys: map[shell.Command]func(){
			shell.CommandFilter: func() { deps.Focus(a.list.SearchField()) },
			shell.CommandSave:   func() { a.createThen(nil) },
		},
		Page: widgets.Page(
			widgets.Toolbar(name, []fyne.CanvasObject{a.create, widgets.NewSecondary("Отмена", deps.Frame.Back)}, nil),
			widgets.Column(widgets.Card(widgets.Heading("Общая информация"), a.fields),
				container.NewBorder(nil, nil, widgets.Heading("Участники"), nil, a.admins)),
			a.list, nil)}
	a.showState()
	return a
}

// Unsaved reports whether a chat was begun.
func (a *add) Unsaved() bool { return a.touched || a.title.Text != a.prefilled }

// MayLeave asks what to do with a chat that was begun.
func (a *add) MayLeave(then func(ok bool)) {
	if a.creating {
		return
	}
	if !a.Unsaved() {
		then(true)
		return
	}
	dialog.Unsaved(a.deps.Frame.Window(), func() { a.createThen(func() { then(true) }) }, func() { then(true) })
}

func (a *add) say(title, hint string) {
	a.list.SetEmpty(table.Empty{Title: title, Hint: hint})
	a.list.SetRows(nil)
}

func (a *add) load() {
	ctx := a.Ctx
	type result struct {
		choices model.NewChatChoices
		me      model.Person
	}
	background.Fetch(a.deps.Exec, func() (result, error) {
		choices, err := a.service.NewChatChoices(ctx)
		return result{choices, a.service.Person()}, err
	}, func(r result, err error) {
		switch {
		case ctx.Err() != nil:
		case err != nil:
			a.deps.Fail("Нельзя начать новый чат", err)
		default:
			a.me, a.choices = r.me, r.choices
			a.showTypes()
		}
	})
}

func (a *add) showTypes() {
	options := model.Each(a.choices.Types, typeOption)
	a.types.SetOptions(options)
	if len(options) == 0 {
		a.say("Вам нечего добавить", "Куратор создаёт чаты своих групп, преподаватель — чаты своих предметов.")
		return
	}
	if a.key.Type == 0 {
		takeOnly(a.types, a.typeChosen)
	}
}

// takeOnly chooses the option of a field with only one, and reports whether it did.
func takeOnly[K comparable](s *table.Select[K], chosen func(K)) bool {
	options := s.Options()
	if len(options) != 1 {
		return false
	}
	s.SetSelected(options[0].Key)
	chosen(options[0].Key)
	return true
}

func (a *add) typeChosen(t model.ChatType) {
	if t == a.key.Type {
		return
	}
	a.key = model.ChatKey{Type: t}
	a.group.Hidden = t == model.ChatTeachers
	a.subject.Hidden = t != model.ChatSubject
	a.groups.SetOptions(a.groupOptions())
	a.groups.Field.ClearSelected()
	a.subjects.SetOptions(nil)
	a.subjects.Field.ClearSelected()
	a.fields.Refresh()
	if t == model.ChatTeachers || !takeOnly(a.groups, a.groupChosen) {
		a.keyChanged()
	}
}

// groupOptions are the groups of the chosen type; for «Предметы» those that have a subject to choose.
func (a *add) groupOptions() []table.Option[model.GroupID] {
	var options []table.Option[model.GroupID]
	if a.key.Type != model.ChatSubject {
		for _, g := range a.choices.Groups {
			options = append(options, table.Option[model.GroupID]{Key: g.Group, Label: g.Name})
		}
		return sorted(options)
	}
	seen := map[model.GroupID]bool{}
	for _, t := range a.choices.Teachings {
		if !seen[t.Group] {
			seen[t.Group] = true
			label := t.GroupName
			if t.Group == 0 {
				label = "без группы"
			}
			options = append(options, table.Option[model.GroupID]{Key: t.Group, Label: label})
		}
	}
	return sorted(options)
}

// sorted are options as a Russian reader looks for them.
func sorted[K comparable](options []table.Option[K]) []table.Option[K] {
	model.Sort(options, table.InOrder(func(o table.Option[K]) string { return o.Label }))
	return options
}

func (a *add) groupChosen(g model.GroupID) {
	a.key.Group, a.key.Teaching = g, 0
	if a.key.Type == model.ChatSubject {
		var options []table.Option[model.TeachingID]
		for _, t := range a.choices.Teachings {
			if t.Group == g {
				label := strings.TrimPrefix(t.Title, t.GroupName+"/")
				options = append(options, table.Option[model.TeachingID]{Key: t.Teaching, Label: label})
			}
		}
		a.subjects.SetOptions(sorted(options))
		a.subjects.Field.ClearSelected()
		if takeOnly(a.subjects, a.subjectChosen) {
			return
		}
	}
	a.keyChanged()
}

func (a *add) subjectChosen(t model.TeachingID) {
	a.key.Teaching = t
	a.keyChanged()
}

// complete reports whether the key says which chat it is.
func complete(key model.ChatKey) bool {
	switch key.Type {
	case model.ChatTeachers:
		return true
	case model.ChatSubject:
		return key.Teaching != 0
	}
	return key.Type != 0 && key.Group != 0
}

// keyChanged reads what the chosen chat begins with: its people, and its title unless the user writes one.
func (a *add) keyChanged() {
	a.start, a.people, a.read, a.touched = model.NewChatStart{}, nil, false, false
	a.asked = a.key
	a.prefill()
	if !complete(a.key) {
		next := "Выберите учебную группу"
		if a.key.Type == model.ChatSubject && (a.key.Group != 0 || len(a.groupOptions()) == 0) {
			next = "Выберите предмет"
		}
		a.say(next, "Участники подставятся сами, состав можно изменить.")
		a.showState()
		return
	}
	a.say("Читаем список…", "")
	ctx, key := a.Ctx, a.key
	background.Fetch(a.deps.Exec, func() (model.NewChatStart, error) { return a.service.NewChatStart(ctx, key) }, func(start model.NewChatStart, err error) {
		if ctx.Err() != nil || key != a.asked {
			return
		}
		if err != nil {
			a.list.SetEmpty(table.Empty{Title: "Список не прочитан", Hint: widgets.Sentence(err.Error()), Failed: true, Action: "Повторить", Do: a.keyChanged})
			return
		}
		a.start, a.read = start, true
		a.prefill()
		a.showPeople()
	})
	a.showState()
}

// prefill puts in the title that the chosen chat begins with; a title that the user wrote stays.
func (a *add) prefill() {
	if a.title.Text == a.prefilled {
		a.prefilled = a.start.Title
		a.title.SetText(a.prefilled)
	}
}

func (a *add) showPeople() {
	a.people = slices.Concat(a.start.Suggested, a.start.Others)
	a.list.SetEmpty(table.Empty{Title: "Никого нет", Hint: "В списке группы пока никого: чат можно создать и добавить людей потом."})
	a.list.SetRows(a.people)
	a.list.SetChecked(model.Each(a.start.Suggested, candidateID)...)
	a.showState()
}

// newChat is what «Добавить» carries.
func (a *add) newChat() model.NewChat {
	return model.NewChat{Key: a.key, Title: strings.Join(strings.Fields(a.title.Text), " "), Members: a.list.Checked()}
}

// whyNot says why the chat cannot be created now; it is empty when it can. Until its people are read it would be created without them.
func (a *add) whyNot() string {
	switch {
	case a.creating:
		return "Чат создаётся."
	case !complete(a.key) || strings.TrimSpace(a.title.Text) == "":
		return "Выберите, какой это чат, и введите его наименование."
	case !a.read:
		return "Дождитесь, пока появится список участников."
	}
	return ""
}

func (a *add) showState() {
	why := a.whyNot()
	enable(a.create, why == "", keys.Shortcut("S"), why)
	if len(a.people) == 0 {
		a.admins.SetText("")
		return
	}
	text := fmt.Sprintf("выбрано %d · %s", len(a.list.Checked()), a.adminWords())
	if !a.start.Follows {
		text += " · такой чат уже есть, состав этого меняют вручную"
	}
	a.admins.SetText(text)
}

// adminWords say who will be the chat's administrator.
func (a *add) adminWords() string {
	admins := a.newChat().Administrators(a.start.Admins, a.start.Follows, a.me.ID)
	if len(admins) == 0 {
		return "администратора можно назначить после создания"
	}
	if slices.Equal(admins, []model.PersonID{a.me.ID}) {
		return "администратор: вы"
	}
	names := model.Each(checkedOf(a.people, admins), func(c model.Candidate) string { return c.Name.Short() })
	return model.PluralForm(len(names), "администратор: ", "администраторы: ", "администраторы: ") + strings.Join(names, ", ")
}

// createThen creates the chat and goes on, or goes back to the list.
func (a *add) createThen(then func()) {
	if why := a.whyNot(); why != "" {
		a.deps.Frame.Toast(why, widgets.ToneWaiting)
		return
	}
	chat := a.newChat()
	a.creating = true
	a.showState()
	background.Fetch(a.deps.Exec, func() (model.ChatID, error) { return a.service.CreateChat(a.deps.Exec.Context(), chat) },
		func(id model.ChatID, err error) {
			a.creating = false
			if err != nil {
				a.showState()
				a.deps.Fail("Чат не создан", err)
				return
			}
			a.touched, a.prefilled = false, a.title.Text
			a.made(id)
			a.deps.Tell("Чат " + quoted(chat.Title) + " создан. В VK он появится после синхронизации.")
			if then == nil {
				then = a.deps.Frame.Back
			}
			then()
		})
}
