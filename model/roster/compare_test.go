package roster

import (
	"slices"
	"strings"
	"testing"

	"zvonok/model"
)

var everySection = map[Section]bool{Groups: true, Students: true, Parents: true, Staff: true, Teachings: true, Learners: true}

// example is the template's roster as Read gives it.
func example() Snapshot {
	s := exampleSnapshot()
	s.Format, s.Source, s.Today, s.Given = WorkbookXLSX, "workbook", today, everySection
	return s
}

func person(t *testing.T, c College, name string) model.Person {
	t.Helper()
	i := slices.IndexFunc(c.People, func(p model.Person) bool { return p.Name.String() == name })
	if i < 0 {
		t.Fatalf("%s is not in the college", name)
	}
	return c.People[i]
}

func group(t *testing.T, c College, name string) CollegeGroup {
	t.Helper()
	i := slices.IndexFunc(c.Groups, func(g CollegeGroup) bool { return g.Name == name })
	if i < 0 {
		t.Fatalf("%s is not in the college", name)
	}
	return c.Groups[i]
}

func TestFirstImport(t *testing.T) {
	c, n := load(t, College{}, example())
	if n.Students.Added != 5 || n.Parents.Added != 2 || n.Staff.Added != 3 || n.Groups.Added != 1 || n.Teachings.Added != 2 || n.Learners.Added != 3 {
		t.Fatalf("%+v", n)
	}
	if g := group(t, c, "ДО-19-3"); g.Curator != person(t, c, "Каган Наталья Васильевна").ID || !g.Active {
		t.Errorf("group %+v", g)
	}
	if p := person(t, c, "Рязанцева Екатерина Викторовна"); p.Roles != model.RoleAdmin|model.RightManageChats || p.Kind != model.Staff || !p.Active {
		t.Errorf("admin %+v", p)
	}
	if len(c.Enrolments) != 5 || len(c.Guardianships) != 2 || len(c.Learners) != 3 || len(c.Keys) != 5+2+3+1+2 {
		t.Errorf("rows %d %d %d %d", len(c.Enrolments), len(c.Guardianships), len(c.Learners), len(c.Keys))
	}
}

