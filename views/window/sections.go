//go:build !nowindow

package window

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/views/chats"
	"zvonok/views/dialog"
	"zvonok/views/files"
	"zvonok/views/find"
	"zvonok/views/journal"
	"zvonok/views/lessonimport"
	"zvonok/views/lessons"
	"zvonok/views/mychats"
	"zvonok/views/people"
	"zvonok/views/remotelessons"
	"zvonok/views/rosterimport"
	"zvonok/views/settings"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// outside is what the program shows beside its window: the operating system's notifications and its tray. Fields that are
// nil are not there.
type outside struct {
	notify func(title, text string)
	tray   func(*fyne.Menu)
	empty  *fyne.Menu // the tray's while nobody is signed in
	front  func()     // brings the window to the front
}

// after says what to do after the whole college was replaced; nil where that does not happen.
type after struct {
	restored func() // after a restore: asks who comes
	moved    func() // after the move to a database: closes the college here
}

// frame fills the window with the sections of the program; save, if not nil, replaces the dialogs that ask where to put a
// file.
func frame(cfg shell.Config, session *desk.Session, out outside, then after, save dialog.Where) *shell.Shell {
	if save == nil {
		save = files.AskWhere(cfg.Exec)
	}
	var sh *shell.Shell
	cfg.Confirm = func() func() {
		if !session.Actor().MayInitialise() {
			return nil
		}
		return func() {
			sh.Reach("chats", func() {
				deps := chats.Deps{Desk: sh.Desk(save), Service: session}
				if waits := session.SyncStatus().Unconfirmed; waits.Again {
					chats.ConfirmSending(deps, waits.Types)
				} else {
					chats.Initialise(deps)
				}
			})
		}
	}
	cfg.Find = func() func() {
		if !session.Actor().SeesManagement() {
			return nil
		}
		return func() { search(cfg, session, sh, save) }
	}
	cfg.Retry = func() func(context.Context) error {
		if !session.Actor().MaySetUp() {
			return nil
		}
		return func(ctx context.Context) error {
			_, err := session.RunNow(ctx)
			return err
		}
	}
	cfg.Undo = func() shell.Undoing {
		if !session.Actor().MaySetUp() {
			return nil
		}
		return session
	}
	if cfg.Personas == nil && session.Actor().MaySetUp() { // the demonstration has begun already
		cfg.Steps = &shell.Steps{Read: session.Beginnings, Lead: func(step model.Beginning) {
			switch step {
			case model.BeginRoster:
				sh.Push(importRoster(cfg, session, sh))
			case model.BeginToken:
				sh.Push(settings.OpenMessenger(settingsDeps(session, sh, then, save)))
			case model.BeginChats:
				chats.Initialise(chats.Deps{Desk: sh.Desk(save), Service: session})
			case model.BeginAccounts:
				sh.Push(people.OpenAccounts(peopleDeps(cfg, session, sh, save)))
			}
		}}
	}
	sh = shell.New(cfg,
		shell.Section{
			Key: "lessons", Title: "Занятия", Shown: func() bool { return session.Actor().LessonsAccess().See },
			Open: func(sh *shell.Shell) shell.Screen { return openLessons(cfg, session, sh, save) },
		},
		shell.Section{
			Key: "people", Title: "Пользователи", Shown: func() bool { return session.Actor().PeopleAccess().See },
			Open: func(sh *shell.Shell) shell.Screen { return people.Open(peopleDeps(cfg, session, sh, save)) },
		},
		shell.Section{Key: "chats", Title: "Чаты", Open: func(sh *shell.Shell) shell.Screen {
			desk := sh.Desk(save)
			return mychats.Open(mychats.Deps{
				Desk: desk, Now: cfg.Now, Service: session,
				Manage: func() shell.Screen {
					return chats.Open(chats.Deps{Desk: desk, Service: session})
				},
			})
		}},
		shell.Section{
			Key: "settings", Title: "Настройки системы", Shown: func() bool { return session.Actor().MaySetUp() },
			Open: func(sh *shell.Shell) shell.Screen {
				return settings.Open(settingsDeps(session, sh, then, save))
			},
		})
	remind(cfg, session, out, sh)
	return sh
}

