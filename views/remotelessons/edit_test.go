package remotelessons

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestEditOffersAStream: the teacher's other lessons at the same time may share the call, as the times are typed; where there
// are none, nothing is offered.
func TestEditOffersAStream(t *testing.T) {
	other, later := plain(), plain()
	other.ID, other.Teaching, other.GroupName, other.Mine = 8, 31, "ДО-19-4", true
	later.ID, later.Teaching, later.GroupName, later.Mine, later.Begins, later.Ends = 9, 32, "ДО-19-5", true, at(14, 0), at(15, 0)
	f := &fakeService{source: model.SourceToken, day: []model.LessonLine{plain(), later}}
	b := newBench(t, f)
	line := english()
	line.Remote = nil
	Edit(b.desk(), b.service, line, func() {})
	b.SeesNot("Вместе с", "ДО-19-5 · Английский язык (ОГСЭ)")
	b.fill("11:30", "15:00")
	b.Sees("Вместе с", "ДО-19-5 · Английский язык (ОГСЭ)")
	b.Press("Отмена")
	b.Press("Закрыть без сохранения")

	f.day = []model.LessonLine{plain(), other, later}
	Edit(b.desk(), b.service, plain(), func() {})
	b.Sees("Вместе с", "ДО-19-4 · Английский язык (ОГСЭ)")
	b.SeesNot("ДО-19-5 · Английский язык (ОГСЭ)")
	first := true
	each(b, func(c *widgets.Check) {
		if first {
			c.SetChecked(true)
		}
		first = false
	})
	b.Press("Сохранить")
	if len(f.made) != 1 || !slices.Equal(f.made[0].With, []model.LessonID{8}) {
		t.Errorf("saved %+v", f.made)
	}
}

// streamed is the teacher's remote lesson with two others that share its call.
func streamed() model.LessonLine {
	line := mine()
	line.Stream = []model.StreamLesson{{Lesson: 8, Group: "ДО-19-4"}, {Lesson: 9, Group: "ДО-19-5"}}
	return line
}

// TestEditAsksAboutTheStream: another time is asked about, whether the others move too; what stays at its time is not.
func TestEditAsksAboutTheStream(t *testing.T) {
	const asks = "Занятие идёт потоком с ДО-19-4 и ДО-19-5: перенести для всех?"
	all := []model.LessonID{8, 9}
	for name, c := range map[string]struct {
		begins, press string
		want          [][]model.LessonID
	}{
		"the same time": {"10:15", "", [][]model.LessonID{all}},
		"all":           {"10:30", "Перенести для всех", [][]model.LessonID{all}},
		"only this":     {"10:30", "Только это", [][]model.LessonID{nil}},
		"leave":         {"10:30", "Отмена", nil},
	} {
		f := &fakeService{source: model.SourceToken}
		b := newBench(t, f)
		Edit(b.desk(), b.service, streamed(), func() {})
		b.Sees("Занятие идёт потоком с ДО-19-4 и ДО-19-5.")
		b.fill("10:15", c.begins)
		b.Press("Сохранить")
		if c.press != "" {
			b.Sees(asks)
			b.Press(c.press)
			if c.press == "Перенести для всех" {
				b.Sees("Сохранено: 3 дистанционных занятия")
			}
		}
		var with [][]model.LessonID
		for _, e := range f.made {
			with = append(with, e.With)
		}
		if !reflect.DeepEqual(with, c.want) {
			t.Errorf("%s: saved with %v, want %v", name, with, c.want)
		}
	}
}

var errStore = errors.New("база данных занята: повторите через минуту")

// plain is the lesson of english before it is remote, without a time of the timetable.
func plain() model.LessonLine {
	line := english()
	line.Remote, line.Begins, line.Ends, line.Hours = nil, time.Time{}, time.Time{}, 2
	return line
}

