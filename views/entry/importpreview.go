package entry

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// ImportService is what the loading of rosters asks of the program.
type ImportService interface {
	// ReadFiles reads the files behind the paths that were chosen: one folder, or files.
	ReadFiles(ctx context.Context, paths []string) (model.Files, error)
	// PreviewImport says what the files would change with these choices; problems in them are part of the answer.
	PreviewImport(ctx context.Context, files model.Files, choices model.ImportChoices) (model.ImportPreview, error)
	// ApplyImport makes the changes of the preview that has the fingerprint.
	ApplyImport(ctx context.Context, files model.Files, choices model.ImportChoices, fingerprint string) error
	// WriteTemplate writes the workbook that colleges fill in; a file that is there is not overwritten.
	WriteTemplate(ctx context.Context, path string) error
}

// ImportDeps is what the screen is made of.
type ImportDeps struct {
	Exec    widgets.Executor
	Window  fyne.Window
	Service ImportService
	// Leave is the label of the button that ends it without loading: «Пропустить», «Назад».
	Leave string
	// Done is called once: with what was loaded, in words, or with nothing when the person left.
	Done func(loaded string)
}

const importTitle = "Загрузка списков"

// RosterFormats says which rosters can be loaded.
const RosterFormats = "Книга «Звонка» (XLSX или папка CSV), OneRoster 1.1 и 1.2, School Data Sync (zip или папка)."

// RosterExtensions are those of the files of a roster.
var RosterExtensions = []string{".xlsx", ".zip", ".csv"}

// OpenImport makes the screen that loads rosters, with its preview.
func OpenImport(deps ImportDeps) shell.Screen { return newImport(deps) }

// importScreen leads from the choice of files over their preview to the loading.
type importScreen struct {
	*widgets.Reading
	deps    ImportDeps
	files   model.Files
	preview model.ImportPreview
	load    *widgets.Button
	choose  *widgets.Button
	view    *ImportView
	busy    bool
}

func newImport(deps ImportDeps) *importScreen {
	s := &importScreen{deps: deps}
	s.Reading = widgets.NewReading(deps.Window, s.read, s.failed)
	s.askForFile("")
	return s
}

// failed says why files could not be read or compared. What was decided about them stays on the page.
func (s *importScreen) failed(failure string) {
	if s.view == nil {
		s.askForFile(failure)
		return
	}
	s.showPreview(failure)
}

// Title implements shell.Screen.
func (s *importScreen) Title() string { return importTitle }

// MayLeave implements shell.Screen: a preview is no edit. What is being loaded is loaded.
func (s *importScreen) MayLeave(then func(ok bool)) { then(!s.busy) }

// Do implements shell.Screen.
func (s *importScreen) Do(c shell.Command) {
	switch {
	case c == shell.CommandFilter && s.view != nil:
		s.view.Search()
	case c == shell.CommandSave && s.load != nil:
		s.apply()
	}
}

// askForFile is the first step; failure says why it is asked again.
func (s *importScreen) askForFile(failure string) {
	s.Cancel()
	s.view, s.load, s.files = nil, nil, nil
	s.choose = widgets.NewPrimary("Выбрать файл…", s.chooseFile)
	wrong := newMessage(wideWidth-2*cardPad, widgets.ToneRefused)
	wrong.set(failure)
	s.Show(wide(importTitle, "Выберите файл или перетащите файлы и папку на это окно. Сначала будет показано, что изменится.",
		widgets.Caption(RosterFormats), wrong.holder, widgets.InRow(s.choose, widgets.NewSecondary("Сохранить образец книги…", s.saveTemplate),
			widgets.NewSecondary(s.deps.Leave, func() { s.finish("") }))))
}

func (s *importScreen) chooseFile() {
	ChooseFile(s.deps.Window, s.deps.Exec, FileRequest{Title: "Файл со списками", Extensions: RosterExtensions},
		func(path string) { s.read([]string{path}) })
}

func (s *importScreen) saveTemplate() {
	ChooseFile(s.deps.Window, s.deps.Exec, FileRequest{Title: "Сохранить образец книги", Extensions: []string{".xlsx"}, SaveAs: "Списки колледжа.xlsx"},
		func(path string) {
			widgets.Perform(s.deps.Exec, func() error { return s.deps.Service.WriteTemplate(s.deps.Exec.Context(), path) }, func(err error) {
				if err != nil {
					dialog.ShowError(s.deps.Window, "Образец не сохранён", widgets.Sentence(err.Error()))
					return
				}
				dialog.ShowError(s.deps.Window, "Образец сохранён", "Заполните листы книги и выберите её здесь: "+path)
			})
		})
}

