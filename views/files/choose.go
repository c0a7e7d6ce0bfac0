package files

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Request says what kind of file is wanted, and for what.
type Request struct {
	Title string
	// Extensions are those of the files to choose from, in lower case with their dots; none is every file.
	Extensions []string
	// FilesOnly asks for a file; otherwise a folder is taken too, since a roster may be a folder of files.
	FilesOnly bool
	// SaveAs asks for a new file of this name, with the first of the extensions; empty asks for an existing file.
	SaveAs string
	// Purpose names what the last folder is kept for, on this computer. All new files for which none is named share one.
	Purpose string
	// Dir is the first folder; empty is the one of the last choice for the purpose or, before any, the person's own.
	Dir string
}

// fileRow is an entry of a folder.
type fileRow struct {
	name    string
	folder  bool
	size    int64
	changed time.Time // in the zone of this computer
}

const chooserWidth float32 = 640

// chooser is the dialog that chooses a file in our own table, which works by keyboard alone.
type chooser struct {
	exec    background.Executor
	request Request
	several bool // files at once
	then    func(paths []string)

	window fyne.Window
	dialog *dialog.Handle
	dir    string
	path   *widgets.Entry
	name   *widgets.Entry // nil while a file is opened
	// offered is the name that the dialog itself has put into the field.
	offered string
	table   *table.Table[fileRow, string]
	body    *fyne.Container
	wrong   *widgets.Copyable
	turn    int
}

// Choose opens the dialog; then is called with the path of what was chosen, and not at all after
// «Отмена».
func Choose(window fyne.Window, exec background.Executor, request Request, then func(path string)) {
	open(window, &chooser{exec: exec, request: request, then: func(paths []string) { then(paths[0]) }})
}

// ChooseSeveral is Choose where several files, or one folder, may be taken at once.
func ChooseSeveral(window fyne.Window, exec background.Executor, request Request, then func(paths []string)) {
	open(window, &chooser{exec: exec, request: request, several: true, then: then})
}

func open(window fyne.Window, c *chooser) {
	request := c.request
	c.window, c.wrong = window, widgets.NewCopyable(widgets.Flow("").In(widgets.ToneRefused))
	c.wrong.Hide()
	if c.request.SaveAs != "" {
		c.request.Purpose = cmp.Or(c.request.Purpose, saved)
	}
	c.path = widgets.NewEntry("")
	c.path.OnSubmitted = func(text string) { c.open(text) }
	c.table = table.NewList([]*table.Column[fileRow]{
		{ID: "name", Title: "Имя", Width: 240, Grow: 1, Compare: compareFiles,
			Cell: func(r fileRow) table.Cell {
				if r.folder {
					return table.Cell{Text: r.name + string(filepath.Separator), Tone: widgets.ToneStrong}
				}
				return table.Cell{Text: r.name}
			}},
		{ID: "changed", Title: "Изменён", Width: 140, Compare: func(a, b fileRow) int { return a.changed.Compare(b.changed) },
			Cell: func(r fileRow) table.Cell {
				return table.Muted(r.changed.Format(table.DayLayout + " 15:04"))
			}},
		{ID: "size", Title: "Размер", Width: 110, Align: fyne.TextAlignTrailing,
			Compare: func(a, b fileRow) int { return cmp.Compare(a.size, b.size) },
			Cell:    func(r fileRow) table.Cell { return table.Cell{Text: sizeWords(r), Tone: widgets.ToneMuted} }},
	}, func(r fileRow) string { return r.name })
	c.table.Grid.Checkboxes = c.several
	c.table.OnOpen = func(r fileRow) {
		switch {
		case !r.folder && c.name != nil:
			c.name.SetText(r.name)
		case !r.folder && len(c.table.Selected()) > 1:
			c.accept()
		default:
			c.open(filepath.Join(c.dir, r.name))
		}
	}
	up := widgets.NewSecondary("Вверх", func() { c.open(filepath.Dir(c.dir)) })
	folder := widgets.Fields([]float32{placesWidth, -1}, c.newPlaces(), c.table.Grid)
	rows := []fyne.CanvasObject{container.New(widgets.Row{Gap: theme.GapSmall, Widths: []float32{0, -1}}, up, c.path), folder, c.wrong}
	primary, focus := "Открыть", fyne.Focusable(c.table.Grid)
	if request.SaveAs != "" {
		primary = "Сохранить"
		c.name = widgets.NewEntry("")
		c.offered = request.SaveAs
		c.name.SetText(c.offered)
		rows, focus = append(rows, widgets.Field("Имя файла", c.name)), c.name
	} else {
		c.table.Grid.OnSelectionChanged = c.label
		c.path.OnChanged = func(string) { c.label() }
	}
	c.body = widgets.ColumnAround(folder, rows...)
	c.dialog = dialog.Show(window, dialog.Modal{
		Title: request.Title, Content: c.body, Size: fyne.NewSize(placesWidth+chooserWidth+60, 560),
		Primary: primary, Cancel: "Отмена", Focus: focus, OnPrimary: c.accept, Forgets: true,
	})
	home, _ := os.UserHomeDir() // without one the dialog begins in the program's working folder
	c.open(request.Dir, fyne.CurrentApp().Preferences().String(folderPreference+c.request.Purpose), home, ".")
}

