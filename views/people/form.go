package people

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/widgets"
)

const (
	formWidth   float32 = 520
	formPadding float32 = 20
)

// form is a dialog whose main button does work that may be refused: the refusal is said in the dialog, which stays.
type form struct {
	deps    Deps
	dialog  *widgets.ModalHandle
	problem *widgets.Label
	// namesake appears once the program says that there is somebody of the same name.
	namesake *widgets.Check
	body     *fyne.Container
	primary  string
	busy     bool
	again    func() // does the work once more
}

// formSpec describes a form. work is called on the UI goroutine and gives what is to be done off it; done follows.
type formSpec struct {
	title, hint, primary string
	fields               []fyne.CanvasObject
	grow                 fyne.CanvasObject // of the fields, or nil
	size                 fyne.Size
	focus                fyne.Focusable
	work                 func(namesake bool) func(context.Context) error
	sure                 func() // before the work is done in spite of model.ErrOrderDoubt; nil where that never comes
	done                 func()
	unsaved              func() bool                // whether closing would drop what was entered; nil never asks
	known                func(*model.OrderNamesake) // asks about it; nil where that never comes
	blame                func(error) fyne.Focusable // the field that an error is about; nil leaves the focus alone
}

func showForm(deps Deps, spec formSpec) *form {
	f := &form{deps: deps, primary: spec.primary}
	width := spec.size.Width
	if width == 0 {
		width = formWidth
		spec.size.Width = width
	}
	f.problem = widgets.Paragraph("", width-2*formPadding)
	f.problem.SetTone(widgets.ToneRefused)
	f.problem.Hide()
	f.namesake = widgets.NewCheck("Это другой человек с таким же именем", nil)
	f.namesake.Hide()
	f.body = columnAround(spec.grow, append(spec.fields, f.problem, f.namesake)...)
	f.dialog = widgets.ShowModal(deps.Frame.Window(), widgets.Modal{
		Title: spec.title, Hint: spec.hint, Content: f.body, Primary: spec.primary, Cancel: "Отмена",
		Size: spec.size, Focus: spec.focus, Unsaved: spec.unsaved,
		OnPrimary: func() bool {
			f.send(spec)
			return false
		},
	})
	f.again = func() { f.send(spec) }
	return f
}

func (f *form) send(spec formSpec) {
	if f.busy {
		return
	}
	work := spec.work(f.namesake.Checked())
	f.busy = true
	f.dialog.Busy(true)
	widgets.Perform(f.deps.Exec, func() error { return work(context.Background()) }, func(err error) {
		f.busy = false
		f.dialog.Busy(false)
		if errors.Is(err, model.ErrOrderDoubt) {
			f.ask(spec, err)
			return
		}
		if known := (*model.OrderNamesake)(nil); errors.As(err, &known) && spec.known != nil {
			spec.known(known)
			return
		}
		if err != nil {
			f.say(err)
			if spec.blame != nil {
				f.deps.Frame.Window().Canvas().Focus(spec.blame(err))
			}
			return
		}
		f.dialog.Close()
		if spec.done != nil {
			spec.done()
		}
	})
}

// say shows why the work was refused.
func (f *form) say(err error) {
	f.problem.SetText(widgets.Sentence(err.Error()))
	f.problem.Show()
	f.namesake.Hidden = !errors.Is(err, model.ErrNamesake)
	f.layOut()
}

// layOut lays the dialog out anew, after something in it was shown or hidden.
func (f *form) layOut() {
	f.body.Refresh()
	f.dialog.SetPrimary(f.primary, true)
}

// ask asks whether what was typed is meant, and does the work if it is.
func (f *form) ask(spec formSpec, doubt error) {
	var question *widgets.ModalHandle
	question = widgets.ShowModal(f.deps.Frame.Window(), widgets.Modal{
		Title: "Всё верно?", Content: widgets.Paragraph(widgets.Sentence(doubt.Error()), formWidth-2*formPadding),
		Primary: "Да, записать", Cancel: "Вернуться", Size: fyne.NewSize(formWidth, 0),
		OnPrimary: func() bool {
			question.Close()
			spec.sure()
			f.send(spec)
			return false
		},
	})
}

// nameFields are the three fields of a full name.
type nameFields struct{ last, first, middle *widgets.Entry }

func newNameFields(n model.Name) nameFields {
	f := nameFields{widgets.NewEntry(""), widgets.NewEntry(""), widgets.NewEntry("если есть")}
	f.last.SetText(n.LastName)
	f.first.SetText(n.FirstName)
	f.middle.SetText(n.MiddleName)
	return f
}

func (f nameFields) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{widgets.Field("Фамилия", f.last), widgets.Field("Имя", f.first), widgets.Field("Отчество", f.middle)}
}

// name is what was typed; a whole name that was put into the first field is taken apart.
func (f nameFields) name() model.Name {
	if strings.TrimSpace(f.first.Text) == "" && strings.TrimSpace(f.middle.Text) == "" {
		return model.ParseName(f.last.Text)
	}
	return model.Name{LastName: f.last.Text, FirstName: f.first.Text, MiddleName: f.middle.Text}
}

// act does something that was confirmed and says how it ended.
func act(deps Deps, failed string, work func(context.Context) error, done string, then func()) {
	// What was confirmed goes on when the screen is left.
	widgets.Perform(deps.Exec, func() error { return work(context.Background()) }, func(err error) {
		if err != nil {
			widgets.ShowError(deps.Frame.Window(), failed, widgets.Sentence(err.Error()))
			return
		}
		deps.Frame.Toast(done, widgets.ToneGood)
		if then != nil {
			then()
		}
	})
}
