package lessons

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/scroll"
	"zvonok/views/shell"
)

// faces are the cards with their buttons, in order.
func (b *bench) faces() (buttons []string) {
	b.T.Helper()
	for _, c := range b.screen.open().(*today).cards {
		text := c.face.when
		for name, has := range map[string]bool{" открыть": c.face.open && !c.face.filled, " ОТКРЫТЬ": c.face.filled, " создать": c.face.make} {
			if has {
				text += name
			}
		}
		buttons = append(buttons, text)
	}
	return buttons
}

// TestToday: which buttons a lesson has through the day; one of them is filled.
func TestToday(t *testing.T) {
	const next = "Пн, 23\u00a0октября, 10:15–11:00"
	tests := []struct {
		name string
		now  time.Time
		want []string
	}{
		{"before the second", friday, []string{"08:15–09:00", "10:15–11:00 ОТКРЫТЬ", "12:00–13:30 создать", "14:15–15:00 открыть", next}},
		{"in the second", at(0, 10, 59).In(zone), []string{"08:15–09:00", "10:15–11:00 ОТКРЫТЬ", "12:00–13:30 создать", "14:15–15:00 открыть", next}},
		{"at the second's end", at(0, 11, 0).In(zone), []string{"08:15–09:00", "10:15–11:00", "12:00–13:30 создать", "14:15–15:00 ОТКРЫТЬ", next}},
		{"in the evening", at(0, 18, 0).In(zone), []string{"08:15–09:00", "10:15–11:00", "12:00–13:30", "14:15–15:00", next}},
		{"on a day without remote lessons", at(1, 9, 0).In(zone), []string{"10:00–11:30 создать", next}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := teacher()
			f.now = test.now
			b := newBench(t, f)
			if got := b.faces(); !slices.Equal(got, test.want) {
				t.Errorf("got\n%q, want\n%q", got, test.want)
			}
		})
	}
}