// AskWhere asks by Choose where to put a file. An existing file is never overwritten: another name is suggested.
func AskWhere(exec background.Executor) dialog.Where {
	return func(window fyne.Window, name string, then func(dialog.File, error)) {
		request := Request{Title: "Сохранить файл", Extensions: []string{strings.ToLower(filepath.Ext(name))}, SaveAs: name}
		Choose(window, exec, request, func(path string) {
			background.Fetch(exec, func() (*os.File, error) { return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) },
				func(file *os.File, err error) {
					if err != nil {
						then(nil, err)
						return
					}
					then(file, nil)
				})
		})
	}
}

// say says what is wrong with what was chosen; "" says nothing.
func (c *chooser) say(text string) {
	c.wrong.SetText(widgets.Sentence(text))
	c.wrong.Hidden = text == ""
	c.body.Refresh()
}

// Save asks where to put a new file and writes it; failed heads the dialog that tells why it could not be written.
func Save(window fyne.Window, exec background.Executor, request Request, write func(ctx context.Context, path string) error, failed string,
	then func(path string)) {
	Choose(window, exec, request, func(path string) {
		background.Perform(exec, func() error { return write(exec.Context(), path) }, func(err error) {
			if err != nil {
				dialog.ShowError(window, failed, err.Error())
				return
			}
			then(path)
		})
	})
}

// suggest offers a name for a new file that the folder does not have yet; a name that somebody typed stays.
func (c *chooser) suggest(rows []fileRow) {
	if c.name == nil || c.name.Text != c.offered {
		return
	}
	taken := model.Set(rows, func(r fileRow) string { return model.Fold(r.name) })
	ext := filepath.Ext(c.request.SaveAs)
	c.offered = c.request.SaveAs
	for n := 2; taken[model.Fold(c.offered)]; n++ {
		c.offered = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(c.request.SaveAs, ext), n, ext)
	}
	c.name.SetText(c.offered)
}

// accept takes what is selected or named; a folder that is not chosen but only selected is opened by Enter, and so is
// what was typed as the path.
func (c *chooser) accept() bool {
	chosen := c.table.Selected()
	switch typed := c.typed(); {
	case typed != "":
		c.open(typed)
	case c.dir == "": // the folder is being read
	case c.name != nil:
		c.save(strings.TrimSpace(c.name.Text))
	case len(chosen) == 0:
		c.finish(c.dir) // the whole folder
	case len(chosen) > 1 && !c.takes(chosen):
	case c.request.FilesOnly:
		c.open(filepath.Join(c.dir, chosen[0].name))
	default:
		c.finish(model.Each(chosen, func(r fileRow) string { return filepath.Join(c.dir, r.name) })...)
	}
	return false
}

