package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// TestJoinByDay: a student joins what their group learned on the lesson's day.
func TestJoinByDay(t *testing.T) {
	c := newClassroom(t)
	history, physics := c.lesson(t, "История", 23), c.lesson(t, "Физика", 23)
	teacher := c.enter(t, "Учителева")
	c.make(t, teacher, pasted(history, at(12, 0), at(13, 0)))
	c.make(t, c.enter(t, "Наставникова"), pasted(physics, at(13, 0), at(14, 0)))
	moved := c.person(t, "Алексеева")
	c.update(t, func(tx *store.Tx) error {
		return errors.Join(tx.EndEnrolments(moved, "2026-11-23"), tx.Enrol(moved, c.teaching(t, "Физика").Group, "2026-11-23"))
	})
	says(t, "the group that was left", c.enter(t, "Алексеева").OpenRemote(c.ctx(t, "Алексеева"), history, model.WayBrowser), "не вашей группы")
	c.clock.pass(time.Hour)
	// «Физика» is learned one by one, and she is not among them.
	says(t, "the new group", c.enter(t, "Алексеева").OpenRemote(c.ctx(t, "Алексеева"), physics, model.WayBrowser), "не вашей группы")
	says(t, "a learner", c.enter(t, "Григорьева").OpenRemote(c.ctx(t, "Григорьева"), physics, model.WayBrowser), "")
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

// TestOverlap: a time that the teacher's or the group's other remote lesson takes is refused, and that one named.
func TestOverlap(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	history, physics := c.lesson(t, "История", 24), c.lesson(t, "Физика", 24)
	teacher := c.enter(t, "Учителева")
	c.make(t, teacher, pasted(history, at(10, 0), at(11, 0)))
	_, err := teacher.MakeRemote(teacher.As(ctx), pasted(physics, at(10, 30), at(11, 30)))
	says(t, "the teacher's own", err, "у вас уже есть дистанционное занятие: А-1, История (ОГСЭ), 24.11.2026 10:00–11:00")
	c.make(t, teacher, pasted(physics, at(11, 0), at(12, 0)))
	_, err = teacher.MakeRemote(teacher.As(ctx), pasted(history, at(10, 0), at(11, 1)))
	says(t, "new times", err, "Физика, 24.11.2026 11:00–12:00")
	if r := c.remote(t, history); r.Ends.Sub(r.Begins) != time.Hour {
		t.Errorf("the lesson lasts %v after a refusal", r.Ends.Sub(r.Begins))
	}
}

// TestEditKeepsCall: new times of a remote lesson leave its link and its call alone.
func TestEditKeepsCall(t *testing.T) {
	c := newClassroom(t)
	id := c.lesson(t, "История", 24)
	teacher := c.enter(t, "Учителева")
	c.signIn(t, teacher)
	c.make(t, teacher, model.RemoteEdit{Lesson: id, Begins: at(10, 0), Ends: at(11, 0)})
	c.clock.pass(22 * time.Hour)
	says(t, "open", teacher.OpenRemote(teacher.As(t.Context()), id, model.WayBrowser), "")
	before := c.remote(t, id)
	c.make(t, teacher, model.RemoteEdit{Lesson: id, Begins: at(12, 0), Ends: at(13, 0)})
	after := c.remote(t, id)
	if after.Link != before.Link || after.CallID != before.CallID || after.Source != model.SourceToken || c.own.started != 1 {
		t.Errorf("%+v became %+v", before, after)
	}
	if got := after.Begins.Sub(before.Begins); got != 2*time.Hour {
		t.Errorf("moved by %v", got)
	}
	// Another link replaces the call, which ends.
	says(t, "another link", teacher.SetCallLink(teacher.As(t.Context()), id, " https://vk.test/call/join/mine?x=1 "), "")
	if r := c.remote(t, id); r.Link != "https://vk.test/call/join/mine" || r.Source != model.SourcePasted || r.CallID != "" || len(c.own.on()) != 0 {
		t.Errorf("%+v, calls %q", r, c.own.on())
	}
}

// TestMoveRemote: the times of a remote lesson go along with its day.
func TestMoveRemote(t *testing.T) {
	for _, tt := range []struct {
		name   string
		now    string // UTC, when it is moved
		finish bool
		posted bool
		to     int
		err    string
	}{
		{name: "ahead", now: "2026-11-24 06:00:00", to: 26},
		{name: "told already", now: "2026-11-24 06:00:00", posted: true, to: 26},
		{name: "taken", now: "2026-11-24 06:00:00", to: 25, err: "Физика, 25.11.2026 10:30"},
		{name: "passed", now: "2026-11-24 07:30:00", to: 23, err: "ещё не прошло"},
		{name: "over, into the past", now: "2026-11-24 08:30:00", to: 23},
		{name: "over, ahead", now: "2026-11-24 08:30:00", to: 26},
		{name: "over, taken", now: "2026-11-24 08:30:00", to: 25, err: "Физика"},
		{name: "finished", now: "2026-11-24 07:30:00", finish: true, to: 25},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClassroom(t)
			id, other := c.lesson(t, "История", 24), c.lesson(t, "Физика", 25)
			teacher := c.enter(t, "Учителева")
			edit := pasted(id, at(10, 0), at(11, 0))
			edit.Post, edit.PostMinutes = model.PostBefore, 15
			c.make(t, teacher, edit)
			c.make(t, teacher, pasted(other, at(10, 30), at(11, 30)))
			now, err := time.Parse(time.DateTime, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			c.clock.pass(now.Sub(c.clock.Now()))
			if tt.finish {
				says(t, "finish", teacher.FinishRemote(teacher.As(t.Context()), id, false), "")
			}
			before := c.remote(t, id)
			zone, _ := time.LoadLocation("Europe/Moscow")
			err = c.college.Store.Update(t.Context(), func(tx *store.Tx) error {
				lesson, err := tx.Lesson(id)
				if err != nil {
					return err
				}
				if tt.posted {
					err = tx.SetTold(model.Told{Lesson: id, At: now})
					lesson.Remote.Posted = now
				}
				if err != nil {
					return err
				}
				return lessons.MoveRemote(tx, teacher.Person().ID, c.teaching(t, "История").Teaching, lesson, nil, day(tt.to), zone, now)
			})
			says(t, "move", err, tt.err)
			after, shift := c.remote(t, id), time.Duration(tt.to-24)*24*time.Hour
			if tt.err != "" {
				shift = 0
			}
			if got := after.Begins.Sub(before.Begins); got != shift || after.Ends.Sub(before.Ends) != shift {
				t.Errorf("moved by %v, want %v", got, shift)
			}
			switch {
			case tt.posted:
				if !after.PostAt.Equal(before.PostAt) || !after.Posted.Equal(now) {
					t.Errorf("the chat is told at %v, was told %v", after.PostAt, after.Posted)
				}
			case tt.name == "ahead" && !after.PostAt.Equal(before.PostAt.Add(shift)):
				t.Errorf("the chat is told at %v", after.PostAt)
			}
		})
	}
}