// TestTodayNamesTheStream: two cards of one call say so.
func TestTodayNamesTheStream(t *testing.T) {
	line := func(id model.LessonID, group string, stream model.StreamID) model.LessonLine {
		l := model.LessonLine{GroupName: group, Subject: "История", Mine: true, Remote: &model.RemoteLesson{Lesson: id, Stream: stream}}
		l.ID = id
		return l
	}
	faces := facesOf([]model.LessonLine{line(1, "А-1", 3), line(2, "Б-1", 3), line(3, "В-1", 0)}, nil, friday)
	for i, want := range []string{"А-1 · потоком с Б-1", "Б-1 · потоком с А-1", "В-1"} {
		if got := faces[i].details; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestOneClickEach(t *testing.T) {
	f := teacher()
	f.now = at(0, 10, 30).In(zone)
	b := newBench(t, f)
	b.Sees("Пятница 20 октября 2023 г.", "ДО-19-3 · Лекция · ауд. 305 · Проверка уровня знаний", "идёт сейчас", "Ближайшее дистанционное занятие",
		"4 занятия · дистанционных: 3")
	b.find("Открыть", 0).Tapped(&fyne.PointEvent{})
	b.openedOnly(2)
	b.Press("+ Создать дистанционное занятие")
	if !slices.Equal(b.made, []model.LessonID{3}) {
		t.Errorf("made %v remote", b.made)
	}
	b.find("Журнал", 2).Tapped(&fyne.PointEvent{})
	b.Sees("Журнал группы АМ-19-1")
	b.shell.Back()
	b.Press("Журнал успеваемости")
	b.Sees("Курсы и группы")
}

// TestButtonsFit: all buttons of a lesson stand within its card, in the smallest window too.
func TestButtonsFit(t *testing.T) {
	f := teacher()
	f.now = friday
	b := newBenchLook(t, f, fyne.NewSize(1024, 640), fynetheme.VariantLight)
	endOf := func(o fyne.CanvasObject) float32 {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X + o.Size().Width
	}
	for n, c := range b.screen.open().(*today).cards {
		if end, edge := endOf(b.find("Журнал", n)), endOf(c.content); end > edge {
			t.Errorf("the buttons of %s end at %.0f, its card at %.0f", c.face.when, end, edge)
		}
	}
}

// TestMinutesKeepTheFocus: the state changes under the hand of somebody who works by keyboard.
func TestMinutesKeepTheFocus(t *testing.T) {
	b := newBench(t, teacher())
	b.Sees("начнётся через 12 мин")
	button := b.find("Открыть", 0)
	b.Window.Canvas().Focus(button)
	b.pass(time.Minute)
	b.Sees("начнётся через 11 мин")
	if b.find("Открыть", 0) != button || b.Window.Canvas().Focused() != button {
		t.Error("the button under the focus was replaced")
	}
	// What the button opens is the lesson as it was read last.
	b.service.lines[1].Subject = "Немецкий язык"
	b.screen.Do(shell.CommandRefresh)
	b.Sees("Немецкий язык")
}

// TestTheBellKeepsTheFocus: the cards are drawn again when a lesson begins, and another is the main one when it is over.
func TestTheBellKeepsTheFocus(t *testing.T) {
	b := newBench(t, teacher())
	b.SeesNot("идёт сейчас")
	open := b.find("Открыть", 0)
	b.Window.Canvas().Focus(open)
	b.pass(12 * time.Minute)
	b.Sees("идёт сейчас")
	if b.find("Открыть", 0) != open || b.Window.Canvas().Focused() != open {
		t.Error("the button that opens the lesson was replaced as it began")
	}
	journal := b.find("Журнал", 1)
	b.Window.Canvas().Focus(journal)
	b.pass(time.Hour)
	b.SeesNot("идёт сейчас")
	if b.find("Журнал", 1) != journal || b.Window.Canvas().Focused() != journal {
		t.Error("the button of the journal was replaced as the lesson ended")
	}
}

func TestMissingLinks(t *testing.T) {
	tests := []struct {
		name      string
		remote    model.RemoteLesson
		word, tip string
	}{
		{"pasted", model.RemoteLesson{Source: model.SourcePasted}, remoteWord, "Когда вы откроете занятие, программа попросит ссылку на звонок."},
		{"refused", model.RemoteLesson{Source: model.SourceAgent, Problem: "аккаунт для звонков вышел"}, "Нет ссылки", "Аккаунт для звонков вышел."},
		{"on its way", model.RemoteLesson{Source: model.SourceAgent}, "Готовится ссылка", "Ссылка на звонок появится через минуту-другую."},
		{"there", model.RemoteLesson{Link: "https://vk.test/call", Joined: 12}, "Дистанционное", "Присоединиться к занятию. Подключились: 12"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			line := lesson(1, 0, 10, "Английский язык", "АМ-19-1")
			line.Mine, line.Remote = true, &test.remote
			test.remote.Begins, test.remote.Ends = line.Begins, line.Ends
			if got := markOf(line, friday); got.word != test.word || got.tip != test.tip {
				t.Errorf("got %+v", got)
			}
			line.Mine = false
			if got := markOf(line, friday); got.word != "Дистанционное" || got.tip != "Присоединиться к занятию" {
				t.Errorf("a student is told %+v", got)
			}
		})
	}
}

func TestTodayUnread(t *testing.T) {
	f := teacher()
	f.dayErr = errStore
	b := newBench(t, f)
	b.Sees("Занятия не прочитаны", "База данных занята: повторите через минуту.")
	f.dayErr = nil
	b.Press("Повторить")
	b.Sees("ДО-19-3 · Лекция")
}

func TestFreeDay(t *testing.T) {
	f := teacher()
	f.lines = nil
	b := newBench(t, f)
	b.Sees("Сегодня занятий нет", "«Дата занятия +»")
	b.find("Журнал успеваемости", 1).Tapped(&fyne.PointEvent{})
	b.Sees("Курсы и группы")

	f = teacher()
	f.access.Journal = false
	f.lines = f.lines[5:]
	b = newBench(t, f)
	b.Sees("Сегодня занятий нет", "Ближайшее дистанционное занятие", "Пн, 23 октября, 10:15–11:00")
	b.SeesNot("Журнал успеваемости")
}

// TestRemoteSign: the week shows the camera alone, and the pointer what the day says beside it.
func TestRemoteSign(t *testing.T) {
	line := online(lesson(2, 0, 10, "История", "ДО-19-3"))
	words, sign := remoteCell(line, friday), remoteSign(line, friday)
	if sign.Text != "" || sign.Video != words.Video || !strings.HasPrefix(sign.Tooltip, words.Text) {
		t.Errorf("of %+v stands %+v", words, sign)
	}
	if sign := remoteSign(lesson(2, 0, 10, "История", "ДО-19-3"), friday); sign.Video || sign.Tooltip != "" {
		t.Errorf("a lesson in its room has %+v", sign)
	}
}

// TestTheNextLessonIsInSight: the day began with its morning, and the lesson that goes on lay below the window. Whoever scrolls away stays
// there when a card changes.
func TestTheNextLessonIsInSight(t *testing.T) {
	f := teacher()
	long := f.lines[0]
	f.lines = nil
	for n := range 9 {
		line := long
		line.ID, line.Remote = model.LessonID(n+1), nil
		line.Begins, line.Ends = at(0, 8+n, 0), at(0, 8+n, 45)
		f.lines = append(f.lines, line)
	}
	f.now = at(0, 15, 10).In(zone)
	b := newBenchLook(t, f, fyne.NewSize(1024, 600), fynetheme.VariantLight)
	day := b.screen.open().(*today)
	area := day.list.Objects[0].(*scroll.Area)
	card := day.cards[7].content
	if top := card.Position().Y - area.Offset.Y; top < 0 || top+card.Size().Height > area.Size().Height {
		t.Errorf("the lesson that goes on stands at %.0f of %.0f", top, area.Size().Height)
	}
	area.ScrollToOffset(fyne.NewPos(0, 40))
	f.lines[2].Subject += ", зачёт"
	day.load()
	if again := day.list.Objects[0].(*scroll.Area); again == area || again.Offset.Y != 40 {
		t.Errorf("drawn again %t, at %.0f", again != area, again.Offset.Y)
	}
}
