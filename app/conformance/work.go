package conformance

import (
	"slices"

	"zvonok/app"
	"zvonok/model"
)

func (w *world) chats() {
	a, c, t, s, p := w.at(admin), w.at(curator), w.at(teacher), w.at(student), w.at(parent)
	group := w.group("А-1")
	_, err := s.CreateChat(s.Ctx, model.NewChat{Key: model.ChatKey{Type: model.ChatGroup, Group: group.ID}, Title: "Наша"})
	w.refused("a student creates a chat", err, app.ErrNoRight)
	id := got[model.ChatID](w)(c.CreateChat(c.Ctx, model.NewChat{
		Key: model.ChatKey{Type: model.ChatGroup, Group: group.ID}, Title: "Наша", Members: []model.PersonID{w.ids[student], w.ids[other], w.ids[curator]},
	}))
	mine := func(d Desk) bool {
		chats := got[[]model.MyChat](w)(d.MyChats(d.Ctx))
		return slices.ContainsFunc(chats, func(m model.MyChat) bool { return m.Chat == id })
	}
	if !mine(s) || mine(p) {
		w.Errorf("the chat is the student's %v, the parent's %v", mine(s), mine(p))
	}
	_, err = s.Chat(s.Ctx, id)
	w.refused("a student looks at a chat's list", err, app.ErrNoRight)
	card := got[model.ChatCard](w)(c.Chat(c.Ctx, id))
	edit := model.ChatEdit{Chat: id, Version: card.Version, Title: card.Title, Remove: []model.PersonID{w.ids[other]}}
	w.do(c.SaveChat(c.Ctx, edit))
	edit.Remove = []model.PersonID{w.ids[student]}
	w.stale("a chat that is another one by now", a.SaveChat(a.Ctx, edit), curator)
	if !mine(s) || mine(w.at(other)) {
		w.Error("the first edit did not stay")
	}
	w.refused("a teacher deletes a curator's chat", t.DeleteChats(t.Ctx, []model.ChatID{id}), app.ErrNoRight)
	_, err = s.MyInviteLink(s.Ctx, id)
	w.refused("a student without a profile asks for the link of their chat", err, app.ErrNotLinked)
	w.do(a.DeleteChats(a.Ctx, []model.ChatID{id}))
	if mine(s) {
		w.Error("the chat is still there")
	}
}

func (w *world) lessons() {
	a, c, t, s := w.at(admin), w.at(curator), w.at(teacher), w.at(student)
	page := got[model.JournalPage](w)(t.Journal(t.Ctx, model.JournalQuery{Group: w.group("А-1").ID}))
	edit := model.LessonEdit{Teaching: page.Teaching.ID, Date: page.Today, Hours: 2, Kind: model.LessonLecture, Title: "Введение"}
	for who, d := range map[string]Desk{"an administrator": a, "a curator": c, "a student": s} {
		_, err := d.SaveLesson(d.Ctx, edit)
		w.refused(who+" adds a lesson", err, app.ErrNotOwnSubject)
	}
	lesson := got[model.LessonID](w)(t.SaveLesson(t.Ctx, edit))
	edit.Hours = model.MaxLessonHours + 1
	_, err := t.SaveLesson(t.Ctx, edit)
	w.says("a lesson without an end", err, "")
	cell := model.CellEdit{CellKey: model.CellKey{Lesson: lesson, Person: w.ids[student]}, Mark: 5}
	w.refused("a student marks", s.SetCells(s.Ctx, []model.CellEdit{cell}), app.ErrNotOwnSubject)
	w.do(t.SetCells(t.Ctx, []model.CellEdit{cell}))
	worse := cell
	worse.Mark = 2 // by somebody who saw the cell empty
	w.stale("a cell that is another one by now", t.SetCells(t.Ctx, []model.CellEdit{worse}), teacher)
	page = got[model.JournalPage](w)(c.Journal(c.Ctx, model.JournalQuery{Teaching: edit.Teaching}))
	if got := page.Cells[cell.CellKey].Mark; got != 5 || page.Access.Edit {
		w.Errorf("the curator reads the mark %v and may edit %v", got, page.Access.Edit)
	}
	_, err = s.Journal(s.Ctx, model.JournalQuery{Teaching: edit.Teaching})
	w.refused("a student opens the journal", err, app.ErrNoRight)
	w.refused("a student deletes a lesson", second(s.DeleteLesson(s.Ctx, lesson, false)), app.ErrNotOwnSubject)
	w.refused("a student makes a lesson remote", s.MayMakeRemote(s.Ctx, model.RemoteEdit{Lesson: lesson, Begins: 600, Ends: 690}), app.ErrNotOwnSubject)
	w.do(second(t.DeleteLesson(t.Ctx, lesson, false)))
	if page = got[model.JournalPage](w)(t.Journal(t.Ctx, model.JournalQuery{Teaching: edit.Teaching})); len(page.Lessons)+len(page.Cells) != 0 {
		w.Errorf("the journal still holds %+v, %+v", page.Lessons, page.Cells)
	}
}

