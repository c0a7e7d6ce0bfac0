package files

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Deps is what a wizard works with.
type Deps struct {
	Exec   background.Executor
	Window fyne.Window
	// Leave is the label of the button that ends it without loading: «Назад».
	Leave string
	// Made opens the templates that were saved; nil opens none.
	Made dialog.Opener
	// Noting wraps the loading as shell.Desk does; nil before there is a window to tell of it in.
	Noting func(work func(context.Context) error) (noted func(context.Context) error, tell func(done string))
	// Done is called with what was loaded, in words, or with "" when the person left. It gives what is told of it.
	Done func(loaded string) (told string)
}

// Kind is what a wizard loads: P is its preview, C what a person decides about the files.
type Kind[P, C any] struct {
	Title      string
	About      shell.Topic
	Extensions []string
	Top        []fyne.CanvasObject // above the words of the first step
	Hint       string              // what the files do, if that is not obvious
	Formats    string
	Template   *Template // nil where there is none
	With       string    // what the files are compared with: «с колледжем»
	Failed     string    // heads the dialog that says why nothing was loaded
	Read       func(ctx context.Context, paths []string) (model.Files, error)
	Preview    func(context.Context, model.Files, C) (P, error)
	Apply      func(context.Context, model.Files, C, P) error
	// Corrected are the decisions that hold for the same files once they were corrected; nil is all of them.
	Corrected func(C) C
	// Show makes the page of a preview; first says that it is the first one of these files.
	Show func(preview P, first bool) Page
}

// Template is a file that can be filled in and loaded.
type Template struct {
	Title, Name string // «Сохранить образец», «КТП.xlsx»
	Next        string // what to do with it
	Write       func(ctx context.Context, path string) error
}

// Page is a preview as a wizard shows it.
type Page struct {
	Load   string // label of the button that loads; empty where there is nothing to load
	Held   bool   // something on the page has to be confirmed first; see Wizard.Confirm
	Loaded string // said once it is loaded
	Above  []fyne.CanvasObject
	List   fyne.CanvasObject
	Footer fyne.CanvasObject
	Search *widgets.Search // nil while there is nothing to search
	Ask    func()          // asks what must be answered before loading; nil when nothing is open
	Again  func()          // compares again with what is decided by now; nil compares as before
}

// Wizard leads from the choice of files over their preview to the loading.
type Wizard[P, C any] struct {
	*Reading
	deps    Deps
	kind    Kind[P, C]
	initial C        // what is decided about any files
	choices C        // what is decided about these
	paths   []string // of the files that were read last
	files   model.Files
	preview P
	page    Page
	known   bool            // there is a preview of the files
	stale   bool            // the files have to be read again before they are compared
	load    *widgets.Button // nil where there is nothing to load
	choose  *widgets.Button
	reread  *widgets.Button // nil while no files were chosen
	busy    bool
}

// New makes a wizard that asks for files.
func New[P, C any](deps Deps, kind Kind[P, C], choices C) *Wizard[P, C] {
	w := &Wizard[P, C]{deps: deps}
	w.Reading = NewReading(deps.Window, w.Open, w.failed)
	w.Begin(kind, choices)
	return w
}

// Begin asks for files of a kind; choices are what is decided about any of them.
func (w *Wizard[P, C]) Begin(kind Kind[P, C], choices C) {
	w.kind, w.initial, w.paths = kind, choices, nil
	w.ask("")
}

// Title implements shell.Screen.
func (w *Wizard[P, C]) Title() string { return w.kind.Title }

// Topic implements shell.Screen.
func (w *Wizard[P, C]) Topic() shell.Topic { return w.kind.About }

// Shown implements shell.Screen: where files can be chosen, Enter chooses them.
func (w *Wizard[P, C]) Shown() {
	w.Reading.Shown()
	if !w.known {
		w.deps.Window.Canvas().Focus(w.choose)
	}
}

// MayLeave implements shell.Screen: a preview is no edit. What is being loaded is loaded.
func (w *Wizard[P, C]) MayLeave(then func(ok bool)) { then(!w.busy) }

// Unsaved is so while it loads: the end of the program would break that off.
func (w *Wizard[P, C]) Unsaved() bool { return w.busy }

