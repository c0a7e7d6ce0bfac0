package rosterimport

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// fakeService answers from memory and notes what it was asked.
type fakeService struct {
	preview              model.ImportPreview
	previewErr, applyErr error
	previewed            [][]string
	looks                int
	applied              []model.ImportChoices
	choices              []model.ImportChoices // of all but the first looks at files
}

func (f *fakeService) ReadFiles(ctx context.Context, paths []string) (model.Files, error) {
	f.previewed = append(f.previewed, paths)
	return viewtest.Files{}.ReadFiles(ctx, paths)
}

func (f *fakeService) PreviewImport(_ context.Context, files model.Files, choices model.ImportChoices) (model.ImportPreview, error) {
	if f.looks++; f.looks > len(f.previewed)+len(f.choices) {
		f.choices = append(f.choices, choices)
	}
	if f.previewErr != nil {
		return model.ImportPreview{}, f.previewErr
	}
	next := f.preview
	next.Choices = choices
	if next.Fingerprint != "" {
		next.Fingerprint = fmt.Sprint(files.Names(), choices)
	}
	return next, nil
}

func (f *fakeService) ApplyImport(_ context.Context, files model.Files, choices model.ImportChoices, fingerprint string) error {
	if fingerprint != fmt.Sprint(files.Names(), choices) {
		return errors.New("loaded otherwise than it was looked at")
	}
	f.applied = append(f.applied, choices)
	return f.applyErr
}

func (f *fakeService) WriteTemplate(_ context.Context, path string) error {
	if strings.Contains(path, "занято") {
		return errors.New("файл уже есть: выберите другое имя")
	}
	return nil
}

// bench is a window for the screen, on fakes.
type bench struct {
	viewtest.Person
	service *fakeService
	exec    viewtest.Executor
}

func newBench(t *testing.T, f *fakeService, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{Person: viewtest.NewPerson(t, look), service: f}
	b.Window.Resize(size)
	return b
}

// open shows the screen; done is told how it ended.
func (b *bench) open(done func(loaded string)) *screen {
	told := func(loaded string) string {
		done(loaded)
		return loaded
	}
	s := newScreen(Deps{Service: b.service, Deps: files.Deps{Exec: &b.exec, Window: b.Window, Leave: "Назад", Done: told}})
	b.Window.SetContent(widgets.NewLayers(s.Content(), nil))
	s.Shown()
	return s
}

// importing is the screen in a window; done notes how it ended.
func importing(t *testing.T, f *fakeService) (b *bench, s *screen, done *[]string) {
	t.Helper()
	b, done = newBench(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight), &[]string{}
	return b, b.open(func(loaded string) { *done = append(*done, loaded) }), done
}
