package settings

import (
	"context"
	"fmt"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// ServingService opens the college of this computer to others.
type ServingService interface {
	Serving(ctx context.Context) (model.Serving, error)
	SetServing(ctx context.Context, on bool) error
	// WriteConnectionSheet writes the page «Как подключиться» as a PDF, and WriteConnectionSlips slips with address and check code.
	WriteConnectionSheet(ctx context.Context, w io.Writer) error
	WriteConnectionSlips(ctx context.Context, w io.Writer) error
	// MoveCollege copies all of the college into an empty database of PostgreSQL, at an address without the password, and closes what is
	// here.
	MoveCollege(ctx context.Context, address, password string) (model.Moved, error)
}

// SessionService is what the list of sessions asks of the program.
type SessionService interface {
	Sessions(ctx context.Context) ([]model.SessionRow, error)
	EndSession(ctx context.Context, id model.SessionID) error
}

// access is the block «Доступ с других компьютеров».
type access struct {
	deps    Deps
	ctx     context.Context
	serving shell.Loader[model.Serving]
	now     model.Serving
	filling bool // the switch is being set by the program, not by a person

	content  fyne.CanvasObject
	on       *widgets.Check
	state    *widgets.PillLabel
	help     *widgets.Button
	words    *widgets.Copyable
	again    *widgets.Button
	move     *widgets.Button
	open     *fyne.Container // shown while the college is open to others
	address  *widgets.Copyable
	code     *widgets.Copyable
	link     *widgets.Entry
	phone    *widgets.Copyable
	sessions *lists.Pane[model.SessionRow, model.SessionID]
}

func newAccess(deps Deps, service SessionService) *access {
	a := &access{deps: deps, ctx: deps.Exec.Context()}
	a.serving = shell.Loader[model.Serving]{Desk: deps.Desk, Show: a.show, Failed: func(err error) {
		a.say("не прочитан", widgets.ToneRefused, err.Error())
	}}
	a.sessions = newSessions(deps, service)
	list := container.NewBorder(widgets.Column(widgets.Heading("Сеансы"), a.sessions.Bar, gap()), a.sessions.Footer, nil, nil, a.sessions.Table.Grid)
	a.content = container.NewBorder(widgets.Column(a.card(), gap()), nil, nil, nil, list)
	return a
}

// card says whether the college is open to others, and how they connect.
func (a *access) card() fyne.CanvasObject {
	a.words, a.phone = widgets.NewCopyable(note("")), widgets.NewCopyable(note(""))
	if a.deps.Serving == nil {
		return widgets.Card(widgets.Heading("Доступ с других компьютеров"), a.words, a.phone)
	}
	a.on = widgets.NewCheck("Открыть доступ с других компьютеров", func(on bool) {
		if !a.filling {
			a.showSwitch() // until the college is open or closed
			a.ask(on)
		}
	})
	a.on.SetDisabled(true)
	a.state = widgets.Pill("читаем…", widgets.ToneNeutral)
	a.again = widgets.NewSecondary("Повторить", func() { a.set(true) })
	a.again.Hide()
	a.help = widgets.NewLink("Если не подключается", func() {
		dialog.ShowError(a.deps.Frame.Window(), "Если другой компьютер не подключается", firewallWords(a.now.Port))
	})
	big := func() *widgets.Copyable {
		return widgets.NewCopyable(widgets.NewLabel("", theme.TitleSize, true, theme.ColorNameText).Shrink())
	}
	a.address, a.code = big(), big()
	a.link = widgets.NewEntry("")
	a.link.OnChanged = func(string) { a.link.SetText(a.now.Link.String()) } // to be selected and copied, not edited
	printing := widgets.NewMenuButton("Напечатать", func() []widgets.MenuItem {
		return []widgets.MenuItem{
			{Label: "Лист «Как подключиться» для учительской (PDF)…", Do: func() { a.print("Как подключиться.pdf", a.deps.Serving.WriteConnectionSheet) }},
			{Label: "Листки с адресом и кодом, десять на странице (PDF)…", Do: func() { a.print("Листки подключения.pdf", a.deps.Serving.WriteConnectionSlips) }},
		}
	})
	a.open = widgets.Column(
		widgets.Fields(nil, widgets.Field("Адрес", a.address), widgets.Field("Проверочный код", a.code)),
		widgets.Field("Ссылка подключения", container.New(widgets.Row{Gap: theme.GapSmall, Widths: []float32{-1, 0, 0}},
			a.link, widgets.NewSecondary("Скопировать", a.copy), printing)),
	)
	a.open.Hide()
	a.help.Hide()
	a.move = widgets.NewSecondary(moveTitle+"…", func() { showMove(a.deps) })
	return widgets.Card(widgets.Wrapped(a.on, a.state, a.again, a.help), a.words, a.open, a.phone, widgets.InRow(a.move))
}

// setPhone says whether the college's server has the page for the phone, and why not.
func (a *access) setPhone(page model.PhonePage) {
	text, tone := "Страница для телефона: "+page.Address+". Студенты и родители входят на неё без программы. Доверенный адрес возврата в приложении VK ID: "+page.Returns, widgets.ToneMuted
	switch {
	case page.Address == "":
		text = "Страница для телефона выключена: её открывает «zvonok serve --phone» с сертификатом, которому доверяют браузеры (справка «Сервер колледжа»)"
	case page.Problem != "":
		text, tone = "Страница для телефона не работает. "+model.Capital(page.Problem), widgets.ToneRefused
	}
	a.phone.SetText(widgets.Sentence(text))
	a.phone.SetTone(tone)
	a.content.Refresh()
}

// setElsewhere says why a desk cannot open the college, which is on another computer or the demonstration's.
func (a *access) setElsewhere(elsewhere bool) {
	switch {
	case a.deps.Serving != nil:
	case elsewhere:
		a.words.SetText("Колледж находится на другом компьютере. Открывают и закрывают доступ там: «Настройки системы», «Доступ с других компьютеров».")
	default:
		a.words.SetText("Колледж открыт только на этом компьютере.")
	}
	a.content.Refresh()
}

// load reads whether the college is open to others, and who has signed in.
func (a *access) load() {
	if a.deps.Serving != nil {
		a.serving.Load(a.ctx, a.deps.Serving.Serving)
	}
	a.sessions.Start(a.ctx)
}

func (a *access) show(now model.Serving) {
	a.now = now
	a.on.SetDisabled(false)
	a.move.SetDisabled(now.On)
	a.move.SetTooltip("Когда колледж перерастает один компьютер: в базу PostgreSQL, которую ведут и копируют вместе с остальными базами организации.")
	if now.On {
		a.move.SetTooltip("Сначала закройте доступ с других компьютеров: пока колледж переносится, записывать в него нельзя.")
	}
	a.open.Hidden = len(now.Link.Addresses) == 0 || len(now.Link.Pins) == 0
	a.help.Hidden, a.again.Hidden = a.open.Hidden, now.Problem == ""
	switch {
	case now.Problem != "":
		a.say("не работает", widgets.ToneRefused, now.Problem)
	case !now.On:
		a.say("закрыт", widgets.ToneNeutral, "Колледж открыт только на этом компьютере. С доступом преподаватели и студенты входят в него со своих.")
	default:
		a.say("открыт с "+now.Since.Format("02.01.2006 15:04"), widgets.ToneGood,
			"Пока с колледжем работают другие, не выключайте этот компьютер и не закрывайте на нём окно «Звонка».")
	}
	if !a.open.Hidden {
		a.address.SetText(now.Link.Addresses[0])
		a.code.SetText(now.Link.Pins[0].Code())
		a.link.SetText(now.Link.String())
	}
	a.showSwitch()
	a.content.Refresh()
}

func (a *access) showSwitch() {
	a.filling = true
	a.on.SetChecked(a.now.On)
	a.filling = false
}

func (a *access) say(state string, tone widgets.Tone, words string) {
	a.state.Set(state, tone)
	a.words.SetText(widgets.Sentence(words))
	a.words.SetTone(widgets.ToneMuted)
	if tone == widgets.ToneRefused {
		a.words.SetTone(tone)
	}
	a.content.Refresh()
}

// ask asks once before the college is opened to other computers, or closed.
func (a *access) ask(on bool) {
	win := a.deps.Frame.Window()
	if on {
		dialog.Confirm(win, "Открыть доступ с других компьютеров?", "К колледжу можно будет подключиться из сети, в которой этот компьютер. Войдут только "+
			"люди с учётной записью и паролем, и увидят не больше, чем здесь. Без ссылки или листка с проверочным кодом подключиться нельзя.\n\n"+
			"Система может спросить, разрешить ли «Звонку» принимать соединения: разрешите.", "Открыть доступ", func() { a.set(true) })
		return
	}
	dialog.ConfirmDanger(win, "Закрыть доступ?", "Другие компьютеры сразу потеряют связь с колледжем. Оценки и отсутствия, которые там поставят, "+
		"подождут, пока доступ не откроют снова; остальное без связи не сохранить.", "Закрыть доступ", func() { a.set(false) })
}

func (a *access) set(on bool) {
	failed, done := "Доступ не открыт", "Доступ открыт: раздайте ссылку или листки"
	if !on {
		failed, done = "Доступ не закрыт", "Доступ закрыт"
	}
	a.on.SetDisabled(true)
	a.state.Set("подождите…", widgets.ToneNeutral)
	background.Perform(a.deps.Exec, func() error { return a.deps.Serving.SetServing(a.deps.Exec.Context(), on) }, func(err error) {
		if err != nil {
			a.deps.Fail(failed, err)
		} else {
			a.deps.Tell(done)
		}
		a.load()
	})
}

func (a *access) copy() {
	fyne.CurrentApp().Clipboard().SetContent(a.now.Link.String())
	a.deps.Tell("Ссылка скопирована")
}

func (a *access) print(name string, write func(context.Context, io.Writer) error) {
	a.deps.Export(dialog.Export{Name: name, Refused: "Файл не сделан", Make: write}, "Файл записан: откройте его и распечатайте")
}

// newSessions is the list of people who have signed in, and from where.
func newSessions(deps Deps, service SessionService) *lists.Pane[model.SessionRow, model.SessionID] {
	name := func(s model.SessionRow) string { return s.Name.String() }
	var list *lists.Pane[model.SessionRow, model.SessionID]
	end := func(chosen []model.SessionRow) {
		if others := lists.OthersOf(chosen); len(others) > 0 {
			lists.EndSessions(deps.Desk, others, service.EndSession, list.Load)
		}
	}
	list = lists.New(deps.Desk, lists.Listing[model.SessionRow, model.SessionID]{
		NameHint: "ФИО или компьютер", Name: name, Key: lists.SessionID,
		Folded:  func(s model.SessionRow) string { return model.Fold(name(s) + " " + s.Computer) },
		Columns: append([]*table.Column[model.SessionRow]{table.Text("name", "ФИО", 240, 2, name)}, lists.SessionColumns()...),
		Read:    service.Sessions, Drop: end,
		Menu: func(chosen []model.SessionRow) []widgets.MenuItem {
			return []widgets.MenuItem{{Label: "Завершить сеанс…", Danger: true, Do: func() { end(chosen) },
				Disabled: len(lists.OthersOf(chosen)) == 0, Why: "Выберите чужой сеанс. Свой заканчивают кнопкой «Выйти» в меню под именем."}}
		},
		None: func() table.Empty {
			return table.Empty{Title: "Никто ещё не входил", Hint: "Здесь будет видно, кто и с какого компьютера вошёл в колледж."}
		},
	})
	list.Table.Grid.SortBy("seen", true)
	return list
}

// firewallWords say what a firewall has to let through.
func firewallWords(port int) string {
	return strings.Join([]string{
		fmt.Sprintf("Если другой компьютер не подключается, его может не пускать брандмауэр на этом. Разрешите входящие соединения TCP на порт %d.", port),
		fmt.Sprintf("Linux с ufw: sudo ufw allow %d/tcp", port),
		fmt.Sprintf("Windows: «Безопасность Windows» › «Брандмауэр и защита сети» › «Дополнительные параметры» › «Правила для входящих подключений» › "+
			"«Создать правило…» › «Для порта», TCP, %d, «Разрешить подключение», профили «Частный» и «Доменный».", port),
	}, "\n\n")
}
