package remotelessons

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// LinkService is what a call that a person starts by hand asks of the program. Its methods may block and are called off the
// UI goroutine, except CallHosts. Errors are in Russian, ready to be shown.
type LinkService interface {
	// CallHosts are the hosts whose links of calls are taken; it does not block.
	CallHosts() []string
	// OpenCallPage opens the page in the browser on which a person starts a call by hand.
	OpenCallPage(ctx context.Context) error
	// SetCallLink sets the link of a remote lesson without a working one.
	SetCallLink(ctx context.Context, lesson model.LessonID, link string) error
}

// linkField is the field for the link of a call that a person has made, with the button that opens the page to make one. It
// checks what is typed.
type linkField struct {
	desk    shell.Desk
	service LinkService
	entry   *widgets.Entry
	content *fyne.Container
}

const linkPlaceholder = "https://vk.ru/call/join/…"

func newLinkField(desk shell.Desk, service LinkService) *linkField {
	f := &linkField{desk: desk, service: service, entry: widgets.NewEntry(linkPlaceholder)}
	f.entry.OnChanged = func(text string) {
		_, err := f.link()
		if strings.TrimSpace(text) == "" || err == nil {
			f.entry.SetError("")
			return
		}
		f.entry.SetError(err.Error())
	}
	make := widgets.NewSecondary("Создать звонок в VK", f.openPage)
	make.SetTooltip("Откроется страница VK в браузере: начните звонок и скопируйте его ссылку")
	f.content = widgets.Lines(
		widgets.FilterBar(make, widgets.Caption("затем скопируйте ссылку звонка сюда")),
		container.New(widgets.Sized{Height: linkSlotHeight}, widgets.Field("Ссылка на звонок", f.entry)))
	return f
}

// link is the link in the field, cleaned.
func (f *linkField) link() (string, error) {
	return model.CheckCallLink(f.entry.Text, f.service.CallHosts())
}

// openPage opens the page on which a call is made; the link is pasted with nothing more than Ctrl+V then.
func (f *linkField) openPage() {
	f.desk.Frame.Window().Canvas().Focus(f.entry)
	background.Perform(f.desk.Exec, func() error { return f.service.OpenCallPage(f.desk.Exec.Context()) }, func(err error) {
		if err != nil {
			f.entry.SetError(err.Error())
		}
	})
}

// linkSlotHeight keeps room for the field's complaint, so that nothing moves when there is one.
const linkSlotHeight float32 = 76