// TestEditOffersATimeThatIsLeft: the form began with the past times of the timetable, and «Сохранить» only refused them.
func TestEditOffersATimeThatIsLeft(t *testing.T) {
	line := english()
	line.Remote = nil
	f := &fakeService{source: model.SourceToken, now: at(14, 2).In(zone)}
	b := newBench(t, f)
	Edit(b.desk(), b.service, line, func() {})
	b.Press("Сохранить")
	if len(f.made) != 1 || f.made[0].Begins != 14*60+5 || f.made[0].Ends != 15*60+35 {
		t.Errorf("made %+v, want one from 14:05 to 15:35", f.made)
	}
}

// TestEditOffersHoursOfTheCollege: every college was offered lessons of 45 minutes.
func TestEditOffersHoursOfTheCollege(t *testing.T) {
	line := english()
	line.Remote, line.Begins, line.Ends, line.Hours = nil, time.Time{}, time.Time{}, 2
	f := &fakeService{source: model.SourceToken, now: at(14, 2).In(zone), hour: 40}
	b := newBench(t, f)
	Edit(b.desk(), b.service, line, func() {})
	b.Press("Сохранить")
	if len(f.made) != 1 || f.made[0].Begins != 14*60+5 || f.made[0].Ends != 15*60+25 {
		t.Errorf("made %+v, want one from 14:05 to 15:25", f.made)
	}
}

func TestEditSavesWhatWasTyped(t *testing.T) {
	f := &fakeService{source: model.SourceToken}
	b := newBench(t, f)
	done := 0
	Edit(b.desk(), b.service, plain(), func() { done++ })
	b.Sees("Дистанционное занятие", "ДО-19-3 · Английский язык (ОГСЭ) · Пятница 20 октября 2023 г.", "Звонок начнёт ваш профиль VK ID, когда вы откроете занятие.",
		"Сообщить в чат предмета", "Повторять каждую неделю", "Отмена", "Сохранить")
	b.fill("10:05", "1030")
	b.fill("12:00", "12.15")
	each(b, func(s *table.Select[model.PostWhen]) { s.Field.TypedRune('з') })
	b.fill("10", "15")
	each(b, func(c *widgets.Check) { c.SetChecked(true) })
	b.fill("4", "3")
	b.Press("Сохранить")
	want := model.RemoteEdit{Lesson: 7, Begins: 10*60 + 30, Ends: 12*60 + 15, Post: model.PostBefore, PostMinutes: 15, Weeks: 3}
	if len(f.made) != 1 || !reflect.DeepEqual(f.made[0], want) || done != 1 || b.DialogOpen() {
		t.Errorf("saved %+v, told %d times, want %+v", f.made, done, want)
	}
	b.Sees("Создано: 4 дистанционных занятия")
}

// TestEditMovesTheEnd: with its beginning a lesson's end moves, by how long the lesson is by then, and not beyond its day.
func TestEditMovesTheEnd(t *testing.T) {
	b := newBench(t, &fakeService{source: model.SourceToken})
	Edit(b.desk(), b.service, plain(), func() {})
	ends := func(want string) {
		t.Helper()
		var texts []string
		each(b, func(e *widgets.Entry) { texts = append(texts, e.Text) })
		if texts[1] != want {
			t.Errorf("from %s to %s, want %s", texts[0], texts[1], want)
		}
	}
	b.fill("10:05", "12:00")
	ends("13:30")
	b.fill("13:30", "13:00")
	b.fill("12:00", "9:30")
	ends("10:30")
	b.fill("9:30", "23:30")
	ends("10:30")
	b.fill("23:30", "8")
	ends("09:00")
}

