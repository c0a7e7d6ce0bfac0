package dialog

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
)

// File is a new file: what it is written to, and its full path.
type File interface {
	io.WriteCloser
	Name() string
}

// Where asks where to put a file of that name; then gets the new file, or why it cannot be made. then is not called when
// the person cancels.
type Where func(win fyne.Window, name string, then func(File, error))

// Opener lets the system open what the program has made, by its full path. Its methods may block; their errors are
// Russian.
type Opener interface {
	// OpenMade opens a document; see model.IsDocument.
	OpenMade(path string) error
	// ShowMade shows a file in its folder.
	ShowMade(path string) error
}

// Made tells that a file was made, and leads to it.
type Made struct {
	Path, Words string // its full path; what was made and what to do with it: «Журнал сохранён»
	Opener      Opener // nil leads nowhere
}

// Show shows the dialog, which opens the file by Enter.
func (m Made) Show(exec background.Executor, win fyne.Window) {
	const width = 560
	var h *Handle
	lead := func(refused string, open func(path string) error) func() {
		return func() {
			h.Close()
			background.Perform(exec, func() error { return open(m.Path) }, func(err error) {
				if err != nil {
					ShowError(win, refused, err.Error())
				}
			})
		}
	}
	modal := Modal{Title: "Файл готов", Cancel: "Закрыть", Size: fyne.NewSize(width, 0), Content: widgets.Lines(
		widgets.Flow(widgets.Sentence(m.Words)), widgets.Flow(m.Path).In(widgets.ToneMuted))}
	if m.Opener != nil {
		const inFolder = "Показать в папке"
		show := lead("Папка не открылась", m.Opener.ShowMade)
		if model.IsDocument(m.Path) {
			open := lead("Файл не открылся", m.Opener.OpenMade)
			modal.Primary, modal.OnPrimary = "Открыть", func() bool { open(); return false }
			modal.Footer = widgets.NewSecondary(inFolder, show)
		} else {
			modal.Primary, modal.OnPrimary = inFolder, func() bool { show(); return false }
		}
	}
	h = Show(win, modal)
}

// Export is a file that a person takes out of the program by a button.
type Export struct {
	Name  string                                       // of the file, as it is offered
	Make  func(ctx context.Context, w io.Writer) error // called off the UI goroutine; its error is Russian
	Where Where
	// Button, if not nil, is disabled while the file is made; Refused is the title of the dialog when it could not be.
	Button  *widgets.Button
	Refused string
	Done    string // said once it is written
	Opener  Opener
}

// Run makes the file before it asks where to put it: a refusal comes before the question.
func (e Export) Run(exec background.Executor, win fyne.Window) {
	idle := e.busy()
	background.Fetch(exec, func() ([]byte, error) {
		var made bytes.Buffer
		err := e.Make(exec.Context(), &made)
		return made.Bytes(), err
	}, func(made []byte, err error) {
		idle()
		if err != nil {
			ShowError(win, e.Refused, err.Error())
			return
		}
		e.Where(win, e.Name, func(file File, err error) { e.write(exec, win, file, made, err) })
	})
}

// busy closes the button until what it returns is called.
func (e Export) busy() (idle func()) {
	if e.Button == nil {
		return func() {}
	}
	label := e.Button.Text()
	e.Button.SetDisabled(true)
	e.Button.SetText("Готовим файл…")
	return func() {
		e.Button.SetText(label)
		e.Button.SetDisabled(false)
	}
}

func (e Export) write(exec background.Executor, win fyne.Window, file File, made []byte, err error) {
	background.Perform(exec, func() error {
		if err != nil {
			return err
		}
		_, err := file.Write(made)
		if err = errors.Join(err, file.Close()); err != nil {
			_ = os.Remove(file.Name()) // half of a file would be taken for all of it
		}
		return err
	}, func(err error) {
		if err != nil {
			ShowError(win, "Файл не записан", "Проверьте, есть ли на диске место. Выберите другую папку или закройте этот файл в другой программе, затем повторите.")
			return
		}
		Made{Path: file.Name(), Words: e.Done, Opener: e.Opener}.Show(exec, win)
	})
}
