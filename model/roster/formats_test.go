package roster_test

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"zvonok/model"
	"zvonok/model/roster"
)

// sample is a file of ../shared, which lies beside the repository.
func sample(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "samples", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the samples are not here: %v", err)
	}
	return path
}

func TestSampleSDS(t *testing.T) {
	s, problems := readPaths(t, sample(t, "sds-v1-25-users"))
	clean(t, problems)
	ch, problems := roster.Compare(roster.College{}, s, roster.Decisions{})
	clean(t, problems)
	n := ch.Counts()
	if s.Format != roster.SDSv1 || n.Students.Added != 22 || n.Staff.Added != 2 || n.Teachings.Added != 2 || n.Learners.Added != 44 {
		t.Fatalf("%s: %+v", s.Format, n)
	}
	if s.Teachings[0].Subject != "Math - Algebra 1" || s.Teachings[0].Group != "" || s.Teachings[0].Teachers[0] != "staff:14001" {
		t.Errorf("teaching %+v", s.Teachings[0])
	}
	c := apply(t, roster.College{}, ch)
	same(t, c, s)
}

// TestSampleOneRoster reads a sample that states changes alone: it is refused, and read once its manifest says that it is
// whole.
func TestSampleOneRoster(t *testing.T) {
	path := sample(t, "oneroster-1.2-small/oneroster_test_data.zip")
	_, problems := readPaths(t, path)
	expect(t, problems, "manifest.csv", 0, "", "delta", "выгрузите его целиком (bulk)")
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	whole := map[string]string{}
	for _, e := range archive.File {
		in, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		whole[filepath.Base(e.Name)] = strings.ReplaceAll(string(data), ",delta", ",bulk")
	}
	s, problems := readPaths(t, writeFiles(t, whole))
	clean(t, problems)
	c, n := load(t, roster.College{}, s)
	if s.Format != roster.OneRoster12 || n.Students.Added != 1 || n.Teachings.Added != 1 || n.Learners.Added != 1 {
		t.Fatalf("%s: %+v", s.Format, n)
	}
	if c.People[0].Name != (model.Name{LastName: "Wayne", FirstName: "Bruce"}) || c.Teachings[0].Subject != "Basic Detection" {
		t.Fatalf("%+v", c)
	}
	same(t, c, s)
}

func TestEncodingsAndDialects(t *testing.T) {
	encode := func(e interface{ String(string) (string, error) }) func(string) string {
		return func(s string) string {
			out, err := e.String(s)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	plain, problems := readPaths(t, writeFiles(t, goodFolder()))
	clean(t, problems)
	for name, turn := range map[string]func(string) string{
		"BOM":               func(s string) string { return "\ufeff" + s },
		"windows-1251":      encode(charmap.Windows1251.NewEncoder()),
		"UTF-16 with BOM":   encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()),
		"UTF-16 big endian": encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()),
		"UTF-16 bare":       encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()),
		"CRLF":              func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"tabs":              func(s string) string { return strings.ReplaceAll(s, ";", "\t") },
		"quotes":            func(s string) string { return `"` + strings.NewReplacer(";", `";"`, "\n", "\"\n\"").Replace(s) },
		"blank lines":       func(s string) string { return strings.ReplaceAll(s, "\n", "\n;;;\n") },
		"spaces":            func(s string) string { return strings.ReplaceAll(s, ";", "\u00a0; ") },
		"other headers": func(s string) string {
			return strings.NewReplacer("ФИО родителя", "фио  РОДИТЕЛЯ", "Зачислен", "зачислён").Replace(s)
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := goodFolder()
			for file := range files {
				files[file] = turn(files[file])
			}
			got, problems := readPaths(t, writeFiles(t, files))
			if name == "quotes" { // the quote that the last line opens
				problems = nil
			}
			clean(t, problems)
			if !reflect.DeepEqual(unplaced(got), unplaced(plain)) {
				t.Fatalf("got  %+v\nwant %+v", got, plain)
			}
		})
	}
}

func TestBareCR(t *testing.T) {
	files := goodFolder()
	files["Студенты.csv"] = strings.ReplaceAll(files["Студенты.csv"], "\n", "\r")
	_, problems := readPaths(t, writeFiles(t, files))
	expect(t, problems, "Студенты.csv", 1, "", "", "знаком CR")
}

