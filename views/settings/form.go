package settings

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// form holds the fields that «Сохранить» saves, of both blocks.
type form struct {
	changed func()            // called after every change of a field
	copied  func(text string) // puts the community's identifier where it can be pasted from
	grown   func()            // lays the blocks out again when something takes more or less room
	card    model.SettingsCard
	seen    model.CollegeSettings // as the fields showed them before anything was typed
	loaded  bool
	filling bool // the program fills the fields: nobody types

	fields map[model.SettingsField]field
	ticks  []tick
	closed []interface{ SetDisabled(bool) } // before the settings are read

	name, hour, idle, oneTime, early, program, minutes, limit, api, signIn, web, client, port *widgets.Entry
	agentOn, strangers, messages                                                              *widgets.Check

	choose           *widgets.Button
	zone             *lists.ZoneField
	restore          *widgets.Button
	fixed            *widgets.Label
	needs            *widgets.Button
	community, named *widgets.Label
	copy             *widgets.Button
	addresses        fyne.CanvasObject // the card of where VK is reached
	failure          *widgets.Copyable
	alarm            *fyne.Container // the failure and «Повторить»
}

// field is what an entry holds of the settings.
type field struct {
	entry *widgets.Entry
	show  func(model.Settings) string
	read  func(into *model.Settings)
}

// tick is what a checkbox holds of the settings.
type tick struct {
	check *widgets.Check
	of    func(*model.Settings) *bool
}

// newForm makes an empty form that nobody can write into before adopt; reload reads the settings again, choose asks for
// the messenger's program, needs says what VK has to give.
func newForm(changed func(), copied func(string), grown, reload, choose, needs func()) *form {
	f := &form{changed: changed, copied: copied, grown: grown, fields: map[model.SettingsField]field{}}
	f.name = f.text(model.FieldCollegeName, func(s *model.Settings) *string { return &s.CollegeName })
	f.hour = f.number(model.FieldAcademicHour, func(s *model.Settings) *int { return &s.AcademicHour })
	f.early = f.number(model.FieldEarlyMinutes, func(s *model.Settings) *int { return &s.EarlyMinutes })
	f.program = f.text(model.FieldMessengerProgram, func(s *model.Settings) *string { return &s.MessengerProgram })
	f.idle = f.number(model.FieldIdleMinutes, func(s *model.Settings) *int { return &s.IdleMinutes })
	f.oneTime = f.number(model.FieldOneTimeDays, func(s *model.Settings) *int { return &s.OneTimeDays })
	f.minutes = f.number(model.FieldAgentMinutes, func(s *model.Settings) *int { return &s.AgentMinutes })
	f.limit = f.number(model.FieldRemovalLimit, func(s *model.Settings) *int { return &s.RemovalLimit })
	f.api = f.text(model.FieldAPI, func(s *model.Settings) *string { return &s.Addresses.API })
	f.signIn = f.text(model.FieldSignIn, func(s *model.Settings) *string { return &s.Addresses.SignIn })
	f.web = f.text(model.FieldWeb, func(s *model.Settings) *string { return &s.Addresses.Web })
	f.client = f.text(model.FieldSignInClient, func(s *model.Settings) *string { return &s.SignInClient })
	f.port = f.number(model.FieldSignInPort, func(s *model.Settings) *int { return &s.SignInPort })
	f.agentOn = f.tick("Синхронизировать чаты с этого компьютера", func(s *model.Settings) *bool { return &s.AgentOn })
	f.messages = f.tick("VK разрешил приложению доступ к сообщениям", func(s *model.Settings) *bool { return &s.SignInMessages })
	f.strangers = f.tick("Удалять посторонних", func(s *model.Settings) *bool { return &s.RemoveStrangers })
	f.program.PlaceHolder = "браузер системы"
	f.choose = widgets.NewSecondary("Выбрать…", choose)
	f.zone = lists.NewZoneField(measure, f.touch)
	f.restore = widgets.NewLink("Вернуть обычные", f.ownAddresses)
	f.closed = append(f.closed, f.choose, f.zone.Field, f.restore)
	for _, w := range f.closed {
		w.SetDisabled(true)
	}
	f.needs = widgets.NewLink(needsLabel, needs)
	f.fixed = note("Адрес VK задан при запуске программы ключом --vk-url: адреса отсюда сейчас не используются.").In(widgets.ToneWaiting)
	f.fixed.Hide()
	f.community, f.named = widgets.Text(""), widgets.Muted("").Shrink()
	f.copy = widgets.NewSecondary("Скопировать", func() { f.copied(strconv.FormatInt(int64(f.card.Community), 10)) })
	f.copy.SetDisabled(true)
	f.failure = widgets.NewCopyable(note("").In(widgets.ToneRefused))
	f.alarm = widgets.Column(f.failure, widgets.Wrapped(widgets.NewSecondary("Повторить", reload)))
	f.alarm.Hide()
	return f
}

