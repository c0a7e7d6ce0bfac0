package shell

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
)

// fakeHints are kept in memory.
type fakeHints struct {
	read []string
	err  error
}

func (h *fakeHints) HintsRead() []string { return h.read }

func (h *fakeHints) ReadHint(topic string) error {
	if h.err == nil {
		h.read = append(h.read, topic)
	}
	return h.err
}

// TestHints: a main screen tells what it is for until that was read, in this window and in the next ones; others tell nothing.
func TestHints(t *testing.T) {
	const told = "«Инициализировать список» приводит"
	b := newBench(t, false, nil)
	p := &viewtest.Person{T: t, Window: b.window}
	kept := &fakeHints{read: []string{string(TopicPeople)}}
	b.shell.cfg.Hints = kept
	b.shell.readIdentity()
	p.SeesNot("Понятно")
	b.shell.Push(newScreen(string(TopicPeople)))
	p.SeesNot("Понятно")
	b.shell.Push(newScreen(string(TopicChats)))
	p.Sees(told, "экран "+string(TopicChats))
	b.shell.Push(newScreen(string(TopicPeople)))
	p.SeesNot(told)
	b.shell.Back()
	p.Sees(told)
	p.Press("Понятно")
	p.SeesNot(told)
	p.Sees("экран " + string(TopicChats))
	b.shell.Push(newScreen(string(TopicChats)))
	p.SeesNot(told)
	if !slices.Equal(kept.read, []string{string(TopicPeople), string(TopicChats)}) {
		t.Errorf("kept: %q", kept.read)
	}
}

// TestHintsTellNobodyToDoWhatTheyMayNot: teachers may not edit lists or initialise, the administrator keeps no journal.
func TestHintsTellNobodyToDoWhatTheyMayNot(t *testing.T) {
	chats := model.Person{ID: 6, Name: teacher.Name, Kind: model.Staff, Roles: model.RightManageChats}
	for _, c := range []struct {
		topic  Topic
		person model.Person
		want   string
	}{
		{TopicPeople, administrator, "Исправьте список"},
		{TopicPeople, chats, "скажите администратору ПОО"},
		{TopicPeople, teacher, "скажите администратору ПОО"},
		{TopicChats, administrator, "«Инициализировать список»"},
		{TopicChats, chats, "«Инициализировать список»"},
		{TopicChats, teacher, "Здесь чаты ваших групп и предметов."},
		{TopicLessons, administrator, "Здесь журналы всех групп."},
		{TopicLessons, teacher, "Здесь ваши занятия."},
		{TopicLessons, student, "Здесь ваши занятия."},
	} {
		if got := hints[c.topic].to(c.person.Kind, c.person.Roles); !strings.Contains(got, c.want) {
			t.Errorf("%s says to %s: %q, not %q", c.topic, c.person.Name, got, c.want)
		}
	}
}

// TestMyChatsHaveNoHint: it told people to link a profile whose profile was linked; the screen's card says what there is to do.
func TestMyChatsHaveNoHint(t *testing.T) {
	b := newBench(t, false, nil)
	p := &viewtest.Person{T: t, Window: b.window}
	b.shell.cfg.Hints = &fakeHints{}
	b.shell.Push(newScreen(string(TopicMyChats)))
	p.SeesNot("привяжите", "Понятно")
}

// TestHintNotKept: what keeps a hint from being remembered is said, and the hint goes away all the same.
func TestHintNotKept(t *testing.T) {
	b := newBench(t, false, nil)
	p := &viewtest.Person{T: t, Window: b.window}
	b.shell.cfg.Hints = &fakeHints{err: errors.New("проверьте права на папку")}
	b.shell.Push(newScreen(string(TopicChats)))
	p.Press("Понятно")
	p.SeesNot("Инициализировать список")
	p.Sees("Проверьте права на папку")
}

// TestHintPictures draws every hint.
func TestHintPictures(t *testing.T) {
	topics := []Topic{TopicLessons, TopicJournal, TopicPeople, TopicChats, TopicSettings}
	if len(topics) != len(hints) {
		t.Errorf("%d hints are drawn of %d", len(topics), len(hints))
	}
	viewtest.Pictures(t, topics, func(topic Topic) string { return "hint-" + string(topic) }, func(t *testing.T, topic Topic, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
		b := newBench(t, false, nil)
		fyne.CurrentApp().Settings().SetTheme(theme.NewForced(look))
		b.window.Resize(size)
		b.shell.cfg.Hints, b.shell.cfg.Help = &fakeHints{}, func(Topic) {}
		b.shell.Push(newScreen(string(topic)))
		return b.window
	})
}
