package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Hints are kept for a person of this computer, not in the college. Their methods may block.
type Hints interface {
	HintsRead() []string
	ReadHint(topic string) error
}

// hint is what a main screen explains until the person has read it.
type hint struct {
	text   string
	may    func(model.Actor) bool // who may do what text says; nil: everybody who sees the screen
	others string                 // for those who may not
}

var hints = map[Topic]hint{
	TopicLessons: {
		text: "Здесь журналы всех групп. Занятия и оценки в них вносит преподаватель предмета.", may: model.Actor.MayImport,
		others: "Здесь ваши занятия. Дистанционное можно открыть, когда придёт его время.",
	},
	TopicJournal: {text: "Преподаватель набирает оценки прямо в клетках, они сохраняются сразу. Новое занятие — «Дата занятия +»."},
	TopicPeople: {
		text: "От этих списков зависит, кто в каком чате. Исправьте список, и чаты исправятся сами.", may: model.Actor.MayImport,
		others: "От этих списков зависит, кто в каком чате. Если в них ошибка, скажите администратору ПОО.",
	},
	TopicChats: {
		text: "«Инициализировать список» приводит чаты к спискам. Сначала будет видно, что изменится.", may: model.Actor.MayInitialise,
		others: "Здесь чаты ваших групп и предметов. Нажмите на наименование чата, чтобы увидеть участников.",
	},
	TopicSettings: {text: "Начните с ключа сообщества в «Настройках коммуникативной среды»: без него чатов в VK не будет."},
}

// to is the hint for somebody of a kind with roles: nobody is told to do what they may not.
func (h hint) to(kind model.Kind, roles model.Roles) string {
	if h.may == nil || h.may(model.Actor{Kind: kind, Roles: roles}) {
		return h.text
	}
	return h.others
}

// hinted is a screen's content below the steps of a new college or, without those, below a hint that the person has not
// read yet.
func (s *Shell) hinted(e entry) fyne.CanvasObject {
	s.hint = nil
	if steps := s.stepsBand(); steps != nil { // the hint waits: two lines at once would be too many
		return under(steps, e.content)
	}
	topic := e.screen.Topic()
	text := hints[topic].to(s.me.Kind, s.me.Roles)
	if s.cfg.Hints == nil || text == "" || slices.Contains(s.hintsRead, string(topic)) {
		return e.content
	}
	buttons := []fyne.CanvasObject{widgets.NewLink("Понятно", func() { s.readHint(topic) })}
	if s.cfg.Help != nil {
		buttons = slices.Insert(buttons, 0, fyne.CanvasObject(widgets.NewLink("Подробнее", s.help)))
	}
	line := container.New(widgets.Row{Gap: theme.GapSmall, Widths: []float32{-1, 0}}, widgets.Flow(text).In(widgets.ToneMuted), widgets.InRow(buttons...))
	s.hint = buttons
	return under(line, e.content)
}

// under is a screen's content below a line that is not its own.
func under(line, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(widgets.Stacked{Grow: content}, container.New(layout.NewCustomPaddedLayout(theme.GapSmall, 0, theme.PageMargin, theme.PageMargin), line), content)
}

// readHint removes a hint for good.
func (s *Shell) readHint(topic Topic) {
	if e := s.stack[len(s.stack)-1]; e.screen.Topic() == topic {
		s.page.Objects = []fyne.CanvasObject{e.content}
		s.page.Refresh()
	}
	s.keepRead(string(topic))
}

// keepRead remembers that a hint, or news that is shown once, was read.
func (s *Shell) keepRead(topic string) {
	s.hintsRead = append(s.hintsRead, topic)
	if s.cfg.Hints == nil {
		return
	}
	background.Perform(s.cfg.Exec, func() error { return s.cfg.Hints.ReadHint(topic) }, func(err error) {
		if err != nil {
			s.Toast(err.Error(), widgets.ToneRefused)
		}
	})
}
