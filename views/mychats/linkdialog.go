package mychats

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// linkDialog is the window that waits while the person signs in in the browser.
type linkDialog struct {
	screen  *myChats
	service LinkService
	ctx     context.Context
	end     context.CancelFunc
	over    bool
	begun   model.LinkAttempt
	// checking: a pasted address is being looked at.
	checking bool

	form    *dialog.FormHandle
	dialog  *dialog.Handle // the form, or the question that follows it
	address *widgets.Entry
	status  *widgets.Label
	left    *widgets.Label
	reopen  *widgets.Button
	copied  *widgets.Button
}

const continueLabel = "Продолжить"

// beginLink is «Привязать учебный профиль VK ID». The dialog opens at once, since even the beginning may have to wait
// for the vault.
func (m *myChats) beginLink() {
	if m.attempt != nil && !m.attempt.over {
		return
	}
	d := &linkDialog{screen: m, service: m.service}
	d.ctx, d.end = context.WithCancel(m.deps.Exec.Context())
	m.attempt = d
	d.build()
	background.Fetch(m.deps.Exec, func() (model.LinkAttempt, error) { return d.service.BeginLink(d.ctx) }, d.began)
}

func (d *linkDialog) build() {
	d.status = widgets.Text("Открываем браузер…")
	d.left = widgets.Caption("")
	d.address = widgets.NewEntry("http://127.0.0.1…")
	d.address.OnChanged = func(string) {
		d.address.SetError("")
		d.showState()
	}
	d.reopen = widgets.NewSecondary("Открыть ещё раз", d.openAgain)
	d.copied = widgets.NewSecondary("Скопировать адрес", d.copyAddress)
	d.reopen.SetDisabled(true)
	d.copied.SetDisabled(true)
	d.form = dialog.ShowForm(d.screen.deps.Frame.Window(), d.screen.deps.Exec, dialog.Form{
		Title: "Привязка учебного профиля VK ID", Primary: continueLabel, Focus: d.address, Cancelled: d.giveUp,
		Hint: "Войдите в VK ID в браузере и разрешите доступ, затем вернитесь сюда.",
		Fields: []fyne.CanvasObject{container.NewVBox(d.status, d.left), container.NewHBox(d.reopen, d.copied),
			widgets.Field("Вставьте адрес из браузера", d.address),
			widgets.Flow("Нужно, только если после входа страница не открылась: скопируйте её адрес из адресной строки целиком.").In(widgets.ToneMuted)},
		Work: func() (func(context.Context) error, error) {
			d.paste()
			return nil, dialog.ErrAsking // reports whether that fits
		},
	})
	d.dialog = d.form.Handle
	d.showState()
}

func (d *linkDialog) showState() {
	d.dialog.SetPrimary(continueLabel, strings.TrimSpace(d.address.Text) != "" && !d.begun.Deadline.IsZero() && !d.checking)
}

// began waits for the answer, or says why there will be none.
func (d *linkDialog) began(begun model.LinkAttempt, err error) {
	if d.over {
		d.screen.deps.Exec.Go(d.service.CancelLink) // it was given up while it began
		return
	}
	if err != nil {
		d.close()
		d.screen.deps.Fail("Привязать профиль не получилось", err)
		return
	}
	d.begun = begun
	d.status.SetText("Ждём, пока вы войдёте в браузере…")
	d.form.Say(begun.NotOpened)
	d.reopen.SetDisabled(false)
	d.copied.SetDisabled(false)
	d.showState()
	d.tick()
	background.Fetch(d.screen.deps.Exec, func() (model.LinkOffer, error) { return d.service.WaitLink(d.ctx) }, d.answered)
}

// tick counts the time that is left.
func (d *linkDialog) tick() {
	if d.over {
		return
	}
	left := d.begun.Deadline.Sub(d.screen.deps.Now()).Round(time.Second)
	d.left.SetText(fmt.Sprintf("Осталось %d:%02d", int(max(0, left).Minutes()), int(max(0, left).Seconds())%60))
	d.screen.deps.Timer(time.Second, d.tick)
}

// answered asks whether the profile is the person's: the browser may belong to somebody else, or somebody else may have
// opened the address.
func (d *linkDialog) answered(offer model.LinkOffer, err error) {
	if d.over {
		return
	}
	if err != nil {
		d.refused(err)
		return
	}
	d.dialog.Close()
	d.dialog = dialog.Show(d.screen.deps.Frame.Window(), dialog.Modal{
		Title: "Это вы?", Hint: "В браузере вошли с этим профилем VK.",
		Content: widgets.Column(widgets.Flow(offer.Name), widgets.Caption(fmt.Sprintf("Номер профиля: %d", offer.Profile))),
		Primary: "Это я", Cancel: "Не я",
		OnPrimary: func() bool {
			d.dialog.Busy(true)
			background.Perform(d.screen.deps.Exec, func() error { return d.service.KeepLink(d.ctx) }, d.ended)
			return false
		},
		OnCancel: d.stranger,
	})
}

// stranger is «Не я».
func (d *linkDialog) stranger() {
	d.giveUp()
	dialog.ShowError(d.screen.deps.Frame.Window(), "Профиль не привязан", "Ничего не сохранено. В браузере вошёл другой человек: "+
		"откройте id.vk.ru, нажмите на фотографию профиля и выберите «Выйти», затем начните привязку заново и войдите сами.")
}

// refused tells why no profile is linked.
func (d *linkDialog) refused(err error) {
	d.close()
	d.screen.deps.Fail("Профиль не привязан", err)
}

// ended is the result of the linking.
func (d *linkDialog) ended(err error) {
	if d.over {
		return
	}
	if err != nil {
		d.refused(err)
		return
	}
	d.close()
	m := d.screen
	m.problem = ""
	m.deps.Tell("Учебный профиль VK ID привязан")
	m.load()
}

// copyAddress is for people who sign in with another browser than the one that opened.
func (d *linkDialog) copyAddress() {
	background.Fetch(d.screen.deps.Exec, func() (string, error) { return d.service.LinkAddress(d.ctx) }, func(address string, err error) {
		switch {
		case d.over:
		case err != nil:
			d.form.Say(widgets.Sentence(err.Error()))
		default:
			fyne.CurrentApp().Clipboard().SetContent(address)
			d.copied.SetText("Адрес скопирован")
		}
	})
}

func (d *linkDialog) openAgain() {
	background.Perform(d.screen.deps.Exec, func() error { return d.service.ReopenLink(d.ctx) }, func(err error) {
		if err != nil && !d.over {
			d.form.Say(widgets.Sentence(err.Error()))
		}
	})
}

// paste gives the address to the program; one that fits ends the waiting.
func (d *linkDialog) paste() {
	address := strings.TrimSpace(d.address.Text)
	d.checking = true
	d.showState()
	background.Perform(d.screen.deps.Exec, func() error { return d.service.PasteLink(d.ctx, address) }, func(err error) {
		if d.over {
			return
		}
		if err != nil {
			d.checking = false
			d.address.SetError(err.Error())
			d.showState()
			return
		}
		d.status.SetText("Адрес принят, проверяем…")
	})
}

// giveUp ends the linking: by «Отмена», Esc, or because the screen is left.
func (d *linkDialog) giveUp() {
	if d.over {
		return
	}
	d.close()
	d.screen.deps.Exec.Go(d.service.CancelLink)
}

func (d *linkDialog) close() {
	d.over = true
	d.end()
	d.dialog.Close()
	d.screen.attempt = nil
}
