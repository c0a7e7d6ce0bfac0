package desk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/app/lessons"
	"zvonok/model"
	"zvonok/model/store"
)

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
	for _, s := range []*desk.Session{student, c.enter(t, "Отцова"), c.enter(t, "Менеджерова")} {
		if got, err := s.CallStarted(s.As(ctx), id); !errors.Is(err, app.ErrNotOwnSubject) || got != "" {
			t.Errorf("who does not teach the subject is told the link %q, %v", got, err)
		}
	}
	stranger := c.enter(t, "Менеджерова")
	if _, err := stranger.NoteJoined(stranger.As(ctx), id, model.WayBrowser); err == nil {
		t.Error("somebody who neither leads nor learns the subject is among those who joined")
	}
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