func TestChanges(t *testing.T) {
	const anisimova = "Анисимова Юлия Алексеевна"
	tests := []struct {
		name   string
		edit   func(s *Snapshot)
		counts func(n Counts) bool
		check  func(t *testing.T, before, after College)
	}{
		{"renamed with the same code", func(s *Snapshot) { s.Students[0].Name.LastName = "Белова" },
			func(n Counts) bool { return n.Students == Count{Changed: 1, Unchanged: 4} },
			func(t *testing.T, before, after College) {
				if person(t, before, anisimova).ID != person(t, after, "Белова Юлия Алексеевна").ID {
					t.Error("another person")
				}
			}},
		{"moved to another group", func(s *Snapshot) {
			s.Groups = append(s.Groups, Group{Key: "group:до-19-1", Name: "ДО-19-1", Year: 1})
			s.Students[4].Group, s.Students[4].From = "group:до-19-1", today
		}, func(n Counts) bool { return n.Students.Changed == 1 && n.Groups.Added == 1 },
			func(t *testing.T, before, after College) {
				p := person(t, before, "Гаршина Мария Сергеевна")
				var open, closed int
				for _, e := range after.Enrolments {
					if e.Student == p.ID && e.To.IsZero() && e.Group == group(t, after, "ДО-19-1").ID && e.From.Equal(today) {
						open++
					}
					if e.Student == p.ID && e.To.Equal(today) {
						closed++
					}
				}
				if open != 1 || closed != 1 {
					t.Errorf("%d open, %d closed: %+v", open, closed, after.Enrolments)
				}
			}},
		{"absent student leaves", func(s *Snapshot) { s.Students = s.Students[:4] },
			func(n Counts) bool { return n.Students == Count{Removed: 1, Unchanged: 4} },
			func(t *testing.T, _, after College) {
				p := person(t, after, "Гаршина Мария Сергеевна")
				if p.Active || p.Kind != model.Student {
					t.Errorf("%+v", p)
				}
				for _, e := range after.Enrolments {
					if e.Student == p.ID && !e.To.Equal(today) {
						t.Errorf("still enrolled: %+v", e)
					}
				}
			}},
		{"student with a past date has left", func(s *Snapshot) { s.Students[0].To = today },
			func(n Counts) bool { return n.Students == Count{Changed: 1, Unchanged: 4} },
			func(t *testing.T, _, after College) {
				if person(t, after, anisimova).Active {
					t.Error("still active")
				}
			}},
		{"messenger id not stated is kept", func(s *Snapshot) { s.Students[0].Messenger = 0 },
			func(n Counts) bool { return n.Students.Unchanged == 5 },
			func(t *testing.T, _, after College) {
				if person(t, after, anisimova).Messenger == 0 {
					t.Error("lost")
				}
			}},
		{"rights not stated are kept", func(s *Snapshot) {
			for i := range s.Staff {
				s.Staff[i].Roles, s.Staff[i].Stated = 0, model.RoleTeacher
			}
		}, func(n Counts) bool { return n.Staff == Count{Changed: 2, Unchanged: 1} },
			func(t *testing.T, _, after College) {
				if p := person(t, after, "Рязанцева Екатерина Викторовна"); p.Roles != model.RoleAdmin|model.RightManageChats {
					t.Errorf("%+v", p)
				}
			}},
		{"parent of another child", func(s *Snapshot) { s.Parents[0].Children = []Child{{"student:13003", "мать"}} },
			func(n Counts) bool { return n.Parents == Count{Changed: 1, Unchanged: 1} },
			func(t *testing.T, _, after College) {
				want := Guardianship{person(t, after, "Анисимова Ольга Петровна").ID, person(t, after, "Гайворонская Наталья Владимировна").ID, "мать"}
				if len(after.Guardianships) != 2 || !slices.Contains(after.Guardianships, want) {
					t.Errorf("%+v", after.Guardianships)
				}
			}},
		{"curator and teacher change", func(s *Snapshot) {
			s.Groups[0].Curator = "staff:14003"
			s.Teachings[1].Teachers = []Key{"staff:14003", "staff:14001"}
		}, func(n Counts) bool {
			return n.Groups.Changed == 1 && n.Teachings == Count{Changed: 1, Unchanged: 1}
		}, nil},
		{"a list becomes the whole group", func(s *Snapshot) { s.Teachings[0].WholeGroup, s.Teachings[0].Learners = true, nil },
			func(n Counts) bool { return n.Teachings.Changed == 1 && n.Learners.Removed == 3 }, nil},
		{"teaching ends", func(s *Snapshot) { s.Teachings = s.Teachings[1:] },
			func(n Counts) bool { return n.Teachings == Count{Removed: 1, Unchanged: 1} && n.Learners.Removed == 3 },
			func(t *testing.T, _, after College) {
				for _, k := range after.Keys {
					if k.Section == Teachings && k.Key == exampleSnapshot().Teachings[0].Key {
						t.Error("the key stayed")
					}
				}
			}},
		{"staff and parent are one by code and name", func(s *Snapshot) {
			s.Parents = append(s.Parents, Parent{Key: "parent:14003", Code: "14003", Name: s.Staff[2].Name, Children: []Child{{"student:13004", "отец"}}})
		}, func(n Counts) bool { return n.Parents == Count{Added: 1, Unchanged: 2} && n.Staff.Unchanged == 3 },
			func(t *testing.T, before, after College) {
				if p := person(t, after, "Ермаков Максим Сергеевич"); p.Kind != model.Staff|model.Parent || len(after.People) != len(before.People) {
					t.Errorf("%+v", p)
				}
			}},
		{"staff section not given", func(s *Snapshot) {
			s.Staff, s.Teachings, s.Groups[0].Curator = nil, nil, ""
			s.Given = map[Section]bool{Students: true, Parents: true, Groups: true}
			s.Lacks = FieldCurator
		}, func(n Counts) bool { return n.Staff.Removed+n.Teachings.Removed+n.Groups.Changed == 0 }, nil},
		{"namesakes with codes stay two", func(s *Snapshot) {
			twin := s.Students[2]
			twin.Key, twin.Code = "student:13099", "13099"
			s.Students = append(s.Students, twin)
		}, func(n Counts) bool { return n.Students == Count{Added: 1, Unchanged: 5} }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, _ := load(t, College{}, example())
			s := example()
			tt.edit(&s)
			after, n := load(t, before, s)
			if !tt.counts(n) {
				t.Errorf("counts %+v", n)
			}
			if tt.check != nil {
				tt.check(t, before, after)
			}
			same(t, after, s)
		})
	}
}

