package world

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zvonok/app/demo"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// The people of the local VK who come into a chat whose list does not name them: one has the name of a student without a
// profile, the other is unknown.
const (
	namesakeProfile = 600_000_004
	passerbyProfile = 600_000_005
	namesakePhone   = "+79990000004"
	passerbyPhone   = "+79990000005"
	passerby        = "Захар Посторонний"
)

// namesake is the first student of the demonstration who has no profile, and the student's group.
func namesake() (model.Name, string) {
	snapshot, _ := demo.College(demo.DefaultGroups)
	for _, s := range snapshot.Students {
		if s.Messenger == 0 {
			at := slices.IndexFunc(snapshot.Groups, func(g roster.Group) bool { return g.Key == s.Group })
			return s.Name, snapshot.Groups[at].Name
		}
	}
	return model.Name{}, ""
}

// intruders are those two people.
func intruders() []sandbox.User {
	like, _ := namesake()
	first, last, _ := strings.Cut(passerby, " ")
	return []sandbox.User{
		{ID: namesakeProfile, FirstName: like.FirstName, LastName: like.LastName, Phone: namesakePhone, HasProfile: true},
		{ID: passerbyProfile, FirstName: first, LastName: last, Phone: passerbyPhone, HasProfile: true},
	}
}

// Intrude lets both of them enter the chat of the namesake's group by its link, as if a friend had sent it to them.
func (w *World) Intrude(ctx context.Context) (Intruders, error) {
	like, title := namesake()
	chat, ok := w.there(title)
	if !ok {
		return Intruders{}, fmt.Errorf("no chat %q", title)
	}
	for _, u := range w.demonstration.VK.Info().Users {
		if u.UserID != namesakeProfile && u.UserID != passerbyProfile {
			continue
		}
		person := vkclient.New(vkclient.Options{Hosts: vkclient.HostsAt(w.demonstration.URL), Token: vkclient.Secret(u.Token), Kind: vkclient.UserToken})
		if _, err := person.JoinChatByInviteLink(ctx, chat.InviteLink); err != nil {
			return Intruders{}, err
		}
	}
	return Intruders{Chat: title, Like: like, LikeProfile: namesakeProfile, Other: passerby, OtherProfile: passerbyProfile}, nil
}

// PassDays moves the clock on by that many days.
func (w *World) PassDays(days int) { w.clock.set(w.clock.Now().AddDate(0, 0, days)) }

// Today is the college's calendar day.
func (w *World) Today(ctx context.Context) (time.Time, error) {
	today, _, err := w.Session.LessonDay(ctx)
	return today, err
}

// Pupils are the students of a group who are in its chat in the local VK.
func (w *World) Pupils(ctx context.Context, group string) (pupils []model.Person, err error) {
	college, today, err := w.standing(ctx)
	for _, p := range college.People {
		if p.Active && p.Messenger != 0 && slices.Contains(groupsOf(college, p.ID, today), group) && w.In(group, p.Messenger) {
			pupils = append(pupils, p)
		}
	}
	return pupils, err
}

// GroupsOf names the groups in which somebody is today.
func (w *World) GroupsOf(ctx context.Context, person model.PersonID) ([]string, error) {
	college, today, err := w.standing(ctx)
	return groupsOf(college, person, today), err
}

// standing is the college on its calendar day.
func (w *World) standing(ctx context.Context) (college roster.College, today time.Time, err error) {
	if today, err = w.Today(ctx); err != nil {
		return college, today, err
	}
	college, err = store.Read(ctx, w.college.Store, (*store.Tx).College)
	return college, today, err
}

// groupsOf names the groups in which somebody is on a day.
func groupsOf(college roster.College, person model.PersonID, day time.Time) (names []string) {
	for _, e := range college.Enrolments {
		if e.Student != person || e.From.After(day) || !e.To.IsZero() && !e.To.After(day) {
			continue
		}
		for _, g := range college.Groups {
			if g.ID == e.Group {
				names = append(names, g.Name)
			}
		}
	}
	return names
}

// In says whether a profile is in a chat of the local VK.
func (w *World) In(title string, profile model.MessengerID) bool {
	chat, _ := w.there(title)
	return slices.ContainsFunc(chat.Members, func(m sandbox.StateMember) bool { return m.MemberID == int64(profile) })
}

// ProfileOwner is whose a profile is.
func (w *World) ProfileOwner(ctx context.Context, profile model.MessengerID) (owner model.Person, err error) {
	return store.Read(ctx, w.college.Store, func(tx *store.Tx) (model.Person, error) { return tx.PersonOfProfile(profile) })
}

// Desired is what the chats should be, in its own order: equal for equal lists.
func (w *World) Desired(ctx context.Context) (desired []string, err error) {
	err = w.college.Store.View(ctx, func(tx *store.Tx) error {
		chats, err := tx.ListedChats()
		for _, c := range chats {
			if c.Deleted {
				continue
			}
			for _, m := range c.Members {
				if m.Origin.Wanted() {
					desired = append(desired, fmt.Sprintf("%s: %d, %d, administers: %v", c.Title, m.Person, m.Origin, m.Admin))
				}
			}
		}
		return err
	})
	slices.Sort(desired)
	return desired, err
}

// Sent counts how often the local VK was asked for a method.
func (w *World) Sent(method string) int { return int(w.demonstration.VK.State().Methods[method]) }

