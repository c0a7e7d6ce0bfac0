package entry

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/files"
	"zvonok/views/keys"
	"zvonok/views/lists"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// OpeningService opens the college of a folder, and helps where it does not open. Its methods may block; errors are in
// Russian, ready to be shown.
type OpeningService interface {
	Open(ctx context.Context) error
	// Copies lists the copies that a college which does not open can be restored from, the newest first, in local time.
	Copies() ([]model.Backup, error)
	// Restore puts a copy of the list in the college's place and keeps the files that were there.
	Restore(ctx context.Context, name string) error
	// Elsewhere starts the program on the college of another folder.
	Elsewhere(dir string) error
}

// Opening is what the page that opens a college is made of.
type Opening struct {
	Window  fyne.Window
	Exec    background.Executor
	Timer   background.Timer
	Service OpeningService
	// Dir is the folder, to be named where it does not open.
	Dir string
	// Opened goes on once the college is open; Quit ends the window once another one goes on.
	Opened, Quit func()
	// Help opens the guide at how to get in; nil without a guide.
	Help func()
	// Looks is that of Deps.
	Looks theme.Looks
}

// Start opens the college and goes on or, where it does not open, says why and what helps.
func (o Opening) Start() {
	o.show(waiting("Открываем колледж…"))
	background.Perform(o.Exec, func() error { return o.Service.Open(o.Exec.Context()) }, func(err error) {
		if err != nil {
			o.failed(err)
			return
		}
		o.Opened()
	})
}

// failed says what keeps the college from being opened, beside the copies that there are.
func (o Opening) failed(cause error) {
	if errors.Is(cause, model.ErrMoved) {
		o.moved(cause)
		return
	}
	background.Fetch(o.Exec, o.Service.Copies, func(copies []model.Backup, err error) {
		again := widgets.NewPrimary("Повторить", o.Start)
		other := widgets.NewSecondary("Другая папка…", o.choose)
		hint := "Папка данных: " + o.Dir + ". Сам колледж не изменён."
		var rest []fyne.CanvasObject
		switch {
		case err != nil:
			rest = append(rest, widgets.Flow(widgets.Sentence(err.Error())))
		case len(copies) == 0:
			rest = append(rest, widgets.Flow("Копий, из которых можно восстановить колледж, в папке нет. Если копия есть в другом месте, "+
				"положите её в эту папку командой «zvonok restore»."))
		default:
			rest = append(rest, widgets.Heading("Восстановить из копии"), o.copies(copies))
		}
		rest = append(rest, widgets.InRow(again, other))
		why := widgets.NewCopyable(widgets.Flow(widgets.Sentence(cause.Error())).In(widgets.ToneMuted))
		o.show(wide("Колледж не открылся", "", append([]fyne.CanvasObject{why, widgets.Flow(hint)}, rest...)...))
		o.Window.Canvas().Focus(again)
	})
}

// moved says how one gets to where the college is now. A copy would bring back the one that was left.
func (o Opening) moved(cause error) {
	again := widgets.NewPrimary("Повторить", o.Start)
	o.show(wide("Колледж перенесён", "",
		widgets.NewCopyable(widgets.Flow(widgets.Sentence(cause.Error())).In(widgets.ToneMuted)),
		widgets.Flow("Если его сервер будет на этом компьютере, запустите его командой «zvonok serve», которая была показана после переноса, "+
			"и нажмите «Повторить»: окно подключится к нему."),
		widgets.Flow("Если сервер на другом компьютере, выберите пустую папку кнопкой «Другая папка…»: в ней подключаются по ссылке или листку. "+
			"Прежние записи останутся в папке "+o.Dir+"."),
		widgets.InRow(again, widgets.NewSecondary("Другая папка…", o.choose))))
	o.Window.Canvas().Focus(again)
}

// copiesHeight is that of the list of copies: the newest ones are at its top.
const copiesHeight float32 = 8 * theme.RowHeight

func (o Opening) copies(copies []model.Backup) fyne.CanvasObject {
	list := lists.NewBackups(o.ask)
	list.SetRows(copies)
	restore := widgets.NewSecondary("Восстановить…", func() {
		if chosen := list.Selected(); len(chosen) == 1 {
			o.ask(chosen[0])
		}
	})
	restore.SetDisabled(true)
	restore.SetTooltip("Выберите копию, нажав на её строку.")
	list.Grid.OnSelectionChanged = func() { restore.SetDisabled(len(list.Selected()) != 1) }
	return widgets.Lines(container.New(widgets.Sized{Height: copiesHeight}, list.Grid), widgets.InRow(restore))
}

func (o Opening) ask(c model.Backup) {
	dialog.ConfirmDanger(o.Window, "Восстановить колледж?", "Колледж станет таким, каким был "+c.At.Format("02.01.2006 в 15:04")+" ("+c.Why.String()+
		"). То, что сделано позже, пропадёт; файл, который не открылся, останется рядом с новым.", "Восстановить", func() {
		o.show(waiting("Восстанавливаем колледж…"))
		background.Perform(o.Exec, func() error { return o.Service.Restore(o.Exec.Context(), c.Name) }, func(err error) {
			if err != nil {
				o.failed(err)
				return
			}
			o.Start()
		})
	})
}

// choose goes on with the college of another folder, in its own window.
func (o Opening) choose() {
	files.Choose(o.Window, o.Exec, files.Request{Title: "Папка колледжа или файл college.db", Purpose: "college", Extensions: []string{".db"}}, func(path string) {
		background.Perform(o.Exec, func() error {
			if info, err := os.Stat(path); err == nil && !info.IsDir() {
				path = filepath.Dir(path)
			}
			return o.Service.Elsewhere(path)
		}, func(err error) {
			if err != nil {
				dialog.ShowError(o.Window, "Открыть не получилось", err.Error())
				return
			}
			o.Quit()
		})
	})
}

func (o Opening) show(page fyne.CanvasObject) {
	showPage(o.Window, o.Timer, "Звонок", page, append(keys.OfLooks(o.Window, o.Looks), helpKey(o.Help)))
}
