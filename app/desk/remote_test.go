package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/lessons"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// TestRemoteRights: who may make a lesson of А-1 remote, join it, see who joined, finish it and delete it.
func TestRemoteRights(t *testing.T) {
	const own, attended, right, owner = "только преподаватель предмета", "не вашей группы", "нет права", "владелец файла"
	for _, tt := range []struct {
		who, edit, open, see string
	}{
		{"Учителева", "", "", ""},
		{"Наставникова", own, attended, right},
		{"Кураторова", own, attended, ""},
		{"Админова", own, attended, ""},
		{"Менеджерова", own, attended, right},
		{"Завхозова", own, attended, right},
		{"Алексеева", own, "", right},
		{"Григорьева", own, attended, right},
		{"Мамина", own, attended, right},
		{"", owner, owner, ""},
	} {
		t.Run(tt.who, func(t *testing.T) {
			c := newClassroom(t)
			ctx := t.Context()
			history, again := c.lesson(t, "История", 23), c.lesson(t, "История", 23)
			c.make(t, c.enter(t, "Учителева"), pasted(history, at(12, 0), at(13, 0)))
			s := c.enter(t, tt.who)

			_, err := s.MakeRemote(s.As(ctx), pasted(again, at(13, 0), at(14, 0)))
			says(t, "make", err, tt.edit)
			says(t, "paste a link", s.SetCallLink(s.As(ctx), history, "https://vk.test/call/join/other"), tt.edit)
			says(t, "open", s.OpenRemote(s.As(ctx), history, model.WayBrowser), tt.open)
			_, err = s.Joined(s.As(ctx), history)
			says(t, "who joined", err, tt.see)
			says(t, "finish", s.FinishRemote(s.As(ctx), history, false), tt.edit)
			says(t, "delete", s.DeleteRemote(s.As(ctx), history, false), tt.edit)
			if gone := c.remote(t, history).Lesson == 0; gone != (tt.edit == "") {
				t.Errorf("deleted: %v", gone)
			}
			if made := c.remote(t, again).Lesson != 0; made != (tt.edit == "") {
				t.Errorf("made: %v", made)
			}
			if opened := len(c.opened) > 0; opened != (tt.open == "") {
				t.Errorf("opened %q", c.opened)
			}
		})
	}
	t.Run("nobody", func(t *testing.T) {
		c := newClassroom(t)
		id := c.lesson(t, "История", 23)
		s := c.enter(t, "Учителева")
		if err := s.SignOut(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err := s.MakeRemote(s.As(t.Context()), pasted(id, at(12, 0), at(13, 0)))
		_, sourceErr := s.CallSource(s.As(t.Context()))
		_, wayErr := s.CallWay(s.As(t.Context()))
		for _, err := range []error{err, sourceErr, wayErr, s.OpenRemote(s.As(t.Context()), id, model.WayBrowser), s.DeleteRemote(s.As(t.Context()), id, false)} {
			if !errors.Is(err, app.ErrNoRight) {
				t.Errorf("got %v", err)
			}
		}
	})
}

// TestRemoteFollowsSubject: a lesson whose subject went over to another teacher is that one's, also when the former one
// still teaches the group something else.
func TestRemoteFollowsSubject(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	history, again := c.lesson(t, "История", 23), c.lesson(t, "История", 23)
	former := c.enter(t, "Учителева")
	c.make(t, former, pasted(history, at(12, 0), at(13, 0)))
	snapshot := small()
	snapshot.Teachings[0].Teachers = []roster.Key{"s:5"}
	snapshot.Teachings = append(snapshot.Teachings,
		roster.Teaching{Key: "t:5", Group: "g:1", Subject: "Обществознание", WholeGroup: true, Teachers: []roster.Key{"s:4"}})
	c.apply(t, snapshot)

	const own = "только преподаватель предмета"
	_, err := former.MakeRemote(former.As(ctx), pasted(again, at(13, 0), at(14, 0)))
	says(t, "the former teacher makes", err, own)
	says(t, "the former teacher pastes", former.SetCallLink(former.As(ctx), history, "https://vk.test/call/join/other"), own)
	says(t, "the former teacher opens", former.OpenRemote(former.As(ctx), history, model.WayBrowser), "не вашей группы")
	says(t, "the former teacher finishes", former.FinishRemote(former.As(ctx), history, false), own)
	says(t, "the former teacher deletes", former.DeleteRemote(former.As(ctx), history, false), own)
	if r := c.remote(t, history); r.Lesson == 0 || !r.Finished.IsZero() || len(c.opened) != 0 {
		t.Errorf("%+v, opened %q", r, c.opened)
	}
	teacher := c.enter(t, "Наставникова")
	says(t, "the teacher opens", teacher.OpenRemote(teacher.As(ctx), history, model.WayBrowser), "")
	says(t, "the teacher deletes", teacher.DeleteRemote(teacher.As(ctx), history, false), "")
}

// TestRemoteTimes: a lesson is open from its first second up to but without its last, by the college's clock
// and not by the machine's.
func TestRemoteTimes(t *testing.T) {
	// time.Local is the whole process's, and the connections that other tests have left read it.
	const alone = "ZVONOK_TEST_ALONE"
	if os.Getenv(alone) == "" {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
		cmd.Env = append(os.Environ(), alone+"=1")
		if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name()+" ")) {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	for _, tt := range []struct {
		zone, machine string
		now           string // UTC
		day           int
		begins, ends  int
		early         int // minutes
		teacher       string
		student       string
		made          string
	}{
		{zone: "Europe/Moscow", machine: "Asia/Kamchatka", now: "2026-11-23 06:59:59", day: 23, begins: at(10, 0), ends: at(11, 0),
			teacher: "не началось", student: "не началось"},
		{zone: "Europe/Moscow", machine: "Asia/Kamchatka", now: "2026-11-23 07:00:00", day: 23, begins: at(10, 0), ends: at(11, 0)},
		{zone: "Europe/Moscow", machine: "America/New_York", now: "2026-11-23 07:59:59", day: 23, begins: at(10, 0), ends: at(11, 0)},
		{zone: "Europe/Moscow", machine: "America/New_York", now: "2026-11-23 08:00:00", day: 23, begins: at(10, 0), ends: at(11, 0),
			made: "ещё не прошло"},
		{zone: "Asia/Kamchatka", machine: "Europe/Kaliningrad", now: "2026-11-23 20:00:00", day: 24, begins: at(8, 0), ends: at(9, 0)},
		{zone: "Asia/Kamchatka", machine: "Europe/Kaliningrad", now: "2026-11-23 19:59:59", day: 24, begins: at(8, 0), ends: at(9, 0), early: 10,
			student: "не началось"},
		{zone: "Asia/Kamchatka", machine: "Europe/Kaliningrad", now: "2026-11-23 19:49:59", day: 24, begins: at(8, 0), ends: at(9, 0), early: 10,
			teacher: "не началось", student: "не началось"},
		{zone: "Europe/Kaliningrad", machine: "Asia/Magadan", now: "2026-11-23 21:59:59", day: 23, begins: at(23, 0), ends: at(23, 59),
			made: "ещё не прошло"},
		{zone: "Europe/Kaliningrad", machine: "Asia/Magadan", now: "2026-11-23 21:58:59", day: 23, begins: at(23, 0), ends: at(23, 59)},
		{zone: "Europe/Moscow", machine: "UTC", now: "2026-11-23 07:00:00", day: 23, begins: at(11, 0), ends: at(11, 0), made: "раньше окончания"},
	} {
		t.Run(tt.zone+" "+tt.now, func(t *testing.T) {
			machine, err := time.LoadLocation(tt.machine)
			if err != nil {
				t.Fatal(err)
			}
			time.Local = machine
			c := newClassroom(t)
			now, err := time.Parse(time.DateTime, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			c.clock.pass(now.Sub(c.clock.Now()))
			c.update(t, func(tx *store.Tx) error {
				return errors.Join(tx.SetSetting(store.SettingTimeZone, tt.zone), tx.SetSetting(store.SettingEarlyMinutes, fmt.Sprint(tt.early)))
			})
			id := c.lesson(t, "История", tt.day)
			teacher := c.enter(t, "Учителева")
			_, err = teacher.MakeRemote(teacher.As(t.Context()), pasted(id, tt.begins, tt.ends))
			says(t, "make", err, tt.made)
			if tt.made != "" {
				return
			}
			says(t, "the teacher", teacher.OpenRemote(teacher.As(t.Context()), id, model.WayBrowser), tt.teacher)
			says(t, "a student", c.enter(t, "Алексеева").OpenRemote(c.ctx(t, "Алексеева"), id, model.WayBrowser), tt.student)
			c.clock.pass(c.remote(t, id).Ends.Sub(c.clock.Now()) - time.Second)
			says(t, "the last second", teacher.OpenRemote(teacher.As(t.Context()), id, model.WayBrowser), "")
			c.clock.pass(time.Second)
			if err := teacher.OpenRemote(teacher.As(t.Context()), id, model.WayBrowser); !errors.Is(err, model.ErrOver) {
				t.Errorf("at the end: %v", err)
			}
			if err := teacher.FinishRemote(teacher.As(t.Context()), id, false); !errors.Is(err, model.ErrOver) {
				t.Errorf("finished after the end: %v", err)
			}
		})
	}
}

// TestFinishRemote: a person who pressed «Завершить» ended the lesson for everybody, and the call with it.
func TestFinishRemote(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	id := c.lesson(t, "История", 23)
	teacher := c.enter(t, "Учителева")
	c.signIn(t, teacher)
	c.make(t, teacher, model.RemoteEdit{Lesson: id, Begins: at(12, 5), Ends: at(13, 0)})
	if err := teacher.FinishRemote(teacher.As(ctx), id, false); !errors.Is(err, model.ErrNotBegun) {
		t.Errorf("before the start: %v", err)
	}
	c.clock.pass(10 * time.Minute)
	says(t, "open", teacher.OpenRemote(teacher.As(ctx), id, model.WayBrowser), "")
	c.own.finishErr = refusedFault(15)
	says(t, "a call that VK does not end", teacher.FinishRemote(teacher.As(ctx), id, false), "завершите его в VK")
	if r := c.remote(t, id); !r.Finished.Equal(c.clock.Now()) {
		t.Errorf("finished at %v", r.Finished)
	}
	for _, who := range []string{"Учителева", "Алексеева"} {
		if err := c.enter(t, who).OpenRemote(c.ctx(t, who), id, model.WayBrowser); !errors.Is(err, model.ErrOver) {
			t.Errorf("%s opens a finished lesson: %v", who, err)
		}
	}
	_, err := teacher.MakeRemote(teacher.As(ctx), model.RemoteEdit{Lesson: id, Begins: at(12, 30), Ends: at(14, 0)})
	says(t, "made again", err, "уже завершено")
	says(t, "delete", teacher.DeleteRemote(teacher.As(ctx), id, false), "")
	if err := teacher.DeleteRemote(teacher.As(ctx), id, false); !errors.Is(err, lessons.ErrNotRemote) {
		t.Errorf("deleted twice: %v", err)
	}
	c.own.finishErr = nil
	c.make(t, teacher, model.RemoteEdit{Lesson: id, Begins: at(12, 10), Ends: at(14, 0)})
	says(t, "open", teacher.OpenRemote(teacher.As(ctx), id, model.WayBrowser), "")
	says(t, "finish", teacher.FinishRemote(teacher.As(ctx), id, false), "")
	if on := c.own.on(); !slices.Equal(on, []string{"own-1"}) { // the one that VK refused to end
		t.Errorf("calls %q go on", on)
	}
	var actions []string
	c.view(t, func(tx *store.Tx) error {
		return tx.EachAudit(store.AuditQuery{}, func(l model.AuditLine) error {
			if strings.Contains(l.Action, "дистанционного занятия") {
				actions = append(actions, l.Action+": "+l.Subject+": "+l.Details)
			}
			return nil
		})
	})
	const subject = ": А-1/История (ОГСЭ): 23.11.2026, "
	if want := []string{
		"Завершение дистанционного занятия" + subject + "12:10–14:00", "Создание дистанционного занятия" + subject + "12:10–14:00",
		"Удаление дистанционного занятия" + subject + "12:05–13:00", "Завершение дистанционного занятия" + subject + "12:05–13:00",
		"Создание дистанционного занятия" + subject + "12:05–13:00",
	}; !slices.Equal(actions, want) {
		t.Errorf("«Журнал изменений» has\n%q, want\n%q", actions, want)
	}
}

// TestLessonExports: the journal goes to people who may see it, the calendar holds own lessons; a learner's holds no link.
func TestLessonExports(t *testing.T) {
	c := newClassroom(t)
	ctx := context.Background()
	id := c.lesson(t, "История", 23)
	teacher, student := c.enter(t, "Учителева"), c.enter(t, "Алексеева")
	c.make(t, teacher, pasted(id, at(12, 0), at(13, 0)))
	q := model.JournalQuery{Group: c.group(t, "А-1"), Teaching: c.subject(t, "А-1", "История").ID}
	var book bytes.Buffer
	says(t, "the journal", teacher.ExportJournal(teacher.As(ctx), q, &book), "")
	if !bytes.HasPrefix(book.Bytes(), []byte("PK")) {
		t.Error("no workbook")
	}
	if err := student.ExportJournal(student.As(ctx), q, &book); err == nil {
		t.Error("a student takes the journal out")
	}
	var own, learned bytes.Buffer
	says(t, "the teacher's calendar", teacher.ExportCalendar(teacher.As(ctx), &own), "")
	says(t, "the student's calendar", student.ExportCalendar(student.As(ctx), &learned), "")
	link := "/call/join/"
	if !strings.Contains(own.String(), link) || strings.Contains(learned.String(), link) || !strings.Contains(learned.String(), "История") {
		t.Errorf("the teacher's:\n%s\nthe student's:\n%s", own.String(), learned.String())
	}
}

// TestALessonRunsOver: its end is moved while it goes on, and whoever is in the call stays.
func TestALessonRunsOver(t *testing.T) {
	c := newClassroom(t)
	id, s := c.lesson(t, "История", 24), c.enter(t, "Учителева")
	c.make(t, s, pasted(id, at(10, 0), at(11, 0)))
	now := time.Date(2026, 11, 24, 7, 50, 0, 0, time.UTC)
	c.clock.pass(now.Sub(c.clock.Now()))
	before := c.remote(t, id)
	edit := pasted(id, at(10, 0), at(11, 30))
	edit.Link = ""
	c.make(t, s, edit)
	after := c.remote(t, id)
	if after.Link != before.Link || !after.Begins.Equal(before.Begins) || after.Ends.Sub(before.Ends) != 30*time.Minute {
		t.Errorf("it became %+v", after)
	}
	c.clock.pass(30 * time.Minute)
	if err := after.MayJoin(c.clock.Now(), 0); err != nil {
		t.Errorf("after its former end: %v", err)
	}
}