func TestCommasAndLatinNames(t *testing.T) {
	files := map[string]string{}
	for russian, latin := range map[string]string{"Группы": "groups", "Студенты": "Students (1)", "Родители": "PARENTS", "Сотрудники": "staff", "Нагрузка": "teachings"} {
		files[latin+".csv"] = strings.ReplaceAll(strings.ReplaceAll(goodFolder()[russian+".csv"], "ПОО, ", "ПОО/"), ";", ",")
	}
	files["staff.csv"] = strings.ReplaceAll(files["staff.csv"], "ПОО/Куратор", "ПОО")
	s, problems := readPaths(t, writeFiles(t, files))
	clean(t, problems)
	if len(s.Students) != 2 || len(s.Teachings) != 1 {
		t.Fatalf("%+v", s)
	}
}

func TestUnnamedFilesAreToldByHeaders(t *testing.T) {
	dir := t.TempDir()
	var paths []string
	for name, content := range goodFolder() {
		path := filepath.Join(dir, "выгрузка "+strings.ToLower(name[:4])+".txt")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	s, problems := readPaths(t, paths...)
	clean(t, problems)
	if s.Format != roster.WorkbookCSV || len(s.Students) != 2 || len(s.Parents) != 1 {
		t.Fatalf("%+v", s)
	}
}

// oneRoster11 is a roster with a homeroom, a class of the whole of it and one of a part.
func oneRoster11() map[string]string {
	return map[string]string{
		"manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.users,bulk\nfile.classes,bulk\nfile.enrollments,bulk\nfile.courses,bulk\n",
		"users.csv": "sourcedId,status,dataLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName,middleName,agentSourcedIds\n" +
			"s1,active,,true,o,student,,Иван,Иванов,Ильич,p1\ns2,,,false,o,student,,Пётр,Петров,,\ns3,tobedeleted,,true,o,student,,Нет,Нету,,\n" +
			"p1,active,,true,o,guardian,,Анна,Иванова,,\np2,active,,true,o,parent,,Ольга,Петрова,,\"s2,s1\"\n" +
			"t1,active,,true,o,teacher,,Ян,Кац,,\nt2,active,,true,o,teacher,,Лев,Лунц,,\na1,active,,true,o,administrator,,Ада,Боссе,,\n",
		"courses.csv": "sourcedId,status,title\nc1,active,История\n",
		"classes.csv": "sourcedId,status,title,grades,courseSourcedId,classType,schoolSourcedId\n" +
			"h1,active,ДО-19-3,3,,homeroom,o\nk1,active,,11,c1,scheduled,o\nk2,active,Хор,,,scheduled,o\nk9,tobedeleted,Старое,,,scheduled,o\n",
		"enrollments.csv": "sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n" +
			"1,active,h1,o,s1,student,,2024-09-01,\n2,active,h1,o,s2,student,,,\n3,active,h1,o,t1,teacher,false,,\n4,active,h1,o,t2,teacher,true,,\n" +
			"5,active,k1,o,s1,student,,,\n6,active,k1,o,s2,student,,,\n7,active,k1,o,t1,teacher,,,\n8,active,k2,o,s1,student,,,2027-01-01\n" +
			"9,active,k2,o,s2,student,,,2026-11-23\n10,active,k2,o,t1,teacher,,2026-12-01,\n11,tobedeleted,k2,o,t2,teacher,,,\n12,active,k2,o,a1,administrator,,,\n",
		"orgs.csv": "", "roles.csv": "", // empty and not needed
	}
}

func TestOneRoster11(t *testing.T) {
	s, problems := readPaths(t, writeFiles(t, oneRoster11()))
	clean(t, problems)
	if s.Format != roster.OneRoster11 {
		t.Fatal(s.Format)
	}
	if len(s.Students) != 2 || len(s.Staff) != 3 || len(s.Parents) != 2 {
		t.Fatalf("%d students, %d staff, %d parents", len(s.Students), len(s.Staff), len(s.Parents))
	}
	if g := s.Groups[0]; g.Name != "ДО-19-3" || g.Year != 3 || g.Curator != "staff:t2" {
		t.Errorf("group %+v", g)
	}
	if x := s.Teachings[0]; x.Subject != "История" || x.Group != "group:h1" || !x.WholeGroup || len(x.Learners) != 0 {
		t.Errorf("whole teaching %+v", x)
	}
	if x := s.Teachings[1]; x.Group != "group:h1" || x.WholeGroup || !reflect.DeepEqual(x.Learners, []roster.Key{"student:s1"}) || len(x.Teachers) != 0 {
		t.Errorf("part teaching %+v", x)
	}
	if p := s.Parents[0]; !reflect.DeepEqual(p.Children, []roster.Child{{"student:s1", "опекун"}}) {
		t.Errorf("guardian %+v", p)
	}
	if p := s.Parents[1]; !reflect.DeepEqual(p.Children, []roster.Child{{"student:s2", "родитель"}, {"student:s1", "родитель"}}) {
		t.Errorf("parent %+v", p)
	}
	if a := s.Staff[2]; a.Roles != 0 || a.Stated.Any(model.RoleAdmin|model.RightManageChats) {
		t.Errorf("administrator %+v", a)
	}
	c, _ := load(t, roster.College{}, s)
	same(t, c, s)
}

func TestProblemsOfOneRoster(t *testing.T) {
	tests := []struct {
		name, file, from, to string
		row                  int
		column, value, says  string
	}{
		{"unknown user", "enrollments.csv", "k1,o,s1", "k1,o,s77", 6, "userSourcedId", "s77", "нет в users.csv"},
		{"unknown class", "enrollments.csv", "k1,o,s1", "k77,o,s1", 6, "classSourcedId", "k77", "нет в classes.csv"},
		{"unknown agent", "users.csv", "Ильич,p1", "Ильич,p77", 2, "agentSourcedIds", "p77", "нет в users.csv"},
		{"unknown role", "users.csv", "o,guardian", "o,dragon", 5, "role", "dragon", "Неизвестная роль"},
		{"id twice", "users.csv", "\ns2,", "\ns1,", 3, "sourcedId", "s1", "уже есть"},
		{"misspelt column", "enrollments.csv", "userSourcedId", "userSorcedId", 1, "userSourcedId", "userSorcedId", "может быть"},
		{"bad date", "enrollments.csv", "2024-09-01", "2024-02-31", 2, "beginDate", "2024-02-31", "даты нет"},
		{"no title", "classes.csv", ",Хор,", ",,", 4, "title", "", "нет названия"},
		{"bad mode", "manifest.csv", "users,bulk", "users,whole", 3, "value", "whole", "bulk"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := oneRoster11()
			if !strings.Contains(files[tt.file], tt.from) {
				t.Fatalf("%q is not there", tt.from)
			}
			files[tt.file] = strings.Replace(files[tt.file], tt.from, tt.to, 1)
			_, problems := readPaths(t, writeFiles(t, files))
			expect(t, problems, tt.file, tt.row, tt.column, tt.value, tt.says)
		})
	}
	files := oneRoster11()
	delete(files, "users.csv")
	_, problems := readPaths(t, writeFiles(t, files))
	expect(t, problems, "users.csv", 0, "", "", "Нет файла users.csv")
}

