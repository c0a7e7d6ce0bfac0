//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package journal

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
)

// TestPictures draws every screen and dialog, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, draw)
}

func draw(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	f := atp()
	if s.change != nil {
		s.change(f)
	}
	make := s.make
	if make == nil {
		make = open
	}
	b := newBenchLook(t, f, make, size, look)
	if s.show != nil {
		s.show(b)
	}
	return b.Window
}

type scene struct {
	name   string
	change func(*fakeService)
	make   func(Deps) shell.Screen // nil = the journal
	show   func(*bench)
}

// streamed makes the last lesson one of a stream that goes on.
func streamed(f *fakeService) {
	r := online(f)
	f.now, r.Joined = friday.Add(20*time.Minute), 11
	f.page.Lessons[4].Stream = []model.StreamLesson{{Lesson: 8, Group: "ДО-19-4", Joined: 7, Learners: 25}, {Lesson: 9, Group: "ДО-19-5", Joined: 20, Learners: 22}}
}

// long makes everything long and much.
func long(f *fakeService) {
	f.page.Group.Name = "ОЧЕНЬ-ДЛИННАЯ-23-1"
	for i := range f.page.Teachings {
		f.page.Teachings[i].Subject = "Междисциплинарный курс «Теоретические и методические основы организации игровой деятельности»"
		f.page.Teachings[i].TeacherNames = []model.Name{model.ParseName("Константинопольская-Преображенская Александра Владиславовна")}
		f.page.Teachings[i].GroupName = f.page.Group.Name
	}
	f.page.Teaching = f.page.Teachings[0]
	for i := range f.page.Students {
		f.page.Students[i].Name = model.ParseName("Константинопольская-Преображенская Александра Владиславовна")
	}
	for i := 6; i < 250; i++ {
		f.page.Lessons = append(f.page.Lessons, model.JournalLesson{Lesson: model.Lesson{ID: model.LessonID(i), Teaching: 30, Date: day(20 + i/3),
			Hours: 2, Kind: model.LessonSport, Title: strings.Repeat("Особенности планирования и проведения сюжетно-ролевых игр. ", 4)}})
	}
	for i := range f.page.Plan {
		f.page.Plan[i].Title = strings.Repeat("Особенности планирования сюжетно-ролевых игр. ", 3)
	}
	f.page.FactHours, f.page.PlanHours = 1234, 1234
}

func courses(f *fakeService) {
	group := func(i, n int, own bool) model.JournalGroup {
		return model.JournalGroup{ID: model.GroupID(i*100 + n), Name: []string{"ДО", "МСХ", "СВ", "ЭБ"}[n%4] + fmt.Sprintf("-%d-%d", 23-i, n+1), Own: own}
	}
	for year, count := range []int{8, 6, 6, 3} {
		c := model.CourseGroups{Year: year + 1}
		for n := range count {
			c.Groups = append(c.Groups, group(year+1, n, n == 0))
		}
		f.courses = append(f.courses, c)
	}
}

