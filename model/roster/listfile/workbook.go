// Package listfile is the college's own lists, a workbook or files of CSV: it reads, writes and explains them.
package listfile

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// sheetDef is a sheet of our workbook. The sheets' columns are named by their places below.
type sheetDef struct {
	Section roster.Section
	Title   string   // «Студенты»
	stems   []string // names for a file or a sheet, ready for comparing
	marks   []string // headers that tell the sheet when its name does not
	columns []table.Column
}

// The columns of the sheets, in the order of ownSheets.
const (
	groupName, groupYear, groupSpecialty, groupCurator = 0, 1, 2, 3

	studentCode, studentName, studentGroup, studentFrom, studentTo, studentVK = 0, 1, 2, 3, 4, 5

	parentCode, parentName, parentRelation, parentStudent, parentGroup, parentVK = 0, 1, 2, 3, 4, 5

	staffCode, staffName, staffRoles, staffManages, staffVK = 0, 1, 2, 3, 4

	teachingGroup, teachingSubject, teachingIndex, teachingTeacher = 0, 1, 2, 3
	teachingHours, teachingSubgroup, teachingStudents              = 4, 5, 6
)

var (
	groupSheet = sheetDef{roster.Groups, "Группы", []string{"группы", "группа", "groups"}, []string{"группа", "курс"}, []table.Column{
		{Name: "Группа", Filled: true},
		{Name: "Курс", Filled: true},
		{Name: "Специальность", Slip: true},
		{Name: "Куратор", Slip: true, Person: true},
	}}
	studentSheet = sheetDef{roster.Students, "Студенты", []string{"студенты", "students"}, []string{"фио", "группа"}, []table.Column{
		{Name: "Код"},
		{Name: "ФИО", Aliases: []string{"ФИО студента"}, Filled: true, Person: true},
		{Name: "Группа", Filled: true},
		{Name: "Зачислен", Aliases: []string{"Дата зачисления"}, Slip: true},
		{Name: "Выбыл", Aliases: []string{"Дата выбытия"}, Slip: true},
		{Name: "VK ID", Aliases: []string{"ВК ID", "VK"}},
	}}
	parentSheet = sheetDef{roster.Parents, "Родители", []string{"родители", "parents"}, []string{"фиородителя"}, []table.Column{
		{Name: "Код"},
		{Name: "ФИО родителя", Filled: true, Person: true},
		{Name: "Кем приходится", Slip: true},
		{Name: "ФИО студента", Filled: true, Person: true},
		{Name: "Группа", Filled: true},
		{Name: "VK ID", Aliases: []string{"ВК ID", "VK"}},
	}}
	staffSheet = sheetDef{roster.Staff, "Сотрудники", []string{"сотрудники", "staff"}, []string{"фио", "роли"}, []table.Column{
		{Name: "Код"},
		{Name: "ФИО", Aliases: []string{"ФИО сотрудника"}, Filled: true, Person: true},
		{Name: "Роли", Aliases: []string{"Роль"}, List: true},
		{Name: "Управление чатами", Slip: true},
		{Name: "VK ID", Aliases: []string{"ВК ID", "VK"}},
	}}
	teachingSheet = sheetDef{roster.Teachings, "Нагрузка", []string{"нагрузка", "teachings"}, []string{"предмет", "преподаватель"}, []table.Column{
		{Name: "Группа", Filled: true},
		{Name: "Предмет", Aliases: []string{"Дисциплина"}, Filled: true},
		{Name: "Индекс", Slip: true},
		{Name: "Преподаватель", Filled: true, List: true, Person: true},
		{Name: "Часов", Aliases: []string{"Часы"}, Slip: true},
		{Name: "Подгруппа", Slip: true},
		{Name: "Студенты", Slip: true, List: true, Person: true},
	}}

	ownSheets = []*sheetDef{&groupSheet, &studentSheet, &parentSheet, &staffSheet, &teachingSheet}
)

// OwnStems are our sheets by their names, ready for comparing.
var OwnStems, ownHeaders = ownNames()

// IsOwnHeader reports whether a column of our sheets has this name, ready for comparing.
func IsOwnHeader(name string) bool { return slices.Contains(ownHeaders, name) }

func ownNames() (map[string]*sheetDef, []string) {
	stems, headers := map[string]*sheetDef{}, []string{}
	for _, def := range ownSheets {
		for _, s := range def.stems {
			stems[s] = def
		}
		for _, c := range def.columns {
			headers = append(headers, table.HeaderKey(c.Name))
			for _, a := range c.Aliases {
				headers = append(headers, table.HeaderKey(a))
			}
		}
	}
	return stems, headers
}