// Do implements shell.Screen.
func (w *Wizard[P, C]) Do(c shell.Command) {
	switch {
	case c == shell.CommandFilter && w.page.Search != nil:
		w.deps.Window.Canvas().Focus(w.page.Search)
	case c == shell.CommandSave:
		w.apply()
	case c == shell.CommandRefresh:
		w.Reread()
	}
}

// Open reads files and shows what they would change.
func (w *Wizard[P, C]) Open(paths []string) {
	if w.busy || len(paths) == 0 {
		return
	}
	w.paths, w.choices, w.known, w.page = paths, w.initial, false, Page{}
	w.Reread()
}

// Reread reads the same files once more, as after a mistake in them was put right; what was decided about them stays.
func (w *Wizard[P, C]) Reread() {
	if w.busy || len(w.paths) == 0 {
		return
	}
	w.stale = true
	w.again()
}

// Source names the files that are shown.
func (w *Wizard[P, C]) Source() string { return Names(w.paths) }

// Decide compares the files again with what the person decided about them.
func (w *Wizard[P, C]) Decide(choices C) {
	w.choices = choices
	w.compare()
}

// Confirm takes a decision that does not change the preview; ok opens the button that loads.
func (w *Wizard[P, C]) Confirm(choices C, ok bool) {
	if w.load != nil && !w.busy { // without it the page is an older one: the last comparison failed
		w.choices = choices
		w.load.SetDisabled(!ok)
	}
}

// ask is the first step; failure says why it comes again.
func (w *Wizard[P, C]) ask(failure string) {
	w.Cancel()
	w.known, w.page, w.load, w.reread = false, Page{}, nil, nil
	w.choose = widgets.NewPrimary("Выбрать файл…", w.chooseFile)
	rows := append(slices.Clone(w.kind.Top),
		muted("Выберите файл или перетащите файлы и папку на это окно. Сначала будет показано, что изменится."))
	if w.kind.Hint != "" {
		rows = append(rows, muted(w.kind.Hint))
	}
	rows = append(rows, muted(w.kind.Formats))
	if failure != "" {
		rows = append(rows, widgets.Heading("Файл не прочитан"), widgets.NewCopyable(widgets.Paragraph(widgets.Sentence(failure), textWidth).In(widgets.ToneRefused)))
	}
	buttons := []fyne.CanvasObject{w.choose}
	if failure != "" && len(w.paths) > 0 {
		buttons = append(buttons, w.newReread())
	}
	if w.kind.Template != nil {
		buttons = append(buttons, widgets.NewSecondary(w.kind.Template.Title+"…", w.saveTemplate))
	}
	w.card(append(rows, widgets.Wrapped(append(buttons, w.leave())...))...)
}

const (
	cardWidth float32 = 680
	textWidth         = cardWidth - 2*16
)

func (w *Wizard[P, C]) card(rows ...fyne.CanvasObject) {
	w.Show(widgets.Centred(cardWidth, append([]fyne.CanvasObject{widgets.Title(w.kind.Title).Shrink()}, rows...)...))
}

func muted(text string) fyne.CanvasObject {
	return widgets.Paragraph(text, textWidth).In(widgets.ToneMuted)
}

func (w *Wizard[P, C]) leave() *widgets.Button {
	return widgets.NewSecondary(w.deps.Leave, func() {
		if !w.busy {
			w.deps.Done("")
		}
	})
}

func (w *Wizard[P, C]) chooseFile() {
	ChooseSeveral(w.deps.Window, w.deps.Exec, Request{Title: w.kind.Title, Purpose: string(w.kind.About), Extensions: w.kind.Extensions}, w.Open)
}

func (w *Wizard[P, C]) saveTemplate() {
	t := w.kind.Template
	Save(w.deps.Window, w.deps.Exec, Request{Title: t.Title, Purpose: string(w.kind.About), Extensions: []string{".xlsx"}, SaveAs: t.Name}, t.Write, "Образец не сохранён",
		func(path string) {
			dialog.Made{Path: path, Words: "Образец сохранён. " + t.Next, Opener: w.deps.Made}.Show(w.deps.Exec, w.deps.Window)
		})
}

