package people

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/drawn"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

func (b *bench) did(want ...string) {
	b.T.Helper()
	if !slices.Equal(b.service.did, want) {
		b.T.Errorf("asked for %q, want %q", b.service.did, want)
	}
}

func (b *bench) groups() *lists.Pane[model.GroupRow, model.GroupID] {
	return b.section.lists[0].tab.(*lists.Pane[model.GroupRow, model.GroupID])
}

func (b *bench) students() *lists.Pane[model.StudentRow, model.PersonID] {
	b.section.tabs.Select("students")
	return b.section.lists[1].tab.(*lists.Pane[model.StudentRow, model.PersonID])
}

// TestTabsGiveTheirListTheKeyboard: what is typed after a click on a tab looks for somebody, while the arrows lead on to further tabs.
func TestTabsGiveTheirListTheKeyboard(t *testing.T) {
	b := newBench(t, admin())
	b.timer.Pass(time.Second) // no click of a double one
	b.Click("Студенты")
	if list := b.students().Table; b.Window.Canvas().Focused() != fyne.Focusable(list.Grid) {
		t.Errorf("%T has the keyboard, want the list", b.Window.Canvas().Focused())
	}
	b.Window.Canvas().Focus(b.section.tabs)
	if b.Key(fyne.KeyRight); b.section.current != 2 || b.Window.Canvas().Focused() != fyne.Focusable(b.section.tabs) {
		t.Errorf("%T has the keyboard, want the tabs", b.Window.Canvas().Focused())
	}
}

// TestTabsByRights: everybody sees the tabs and buttons of their rights.
func TestTabsByRights(t *testing.T) {
	for _, c := range []struct {
		name   string
		access model.PeopleAccess
		tabs   string
		adds   bool
	}{
		{"administrator", everything, "groups students parents staff orders rights accounts", true},
		{"manager of chats", model.PeopleAccess{See: true, Everybody: true, Parents: true}, "groups students parents staff", false},
		{"curator", model.PeopleAccess{See: true, Parents: true}, "groups students parents", false},
		{"teacher", model.PeopleAccess{See: true}, "groups students", false},
		{"student", model.PeopleAccess{}, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := admin()
			f.access = c.access
			b := newBench(t, f)
			var tabs []string
			for _, l := range b.section.lists {
				tabs = append(tabs, l.key)
			}
			if got := strings.Join(tabs, " "); got != c.tabs {
				t.Errorf("tabs %q, want %q", got, c.tabs)
			}
			if got := strings.Contains(b.Sight(), "+ Добавить группу"); got != c.adds {
				t.Errorf("the button to add a group is shown: %v", got)
			}
			if c.tabs == "" {
				b.Sees("доступны сотрудникам ПОО")
				return
			}
			b.groups().Table.SelectKeys(3)
			for _, item := range b.groups().Menu() {
				if !c.adds && strings.Contains(item.Label, "Расформировать") {
					t.Error("the menu offers what would be refused")
				}
			}
			b.section.Do(shell.CommandAdd)
			if b.DialogOpen() != c.adds {
				t.Errorf("Ctrl+N opens a dialog: %v", b.DialogOpen())
			}
		})
	}
}

