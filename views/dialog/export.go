package dialog

import (
	"bytes"
	"context"
	"errors"
	"io"

	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
)

// Where asks where to put a file of that name; then gets what to write it to, or why that cannot be. It is not called when
// the person cancels.
type Where func(win fyne.Window, name string, then func(io.WriteCloser, error))

// Export is a file that a person takes out of the program by a button.
type Export struct {
	Name  string                                       // of the file, as it is offered
	Make  func(ctx context.Context, w io.Writer) error // called off the UI goroutine; its error is Russian
	Where Where
	// Button, if not nil, is disabled while the file is made; Refused is the title of the dialog when it could not be.
	Button  *widgets.Button
	Refused string
	Done    func()
}

// Run makes the file before it asks where to put it: a refusal comes before the question.
func (e Export) Run(exec widgets.Executor, win fyne.Window) {
	idle := e.busy()
	widgets.Fetch(exec, func() ([]byte, error) {
		var made bytes.Buffer
		err := e.Make(exec.Context(), &made)
		return made.Bytes(), err
	}, func(made []byte, err error) {
		idle()
		if err != nil {
			ShowError(win, e.Refused, widgets.Sentence(err.Error()))
			return
		}
		e.Where(win, e.Name, func(file io.WriteCloser, err error) { e.write(exec, win, file, made, err) })
	})
}

// busy closes the button until what it returns is called.
func (e Export) busy() (idle func()) {
	if e.Button == nil {
		return func() {}
	}
	label := e.Button.Text()
	e.Button.Disable()
	e.Button.SetText("Готовим файл…")
	return func() {
		e.Button.SetText(label)
		e.Button.Enable()
	}
}

func (e Export) write(exec widgets.Executor, win fyne.Window, file io.WriteCloser, made []byte, err error) {
	widgets.Perform(exec, func() error {
		if err != nil {
			return err
		}
		_, err := file.Write(made)
		return errors.Join(err, file.Close())
	}, func(err error) {
		if err != nil {
			ShowError(win, "Файл не записан", "Выберите другую папку или закройте этот файл в другой программе, затем повторите.")
			return
		}
		e.Done()
	})
}
