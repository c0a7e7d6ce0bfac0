package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Hints are kept for a person of this computer, not in the college. Their methods may block.
type Hints interface {
	HintsRead() []string
	ReadHint(topic string) error
}

// hints are what the main screens explain until the person has read it.
var hints = map[Topic]string{
	TopicLessons:  "Здесь ваши занятия. Дистанционное открывает кнопка «Открыть», когда придёт его время.",
	TopicJournal:  "Оценки набирают прямо в клетках, они сохраняются сразу. Новое занятие — «Дата занятия +».",
	TopicPeople:   "От этих списков зависит, кто в каком чате. Исправьте список, и чаты исправятся сами.",
	TopicMyChats:  "Чтобы войти в свои чаты, один раз привяжите учебный профиль VK ID.",
	TopicChats:    "«Инициализировать список» приводит чаты к спискам. Сначала будет видно, что изменится.",
	TopicSettings: "Начните с ключа сообщества в «Настройках коммуникативной среды»: без него чатов в VK не будет.",
}

// hinted is a screen's content below the steps of a new college or, without those, below a hint that the person has not
// read yet.
func (s *Shell) hinted(e entry) fyne.CanvasObject {
	s.hint = nil
	if steps := s.stepsBand(); steps != nil { // the hint waits: two lines at once would be too many
		return under(steps, e.content)
	}
	topic := e.screen.Topic()
	text := hints[topic]
	if s.cfg.Hints == nil || text == "" || slices.Contains(s.hintsRead, string(topic)) {
		return e.content
	}
	buttons := []fyne.CanvasObject{widgets.NewLink("Понятно", func() { s.readHint(topic) })}
	if s.cfg.Help != nil {
		buttons = slices.Insert(buttons, 0, fyne.CanvasObject(widgets.NewLink("Подробнее", s.help)))
	}
	line := container.New(widgets.Row{Gap: theme.GapSmall, Widths: []float32{-1, 0}}, widgets.Muted(text).Shrink(), widgets.InRow(buttons...))
	s.hint = buttons
	return under(line, e.content)
}

// under is a screen's content below a line that is not its own.
func under(line, content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(container.New(layout.NewCustomPaddedLayout(theme.GapSmall, 0, theme.PageMargin, theme.PageMargin), line), nil, nil, nil, content)
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
	widgets.Perform(s.cfg.Exec, func() error { return s.cfg.Hints.ReadHint(topic) }, func(err error) {
		if err != nil {
			s.Toast(err.Error(), widgets.ToneRefused)
		}
	})
}
