package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/desk"
	"zvonok/app/imports"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/model/store/storetest"
)

// world is a small college beside a fake messenger.
type world struct {
	college *college.College
	clock   *manual
	vk      *fake
	agent   *agent.Agent
}

// openWorld opens the college of dir.
func openWorld(t *testing.T, dir string, vk *fake) *world {
	t.Helper()
	s, err := storetest.Open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := &world{clock: newManual(), vk: vk}
	w.college = &college.College{Store: s, Dir: dir, Clock: w.clock}
	w.agent = &agent.Agent{College: w.college, Messenger: vk, Log: slog.New(slog.DiscardHandler)}
	return w
}

// newWorld is a world of the small college before its first synchronisation, which was confirmed.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := openWorld(t, t.TempDir(), newFake())
	w.apply(t, small())
	w.update(t, func(tx *store.Tx) error { return tx.Confirm(w.vk.community, model.ChatTypes) })
	return w
}

func (w *world) apply(t *testing.T, s roster.Snapshot) {
	t.Helper()
	if err := imports.ApplySnapshot(t.Context(), w.college, s); err != nil {
		t.Fatal(err)
	}
}

// copyTo puts the college as it is on the disk at this moment into dir.
func (w *world) copyTo(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := w.college.Store.Backup(t.Context(), filepath.Join(dir, store.FileName)); err != nil {
		t.Fatal(err)
	}
}

// twin is a second world that stands as this one.
func (w *world) twin(t *testing.T) *world {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "college")
	w.copyTo(t, dir)
	return openWorld(t, dir, w.vk.clone())
}

// stored closes a world and makes others that stand as it did.
func stored(t *testing.T, w *world) (again func(*testing.T) *world) {
	t.Helper()
	must(t, w.college.Store.Close())
	return func(t *testing.T) *world {
		t.Helper()
		dir := t.TempDir()
		storetest.Copy(t, w.college.Dir, dir)
		return openWorld(t, dir, w.vk.clone())
	}
}

// initialise and correct are the two ways to bring the chats up to date.
var (
	initialise = agent.RunOptions{Initialise: true, Refresh: true, OverLimit: true}
	correct    = agent.RunOptions{Refresh: true, OverLimit: true}
)

