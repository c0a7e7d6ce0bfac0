package docs

import (
	"bytes"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zvonok/docs/texts"
)

// root is the folder of the whole project.
const root = ".."

// literals are the texts of our sources in the folders, tests aside.
func literals(t *testing.T, folders ...string) map[string]bool {
	t.Helper()
	list, err := texts.Of(root, folders...)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, text := range list {
		found[text.Value] = true
	}
	return found
}

// inspect visits the syntax of our sources in a folder, tests aside.
func inspect(t *testing.T, folder string, visit func(ast.Node)) {
	t.Helper()
	if err := texts.Inspect(root, folder, func(_ token.Position, n ast.Node) bool { visit(n); return true }); err != nil {
		t.Fatal(err)
	}
}

func mustPages(t *testing.T) []*Page {
	t.Helper()
	made, err := Pages()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestTopics: every screen says where the guide tells of it, and the guide does so at exactly one place.
func TestTopics(t *testing.T) {
	where := map[string]string{}
	for _, p := range mustPages(t) {
		for _, topic := range p.Topics {
			if other := where[topic]; other != "" {
				t.Errorf("topic %q is in %s and in %s", topic, other, p.File)
			}
			where[topic] = p.File
		}
	}
	if where["licences"] == "" {
		t.Error("nothing leads to the licences")
	}
	topics := map[string]bool{}
	inspect(t, "views/shell", func(n ast.Node) {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Topic") {
			return
		}
		topic, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		topics[spec.Names[0].Name] = false
		if where[topic] == "" {
			t.Errorf("%s: the guide has no heading {#%s}", spec.Names[0].Name, topic)
		}
	})
	inspect(t, "views", func(n ast.Node) {
		if used, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(used.Sel.Name, "Topic") {
			if _, known := topics[used.Sel.Name]; known {
				topics[used.Sel.Name] = true
			}
		}
		screen, ok := n.(*ast.CompositeLit)
		if !ok || !isBase(screen.Type) || len(screen.Elts) == 0 {
			return
		}
		if !slices.ContainsFunc(screen.Elts, func(e ast.Expr) bool {
			field, ok := e.(*ast.KeyValueExpr)
			return ok && field.Key.(*ast.Ident).Name == "About"
		}) {
			t.Error("a screen's shell.Base has no About")
		}
	})
	if len(topics) < 15 {
		t.Errorf("only %d topics were found", len(topics))
	}
	for name, used := range topics {
		if !used {
			t.Errorf("no screen is about %s", name)
		}
	}
}

// isBase reports whether a type is shell.Base.
func isBase(e ast.Expr) bool {
	of, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	name, ok := of.X.(*ast.Ident)
	return ok && name.Name == "shell" && of.Sel.Name == "Base"
}

var (
	label = regexp.MustCompile(`«([^«»]+)»`)
	verb  = regexp.MustCompile(`[ (:]*%.*`)             // the values of a text, and what leads to them
	tag   = regexp.MustCompile(`<[^>]*>|\{\{[^}]*\}\}`) // of the pages for the phone
)

// said is a text of the window or of the guide without what it may end in.
func said(text string) string { return strings.TrimRight(strings.TrimSpace(text), "…. ") }

// labels are the texts of the window and of the page for the phone as people read them: each line of its own, up to the values in it.
func labels(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for text := range literals(t, "views", "model", "app") {
		for line := range strings.Lines(text) {
			found[said(line)] = true
			found[said(verb.ReplaceAllString(line, ""))] = true
		}
	}
	forms, err := filepath.Glob(filepath.Join(root, "app", "phone", "pages", "*.html"))
	if err != nil || len(forms) == 0 {
		t.Fatal("no page for the phone", err)
	}
	for _, form := range forms {
		html, err := os.ReadFile(form)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range tag.Split(string(html), -1) {
			found[said(text)] = true
		}
	}
	return found
}

// names are quoted in the guide and are no texts of ours: the program's, a button of VK, and one with a sign that is drawn.
var names = []string{"Звонок", "Звонка", "Звонком", "Звонке", "Присоединиться с видео", "Дата занятия +"}

