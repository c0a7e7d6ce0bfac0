// Package rosterimport is the loading of rosters: it leads from the choice of files over what they would change, with the
// questions about it, or what is wrong with them, to the loading.
package rosterimport

import (
	"context"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/shell"
)

// Service is what the loading of rosters asks of the program.
type Service interface {
	// ReadFiles reads the files behind the paths that were chosen: one folder, or files.
	ReadFiles(ctx context.Context, paths []string) (model.Files, error)
	// PreviewImport says what the files would change with these choices; problems in them are part of the answer.
	PreviewImport(ctx context.Context, files model.Files, choices model.ImportChoices) (model.ImportPreview, error)
	// ApplyImport makes the changes of the preview that has the fingerprint.
	ApplyImport(ctx context.Context, files model.Files, choices model.ImportChoices, fingerprint string) error
	// WriteTemplate writes the workbook that colleges fill in; a file that is there is not overwritten.
	WriteTemplate(ctx context.Context, path string) error
}

// Deps is what the screen is made of.
type Deps struct {
	files.Deps
	Service Service
}

// Formats says which rosters can be loaded.
const Formats = "Книга «Звонка» (XLSX или папка CSV), OneRoster 1.1 и 1.2, School Data Sync (zip или папка)."

// Extensions are those of the files of a roster.
var Extensions = []string{".xlsx", ".zip", ".csv"}

// Open makes the screen that loads rosters, with its preview.
func Open(deps Deps) shell.Screen { return newScreen(deps) }

// screen leads from the choice of a roster's files over their preview to the loading.
type screen struct {
	*files.Wizard[model.ImportPreview, model.ImportChoices]
	view *View
}

func newScreen(deps Deps) *screen {
	s := &screen{}
	s.Wizard = files.New(deps.Deps, files.Kind[model.ImportPreview, model.ImportChoices]{
		Title: "Загрузка списков", About: shell.TopicImport, Extensions: Extensions, Formats: Formats, With: "с колледжем", Failed: "Списки не загружены",
		Template: &files.Template{Title: "Сохранить образец книги", Name: "Списки колледжа.xlsx",
			Next: "Заполните листы книги и выберите её здесь", Write: deps.Service.WriteTemplate},
		Read: deps.Service.ReadFiles, Preview: deps.Service.PreviewImport,
		Apply: func(ctx context.Context, read model.Files, _ model.ImportChoices, p model.ImportPreview) error {
			return deps.Service.ApplyImport(ctx, read, p.Choices, p.Fingerprint)
		},
		Corrected: Corrected,
		Show: func(p model.ImportPreview, first bool) files.Page {
			if first {
				s.view = NewView(deps.Window, s.Decide)
			}
			return s.view.page(p)
		},
	}, model.ImportChoices{})
	return s
}

// Corrected are the choices that hold for files that were corrected: the confirmation that so many leave was about the
// files as they were.
func Corrected(choices model.ImportChoices) model.ImportChoices {
	choices.OverLimit = false
	return choices
}

// page is what a wizard shows of a preview.
func (v *View) page(p model.ImportPreview) files.Page {
	v.Take(p)
	page := v.Page()
	page.Again, page.Loaded, page.Held = v.again, p.Loaded()+".", len(p.Over) > 0 && !p.Choices.OverLimit
	if p.Fingerprint != "" {
		page.Load = files.LoadLabel(p.Changes())
	}
	if len(p.Doubts) > 0 {
		page.Ask = v.askWho
	}
	return page
}
