// Package world is what the tour walks in: the demonstration college, a local VK and an empty college for the first start,
// whose clock, agent and browser do what the tour tells them.
package world

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/demo"
	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/app/imports"
	"zvonok/app/orders"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/roster/listfile"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// World is the demonstration college behind the tour's window. Its agent works only when it is told
// to, so that the tour can count in between.
type World struct {
	Session *desk.Session
	// Empty works in a second, empty college, for the first start.
	Empty         *desk.Session
	demonstration *demo.Demonstration
	dir           string
	clock         *clock
	college       *college.College
	founded       *college.College // the empty one
	keeper        *agent.Keeper
	browser       *browser
	call          string // the address of the call that was joined last
}

// Options say what a tour's world is made of.
type Options struct {
	// Dir is the folder of its colleges, which has to be empty.
	Dir string
	Log *slog.Logger
	VK  host.Messenger
	// Browser is a command that opens addresses; "" lets the tour visit them by itself.
	Browser string
	// Keyring keeps secrets in the system's keyring instead of in memory.
	Keyring bool
	// TokenLifetime is how long access tokens live; 0 is the local VK's hour.
	TokenLifetime time.Duration
}

// New makes the world, which the caller closes. It refuses a folder with a college: the tour fills the folder with the
// demonstration and must never touch a real college.
func New(ctx context.Context, o Options) (w *World, err error) {
	if err := holdsNone(o.Dir); err != nil {
		return nil, err
	}
	w = &World{dir: o.Dir, clock: &clock{}}
	defer func() {
		if err != nil {
			w.Close()
		}
	}()
	w.demonstration, err = demo.Start(demo.DefaultGroups, sandbox.Options{Users: append(intruders(), strangers()...), AccessLifetime: o.TokenLifetime})
	if err != nil {
		return w, err
	}
	if o.Keyring {
		w.demonstration.Secrets = vault.Keyring{}
	}
	w.browser = newBrowser(w.demonstration.VK, o.Browser)
	if w.college, err = openCollege(ctx, o.Dir, w.clock); err != nil {
		return w, err
	}
	if w.founded, err = openCollege(ctx, filepath.Join(o.Dir, "first-start"), w.clock); err != nil {
		return w, err
	}
	err = w.college.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetSetting(store.SettingDemonstration, "1") })
	if err != nil {
		return w, err
	}
	if err = w.demonstration.Connect(ctx, w.college); err != nil {
		return w, err
	}
	parts := w.demonstration.Parts(desk.Parts{Messenger: o.VK, Log: o.Log, Browse: w.browser.open})
	if w.Session, w.keeper, err = parts.NewSession(ctx, w.college); err != nil {
		return w, err
	}
	if w.Empty, _, err = parts.NewSession(ctx, w.founded); err != nil {
		return w, err
	}
	if err = w.Session.StartAgent(ctx); err != nil {
		return w, err
	}
	return w, errors.Join(w.Session.EnterOwner(ctx), w.demonstration.LendAccount(ctx, w.Session))
}

// holdsNone refuses a folder with a college.
func holdsNone(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, store.FileName)); err == nil {
		return errors.New("в этой папке уже есть колледж: для показа укажите пустую папку")
	}
	return nil
}

// Now is the time by the world's clock, which the tour sets.
func (w *World) Now() time.Time { return w.clock.Now() }

func openCollege(ctx context.Context, dir string, clock *clock) (*college.College, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	return &college.College{Store: s, Dir: dir, Clock: clock}, nil
}

// Close closes what was opened.
func (w *World) Close() {
	for _, c := range []*college.College{w.college, w.founded} {
		if c != nil {
			_ = c.Store.Close()
		}
	}
	if w.demonstration != nil {
		_ = w.demonstration.VK.Close()
	}
}