// TestLabels: what the guide quotes is a whole text of the window, letter for letter.
func TestLabels(t *testing.T) {
	written := labels(t)
	for _, page := range chapters {
		text, err := sources.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		quoted := label.FindAllStringSubmatch(string(text), -1)
		if len(quoted) < 4 {
			t.Errorf("%s quotes %d labels only", page, len(quoted))
		}
		for _, q := range quoted {
			if !written[said(strings.Join(strings.Fields(q[1]), " "))] && !slices.Contains(names, q[1]) {
				t.Errorf("%s: nothing in the window says «%s»", page, q[1])
			}
		}
	}
}

// manual are the labels and messages that the manual names (chapter 29), but for those of VK's own pages.
var manual = []string{
	"Занятия", "Пользователи", "Чаты", "Права доступа", "Управление чатами",
	"Привязать учебный профиль VK ID", "Отменить привязку учебного профиля VK ID", "Перейти в VK Мессенджер", "Войти в Сферум", "Доступные чаты",
	"Учебные группы", "Дисциплины и подгруппы",
	"+ Добавить", "VK Мессенджер", "Инициализировать список", "Назад", "Действия", "Редактировать", "Удалить", "- все типы -", "Имя чата", "ФИО участника", "Применить",
	"Наименование чата", "Тип чата", "Кол-во участников", "Администратор", "Учительская", "Группа", "Родители", "Предметы",
	"Редактирование чата", "Сохранить", "Общая информация", "Учебная группа", "Участники", "Добавить себя", "Добавить студентов", "Добавить родителей",
	"Добавить сотрудников", "Удалить участников", "Назначить администратором", "Отменить назначение администратором", "Да", "Нет",
	"ФИО", "Всего", "Показывать по", "Отмена", "Добавить", "Добавить новый чат", "Создание/синхронизация чатов", "Продолжить",
	"Настройки системы", "Настройки коммуникативной среды", "Идентификатор ВК-сообщества",
	"Журнал успеваемости", "%d курс", "учебная группа", "учебных групп", "Группа %v", "Журнал группы %v", "%d курс, %d семестр", "Экспорт", "Группы",
	"Преподаватель", "%d ч. по факту %d ч. по плану", "Скрыть занятия из расписания", "Дата занятия", "Вид занятия", "Назначено заданий", "Средний балл",
	"Занятие", "Темы КТП", "Список", "%v на тему:", "%d ч.",
	"Тема занятия может быть добавлена из списка тем КТП или задана вручную. Темы занятий из КТП нельзя редактировать. Длительность занятия и тем из КТП задается в академических часах.",
	"Дата", "Длительность", "Вид", "Тема занятия",
	"Изменить занятие", "Добавить задание", "Отметить, кого нет", "Задание с оценками", "Удалить занятие", "+ Создать дистанционное занятие",
	"Создать дистанционное занятие можно только при условии, что его время ещё не прошло.", "Дистанционное занятие", "Открыть",
	"Дистанционное занятие еще не началось.", "Видеозвонки VK Мессенджер", "Присоединиться к звонку", "Присоединиться через браузер", "Звонок завершен",
}

// TestManual: what the manual names is called so in the window, letter for letter.
func TestManual(t *testing.T) {
	written := literals(t, "views", "model", "app")
	for _, name := range manual {
		if !written[name] && !written[name+" %d"] {
			t.Errorf("nothing in the window says «%s»", name)
		}
	}
}

var pictured = regexp.MustCompile(`!\[([^\]]*)\]\(([^)]+)\)`)

// TestPictures: the pictures of the guide are there, each says what is on it, the tour makes them, and no other lies among them.
func TestPictures(t *testing.T) {
	made := literals(t, "views/tour")
	used := map[string]bool{}
	for _, page := range pages {
		text, err := sources.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, picture := range pictured.FindAllStringSubmatch(string(text), -1) {
			name := strings.TrimSuffix(strings.TrimPrefix(picture[2], "pictures/"), ".png")
			used[name] = true
			if picture[1] == "" {
				t.Errorf("%s: the picture %s says nothing to who does not see it", page, name)
			}
			if !made[name] {
				t.Errorf("%s: the tour makes no picture %q", page, name)
			}
			if _, err := pictures.Open("ru/pictures/" + name + ".png"); err != nil {
				t.Errorf("%s: %v; make guide makes it", page, err)
			}
		}
	}
	there, err := fs.Glob(pictures, "ru/pictures/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, picture := range there {
		if name := strings.TrimSuffix(filepath.Base(picture), ".png"); !used[name] {
			t.Errorf("%s is in no page", picture)
		}
	}
}

