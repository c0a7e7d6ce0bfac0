package lessons

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
)

func TestTrayMenu(t *testing.T) {
	long := online(lesson(2, 0, 10, "Междисциплинарный курс «Теоретические и методические основы»", "ДО-19-3"))
	english := online(lesson(2, 0, 10, "Английский язык", "ДО-19-3"))
	later := online(lesson(4, 3, 10, "Английский язык", ""))
	tests := []struct {
		name string
		line *model.LessonLine
		want string
	}{
		{"none", nil, "Дистанционных занятий нет"},
		{"soon", &english, "10:15 Английский язык, ДО-19-3: начнётся через 12 мин"},
		{"another day", &later, "Пн, 23\u00a0октября, 10:15 Английский язык"},
		{"long", &long, "10:15 Междисциплинарный курс «Теоретические и методические основы…: начнётся через 12 мин"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var done []string
			note := func(what string) func() { return func() { done = append(done, what) } }
			menu := trayMenu(test.line, friday, TrayActions{
				Open: func(l model.LessonLine) { note(l.Subject)() }, Show: note("show"), Quit: note("quit")})
			var labels []string
			for _, item := range menu.Items {
				if item.Action != nil {
					item.Action()
				}
				labels = append(labels, item.Label)
			}
			if got, want := strings.Join(labels, "|"), test.want+"|Открыть||Показать окно|Выйти"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			want := "show quit"
			if test.line != nil {
				want = test.line.Subject + " " + want
			}
			if got := strings.Join(done, " "); got != want || menu.Items[1].Disabled != (test.line == nil) {
				t.Errorf("did %q, want %q; «Открыть» is disabled: %v", got, want, menu.Items[1].Disabled)
			}
			if quit := menu.Items[4]; !quit.IsQuit {
				t.Error("Fyne adds a «Quit» of its own")
			}
		})
	}
}

func TestKeepTray(t *testing.T) {
	english := online(lesson(2, 0, 10, "Английский язык", "ДО-19-3"))
	f, timer := student(), &viewtest.Timers{}
	f.next = &english
	var set []string
	locked := false
	tray := KeepTray(TrayDeps{Exec: &viewtest.Executor{}, Timer: timer.Timer, Service: f, Locked: func() bool { return locked },
		After: fyne.NewMenu("", fyne.NewMenuItem("никого нет", nil)),
		Set:   func(m *fyne.Menu) { set = append(set, m.Items[0].Label) }})
	pass := func(d time.Duration) {
		f.now = f.now.Add(d)
		timer.Pass(d)
	}
	last := func(n int, want string) {
		t.Helper()
		if len(set) != n || set[n-1] != want {
			t.Fatalf("set %q, want %d of them, the last %q", set, n, want)
		}
	}
	last(1, "10:15 Английский язык, ДО-19-3: начнётся через 12 мин")
	pass(time.Minute)
	last(2, "10:15 Английский язык, ДО-19-3: начнётся через 11 мин")
	f.nextErr = errStore
	pass(time.Minute)
	last(2, "10:15 Английский язык, ДО-19-3: начнётся через 11 мин")
	f.nextErr, f.next = nil, nil
	f.publish(model.Change{Lessons: true})
	pass(time.Second)
	last(3, "Дистанционных занятий нет")
	pass(time.Minute)
	last(3, "Дистанционных занятий нет")
	f.next = &english
	locked = true
	tray.Read()
	last(4, "Показать окно") // no lesson, and nothing that opens one
	pass(time.Minute)
	last(4, "Показать окно")
	locked = false
	tray.Read()
	if len(set) != 5 || !strings.Contains(set[4], "Английский язык") {
		t.Fatalf("after the lock: %q", set)
	}
	tray.Stop()
	last(6, "никого нет") // the next one does not see whose lesson it was
	f.publish(model.Change{Lessons: true})
	pass(time.Hour)
	last(6, "никого нет")
}