// orderHeader and orderRows are a file of orders as another system exports it: the second row has a separator too many.
const orderHeader = "ДатаПриказа;НомерПриказа;Тип;ФИО;ГруппаДо;СпециальностьДо;ГруппаПосле;СпециальностьПосле;Причина;Основание\r\n"

// OrderFile writes such a file of today about the people of a group, who move to another one, and a newcomer.
func (w *World) OrderFile(ctx context.Context, from, to string, people []model.Person) (string, error) {
	today, err := w.Today(ctx)
	if err != nil {
		return "", err
	}
	day := today.Format("02.01.2006")
	var text strings.Builder
	text.WriteString(orderHeader)
	for i, p := range people {
		shift := ""
		if i == 1 {
			shift = ";"
		}
		fmt.Fprintf(&text, "%s;%s;Перевести;%s%s;%s;;%s;;по заявлению;\r\n", day, "78-с", shift, p.Name, from, to)
	}
	fmt.Fprintf(&text, "%s;%s;Зачислить;%s;;;%s;;;протокол комиссии\r\n", day, "79-с", "Благовещенская-Рождественская Александра Константиновна", to)
	path := filepath.Join(w.dir, "Приказы.csv")
	return path, os.WriteFile(path, []byte(text.String()), 0o600)
}

// RosterFile writes the college's roster as it comes in some weeks later: a new group, other names, people who moved and
// left, and other hours. Half cuts the sheet of the students in half.
func (w *World) RosterFile(_ context.Context, half bool) (string, error) {
	snapshot, _ := demo.College(w.demonstration.Groups)
	livedOn(&snapshot)
	name := "Списки за неделю.xlsx"
	if half {
		name = "Списки (половина).xlsx"
		snapshot.Students = snapshot.Students[:len(snapshot.Students)/2]
	}
	consistent(&snapshot)
	path := filepath.Join(w.dir, name)
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	return path, errors.Join(listfile.Write(f, snapshot), f.Close())
}

// livedOn changes a roster as some weeks do. One of the renamed students has lost code and VK ID: somebody has to say who
// she is.
func livedOn(s *roster.Snapshot) {
	fresh := roster.Group{Key: "group:до-26-1", Name: "ДО-26-1", Year: 1, Specialty: s.Groups[0].Specialty, Curator: s.Groups[0].Curator}
	s.Groups = append(s.Groups, fresh)
	var kept []roster.Student
	asked := false
	for i, p := range s.Students {
		switch {
		case i%50 == 49:
			continue // left
		case !asked && i > 60 && strings.HasSuffix(p.Name.MiddleName, "вна"):
			p.Code, p.Messenger, p.Name.LastName, asked = "", 0, MarriedName, true
		case i%3 == 2 && strings.HasSuffix(p.Name.LastName, "ова"):
			p.Name.LastName = strings.TrimSuffix(p.Name.LastName, "ова") + "овская"
		case i%40 == 7:
			p.Group = s.Groups[(i/40)%len(s.Groups)].Key
		}
		kept = append(kept, p)
	}
	for i := range 24 {
		name := s.Students[i*7].Name
		name.LastName = s.Students[i*5+3].Name.LastName
		if strings.HasSuffix(name.MiddleName, "вна") != strings.HasSuffix(s.Students[i*5+3].Name.MiddleName, "вна") {
			name.LastName = "Шевченко"
		}
		code := fmt.Sprint(20001 + i)
		kept = append(kept, roster.Student{Key: roster.Key("student:" + code), Code: code, Name: name, Group: fresh.Key, From: s.Students[0].From})
	}
	s.Students = kept
	for i := range s.Teachings {
		if i%3 != 0 && s.Teachings[i].Hours > 0 {
			s.Teachings[i].Hours += 18
		}
	}
}

// consistent drops the references to students who are no longer in the roster, or in a group.
func consistent(s *roster.Snapshot) {
	group := model.Map(s.Students, func(p roster.Student) (roster.Key, roster.Key) { return p.Key, p.Group })
	s.Parents = slices.DeleteFunc(s.Parents, func(p roster.Parent) bool {
		return !slices.ContainsFunc(p.Children, func(c roster.Child) bool { return group[c.Student] != "" })
	})
	for i := range s.Parents {
		s.Parents[i].Children = slices.DeleteFunc(s.Parents[i].Children, func(c roster.Child) bool { return group[c.Student] == "" })
	}
	s.Teachings = slices.DeleteFunc(s.Teachings, func(t roster.Teaching) bool {
		return !t.WholeGroup && !slices.ContainsFunc(t.Learners, func(k roster.Key) bool { return group[k] == t.Group })
	})
	for i := range s.Teachings {
		t := &s.Teachings[i]
		t.Learners = slices.DeleteFunc(t.Learners, func(k roster.Key) bool { return group[k] != t.Group })
	}
}

// Print makes a picture of a PDF's first page, beside it; ok is false where no program for that is installed.
func (*World) Print(ctx context.Context, path, picture string) (ok bool, err error) {
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		return false, nil //nolint:nilerr // the tour goes on without
	}
	out, err := exec.CommandContext(ctx, program, "-png", "-r", "110", "-f", "1", "-singlefile", path, strings.TrimSuffix(picture, ".png")).CombinedOutput() //nolint:gosec // its arguments are the tour's own
	if err != nil {
		return false, fmt.Errorf("pdftoppm: %w: %s", err, out)
	}
	return true, nil
}