// read looks at files and shows what they would change.
func (s *importScreen) read(paths []string) {
	if s.busy || len(paths) == 0 {
		return
	}
	s.view, s.load = nil, nil
	s.wait("Читаем файлы и сравниваем с колледжем. Пока ничего не меняется.", func() { s.askForFile("") })
	type reading struct {
		files   model.Files
		preview model.ImportPreview
	}
	widgets.Read(s.Reading, s.deps.Exec, func(ctx context.Context) (read reading, err error) {
		if read.files, err = s.deps.Service.ReadFiles(ctx, paths); err == nil {
			read.preview, err = s.deps.Service.PreviewImport(ctx, read.files, model.ImportChoices{})
		}
		return read, err
	}, func(read reading) {
		s.files, s.view = read.files, NewImportView(s.deps.Window, s.decide)
		s.take(read.preview)
	})
}

// wait says what goes on, with a way to give it up.
func (s *importScreen) wait(words string, stop func()) {
	s.Show(wide(importTitle, words, widgets.InRow(widgets.NewSecondary("Отмена", stop))))
}

// take shows a preview.
func (s *importScreen) take(preview model.ImportPreview) {
	s.preview = preview
	s.view.Take(preview)
	s.showPreview("")
}

// decide looks at the files once more with what the person decided.
func (s *importScreen) decide(choices model.ImportChoices) {
	files := s.files
	s.wait("Сравниваем с колледжем. Пока ничего не меняется.", func() {
		s.Cancel()
		s.showPreview("сравнение отменено, ответы сохранены")
	})
	widgets.Read(s.Reading, s.deps.Exec, func(ctx context.Context) (model.ImportPreview, error) {
		return s.deps.Service.PreviewImport(ctx, files, choices)
	}, s.take)
}

func (s *importScreen) finish(loaded string) {
	s.Hidden()
	s.deps.Done(loaded)
}

// head is the toolbar of a step; first may be nil.
func (s *importScreen) head(first *widgets.Button) fyne.CanvasObject {
	buttons := []fyne.CanvasObject{}
	if first != nil {
		buttons = append(buttons, first)
	}
	s.choose = widgets.NewSecondary("Выбрать другой файл…", s.chooseFile)
	buttons = append(buttons, s.choose, widgets.NewSecondary(s.deps.Leave, func() { s.finish("") }))
	return widgets.Toolbar(importTitle, buttons, nil)
}

// showPreview shows what the files change, or what is wrong with them. failure says why it is not what the person has
// decided by now.
func (s *importScreen) showPreview(failure string) {
	added, changed, removed := s.preview.Totals()
	s.load = widgets.NewPrimary(LoadLabel(added, changed, removed), s.apply)
	switch {
	case failure != "" || s.preview.Fingerprint == "":
		s.load = nil
	case len(s.preview.Over) > 0 && !s.preview.Choices.OverLimit:
		s.load.Disable()
	}
	above, list, footer := s.view.Parts()
	if failure != "" {
		words := widgets.Flow(widgets.Sentence(failure) + " Ниже прежнее сравнение.")
		words.SetTone(widgets.ToneRefused)
		above = append([]fyne.CanvasObject{words, widgets.InRow(widgets.NewSecondary("Сравнить ещё раз", s.view.again))}, above...)
	}
	s.Show(widgets.Page(s.head(s.load), stack(theme.Gap, above...), list, widgets.Footer(footer, nil)))
}

// LoadLabel is the label of the button that loads what a preview counts: «Загрузить: +36, ~4, −2».
func LoadLabel(added, changed, removed int) string {
	var parts []string
	for _, p := range []struct {
		sign string
		n    int
	}{{"+", added}, {"~", changed}, {"−", removed}} {
		if p.n > 0 {
			parts = append(parts, p.sign+strconv.Itoa(p.n))
		}
	}
	if len(parts) == 0 {
		return "Загрузить"
	}
	return "Загрузить: " + strings.Join(parts, ", ")
}

// apply loads what the preview shows, once it is answered who is who.
func (s *importScreen) apply() {
	if s.busy || s.load == nil || s.load.Disabled() {
		return
	}
	if len(s.preview.Doubts) > 0 {
		s.view.askWho()
		return
	}
	s.busy = true
	s.load.Disable()
	s.choose.Disable()
	s.load.SetText("Загружаем…")
	files, preview := s.files, s.preview
	widgets.Perform(s.deps.Exec, func() error {
		return s.deps.Service.ApplyImport(s.deps.Exec.Context(), files, preview.Choices, preview.Fingerprint)
	}, func(err error) {
		s.busy = false
		if err == nil {
			s.finish(preview.Loaded() + ".")
			return
		}
		s.view.again() // the college may have changed meanwhile
		dialog.ShowError(s.deps.Window, "Списки не загружены", widgets.Sentence(err.Error()))
	})
}
