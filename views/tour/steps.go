package tour

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
)

// step is one step of the tour; counts asks for a count of both sides after it.
type step struct {
	name   string
	counts bool
	do     func(*guide) error
}

const (
	subjectChat = "ДО-19-3/Английский язык(ОГСЭ)"
	groupChat   = "ДО-19-1"
	manualGroup = "ДО-19-3"
)

var steps = []step{
	{"empty college", false, (*guide).emptyCollege},
	{"import a roster", true, (*guide).importRoster},
	{"initialise the chats", true, (*guide).initialise},
	{"filter the list", false, (*guide).filter},
	{"edit a chat: add, remove, name an administrator", true, (*guide).edit},
	{"invite link", false, (*guide).invite},
	{"create a chat by hand", true, (*guide).create},
	{"delete a chat", true, (*guide).remove},
	{"a second initialisation changes only what was done by hand", true, (*guide).again},
	{"other roles", false, (*guide).roles},
}

// shoots takes a picture of a screen that has been read.
func (g *guide) shoots(name string) func() error {
	return func() error { return all(g.loses("Читаем"), func() error { return g.shot(name) }) }
}

// lets makes the world do something.
func (g *guide) lets(do func(context.Context) error) func() error {
	return func() error { return do(g.ctx) }
}

// carries lets the agent work and puts its report into the step.
func (g *guide) carries() error {
	report, err := g.World.Carry(g.ctx)
	g.step.Done = report
	if err == nil && len(report.Refusals) > 0 {
		err = fmt.Errorf("refused: %+v", report.Refusals)
	}
	return err
}

// expects checks the people of a chat in the messenger.
func (g *guide) expects(title string, people, admins int) func() error {
	return func() error {
		gotPeople, gotAdmins, ok := g.World.InMessenger(title)
		if !ok || gotPeople != people || gotAdmins != admins {
			return fmt.Errorf("chat %q in VK: there %v, %d people, %d administrators; want %d and %d", title, ok, gotPeople, gotAdmins, people, admins)
		}
		return nil
	}
}

func (g *guide) emptyCollege() error {
	return all(g.management, g.awaits("Чатов пока нет"), g.shoots("empty"))
}

func (g *guide) importRoster() error {
	done, err := g.World.Import(g.ctx)
	g.step.Done = done
	if err != nil {
		return err
	}
	// The window was opened when the college had nobody yet.
	g.stage.Do(g.Open)
	return all(g.arrives, g.management, g.awaits("Чатов пока нет"))
}

func (g *guide) initialise() error {
	return all(
		g.clicks("Инициализировать список"), g.awaits("Продолжить"), g.shoots("initialise-choose"),
		g.clicks("Продолжить"), g.awaits("Применить: "), g.shoots("initialise-preview"),
		g.clicks("Применить: "), g.awaits("Чаты в VK приведены к спискам"), g.shoots("initialise-result"),
		g.clicks("Готово"), g.awaits("АМ-19-1 родители"), g.shoots("chats"),
		g.expects(groupChat+" родители", 1, 1),
	)
}

func (g *guide) filter() error {
	return all(
		g.find("до-19-3"), g.awaits(subjectChat),
		g.clicks("ФИО участника"), g.writes("каган"), g.clicks("Применить"), g.awaits(subjectChat), g.shoots("filter"),
		g.clicks("Действия"), g.awaits("Редактировать"), g.shoots("actions"), g.presses(fyne.KeyEscape),
	)
}

