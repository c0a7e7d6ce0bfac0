package roster_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
)

var everySection = map[roster.Section]bool{roster.Groups: true, roster.Students: true, roster.Parents: true, roster.Staff: true, roster.Teachings: true, roster.Learners: true}

// example is the template's roster as Read gives it.
func example() roster.Snapshot {
	s := listfile.Example()
	s.Format, s.Source, s.Today, s.Given = roster.WorkbookXLSX, "workbook", today, everySection
	return s
}

func person(t *testing.T, c roster.College, name string) model.Person {
	t.Helper()
	i := slices.IndexFunc(c.People, func(p model.Person) bool { return p.Name.String() == name })
	if i < 0 {
		t.Fatalf("%s is not in the college", name)
	}
	return c.People[i]
}

func group(t *testing.T, c roster.College, name string) roster.CollegeGroup {
	t.Helper()
	i := slices.IndexFunc(c.Groups, func(g roster.CollegeGroup) bool { return g.Name == name })
	if i < 0 {
		t.Fatalf("%s is not in the college", name)
	}
	return c.Groups[i]
}

func TestFirstImport(t *testing.T) {
	c, n := load(t, roster.College{}, example())
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
		edit   func(s *roster.Snapshot)
		counts func(n roster.Counts) bool
		check  func(t *testing.T, before, after roster.College)
	}{
		{"renamed with the same code", func(s *roster.Snapshot) { s.Students[0].Name.LastName = "Белова" },
			func(n roster.Counts) bool { return n.Students == roster.Count{Changed: 1, Unchanged: 4} },
			func(t *testing.T, before, after roster.College) {
				if person(t, before, anisimova).ID != person(t, after, "Белова Юлия Алексеевна").ID {
					t.Error("another person")
				}
			}},
		{"moved to another group", func(s *roster.Snapshot) {
			s.Groups = append(s.Groups, roster.Group{Key: "group:до-19-1", Name: "ДО-19-1", Year: 1})
			s.Students[4].Group, s.Students[4].From = "group:до-19-1", today
		}, func(n roster.Counts) bool { return n.Students.Changed == 1 && n.Groups.Added == 1 },
			func(t *testing.T, before, after roster.College) {
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
		{"absent student leaves", func(s *roster.Snapshot) { s.Students = s.Students[:4] },
			func(n roster.Counts) bool { return n.Students == roster.Count{Removed: 1, Unchanged: 4} },
			func(t *testing.T, _, after roster.College) {
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
		{"student with a past date has left", func(s *roster.Snapshot) { s.Students[0].To = today },
			func(n roster.Counts) bool { return n.Students == roster.Count{Changed: 1, Unchanged: 4} },
			func(t *testing.T, _, after roster.College) {
				if person(t, after, anisimova).Active {
					t.Error("still active")
				}
			}},
		{"messenger id not stated is kept", func(s *roster.Snapshot) { s.Students[0].Messenger = 0 },
			func(n roster.Counts) bool { return n.Students.Unchanged == 5 },
			func(t *testing.T, _, after roster.College) {
				if person(t, after, anisimova).Messenger == 0 {
					t.Error("lost")
				}
			}},
		{"rights not stated are kept", func(s *roster.Snapshot) {
			for i := range s.Staff {
				s.Staff[i].Roles, s.Staff[i].Stated = 0, model.RoleTeacher
			}
		}, func(n roster.Counts) bool { return n.Staff == roster.Count{Changed: 2, Unchanged: 1} },
			func(t *testing.T, _, after roster.College) {
				if p := person(t, after, "Рязанцева Екатерина Викторовна"); p.Roles != model.RoleAdmin|model.RightManageChats {
					t.Errorf("%+v", p)
				}
			}},
		{"parent of another child", func(s *roster.Snapshot) { s.Parents[0].Children = []roster.Child{{"student:13003", "мать"}} },
			func(n roster.Counts) bool { return n.Parents == roster.Count{Changed: 1, Unchanged: 1} },
			func(t *testing.T, _, after roster.College) {
				want := roster.Guardianship{person(t, after, "Анисимова Ольга Петровна").ID, person(t, after, "Гайворонская Наталья Владимировна").ID, "мать"}
				if len(after.Guardianships) != 2 || !slices.Contains(after.Guardianships, want) {
					t.Errorf("%+v", after.Guardianships)
				}
			}},
		{"curator and teacher change", func(s *roster.Snapshot) {
			s.Groups[0].Curator = "staff:14003"
			s.Teachings[1].Teachers = []roster.Key{"staff:14003", "staff:14001"}
		}, func(n roster.Counts) bool {
			return n.Groups.Changed == 1 && n.Teachings == roster.Count{Changed: 1, Unchanged: 1}
		}, nil},
		{"a list becomes the whole group", func(s *roster.Snapshot) { s.Teachings[0].WholeGroup, s.Teachings[0].Learners = true, nil },
			func(n roster.Counts) bool { return n.Teachings.Changed == 1 && n.Learners.Removed == 3 }, nil},
		{"teaching ends", func(s *roster.Snapshot) { s.Teachings = s.Teachings[1:] },
			func(n roster.Counts) bool {
				return n.Teachings == roster.Count{Removed: 1, Unchanged: 1} && n.Learners.Removed == 3
			},
			func(t *testing.T, _, after roster.College) {
				for _, k := range after.Keys {
					if k.Section == roster.Teachings && k.Key == listfile.Example().Teachings[0].Key {
						t.Error("the key stayed")
					}
				}
			}},
		{"staff and parent are one by code and name", func(s *roster.Snapshot) {
			s.Parents = append(s.Parents, roster.Parent{Key: "parent:14003", Code: "14003", Name: s.Staff[2].Name, Children: []roster.Child{{"student:13004", "отец"}}})
		}, func(n roster.Counts) bool {
			return n.Parents == roster.Count{Added: 1, Unchanged: 2} && n.Staff.Unchanged == 3
		},
			func(t *testing.T, before, after roster.College) {
				if p := person(t, after, "Ермаков Максим Сергеевич"); p.Kind != model.Staff|model.Parent || len(after.People) != len(before.People) {
					t.Errorf("%+v", p)
				}
			}},
		{"staff section not given", func(s *roster.Snapshot) {
			s.Staff, s.Teachings, s.Groups[0].Curator = nil, nil, ""
			s.Given = map[roster.Section]bool{roster.Students: true, roster.Parents: true, roster.Groups: true}
			s.Lacks = roster.FieldCurator
		}, func(n roster.Counts) bool { return n.Staff.Removed+n.Teachings.Removed+n.Groups.Changed == 0 }, nil},
		{"namesakes with codes stay two", func(s *roster.Snapshot) {
			twin := s.Students[2]
			twin.Key, twin.Code = "student:13099", "13099"
			s.Students = append(s.Students, twin)
		}, func(n roster.Counts) bool { return n.Students == roster.Count{Added: 1, Unchanged: 5} }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, _ := load(t, roster.College{}, example())
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
	full, _ := load(t, roster.College{}, example())
	s := example()
	s.Students = s.Students[:4]
	without, _ := load(t, full, s)
	again, n := load(t, without, example())
	p := person(t, again, "Гаршина Мария Сергеевна")
	if n.Students != (roster.Count{Changed: 1, Unchanged: 4}) || !p.Active || len(again.People) != len(full.People) {
		t.Fatalf("%+v, %+v", n, p)
	}
	same(t, again, example())
}

// uncoded is the example without codes, as Read would key it.
func uncoded() roster.Snapshot {
	s := example()
	renamed := map[roster.Key]roster.Key{}
	for i := range s.Students {
		p := &s.Students[i]
		renamed[p.Key] = roster.StudentNameKey(p.Name, "ДО-19-3")
		p.Key, p.Code = renamed[p.Key], ""
	}
	for i := range s.Staff {
		p := &s.Staff[i]
		renamed[p.Key] = roster.StaffNameKey(p.Name)
		p.Key, p.Code = renamed[p.Key], ""
	}
	for i := range s.Parents {
		p := &s.Parents[i]
		p.Children = []roster.Child{{renamed[p.Children[0].Student], p.Children[0].Relation}}
		p.Key, p.Code = roster.Key("parent:"+model.FoldName(p.Name)+"|до-19-3|"+string(p.Children[0].Student)), ""
	}
	s.Groups[0].Curator = renamed[s.Groups[0].Curator]
	for i := range s.Teachings {
		x := &s.Teachings[i]
		x.Teachers, x.Learners = slices.Clone(x.Teachers), slices.Clone(x.Learners)
		for _, keys := range [][]roster.Key{x.Teachers, x.Learners} {
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
		first, second roster.Snapshot
	}{{"gaining", uncoded(), example()}, {"losing", example(), uncoded()}} {
		t.Run(tt.name, func(t *testing.T) {
			before, _ := load(t, roster.College{}, tt.first)
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
	before, _ := load(t, roster.College{}, example())
	s := example()
	s.Source = "oneroster"
	for i := range s.Students {
		s.Students[i].Key = "student:x" + roster.Key(s.Students[i].Code)
		s.Students[i].Code = "x" + s.Students[i].Code
	}
	s.Parents, s.Teachings = nil, nil
	s.Given = map[roster.Section]bool{roster.Groups: true, roster.Students: true, roster.Staff: true}
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
		edit func(s *roster.Snapshot)
		says string
	}{
		{"no students", func(s *roster.Snapshot) { s.Students, s.Parents, s.Teachings[0].Learners = nil, nil, nil }, "в колледже 5 студентов"},
		{"no parents", func(s *roster.Snapshot) { s.Parents = nil }, "в колледже 2 родителя"},
		{"no administrator", func(s *roster.Snapshot) { s.Staff[1].Roles = model.RoleTeacher }, "администратора ПОО"},
		{"the administrator leaves", func(s *roster.Snapshot) { s.Staff = slices.Delete(slices.Clone(s.Staff), 1, 2) }, "администратора ПОО"},
		{"a messenger id that another has", func(s *roster.Snapshot) { s.Students[3].Messenger = 500013001; s.Students[0].Messenger = 0 }, "у другого человека"},
		{"a reference to nobody", func(s *roster.Snapshot) { s.Teachings[1].Teachers = []roster.Key{"staff:77"} }, "Преподавателя нет"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := load(t, roster.College{}, example())
			s := example()
			tt.edit(&s)
			_, problems := roster.Compare(c, s, roster.Decisions{})
			if !slices.ContainsFunc(problems, func(p roster.Problem) bool { return strings.Contains(p.Message, tt.says) }) {
				t.Fatalf("no %q in %+v", tt.says, problems)
			}
		})
	}
}

func TestManualRecordsAreLeftAlone(t *testing.T) {
	c, _ := load(t, roster.College{}, example())
	by := model.Person{ID: 900, Name: model.ParseName("Добавлен Вручную"), Kind: model.Student, Active: true}
	c.People = append(c.People, by)
	c.Groups = append(c.Groups, roster.CollegeGroup{Group: model.Group{ID: 901, Name: "Своя"}, Active: true})
	c.Teachings = append(c.Teachings, model.Teaching{ID: 902, Group: 901, Subject: "Хор", WholeGroup: true})
	c.Enrolments = append(c.Enrolments, roster.Enrolment{ID: 903, Student: 900, Group: 901})
	c.Guardianships = append(c.Guardianships, roster.Guardianship{person(t, c, "Анисимова Ольга Петровна").ID, 900, "тётя"})
	same(t, c, example())
}

func TestMessengerOfWhoLeftIsFreed(t *testing.T) {
	c, _ := load(t, roster.College{}, example())
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
	left, _ := load(t, roster.College{}, first)
	again := example()
	again.Students[0].From = today.AddDate(0, -1, 0)
	back, n := load(t, left, again)
	if n.Students.Changed != 1 || len(back.Enrolments) != len(left.Enrolments)+1 || !person(t, back, "Анисимова Юлия Алексеевна").Active {
		t.Fatalf("%+v, %d enrolments", n, len(back.Enrolments))
	}
	same(t, back, again)
}

// TestOnePersonInTwoGroups: a row that was left in the old group makes a second person where there are no codes, which is said. A person who is known
// already, or whom a code tells apart, is not meant.
func TestOnePersonInTwoGroups(t *testing.T) {
	files := goodFolder()
	files["Студенты.csv"] = strings.Replace(files["Студенты.csv"], "2;Петров", ";Петров", 1)
	one, problems := readPaths(t, writeFiles(t, files))
	clean(t, problems)
	before, _ := load(t, roster.College{}, one)
	for row, warned := range map[string]bool{
		";Петров Пётр;АМ-19-1;;;\n": true, "3;Петров Пётр;АМ-19-1;;;\n": true, ";Петров Пётр;АМ-19-1;;01.09.2025;\n": false, "3;Иванов Иван Иванович;АМ-19-1;;;\n": false,
	} {
		spoilt := maps.Clone(files)
		spoilt["Студенты.csv"] += row
		s, problems := readPaths(t, writeFiles(t, spoilt))
		clean(t, problems)
		changes, problems := roster.Compare(before, s, roster.Decisions{})
		clean(t, problems)
		said := slices.ContainsFunc(changes.Warnings, func(w string) bool {
			return strings.Contains(w, "новыми людьми добавятся: Петров П., АМ-19-1. Если")
		})
		if said != warned {
			t.Errorf("%s: %q", row, changes.Warnings)
		}
		after := apply(t, before, changes)
		if again, _ := roster.Compare(after, s, roster.Decisions{}); len(again.Warnings) > 0 {
			t.Errorf("%s: said again %q", row, again.Warnings)
		}
	}
}
