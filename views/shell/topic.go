package shell

import (
	"slices"

	"zvonok/model"
	"zvonok/views/keys"
	"zvonok/views/widgets"
)

// Topic is what a page of the program is about: its place in the user's guide, which F1 opens.
type Topic string

// The topics. Each has a heading of that name in docs/ru.
const (
	TopicStart        Topic = "start" // the first start, the sign-in, the lock
	TopicLessons      Topic = "lessons"
	TopicJournals     Topic = "journals" // the groups whose journals there are
	TopicJournal      Topic = "journal"
	TopicLessonImport Topic = "lesson-import"
	TopicPeople       Topic = "people"
	TopicPerson       Topic = "person"
	TopicGroup        Topic = "group"
	TopicImport       Topic = "import"
	TopicOrder        Topic = "order"
	TopicOrderImport  Topic = "order-import"
	TopicYear         Topic = "year"
	TopicMyChats      Topic = "my-chats"
	TopicChats        Topic = "chats" // «Управление чатами»
	TopicChat         Topic = "chat"
	TopicNewChat      Topic = "new-chat"
	TopicMissing      Topic = "missing"   // who is not in their chats
	TopicStrangers    Topic = "strangers" // who is in a chat but not on its list
	TopicSettings     Topic = "settings"
	TopicRuns         Topic = "runs"
)

// help opens the guide at what the present screen is about.
func (s *Shell) help() {
	if top := s.Top(); top != nil && s.cfg.Help != nil {
		s.cfg.Help(top.Topic())
	}
}

// helpMenu are the items of the user's menu that tell of the program.
func (s *Shell) helpMenu() (items []widgets.MenuItem) {
	items = append(items, widgets.MenuItem{Separator: true})
	if s.cfg.Help != nil {
		items = append(items, widgets.MenuItem{Label: "Справка", Hint: "F1", Do: s.help})
	}
	items = append(items, widgets.MenuItem{Label: "Клавиши", Hint: keys.Shortcut("/"), Do: s.showKeys})
	if s.cfg.Looks != nil {
		items = append(items, widgets.MenuItem{Label: "Вид окна…", Do: s.chooseLook})
	}
	if s.newer != "" {
		items = append(items, widgets.MenuItem{Label: "Есть версия новее: " + s.newer, Disabled: true, Why: s.whereNewer})
	}
	if s.cfg.About != nil {
		items = append(items, widgets.MenuItem{Label: "О программе…", Do: func() { s.cfg.About(s.Desk(nil)) }})
	}
	return items
}

const whereNewer = "У колледжа она уже есть. Где её взять, скажет тот, кто отвечает за компьютеры."

// tellNewer tells of a later version of the program, once for each version; where says how to get it.
func (s *Shell) tellNewer(version, where string) {
	if !model.Newer(version, s.cfg.Version) || s.newer == version {
		return
	}
	s.newer, s.whereNewer = version, where
	told := "version-" + version
	if s.cfg.Hints == nil || !slices.Contains(s.hintsRead, told) {
		s.Toast("Есть версия «Звонка» новее: "+version+". "+where, widgets.ToneNeutral)
		s.keepRead(told)
	}
}

// askNewer asks whether there is a later version.
func (s *Shell) askNewer() {
	if s.cfg.Newer == nil {
		return
	}
	s.cfg.Exec.Go(func() {
		version := s.cfg.Newer()
		s.cfg.Exec.UI(func() { s.tellNewer(version, "Возьмите её там же, где взяли эту.") })
	})
}

// tellServersVersion tells that the college's server has a later version, once it is known what was told before. The server does not
// say where to get it.
func (s *Shell) tellServersVersion() {
	if s.cfg.Hints == nil || s.hintsRead != nil {
		s.tellNewer(s.line.Server, whereNewer)
	}
}
