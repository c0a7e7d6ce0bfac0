package tour

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/tour/world"
)

// DesksConfig says how the tour across several desks is made.
type DesksConfig struct {
	Out    string // the folder for pictures and report.json
	Served *world.Served
	// Administrator, Teacher and Student are the desks; TeacherAgain starts the program at the teacher's once more.
	Administrator, Teacher, Student Desk
	TeacherAgain                    func() Desk
}

// Desk is a computer's window.
type Desk struct {
	Stage  Stage
	Window fyne.Window
	// Open fills the window as the program does when it starts; it is called on the UI goroutine.
	Open func()
}

// desks leads the tour across the desks.
type desks struct {
	*world.Served
	record
	ctx                             context.Context
	teacherAgain                    func() Desk
	administrator, teacher, student *seat
	slips                           map[model.PersonID]slip
}

// seat is a desk with the person at it.
type seat struct {
	visitor
	of   *desks
	name string // in the pictures' names
}

// slip is what somebody gets to sign in for the first time.
type slip struct{ login, password string }

var desksSteps = []struct {
	name string
	do   func(*desks) error
}{
	{"the administrator connects by a link", (*desks).connectByLink},
	{"accounts for a teacher and a student", (*desks).giveAccounts},
	{"the teacher and the student connect by a slip", (*desks).connectBySlip},
	{"a remote lesson, seen by the student", (*desks).makeLesson},
	{"the student joins, the teacher sees it and finishes", (*desks).holdLesson},
	{"the server is away, and a mark waits", (*desks).loseServer},
	{"the teacher's computer is started again without the server", (*desks).startAlone},
	{"the server is back, and the mark is sent", (*desks).regainServer},
	{"a chat saved by two", (*desks).saveTwice},
	{"the administrator ends the student's session", (*desks).endSession},
}

// RunDesks makes the tour across the desks and writes its report. It is called on the UI goroutine of a Memory.
func RunDesks(ctx context.Context, c DesksConfig) error {
	left, err := newRecord(c.Out)
	if err != nil {
		return err
	}
	d := &desks{Served: c.Served, record: left, ctx: ctx, teacherAgain: c.TeacherAgain, slips: map[model.PersonID]slip{}}
	d.administrator, d.teacher, d.student = d.sit(c.Administrator, "administrator"), d.sit(c.Teacher, "teacher"), d.sit(c.Student, "student")
	for _, s := range desksSteps {
		if !d.take(s.name, func() error { return s.do(d) }, d.shootAll) {
			break
		}
	}
	return d.finish()
}

// sit starts the program at a desk.
func (d *desks) sit(at Desk, name string) *seat {
	at.Stage.Do(at.Open)
	return &seat{visitor: visitor{stage: at.Stage, win: at.Window}, of: d, name: name}
}

// shootAll shows all desks where a step has failed.
func (d *desks) shootAll() {
	for _, s := range []*seat{d.administrator, d.teacher, d.student} {
		_ = s.shot("failed")
	}
}

func (s *seat) shot(name string) error {
	return s.of.picture(s.of.numbered(s.name+"-"+name), s.capture())
}

// shoots takes a picture of a screen that has been read.
func (s *seat) shoots(name string) func() error {
	return inTurn(s.loses("Читаем"), func() error { return s.shot(name) })
}

// The password that everybody chooses. It opens nothing else.
const desksPassword = "ветреная-осина-9"

// offered confirms the college by name and goes on to its sign-in.
func (s *seat) offered() error {
	return all(s.clicks("Подключиться"), s.awaits("Это «Педагогический колледж»?"), s.shoots("offered"),
		s.clicks("Да, войти"), s.awaits("Вход в «Звонок»"))
}

// signsIn signs in with a one-time password and chooses a new one.
func (s *seat) signsIn(by slip, who model.Person) error {
	return all(s.shoots("sign-in"), s.fills("Логин", by.login), s.clicksUnder("Пароль"), s.writes(by.password),
		s.clicks("Запомнить меня"), s.clicks("Войти"), s.awaits("Придумайте свой пароль"),
		s.clicksUnder("Новый пароль"), s.writes(desksPassword), s.clicksUnder("Новый пароль ещё раз"), s.writes(desksPassword), s.shoots("password"),
		s.clicks("Сохранить и войти"), s.awaits(who.Name.Short()), s.loses("Соединяемся"))
}

