package roster_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// inLatin are files in which the group ДО-19-3 and the subject are typed with Latin letters that look like the Russian ones.
func inLatin(files map[string]string, only ...string) map[string]string {
	files = maps.Clone(files)
	for name, text := range files {
		if len(only) == 0 || slices.Contains(only, name) {
			files[name] = strings.NewReplacer("ДО-19-3", "ДO-19-3", "История", "Иcтopия").Replace(text)
		}
	}
	return files
}

// all are records that stay as they are.
func all(n int) roster.Count { return roster.Count{Unchanged: n} }

// TestNamesInLatinLetters: names of groups and subjects that only look like the college's are those: nobody moves to a new group,
// nothing ends, and the college's spelling stays. So do the sheets of one file find each other's.
func TestNamesInLatinLetters(t *testing.T) {
	files := goodFolder()
	files["Студенты.csv"] = strings.Replace(files["Студенты.csv"], "1;Иванов", ";Иванов", 1) // his key has the group's name
	first, problems := readPaths(t, writeFiles(t, files))
	clean(t, problems)
	before, _ := load(t, roster.College{}, first)
	for name, typed := range map[string]map[string]string{
		"everywhere":      inLatin(files),
		"of groups":       inLatin(files, "Группы.csv"),
		"of students":     inLatin(files, "Студенты.csv"),
		"of all but them": inLatin(files, "Группы.csv", "Родители.csv", "Нагрузка.csv"),
	} {
		s, problems := readPaths(t, writeFiles(t, typed))
		clean(t, problems)
		after, n := load(t, before, s)
		_, again := load(t, after, first)
		if want := (roster.Counts{Groups: all(4), Students: all(2), Parents: all(1), Staff: all(2), Teachings: all(1)}); n != want || again != want {
			t.Errorf("%s: %+v, then %+v", name, n, again)
		}
		if group(t, after, "ДО-19-3").ID != group(t, before, "ДО-19-3").ID || after.Teachings[0].Subject != "История" {
			t.Errorf("%s: %+v, %+v", name, after.Groups, after.Teachings)
		}
		same(t, after, s)
	}
}

// TestGroupsThatLookAlike: a new group that differs from one of the college in signs alone is added, and that is said.
func TestGroupsThatLookAlike(t *testing.T) {
	one, problems := readPaths(t, writeFiles(t, goodFolder()))
	clean(t, problems)
	before, _ := load(t, roster.College{}, one)
	for name, twin := range map[string]bool{"ДО 19 3": true, "до19/3": true, "ДО-1-93": false, "ДО193": false, "ДО-19-4": false, "ДО-19-3к": false} {
		files := goodFolder()
		files["Группы.csv"] += name + ";3;;\n"
		s, problems := readPaths(t, writeFiles(t, files))
		clean(t, problems)
		changes, problems := roster.Compare(before, s, roster.Decisions{})
		clean(t, problems)
		said := len(changes.Warnings) == 1 && strings.Contains(changes.Warnings[0], "Группа «"+name+"» добавится рядом с «ДО-19-3»")
		if said != twin || !twin && len(changes.Warnings) > 0 {
			t.Errorf("%s: %q", name, changes.Warnings)
		}
	}
}

// TestGroupsThatDifferInLatinLetters: a college that has both groups keeps both; where the second one is new, that is said.
func TestGroupsThatDifferInLatinLetters(t *testing.T) {
	files := goodFolder()
	files["Группы.csv"] += "ДO-19-3;3;;\n"
	files["Студенты.csv"] += "3;Кац Ян;ДO-19-3;;;\n"
	both, problems := readPaths(t, writeFiles(t, files))
	clean(t, problems)
	one, problems := readPaths(t, writeFiles(t, goodFolder()))
	clean(t, problems)
	before, _ := load(t, roster.College{}, one)
	changes, problems := roster.Compare(before, both, roster.Decisions{})
	clean(t, problems)
	if n := changes.Counts().Groups; n != (roster.Count{Added: 1, Unchanged: 4}) || len(changes.Warnings) != 1 || !strings.Contains(changes.Warnings[0], "Группа «ДO-19-3» добавится рядом") {
		t.Errorf("%+v, %q", n, changes.Warnings)
	}
	after, _ := load(t, before, both)
	same(t, after, both)
	if kaz := person(t, after, "Кац Ян"); !slices.ContainsFunc(after.Enrolments, func(e roster.Enrolment) bool {
		return e.Student == kaz.ID && e.Group == group(t, after, "ДO-19-3").ID
	}) {
		t.Errorf("he is in %+v", after.Enrolments)
	}
}