// TestOneRosterDelta: nothing is read of files whose manifest says that they are changes alone, and the problem says what
// to do.
func TestOneRosterDelta(t *testing.T) {
	files := oneRoster11()
	files["manifest.csv"] = strings.Replace(files["manifest.csv"], "file.users,bulk", "file.users,delta", 1)
	s, problems := readPaths(t, writeFiles(t, files))
	expect(t, problems, "manifest.csv", 0, "", "delta", "выгрузите его целиком (bulk)")
	if len(problems) != 1 || len(s.Students)+len(s.Staff)+len(s.Groups) != 0 {
		t.Errorf("%+v of %+v", problems, s)
	}
}

func sds2() map[string]string {
	return map[string]string{
		"orgs.csv":          "sourcedId,name,type\no,Колледж,school\n",
		"users.csv":         "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n1,a,Иван,Иванов,,,,,\n2,b,Анна,Иванова,,,,,\n3,c,Ян,Кац,,,,,\n",
		"roles.csv":         "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary\n1,o,student,,,\n2,o,parent,,,\n3,o,teacher,,,\n",
		"classes.csv":       "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\nk,o,Хор,,\n",
		"enrollments.csv":   "classSourcedId,userSourcedId,role\nk,1,student\nk,3,teacher\n",
		"relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\n1,2,parent\n1,3,doctor\n",
	}
}

func TestSDS2(t *testing.T) {
	s, problems := readPaths(t, writeFiles(t, sds2()))
	clean(t, problems)
	c, n := load(t, roster.College{}, s)
	if s.Format != roster.SDSv21 || n.Students.Added != 1 || n.Parents.Added != 1 || n.Staff.Added != 1 || n.Learners.Added != 1 || len(c.Guardianships) != 1 {
		t.Fatalf("%s: %+v, %+v", s.Format, n, c.Guardianships)
	}
	same(t, c, s)
	files := sds2()
	delete(files, "relationships.csv")
	delete(files, "enrollments.csv")
	s, problems = readPaths(t, writeFiles(t, files))
	clean(t, problems)
	if len(s.Warnings) != 2 || !strings.Contains(s.Warnings[1], "relationships.csv") {
		t.Fatalf("warnings %q", s.Warnings)
	}
	ch, problems := roster.Compare(c, s, roster.Decisions{})
	clean(t, problems)
	if !ch.Writes.Empty() {
		t.Fatalf("a file left out changed something: %+v", ch.Writes)
	}
}