// TestWrite: all that the pages lead to lies in the folder that is written, and each topic's page leads to its place.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	if err := Write(folder); err != nil {
		t.Fatal(err)
	}
	anchors := regexp.MustCompile(`id="([^"]+)"`)
	ids := map[string][]string{}
	texts, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil || len(texts) != len(pages)+1 {
		t.Fatalf("%d pages, %v", len(texts), err)
	}
	read := func(path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	for _, path := range texts {
		for _, id := range anchors.FindAllStringSubmatch(read(path), -1) {
			ids[filepath.Base(path)] = append(ids[filepath.Base(path)], id[1])
		}
	}
	if strings.Contains(read(filepath.Join(folder, "book.html")), `<a href="admin.html">первый`) {
		t.Error("the book, which is printed, leads out of itself")
	}
	targets := regexp.MustCompile(`(?:href|src)="([^"]+)"`)
	topics, _ := filepath.Glob(filepath.Join(folder, "topics", "*.html"))
	for _, path := range append(texts, topics...) {
		for _, target := range targets.FindAllStringSubmatch(read(path), -1) {
			page, anchor, _ := strings.Cut(target[1], "#")
			if strings.HasPrefix(target[1], "https://") {
				continue
			}
			to := filepath.Join(filepath.Dir(path), filepath.FromSlash(page))
			if page == "" {
				to = path
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s leads to %s, which is not there", filepath.Base(path), target[1])
			} else if anchor != "" && !slices.Contains(ids[filepath.Base(to)], anchor) {
				t.Errorf("%s leads to %s, which has no such heading", filepath.Base(path), target[1])
			}
		}
	}
}

// TestFolder: a guide that was installed with the program is not written once more.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	for _, c := range []struct{ program, installed string }{
		{"usr/bin/zvonok", "usr/share/doc/zvonok/guide"}, {"Программы/Звонок/zvonok.exe", "Программы/Звонок/guide"},
		{"Zvonok.app/Contents/MacOS/zvonok", "Zvonok.app/Contents/Resources/guide"},
	} {
		program, installed := filepath.Join(dir, c.program), filepath.Join(dir, c.installed)
		if folder, err := Folder(program, data); err != nil || folder != filepath.Join(data, "help") {
			t.Errorf("before the installation: %q, %v", folder, err)
		}
		if _, err := os.Stat(filepath.Join(data, "help", "index.html")); err != nil {
			t.Error(err)
		}
		if err := Write(installed); err != nil {
			t.Fatal(err)
		}
		folder, err := Folder(program, data)
		if err != nil || folder != installed {
			t.Errorf("%s: %q, %v", c.program, folder, err)
		}
		if _, err := os.Stat(TopicPage(folder, "start")); err != nil {
			t.Error(err)
		}
	}
}

// TestFolderFull: a folder that cannot be written says what to do.
func TestFolderFull(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Folder(filepath.Join(t.TempDir(), "zvonok"), file); err == nil || !strings.Contains(err.Error(), "проверьте место на диске") {
		t.Errorf("%v", err)
	}
}

// TestLicences: every module that the program is linked of is named with its version, and its licence follows, after others that are under
// the same.
func TestLicences(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if .Version}}{{.Path}} {{.Version}}{{end}}{{end}}", "zvonok")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := strings.Fields(strings.ReplaceAll(string(bytes.TrimSpace(out)), " ", "@"))
	slices.Sort(modules)
	if modules = slices.Compact(modules); len(modules) < 40 {
		t.Errorf("only %d modules", len(modules))
	}
	licences, err := unpacked(licences)
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range modules {
		_, after, found := strings.Cut(licences, "=== "+strings.ReplaceAll(module, "@", " ")+"\n")
		_, after, _ = strings.Cut(after, "\n\n") // the names of the others
		text, _, _ := strings.Cut(after, "\n=== ")
		if !found || len(text) < 300 {
			t.Errorf("%s has no licence: run go generate ./docs", module)
		}
	}
	for _, font := range []string{"Bitstream Vera", "SIL OPEN FONT LICENSE", "The standard library of Go"} {
		if !strings.Contains(licences, font) {
			t.Errorf("no licence of %s", font)
		}
	}
}