// TestSubjectTypedTwoWays: one subject of a group in two rows of different letters is one teaching of two teachers.
func TestSubjectTypedTwoWays(t *testing.T) {
	files := goodFolder()
	files["Нагрузка.csv"] += "ДO-19-3;Иcтория;ОГСЭ;Каган Наталья Васильевна;;;\n"
	s, problems := readPaths(t, writeFiles(t, files))
	clean(t, problems)
	if len(s.Teachings) != 1 || len(s.Teachings[0].Teachers) != 2 {
		t.Errorf("%+v", s.Teachings)
	}
}

// TestEndedGroupOfLatinLetters: a group that such a file made before, and that has ended, does not come back by the same file.
func TestEndedGroupOfLatinLetters(t *testing.T) {
	files := goodFolder()
	s, problems := readPaths(t, writeFiles(t, files))
	clean(t, problems)
	before, _ := load(t, roster.College{}, s)
	before.Groups = append(before.Groups, roster.CollegeGroup{Group: model.Group{ID: 900, Name: "ДO-19-3"}})
	latin, problems := readPaths(t, writeFiles(t, inLatin(files)))
	clean(t, problems)
	if _, n := load(t, before, latin); n.Groups != all(4) || n.Students != all(2) {
		t.Errorf("%+v", n)
	}
}

// TestRenamedGroup: a group that ends while all of its students go to a new one, whether they have codes or not, seems to be renamed;
// not where somebody goes elsewhere, or comes from another group.
func TestRenamedGroup(t *testing.T) {
	moved := func(s roster.Snapshot) roster.Snapshot {
		s.Groups = slices.Clone(s.Groups)
		s.Groups[0].Key, s.Groups[0].Name = "group:до-20-3", "ДО-20-3"
		for i := range s.Students {
			s.Students[i].Group = "group:до-20-3"
			if s.Students[i].Code == "" {
				was := s.Students[i].Key
				s.Students[i].Key = roster.StudentNameKey(s.Students[i].Name, "ДО-20-3")
				for j := range s.Parents {
					if c := s.Parents[j].Children; c[0].Student == was {
						s.Parents[j].Children = []roster.Child{{Student: s.Students[i].Key, Relation: c[0].Relation}}
					}
				}
				for j := range s.Teachings {
					for k := range s.Teachings[j].Learners {
						if s.Teachings[j].Learners[k] == was {
							s.Teachings[j].Learners[k] = s.Students[i].Key
						}
					}
				}
			}
		}
		for i := range s.Teachings {
			s.Teachings[i].Group = "group:до-20-3"
		}
		return s
	}
	beside := func(s roster.Snapshot) roster.Snapshot {
		s.Groups = append(slices.Clone(s.Groups), roster.Group{Key: "group:до-19-1", Name: "ДО-19-1", Year: 1})
		return s
	}
	apart := beside(moved(example()))
	apart.Students = slices.Clone(apart.Students)
	apart.Students[0].Group = "group:до-19-1"
	before := beside(example())
	before.Students = slices.Clone(before.Students)
	before.Students[4].Group = "group:до-19-1"
	for _, c := range []struct {
		name          string
		before, after roster.Snapshot
		want          []roster.Renaming
	}{
		{"with codes", example(), moved(example()), []roster.Renaming{{Old: "ДО-19-3", New: "ДО-20-3", Students: 5}}},
		{"without codes", uncoded(), moved(uncoded()), []roster.Renaming{{Old: "ДО-19-3", New: "ДО-20-3", Students: 5}}},
		{"one goes elsewhere", beside(example()), apart, nil},
		{"two become one", before, moved(example()), nil},
	} {
		college, _ := load(t, roster.College{}, c.before)
		changes, problems := roster.Compare(college, c.after, roster.Decisions{})
		clean(t, problems)
		if !slices.Equal(changes.Renamings, c.want) {
			t.Errorf("%s: %+v", c.name, changes.Renamings)
		}
	}
}