func TestEditSaysWhatIsWrongAndKeepsTheDialog(t *testing.T) {
	for name, c := range map[string]struct {
		field, text, says string
	}{
		"no time":          {"10:05", "утром", "Начало: время «утром» не похоже на ЧЧ:ММ."},
		"no end":           {"11:35", "25:00", "Окончание: время «25:00» не похоже на ЧЧ:ММ."},
		"end before start": {"11:35", "10:00", "Начало занятия должно быть раньше окончания."},
		"minutes in words": {"10", "десять", "Напишите числом, за сколько минут сообщить в чат"},
		"too many minutes": {"10", "5000", "Сообщить в чат можно за 1–1440 минут до начала."},
		"weeks in words":   {"4", "много", "Напишите числом, сколько раз повторить занятие"},
		"too many weeks":   {"4", "99", "Повторять занятие можно от 0 до 20 недель."},
	} {
		f := &fakeService{source: model.SourceToken}
		b := newBench(t, f)
		Edit(b.desk(), b.service, plain(), func() { t.Errorf("%s: told as saved", name) })
		each(b, func(s *table.Select[model.PostWhen]) { s.Field.TypedRune('з') })
		each(b, func(c *widgets.Check) { c.SetChecked(true) })
		b.fill(c.field, c.text)
		b.Press("Сохранить")
		b.Sees(c.says)
		if len(f.made) != 0 {
			t.Errorf("%s: saved %+v", name, f.made)
		}
	}
	passed := plain()
	passed.Date = passed.Date.AddDate(0, 0, -1)
	b := newBench(t, &fakeService{source: model.SourceToken})
	Edit(b.desk(), b.service, passed, func() {})
	b.Press("Сохранить")
	b.Sees("только пока его время ещё не прошло")
}

// TestEditShowsWhatIsWrongInALowWindow: at 200 % it stood below the lower edge of the dialog, and nothing seemed to happen.
func TestEditShowsWhatIsWrongInALowWindow(t *testing.T) {
	b := newBenchLook(t, &fakeService{source: model.SourceToken}, fyne.NewSize(512, 300), fynetheme.VariantLight)
	Edit(b.desk(), b.service, plain(), func() {})
	b.fill("11:35", "10:00")
	b.Press("Сохранить")
	words, button := viewtest.InFront[*widgets.Copyable](&b.Person)[0], fyne.CurrentApp().Driver().AbsolutePositionForObject(b.Find("Сохранить").(fyne.CanvasObject)).Y
	if top := fyne.CurrentApp().Driver().AbsolutePositionForObject(words).Y; top < 0 || top+words.Size().Height > button {
		t.Errorf("the reason begins at %.0f, is %.0f high, and the buttons begin at %.0f", top, words.Size().Height, button)
	}
}

func TestEditShowsARefusalAndLetsTryAgain(t *testing.T) {
	f := &fakeService{source: model.SourceAgent, makeErr: errors.New("в это время у вас уже есть дистанционное занятие: ДО-19-3")}
	b := newBench(t, f)
	done := 0
	Edit(b.desk(), b.service, plain(), func() { done++ })
	b.Sees("Звонок начнёт аккаунт колледжа для звонков к началу занятия.")
	b.Press("Сохранить")
	b.Sees("В это время у вас уже есть дистанционное занятие: ДО-19-3.")
	f.makeErr = nil
	b.Press("Сохранить")
	if done != 1 || b.DialogOpen() {
		t.Error("the second try did not save")
	}
	b = newBench(t, &fakeService{sourceErr: errStore})
	Edit(b.desk(), b.service, plain(), func() {})
	b.Sees("База данных занята: повторите через минуту.")
}