func (w *world) run(t *testing.T, o agent.RunOptions) model.Report {
	t.Helper()
	report, err := w.agent.Run(t.Context(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (w *world) view(t *testing.T, fn func(*store.Tx) error) {
	t.Helper()
	if err := w.college.Store.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) update(t *testing.T, fn func(*store.Tx) error) {
	t.Helper()
	if err := w.college.Store.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// person finds somebody by surname.
func (w *world) person(t *testing.T, surname string) model.PersonID {
	t.Helper()
	var id model.PersonID
	w.view(t, func(tx *store.Tx) error {
		names, err := tx.Names()
		for person, n := range names {
			if n.LastName == surname {
				id = person
			}
		}
		return err
	})
	if id == 0 {
		t.Fatalf("nobody is called %s", surname)
	}
	return id
}

// known reports whether the college has anybody of the surname.
func (w *world) known(t *testing.T, surname string) (known bool) {
	t.Helper()
	w.view(t, func(tx *store.Tx) error {
		names, err := tx.Names()
		for _, n := range names {
			known = known || n.LastName == surname
		}
		return err
	})
	return known
}

// chat finds a live chat of the college by title; among namesakes the first.
func (w *world) chat(t *testing.T, title string) model.ListedChat {
	t.Helper()
	var found model.ListedChat
	w.view(t, func(tx *store.Tx) error {
		chats, err := tx.ListedChats()
		if at := slices.IndexFunc(chats, func(c model.ListedChat) bool { return c.Title == title && !c.Deleted }); at >= 0 {
			found = chats[at]
		}
		return err
	})
	if found.ID == 0 {
		t.Fatalf("no chat is called %s", title)
	}
	return found
}

// member is a person's row in a chat of the college; the zero Member when there is none.
func (w *world) member(t *testing.T, title, surname string) model.Member {
	t.Helper()
	id := w.person(t, surname)
	for _, m := range w.chat(t, title).Members {
		if m.Person == id {
			return m
		}
	}
	return model.Member{}
}

// lists describes every list of the college with what is known of each person in the messenger.
func (w *world) lists(t *testing.T) []string {
	t.Helper()
	var lines []string
	w.view(t, func(tx *store.Tx) error {
		chats, err := tx.ListedChats()
		if err != nil {
			return err
		}
		names, err := tx.Names()
		for _, c := range chats {
			lines = append(lines, fmt.Sprintf("%s deleted=%v there=%v link=%v", c.Title, c.Deleted, c.Peer != 0, c.Link != ""))
			for _, m := range c.Members {
				lines = append(lines, fmt.Sprintf("%s / %v origin=%d admin=%v/%v %v there=%d code=%d",
					c.Title, names[m.Person], m.Origin, m.Admin, m.AdminInChat, m.Presence, m.InChatAs, m.Code))
			}
		}
		return err
	})
	slices.Sort(lines)
	return lines
}

// sameEnd fails the test unless both worlds stand alike, in the messenger and in the college.
func sameEnd(t *testing.T, got, want *world) {
	t.Helper()
	if g, w := got.vk.state(), want.vk.state(); !slices.Equal(g, w) {
		t.Errorf("the messenger holds\n%q\nwant\n%q", g, w)
	}
	if g, w := got.lists(t), want.lists(t); !slices.Equal(g, w) {
		t.Errorf("the college holds\n%q\nwant\n%q", g, w)
	}
}

// fault gives the fault behind an error.
func fault(t *testing.T, err error) *app.Fault {
	t.Helper()
	var f *app.Fault
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a fault", err)
	}
	return f
}

// The two sections of one title: only their people tell them apart, and their teacher is the same.
const twins = "Родной край"

// small is a college of two groups, with two sections of one title and without a group, and of people
// with and without profiles. A person's profile is 1 to 6 for staff, 11 to 22 for students, 31 to 33
// for parents.
func small() roster.Snapshot {
	name := func(s string) model.Name { return model.Name{LastName: s, FirstName: "Анна"} }
	s := roster.Snapshot{
		Format: roster.WorkbookXLSX, Source: "workbook", Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Given: map[roster.Section]bool{
			roster.Groups: true, roster.Students: true, roster.Parents: true,
			roster.Staff: true, roster.Teachings: true, roster.Learners: true,
		},
		Groups: []roster.Group{{Key: "g:1", Name: "А-1", Year: 1, Curator: "s:3"}, {Key: "g:2", Name: "Б-1", Year: 1}},
		Parents: []roster.Parent{
			{Key: "p:31", Code: "31", Name: name("Мамина"), Messenger: 31, Children: []roster.Child{{Student: "u:11", Relation: "мать"}}},
			{Key: "p:32", Code: "32", Name: name("Отцова"), Messenger: 32, Children: []roster.Child{{Student: "u:12"}}},
			{Key: "p:33", Code: "33", Name: name("Опекунова"), Messenger: 33, Children: []roster.Child{{Student: "u:21"}}},
		},
		Teachings: []roster.Teaching{
			{Key: "t:1", Group: "g:1", Subject: "История", Index: "ОГСЭ", WholeGroup: true, Teachers: []roster.Key{"s:4"}},
			{Key: "t:2", Group: "g:2", Subject: "Физика", Teachers: []roster.Key{"s:4", "s:5"}, Learners: []roster.Key{"u:21"}},
			{Key: "t:3", Subject: twins, Learners: []roster.Key{"u:11", "u:12"}, Teachers: []roster.Key{"s:4"}},
			{Key: "t:4", Subject: twins, Learners: []roster.Key{"u:21", "u:22"}, Teachers: []roster.Key{"s:4", "s:5"}},
		},
	}
	for _, p := range []struct {
		surname string
		code    int
		roles   model.Roles
	}{
		{"Админова", 1, model.RoleAdmin},
		{"Менеджерова", 2, model.RightManageChats},
		{"Кураторова", 3, model.RoleCurator},
		{"Учителева", 4, model.RoleTeacher},
		{"Наставникова", 5, model.RoleTeacher},
		{"Завхозова", 6, 0},
	} {
		code := fmt.Sprint(p.code)
		s.Staff = append(s.Staff, roster.StaffMember{
			Key: roster.Key("s:" + code), Code: code, Name: name(p.surname), Roles: p.roles, Messenger: model.MessengerID(p.code),
			Stated: model.RoleAdmin | model.RoleCurator | model.RoleTeacher | model.RightManageChats,
		})
	}
	for _, u := range []struct {
		surname string
		code    int
		group   roster.Key
		profile model.MessengerID
	}{
		{"Алексеева", 11, "g:1", 11},
		{"Борисова", 12, "g:1", 12},
		{"Безликова", 13, "g:1", 0},
		{"Григорьева", 21, "g:2", 21},
		{"Дмитриева", 22, "g:2", 22},
	} {
		code := fmt.Sprint(u.code)
		s.Students = append(s.Students, roster.Student{Key: roster.Key("u:" + code), Code: code, Name: name(u.surname), Group: u.group, Messenger: u.profile})
	}
	return s
}

// student finds a student of the snapshot by surname.
func student(s *roster.Snapshot, surname string) *roster.Student {
	at := slices.IndexFunc(s.Students, func(u roster.Student) bool { return u.Name.LastName == surname })
	return &s.Students[at]
}

// ctx lets somebody act, or the owner of the file, in a session of their own.
func (w *world) ctx(t *testing.T, surname string) context.Context {
	t.Helper()
	return w.as(t, surname).As(t.Context())
}

// ctxOf lets somebody act, or nobody.
func (w *world) ctxOf(t *testing.T, surname string) context.Context {
	t.Helper()
	return w.session(t, surname).As(t.Context())
}

// session is a person at work, with an agent that does nothing by itself.
func (w *world) session(t *testing.T, surname string) *desk.Session {
	t.Helper()
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	s := desk.NewSession(w.college, keeper, desk.SafeBrowser{Launch: func(string) error { return nil }, Hosts: []string{"vk.test"}}, app.Addresses{
		InviteHosts: []string{"vk.me"},
		Home:        "https://vk.test/",
		Chat:        func(peer model.MessengerID) string { return fmt.Sprintf("https://vk.test/convo/%d", peer) },
		Explain:     func(code int) string { return fmt.Sprintf("отказ %d", code) },
	})
	if surname == "" {
		return s
	}
	if err := s.Enter(t.Context(), w.person(t, surname)); err != nil {
		t.Fatal(err)
	}
	return s
}
