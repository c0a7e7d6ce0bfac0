package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/app"
	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/views/shell"
	"zvonok/views/tour"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// tourWorld is the demonstration college behind the tour's window. Its agent works only when it is told
// to, so that the tour can count in between.
type tourWorld struct {
	*demonstration
	*app.Session
	dir     string
	clock   *tourClock
	college *app.College
	keeper  *app.Keeper
	browser *tourBrowser
	shell   *shell.Shell // nil before the window was filled
	call    string       // the address of the call that was joined last
	// empty is a second, empty college, for the first start.
	empty   *app.Session
	founded *app.College
}

func newTourWorld(ctx context.Context, dir string, log *slog.Logger, d *demonstration, browser *tourBrowser) (w *tourWorld, err error) {
	w = &tourWorld{demonstration: d, dir: dir, browser: browser, clock: &tourClock{}}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if w.college, err = w.openCollege(ctx, dir); err != nil {
		return w, err
	}
	if w.founded, err = w.openCollege(ctx, filepath.Join(dir, "first-start")); err != nil {
		return w, err
	}
	err = w.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingDemonstration, "1") })
	if err != nil {
		return w, err
	}
	if err = d.equip(ctx, w.college); err != nil {
		return w, err
	}
	if w.Session, w.keeper, err = newSession(ctx, w.college, d.parts(dir, log), browser.open); err != nil {
		return w, err
	}
	if w.empty, _, err = newSession(ctx, w.founded, d.parts(w.founded.Dir, log), browser.open); err != nil {
		return w, err
	}
	if err = w.StartAgent(ctx); err != nil {
		return w, err
	}
	return w, errors.Join(w.EnterOwner(ctx), d.lendAccount(ctx, w.Session))
}

func (w *tourWorld) openCollege(ctx context.Context, dir string) (*app.College, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	return &app.College{Store: s, Dir: dir, Clock: w.clock}, nil
}

func (w *tourWorld) close() {
	for _, c := range []*app.College{w.college, w.founded} {
		if c != nil {
			_ = c.Store.Close()
		}
	}
}

func (w *tourWorld) config(cmd tourCmd, win fyne.Window, stage tour.Stage, look func(bool, fyne.Size)) tour.Config {
	cfg := shell.Config{Window: win, Exec: stage.Exec(), Timer: stage.Timer(), Now: w.clock.Now, Service: w.Session, Personas: w.Session}
	first := cfg
	first.Service, first.Personas = w.empty, nil
	return tour.Config{
		Out: cmd.Out, Dark: cmd.Dark, Stage: stage, Window: win, World: w, Look: look, Lessons: w.browser.command == "",
		Open: func() {
			if w.shell != nil {
				w.shell.Drop()
			}
			frameOfDemonstration(cfg, w.Session, outside{notify: func(string, string) {}}, w.save(cmd.Out), func(sh *shell.Shell) { w.shell = sh })
		},
		FirstStart: func() { wayIn(first, w.empty, outside{}, func() error { return nil }).Start() },
	}
}

// linkCases are the three people of 29.1.1: without a VK ID, with one but without a learning profile, with both.
func linkCases() []tour.Visitor {
	return []tour.Visitor{
		{Case: "no-vk-id", Phone: newcomerPhone, FirstName: "Вера", LastName: "Новая"},
		{Case: "no-profile", Phone: unlearnedPhone, FirstName: "Ольга", LastName: "Северова"},
		{Case: "profile", Phone: learnerPhone, ByPassword: true, Refuses: true},
	}
}

// Cases are those who link a profile.
func (w *tourWorld) Cases() []tour.Visitor { return linkCases() }

// Browse does what awaits the person on the page that the program opened.
func (w *tourWorld) Browse(ctx context.Context, who tour.Visitor) error {
	return w.browser.visit(ctx, who)
}

// Act makes somebody of the role the person at work: with a profile in VK, or without.
func (w *tourWorld) Act(ctx context.Context, role tour.Role, linked bool) error {
	fits := map[tour.Role]func(model.Person) bool{
		tour.Administrator: func(p model.Person) bool { return p.Roles.Has(model.RoleAdmin) },
		tour.RightHolder: func(p model.Person) bool {
			return p.Roles.Has(model.RightManageChats) && !p.Roles.Has(model.RoleAdmin)
		},
		tour.Curator: func(p model.Person) bool { return only(p, model.RoleCurator) },
		tour.Teacher: func(p model.Person) bool { return only(p, model.RoleTeacher) && !p.Roles.Has(model.RoleCurator) },
		tour.Student: func(p model.Person) bool { return p.Kind == model.Student },
		tour.Parent:  func(p model.Person) bool { return p.Kind == model.Parent },
	}[role]
	var found model.PersonID
	err := w.college.Store.View(ctx, func(tx *store.Tx) error {
		college, err := tx.College()
		if err != nil {
			return err
		}
		for _, p := range college.People {
			if !fits(p) || (p.Messenger != 0) != linked {
				continue
			}
			mine, err := tx.MyChats(p.ID)
			if err != nil {
				return err
			}
			if len(mine) > 0 || p.Roles.Has(model.RoleAdmin) || p.Roles.Has(model.RightManageChats) {
				found = p.ID
				return nil
			}
		}
		return fmt.Errorf("the college has no %s, linked: %v", role, linked)
	})
	if err != nil {
		return err
	}
	return w.Enter(ctx, found)
}

