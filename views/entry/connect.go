package entry

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/widgets"
)

// ConnectService connects this computer with colleges of others. Far, Here and Colleges do not block.
type ConnectService interface {
	// Far reports whether the college of the window is on another computer, and Here whether this one has a college too.
	Far() bool
	Here() bool
	// Offer asks the server of a connection link, and OfferBySlip that of a slip's address and check code, which college it has.
	// Nothing is remembered.
	Offer(ctx context.Context, link string) (model.KnownCollege, error)
	OfferBySlip(ctx context.Context, address, code string) (model.KnownCollege, error)
	// Join remembers a college that was offered and chooses it.
	Join(ctx context.Context, college model.KnownCollege) error

	// Colleges are those that this computer remembers.
	Colleges() []model.KnownCollege
	// Choose lets the window open a college by its ID, or by "" that of this computer.
	Choose(ctx context.Context, college string) error
	// ForgetCollege forgets how to reach a college, and what was kept of it to work without a connection.
	ForgetCollege(ctx context.Context, college string) error

	// CheckConnection tries the connection with the chosen college step by step.
	CheckConnection(ctx context.Context) []model.ConnectionCheck
	// ChangeAddress takes over where the chosen college is reached now. A link of another college is refused.
	ChangeAddress(ctx context.Context, link string) error
}

// connectForm is the page «Подключиться к колледжу».
type connectForm struct {
	entry               *Entry
	page                fyne.CanvasObject
	back                func()
	ctx                 context.Context // ends when the page is left for good
	link, address, code *widgets.Entry
	failure             message
	button              *widgets.Button
}

// connect asks for a connection link, which may be given already, or for the address and code of a slip; back leads to
// the page before.
func (e *Entry) connect(link string, back func()) {
	f := &connectForm{entry: e, link: widgets.NewEntry("zvonok://connect/…"), address: widgets.NewEntry("192.168.1.5:8473"),
		code: widgets.NewEntry("k7mp-x4hd-r2tw-3bqa-c5vn"), failure: newMessage(widgets.ToneRefused)}
	ctx, end := context.WithCancel(e.deps.Exec.Context())
	f.ctx, f.back = ctx, func() {
		end()
		back()
	}
	f.link.SetText(link)
	f.code.Neat = func(text string) string {
		if code, err := model.ParseCode(text); err == nil {
			return code
		}
		return text
	}
	f.button = widgets.NewPrimary("Подключиться", f.submit)
	f.link.OnSubmitted = func(string) { f.submit() }
	f.address.OnSubmitted = func(string) { e.focus(f.code) }
	f.code.OnSubmitted = f.link.OnSubmitted
	f.page = narrow("Подключиться к колледжу", "Ссылку или листок с адресом и кодом даёт администратор ПОО.",
		widgets.Field("Ссылка подключения", f.link),
		widgets.Muted("Если ссылки нет, введите адрес и код с листка:").Shrink(),
		widgets.Field("Адрес", f.address), widgets.Field("Проверочный код", f.code),
		f.failure.Copyable, widgets.InRow(f.button, widgets.NewSecondary("Назад", f.back)))
	f.show()
	if link != "" {
		e.focus(f.button)
	}
}

func (f *connectForm) show() {
	f.entry.showOver("Подключение к колледжу — Звонок", f.page, f.back)
	f.entry.focus(f.link)
}

func (f *connectForm) submit() {
	if f.button.Disabled() {
		return
	}
	offer, wrong := f.offer()
	if offer == nil {
		if wrong != nil {
			relayout(wrong)
			f.entry.focus(wrong) // with what is said below it
		}
		return
	}
	f.button.SetText("Подключаемся…")
	f.button.SetDisabled(true)
	relayout(f.button)
	background.Fetch(f.entry.deps.Exec, offer, func(college model.KnownCollege, err error) {
		if f.ctx.Err() != nil {
			return
		}
		f.button.SetText("Подключиться")
		f.button.SetDisabled(false)
		relayout(f.button)
		if err != nil {
			f.failure.set(err.Error())
			return
		}
		f.confirm(college)
	})
}

// offer gives the question to the server for what was typed; nil where that is wrong, which the field says.
func (f *connectForm) offer() (offer func() (model.KnownCollege, error), wrong *widgets.Entry) {
	connect, link, address := f.entry.deps.Connect, strings.TrimSpace(f.link.Text), strings.TrimSpace(f.address.Text)
	for _, field := range []*widgets.Entry{f.link, f.address, f.code} {
		field.SetError("")
	}
	f.failure.set("")
	if link != "" {
		if _, err := model.ParseConnectionLink(link); err != nil {
			f.failure.set(err.Error())
			return nil, f.link
		}
		return func() (model.KnownCollege, error) { return connect.Offer(f.ctx, link) }, nil
	}
	if address == "" && strings.TrimSpace(f.code.Text) == "" {
		f.link.SetError("Вставьте ссылку или заполните поля ниже")
		return nil, f.link
	}
	if address == "" {
		f.address.SetError("Введите адрес с листка")
		return nil, f.address
	}
	code, err := model.ParseCode(f.code.Text)
	if err != nil {
		f.failure.set(err.Error())
		return nil, f.code
	}
	return func() (model.KnownCollege, error) { return connect.OfferBySlip(f.ctx, address, code) }, nil
}

// confirm shows whose server answered before anything is remembered.
func (f *connectForm) confirm(college model.KnownCollege) {
	e := f.entry
	failure := newMessage(widgets.ToneRefused)
	var yes *widgets.Button
	again := func() {
		if !yes.Disabled() {
			f.show()
		}
	}
	yes = widgets.NewPrimary("Да, войти", func() {
		yes.SetDisabled(true)
		background.Perform(e.deps.Exec, func() error { return e.deps.Connect.Join(f.ctx, college) }, func(err error) {
			yes.SetDisabled(false)
			if err != nil {
				failure.set(err.Error())
				e.focus(yes)
				return
			}
			e.deps.Reopen()
		})
	})
	e.showOver("Подключение к колледжу — Звонок", narrow("Подключиться к колледжу", "", widgets.Flow("Это "+quoted(college.Name)+"?").In(widgets.ToneStrong),
		widgets.Caption(addressWords(college)).Shrink(), failure.Copyable, widgets.InRow(yes, widgets.NewSecondary("Назад", again))), again)
	e.focus(yes)
}

// quoted is a college's name in quotation marks, which many names have already.
func quoted(name string) string {
	switch {
	case name == "":
		return "колледж без названия"
	case strings.ContainsAny(name, "«„\""):
		return name
	}
	return "«" + name + "»"
}

func addressWords(college model.KnownCollege) string {
	return "Адрес: " + strings.Join(college.Link.Addresses, ", ")
}