func TestNestedZip(t *testing.T) {
	files := map[string]string{"__MACOSX/users.csv": "x"}
	for name, content := range sds2() {
		files["выгрузка/Данные/"+strings.ToUpper(name[:1])+name[1:]] = content
	}
	path := filepath.Join(t.TempDir(), "данные.bin")
	if err := os.WriteFile(path, []byte(zipOf(t, files)), 0o600); err != nil {
		t.Fatal(err)
	}
	s, problems := readPaths(t, path)
	clean(t, problems)
	if s.Format != roster.SDSv21 || len(s.Students) != 1 {
		t.Fatalf("%+v", s)
	}
}

func TestProblemsOfSDS1(t *testing.T) {
	good := func() map[string]string {
		return map[string]string{
			"STUDENT.csv":           "SIS ID,School SIS ID,First Name,Last Name,Status\n1,o,Ian,Moss,Active\n2,o,Ann,Left,Deleted\n",
			"teacher.csv":           "SIS ID,School SIS ID,First Name,Last Name\n3,o,Ray,Roe\n",
			"section.csv":           "SIS ID,School SIS ID,Section Name,Status\nk,o,Choir,Active\n",
			"studentenrollment.csv": "Section SIS ID,SIS ID\nk,1\nk,2\nk,1\n",
			"TeacherRoster.csv":     "Section SIS ID,SIS ID\nk,3\n",
		}
	}
	s, problems := readPaths(t, writeFiles(t, good()))
	clean(t, problems)
	if len(s.Students) != 1 || len(s.Teachings[0].Learners) != 1 {
		t.Fatalf("%+v", s)
	}
	files := good()
	files["studentenrollment.csv"] = "Section SIS ID,SIS ID\nz,1\nk,9\n"
	delete(files, "teacher.csv")
	_, problems = readPaths(t, writeFiles(t, files))
	expect(t, problems, "studentenrollment.csv", 2, "Section SIS ID", "z", "Section.csv")
	expect(t, problems, "studentenrollment.csv", 3, "SIS ID", "9", "Student.csv")
	expect(t, problems, "Teacher.csv", 0, "", "", "Нет файла")
}

func TestOneRosterBulkPromises(t *testing.T) {
	files := oneRoster11()
	files["manifest.csv"] += "file.roles,bulk\n"
	_, problems := readPaths(t, writeFiles(t, files))
	expect(t, problems, "roles.csv", 0, "", "", "Нет файла roles.csv")

	files = oneRoster11()
	files["courses.csv"] = ""
	files["classes.csv"] = strings.Replace(files["classes.csv"], "k1,active,,", "k1,active,История,", 1)
	files["users.csv"] += "z,active,,true,o,,,Ни,Кто,,\n"
	s, problems := readPaths(t, writeFiles(t, files))
	clean(t, problems)
	if len(s.Warnings) != 1 || !strings.HasPrefix(s.Warnings[0], "1 пользователь без роли") {
		t.Errorf("warnings %q", s.Warnings)
	}
}

func TestTwoFilesOfOneName(t *testing.T) {
	files := goodFolder()
	files["Студенты (2).csv"] = files["Студенты.csv"]
	_, problems := readPaths(t, writeFiles(t, files))
	expect(t, problems, "Студенты", 0, "", "", "Такой файл уже есть")
}

func TestSeveralTeachers(t *testing.T) {
	files := goodFolder()
	files["Нагрузка.csv"] = strings.Replace(files["Нагрузка.csv"], "Ермаков Максим;", "Ермаков Максим, Каган Наталья Васильевна [7];", 1) +
		"до-19-3; история;огсэ;Ермаков Максим;70;;\nДО-19-3;Право;;Каган Наталья Васильевна;;;Иванов Иван Иванович [1]\n"
	s, problems := readPaths(t, writeFiles(t, files))
	clean(t, problems)
	if len(s.Teachings) != 2 || !reflect.DeepEqual(s.Teachings[0].Teachers, []roster.Key{"staff:8", "staff:7"}) || s.Teachings[0].Hours != 72 {
		t.Fatalf("%+v", s.Teachings)
	}
	if x := s.Teachings[1]; x.WholeGroup || !reflect.DeepEqual(x.Learners, []roster.Key{"student:1"}) {
		t.Fatalf("%+v", x)
	}
}
