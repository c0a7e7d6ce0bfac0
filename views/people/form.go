package people

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// formPadding is the edge at each side of what stands in a dialog.
const formPadding float32 = 20

// form is a dialog that adds or changes something of the college.
type form struct {
	*dialog.FormHandle
	deps Deps
	// namesake appears once the program says that there is somebody of the same name.
	namesake *widgets.Check
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
	known                func(*model.OrderNamesake) // asks about it; nil where that never comes
	same                 func(model.PersonID)       // the next work is about this person instead of a new one; nil where that never comes
	losing               func()                     // before the work is done in spite of a model.LossError
	blame                func(error) fyne.Focusable // the field that an error is about; nil leaves the focus alone
}

func showForm(deps Deps, spec formSpec) *form {
	f := &form{deps: deps, namesake: widgets.NewCheck("Это другой человек с таким же именем", nil)}
	f.namesake.Hide()
	f.FormHandle = dialog.ShowForm(deps.Frame.Window(), deps.Exec, dialog.Form{
		Title: spec.title, Hint: spec.hint, Primary: spec.primary, Fields: spec.fields, Grow: spec.grow, Below: f.namesake,
		Size: spec.size, Focus: spec.focus, Done: spec.done,
		Work:    func() (func(context.Context) error, error) { return spec.work(f.namesake.Checked()), nil },
		Refused: func(err error) bool { return f.refused(spec, err) },
	})
	return f
}

// refused asks what the refusal leaves open, or lets the form say it.
func (f *form) refused(spec formSpec, err error) bool {
	if errors.Is(err, model.ErrOrderDoubt) {
		f.ask(spec, err)
		return true
	}
	if known := (*model.OrderNamesake)(nil); errors.As(err, &known) && spec.known != nil {
		spec.known(known)
		return true
	}
	if known := (*model.KnownPerson)(nil); errors.As(err, &known) && spec.same != nil && len(known.Known) == 1 {
		f.askSame(spec, known.Known[0])
		return true
	}
	if lost := (*model.LossError)(nil); errors.As(err, &lost) && spec.losing != nil {
		f.askLosing(spec, lost.Losses)
		return true
	}
	f.namesake.Hidden = !errors.Is(err, model.ErrNamesake)
	if spec.blame != nil {
		f.deps.Focus(spec.blame(err))
	}
	return false
}

// ask asks whether what was typed is meant, and does the work if it is.
func (f *form) ask(spec formSpec, doubt error) {
	var question *dialog.Handle
	question = dialog.Show(f.deps.Frame.Window(), dialog.Modal{
		Title: "Всё верно?", Content: widgets.Paragraph(widgets.Sentence(doubt.Error()), dialog.FormRoom),
		Primary: "Да, записать", Cancel: "Вернуться", Size: fyne.NewSize(dialog.FormWidth, 0),
		OnPrimary: func() bool {
			question.Close()
			spec.sure()
			f.Send()
			return false
		},
	})
}

// askSame asks whether somebody new is the one of that name whom the college has: who is two people there can link their
// profile to but one of them.
func (f *form) askSame(spec formSpec, known model.Person) {
	var question *dialog.Handle
	answer := func(take func()) {
		question.Close()
		take()
		f.Send()
	}
	question = dialog.Show(f.deps.Frame.Window(), dialog.Modal{
		Title: "Это тот же человек?", Size: fyne.NewSize(dialog.FormWidth, 0),
		Content: widgets.Paragraph(known.Name.String()+" уже есть в колледже: "+model.KindWords(known.Kind)+
			". Если это тот же человек, он останется одним и получит ещё одно место, с тем же VK ID.", dialog.FormRoom),
		Primary: "Да, это он", Cancel: "Вернуться",
		OnPrimary: func() bool {
			answer(func() { spec.same(known.ID) })
			return false
		},
		Footer: widgets.NewSecondary("Другой человек", func() {
			answer(func() {
				f.namesake.SetChecked(true)
				f.namesake.Show()
			})
		}),
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
	deps.Do(failed, func(ctx context.Context) error { return work(ctx) }, func() {
		deps.Tell(done)
		if then != nil {
			then()
		}
	})
}