// remind tells of remote lessons at their times, in the window, by the operating system and in its tray.
func remind(cfg shell.Config, session *desk.Session, out outside, sh *shell.Shell) {
	desk := sh.Desk(nil)
	if out.notify != nil {
		sh.WhenDropped(lessons.WatchNotices(lessons.NoticeDeps{
			Desk: desk, Service: session, Notify: out.notify, Locked: session.Locked,
			OnLessons: func() bool { return sh.In("lessons") },
			Home:      func() { sh.Go(0) },
		}))
	}
	if out.tray == nil {
		return
	}
	tray := lessons.KeepTray(lessons.TrayDeps{
		Exec: cfg.Exec, Timer: cfg.Timer, Service: session, Set: out.tray, Locked: session.Locked, After: out.empty,
		Do: lessons.TrayActions{
			Open: func(line model.LessonLine) {
				out.front()
				if !session.Locked() { // a menu opened before the lock may still be there
					remotelessons.Open(desk, session, line)
				}
			},
			Show: out.front, Quit: sh.Close,
		},
	})
	sh.WhenCovered(tray.Read)
	sh.WhenDropped(tray.Stop)
}

// loading loads files over the present screen; the words of next are said after what was loaded.
func loading(cfg shell.Config, sh *shell.Shell, next string) files.Deps {
	return files.Deps{Exec: cfg.Exec, Window: cfg.Window, Leave: "Назад", Made: cfg.Made, Noting: sh.Desk(nil).Noting, Done: func(loaded string) string {
		sh.Back()
		if loaded != "" {
			loaded += next
		}
		return loaded
	}}
}

func openLessons(cfg shell.Config, session *desk.Session, sh *shell.Shell, save dialog.Where) shell.Screen {
	desk := sh.Desk(save)
	deps := journal.Deps{Desk: desk, Service: session}
	if access := session.Actor().LessonsAccess(); access.Import {
		deps.Administers = access.All
		deps.Plans = func() {
			sh.Push(lessonimport.Open(lessonimport.Deps{Deps: loading(cfg, sh, ""), Service: session, Timetables: access.All}))
		}
	}
	return lessons.Open(lessons.Deps{
		Desk: desk, Service: session,
		Journal:       func() shell.Screen { return journal.Groups(deps) },
		LessonJournal: func(line model.LessonLine) shell.Screen { return journal.OfLesson(deps, line) },
		MakeRemote: func(line model.LessonLine) {
			remotelessons.Edit(desk, session, line, func() {})
		},
	})
}

// invites are the ways to print invitations to a group's chats, for the staff alone.
func invites(session *desk.Session, sh *shell.Shell, save dialog.Where) func(model.GroupID) []widgets.MenuItem {
	if !session.Actor().SeesManagement() {
		return nil
	}
	return func(id model.GroupID) []widgets.MenuItem {
		deps := chats.Deps{Desk: sh.Desk(save), Service: session}
		return chats.InviteMenu(deps, model.InviteOrder{Groups: []model.GroupID{id}})
	}
}

func peopleDeps(cfg shell.Config, session *desk.Session, sh *shell.Shell, save dialog.Where) people.Deps {
	return people.Deps{
		Desk: sh.Desk(save), Service: session,
		Import:  func() { sh.Push(importRoster(cfg, session, sh)) },
		Invites: invites(session, sh, save),
	}
}

// search opens the search over the college; what is found opens over the present screen.
func search(cfg shell.Config, session *desk.Session, sh *shell.Shell, save dialog.Where) {
	desk := sh.Desk(save)
	find.Show(find.Deps{Desk: desk, Service: session, Open: func(found model.Found) {
		deps := peopleDeps(cfg, session, sh, save)
		switch found.Kind {
		case model.FoundPerson:
			sh.Push(people.Person(deps, model.PersonID(found.ID)))
		case model.FoundGroup:
			sh.Push(people.Group(deps, model.GroupID(found.ID)))
		case model.FoundChat:
			sh.Push(chats.Edit(chats.Deps{Desk: desk, Service: session}, model.ChatID(found.ID)))
		}
	}})
}

func importRoster(cfg shell.Config, session *desk.Session, sh *shell.Shell) shell.Screen {
	return rosterimport.Open(rosterimport.Deps{Deps: loading(cfg, sh, " Чаты будут исправлены."), Service: session})
}

func settingsDeps(session *desk.Session, sh *shell.Shell, then after, save dialog.Where) settings.Deps {
	deps := settings.Deps{Desk: sh.Desk(save), Service: session, SaveCopy: save, Restored: then.restored}
	if session.CanServe() {
		deps.Serving, deps.Moved = session, then.moved
	}
	return deps
}