func (d *desks) connectByLink() error {
	a := d.administrator
	return all(a.awaits("Добро пожаловать"), a.shoots("welcome"), a.clicks("Подключиться к колледжу"), a.awaits("Ссылка подключения"),
		a.fills("Ссылка подключения", d.Link().String()), a.shoots("link"), a.offered,
		func() error {
			return a.signsIn(slip{d.Administrator.Login, d.Administrator.Password}, model.Person{Name: d.Administrator.Name})
		}, a.shoots("in"))
}

func (d *desks) giveAccounts() error {
	a := d.administrator
	give := func(who model.Person) func() error {
		return inTurn(a.find(who.Name.String()), a.awaits("Показано 1"), a.checks(who.Name.String()), a.clicks("Действия"), a.clicks("Создать учётные записи…"),
			a.awaits("Создать учётную запись?"), a.clicks("Создать"), a.awaits("Учётная запись создана"), func() error { return d.read(who) },
			a.clicks("Закрыть"), a.clicks("Закрыть без листков"), a.loses("Листки не сохранены"), a.awaits("ждёт до"))
	}
	return all(a.clicks("Пользователи"), a.clicks("Учётные записи"), a.awaits("Всего "), give(d.Teacher), give(d.Pupil),
		a.find(""), a.loses("Показано"), a.shoots("accounts"))
}

// read takes somebody's slip from the list that is shown only once. No picture is taken of it.
func (d *desks) read(who model.Person) error {
	line := d.administrator.line(who.Name.String())
	if len(line) < 3 {
		return fmt.Errorf("of the account of %s there is %d texts to be seen", who.Name, len(line))
	}
	d.slips[who.ID] = slip{line[len(line)-2], line[len(line)-1]}
	return nil
}

// connectBySlip is for those who have a sheet of paper.
func (d *desks) connectBySlip() error {
	link := d.Link()
	connect := func(s *seat, who model.Person) func() error {
		return inTurn(s.awaits("Добро пожаловать"), s.clicks("Подключиться к колледжу"), s.awaits("Проверочный код"),
			s.fills("Адрес", link.Addresses[0]), s.fills("Проверочный код", link.Pins[0].Code()), s.shoots("slip"), s.offered,
			func() error { return s.signsIn(d.slips[who.ID], who) }, s.shoots("in"))
	}
	return all(connect(d.teacher, d.Teacher), connect(d.student, d.Pupil))
}

// makeLesson makes a lesson remote at the teacher's desk, which the student's shows at once.
func (d *desks) makeLesson() error {
	t, s := d.teacher, d.student
	const date = "Дата занятия"
	return all(s.clicks("День"), s.loses("Читаем"), s.shoots("before"),
		t.clicks("Журнал успеваемости"), t.clicks("Группа "+lessonGroup), t.awaits("Журнал группы "+lessonGroup), t.awaits(date),
		t.clicks("Занятие"), t.clicks(date), t.awaits("Темы занятий из КТП нельзя редактировать"), t.fills("Тема занятия", desksTopic),
		t.clicks("Сохранить"), t.awaits("сохранено"), t.awaits(desksTopic), t.picks("Действия", makeRemoteLabel), t.awaits("Окончание"),
		t.fills("Начало, по часам колледжа", world.LessonBegins), t.fills("Окончание", world.LessonEnds), t.clicks("Сохранить"),
		t.awaits("Дистанционное занятие создано"), t.shoots("lesson-made"), s.awaits("Дистанционное"), s.shoots("lesson-seen"))
}

const desksTopic = "Собеседование: вопросы и ответы"

func (d *desks) holdLesson() error {
	t, s := d.teacher, d.student
	joins := func(at *seat) func() error {
		return inTurn(at.clicks("Открыть занятие"), at.clicks("Присоединиться через браузер"), at.awaits("Занятие открыто в браузере"), d.CallOpened)
	}
	ended := func() error { return t.stage.Wait(func() bool { return !d.InCall() }) }
	return all(t.awaits("Подключились: 0 из"), s.awaits("идёт сейчас"), joins(s), s.shoots("joined"), t.awaits("Подключились: 1 из"), t.shoots("one-joined"),
		t.clicks("Завершить"), t.awaits("Звонок закончится для всех"), t.clicks("Завершить"), t.awaits("Звонок завершен"), t.awaits("завершено"), t.shoots("finished"),
		s.awaits("Звонок завершен"), s.awaits("завершено"), s.shoots("told"), ended)
}

