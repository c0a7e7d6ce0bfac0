package dialog

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/scroll"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Form describes a dialog over fields whose main button does work that may be refused: the refusal is said below the
// fields, and the dialog stays. Like every Modal it asks before it drops what was entered.
type Form struct {
	Title, Hint, Primary string
	Fields               []fyne.CanvasObject // one below the other
	Grow                 fyne.CanvasObject   // the field that takes the height that is left; may be nil
	Size                 fyne.Size           // 0 = 520 wide, as high as its content
	Focus                fyne.Focusable      // nil = the first field
	Below                fyne.CanvasObject   // shown below the words of a refusal; may be nil
	Footer               fyne.CanvasObject   // left of the buttons; may be nil
	// Work is called on the UI goroutine, to read the fields, and gives what to do off it. An error says what is
	// wrong with the fields; ErrAsking says that a question comes first, whose answer calls Send again.
	Work func() (func(context.Context) error, error)
	// Done is called once the work is done and the dialog closed, Cancelled once it was closed without; both may be nil.
	Done, Cancelled func()
	// Refused shows a refusal in its own way; false leaves it to the form. May be nil.
	Refused func(error) bool
	// Seen points to what was seen of the thing that is edited; nil where a model.Conflict never comes.
	Seen any
}

// ErrAsking says that a form's work waits for the answer to a question.
var ErrAsking = errors.New("asking")

// FormHandle is an open form.
type FormHandle struct {
	*Handle
	form    Form
	exec    background.Executor
	body    *fyne.Container
	problem *widgets.Copyable
}

// FormWidth is the usual width of a form, and FormRoom that of its content.
const (
	FormWidth float32 = 520
	FormRoom          = FormWidth - 2*modalPad
)

// ShowForm opens a form. What it began goes on when the screen is left.
func ShowForm(win fyne.Window, exec background.Executor, form Form) *FormHandle {
	if form.Size.Width == 0 {
		form.Size.Width = FormWidth
	}
	f := &FormHandle{form: form, exec: exec, problem: widgets.NewCopyable(widgets.Flow("").In(widgets.ToneRefused))}
	f.problem.Hide()
	fields := append(slices.Clone(form.Fields), f.problem)
	if form.Below != nil {
		fields = append(fields, form.Below)
	}
	f.body = container.New(widgets.Stacked{Gap: theme.Gap, Grow: form.Grow}, fields...)
	f.Handle = Show(win, Modal{
		Title: form.Title, Hint: form.Hint, Content: f.body, Primary: form.Primary, Cancel: "Отмена",
		Size: form.Size, Focus: form.Focus, Footer: form.Footer, OnCancel: form.Cancelled,
		OnPrimary: func() bool {
			f.Send()
			return false
		},
	})
	return f
}

// Send does the work, as the main button does, unless it is under way.
func (f *FormHandle) Send() {
	if f.layer.busy {
		return
	}
	f.Say("")
	work, err := f.form.Work()
	if errors.Is(err, ErrAsking) {
		return
	}
	if err != nil {
		f.refuse(err)
		return
	}
	f.Busy(true)
	background.Perform(f.exec, func() error { return work(f.exec.Context()) }, func(err error) {
		f.Busy(false)
		if err != nil {
			f.refuse(err)
			return
		}
		f.Close()
		if f.form.Done != nil {
			f.form.Done()
		}
	})
}

func (f *FormHandle) refuse(err error) {
	if found, ok := errors.AsType[*model.Conflict](err); ok && f.form.Seen != nil {
		f.settle(found)
		return
	}
	if f.form.Refused == nil || !f.form.Refused(err) {
		f.Say(widgets.Sentence(err.Error()))
	}
}

// settle asks whether to save over what somebody else changed meanwhile. Only that is seen by then: a later change is
// another conflict.
func (f *FormHandle) settle(found *model.Conflict) {
	Settle(f.layer.window, found, func() {
		if err := found.See(f.form.Seen); err != nil {
			f.Say(widgets.Sentence(err.Error()))
			return
		}
		f.Send()
	}, f.Close)
}

// Say shows why the work was refused; "" removes the words.
func (f *FormHandle) Say(text string) {
	if text != f.problem.Text() {
		f.problem.SetText(text)
		f.problem.Hidden = text == ""
		f.LayOut()
		if text != "" {
			scroll.Reveal(f.problem)
		}
	}
}

// LayOut lays the form out again, after something in it was shown or hidden.
func (f *FormHandle) LayOut() {
	f.body.Refresh()
	f.layer.Refresh()
}
