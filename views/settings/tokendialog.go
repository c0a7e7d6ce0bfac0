package settings

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

const (
	dialogWidth   float32 = 640
	dialogPadding float32 = 20
)

func tight() fyne.Layout { return layout.NewCustomPaddedVBoxLayout(4) }

// tokenDialog is the dialog in which a token is entered: it is first checked, and kept once VK has said whose it is and
// that it can do what the agent needs.
type tokenDialog struct {
	deps    Deps
	service TokenService
	say     tokenWords
	kept    func()

	ctx     context.Context // ends when the dialog is closed
	end     func()
	dialog  *dialog.Handle
	token   *widgets.Entry
	problem *widgets.Label
	report  *fyne.Container
	body    *fyne.Container
	move    *widgets.Check
	checked *model.TokenReport // what VK said about the text in the field, nil before
	busy    bool
}

func openTokenDialog(deps Deps, service TokenService, say tokenWords, kept func()) *tokenDialog {
	d := &tokenDialog{deps: deps, service: service, say: say, kept: kept}
	d.ctx, d.end = context.WithCancel(deps.Exec.Context())
	d.token = widgets.NewEntry("Вставьте ключ")
	d.token.Password = true
	d.token.OnChanged = func(string) { d.forget() }
	d.problem = widgets.Paragraph("", dialogWidth-2*dialogPadding)
	d.problem.SetTone(widgets.ToneRefused)
	d.problem.Hide()
	d.report = container.New(tight())
	d.report.Hide()
	d.move = widgets.NewCheck("", func(bool) { d.showPrimary() })
	d.move.Hide()
	d.body = widgets.Column(d.token, d.problem, d.report, d.move)
	d.dialog = dialog.Show(deps.Frame.Window(), dialog.Modal{
		Title: say.title, Hint: say.hint,
		Content: d.body, Primary: "Проверить", Cancel: "Отмена", Size: fyne.NewSize(dialogWidth, 0), Focus: d.token,
		OnPrimary: func() bool {
			d.press()
			return false
		},
		OnCancel: d.end,
	})
	return d
}

// forget drops what is known of another text.
func (d *tokenDialog) forget() {
	if d.checked == nil && !d.problem.Visible() {
		return
	}
	d.checked = nil
	d.problem.Hide()
	d.report.Hide()
	d.move.Hide()
	d.showPrimary()
}

// showPrimary gives the main button the word of what it does next.
func (d *tokenDialog) showPrimary() {
	d.body.Refresh()
	if d.checked == nil || !d.checked.Usable() {
		d.dialog.SetPrimary("Проверить", true)
		return
	}
	d.dialog.SetPrimary("Сохранить ключ", d.checked.Instead == 0 || d.move.Checked())
}

func (d *tokenDialog) press() {
	switch {
	case d.busy:
	case d.checked == nil || !d.checked.Usable():
		d.check()
	case d.checked.Instead == 0 || d.move.Checked():
		d.keep()
	}
}

// wait makes the dialog wait for work. Cancelling stays possible: VK may be slow.
func (d *tokenDialog) wait(label string) {
	d.busy = true
	d.token.Disable()
	d.problem.Hide()
	d.dialog.SetPrimary(label, false)
}

func (d *tokenDialog) ready() {
	d.busy = false
	d.token.Enable()
}

func (d *tokenDialog) tell(err error) {
	d.problem.SetText(widgets.Sentence(err.Error()))
	d.problem.Show()
	d.showPrimary()
}

func (d *tokenDialog) check() {
	token := strings.TrimSpace(d.token.Text)
	ctx := d.ctx
	d.wait("Проверяем…")
	widgets.Fetch(d.deps.Exec, func() (model.TokenReport, error) { return d.service.CheckToken(ctx, d.say.kind, token) },
		func(r model.TokenReport, err error) {
			if ctx.Err() != nil {
				return
			}
			d.ready()
			if err != nil {
				d.checked = nil
				d.report.Hide()
				d.tell(err)
				return
			}
			d.checked = &r
			d.show(r)
		})
}

// show tells what VK said.
func (d *tokenDialog) show(r model.TokenReport) {
	d.report.Objects = []fyne.CanvasObject{d.say.reportOf(r, dialogWidth-2*dialogPadding)}
	d.report.Show()
	d.move.SetChecked(false)
	d.move.Hide()
	switch {
	case !r.Usable():
		d.problem.SetText(d.say.weak)
		d.problem.Show()
	case r.Instead != 0:
		d.problem.SetText(widgets.Sentence(r.Foreign()) + fmt.Sprintf(" Если перейти, чаты будут созданы заново в сообществе «%s», "+
			"и участникам придётся войти в них ещё раз. Прежние чаты останутся в VK без присмотра.", r.Name))
		d.problem.Show()
		d.body.Objects[3] = d.newMove(r)
	}
	d.showPrimary()
}

// newMove is the agreement to move the chats to that very community.
func (d *tokenDialog) newMove(r model.TokenReport) *widgets.Check {
	d.move = widgets.NewCheck(fmt.Sprintf("Создать чаты колледжа заново в сообществе %d", r.Community), func(bool) { d.showPrimary() })
	return d.move
}

func (d *tokenDialog) keep() {
	token, move := strings.TrimSpace(d.token.Text), model.MessengerID(0)
	if d.checked.Instead != 0 {
		move = d.checked.Community
	}
	d.wait("Сохраняем…")
	keep := func() error { return d.service.KeepToken(context.WithoutCancel(d.ctx), d.say.kind, token, move) }
	widgets.Perform(d.deps.Exec, keep, func(err error) {
		d.ready()
		switch {
		case d.ctx.Err() != nil && err != nil:
			d.deps.Fail("Ключ не сохранён", err)
		case err != nil:
			d.tell(err)
		default:
			if d.ctx.Err() == nil {
				d.end()
				d.dialog.Close()
			}
			d.deps.Tell(d.say.kept)
			d.kept()
		}
	})
}
