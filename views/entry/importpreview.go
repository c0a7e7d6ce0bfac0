package entry

import (
	"context"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/shell"
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
	files.Deps
	Service ImportService
}

// RosterFormats says which rosters can be loaded.
const RosterFormats = "Книга «Звонка» (XLSX или папка CSV), OneRoster 1.1 и 1.2, School Data Sync (zip или папка)."

// RosterExtensions are those of the files of a roster.
var RosterExtensions = []string{".xlsx", ".zip", ".csv"}

// OpenImport makes the screen that loads rosters, with its preview.
func OpenImport(deps ImportDeps) shell.Screen { return newImport(deps) }

// importScreen leads from the choice of a roster's files over their preview to the loading.
type importScreen struct {
	*files.Wizard[model.ImportPreview, model.ImportChoices]
	view *ImportView
}

func newImport(deps ImportDeps) *importScreen {
	s := &importScreen{}
	s.Wizard = files.New(deps.Deps, files.Kind[model.ImportPreview, model.ImportChoices]{
		Title: "Загрузка списков", About: shell.TopicImport, Extensions: RosterExtensions, Formats: RosterFormats, With: "с колледжем", Failed: "Списки не загружены",
		Template: &files.Template{Title: "Сохранить образец книги", Name: "Списки колледжа.xlsx",
			Next: "Заполните листы книги и выберите её здесь", Write: deps.Service.WriteTemplate},
		Read: deps.Service.ReadFiles, Preview: deps.Service.PreviewImport,
		Apply: func(ctx context.Context, read model.Files, _ model.ImportChoices, p model.ImportPreview) error {
			return deps.Service.ApplyImport(ctx, read, p.Choices, p.Fingerprint)
		},
		Show: func(p model.ImportPreview, first bool) files.Page {
			if first {
				s.view = NewImportView(deps.Window, s.Decide)
			}
			return s.view.page(p)
		},
	}, model.ImportChoices{})
	return s
}

// page is what a wizard shows of a preview.
func (v *ImportView) page(p model.ImportPreview) files.Page {
	v.Take(p)
	page := v.Page()
	page.Again, page.Loaded, page.Held = v.again, p.Loaded()+".", len(p.Over) > 0 && !p.Choices.OverLimit
	if p.Fingerprint != "" {
		page.Load = files.LoadLabel(p.Totals())
	}
	if len(p.Doubts) > 0 {
		page.Ask = v.askWho
	}
	return page
}
