package entry

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// ImportService is what the loading of rosters asks of the program.
type ImportService interface {
	// PreviewImport says what the files would change; problems in them are part of the answer.
	PreviewImport(ctx context.Context, paths []string) (model.ImportPreview, error)
	// RefineImport reads the files of a preview once more, with what the person has decided about them.
	RefineImport(ctx context.Context, id model.ImportID, choices model.ImportChoices) (model.ImportPreview, error)
	ApplyImport(ctx context.Context, id model.ImportID) error
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
	// Done is called once: when rosters were loaded, or when the person left.
	Done func(loaded bool)
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
	preview model.ImportPreview
	last    model.ImportID // the preview that can be refined: one that changes nothing has no number
	load    *widgets.Button
	choose  *widgets.Button
	view    *ImportView
	busy    bool
}

func newImport(deps ImportDeps) *importScreen {
	s := &importScreen{deps: deps}
	s.Reading = widgets.NewReading(deps.Window, s.read, s.askForFile)
	s.askForFile("")
	return s
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
	s.view, s.load = nil, nil
	s.choose = widgets.NewPrimary("Выбрать файл…", s.chooseFile)
	wrong := newMessage(wideWidth-2*cardPad, widgets.ToneRefused)
	wrong.set(failure)
	s.Show(wide(importTitle, "Выберите файл или перетащите файлы и папку на это окно. Сначала будет показано, что изменится.",
		widgets.Caption(RosterFormats), wrong.holder, row(s.choose, widgets.NewSecondary("Сохранить образец книги…", s.saveTemplate),
			widgets.NewSecondary(s.deps.Leave, func() { s.finish(false) }))))
}

func (s *importScreen) chooseFile() {
	ChooseFile(s.deps.Window, s.deps.Exec, FileRequest{Title: "Файл со списками", Extensions: RosterExtensions},
		func(path string) { s.read([]string{path}) })
}

func (s *importScreen) saveTemplate() {
	ChooseFile(s.deps.Window, s.deps.Exec, FileRequest{Title: "Сохранить образец книги", Extensions: []string{".xlsx"}, SaveAs: "Списки колледжа.xlsx"},
		func(path string) {
			widgets.Perform(s.deps.Exec, func() error { return s.deps.Service.WriteTemplate(context.Background(), path) }, func(err error) {
				if err != nil {
					widgets.ShowError(s.deps.Window, "Образец не сохранён", widgets.Sentence(err.Error()))
					return
				}
				widgets.ShowError(s.deps.Window, "Образец сохранён", "Заполните листы книги и выберите её здесь: "+path)
			})
		})
}

// read looks at files and shows what they would change.
func (s *importScreen) read(paths []string) {
	if s.busy || len(paths) == 0 {
		return
	}
	s.view = NewImportView(s.deps.Window, s.decide)
	s.ask(func(ctx context.Context) (model.ImportPreview, error) {
		return s.deps.Service.PreviewImport(ctx, paths)
	})
}

// ask shows what a reading answers.
func (s *importScreen) ask(read func(context.Context) (model.ImportPreview, error)) {
	s.Show(wide(importTitle, "Читаем файлы и сравниваем с колледжем. Пока ничего не меняется.",
		row(widgets.NewSecondary("Отмена", func() { s.askForFile("") }))))
	widgets.Read(s.Reading, s.deps.Exec, read, func(preview model.ImportPreview) {
		s.preview = preview
		if preview.ID != 0 {
			s.last = preview.ID
		}
		s.view.Take(preview)
		s.showPreview()
	})
}

// decide reads the files once more with what the person decided.
func (s *importScreen) decide(choices model.ImportChoices) {
	id := s.last
	s.ask(func(ctx context.Context) (model.ImportPreview, error) {
		return s.deps.Service.RefineImport(ctx, id, choices)
	})
}

func (s *importScreen) finish(loaded bool) {
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
	buttons = append(buttons, s.choose, widgets.NewSecondary(s.deps.Leave, func() { s.finish(false) }))
	return widgets.Toolbar(importTitle, buttons, nil)
}

// showPreview shows what the files change, or what is wrong with them.
func (s *importScreen) showPreview() {
	added, changed, removed := s.preview.Totals()
	s.load = widgets.NewPrimary(LoadLabel(added, changed, removed), s.apply)
	switch {
	case s.preview.ID == 0:
		s.load = nil
	case len(s.preview.Over) > 0 && !s.preview.Choices.OverLimit:
		s.load.Disable()
	}
	above, list, footer := s.view.Parts()
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
	label := s.load.Text()
	s.load.SetText("Загружаем…")
	id := s.preview.ID
	widgets.Perform(s.deps.Exec, func() error { return s.deps.Service.ApplyImport(context.Background(), id) }, func(err error) {
		s.busy = false
		if err == nil {
			s.finish(true)
			return
		}
		s.load.SetText(label)
		s.load.Enable()
		s.choose.Enable()
		widgets.ShowError(s.deps.Window, "Списки не загружены", widgets.Sentence(err.Error()))
	})
}