// save takes the name of a new file.
func (c *chooser) save(name string) {
	if name == "" || strings.ContainsAny(name, `/\`) {
		c.say("укажите имя файла")
		return
	}
	if !slices.Contains(c.request.Extensions, strings.ToLower(filepath.Ext(name))) {
		name += c.request.Extensions[0]
	}
	if slices.ContainsFunc(c.table.Rows(), func(r fileRow) bool { return model.Fold(r.name) == model.Fold(name) }) {
		c.say("такой файл здесь уже есть: выберите другое имя")
		return
	}
	c.finish(filepath.Join(c.dir, name))
}

// takes reports whether several entries may be taken together.
func (c *chooser) takes(chosen []fileRow) bool {
	return c.several && !slices.ContainsFunc(chosen, func(r fileRow) bool { return r.folder })
}

// typed is the path that somebody has typed and not opened yet.
func (c *chooser) typed() string {
	if text := strings.TrimSpace(c.path.Text); text != c.dir {
		return text
	}
	return ""
}

// folderPreference, with a purpose, names the folder in which a file was chosen last for it.
const folderPreference = "folder."

// saved is the purpose of all files that are taken out of the program.
const saved = "saved"

func (c *chooser) finish(paths ...string) {
	fyne.CurrentApp().Preferences().SetString(folderPreference+c.request.Purpose, c.dir)
	c.dialog.Close()
	c.then(paths)
}

// label is the button's label, by what would be taken.
func (c *chooser) label() {
	switch chosen := c.table.Selected(); {
	case c.name != nil:
	case c.typed() != "":
		c.dialog.SetPrimary("Открыть", true)
	case len(chosen) == 1 && !chosen[0].folder:
		c.dialog.SetPrimary("Открыть файл", true)
	case len(chosen) > 1 && c.takes(chosen):
		c.dialog.SetPrimary(fmt.Sprintf("Открыть файлы (%d)", len(chosen)), true)
	case c.request.FilesOnly, len(chosen) > 1:
		c.dialog.SetPrimary("Открыть", len(chosen) == 1)
	default:
		c.dialog.SetPrimary("Выбрать папку", true)
	}
}

// show shows the rows of a folder.
func (c *chooser) show(dir string, rows []fileRow) {
	c.say("")
	c.dir = dir
	c.path.SetText(dir)
	c.table.Grid.Empty = table.Empty{Title: "Подходящих файлов нет", Hint: "Откройте другую папку."}
	if c.name != nil {
		c.table.Grid.Empty = table.Empty{Title: "Файл будет сохранён сюда"}
	}
	c.table.SetRows(rows)
	c.suggest(rows)
	c.label()
}

// open shows the first of the folders that exists, or takes a file.
func (c *chooser) open(paths ...string) {
	c.turn++
	turn := c.turn
	type listing struct {
		path string
		rows []fileRow
		file bool
	}
	background.Fetch(c.exec, func() (found listing, err error) {
		for _, path := range paths {
			if path == "" {
				continue
			}
			if found.path, err = filepath.Abs(path); err != nil {
				continue
			}
			var info os.FileInfo
			if info, err = os.Stat(found.path); err != nil {
				continue
			}
			if found.file = isFile(info, c.request.Extensions); !found.file {
				found.rows, err = list(found.path, c.request.Extensions)
			}
			break
		}
		return found, err
	}, func(found listing, err error) {
		switch {
		case turn != c.turn:
		case err != nil:
			c.say("эту папку или файл открыть не получилось: проверьте путь и права")
		case found.file && c.name == nil:
			c.dir = filepath.Dir(found.path)
			c.finish(found.path)
		case !found.file && found.path != "":
			c.show(found.path, found.rows)
		}
	})
}