func scenes() []scene {
	remoteLesson := func(change func(*fakeService, *model.RemoteLesson)) func(*fakeService) {
		return func(f *fakeService) {
			r := online(f)
			if change != nil {
				change(f, r)
			}
		}
	}
	act := func(label string) func(*bench) { return func(b *bench) { b.act(label) } }
	return []scene{
		{name: "groups", change: courses, make: Groups},
		{name: "groups-empty", make: Groups},
		{name: "groups-search", change: courses, make: Groups, show: func(b *bench) { b.pages[0].(*groups).search.SetText("до") }},
		{name: "journal"},
		{name: "journal-sameday", change: func(f *fakeService) {
			f.page.Lessons[3].Date = day(20)
			online(f)
		}},
		{name: "absent-long", change: long, show: act("Отметить, кого нет")},
		{name: "marks-long", change: long, show: func(b *bench) {
			b.act("Задание с оценками")
			each(b, func(c *choices[model.Mark]) {
				b.Window.Canvas().Focus(c.table.Grid)
				for _, r := range "54зн" {
					c.table.Grid.TypedRune(r)
				}
			})
		}},
		{name: "journal-remote", change: remoteLesson(nil)},
		{name: "journal-now", change: remoteLesson(func(f *fakeService, r *model.RemoteLesson) { f.now, r.Joined = friday.Add(20*time.Minute), 11 })},
		{name: "journal-stream", change: streamed},
		{name: "finish-stream", change: streamed, show: func(b *bench) { b.Press("Завершить") }},
		{name: "journal-nolink", change: remoteLesson(func(_ *fakeService, r *model.RemoteLesson) {
			r.Link, r.Posted, r.Problem = "", time.Time{}, "у аккаунта для звонков нет права начинать звонки"
		})},
		{name: "journal-long", change: func(f *fakeService) { long(f); online(f) }},
		{name: "journal-empty", change: func(f *fakeService) { f.page.Lessons, f.page.Plan = nil, nil }},
		{name: "journal-nosubjects", change: func(f *fakeService) { f.page.Teachings, f.page.Teaching = nil, model.TeachingRow{} }},
		{name: "journal-unread", change: func(f *fakeService) { f.pageErr = errStore }},
		{name: "journal-read", change: func(f *fakeService) { f.page.Access = model.JournalAccess{See: true} }},
		{name: "journal-complaint", show: func(b *bench) {
			b.screen().sheet.SelectCell(3, 5)
			b.screen().sheet.TakeFocus()
			b.write("юю")
			b.screen().sheet.Commit()
		}},
		{name: "journal-last", show: func(b *bench) {
			b.screen().sheet.SelectCell(14, 5)
			b.write("543")
		}},
		{name: "journal-pasted", change: long, show: func(b *bench) {
			s := b.screen()
			s.sheet.SelectCell(2, 3)
			fyne.CurrentApp().Clipboard().SetContent("5\n3\n7\n")
			s.sheet.TypedShortcut(&fyne.ShortcutPaste{})
		}},
		{name: "journal-conflict", show: func(b *bench) {
			b.service.put(5, 1, model.Cell{Mark: 4})
			b.screen().sheet.SelectCell(1, 5)
			b.write("5")
		}},
		{name: "actions", show: func(b *bench) { b.screen().panel.card.actions.Open() }},
		{name: "menu", show: func(b *bench) {
			b.screen().sheet.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(400, 200), AbsolutePosition: fyne.NewPos(420, 350)})
		}},
		{name: "plan", show: func(b *bench) { b.screen().panel.tabs.Select(tabPlan) }},
		{name: "plan-long", change: long, show: func(b *bench) { b.screen().panel.tabs.Select(tabPlan) }},
		{name: "list", show: func(b *bench) { b.screen().panel.tabs.Select(tabList) }},
		{name: "lesson", show: func(b *bench) { b.screen().addLesson(1) }},
		{name: "lesson-wrong", show: func(b *bench) {
			b.screen().addLesson(0)
			b.Press("Сохранить")
		}},
		{name: "lesson-date", show: func(b *bench) {
			d := newLessonDialog(b.screen(), model.LessonEdit{Date: day(20), Hours: 1, Kind: model.LessonLecture})
			d.show()
			d.date.Open()
		}},
		{name: "task", show: act("Добавить задание")},
		{name: "task-marks", show: act("Задание с оценками")},
		{name: "absent", change: func(f *fakeService) {
			online(f)
			f.now = friday.Add(time.Hour)
			f.joins = []model.JoinRow{{Person: 1}, {Person: 3}, {Person: 4}}
		}, show: act("Отметить, кого нет")},
		{name: "absent-replaces", change: func(f *fakeService) {
			long(f)
			for p := range model.PersonID(14) {
				f.put(1, p+1, model.Cell{Mark: 4})
			}
		}, show: func(b *bench) {
			b.screen().choose(1)
			b.act("Отметить, кого нет")
			for n := range 14 {
				chooseAbsence(b, n+1, model.AbsenceUnknown)
			}
			b.Press("Сохранить")
		}},
		{name: "delete", change: remoteLesson(nil), show: func(b *bench) { b.screen().choose(3); b.act("Удалить занятие") }},
		{name: "remote", show: act("+ Создать дистанционное занятие")},
		{name: "remote-auto", change: func(f *fakeService) { f.source = model.SourceToken }, show: act("+ Создать дистанционное занятие")},
		{name: "remote-link", show: func(b *bench) {
			s := b.screen()
			l, _ := s.chosen()
			remotelessons.PasteLink(s.deps.Desk, s.deps.Service, s.lineOf(l), "", func() {})
		}},
	}
}