// TestLessonTakesCallAlong: a lesson that moves takes the times of its call along or stays, and one that is
// deleted ends its call.
func TestLessonTakesCallAlong(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	c.holdAccount()
	teacher := c.enter(t, "Учителева")
	byAgent, taken := c.lesson(t, "История", 24), c.lesson(t, "Физика", 25)
	c.make(t, teacher, model.RemoteEdit{Lesson: byAgent, Begins: at(10, 0), Ends: at(11, 0)})
	c.make(t, teacher, pasted(taken, at(10, 0), at(11, 0)))
	c.carry(t)
	edit := c.editing(t, byAgent)
	edit.Date = day(25)
	_, err := teacher.SaveLesson(teacher.As(ctx), edit)
	says(t, "a day that is taken", err, "Физика, 25.11.2026 10:00")
	edit.Date = day(26)
	_, err = teacher.SaveLesson(teacher.As(ctx), edit)
	says(t, "a free day", err, "")
	c.view(t, func(tx *store.Tx) error {
		l, err := tx.Lesson(byAgent)
		if !l.Date.Equal(day(26)) || l.Remote == nil || !l.Remote.Begins.Equal(time.Date(2026, 11, 26, 7, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v, %+v", l.Lesson, l.Remote)
		}
		return err
	})
	c.clock.pass(2*24*time.Hour + 22*time.Hour)
	c.carry(t)
	if on := c.account.on(); len(on) != 1 {
		t.Errorf("the agent's calls are %q", on)
	}
	says(t, "delete", teacher.DeleteLesson(teacher.As(ctx), byAgent, false), "")
	c.carry(t)
	if on := c.account.on(); len(on) != 0 {
		t.Errorf("the agent's calls %q go on", on)
	}
	c.signIn(t, teacher)
	byToken := c.lesson(t, "История", 26)
	c.make(t, teacher, model.RemoteEdit{Lesson: byToken, Begins: at(10, 0), Ends: at(11, 0)})
	says(t, "open", teacher.OpenRemote(teacher.As(ctx), byToken, model.WayBrowser), "")
	says(t, "delete", teacher.DeleteLesson(teacher.As(ctx), byToken, false), "")
	if on := c.own.on(); len(on) != 0 || c.own.started != 1 {
		t.Errorf("the teacher's calls %q go on", on)
	}
}

// TestCallLinks: a pasted link is checked, and one call is not two groups' at once.
func TestCallLinks(t *testing.T) {
	c := newClassroom(t)
	history, physics := c.lesson(t, "История", 24), c.lesson(t, "Физика", 25)
	teacher := c.enter(t, "Учителева")
	for _, link := range []string{
		"file:///etc/passwd", "javascript:alert(1)", "https://vk.ru.evil.example/call/join/x", "https://vk.ru@evil.example/call/join/x",
		"http://vk.ru/call/join/x", "https://vk.ru/call/join/a b", "https://vk.ru/call/join/" + strings.Repeat("x", 600), "https://vk.ru/feed",
	} {
		edit := pasted(history, at(10, 0), at(11, 0))
		edit.Link = link
		if _, err := teacher.MakeRemote(teacher.As(t.Context()), edit); err == nil {
			t.Errorf("%s was taken", link)
		}
	}
	edit := pasted(history, at(10, 0), at(11, 0))
	c.make(t, teacher, edit)
	same := pasted(physics, at(10, 0), at(11, 0))
	same.Link = edit.Link
	_, err := teacher.MakeRemote(teacher.As(t.Context()), same)
	says(t, "another group's link", err, "уже стоит у другого занятия: А-1, История (ОГСЭ), 24.11.2026, 10:00–11:00")
	c.make(t, teacher, pasted(physics, at(10, 0), at(11, 0)))
	says(t, "another group's link", teacher.SetCallLink(teacher.As(t.Context()), physics, edit.Link), "уже стоит")
	if hosts := teacher.CallHosts(); !slices.Equal(hosts, []string{"vk.test", "vk.ru"}) {
		t.Errorf("links lead to %q", hosts)
	}
	says(t, "the page for calls", teacher.OpenCallPage(t.Context()), "")
	if !slices.Equal(c.opened, []string{"https://vk.test/calls"}) {
		t.Errorf("opened %q", c.opened)
	}
}

// TestOpenRemote: the link goes to the browser or, as an argument of its own, to the program of the settings;
// one that leads elsewhere goes nowhere.
func TestOpenRemote(t *testing.T) {
	c := newClassroom(t)
	ctx := context.Background()
	id := c.lesson(t, "История", 23)
	teacher, student := c.enter(t, "Учителева"), c.enter(t, "Алексеева")
	c.make(t, teacher, pasted(id, at(12, 0), at(13, 0)))
	link := c.remote(t, id).Link
	says(t, "without a program", student.OpenRemote(student.As(ctx), id, model.WayProgram), "")
	if !slices.Equal(c.opened, []string{link}) || len(c.launched) != 0 {
		t.Errorf("opened %q, launched %q", c.opened, c.launched)
	}
	program := filepath.Join(t.TempDir(), "vk messenger")
	c.update(t, func(tx *store.Tx) error { // what anybody who can write the file could put there
		return tx.SetSetting("messenger.program@стол", "/opt/other")
	})
	if err := os.WriteFile(filepath.Join(c.college.Dir, "preferences.json"), fmt.Appendf(nil, `{"messenger_program": %q}`, program), 0o600); err != nil {
		t.Fatal(err)
	}
	says(t, "in the program", teacher.OpenRemote(teacher.As(ctx), id, model.WayProgram), "")
	if !slices.Equal(c.launched, []string{program + " " + link}) || len(c.opened) != 1 {
		t.Errorf("opened %q, launched %q", c.opened, c.launched)
	}
	c.launchErr = errBroken
	second := c.enter(t, "Борисова")
	says(t, "a program that is not there", second.OpenRemote(second.As(ctx), id, model.WayProgram), "проверьте путь")
	c.clock.pass(time.Minute)
	says(t, "again", student.OpenRemote(student.As(ctx), id, model.WayBrowser), "")
	joins, err := teacher.Joined(teacher.As(ctx), id)
	if err != nil || len(joins) != 2 || joins[0].Name.LastName != "Учителева" && joins[0].Name.LastName != "Алексеева" {
		t.Fatalf("joined: %+v, %v", joins, err)
	}
	for _, j := range joins {
		if j.At.Format("15:04 MST") != "12:00 MSK" || j.Way != model.WayProgram {
			t.Errorf("%s joined at %v by %d", j.Name, j.At, j.Way)
		}
	}
	for _, bad := range []string{"https://evil.example/call/join/x", "file:///bin/sh"} {
		c.update(t, func(tx *store.Tx) error {
			r := c.remote(t, id)
			r.Link = bad
			return tx.PutRemote(r)
		})
		for _, way := range []model.CallWay{model.WayProgram, model.WayBrowser} {
			if err := student.OpenRemote(student.As(ctx), id, way); err == nil {
				t.Errorf("%s was opened", bad)
			}
		}
	}
	ordinary := c.lesson(t, "История", 23)
	if err := student.OpenRemote(student.As(ctx), ordinary, model.WayBrowser); !errors.Is(err, lessons.ErrNotRemote) {
		t.Errorf("an ordinary lesson: %v", err)
	}
}

func TestCallWay(t *testing.T) {
	c := newClassroom(t)
	teacher, student := c.enter(t, "Учителева"), c.enter(t, "Алексеева")
	if way, err := teacher.CallWay(teacher.As(t.Context())); err != nil || way != model.WayAsk {
		t.Errorf("at first %d, %v", way, err)
	}
	if err := teacher.RememberCallWay(teacher.As(t.Context()), model.WayBrowser); err != nil {
		t.Fatal(err)
	}
	mine, _ := teacher.CallWay(teacher.As(t.Context()))
	other, _ := student.CallWay(student.As(t.Context()))
	if mine != model.WayBrowser || other != model.WayAsk {
		t.Errorf("remembered %d, another's %d", mine, other)
	}
}

func TestNextRemote(t *testing.T) {
	c := newClassroom(t)
	ctx := t.Context()
	student, teacher := c.enter(t, "Алексеева"), c.enter(t, "Учителева")
	if _, ok, err := student.NextRemote(student.As(ctx)); ok || err != nil {
		t.Errorf("without a lesson: %v, %v", ok, err)
	}
	physics, later, sooner := c.lesson(t, "Физика", 23), c.lesson(t, "История", 25), c.lesson(t, "История", 23)
	for id, begins := range map[model.LessonID]int{physics: at(12, 0), later: at(9, 0), sooner: at(13, 0)} {
		c.make(t, teacher, pasted(id, begins, begins+45))
	}
	for _, tt := range []struct {
		pass             time.Duration
		student, teacher model.LessonID
	}{{0, sooner, physics}, {45 * time.Minute, sooner, sooner}, {2 * time.Hour, later, later}, {48 * time.Hour, 0, 0}} {
		c.clock.pass(tt.pass)
		s, _, err := student.NextRemote(student.As(ctx))
		w, ok, _ := teacher.NextRemote(teacher.As(ctx))
		if err != nil || s.ID != tt.student || w.ID != tt.teacher || ok != (tt.teacher != 0) || ok && !w.Mine || s.Mine {
			t.Errorf("%v later: %d and %d, want %d and %d", tt.pass, s.ID, w.ID, tt.student, tt.teacher)
		}
	}
}

// TestMayOpenRemote: the verdict before a way is chosen is the one that opening gives, and opens nothing.
func TestMayOpenRemote(t *testing.T) {
	c := newClassroom(t)
	ctx := context.Background()
	id := c.lesson(t, "История", 23)
	teacher, student, stranger := c.enter(t, "Учителева"), c.enter(t, "Алексеева"), c.enter(t, "Григорьева")
	c.make(t, teacher, pasted(id, at(12, 0), at(13, 0)))
	says(t, "a learner in time", student.MayOpenRemote(student.As(ctx), id), "")
	if err := stranger.MayOpenRemote(stranger.As(ctx), id); err == nil {
		t.Error("a student of another group may")
	}
	c.clock.pass(time.Hour)
	if err := teacher.MayOpenRemote(teacher.As(ctx), id); !errors.Is(err, model.ErrOver) {
		t.Errorf("after the end: %v", err)
	}
	if joins, err := teacher.Joined(teacher.As(ctx), id); err != nil || len(joins)+len(c.opened) != 0 {
		t.Errorf("the verdict opened something: %v, %v, %v", joins, c.opened, err)
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
