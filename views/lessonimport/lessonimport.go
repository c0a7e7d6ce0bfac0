// Package lessonimport is the screen that loads plans (КТП) and timetables: it leads from the choice of files over
// what they would change, or what is wrong with them, to the loading.
package lessonimport

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/entry"
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
	Exec    widgets.Executor
	Window  fyne.Window
	Service Service
	// Timetables says that the person may load timetables too; plans they may.
	Timetables bool
	// Leave is the label of the button that ends it without loading: «Назад».
	Leave string
	// Done is called once: with what was loaded, in words, or with nothing when the person left.
	Done func(loaded string)
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
	*widgets.Reading
	deps    Deps
	kind    model.LessonFileKind
	tabs    *widgets.Tabs // nil where there is nothing to choose
	loaded  model.Files
	preview model.LessonsPreview
	files   string
	load    *widgets.Button
	choose  *widgets.Button
	search  *widgets.Search
	busy    bool
}

func newScreen(deps Deps) *screen {
	s := &screen{deps: deps, kind: model.FilePlan}
	s.Reading = widgets.NewReading(deps.Window, s.read, s.askForFile)
	if deps.Timetables {
		kinds := map[string]model.LessonFileKind{"plan": model.FilePlan, "timetable": model.FileTimetable}
		s.tabs = widgets.NewTabs([]widgets.Tab{
			{Key: "plan", Label: kindWords[model.FilePlan].tab}, {Key: "timetable", Label: kindWords[model.FileTimetable].tab},
		}, func(key string) {
			s.kind = kinds[key]
			s.askForFile("")
		})
	}
	s.askForFile("")
	return s
}

func (s *screen) words() words { return kindWords[s.kind] }

// Title implements shell.Screen.
func (s *screen) Title() string { return s.words().title }

// MayLeave implements shell.Screen: a preview is no edit. What is being loaded is loaded.
func (s *screen) MayLeave(then func(ok bool)) { then(!s.busy) }

// Do implements shell.Screen.
func (s *screen) Do(c shell.Command) {
	switch {
	case c == shell.CommandFilter && s.search != nil:
		s.deps.Window.Canvas().Focus(s.search)
	case c == shell.CommandSave && s.load != nil:
		s.apply()
	}
}

// askForFile is the first step; failure says why it is asked again.
func (s *screen) askForFile(failure string) {
	s.Cancel()
	s.search, s.load = nil, nil
	s.choose = widgets.NewPrimary("Выбрать файл…", s.chooseFile)
	var rows []fyne.CanvasObject
	if s.tabs != nil {
		rows = append(rows, s.tabs)
	}
	rows = append(rows, paragraph("Выберите файл или перетащите файлы и папку на это окно. Сначала будет показано, что изменится.", widgets.ToneMuted),
		paragraph(s.words().hint, widgets.ToneMuted), widgets.Caption("Книга XLSX, таблица CSV или архив с ними."))
	if failure != "" {
		rows = append(rows, paragraph(widgets.Sentence(failure), widgets.ToneRefused))
	}
	rows = append(rows, widgets.InRow(s.choose, widgets.NewSecondary("Сохранить образец…", s.saveTemplate),
		widgets.NewSecondary(s.deps.Leave, func() { s.finish("") })))
	s.Show(centred(s.words().title, rows...))
}

func (s *screen) chooseFile() {
	entry.ChooseFile(s.deps.Window, s.deps.Exec, entry.FileRequest{Title: s.words().title, Extensions: []string{".xlsx", ".zip", ".csv"}},
		func(path string) { s.read([]string{path}) })
}

func (s *screen) saveTemplate() {
	kind := s.kind
	entry.ChooseFile(s.deps.Window, s.deps.Exec, entry.FileRequest{Title: "Сохранить образец", Extensions: []string{".xlsx"}, SaveAs: s.words().template},
		func(path string) {
			widgets.Perform(s.deps.Exec, func() error { return s.deps.Service.WriteLessonTemplate(s.deps.Exec.Context(), kind, path) }, func(err error) {
				if err != nil {
					dialog.ShowError(s.deps.Window, "Образец не сохранён", widgets.Sentence(err.Error()))
					return
				}
				dialog.ShowError(s.deps.Window, "Образец сохранён", "Заполните книгу и выберите её здесь: "+path)
			})
		})
}

// read looks at files and shows what they would change.
func (s *screen) read(paths []string) {
	if s.busy || len(paths) == 0 {
		return
	}
	kind := s.kind
	s.files = fileWords(paths)
	s.Show(centred(s.words().title, paragraph("Читаем файлы и сравниваем с журналами. Пока ничего не меняется.", widgets.ToneMuted),
		widgets.InRow(widgets.NewSecondary("Отмена", func() { s.askForFile("") }))))
	type reading struct {
		files   model.Files
		preview model.LessonsPreview
	}
	widgets.Read(s.Reading, s.deps.Exec, func(ctx context.Context) (read reading, err error) {
		if read.files, err = s.deps.Service.ReadFiles(ctx, paths); err == nil {
			read.preview, err = s.deps.Service.PreviewLessons(ctx, kind, read.files)
		}
		return read, err
	}, func(read reading) {
		if s.loaded, s.preview = read.files, read.preview; len(s.preview.Problems) > 0 {
			s.showProblems()
			return
		}
		s.showChanges()
	})
}

// fileWords names files, if they are not too many.
func fileWords(paths []string) string {
	const most = 3
	names := make([]string, 0, most)
	for _, p := range paths[:min(len(paths), most)] {
		names = append(names, filepath.Base(p))
	}
	text := strings.Join(names, ", ")
	if more := len(paths) - most; more > 0 {
		text += " и ещё " + strconv.Itoa(more)
	}
	return text
}

// apply loads what the preview shows.
func (s *screen) apply() {
	if s.busy || s.load == nil {
		return
	}
	s.busy = true
	s.load.Disable()
	s.choose.Disable()
	label := s.load.Text()
	s.load.SetText("Загружаем…")
	kind, files, preview := s.kind, s.loaded, s.preview
	widgets.Perform(s.deps.Exec, func() error {
		return s.deps.Service.ApplyLessons(s.deps.Exec.Context(), kind, files, preview.Fingerprint)
	}, func(err error) {
		s.busy = false
		if err == nil {
			s.finish(fmt.Sprintf("Загружено: добавлено — %d, изменено — %d, удалено — %d.", preview.Added, preview.Changed, preview.Removed))
			return
		}
		s.load.SetText(label)
		s.load.Enable()
		s.choose.Enable()
		dialog.ShowError(s.deps.Window, "Файл не загружен", widgets.Sentence(err.Error()))
	})
}

func (s *screen) finish(loaded string) {
	s.Hidden()
	s.deps.Done(loaded)
}