// second is the error of a call that answers something as well.
func second[T any](_ T, err error) error { return err }

func (w *world) care() {
	a, t := w.at(admin), w.at(teacher)
	card := got[model.CollegeCard](w)(a.Settings(a.Ctx))
	seen := card.CollegeSettings
	card.AcademicHour = 40
	w.refused("a teacher saves the settings", t.SaveSettings(t.Ctx, seen, card.CollegeSettings), app.ErrNoRight)
	w.do(a.SaveSettings(a.Ctx, seen, card.CollegeSettings))
	late := seen
	late.AcademicHour = 60
	w.stale("settings that were changed meanwhile", a.SaveSettings(a.Ctx, seen, late), "Админова")
	wrong := card.CollegeSettings
	wrong.CollegeName, wrong.AcademicHour = "Другой", 4
	w.says("an hour of four minutes", a.SaveSettings(a.Ctx, card.CollegeSettings, wrong), "от 30 до 90 минут")
	if now := got[model.CollegeCard](w)(a.Settings(a.Ctx)); now != card {
		w.Errorf("the settings are %+v, want %+v", now, card)
	}

	if hour := got[int](w)(t.AcademicHour(t.Ctx)); hour != 40 {
		w.Errorf("a teacher's academic hour has %d minutes, not those of the settings", hour)
	}

	_, err := t.Beginnings(t.Ctx)
	w.refused("a teacher asks how far the college has come", err, app.ErrNoRight)
	if found := got[model.Beginnings](w)(a.Beginnings(a.Ctx)); !found.Students || found.Accounts < 2 {
		w.Errorf("a college with students and accounts has come to %+v", found)
	}

	_, err = a.AddStudent(a.Ctx, w.group("А-1").ID, model.NewPerson{Name: model.ParseName("Новая Анна")})
	w.do(err)
	lines, _, err := a.Audit(a.Ctx, model.AuditFilter{Limit: 1})
	w.do(err)
	if len(lines) != 1 || lines[0].Actor != w.ids["Админова"] || lines[0].Change == 0 {
		w.Fatalf("the last line is %+v", lines)
	}
	_, _, err = t.Audit(t.Ctx, model.AuditFilter{})
	w.refused("a teacher reads the audit", err, app.ErrNoRight)
	w.refused("a teacher takes back", t.UndoChange(t.Ctx, lines[0].Change), app.ErrNoRight)
	w.do(a.UndoChange(a.Ctx, lines[0].Change))
	w.says("what is taken back already", a.UndoChange(a.Ctx, lines[0].Change), "")
	if got := w.studying(w.group("А-1").ID); !slices.Equal(got, []string{student, other}) {
		w.Errorf("afterwards the group has %q", got)
	}

	w.refused("a teacher makes a copy", t.BackUp(t.Ctx), app.ErrNoRight)
	w.do(a.BackUp(a.Ctx))
	copies := got[[]model.Backup](w)(a.Backups(a.Ctx))
	if loss := got[model.BackupLoss](w)(a.BackupLoss(a.Ctx, copies[0].Name)); loss.Chats != 0 {
		w.Errorf("the copy of this moment would lose %+v", loss)
	}
	_, err = a.BackupLoss(a.Ctx, "../college.db")
	w.refused("a file that is no copy", err, app.ErrBackupGone)
}

