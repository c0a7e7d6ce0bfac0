package roster_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/listfile"
)

// fuzzRead reads files whatever they hold; it must answer without panic, in order and in bounds, and
// what it takes without problems must compare and stay.
func fuzzRead(t *testing.T, files model.Files) {
	s, problems := readFiles(t, files)
	if len(problems) > 1000+1 {
		t.Fatalf("%d problems", len(problems))
	}
	for _, p := range problems {
		if p.Message == "" || p.Row < 0 || len([]rune(p.Value)) > 80 {
			t.Fatalf("problem %+v", p)
		}
	}
	if len(problems) > 0 {
		return
	}
	if ch, problems := roster.Compare(roster.College{}, s, roster.Decisions{}); len(problems) == 0 {
		same(t, apply(t, roster.College{}, ch), s)
	}
}

// packed reports whether a file is a workbook or an archive.
func packed(data []byte) bool { return bytes.HasPrefix(data, []byte("PK")) }

func unpacked(data []byte) bool { return !packed(data) }

// fuzzSets are the names of the files of each format of several files.
var fuzzSets = [][]string{
	{"Группы.csv", "Студенты.csv", "Родители.csv", "Сотрудники.csv", "Нагрузка.csv", "readme.txt"},
	{"manifest.csv", "users.csv", "classes.csv", "enrollments.csv", "courses.csv", "roles.csv"},
	{"users.csv", "roles.csv", "classes.csv", "enrollments.csv", "relationships.csv", "orgs.csv"},
	{"Student.csv", "Teacher.csv", "Section.csv", "StudentEnrollment.csv", "TeacherRoster.csv", "School.csv"},
}

// FuzzReadSets reads the formats of several files: our tables, OneRoster, School Data Sync 1 and 2.1.
func FuzzReadSets(f *testing.F) {
	add := func(kind int, set map[string]string) {
		var files [6][]byte
		for i, name := range fuzzSets[kind] {
			files[i] = []byte(set[name])
		}
		f.Add(byte(kind), files[0], files[1], files[2], files[3], files[4], files[5])
	}
	add(0, goodFolder())
	add(1, oneRoster11())
	add(2, sds2())
	for kind, folder := range map[int]string{1: "51-oneroster-orphans", 2: "54-sds-v2-unknown-ids", 3: "53-sds-v1-unknown-ids"} {
		set := map[string]string{}
		for _, name := range fuzzSets[kind] {
			data, err := os.ReadFile(filepath.Join(dirtyFolder, "roster", folder, name))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				f.Fatal(err)
			}
			set[name] = string(data)
		}
		add(kind, set)
	}
	full, problems := readPaths(f, writeFiles(f, oneRoster11()))
	clean(f, problems)
	college, _ := load(f, roster.College{}, full)
	f.Fuzz(func(t *testing.T, kind byte, a, b, c, d, e, g []byte) {
		var files model.Files
		for i, data := range [][]byte{a, b, c, d, e, g} {
			if len(data) > 0 {
				files = append(files, model.File{Name: fuzzSets[int(kind)%len(fuzzSets)][i], Data: data})
			}
		}
		fuzzRead(t, files)
		s, problems := readFiles(t, files)
		if len(problems) > 0 {
			return
		}
		if ch, problems := roster.Compare(college, s, roster.Decisions{}); len(problems) == 0 {
			same(t, apply(t, college, ch), s)
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	for _, files := range []map[string]string{goodFolder(), oneRoster11(), sds2()} {
		for name, content := range files {
			f.Add(name, []byte(content))
		}
	}
	f.Add("x.csv", []byte("\"a;\"\"b\r\rc\x00;;\n\""))
	f.Add("users.csv", []byte("\xff\xfes\x00"))
	for _, data := range dirtyBytes(f, "roster", unpacked) {
		f.Add("students.csv", data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		files := model.Files{{Name: "a.csv", Data: []byte(goodFolder()["Группы.csv"])}, {Name: name, Data: data}}
		fuzzRead(t, files)
		fuzzRead(t, files[1:])
	})
}

func FuzzReadXLSX(f *testing.F) {
	var book, template bytes.Buffer
	if err := listfile.Write(&book, listfile.Example()); err != nil {
		f.Fatal(err)
	}
	if err := listfile.WriteTemplate(&template); err != nil {
		f.Fatal(err)
	}
	f.Add(book.Bytes(), 0, byte(0))
	f.Add(template.Bytes(), 0, byte(0))
	f.Add(book.Bytes(), 900, byte(0xff))
	f.Add(book.Bytes()[:book.Len()-30], 0, byte(0))
	for _, data := range dirtyBytes(f, "roster", packed) {
		f.Add(data, 0, byte(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, at int, flip byte) {
		data = bytes.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= flip
		}
		fuzzRead(t, model.Files{{Name: "книга.xlsx", Data: data}})
	})
}

func FuzzReadZip(f *testing.F) {
	f.Add([]byte(zipOf(f, oneRoster11())))
	f.Add([]byte(zipOf(f, sds2())))
	f.Add([]byte(zipOf(f, goodFolder())))
	f.Add([]byte(zipOf(f, map[string]string{"a/b/users.csv": ""})))
	for _, data := range dirtyBytes(f, "roster", packed) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, model.Files{{Name: "данные.zip", Data: data}}) })
}