func (w *Wizard[P, C]) newReread() *widgets.Button {
	w.reread = NewReread(w.Reread)
	return w.reread
}

// compare looks at the files with what is decided by now. They are read when they were chosen, and by Reread.
func (w *Wizard[P, C]) compare() {
	if w.stale && w.known && w.kind.Corrected != nil {
		w.choices = w.kind.Corrected(w.choices)
	}
	kind, paths, files, choices, first, stale := w.kind, w.paths, w.files, w.choices, !w.known, w.stale
	words, stop := "Сравниваем ", func() { w.ask("") }
	if stale {
		words = "Читаем файлы и сравниваем "
	}
	if !first {
		stop = func() {
			w.Cancel()
			w.show("сравнение отменено, ответы сохранены")
		}
	}
	w.load = nil
	w.card(muted(words+kind.With+". Пока ничего не меняется."), widgets.InRow(widgets.NewSecondary("Отмена", stop)))
	type reading struct {
		files   model.Files
		preview P
	}
	Read(w.Reading, w.deps.Exec, func(ctx context.Context) (r reading, err error) {
		if r.files = files; stale {
			if r.files, err = kind.Read(ctx, paths); err != nil {
				return r, err
			}
		}
		r.preview, err = kind.Preview(ctx, r.files, choices)
		return r, err
	}, func(r reading) {
		w.files, w.preview, w.known, w.stale = r.files, r.preview, true, false
		w.page = kind.Show(r.preview, first)
		w.show("")
	})
}

// failed says why files could not be read or compared. What was decided about them stays on the page.
func (w *Wizard[P, C]) failed(failure string) {
	if w.known {
		w.show(failure)
	} else {
		w.ask(failure)
	}
}

// show shows the preview; failure says why it is not of what the person has decided by now.
func (w *Wizard[P, C]) show(failure string) {
	w.choose = widgets.NewSecondary("Выбрать другой файл…", w.chooseFile)
	buttons, above := []fyne.CanvasObject{w.newReread(), w.choose, w.leave()}, w.page.Above
	switch {
	case failure != "":
		words := widgets.NewCopyable(widgets.Flow(widgets.Sentence(failure) + " Ниже прежнее сравнение.").In(widgets.ToneRefused))
		said := []fyne.CanvasObject{words}
		if !w.stale { // otherwise the toolbar's button compares too
			said = append(said, widgets.InRow(widgets.NewSecondary("Сравнить ещё раз", w.again)))
		}
		above = slices.Concat(said, above)
	case w.page.Load != "":
		w.load = widgets.NewPrimary(w.page.Load, w.apply)
		w.load.SetDisabled(w.page.Held)
		buttons = append([]fyne.CanvasObject{w.load}, buttons...)
	}
	w.Show(widgets.Page(widgets.Toolbar(w.kind.Title, buttons, nil), widgets.Column(above...), w.page.List, widgets.Footer(w.page.Footer)))
}

func (w *Wizard[P, C]) again() {
	if w.page.Again != nil {
		w.page.Again()
	} else {
		w.compare()
	}
}

// apply loads what the preview shows, once everything that it asks is answered.
func (w *Wizard[P, C]) apply() {
	if w.busy || w.load == nil || w.load.Disabled() {
		return
	}
	if w.page.Ask != nil {
		w.page.Ask()
		return
	}
	w.busy = true
	w.load.SetText("Загружаем…")
	w.load.SetDisabled(true)
	w.choose.SetDisabled(true)
	w.reread.SetDisabled(true)
	files, choices, preview, apply := w.files, w.choices, w.preview, w.kind.Apply
	work, tell := func(ctx context.Context) error { return apply(ctx, files, choices, preview) }, func(string) {}
	if w.deps.Noting != nil {
		work, tell = w.deps.Noting(work)
	}
	background.Perform(w.deps.Exec, func() error { return work(w.deps.Exec.Context()) }, func(err error) {
		w.busy = false
		if err == nil {
			tell(w.deps.Done(w.page.Loaded))
			return
		}
		w.again() // the college may have changed
		dialog.ShowError(w.deps.Window, w.kind.Failed, err.Error())
	})
}