// entry makes an entry; show and read bring what it holds out of settings and into them.
func (f *form) entry(of model.SettingsField, show func(model.Settings) string, read func(text string, into *model.Settings)) *widgets.Entry {
	e := widgets.NewEntry("")
	e.OnChanged = func(string) {
		e.SetError("")
		f.touch()
	}
	f.fields[of] = field{e, show, func(into *model.Settings) { read(strings.TrimSpace(e.Text), into) }}
	f.closed = append(f.closed, e)
	return e
}

func (f *form) text(of model.SettingsField, at func(*model.Settings) *string) *widgets.Entry {
	return f.entry(of, func(s model.Settings) string { return *at(&s) }, func(text string, into *model.Settings) { *at(into) = text })
}

// number is an entry for a number; a text that is no number is read as a number outside all bounds.
func (f *form) number(of model.SettingsField, at func(*model.Settings) *int) *widgets.Entry {
	return f.entry(of, func(s model.Settings) string { return strconv.Itoa(*at(&s)) }, func(text string, into *model.Settings) {
		n, err := strconv.Atoi(text)
		if err != nil {
			n = -1
		}
		*at(into) = n
	})
}

func (f *form) tick(label string, of func(*model.Settings) *bool) *widgets.Check {
	check := widgets.NewCheck(label, func(bool) { f.touch() })
	f.ticks, f.closed = append(f.ticks, tick{check, of}), append(f.closed, check)
	return check
}

func (f *form) touch() {
	if !f.filling {
		f.changed()
	}
}

// numberWidth is the width of a field for a number: its complaint fits below it.
const numberWidth float32 = 264

// numbers are fields for numbers side by side, one below the other in a narrow window.
func numbers(fields ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Wrapped(model.Each(fields, func(f fyne.CanvasObject) fyne.CanvasObject {
		return container.New(widgets.Sized{Width: numberWidth}, f)
	})...)
}

// college is the block «Колледж».
func (f *form) college() fyne.CanvasObject {
	return widgets.Column(
		f.alarm,
		widgets.Card(
			widgets.Heading("Колледж"),
			widgets.Field("Название", f.name),
			widgets.Fields([]float32{360, -1}, widgets.Field("Часовой пояс", f.zone.Select.Field), layout.NewSpacer()),
			f.zone.Note,
		),
		widgets.Card(
			widgets.Heading("Занятия и звонки"),
			numbers(widgets.Field("Академический час, минут", f.hour),
				widgets.Field("Вход преподавателя до начала, минут", f.early)),
			note("Академический час — от 30 до 90 минут, по нему считается длительность занятий в журнале. В дистанционное занятие преподаватель "+
				"может войти раньше начала на 0–60 минут, студенты — только с его началом."),
			widgets.Field("Программа VK Мессенджер на этом компьютере", container.New(widgets.Row{Gap: theme.GapSmall, Widths: []float32{-1}, Top: true}, f.program, f.choose)),
			note("В ней открываются звонки. Оставьте поле пустым, чтобы открывать их в браузере системы."),
		),
		widgets.Card(
			widgets.Heading("Вход в программу"),
			numbers(widgets.Field("Блокировка окна без работы, минут", f.idle),
				widgets.Field("Одноразовый пароль действует, дней", f.oneTime)),
			note("Если столько времени никто не работает, программа попросит пароль. 0 — не блокировать. Кто за свой срок не вошёл "+
				"с одноразовым паролем, тому администратор ПОО печатает новый листок: «Пользователи», вкладка «Учётные записи»."),
		))
}

// communityCard has what people copy for the administrator of the server (29.2.4).
func (f *form) communityCard() fyne.CanvasObject {
	return widgets.Card(
		widgets.Heading("Идентификатор ВК-сообщества"),
		widgets.Wrapped(f.community, f.copy), f.named,
		note("В случае возникновения проблем скопируйте идентификатор ВК-сообщества и отправьте администратору сервера."),
	)
}

// agentCard is how the chats are kept equal to the lists.
func (f *form) agentCard() fyne.CanvasObject {
	return widgets.Card(
		widgets.Heading("Синхронизация"),
		f.agentOn,
		f.strangers,
		note("Посторонние — те, кто в чате VK, но не в его списке и не привязан ни к кому из колледжа. Администраторы чата остаются. "+
			"Пока у многих нет привязанного VK ID, не включайте: программа не узнает своих."),
		numbers(widgets.Field("Как часто проверять чаты, минут", f.minutes),
			widgets.Field("Предел удаления, %", f.limit)),
		note("Если за один раз из всех чатов или из чатов одного типа ушло бы больше этой доли участников, добавленных автоматически, синхронизация остановится "+
			"и ничего не удалит, пока вы не подтвердите. Так ошибка в списке не опустошит чаты. 0 — останавливаться при любом "+
			"удалении, 100 — никогда."),
	)
}

