package settings

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

const dialogWidth float32 = 640

// tokenDialog is the dialog in which a token is entered: it is first checked, and kept once VK has said whose it is and
// that it can do what the agent needs.
type tokenDialog struct {
	deps    Deps
	service TokenService
	say     tokenWords
	ctx     context.Context // ends when the dialog is cancelled

	form    *dialog.FormHandle
	token   *widgets.Entry
	report  *fyne.Container    // what VK said about the text in the field
	move    *fyne.Container    // holds the agreement to move the chats to another community, where it is needed
	agreed  *widgets.Check     // that agreement
	checked *model.TokenReport // nil before VK was asked about the text in the field
}

func openTokenDialog(deps Deps, service TokenService, say tokenWords, kept func()) {
	ctx, end := context.WithCancel(deps.Exec.Context())
	d := &tokenDialog{deps: deps, service: service, say: say, ctx: ctx, report: container.NewStack(), move: container.NewStack()}
	d.token = widgets.NewEntry("Вставьте ключ")
	d.token.Password = true
	d.token.OnChanged = func(string) { d.forget() }
	d.report.Hide()
	d.move.Hide()
	d.form = dialog.ShowForm(deps.Frame.Window(), deps.Exec, dialog.Form{
		Title: say.title, Hint: say.hint, Primary: "Проверить", Size: fyne.NewSize(dialogWidth, 0),
		Fields: []fyne.CanvasObject{d.token, d.report}, Below: d.move, Focus: d.token, Work: d.work, Cancelled: end,
		Done: func() {
			end()
			deps.Tell(say.kept)
			kept()
		},
	})
}

// forget drops what VK said about another text.
func (d *tokenDialog) forget() {
	d.form.Say("")
	if d.checked != nil {
		d.know(nil)
	}
}

// know takes what VK said about the text in the field; nil: nothing yet. It gives the main button the word of what it does next.
func (d *tokenDialog) know(r *model.TokenReport) {
	d.checked = r
	d.report.Hidden, d.move.Hidden = r == nil, r == nil || !r.Usable() || r.Instead == 0
	if r != nil {
		d.show(*r)
	}
	d.form.LayOut()
	d.showPrimary()
}

func (d *tokenDialog) showPrimary() {
	if d.checked == nil || !d.checked.Usable() {
		d.form.SetPrimary("Проверить", true)
		return
	}
	d.form.SetPrimary("Сохранить ключ", d.move.Hidden || d.agreed.Checked())
}

// work asks VK about a new text, and keeps a token that VK has accepted.
func (d *tokenDialog) work() (func(context.Context) error, error) {
	token, move := strings.TrimSpace(d.token.Text), model.MessengerID(0)
	if d.checked == nil || !d.checked.Usable() {
		d.check(token)
		return nil, dialog.ErrAsking
	}
	if d.checked.Instead != 0 {
		move = d.checked.Community
	}
	return func(ctx context.Context) error { return d.service.KeepToken(ctx, d.say.kind, token, move) }, nil
}

// check asks VK. Cancelling stays possible: VK may be slow.
func (d *tokenDialog) check(token string) {
	d.token.SetDisabled(true)
	d.form.SetPrimary("Проверяем…", false)
	background.Fetch(d.deps.Exec, func() (model.TokenReport, error) { return d.service.CheckToken(d.ctx, d.say.kind, token) },
		func(r model.TokenReport, err error) {
			if d.ctx.Err() != nil {
				return
			}
			d.token.SetDisabled(false)
			if err != nil {
				d.know(nil)
				d.form.Say(widgets.Sentence(err.Error()))
				return
			}
			d.know(&r)
		})
}

// show shows what VK said.
func (d *tokenDialog) show(r model.TokenReport) {
	d.report.Objects = []fyne.CanvasObject{d.say.reportOf(r, dialogWidth)}
	switch {
	case !r.Usable():
		d.form.Say(d.say.weak)
	case r.Instead != 0:
		d.form.Say(widgets.Sentence(r.Foreign()) + fmt.Sprintf(" Если перейти, чаты будут созданы заново в сообществе «%s», "+
			"и участникам придётся войти в них ещё раз. Прежние чаты останутся в VK без присмотра.", r.Name))
		d.agreed = widgets.NewCheck(fmt.Sprintf("Создать чаты колледжа заново в сообществе %d", r.Community), func(bool) { d.showPrimary() })
		d.move.Objects = []fyne.CanvasObject{d.agreed}
	}
}