// LinkCases are the three people of 29.1.1: without a VK ID, with one but without a learning profile, with both.
func LinkCases() []Visitor {
	return []Visitor{
		{Case: "no-vk-id", Phone: newcomerPhone, FirstName: "Вера", LastName: "Новая"},
		{Case: "no-profile", Phone: unlearnedPhone, FirstName: "Ольга", LastName: "Северова"},
		{Case: "profile", Phone: learnerPhone, ByPassword: true, Refuses: true},
	}
}

// Browse does what the page that the program opened asks of the person.
func (w *World) Browse(ctx context.Context, who Visitor) error {
	return w.browser.visit(ctx, who)
}

// Act makes somebody of the role the person at work: with a profile in VK, or without.
func (w *World) Act(ctx context.Context, role Role, linked bool) error {
	fits := map[Role]func(model.Person) bool{
		Administrator: func(p model.Person) bool { return p.Roles.Has(model.RoleAdmin) },
		RightHolder: func(p model.Person) bool {
			return p.Roles.Has(model.RightManageChats) && !p.Roles.Has(model.RoleAdmin)
		},
		Curator: func(p model.Person) bool { return only(p, model.RoleCurator) },
		Teacher: func(p model.Person) bool { return only(p, model.RoleTeacher) && !p.Roles.Has(model.RoleCurator) },
		Student: func(p model.Person) bool { return p.Kind == model.Student },
		Parent:  func(p model.Person) bool { return p.Kind == model.Parent },
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
	return w.Session.Enter(ctx, found)
}

// Staff finds a member of staff who has a profile by the surname.
func (w *World) Staff(ctx context.Context, surname string) (model.Person, error) {
	staff, err := w.Session.Personas(ctx)
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
func (w *World) Look(ctx context.Context) error {
	_, err := w.keeper.Run(ctx, agent.RunOptions{Refresh: true}, nil)
	return err
}

// ChatsOf counts the chats of the local VK in which a profile is, and those that it administers.
func (w *World) ChatsOf(profile model.MessengerID) (inside, admin int) {
	for _, chat := range w.demonstration.VK.State().Chats {
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
func (w *World) Import(ctx context.Context) (any, error) {
	snapshot, _ := demo.College(w.demonstration.Groups)
	path := filepath.Join(w.dir, "колледж.xlsx")
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(listfile.Write(f, snapshot), f.Close()); err != nil {
		return nil, err
	}
	files, err := w.Session.ReadFiles(ctx, []string{path})
	if err != nil {
		return nil, err
	}
	preview, err := imports.New(w.college, orders.Write).PreviewImport(college.AsOwner(ctx), files, model.ImportChoices{})
	if err != nil {
		return nil, err
	}
	if err := imports.New(w.college, orders.Write).ApplyImport(college.AsOwner(ctx), files, preview.Choices, preview.Fingerprint); err != nil {
		return preview.Problems, err
	}
	return model.SectionWords(preview.Sections), w.Session.EnterOwner(ctx)
}

// Carry lets the agent carry what was edited.
func (w *World) Carry(ctx context.Context) (model.Report, error) {
	return w.keeper.Run(ctx, agent.RunOptions{}, nil)
}

// Count counts the database and the local VK.
func (w *World) Count(ctx context.Context) (Counts, error) {
	var c Counts
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
	state := w.demonstration.VK.State()
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

func (w *World) there(title string) (sandbox.StateChat, bool) {
	for _, chat := range w.demonstration.VK.State().Chats {
		if chat.Title == title {
			return chat, true
		}
	}
	return sandbox.StateChat{}, false
}

// InMessenger says whether a chat is in the local VK, with how many people and administrators.
func (w *World) InMessenger(title string) (inside, admins int, ok bool) {
	chat, ok := w.there(title)
	inside, admins = peopleOf(chat)
	return inside, admins, ok
}

// Join lets the people who are still waiting for the chat enter it by its link.
func (w *World) Join(ctx context.Context, title string) error {
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
	at := vkclient.HostsAt(w.demonstration.URL)
	for _, u := range w.demonstration.VK.Info().Users {
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