// WorkbookTables says which table is which sheet: by name, then by header.
func WorkbookTables(tables []table.Sheet) map[roster.Section]table.Sheet {
	known := slices.Collect(maps.Keys(OwnStems))
	found := map[roster.Section]table.Sheet{}
	used := map[string]bool{}
	for _, t := range tables {
		if def := OwnStems[t.Stem]; def != nil {
			if _, twice := found[def.Section]; !twice {
				found[def.Section] = t
				used[t.File] = true
			}
		}
	}
	// The staff's marks are a part of no other sheet's, but the students' are of the parents'.
	for _, def := range []*sheetDef{&parentSheet, &teachingSheet, &groupSheet, &staffSheet, &studentSheet} {
		if _, ok := found[def.Section]; ok {
			continue
		}
		free := model.Only(tables, func(t table.Sheet) bool { return !used[t.File] })
		if t, ok := table.Pick(free, known, "", def.marks...); ok {
			found[def.Section] = t
			used[t.File] = true
		}
	}
	return found
}

// workbook is the state of reading our workbook.
type workbook struct {
	*table.Reader
	s roster.Snapshot

	ready    map[roster.Section]bool // whose references can be followed
	groups   map[string]roster.Key   // by folded name
	folded   map[string]string       // names of groups as in the rows, folded as those on their sheet
	titles   model.Titles[string]    // of the groups on their sheet, once it is read
	looks    map[string]string       // model.FoldTitle of subjects, which recur in row after row
	subjects map[[2]string]string    // as they stand first, by the folded group and the look

	students  people
	staff     people
	codes     map[roster.Key]int // into s.Students
	parents   map[roster.Key]int // into s.Parents
	teachings map[roster.Key]int // into s.Teachings
	rows      map[roster.Key]int // the row in which a key was met first
	messenger map[model.MessengerID]messengerOwner
	namesakes []string // students of one group told apart only by their codes

	references   map[roster.Section]*references
	guesses      int             // how often a close name was looked for
	studentNamed map[string]int  // by folded name alone, once a reference led to nothing; into s.Students
	looseGroups  map[string]bool // the groups' names as table.Alike, filled at the first lost reference
	groupNames   []string        // filled with looseGroups
	staffEnds    map[string]referenceEnd
}

type messengerOwner struct {
	section roster.Section
	key     roster.Key
	name    model.Name
}

// people finds the people of a sheet by name.
type people struct {
	first  map[string]int   // by folded name, with the group where there is one; into the snapshot's list
	others map[string][]int // the second and further namesakes
}

func newPeople() people { return people{map[string]int{}, map[string][]int{}} }

func (p people) add(name string, i int) {
	if _, taken := p.first[name]; taken {
		p.others[name] = append(p.others[name], i)
		return
	}
	p.first[name] = i
}

// Read reads our lists from its tables. book is the file's name when it is one file, strange
// the names of other sheets.
func Read(r *table.Reader, format roster.Format, book string, tables map[roster.Section]table.Sheet, strange []string) roster.Snapshot {
	w := &workbook{
		Reader:   r,
		s:        roster.Snapshot{Format: format, Source: "workbook", Given: map[roster.Section]bool{}, Files: map[roster.Section]string{}},
		ready:    map[roster.Section]bool{},
		groups:   map[string]roster.Key{},
		folded:   map[string]string{},
		looks:    map[string]string{},
		subjects: map[[2]string]string{},
		students: newPeople(), staff: newPeople(),
		codes: map[roster.Key]int{}, parents: map[roster.Key]int{}, teachings: map[roster.Key]int{}, rows: map[roster.Key]int{},
		messenger:  map[model.MessengerID]messengerOwner{},
		references: map[roster.Section]*references{}, staffEnds: map[string]referenceEnd{},
	}
	for _, def := range ownSheets {
		w.references[def.Section] = &references{}
		t, ok := tables[def.Section]
		if !ok {
			w.missingSheet(book, def, tables, strange)
			continue
		}
		w.s.Given[def.Section] = true
		w.s.Files[def.Section] = t.File
	}
	w.s.Given[roster.Learners], w.s.Files[roster.Learners] = w.s.Given[roster.Teachings], w.s.Files[roster.Teachings]
	w.s.Lacks = lacking(tables[roster.Groups], tables[roster.Teachings])
	if !w.s.Given[roster.Staff] {
		w.s.Lacks |= roster.FieldCurator // nobody says who they are
	}
	// Every reference leads to a sheet that is read before. A reference to a sheet that could not be read is not
	// complained of row by row.
	for _, step := range []struct {
		def *sheetDef
		row func(rec *table.Record)
	}{
		{&staffSheet, w.readStaff}, {&groupSheet, w.readGroup}, {&studentSheet, w.readStudent},
		{&parentSheet, w.readParent}, {&teachingSheet, w.readTeaching},
	} {
		if t, ok := tables[step.def.Section]; ok {
			t.MayBeEmpty = true
			before := len(r.Problems.List)
			w.ready[step.def.Section] = r.Each(t, step.def.columns, step.row)
			if step.def == &groupSheet {
				w.titles = model.NewTitles[string](model.Fold, model.FoldTitle)
				for _, g := range w.s.Groups {
					w.titles.Put(g.Name, model.Fold(g.Name))
				}
			}
			w.references[step.def.Section].faulty = len(r.Problems.List) > before
		}
	}
	w.settleReferences()
	w.nameParents()
	if len(w.namesakes) > 0 {
		w.s.Warnings = append(w.s.Warnings, "В одной группе по два студента с тем же ФИО и разными кодами ("+model.FewOf(w.namesakes, 3, ", ")+
			"). Если это один человек, оставьте одну строку")
	}
	return w.s
}

