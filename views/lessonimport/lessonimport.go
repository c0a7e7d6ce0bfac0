// Package lessonimport is the screen that loads plans (КТП) and timetables: it leads from the choice of files over
// what they would change, or what is wrong with them, to the loading.
package lessonimport

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// Service is what the screen asks of the program.
type Service interface {
	// ReadFiles reads the files behind the paths that were chosen: one folder, or files.
	ReadFiles(ctx context.Context, paths []string) (model.Files, error)
	// PreviewLessons says what the files would change; problems in them are part of the answer.
	PreviewLessons(ctx context.Context, kind model.LessonFileKind, files model.Files) (model.LessonsPreview, error)
	// ApplyLessons makes the changes of the preview that has the fingerprint.
	ApplyLessons(ctx context.Context, kind model.LessonFileKind, files model.Files, fingerprint string) error
	// WriteLessonTemplate writes the workbook to fill in; a file that is there is not overwritten.
	WriteLessonTemplate(ctx context.Context, kind model.LessonFileKind, path string) error
}

// Deps is what the screen is made of.
type Deps struct {
	files.Deps
	Service Service
	// Timetables says that the person may load timetables too; plans they may.
	Timetables bool
}

// words are the texts of a kind of files.
type words struct {
	title    string // of the screen
	tab      string
	hint     string
	template string // the name of the file to save
	one      string // forms of what is loaded
	few      string
	many     string
	kept     string // why some of it stays
}

var kindWords = map[model.LessonFileKind]words{
	model.FilePlan: {
		"Загрузка КТП", "КТП",
		"Темы предметов, которые есть в файле, заменяются целиком. Остальные предметы не меняются.",
		"КТП.xlsx", "тема", "темы", "тем",
		"Останутся темы, которых нет в файле, но которые есть у занятий: из КТП они уходят, у своих занятий остаются.",
	},
	model.FileTimetable: {
		"Загрузка расписания", "Расписание",
		"Расписание групп заменяется с первой по последнюю дату файла.",
		"Расписание.xlsx", "занятие", "занятия", "занятий",
		"Останутся занятия, которых нет в файле, но которые уже прошли или с которыми работали.",
	},
}

// Open makes the screen.
func Open(deps Deps) shell.Screen { return newScreen(deps) }

type screen struct {
	*files.Wizard[model.LessonsPreview, model.LessonFileKind]
	deps Deps
	kind model.LessonFileKind
	tabs *widgets.Tabs // nil where there is nothing to choose
}

func newScreen(deps Deps) *screen {
	s := &screen{deps: deps, kind: model.FilePlan}
	if deps.Timetables {
		kinds := map[string]model.LessonFileKind{"plan": model.FilePlan, "timetable": model.FileTimetable}
		s.tabs = widgets.NewTabs([]widgets.Tab{
			{Key: "plan", Label: kindWords[model.FilePlan].tab}, {Key: "timetable", Label: kindWords[model.FileTimetable].tab},
		}, func(key string) {
			s.kind = kinds[key]
			s.Begin(s.loading(), s.kind)
		})
	}
	s.Wizard = files.New(deps.Deps, s.loading(), s.kind)
	return s
}

func (s *screen) words() words { return kindWords[s.kind] }

// loading is what the wizard loads now.
func (s *screen) loading() files.Kind[model.LessonsPreview, model.LessonFileKind] {
	kind, service, w := s.kind, s.deps.Service, s.words()
	loading := files.Kind[model.LessonsPreview, model.LessonFileKind]{
		Title: w.title, About: shell.TopicLessonImport, Hint: w.hint, Formats: "Книга XLSX, таблица CSV или архив с ними.", Extensions: []string{".xlsx", ".zip", ".csv"},
		With: "с журналами", Failed: "Файл не загружен",
		Template: &files.Template{Title: "Сохранить образец", Name: w.template, Next: "Заполните книгу и выберите её здесь",
			Write: func(ctx context.Context, path string) error { return service.WriteLessonTemplate(ctx, kind, path) }},
		Read: service.ReadFiles,
		Preview: func(ctx context.Context, read model.Files, kind model.LessonFileKind) (model.LessonsPreview, error) {
			return service.PreviewLessons(ctx, kind, read)
		},
		Apply: func(ctx context.Context, read model.Files, kind model.LessonFileKind, p model.LessonsPreview) error {
			return service.ApplyLessons(ctx, kind, read, p.Fingerprint)
		},
		Show: func(p model.LessonsPreview, _ bool) files.Page {
			if len(p.Problems) > 0 {
				return files.WrongPage(s.deps.Window, p.Problems, s.Source())
			}
			return s.changes(p)
		},
	}
	if s.tabs != nil {
		loading.Top = []fyne.CanvasObject{s.tabs}
	}
	return loading
}

func loadedWords(p model.LessonsPreview) string {
	return fmt.Sprintf("Загружено: добавлено — %d, изменено — %d, удалено — %d.", p.Added, p.Changed, p.Removed)
}