func TestAPastedLinkIsCheckedAsItIsTyped(t *testing.T) {
	f := &fakeService{source: model.SourcePasted}
	b := newBench(t, f)
	Edit(b.desk(), b.service, plain(), func() {})
	b.Sees("Ссылку можно вставить и тогда, когда вы откроете занятие.")
	b.Press("Создать звонок в VK")
	if e, ok := b.Window.Canvas().Focused().(*widgets.Entry); !ok || e.PlaceHolder != linkPlaceholder {
		t.Error("what was copied there cannot be pasted by Ctrl+V")
	}
	if f.pages != 1 {
		t.Error("the page of calls was not opened")
	}
	for text, says := range map[string]string{
		"javascript:alert(1)":                    "Ссылка на звонок начинается с https://",
		"https://vk.ru.example.com/call/join/ab": "не относится к VK",
		"https://vk.ru@example.com/call/join/ab": "имя пользователя",
		"https://vk.ru/id1":                      "Это не ссылка на звонок VK",
	} {
		field := linkPlaceholder
		b.fill(field, text)
		b.Sees(says)
		b.Press("Сохранить")
	}
	if len(f.made) != 0 {
		t.Fatalf("saved %+v", f.made)
	}
	b.fill(linkPlaceholder, " https://VK.ru/call/join/AbC_1/?x=1 ")
	b.Press("Сохранить")
	if len(f.made) != 1 || f.made[0].Link != "https://vk.ru/call/join/AbC_1" {
		t.Errorf("saved %+v", f.made)
	}
}

// TestALinkMayComeLater: where only a person starts calls, the lesson is made without a link, which would be dead by then.
func TestALinkMayComeLater(t *testing.T) {
	f := &fakeService{source: model.SourcePasted}
	b := newBench(t, f)
	Edit(b.desk(), b.service, plain(), func() {})
	b.SeesNot("Ссылка — для первого занятия.")
	each(b, func(c *widgets.Check) { c.SetChecked(true) })
	b.Sees("Ссылка — для первого занятия.")
	b.Press("Сохранить")
	if len(f.made) != 1 || f.made[0].Link != "" || f.made[0].Weeks != 4 {
		t.Errorf("saved %+v", f.made)
	}
}

func TestALinkCanBePastedThoughTheProgramCouldMakeOne(t *testing.T) {
	f := &fakeService{source: model.SourceToken}
	b := newBench(t, f)
	Edit(b.desk(), b.service, plain(), func() {})
	b.SeesNot("Создать звонок в VK")
	each(b, func(s *table.Select[bool]) { s.Field.TypedRune('в') })
	b.Sees("Создать звонок в VK")
	b.Press("Сохранить")
	b.Sees("Вставьте ссылку на звонок")
	b.fill(linkPlaceholder, "https://vk.com/call/join/abc")
	b.Press("Сохранить")
	if len(f.made) != 1 || f.made[0].Link != "https://vk.com/call/join/abc" {
		t.Errorf("saved %+v", f.made)
	}
}

func TestChangingTheTimeKeepsTheCall(t *testing.T) {
	f := &fakeService{source: model.SourcePasted}
	b := newBench(t, f)
	line := english()
	line.Remote.PostAt = line.Remote.Begins.Add(-20 * time.Minute)
	Edit(b.desk(), b.service, line, func() {})
	b.Sees("Ссылка на звонок остаётся прежней.")
	b.Press("Сохранить")
	want := model.RemoteEdit{Lesson: 7, Begins: 615, Ends: 660, Post: model.PostBefore, PostMinutes: 20}
	if len(f.made) != 1 || !reflect.DeepEqual(f.made[0], want) {
		t.Errorf("saved %+v, want %+v", f.made, want)
	}
	b.Sees("Дистанционное занятие изменено")
}

func TestPasteLinkSavesAndSaysWhatIsWrong(t *testing.T) {
	f := &fakeService{setErr: errStore, pageErr: errors.New("браузер не открылся")}
	b := newBench(t, f)
	done := 0
	PasteLink(b.desk(), b.service, english(), "", func() { done++ })
	b.Press("Создать звонок в VK")
	b.Sees("Браузер не открылся.")
	b.Press("Сохранить")
	b.Sees("Вставьте ссылку на звонок: она начинается с https://.")
	b.fill(linkPlaceholder, "https://vk.ru/call/join/abc")
	b.Press("Сохранить")
	b.Sees("База данных занята: повторите через минуту.")
	f.setErr = nil
	b.Press("Сохранить")
	if done != 1 || f.link != "https://vk.ru/call/join/abc" || b.DialogOpen() {
		t.Errorf("saved %q, told %d times", f.link, done)
	}
}
