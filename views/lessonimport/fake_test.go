package lessonimport

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
)

// fakeService answers from memory and notes what it was asked to do.
type fakeService struct {
	viewtest.Files
	preview                          model.LessonsPreview
	previewErr, applyErr, writeError error
	did                              []string
}

func (f *fakeService) PreviewLessons(ctx context.Context, kind model.LessonFileKind, files model.Files) (model.LessonsPreview, error) {
	f.did = append(f.did, fmt.Sprintf("preview %d %v", kind, files.Names()))
	if ctx.Err() != nil {
		return model.LessonsPreview{}, ctx.Err()
	}
	return f.preview, f.previewErr
}

func (f *fakeService) ApplyLessons(_ context.Context, kind model.LessonFileKind, files model.Files, fingerprint string) error {
	f.did = append(f.did, fmt.Sprintf("apply %d %s %s", kind, files.Names(), fingerprint))
	return f.applyErr
}

func (f *fakeService) WriteLessonTemplate(_ context.Context, kind model.LessonFileKind, path string) error {
	f.did = append(f.did, fmt.Sprintf("template %d %s", kind, path))
	return f.writeError
}

func (f *fakeService) Person() model.Person {
	return model.Person{ID: 1, Name: model.ParseName("Рязанцева Екатерина Викторовна"), Kind: model.Staff, Roles: model.RoleAdmin}
}
func (f *fakeService) College() string                            { return "Педагогический колледж" }
func (f *fakeService) SyncStatus() model.SyncStatus               { return model.SyncStatus{AgentHere: true} }
func (f *fakeService) Subscribe(func(model.Change)) (stop func()) { return func() {} }

// bench is the screen in a window.
type bench struct {
	viewtest.Person
	service *fakeService
	exec    viewtest.Executor
	screen  *screen
	done    []string
}

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, true, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, timetables bool, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{Person: viewtest.NewPerson(t, look), service: f}
	b.Window.Resize(size)
	var timers viewtest.Timers
	shell.New(shell.Config{Window: b.Window, Exec: &b.exec, Timer: timers.Timer, Service: f, Now: time.Now}, shell.Section{
		Key: "lessons", Title: "Занятия", Open: func(*shell.Shell) shell.Screen {
			b.screen = Open(Deps{
				Deps: files.Deps{Exec: &b.exec, Window: b.Window, Leave: "Назад", Done: func(loaded string) string {
					b.done = append(b.done, loaded)
					return loaded
				}},
				Service: f, Timetables: timetables,
			}).(*screen)
			return b.screen
		},
	})
	b.Window.Resize(size)
	return b
}
