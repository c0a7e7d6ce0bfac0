//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package people

import (
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
)

// TestPictures draws every screen and dialog: none may fail or be wider than the window. With ZVONOK_PICTURES set to a
// folder it draws them in both looks and both sizes and leaves the pictures there, to be looked at.
func TestPictures(t *testing.T) {
	folder := os.Getenv("ZVONOK_PICTURES")
	for n, scene := range scenes() {
		for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 640}} {
			for name, look := range map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark} {
				if folder == "" && (name == "dark" || (size.Width == 1280) == (n%2 == 0)) {
					continue // one combination tells whether a scene can be drawn at all
				}
				t.Run(fmt.Sprintf("%s-%s-%.0f", scene.name, name, size.Width), func(t *testing.T) {
					f := admin()
					if scene.prepare != nil {
						scene.prepare(f)
					}
					b := newBenchLook(t, f, size, look, func(d *Deps) {
						d.Import, d.CreateAccounts = func() {}, func([]model.PersonID) {}
					})
					if scene.show != nil {
						scene.show(b)
					}
					picture := b.window.Canvas().Capture()
					if got := picture.Bounds().Dx(); got != int(size.Width) {
						t.Errorf("the picture is %d wide: the content does not fit a window of %v", got, size.Width)
					}
					if folder == "" {
						return
					}
					file, err := os.Create(filepath.Join(folder, t.Name()[len("TestPictures/"):]+".png"))
					if err != nil {
						t.Fatal(err)
					}
					defer file.Close()
					if err := png.Encode(file, picture); err != nil {
						t.Fatal(err)
					}
				})
			}
		}
	}
}

type scene struct {
	name    string
	prepare func(*fakeService)
	show    func(*bench)
}

func (b *bench) tab(key string) { b.section.tabs.Select(key) }

func scenes() []scene {
	long := model.ParseName("Константинопольская-Преображенская Александра-Владислава Константиновна")
	longNames := func(f *fakeService) {
		for i := range f.students {
			f.students[i].Name, f.students[i].GroupName = long, "ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1"
		}
		for i := range f.groups {
			f.groups[i].Name, f.groups[i].CuratorName = "ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1", long
			f.groups[i].Specialty = "44.02.01 Теоретические и методические основы организации игровой деятельности детей раннего и дошкольного возраста"
		}
		f.card.CuratorName, f.card.Specialty, f.card.Name = long, f.groups[0].Specialty, f.groups[0].Name
		for i := range f.card.Teachings {
			f.card.Teachings[i].Subject = f.groups[0].Specialty
			f.card.Teachings[i].TeacherNames = []model.Name{long, long}
		}
		card := f.people[101]
		card.Name, card.Roles, card.Kind = long, model.RoleAdmin|model.RoleCurator|model.RoleTeacher|model.RightManageChats, model.Student|model.Parent|model.Staff
		f.people[101] = card
	}
	nothing := func(f *fakeService) {
		f.groups, f.students, f.parents, f.staff, f.rights = nil, nil, nil, nil, nil
		f.card.Students, f.card.Teachings = nil, nil
	}
	groupCard := func(b *bench) *groupCard {
		b.shell.Push(newGroupCard(b.deps, 3))
		return b.shell.Top().(*groupCard)
	}
	person := func(id model.PersonID, tab string) func(*bench) {
		return func(b *bench) {
			b.shell.Push(newPersonCard(b.deps, id))
			if tab != "" {
				b.shell.Top().(*personCard).tabs.Select(tab)
			}
		}
	}
	return []scene{
		{"groups", nil, nil},
		{"groups-long", longNames, nil},
		{"groups-empty", nothing, nil},
		{"groups-curator", func(f *fakeService) {
			f.access = model.PeopleAccess{See: true, Parents: true}
			f.groups = f.groups[2:3]
		}, nil},
		{"closed", func(f *fakeService) { f.access = model.PeopleAccess{} }, nil},
		{"failed", func(f *fakeService) {
			f.readErr = errors.New("база данных занята или недоступна")
		}, nil},
		{"students", nil, func(b *bench) { b.tab("students") }},
		{"students-menu", nil, func(b *bench) {
			b.tab("students")
			p := b.section.lists[1].tab.(*pane[model.StudentRow, model.PersonID])
			p.table.SelectKeys(101, 103)
			p.actions.Open()
		}},
		{"students-long", longNames, func(b *bench) { b.tab("students") }},
		{"students-none", nil, func(b *bench) {
			b.tab("students")
			b.section.lists[1].tab.(*pane[model.StudentRow, model.PersonID]).names.SetText("нет такого")
		}},
		{"parents", nil, func(b *bench) { b.tab("parents") }},
		{"staff", nil, func(b *bench) { b.tab("staff") }},
		{"rights", nil, func(b *bench) { b.tab("rights") }},
		{"rights-own", nil, func(b *bench) {
			b.tab("rights")
			r := b.section.lists[4].tab.(*rightsList)
			r.table.SelectKeys(1)
			b.item(r.menu(r.selected()), "Снять права Администратора ПОО…")
		}},
		{"add-group", nil, func(b *bench) { b.press("+ Добавить группу") }},
		{"add-student", nil, func(b *bench) { b.tab("students"); b.press("+ Добавить студента") }},
		{"add-student-namesake", func(f *fakeService) {
			f.editErr = model.NewPerson{Name: f.students[0].Name}.CheckNamesake([]model.Name{f.students[0].Name}, "в группе ДО-19-3")
		}, func(b *bench) {
			b.tab("students")
			b.press("+ Добавить студента")
			choose[model.GroupID](b, 0, 3)
			b.press("Добавить")
		}},
		{"add-parent", nil, func(b *bench) { b.tab("parents"); b.press("+ Добавить родителя") }},
		{"add-staff", nil, func(b *bench) { b.tab("staff"); b.press("+ Добавить сотрудника") }},
		{"leave-staff", nil, func(b *bench) { leaveStaff(b.deps, b.service.staff[:2], nil) }},
		{"group", nil, func(b *bench) { groupCard(b) }},
		{"group-long", longNames, func(b *bench) { groupCard(b) }},
		{"group-empty", nothing, func(b *bench) { groupCard(b) }},
		{"group-subjects", nil, func(b *bench) { groupCard(b).tabs.Select(tabSubjects) }},
		{"group-subjects-long", longNames, func(b *bench) { groupCard(b).tabs.Select(tabSubjects) }},
		{"group-readonly", func(f *fakeService) { f.card.Access = model.PeopleAccess{See: true} }, func(b *bench) { groupCard(b).tabs.Select(tabSubjects) }},
		{"subject", nil, func(b *bench) { openTeaching(b.deps, b.service.card, b.service.card.Teachings[0], tabFields) }},
		{"subject-teachers", nil, func(b *bench) { openTeaching(b.deps, b.service.card, b.service.card.Teachings[0], tabTeachers) }},
		{"subject-learners", nil, func(b *bench) { openTeaching(b.deps, b.service.card, b.service.card.Teachings[0], tabLearners) }},
		{"subject-readonly", func(f *fakeService) { f.card.Access = model.PeopleAccess{See: true} }, func(b *bench) {
			openTeaching(b.deps, b.service.card, b.service.card.Teachings[0], tabFields)
		}},
		{"student", nil, person(101, "")},
		{"student-parents", nil, person(101, "parents")},
		{"student-long", longNames, person(101, "subjects")},
		{"teacher", nil, person(11, "")},
	}
}