// addressCard is where VK is reached.
func (f *form) addressCard() fyne.CanvasObject {
	f.addresses = widgets.Card(
		widgets.Wrapped(widgets.Heading("Адреса VK"), f.restore),
		widgets.Fields(nil, widgets.Field("API", f.api), widgets.Field("Вход VK ID", f.signIn)),
		widgets.Fields(nil, widgets.Field("Мессенджер", f.web), layout.NewSpacer()),
		f.fixed,
		note("Меняйте их, только если так сказал администратор сервера. Вход и мессенджер возьмут новые адреса после перезапуска программы."),
	)
	return f.addresses
}

// signInCard is the college's application at VK ID, which people link their profiles with (29.1.1).
func (f *form) signInCard() fyne.CanvasObject {
	return widgets.Card(
		widgets.Wrapped(widgets.Heading("Вход VK ID"), f.needs),
		numbers(widgets.Field("Номер приложения", f.client), widgets.Field("Порт", f.port)),
		note("Номер приложения колледжа даёт VK ID для бизнеса; без него учебные профили не привязать. Порт — тот, что указан там в адресе "+
			"возврата http://127.0.0.1:порт/callback; 0 — любой свободный."),
		f.messages,
		note("Это право VK даёт приложению только по отдельному запросу. С ним звонки занятий начинает сам преподаватель, который привязал "+
			"профиль, а в свои чаты люди входят без браузера. Кто привязал профиль раньше, привязывает его заново. Если права нет, снимите "+
			"флажок: иначе VK ID откажет во входе."),
	)
}

// adopt shows a reading of the settings; changes that were not saved stay.
func (f *form) adopt(card model.SettingsCard) {
	keep := f.dirty()
	f.loaded = true
	f.card = card
	f.alarm.Hide()
	f.community.SetText("появится, когда будет введён ключ сообщества")
	f.copy.SetDisabled(true)
	if card.Community != 0 {
		f.community.SetText(strconv.FormatInt(int64(card.Community), 10))
		f.copy.SetDisabled(false)
	}
	f.named.SetText("Сообщество «" + card.CommunityName + "»")
	f.named.Hidden = card.CommunityName == ""
	f.fixed.Hidden = !card.Fixed
	f.agentOn.Hidden = card.Elsewhere
	if f.addresses.Show(); card.Elsewhere {
		f.addresses.Hide()
	}
	for _, w := range f.closed {
		w.SetDisabled(false)
	}
	if !keep {
		f.fill(card.Settings)
	}
	f.grown()
	f.changed()
}

// fail says that the settings were not read.
func (f *form) fail(err error) {
	f.failure.SetText("Настройки не прочитаны. " + widgets.Sentence(err.Error()))
	f.alarm.Show()
	f.grown()
}

// fill puts settings into the fields.
func (f *form) fill(s model.Settings) {
	f.filling, f.seen = true, s.CollegeSettings
	defer func() { f.filling = false }()
	s.Addresses = s.Addresses.Filled(f.card.OwnAddresses)
	for _, of := range f.fields {
		of.entry.SetText(of.show(s))
		of.entry.SetError("")
	}
	for _, t := range f.ticks {
		t.check.SetChecked(*t.of(&s))
	}
	f.zone.SetZone(s.TimeZone)
}

// read takes the settings out of the fields.
func (f *form) read() (s model.Settings) {
	for _, of := range f.fields {
		of.read(&s)
	}
	for _, t := range f.ticks {
		*t.of(&s) = t.check.Checked()
	}
	s.TimeZone, s.CollegeName, s.Addresses = f.zone.Zone(), model.Squeeze(s.CollegeName), s.Addresses.Normal(f.card.OwnAddresses)
	return s
}

// dirty reports whether there is something to save.
func (f *form) dirty() bool { return f.loaded && f.read() != f.card.Settings }

// saved makes what was saved the state with which changes are compared.
func (f *form) saved(s model.Settings) { f.card.Settings, f.seen = s, s.CollegeSettings }

// see takes note of what somebody else saved meanwhile; the fields keep what was entered.
func (f *form) see(found *model.Conflict) error {
	err := found.See(&f.seen)
	f.card.CollegeSettings = f.seen
	return err
}

// revert brings the fields back to what is saved.
func (f *form) revert() {
	f.fill(f.card.Settings)
	f.changed()
}

// ownAddresses fills in VK's own addresses; «Сохранить» saves them.
func (f *form) ownAddresses() {
	own := f.card.OwnAddresses
	f.api.SetText(own.API)
	f.signIn.SetText(own.SignIn)
	f.web.SetText(own.Web)
}

// check reads the settings and says below the fields what is wrong; the field is the first wrong one, 0 when none is.
func (f *form) check() (model.Settings, model.SettingsField) {
	set := f.read()
	problems := set.Problems()
	wrong := model.SettingsField(0)
	for field := model.FieldRemovalLimit; field >= model.FieldCollegeName; field-- {
		text := problems[field]
		if text != "" {
			wrong = field
		}
		if of, ok := f.fields[field]; ok {
			of.entry.SetError(text)
		} else if text != "" {
			f.zone.Note.SetText(widgets.Sentence(text))
		}
	}
	f.grown()
	return set, wrong
}