func TestGroupsSearchAndOrder(t *testing.T) {
	b := newBench(t, admin())
	p := b.groups()
	wantNames := func(want ...string) {
		t.Helper()
		if got := names(p.Table); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	wantNames("АМ-19-1", "ДО-19-3", "ДО-19-10", "ЭБ-23-1")
	b.Sees("Всего 4 · 52 студента", "не назначен")
	p.NameSearch.SetText("до-19")
	wantNames("ДО-19-3", "ДО-19-10")
	p.GroupSearch.SetText("каган")
	wantNames("ДО-19-3")
	b.Sees("Показано 1 из 4 · 13 студентов")
	p.GroupSearch.SetText("никто")
	b.Press("Сбросить поиск")
	wantNames("АМ-19-1", "ДО-19-3", "ДО-19-10", "ЭБ-23-1")
	b.Key(fyne.KeyReturn)
}

func TestStudentsSearchIgnoresCaseAndYo(t *testing.T) {
	b := newBench(t, admin())
	p := b.students()
	p.NameSearch.SetText("ВОРОБЬЕВА алена")
	if got := names(p.Table); !slices.Equal(got, []string{"Воробьёва Алёна Сергеевна"}) {
		t.Errorf("found %q", got)
	}
	p.NameSearch.SetText("Егорова")
	if got := p.Table.Rows(); len(got) != 2 || got[0].Person == got[1].Person {
		t.Errorf("two namesakes are %d rows", len(got))
	}
}

func TestListFollowsRoster(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	f.groups = f.groups[:2]
	f.Publish(model.Change{Sync: true})
	b.timer.Pass(time.Second)
	b.Sees("ЭБ-23-1")
	f.Publish(model.Change{Roster: true})
	f.Publish(model.Change{Roster: true})
	before := f.reads
	b.timer.Pass(time.Second)
	b.SeesNot("ЭБ-23-1")
	if f.reads != before+1 {
		t.Errorf("two changes are %d readings", f.reads-before)
	}
	f.access.Rights = false
	f.Publish(model.Change{Roster: true})
	b.timer.Pass(time.Second)
	b.SeesNot("Права доступа")
	b.shell.Go(1)
	f.Publish(model.Change{Roster: true})
	if f.Subscribed() != 2 { // the window's own and that of the screen that is open
		t.Errorf("%d subscriptions are left", f.Subscribed())
	}
}

// TestSlowReading: the window answers while a list is being read, and a late answer does not disturb.
func TestSlowReading(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.late.Late = true
	p := b.students()
	b.Sees("Читаем список…")
	b.section.tabs.Select("groups")
	p.NameSearch.SetText("Егорова")
	b.late.Run()
	b.late.Run()
	b.Sees("АМ-19-1")
	b.section.tabs.Select("students")
	b.late.Run()
	b.Sees("Показано 2 из 8")
}

func TestReadingFails(t *testing.T) {
	f := admin()
	f.readErr = errors.New("база данных занята")
	b := newBench(t, f)
	b.Sees("Списки не прочитаны", "База данных занята.")
	f.readErr = nil
	b.section.Do(shell.CommandRefresh)
	b.Sees("ДО-19-3")
	f.readErr = errors.New("диск отключён")
	b.students()
	b.Sees("Список не прочитан", "Диск отключён.")
	f.readErr = nil
	b.Press("Повторить")
	b.Sees("Анисимова Юлия Алексеевна")
}

func TestEmptyCollegeSaysWhatToDo(t *testing.T) {
	f := admin()
	f.groups, f.students = nil, nil
	imports := 0
	b := newBenchLook(t, f, fyne.NewSize(1280, 800), 0, func(d *Deps) { d.Import = func() { imports++ } })
	b.Sees("Учебных групп пока нет", "Загрузите список")
	b.Press("Загрузить список…")
	if imports != 1 {
		t.Errorf("the import began %d times", imports)
	}
	f.access.Edit = false
	f.Publish(model.Change{Roster: true})
	b.timer.Pass(time.Second)
	b.Sees("Когда администратор ПОО загрузит списки")
	b.SeesNot("Загрузить список…")
}

func TestAddStudent(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	b.students()
	b.Press("+ Добавить студента")
	b.field(0).SetText("Петров Пётр Ильич") // a whole name in the first field
	b.Key(fyne.KeyReturn)
	b.Sees("Выберите учебную группу.")
	b.did()
	choose[model.GroupID](b, 0, 3)
	f.editErr = fmt.Errorf("Петров Пётр Ильич уже есть в группе ДО-19-3: %w", model.ErrNamesake)
	b.Press("Добавить")
	b.Sees("Петров Пётр Ильич уже есть", "Это другой человек с таким же именем")
	if f.newPerson.Namesake {
		t.Error("a namesake is taken for granted")
	}
	var confirm *widgets.Check
	drawn.Walk(b.Window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if c, ok := o.(*widgets.Check); ok {
			confirm = c
		}
	})
	namesake := f.editErr
	confirm.Tapped(nil)
	f.editErr = errors.New("нет связи")
	b.Press("Добавить")
	b.SeesNot("Это другой человек с таким же именем")
	f.editErr = namesake
	b.Press("Добавить")
	if f.newPerson.Namesake {
		t.Error("a hidden mark vouches for a name")
	}
	confirm.Tapped(nil)
	f.editErr = nil
	b.Press("Добавить")
	if b.DialogOpen() || !f.newPerson.Namesake || f.newPerson.Name != model.ParseName("Петров Пётр Ильич") {
		t.Errorf("dialog open %v, sent %+v", b.DialogOpen(), f.newPerson)
	}
	b.Sees("Студент добавлен: Петров Пётр Ильич")
}

func TestDialogsCancelByEsc(t *testing.T) {
	b := newBench(t, admin())
	b.Press("+ Добавить группу")
	b.field(0).SetText("В-1")
	b.Key(fyne.KeyEscape)
	b.Press("Закрыть без сохранения")
	if b.DialogOpen() {
		t.Error("Esc leaves the dialog open")
	}
	b.did()
}