// marked is the name of the student who gets the mark, as the journal has it.
func (d *desks) marked() string { return d.Pupil.Name.String() }

// markedDay is the head of the lesson's column.
func (d *desks) markedDay() string { return d.Now().Format("02.01") }

// journal opens the journal in which the mark is put.
func (s *seat) journal() error {
	return all(s.clicks("Занятия"), s.clicks("Журнал успеваемости"), s.clicks("Группа "+lessonGroup), s.awaits("Журнал группы "+lessonGroup), s.awaits(desksTopic))
}

func (d *desks) loseServer() error {
	t, a := d.teacher, d.administrator
	marks := func() error { return t.typeAt(d.marked(), d.markedDay(), "5") }
	return all(a.journal, t.journal, d.End, t.awaits("Нет связи с колледжем"), t.shoots("lost"), marks, t.awaitsAt(d.marked(), d.markedDay(), "5"),
		t.awaits("ждут отправки: 1"), t.shoots("waits"), t.clicks("Нет связи"), t.awaits("Ждут отправки"), t.shoots("unsent"), t.presses(fyne.KeyEscape),
		a.awaits("Нет связи с колледжем"), a.shoots("lost"))
}

// startAlone opens what the computer keeps for the person who is remembered on it.
func (d *desks) startAlone() error {
	d.teacher = d.sit(d.teacherAgain(), "teacher")
	t := d.teacher
	return all(t.awaits(d.Teacher.Name.Short()), t.awaits("Нет связи"), t.awaits("ждут отправки: 1"), t.journal, t.awaitsAt(d.marked(), d.markedDay(), "5"), t.shoots("alone"))
}

func (d *desks) regainServer() error {
	t, a := d.teacher, d.administrator
	return all(func() error { return d.Begin(d.ctx) }, t.loses("Нет связи"), t.loses("ждут отправки"), t.shoots("sent"),
		a.loses("Нет связи"), a.awaitsAt(d.marked(), d.markedDay(), "5"), a.shoots("mark"))
}

// desksChat is the chat of the lesson's subject, which the administrator and the teacher may both edit.
const desksChat = lessonGroup + "/Английский язык"

func (d *desks) saveTwice() error {
	t, a := d.teacher, d.administrator
	opens := func(s *seat) func() error {
		return inTurn(s.management, s.find(strings.ToLower(desksChat)), s.awaits("Показано 1"), s.clicks(desksChat), s.awaits("Редактирование чата"), s.loses("Читаем"))
	}
	renames := func(s *seat, to string) func() error {
		return inTurn(s.fills("Наименование чата", to), s.awaits("есть несохранённые изменения"))
	}
	const first, second = desksChat + " (пары по средам)", desksChat + " (очно)"
	return all(opens(a), opens(t), renames(a, first), renames(t, second), a.clicks("Сохранить"), a.awaits("Изменения сохранены"), a.shoots("chat-saved"),
		t.clicks("Сохранить"), t.awaits("Уже изменено"), t.awaits(d.Administrator.Name.String()), t.awaits("наименование: "+desksChat+" › "+first),
		t.shoots("conflict"),
		t.clicks("Сохранить моё"), t.awaits("Изменения сохранены"), t.shoots("chat-mine"), a.awaits(second), a.shoots("chat-theirs"))
}

func (d *desks) endSession() error {
	a, s := d.administrator, d.student
	who := d.Pupil.Name.String()
	return all(a.clicks("Назад"), a.clicks("Настройки системы"), a.clicks("Доступ с других компьютеров"), a.awaits("Сеансы"), a.awaits(who), a.shoots("sessions"),
		a.checks(who), a.clicks("Действия"), a.clicks("Завершить сеанс…"), a.awaits("нужно будет войти заново"), a.shoots("end-session"),
		a.clicks("Завершить сеанс"), a.awaits("Сеанс завершён"), s.awaits("Войдите заново"), s.shoots("signed-out"))
}
