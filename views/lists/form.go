package lists

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Form is a dialog that adds or changes something of the college.
type Form struct {
	*dialog.FormHandle
	desk shell.Desk
	// namesake appears once the program says that there is somebody of the same name.
	namesake *widgets.Check
}

// FormSpec describes a form. Work is called on the UI goroutine and gives what to do off it; Done follows, and says what
// was done.
type FormSpec struct {
	Title, Hint, Primary string
	Fields               []fyne.CanvasObject
	Grow                 fyne.CanvasObject // of the fields, or nil
	Size                 fyne.Size
	Focus                fyne.Focusable
	Work                 func(namesake bool) func(context.Context) error
	Sure                 func() // confirms a model.ErrOrderDoubt before the work is done again; nil where that never comes
	Done                 func() string
	Known                func(*model.OrderNamesake) // asks about it; nil where that never comes
	Same                 func(model.PersonID)       // the next work is about this person instead of a new one; nil where that never comes
	Losing               func(model.Losses)         // asks about a model.LossError; nil where that never comes
	Seen                 any                        // see dialog.Form
	Blame                func(error) fyne.Focusable // the field that an error is about; nil leaves the focus alone
}

// ShowForm opens a form.
func ShowForm(desk shell.Desk, spec FormSpec) *Form {
	f := &Form{desk: desk, namesake: widgets.NewCheck("Это другой человек с таким же именем", nil)}
	f.namesake.Hide()
	var tell func(done string)
	f.FormHandle = dialog.ShowForm(desk.Frame.Window(), desk.Exec, dialog.Form{
		Title: spec.Title, Hint: spec.Hint, Primary: spec.Primary, Fields: spec.Fields, Grow: spec.Grow, Below: f.namesake,
		Size: spec.Size, Focus: spec.Focus, Seen: spec.Seen,
		Work: func() (work func(context.Context) error, err error) {
			work, tell = desk.Noting(spec.Work(f.namesake.Checked()))
			return work, nil
		},
		Done:    func() { tell(spec.Done()) },
		Refused: func(err error) bool { return f.refused(spec, err) },
	})
	return f
}

// refused asks the question that a refusal raises, or lets the form show the refusal.
func (f *Form) refused(spec FormSpec, err error) bool {
	if errors.Is(err, model.ErrOrderDoubt) {
		f.ask(spec, err)
		return true
	}
	if known, ok := errors.AsType[*model.OrderNamesake](err); ok && spec.Known != nil {
		spec.Known(known)
		return true
	}
	if known, ok := errors.AsType[*model.KnownPerson](err); ok && spec.Same != nil && len(known.Known) == 1 {
		f.askSame(spec, known.Known[0])
		return true
	}
	if lost, ok := errors.AsType[*model.LossError](err); ok && spec.Losing != nil {
		spec.Losing(lost.Losses)
		return true
	}
	if f.namesake.Hidden = !errors.Is(err, model.ErrNamesake); f.namesake.Hidden {
		f.namesake.SetChecked(false) // what nobody sees must not vouch for the next name
	}
	if spec.Blame != nil {
		f.desk.Focus(spec.Blame(err))
	}
	return false
}

// ask asks whether what was typed is right, and does the work if it is.
func (f *Form) ask(spec FormSpec, doubt error) {
	dialog.Ask(f.desk.Frame.Window(), dialog.Modal{Title: "Всё верно?", Primary: "Да, записать", Cancel: "Вернуться"},
		widgets.Sentence(doubt.Error()), func() {
			spec.Sure()
			f.Send()
		})
}

// askSame asks whether somebody new is the person of that name in the college. Somebody who is listed twice could link a
// profile to only one of the two records.
func (f *Form) askSame(spec FormSpec, known model.Person) {
	dialog.Either(f.desk.Frame.Window(), dialog.Modal{Title: "Это тот же человек?", Primary: "Да, это он", Cancel: "Вернуться"},
		known.Name.String()+" уже есть в колледже: "+model.KindWords(known.Kind)+
			". Если это тот же человек, второй карточки не будет, и VK ID останется прежним.", func() {
			spec.Same(known.ID)
			f.Send()
		}, "Другой человек", func() {
			f.namesake.SetChecked(true)
			f.namesake.Show()
			f.Send()
		})
}

// NameFields are the three fields of a full name.
type NameFields struct{ Last, First, Middle *widgets.Entry }

// NewNameFields makes the fields with a name in them.
func NewNameFields(n model.Name) NameFields {
	f := NameFields{widgets.NewEntry(""), widgets.NewEntry(""), widgets.NewEntry("если есть")}
	f.Last.SetText(n.LastName)
	f.First.SetText(n.FirstName)
	f.Middle.SetText(n.MiddleName)
	before := f.Last.Text
	f.Last.OnChanged = func(text string) {
		pasted := utf8.RuneCountInString(text) > utf8.RuneCountInString(before)+1
		if before = text; pasted {
			f.part(text)
		}
	}
	return f
}

// part puts a full name that was pasted into the first field into all three. Two words stay in the first field, as a
// surname, if the other fields hold something.
func (f NameFields) part(text string) {
	name := model.ParseName(text)
	if name.FirstName == "" || name.MiddleName == "" && !f.alone() {
		return
	}
	f.First.SetText(name.FirstName)
	f.Middle.SetText(name.MiddleName)
	f.Last.SetText(name.LastName)
}

// alone reports whether the whole name is in the first field.
func (f NameFields) alone() bool {
	return strings.TrimSpace(f.First.Text) == "" && strings.TrimSpace(f.Middle.Text) == ""
}

// Objects are the fields with their captions.
func (f NameFields) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{widgets.Field("Фамилия", f.Last), widgets.Field("Имя", f.First), widgets.Field("Отчество", f.Middle)}
}

// Name is what was typed; a whole name in the first field is taken apart.
func (f NameFields) Name() model.Name {
	if f.alone() {
		return model.ParseName(f.Last.Text)
	}
	return model.Name{LastName: f.Last.Text, FirstName: f.First.Text, MiddleName: f.Middle.Text}
}