func TestStudentsLeave(t *testing.T) {
	b := newBench(t, admin())
	p := b.students()
	p.Table.SelectKeys(101, 103)
	b.item(p.Menu(), "Отметить выбывшими…")
	b.Sees("Отметить выбывшими 2 студентов?", "Воробьёва Алёна Сергеевна, ДО-19-3", "вернуться смогут только по ссылке")
	b.did()
	b.Press("Отметить выбывшими")
	b.did("students leave [101 103]")
	b.Sees("Выбыли 2 студента")
}

// TestOneStudentIsSpokenOfAsOne: what is done to one is not said as of several.
func TestOneStudentIsSpokenOfAsOne(t *testing.T) {
	b := newBench(t, admin())
	p := b.students()
	p.Table.SelectKeys(101)
	b.item(p.Menu(), "Отметить выбывшими…")
	b.Sees("Отметить выбывшим 1 студента?", "Студент будет удалён из чатов группы и предметов")
	b.Press("Отмена")
	b.item(p.Menu(), "Перевести в другую группу…")
	b.Sees("Перевести 1 студента", "Из чатов прежней группы студент будет удалён")
	choose[model.GroupID](b, 0, 3)
	b.Press("Перевести")
	b.Sees("Студент переведён. В чаты новой группы он войдёт по ссылке.")
}

func TestStudentsReturn(t *testing.T) {
	f := admin()
	f.left = []model.StudentRow{{Person: 160, Name: model.ParseName("Юдина Яна Олеговна"), GroupName: "ДО-19-3", Left: true}}
	b := newBench(t, f)
	p := b.students()
	drawn.Walk(p.Bar, func(o fyne.CanvasObject) {
		if c, ok := o.(*widgets.Check); ok {
			c.Tapped(nil)
		}
	})
	b.Sees("Юдина Яна Олеговна", "Всего 1")
	p.Table.SelectKeys(160)
	p.Table.Grid.OnDelete()
	if b.DialogOpen() {
		t.Error("who has left may leave again")
	}
	b.item(p.Menu(), "Вернуть в группу…")
	choose[model.GroupID](b, 0, 3)
	b.Press("Вернуть")
	b.did("return [160] to 3")
	b.Sees("Студент снова в группе. В чаты он войдёт по ссылке.")
}

// TestAccountsOfSome: accounts are made for the people who are chosen in a list.
func TestAccountsOfSome(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	p := b.students()
	p.Table.SelectKeys(100, 102)
	b.item(p.Menu(), "Создать учётные записи…")
	b.Press("Создать")
	if len(f.asked) != 1 || !slices.Equal(f.asked[0], []model.PersonID{100, 102}) {
		t.Errorf("accounts for %v", f.asked)
	}
}

// TestManyStudents: 5,000 rows are searched and drawn like 50.
func TestManyStudents(t *testing.T) {
	f := admin()
	f.students = nil
	for i := range 5000 {
		f.students = append(f.students, model.StudentRow{Person: model.PersonID(1000 + i), Group: model.GroupID(i / 25),
			Name: model.Name{LastName: fmt.Sprintf("Фамилия%04d", i), FirstName: "Имя"}, GroupName: fmt.Sprintf("ДО-%d", i/25)})
	}
	b := newBench(t, f)
	p := b.students()
	b.Sees("Всего 5000")
	objects := 0
	drawn.Walk(b.Window.Canvas().Content(), func(fyne.CanvasObject) { objects++ })
	if objects > 1500 {
		t.Errorf("%d objects are drawn", objects)
	}
	p.GroupSearch.SetText("до-199")
	if got := len(p.Table.Rows()); got != 25 {
		t.Errorf("%d students of one group", got)
	}
}

// TestDisbandGroups: a group with students is not offered to be disbanded, and the reason is said.
func TestDisbandGroups(t *testing.T) {
	b := newBench(t, admin())
	p := b.groups()
	p.Table.SelectKeys(3, 4)
	for _, item := range p.Menu() {
		if item.Label == "Расформировать…" && (!item.Disabled || !strings.Contains(item.Why, "В группе ДО-19-3 ещё 13 студентов")) {
			t.Errorf("offered: %+v", item)
		}
	}
	b.Key(fyne.KeyDelete)
	b.Sees("Группы расформировать нельзя", "В группе ДО-19-3 ещё 13 студентов")
	b.SeesNot("Расформировать 2 группы")
	b.Press("Понятно")
	p.Table.SelectKeys(4)
	b.Key(fyne.KeyDelete)
	b.Sees("Расформировать 1 группу?", "Предметы группы завершатся.")
	b.Press("Расформировать 1 группу")
	b.Sees("Расформирована 1 группа")
}