// lacking says which optional columns are not there.
func lacking(groups, teachings table.Sheet) roster.Fields {
	lacks := roster.FieldCurator | roster.FieldSpecialty | roster.FieldHours
	for _, h := range groups.Header {
		switch name := table.HeaderKey(h); {
		case groupSheet.columns[groupCurator].Is(name):
			lacks &^= roster.FieldCurator
		case groupSheet.columns[groupSpecialty].Is(name):
			lacks &^= roster.FieldSpecialty
		}
	}
	for _, h := range teachings.Header {
		if teachingSheet.columns[teachingHours].Is(table.HeaderKey(h)) {
			lacks &^= roster.FieldHours
		}
	}
	return lacks
}

// missingSheet complains of a sheet that is not there. A folder may do without some of the files: what they would say is
// not compared. A workbook has all of its sheets, else one was lost.
func (w *workbook) missingSheet(book string, def *sheetDef, tables map[roster.Section]table.Sheet, strange []string) {
	if book == "" {
		_, taught := tables[roster.Teachings]
		if def.Section == roster.Parents || def.Section == roster.Teachings || def.Section == roster.Staff && !taught {
			w.s.Warnings = append(w.s.Warnings, "нет файла «"+def.Title+".csv»: этот список в колледже не изменится")
			return
		}
		w.Problems.Add(roster.Place{File: def.Title + ".csv"}, "", "Нет файла «"+def.Title+".csv»: добавьте его к остальным")
		return
	}
	near := table.Nearest(def.Title, strange, true)
	message := "Нет листа «" + def.Title + "»: добавьте его, как в образце книги"
	if i := slices.IndexFunc(strange, func(s string) bool { return strings.HasPrefix(table.HeaderKey(s), table.HeaderKey(def.Title)) }); near == "" && i >= 0 {
		near = strange[i] // «Студенты 2026»
	}
	if near != "" {
		message = "Нет листа «" + def.Title + "»; может быть, это «" + near + "»? Тогда переименуйте его"
	}
	w.Problems.Add(roster.Place{File: book}, near, message)
}

// messengerTaken notes whose a messenger id is and complains of one that two people have. The same
// person may be in several sheets.
func (w *workbook) messengerTaken(rec *table.Record, col int, sec roster.Section, key roster.Key, id model.MessengerID, name model.Name) {
	if id == 0 {
		return
	}
	owner, taken := w.messenger[id]
	if !taken {
		w.messenger[id] = messengerOwner{sec, key, name}
		return
	}
	switch sameName := owner.name == name || model.FoldName(owner.name) == model.FoldName(name); {
	case sameName && owner.section == sec && owner.key != key:
		message := "С этим VK ID уже записан человек с тем же ФИО, но в другой группе или с другим кодом: " +
			"если это один человек, оставьте одну строку"
		if sec == roster.Parents {
			message = "С этим VK ID уже записан родитель с тем же ФИО, но с другим кодом или без него: если это один человек, " +
				"укажите во всех его строках один код"
		}
		rec.Problem(col, message)
	case !sameName:
		rec.Problem(col, "Этот VK ID уже указан у другого человека («"+owner.name.String()+"»): у каждого он свой")
	}
}

// foldGroup is the folded name of the group that a row means: as it stands on its sheet, where that only looks the same.
func (w *workbook) foldGroup(name string) string {
	folded, ok := w.folded[name]
	if !ok {
		known, _ := w.titles.Find(name)
		folded = cmp.Or(known, model.Fold(name))
		w.folded[name] = folded
	}
	return folded
}

// reference is «Иванов Иван Иванович [13001]»: a name, with a code where there are namesakes.
func reference(s string) (name, code string) {
	if open := strings.LastIndexByte(s, '['); open >= 0 && strings.HasSuffix(s, "]") {
		return model.Squeeze(s[:open]), model.Squeeze(s[open+1 : len(s)-1])
	}
	return s, ""
}
