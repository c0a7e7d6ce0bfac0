package conformance

import (
	"slices"

	"zvonok/model"
)

// edits makes the edits of the lists that the other scenarios do not.
func (w *world) edits() {
	a := w.at(admin)
	first, second := w.group("А-1"), w.group("Б-1")
	staff := got[model.PersonID](w)(a.AddStaff(a.Ctx, model.NewStaff{NewPerson: model.NewPerson{Name: model.ParseName("Новикова Анна")}, Roles: model.RoleTeacher}))
	w.do(a.SetRoles(a.Ctx, staff, model.RoleTeacher, model.RoleTeacher|model.RoleCurator))
	w.do(a.SetCurator(a.Ctx, second.Group, staff))
	w.do(a.EditGroup(a.Ctx, w.group("Б-1").Group, model.GroupEdit{Name: "Б-1", Year: 2, Curator: staff}))
	if second = w.group("Б-1"); second.Year != 2 || second.Curator != staff {
		w.Errorf("the group is %+v", second)
	}
	edit := model.TeachingEdit{Group: second.ID, Subject: "Химия", WholeGroup: true, Teachers: []model.PersonID{staff}}
	id := got[model.TeachingID](w)(a.AddTeaching(a.Ctx, edit))
	teaching := func() (row model.TeachingRow, there bool) {
		rows := got[model.GroupCard](w)(a.Group(a.Ctx, second.ID)).Teachings
		n := slices.IndexFunc(rows, func(r model.TeachingRow) bool { return r.ID == id })
		if n < 0 {
			return row, false
		}
		return rows[n], true
	}
	seen, _ := teaching()
	edit.Hours = 20
	w.do(a.EditTeaching(a.Ctx, seen, edit))
	if row, there := teaching(); !there || row.Hours != 20 {
		w.Errorf("the subject is %+v", row)
	}
	w.do(a.EndTeachings(a.Ctx, []model.TeachingID{id}))
	if _, there := teaching(); there {
		w.Error("the subject goes on")
	}

	pupil := []model.PersonID{w.ids[student]}
	w.do(a.MoveStudents(a.Ctx, pupil, second.ID))
	w.do(a.LeaveStudents(a.Ctx, pupil))
	w.do(a.ReturnStudents(a.Ctx, pupil, first.ID))
	if here, there := w.studying(first.ID), w.studying(second.ID); !slices.Equal(here, []string{student, other}) || !slices.Equal(there, []string{"Григорьева"}) {
		w.Errorf("the groups have %q and %q", here, there)
	}
	father := got[model.PersonID](w)(a.AddParent(a.Ctx, model.NewParent{Student: w.ids[other], Person: model.NewPerson{Name: model.ParseName("Папин Олег")}, Relation: "отец"}))
	w.do(a.RemoveParent(a.Ctx, father, w.ids[other]))
	w.do(a.LeaveParents(a.Ctx, []model.PersonID{w.ids[parent]}))
	if parents := got[[]model.ParentRow](w)(a.Parents(a.Ctx, model.PeopleFilter{})); len(parents) != 0 {
		w.Errorf("there are the parents %+v", parents)
	}
	w.do(a.SetCurator(a.Ctx, second.Group, 0))
	w.do(a.LeaveStaff(a.Ctx, []model.PersonID{staff}))
	w.do(a.ReturnStaff(a.Ctx, []model.PersonID{staff}))
	third := got[model.GroupID](w)(a.AddGroup(a.Ctx, model.GroupEdit{Name: "В-1", Year: 1}))
	w.do(a.DisbandGroups(a.Ctx, []model.GroupID{third}))
	if groups := got[[]model.GroupRow](w)(a.Groups(a.Ctx)); len(groups) != 2 {
		w.Errorf("there are the groups %+v", groups)
	}
}

// remoteLessons makes lessons remote, holds them and ends them.
func (w *world) remoteLessons() {
	t, s := w.at(teacher), w.at(student)
	page := got[model.JournalPage](w)(t.Journal(t.Ctx, model.JournalQuery{Group: w.group("А-1").ID}))
	lesson := got[model.LessonID](w)(t.SaveLesson(t.Ctx, model.LessonEdit{Teaching: page.Teaching.ID, Date: page.Today, Hours: 2, Kind: model.LessonLecture, Title: "Введение"}))

	task := got[model.TaskID](w)(t.SaveTask(t.Ctx, model.TaskEdit{Lesson: lesson, Kind: model.TaskTest, Title: "Даты",
		Marks: []model.StudentMark{{Person: w.ids[student], Mark: 4}}}))
	if marks := got[[]model.StudentMark](w)(t.TaskMarks(t.Ctx, task)); len(marks) != 1 || marks[0].Mark != 4 {
		w.Errorf("the task has the marks %+v", marks)
	}
	w.do(t.DeleteTask(t.Ctx, task))

	_, now, err := t.LessonDay(t.Ctx)
	w.do(err)
	begins := max(0, now.Hour()*60+now.Minute()-5)
	edit := model.RemoteEdit{Lesson: lesson, Begins: begins, Ends: begins + 60}
	made, _, err := t.MakeRemote(t.Ctx, edit, model.SourceToken)
	w.do(err)
	if !slices.Equal(made, []model.LessonID{lesson}) {
		w.Errorf("made remote were %v", made)
	}
	call := model.Call{ID: "7", Link: "https://vk.ru/call/join/a"}
	link, _, err := t.KeepCall(t.Ctx, lesson, call, "")
	w.do(err)
	if link != call.Link {
		w.Errorf("the call is at %q", link)
	}
	w.says("a call of a foreign host", second(t.SetCallLink(t.Ctx, lesson, "https://example.org/call")), "")
	if who := got[model.PersonID](w)(s.NoteJoined(s.Ctx, lesson, model.WayBrowser)); who != w.ids[student] {
		w.Errorf("person %d joined", who)
	}
	w.do(s.RememberCallWay(s.Ctx, model.WayBrowser))
	if joined := got[[]model.JoinRow](w)(t.Joined(t.Ctx, lesson)); len(joined) != 1 {
		w.Errorf("joined have %+v", joined)
	}
	left := got[model.RemoteLesson](w)(t.LeaveToAgent(t.Ctx, lesson, link))
	if left.CallID != call.ID {
		w.Errorf("left to the agent, the call to end is %+v", left)
	}
	w.do(second(t.FinishRemote(t.Ctx, lesson, false)))
	w.says("what is over is finished", second(t.FinishRemote(t.Ctx, lesson, false)), "")
	w.do(second(t.DeleteRemote(t.Ctx, lesson, false)))
}