// Staff finds a member of staff who has a profile by the surname.
func (w *tourWorld) Staff(ctx context.Context, surname string) (model.Person, error) {
	staff, err := w.Personas(ctx)
	if err != nil {
		return model.Person{}, err
	}
	i := slices.IndexFunc(staff, func(p model.Person) bool { return p.Name.LastName == surname && p.Messenger != 0 })
	if i < 0 {
		return model.Person{}, fmt.Errorf("the college has no %s", surname)
	}
	return staff[i], nil
}

// only reports whether a member of staff has the role and neither right.
func only(p model.Person, role model.Roles) bool {
	return p.Kind.Has(model.Staff) && p.Roles.Has(role) && !p.Roles.Has(model.RoleAdmin) && !p.Roles.Has(model.RightManageChats)
}

// Look lets the agent see who has come into the chats.
func (w *tourWorld) Look(ctx context.Context) error {
	_, err := w.keeper.Run(ctx, app.RunOptions{Refresh: true}, nil)
	return err
}

// ChatsOf counts the chats of the local VK in which a profile is, and those that it administers.
func (w *tourWorld) ChatsOf(profile model.MessengerID) (inside, admin int) {
	for _, chat := range w.vk.State().Chats {
		for _, m := range chat.Members {
			if m.MemberID == int64(profile) {
				inside++
				if m.IsAdmin {
					admin++
				}
			}
		}
	}
	return inside, admin
}

// Import writes the demonstration's roster as a workbook and imports that.
func (w *tourWorld) Import(ctx context.Context) (any, error) {
	snapshot, _ := demo.College(w.groups)
	path := filepath.Join(w.dir, "колледж.xlsx")
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(roster.WriteWorkbook(f, snapshot), f.Close()); err != nil {
		return nil, err
	}
	files, err := w.ReadFiles(ctx, []string{path})
	if err != nil {
		return nil, err
	}
	preview, err := w.college.Imports().PreviewImport(ctx, files, model.ImportChoices{})
	if err != nil {
		return nil, err
	}
	if err := w.college.Imports().ApplyImport(ctx, files, preview.Choices, preview.Fingerprint); err != nil {
		return preview.Problems, err
	}
	return model.SectionWords(preview.Sections), w.EnterOwner(ctx)
}

// Carry lets the agent carry what was edited.
func (w *tourWorld) Carry(ctx context.Context) (model.Report, error) {
	return w.keeper.Run(ctx, app.RunOptions{}, nil)
}

// Count counts what stands in the database and in the local VK.
func (w *tourWorld) Count(ctx context.Context) (tour.Counts, error) {
	var c tour.Counts
	err := w.college.Store.View(ctx, func(tx *store.Tx) error {
		college, err := tx.College()
		if err != nil {
			return err
		}
		for _, p := range college.People {
			for kind, n := range map[model.Kind]*int{
				model.Student: &c.Database.Students, model.Parent: &c.Database.Parents, model.Staff: &c.Database.Staff,
			} {
				if p.Kind.Has(kind) {
					*n++
				}
			}
		}
		c.Database.Groups = len(college.Groups)
		chats, err := tx.Summaries(model.ChatFilter{})
		c.Database.Chats = len(chats)
		for _, chat := range chats {
			c.Database.Members += chat.Members
		}
		return err
	})
	state := w.vk.State()
	c.VK.Chats, c.VK.Requests = len(state.Chats), int(state.Requests)
	for _, chat := range state.Chats {
		inside, admins := peopleOf(chat)
		c.VK.Members += inside
		c.VK.Admins += admins
	}
	return c, err
}

// peopleOf counts the people of a chat, the community left out, and the administrators among them.
func peopleOf(chat sandbox.StateChat) (people, admins int) {
	for _, m := range chat.Members {
		if m.MemberID < 0 {
			continue
		}
		people++
		if m.IsAdmin {
			admins++
		}
	}
	return people, admins
}

func (w *tourWorld) there(title string) (sandbox.StateChat, bool) {
	for _, chat := range w.vk.State().Chats {
		if chat.Title == title {
			return chat, true
		}
	}
	return sandbox.StateChat{}, false
}

// There says how a chat stands in the local VK.
func (w *tourWorld) There(title string) (inside, admins int, ok bool) {
	chat, ok := w.there(title)
	inside, admins = peopleOf(chat)
	return inside, admins, ok
}

// Join lets whoever is not in the chat yet, of those who may wait for it, enter by its link.
func (w *tourWorld) Join(ctx context.Context, title string) error {
	chat, ok := w.there(title)
	if !ok {
		return fmt.Errorf("no chat %q", title)
	}
	var waiting []model.MessengerID
	err := w.college.Store.View(ctx, func(tx *store.Tx) error {
		profiles, err := tx.Profiles()
		if err != nil {
			return err
		}
		chats, err := tx.ListedChats()
		for _, c := range chats {
			if c.Title != title {
				continue
			}
			for _, m := range c.Members {
				if m.Origin.Wanted() && m.Presence == model.PresenceWaiting {
					waiting = append(waiting, profiles[m.Person])
				}
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	at := vkclient.HostsAt(w.url)
	for _, u := range w.vk.Info().Users {
		if !slices.Contains(waiting, model.MessengerID(u.UserID)) {
			continue
		}
		person := vkclient.New(vkclient.Options{Hosts: at, Token: vkclient.Secret(u.Token), Kind: vkclient.UserToken})
		if _, err := person.JoinChatByInviteLink(ctx, chat.InviteLink); err != nil {
			return err
		}
	}
	return nil
}