func TestReturningStudent(t *testing.T) {
	full, _ := load(t, College{}, example())
	s := example()
	s.Students = s.Students[:4]
	without, _ := load(t, full, s)
	again, n := load(t, without, example())
	p := person(t, again, "Гаршина Мария Сергеевна")
	if n.Students != (Count{Changed: 1, Unchanged: 4}) || !p.Active || len(again.People) != len(full.People) {
		t.Fatalf("%+v, %+v", n, p)
	}
	same(t, again, example())
}

// uncoded is the example without codes, as Read would key it.
func uncoded() Snapshot {
	s := example()
	renamed := map[Key]Key{}
	for i := range s.Students {
		p := &s.Students[i]
		renamed[p.Key] = studentNameKey(p.Name, "ДО-19-3")
		p.Key, p.Code = renamed[p.Key], ""
	}
	for i := range s.Staff {
		p := &s.Staff[i]
		renamed[p.Key] = staffNameKey(p.Name)
		p.Key, p.Code = renamed[p.Key], ""
	}
	for i := range s.Parents {
		p := &s.Parents[i]
		p.Children = []Child{{renamed[p.Children[0].Student], p.Children[0].Relation}}
		p.Key, p.Code = Key("parent:"+model.FoldName(p.Name)+"|до-19-3|"+string(p.Children[0].Student)), ""
	}
	s.Groups[0].Curator = renamed[s.Groups[0].Curator]
	for i := range s.Teachings {
		x := &s.Teachings[i]
		x.Teachers, x.Learners = slices.Clone(x.Teachers), slices.Clone(x.Learners)
		for _, keys := range [][]Key{x.Teachers, x.Learners} {
			for j := range keys {
				keys[j] = renamed[keys[j]]
			}
		}
	}
	return s
}

func TestGainingAndLosingCodes(t *testing.T) {
	for _, tt := range []struct {
		name          string
		first, second Snapshot
	}{{"gaining", uncoded(), example()}, {"losing", example(), uncoded()}} {
		t.Run(tt.name, func(t *testing.T) {
			before, _ := load(t, College{}, tt.first)
			after, n := load(t, before, tt.second)
			if n.Students.Unchanged != 5 || n.Staff.Unchanged != 3 || n.Parents.Unchanged != 2 || len(after.People) != len(before.People) {
				t.Fatalf("%+v", n)
			}
			if len(after.Keys) != len(before.Keys) {
				t.Errorf("%d keys, then %d", len(before.Keys), len(after.Keys))
			}
			same(t, after, tt.second)
		})
	}
}