func (w *world) sync() {
	a, c := w.at(admin), w.at(curator)
	if status := a.SyncStatus(); status.Running || status.AgentHere {
		w.Errorf("the state is %+v", status)
	}
	_, err := c.PreviewInitialise(c.Ctx, model.InitialiseOptions{Types: model.ChatTypes}, nil)
	w.refused("a curator initialises", err, app.ErrNoRight)
	_, err = a.PreviewInitialise(a.Ctx, model.InitialiseOptions{Types: model.ChatTypes}, nil)
	w.refused("without a token", err, app.ErrNoAgent)
	_, err = a.Initialise(a.Ctx, model.InitialiseOptions{Types: model.ChatTypes}, nil)
	w.refused("without a token", err, app.ErrNoAgent)
	_, err = a.RunNow(a.Ctx)
	w.refused("without a token", err, app.ErrNoAgent)
	_, err = a.SendReminders(a.Ctx)
	w.refused("without a token", err, app.ErrNoAgent)
	told, asked, err := a.AskReminders(a.Ctx, nil)
	w.do(err)
	if asked != 0 || told != (model.Reminded{}) {
		w.Errorf("reminded were %d, %+v", asked, told)
	}
	w.do(a.LookSoon(a.Ctx))   // no agent is here, which is no failure
	w.do(a.CarryCalls(a.Ctx)) // or carries calls
	w.refused("a curator stops a run", c.StopSync(c.Ctx), app.ErrNoRight)
	w.do(a.StopSync(a.Ctx))
}

func (w *world) host() {
	a, t := w.at(admin), w.at(teacher)
	w.do(second(a.CheckPassword(a.Ctx, admin, password))) // on another computer nothing of this is done without it
	for _, kind := range model.TokenKinds {
		if state := got[model.TokenState](w)(a.TokenState(a.Ctx, kind)); state.Kept || state.Tail != "" {
			w.Errorf("without a token of the kind %d: %+v", kind, state)
		}
		_, err := t.CheckToken(t.Ctx, kind, "vk1.a.0123456789abcdef")
		w.refused("a teacher checks a token", err, app.ErrNoRight)
		w.says("what is no token", a.KeepToken(a.Ctx, kind, "пароль", 0), "не похоже на ключ")
		_, err = a.CheckKeptToken(a.Ctx, kind)
		w.says("none is kept", err, "вставьте ключ")
	}
	_, err := a.TokenState(a.Ctx, 0)
	w.says("a token of no kind", err, "")
	w.refused("a teacher restores", t.RestoreBackup(t.Ctx, "нет.db"), app.ErrNoRight)
	w.refused("a copy that is not there", a.RestoreBackup(a.Ctx, "нет.db"), app.ErrBackupGone)

	w.do(a.BackUp(a.Ctx))
	copies := got[[]model.Backup](w)(a.Backups(a.Ctx))
	_, err = a.AddGroup(a.Ctx, model.GroupEdit{Name: "В-1", Year: 1})
	w.do(err)
	w.do(a.RestoreBackup(a.Ctx, copies[0].Name))
	_, err = a.Groups(a.Ctx)
	w.refused("who was at work before a restore works on", err, app.ErrSignedOut)
}

func (w *world) profiles() {
	nobody, s := w.at(""), w.at(student)
	if state := got[model.LinkState](w)(s.LinkState(s.Ctx)); state.Linked() || state.Person.ID != w.ids[student] {
		w.Errorf("nobody has linked anything: %+v", state)
	}
	_, err := nobody.LinkState(nobody.Ctx)
	w.refused("nobody asks", err, app.ErrSignedOut)
	w.refused("a profile that is not there", s.UnlinkProfile(s.Ctx, w.ids[student]), app.ErrNotLinked)
	w.refused("another's profile", s.UnlinkProfile(s.Ctx, w.ids[other]), app.ErrNoRight)
	w.refused("another's sign-in", s.EndSignIn(s.Ctx, w.ids[other]), app.ErrNoRight)
	w.do(s.NoteCrossed(s.Ctx))
}