func (g *guide) edit() error {
	before, admins, ok := g.World.InMessenger(subjectChat)
	if !ok {
		return fmt.Errorf("chat %q is not in VK", subjectChat)
	}
	return all(
		g.clicks(subjectChat), g.awaits("Редактирование чата"), g.awaits("Каган"), g.shoots("edit"),
		g.checks("Гаршина Мария Сергеевна"), g.clicks("Действия"), g.awaits("Добавить себя"), g.shoots("edit-actions"),
		g.clicks("Назначить администратором"),
		g.checks("Гаршина Мария Сергеевна"), g.checks("Злобина Юлия Витальевна"), g.clicks("Действия"), g.clicks("Удалить участников"),
		g.clicks("Действия"), g.clicks("Добавить себя"), g.awaits("есть несохранённые изменения"), g.shoots("edit-unsaved"),
		g.clicks("Сохранить"), g.loses("есть несохранённые изменения"), g.clicks("Назад"), g.awaits("Управление чатами"), g.carries,
		g.expects(subjectChat, before-1, admins+1),
		// The removed person is offered again and comes back to the list.
		g.clicks(subjectChat), g.awaits("Редактирование чата"), g.awaits("Каган"), g.clicks("Действия"), g.clicks("Добавить студентов"),
		g.awaits("Показывать по"), g.checks("Злобина Юлия Витальевна"), g.shoots("add-students"),
		g.clicks("Добавить (1)"), g.clicks("Сохранить"), g.loses("есть несохранённые изменения"), g.clicks("Назад"), g.awaits("Управление чатами"), g.carries,
		// A community cannot put them back. They wait for the link, like the person who was just added and the one who
		// lets nobody add them, and all three open it.
		g.expects(subjectChat, before-1, admins+1),
		func() error { return g.World.Join(g.ctx, subjectChat) },
		g.expects(subjectChat, before+2, admins+1),
	)
}

func (g *guide) invite() error {
	return all(
		g.checks(subjectChat), g.clicks("Действия"), g.clicks("Пригласительная ссылка"), g.awaits("Скопировать"), g.shoots("invite"),
		g.presses(fyne.KeyEscape),
	)
}

func (g *guide) create() error {
	return all(
		g.clicks("+ Добавить"), g.awaits("Добавить новый чат"), g.picks("Выберите тип", "Группа"),
		g.picks("Выберите группу", manualGroup), g.awaits("Каган"), g.shoots("new-chat"),
		g.fills("Наименование чата", manualGroup+" консультации"),
		g.clicks("Добавить"), g.awaits("Всего 285"), g.shoots("new-chat-made"), g.carries, g.expects(manualGroup+" консультации", 11, 1),
	)
}

// remove deletes two chats, here and in the messenger.
func (g *guide) remove() error {
	return all(
		g.find("нет такого чата"), g.awaits("Ничего не найдено"), g.shoots("nothing-found"), g.clicks("Сбросить поиск"),
		g.find(groupChat), g.awaits("Показано 12 из 285"), g.checks(groupChat), g.checks(groupChat+" родители"),
		g.clicks("Действия"), g.clicks("Удалить 2 чата"), g.awaits("без возможности восстановления"), g.shoots("delete"),
		g.clicks("Удалить 2 чата"), g.awaits("Удалены 2 чата"), g.carries, g.gone(groupChat), g.gone(groupChat+" родители"), g.shoots("deleted"),
	)
}

func (g *guide) gone(title string) func() error {
	return func() error {
		if _, _, ok := g.World.InMessenger(title); ok {
			return fmt.Errorf("chat %q is still in VK", title)
		}
		return nil
	}
}

// again brings back what was deleted and keeps what was added by hand.
func (g *guide) again() error {
	return all(
		g.clicks("Инициализировать список"), g.clicks("Продолжить"), g.awaits("Применить: "), g.clicks("Оставлены вручную"),
		g.shoots("initialise-again"), g.clicks("Применить: "), g.awaits("Чаты в VK приведены к спискам"), g.clicks("Готово"),
		g.find(groupChat), g.awaits(groupChat+" родители"),
	)
}

// roles shows the list to everybody who works with it.
func (g *guide) roles() error {
	for _, role := range []struct{ name, label string }{
		{"right-holder", "Право «Управление чатами»"}, {"curator", "Куратор"}, {"teacher", "Преподаватель-предметник"},
	} {
		before := g.World.Session.Person().ID
		if err := all(g.clicks(g.me), g.clicks(role.label)); err != nil {
			return err
		}
		if err := g.stage.Wait(func() bool { return g.World.Session.Person().ID != before }); err != nil {
			return fmt.Errorf("nobody became %s: %w", role.name, err)
		}
		if err := all(g.arrives, g.management, g.awaits("Всего "), g.loses("Всего 0"), g.shoots("role-"+role.name)); err != nil {
			return err
		}
	}
	return nil
}