func TestAnotherSourceFindsTheSamePeople(t *testing.T) {
	before, _ := load(t, College{}, example())
	s := example()
	s.Source = "oneroster"
	for i := range s.Students {
		s.Students[i].Key = "student:x" + Key(s.Students[i].Code)
		s.Students[i].Code = "x" + s.Students[i].Code
	}
	s.Parents, s.Teachings = nil, nil
	s.Given = map[Section]bool{Groups: true, Students: true, Staff: true}
	after, n := load(t, before, s)
	if n.Students.Unchanged != 5 || n.Staff.Unchanged != 3 || n.Groups.Unchanged != 1 || len(after.People) != len(before.People) {
		t.Fatalf("%+v", n)
	}
	same(t, after, s)
	same(t, after, example())
}

func TestCompareProblems(t *testing.T) {
	tests := []struct {
		name string
		edit func(s *Snapshot)
		says string
	}{
		{"no students", func(s *Snapshot) { s.Students, s.Parents, s.Teachings[0].Learners = nil, nil, nil }, "в колледже 5 студентов"},
		{"no parents", func(s *Snapshot) { s.Parents = nil }, "в колледже 2 родителя"},
		{"no administrator", func(s *Snapshot) { s.Staff[1].Roles = model.RoleTeacher }, "Администратора ПОО"},
		{"the administrator leaves", func(s *Snapshot) { s.Staff = slices.Delete(slices.Clone(s.Staff), 1, 2) }, "Администратора ПОО"},
		{"a messenger id that another has", func(s *Snapshot) { s.Students[3].Messenger = 500013001; s.Students[0].Messenger = 0 }, "у другого человека"},
		{"a reference to nobody", func(s *Snapshot) { s.Teachings[1].Teachers = []Key{"staff:77"} }, "Преподавателя нет"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := load(t, College{}, example())
			s := example()
			tt.edit(&s)
			_, problems := Compare(c, s)
			if !slices.ContainsFunc(problems, func(p Problem) bool { return strings.Contains(p.Message, tt.says) }) {
				t.Fatalf("no %q in %+v", tt.says, problems)
			}
		})
	}
}

func TestManualRecordsAreLeftAlone(t *testing.T) {
	c, _ := load(t, College{}, example())
	by := model.Person{ID: 900, Name: model.ParseName("Добавлен Вручную"), Kind: model.Student, Active: true}
	c.People = append(c.People, by)
	c.Groups = append(c.Groups, CollegeGroup{Group: model.Group{ID: 901, Name: "Своя"}, Active: true})
	c.Teachings = append(c.Teachings, model.Teaching{ID: 902, Group: 901, Subject: "Хор", WholeGroup: true})
	c.Enrolments = append(c.Enrolments, Enrolment{ID: 903, Student: 900, Group: 901})
	c.Guardianships = append(c.Guardianships, Guardianship{person(t, c, "Анисимова Ольга Петровна").ID, 900, "тётя"})
	same(t, c, example())
}

func TestMessengerOfWhoLeftIsFreed(t *testing.T) {
	c, _ := load(t, College{}, example())
	s := example()
	leaver := s.Students[0].Messenger
	s.Students = slices.Clone(s.Students[1:])
	s.Parents = s.Parents[1:]
	s.Teachings[0].Learners = s.Teachings[0].Learners[1:]
	s.Students[2].Messenger = leaver
	after, _ := load(t, c, s)
	if person(t, after, "Анисимова Юлия Алексеевна").Messenger != 0 {
		t.Error("not freed")
	}
	same(t, after, s)
}

func TestSecondTimeInTheGroup(t *testing.T) {
	first := example()
	first.Students[0].To = today.AddDate(0, -2, 0)
	left, _ := load(t, College{}, first)
	again := example()
	again.Students[0].From = today.AddDate(0, -1, 0)
	back, n := load(t, left, again)
	if n.Students.Changed != 1 || len(back.Enrolments) != len(left.Enrolments)+1 || !person(t, back, "Анисимова Юлия Алексеевна").Active {
		t.Fatalf("%+v, %d enrolments", n, len(back.Enrolments))
	}
	same(t, back, again)
}
