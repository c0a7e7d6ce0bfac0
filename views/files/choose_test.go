package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/views/dialog"
	"zvonok/views/draw"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// bench is an empty window.
type bench struct {
	viewtest.Person
	exec  *viewtest.Executor
	clock *viewtest.Timers
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.NewForced(0))
	layers, clock := widgets.NewLayers(widgets.Text("Звонок"), nil), &viewtest.Timers{}
	layers.SetTimer(clock.Timer)
	b := &bench{viewtest.Person{T: t, Window: test.NewTempWindow(t, layers)}, &viewtest.Executor{}, clock}
	b.Window.Resize(fyne.NewSize(1280, 800))
	return b
}

// fields are the text fields in front, from the top.
func (b *bench) fields() []*widgets.Entry { return viewtest.InFront[*widgets.Entry](&b.Person) }

// folder is a place with rosters, and with what is none.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"Б.XLSX", "а.zip", "кот.jpg", ".скрытый.csv"} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, 1500), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "Выгрузка"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestChooseOnlyFile: where no folder will do, a selected one is opened, and every file may be taken.
func TestChooseOnlyFile(t *testing.T) {
	dir := folder(t)
	b := newBench(t)
	var chosen []string
	Choose(b.Window, b.exec, Request{Title: "Программа", FilesOnly: true, Dir: dir}, func(path string) { chosen = append(chosen, path) })
	b.Sees("Выгрузка/", "кот.jpg", "Б.XLSX")
	b.SeesNot("Выбрать папку")
	b.Press("Открыть") // nothing is selected
	b.fields()[0].SetText(filepath.Join(dir, "Выгрузка"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Sees("Подходящих файлов нет")
	if len(chosen) != 0 {
		t.Fatalf("took %q", chosen)
	}
	b.fields()[0].SetText(filepath.Join(dir, "кот.jpg"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(chosen) != 1 || chosen[0] != filepath.Join(dir, "кот.jpg") {
		t.Errorf("took %q", chosen)
	}
	// The next time it begins where this file was, and the button goes where one has typed.
	Choose(b.Window, b.exec, Request{Title: "Списки"}, func(path string) { chosen = append(chosen, path) })
	b.Sees("кот.jpg")
	b.Sees("Выбрать папку")
	b.fields()[0].SetText(filepath.Join(dir, "Б.XLSX"))
	b.Press("Открыть")
	if len(chosen) != 2 || chosen[1] != filepath.Join(dir, "Б.XLSX") {
		t.Errorf("took %q", chosen)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", t.TempDir())
	Choose(b.Window, b.exec, Request{Title: "Списки"}, func(string) {})
	b.Sees("Подходящих файлов нет")
}

func TestChoose(t *testing.T) {
	dir := folder(t)
	rows, err := list(dir, []string{".xlsx", ".zip"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.name+" "+sizeWords(r))
	}
	if got := strings.Join(names, ", "); got != "Выгрузка папка, а.zip 2 КБ, Б.XLSX 2 КБ" {
		t.Errorf("lists %s", got)
	}

	b := newBench(t)
	var chosen []string
	ask := func(saveAs string) {
		Choose(b.Window, b.exec, Request{Title: "Файл", Extensions: []string{".xlsx"}, SaveAs: saveAs, Dir: dir},
			func(path string) { chosen = append(chosen, path) })
	}
	ask("")
	b.Sees("Выгрузка/", "Б.XLSX", "Выбрать папку")
	b.SeesNot("а.zip", "кот.jpg")
	b.fields()[0].SetText(filepath.Join(dir, "нет такой"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Sees("открыть не получилось")
	b.fields()[0].SetText(filepath.Join(dir, "Выгрузка"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Sees("Подходящих файлов нет")
	b.Press("Вверх")
	b.Sees("Б.XLSX")
	b.fields()[0].SetText(filepath.Join(dir, "Выгрузка"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Press("Выбрать папку")
	ask("Списки.xlsx")
	if b.Window.Canvas().Focused() != fyne.Focusable(b.fields()[1]) {
		t.Error("one does not type the name of the new file")
	}
	b.fields()[0].SetText(filepath.Join(dir, "Выгрузка"))
	b.fields()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Sees("Файл будет сохранён сюда") // it may be saved here all the same
	b.Press("Вверх")
	b.fields()[1].SetText("  ")
	b.Press("Сохранить")
	b.Sees("Укажите имя файла.")
	b.fields()[1].SetText("б.xlsx")
	b.Press("Сохранить")
	b.Sees("Такой файл здесь уже есть")
	b.fields()[1].SetText("Новые")
	b.Press("Сохранить")
	want := filepath.Join(dir, "Выгрузка") + " " + filepath.Join(dir, "Новые.xlsx")
	if got := strings.Join(chosen, " "); got != want {
		t.Errorf("chose %s, want %s", got, want)
	}
}

// TestAskWhere: where to put a file is asked by our own dialog, which remembers the folder, offers another name for one
// that is there and never writes over it.
func TestAskWhere(t *testing.T) {
	dir := folder(t)
	b := newBench(t)
	fyne.CurrentApp().Preferences().SetString(folderPreference+saved, dir)
	ask := func(name string) *error {
		failed := errors.New("nothing was handed over")
		AskWhere(b.exec)(b.Window, name, func(file dialog.File, err error) {
			if failed = err; err == nil {
				_, err = io.WriteString(file, name)
				failed = errors.Join(err, file.Close())
			}
		})
		return &failed
	}
	ask("Отчёт.xlsx")
	b.Sees("Сохранить файл", "Имя файла", "Выгрузка/")
	b.Press("Отмена")
	for _, want := range []string{"Отчёт.xlsx", "Отчёт (2).xlsx"} {
		failed := ask("Отчёт.xlsx")
		b.Press("Сохранить")
		if got, err := os.ReadFile(filepath.Join(dir, want)); *failed != nil || err != nil || string(got) != "Отчёт.xlsx" {
			t.Errorf("%s holds %q: %v, %v", want, got, *failed, err)
		}
	}
	failed := ask("Итог.xlsx")
	if err := os.WriteFile(filepath.Join(dir, "Итог.xlsx"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.Press("Сохранить")
	if !errors.Is(*failed, os.ErrExist) {
		t.Errorf("a file that came meanwhile: %v", *failed)
	}
}

// TestPlaces: beside the folder are the person's own and the disks, and a click opens one; above the root is nothing.
func TestPlaces(t *testing.T) {
	dir := folder(t)
	before := places
	t.Cleanup(func() { places = before })
	places = func() []place { return []place{{"Рабочий стол", dir}, {"Флешка", "/"}} }
	b := newBench(t)
	Choose(b.Window, b.exec, Request{Title: "Списки", Extensions: []string{".xlsx"}, Dir: "/"}, func(string) {})
	b.Press("Вверх")
	if b.fields()[0].Text != "/" {
		t.Errorf("above the root is %q", b.fields()[0].Text)
	}
	b.Sees("Места", "Рабочий стол", "Флешка")
	list := viewtest.InFront[*table.Table[place, string]](&b.Person)[0]
	desktop := draw.Absolute(list.Grid).AddXY(30, theme.HeadHeight+theme.RowHeight/2)
	b.clock.Pass(time.Second) // a click right after the dialog has come is a double click's
	test.TapCanvas(b.Window.Canvas(), desktop)
	if b.fields()[0].Text != dir {
		t.Errorf("the desktop opens %q", b.fields()[0].Text)
	}
	b.Sees("Б.XLSX")
}

// TestOwnPlaces: the folders of a desktop are found under the names that its system gives them, and those that are not there are left out.
func TestOwnPlaces(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"Desktop", "Документы", "Загрузки"} {
		if err := os.Mkdir(filepath.Join(home, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for dirs, want := range map[string]string{
		"": ". Desktop",
		"# made by xdg-user-dirs-update\nXDG_DESKTOP_DIR=\"$HOME/\"\nXDG_DOCUMENTS_DIR=\"$HOME/Документы\"\nXDG_DOWNLOAD_DIR=\"" + home + "/Загрузки\"\nXDG_MUSIC_DIR=\"$HOME/Desktop\"\n": ". Документы Загрузки",
	} {
		var found []string
		for _, p := range ownPlaces(home, dirs) {
			rest, err := filepath.Rel(home, p.path)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, rest)
		}
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%q: %s, want %s", dirs, got, want)
		}
	}
	if found := ownPlaces("", ""); len(found) > 0 {
		t.Errorf("nobody's are %v", found)
	}
}

// TestMounts: of all mounts those are places that people plug in or share.
func TestMounts(t *testing.T) {
	const mounted = "/dev/sda2 / ext4 rw 0 0\nproc /proc proc rw 0 0\n/dev/sdb1 /media/olga/Моя\\040флешка vfat rw 0 0\n" +
		"/dev/sdc1 /run/media/olga/ДИСК exfat rw 0 0\n//srv/docs /mnt/docs cifs rw 0 0\ntmpfs /run tmpfs rw 0 0\nbroken\n"
	if got := strings.Join(mounts(mounted), "|"); got != "/media/olga/Моя флешка|/run/media/olga/ДИСК|/mnt/docs" {
		t.Errorf("found %s", got)
	}
}

// TestChooseSeveral: files are ticked and taken together, with a folder among them they are not; a folder is taken alone, by its button.
func TestChooseSeveral(t *testing.T) {
	dir := folder(t)
	b := newBench(t)
	var chosen []string
	ask := func() *table.Table[fileRow, string] {
		ChooseSeveral(b.Window, b.exec, Request{Title: "Списки", Extensions: []string{".xlsx", ".zip"}, Dir: dir}, func(paths []string) {
			for _, path := range paths {
				chosen = append(chosen, filepath.Base(path))
			}
		})
		return viewtest.InFront[*table.Table[fileRow, string]](&b.Person)[0]
	}
	rows := ask()
	viewtest.Keys(rows.Grid, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace)
	b.Press("Открыть файлы (2)")
	rows = ask()
	rows.SelectKeys("Выгрузка", "Б.XLSX")
	if !b.Find("Открыть").Disabled() {
		t.Error("a folder may be taken with a file")
	}
	rows.SelectKeys("а.zip", "Б.XLSX")
	viewtest.Keys(rows.Grid, fyne.KeyEnd, fyne.KeyReturn)
	rows = ask()
	rows.SelectKeys("Выгрузка")
	b.Press("Выбрать папку")
	if got := strings.Join(chosen, ", "); got != "а.zip, Б.XLSX, а.zip, Б.XLSX, Выгрузка" {
		t.Errorf("took %s", got)
	}
	Choose(b.Window, b.exec, Request{Title: "Копия", Dir: dir}, func(string) { t.Error("one of two files is taken") })
	viewtest.InFront[*table.Table[fileRow, string]](&b.Person)[0].SelectKeys("а.zip", "Б.XLSX")
	if !b.Find("Открыть").Disabled() {
		t.Error("two files may be taken where one is wanted")
	}
}

// TestChooseProgram: a program of macOS is a folder that is taken like a file.
func TestChooseProgram(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "VK Мессенджер.app", "Contents"), 0o700); err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	var chosen string
	Choose(b.Window, b.exec, Request{Title: "Программа", FilesOnly: true, Extensions: []string{".app"}, Dir: dir}, func(path string) { chosen = path })
	b.SeesNot("VK Мессенджер.app/")
	b.fields()[0].SetText(filepath.Join(dir, "VK Мессенджер.app"))
	b.Press("Открыть")
	if chosen != filepath.Join(dir, "VK Мессенджер.app") {
		t.Errorf("took %q", chosen)
	}
}

// TestChooseRemembersByPurpose: each purpose begins in its own last folder.
func TestChooseRemembersByPurpose(t *testing.T) {
	b, rosters, orders := newBench(t), folder(t), folder(t)
	for purpose, dir := range map[string]string{"rosters": rosters, "orders": orders} {
		Choose(b.Window, b.exec, Request{Purpose: purpose, Dir: dir}, func(string) {})
		b.Press("Выбрать папку")
	}
	for purpose, dir := range map[string]string{"rosters": rosters, "orders": orders} {
		Choose(b.Window, b.exec, Request{Purpose: purpose}, func(string) {})
		if got := b.fields()[0].Text; got != dir {
			t.Errorf("%s begin in %s", purpose, got)
		}
		b.Press("Отмена")
	}
}

// TestChooseByMouse: a click selects a folder, and only a double click goes into it.
func TestChooseByMouse(t *testing.T) {
	dir := folder(t)
	b := newBench(t)
	Choose(b.Window, b.exec, Request{Title: "Файл", Extensions: []string{".xlsx"}, Dir: dir}, func(string) {})
	rows := viewtest.InFront[*table.Table[fileRow, string]](&b.Person)[0]
	first := draw.Absolute(rows.Grid).AddXY(60, theme.HeadHeight+theme.RowHeight/2)
	b.clock.Pass(time.Second) // a click right after the dialog has come is a double click's
	test.TapCanvas(b.Window.Canvas(), first)
	b.Sees("Б.XLSX")
	if chosen := rows.Selected(); len(chosen) != 1 || chosen[0].name != "Выгрузка" {
		t.Fatalf("a click selects %v", chosen)
	}
	b.Key(fyne.KeyReturn)
	b.SeesNot("Б.XLSX")
}
