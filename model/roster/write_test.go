package roster_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
)

func TestTemplateImportsCleanly(t *testing.T) {
	var b bytes.Buffer
	if err := listfile.WriteTemplate(&b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "образец.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	s, problems := readPaths(t, path)
	clean(t, problems)
	if s.Format != roster.WorkbookXLSX || len(s.Students) != 5 || len(s.Staff) != 3 || len(s.Teachings) != 2 || len(s.Parents) != 2 {
		t.Fatalf("read %s: %d students, %d staff, %d teachings", s.Format, len(s.Students), len(s.Staff), len(s.Teachings))
	}
	want := listfile.Example()
	got := unplaced(s)
	if !reflect.DeepEqual(got.Students, want.Students) || !reflect.DeepEqual(got.Teachings, want.Teachings) ||
		!reflect.DeepEqual(got.Staff, want.Staff) || !reflect.DeepEqual(got.Parents, want.Parents) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
	c, _ := load(t, roster.College{}, s)
	same(t, c, s)
}

// drawSnapshot makes a workbook's snapshot whose people have codes.
func drawSnapshot(t *rapid.T) roster.Snapshot {
	last := rapid.SampledFrom([]string{"Иванов", "Семёнова", "Ким", "де Бур", "Салтыков-Щедрин"})
	first := rapid.SampledFrom([]string{"Иван", "Алёна", "Пётр"})
	middle := rapid.SampledFrom([]string{"", "Ильич", "Мамед оглы"})
	name := func(label string) model.Name {
		return model.ParseName(model.Name{LastName: last.Draw(t, label), FirstName: first.Draw(t, label), MiddleName: middle.Draw(t, label)}.String())
	}
	messenger := model.MessengerID(0)
	nextMessenger := func() model.MessengerID {
		if !rapid.Bool().Draw(t, "has messenger") {
			return 0
		}
		messenger++
		return 1000 + messenger
	}
	s := roster.Snapshot{Format: roster.WorkbookXLSX, Source: "workbook", Today: today}
	for i := range rapid.IntRange(1, 6).Draw(t, "staff") {
		code := fmt.Sprintf("14%d", i)
		m := roster.StaffMember{Key: roster.CodeKey("staff", code), Code: code, Name: name("staff"), Messenger: nextMessenger()}
		if rapid.Bool().Draw(t, "roles stated") {
			m.Stated = model.RoleAdmin | model.RoleCurator | model.RoleTeacher
			m.Roles = model.Roles(rapid.IntRange(0, 7).Draw(t, "roles"))
		}
		s.Staff = append(s.Staff, m)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "groups") {
		g := roster.Group{Name: fmt.Sprintf("ДО-19-%d", i+1), Year: rapid.IntRange(1, 4).Draw(t, "year")}
		g.Key = roster.GroupNameKey(g.Name)
		if rapid.Bool().Draw(t, "curated") {
			g.Curator = rapid.SampledFrom(s.Staff).Draw(t, "curator").Key
		}
		s.Groups = append(s.Groups, g)
	}
	for i := range rapid.IntRange(1, 10).Draw(t, "students") {
		code := fmt.Sprintf("13%d", i)
		p := roster.Student{Key: roster.CodeKey("student", code), Code: code, Name: name("student"), Messenger: nextMessenger(),
			Group: rapid.SampledFrom(s.Groups).Draw(t, "group").Key}
		if rapid.Bool().Draw(t, "dated") {
			p.From = time.Date(2024, 9, rapid.IntRange(1, 30).Draw(t, "from"), 0, 0, 0, 0, time.UTC)
			if rapid.Bool().Draw(t, "left") {
				p.To = p.From.AddDate(0, rapid.IntRange(1, 40).Draw(t, "months"), 0)
			}
		}
		s.Students = append(s.Students, p)
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "parents") {
		code := fmt.Sprintf("15%d", i)
		p := roster.Parent{Key: roster.CodeKey("parent", code), Code: code, Name: name("parent"), Messenger: nextMessenger()}
		for _, child := range rapid.SliceOfNDistinct(rapid.SampledFrom(s.Students), 1, 2, func(s roster.Student) roster.Key { return s.Key }).Draw(t, "children") {
			p.Children = append(p.Children, roster.Child{child.Key, rapid.SampledFrom([]string{"", "мать", "опекун"}).Draw(t, "relation")})
		}
		s.Parents = append(s.Parents, p)
	}
	for i, g := range s.Groups {
		x := roster.Teaching{Group: g.Key, Subject: "История", Index: "ОГСЭ", Hours: 36 * i, WholeGroup: true,
			Teachers: []roster.Key{rapid.SampledFrom(s.Staff).Draw(t, "teacher").Key}}
		if len(s.Staff) > 1 && rapid.Bool().Draw(t, "two teachers") {
			x.Teachers = []roster.Key{s.Staff[0].Key, s.Staff[1].Key}
		}
		for _, p := range s.Students {
			if p.Group == g.Key && rapid.Bool().Draw(t, "learns") {
				x.Learners = append(x.Learners, p.Key)
				x.WholeGroup = false
			}
		}
		x.Key = roster.TeachingNameKey(g.Name, x.Subject, x.Index, "")
		s.Teachings = append(s.Teachings, x)
	}
	return s
}

func TestWorkbookRoundTrip(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "колледж.xlsx")
	rapid.Check(t, func(rt *rapid.T) {
		want := drawSnapshot(rt)
		var b bytes.Buffer
		if err := listfile.Write(&b, want); err != nil {
			rt.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			rt.Fatal(err)
		}
		got, problems := readPaths(t, path)
		if len(problems) > 0 {
			rt.Fatalf("problems: %+v", problems)
		}
		got = unplaced(got)
		got.Given, got.Files, got.Warnings = nil, nil, nil // namesakes are drawn, too
		if !reflect.DeepEqual(got, want) {
			rt.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

func TestCompareReachesAndStays(t *testing.T) {
	given := map[roster.Section]bool{roster.Groups: true, roster.Students: true, roster.Parents: true, roster.Staff: true, roster.Teachings: true, roster.Learners: true}
	rapid.Check(t, func(rt *rapid.T) {
		first, second := drawSnapshot(rt), drawSnapshot(rt)
		first.Given, second.Given = given, given
		// An administrator who stays keeps the last one from going.
		for _, s := range []*roster.Snapshot{&first, &second} {
			s.Staff[0].Roles, s.Staff[0].Stated = model.RoleAdmin, model.RoleAdmin
			for i := range s.Students {
				s.Students[i].Messenger = 0
			}
			for i := range s.Parents {
				s.Parents[i].Messenger = 0
			}
			for i := range s.Staff {
				s.Staff[i].Messenger = 0
			}
		}
		if len(second.Teachings) > 0 {
			second.Teachings[0].WholeGroup, second.Teachings[0].Learners = true, nil
		}
		c, _ := load(t, roster.College{}, first)
		same(t, c, first)
		c, _ = load(t, c, second)
		same(t, c, second)
	})
}
