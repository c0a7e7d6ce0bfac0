package roster

import (
	"slices"
	"strings"

	"zvonok/model"
)

// sheetDef is a sheet of our workbook. The sheets' columns are named by their places below.
type sheetDef struct {
	section Section
	title   string   // «Студенты»
	stems   []string // names for a file or a sheet, ready for comparing
	marks   []string // headers that tell the sheet when its name does not
	columns []column
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
	groupSheet = sheetDef{Groups, "Группы", []string{"группы", "группа", "groups"}, []string{"группа", "курс"}, []column{
		{name: "Группа", filled: true},
		{name: "Курс", filled: true},
		{name: "Специальность", slip: true},
		{name: "Куратор", slip: true, person: true},
	}}
	studentSheet = sheetDef{Students, "Студенты", []string{"студенты", "students"}, []string{"фио", "группа"}, []column{
		{name: "Код"},
		{name: "ФИО", aliases: []string{"ФИО студента"}, filled: true, person: true},
		{name: "Группа", filled: true},
		{name: "Зачислен", aliases: []string{"Дата зачисления"}, slip: true},
		{name: "Выбыл", aliases: []string{"Дата выбытия"}, slip: true},
		{name: "VK ID", aliases: []string{"ВК ID", "VK"}},
	}}
	parentSheet = sheetDef{Parents, "Родители", []string{"родители", "parents"}, []string{"фиородителя"}, []column{
		{name: "Код"},
		{name: "ФИО родителя", filled: true, person: true},
		{name: "Кем приходится", slip: true},
		{name: "ФИО студента", filled: true, person: true},
		{name: "Группа", filled: true},
		{name: "VK ID", aliases: []string{"ВК ID", "VK"}},
	}}
	staffSheet = sheetDef{Staff, "Сотрудники", []string{"сотрудники", "staff"}, []string{"фио", "роли"}, []column{
		{name: "Код"},
		{name: "ФИО", aliases: []string{"ФИО сотрудника"}, filled: true, person: true},
		{name: "Роли", aliases: []string{"Роль"}, list: true},
		{name: "Управление чатами", slip: true},
		{name: "VK ID", aliases: []string{"ВК ID", "VK"}},
	}}
	teachingSheet = sheetDef{Teachings, "Нагрузка", []string{"нагрузка", "teachings"}, []string{"предмет", "преподаватель"}, []column{
		{name: "Группа", filled: true},
		{name: "Предмет", aliases: []string{"Дисциплина"}, filled: true},
		{name: "Индекс", slip: true},
		{name: "Преподаватель", filled: true, list: true, person: true},
		{name: "Часов", aliases: []string{"Часы"}, slip: true},
		{name: "Подгруппа", slip: true},
		{name: "Студенты", slip: true, list: true, person: true},
	}}

	ownSheets = []*sheetDef{&groupSheet, &studentSheet, &parentSheet, &staffSheet, &teachingSheet}
)

// ownStems and ownHeaders are the names of our sheets and columns, ready for comparing.
var ownStems, ownHeaders = ownNames()

func ownNames() (map[string]*sheetDef, []string) {
	stems, headers := map[string]*sheetDef{}, []string{}
	for _, def := range ownSheets {
		for _, s := range def.stems {
			stems[s] = def
		}
		for _, c := range def.columns {
			headers = append(headers, header(c.name))
			for _, a := range c.aliases {
				headers = append(headers, header(a))
			}
		}
	}
	return stems, headers
}

// workbookTables says which table is which sheet: by name, then by header.
func workbookTables(tables []table) map[Section]table {
	known := make([]string, 0, len(ownStems))
	for stem := range ownStems {
		known = append(known, stem)
	}
	found := map[Section]table{}
	used := map[string]bool{}
	for _, t := range tables {
		if def := ownStems[t.stem]; def != nil {
			if _, twice := found[def.section]; !twice {
				found[def.section] = t
				used[t.file] = true
			}
		}
	}
	// The staff's marks are a part of no other sheet's, but the students' are of the parents'.
	for _, def := range []*sheetDef{&parentSheet, &teachingSheet, &groupSheet, &staffSheet, &studentSheet} {
		if _, ok := found[def.section]; ok {
			continue
		}
		var free []table
		for _, t := range tables {
			if !used[t.file] {
				free = append(free, t)
			}
		}
		if t, ok := pick(free, known, "", def.marks...); ok {
			found[def.section] = t
			used[t.file] = true
		}
	}
	return found
}

// workbook is the state of reading our workbook.
type workbook struct {
	*reader
	s Snapshot

	ready  map[Section]bool  // whose references can be followed
	groups map[string]Key    // by folded name
	folded map[string]string // names of groups as they stand in rows, folded

	students  people
	staff     people
	codes     map[Key]int // into s.Students
	parents   map[Key]int // into s.Parents
	teachings map[Key]int // into s.Teachings
	rows      map[Key]int // the row in which a key was met first
	messenger map[model.MessengerID]messengerOwner
	namesakes []string // students of one group whom only their codes tell apart

	references   map[Section]*references
	guesses      int             // how often a close name was looked for
	studentNamed map[string]int  // by folded name alone, once a reference led to nothing; into s.Students
	looseGroups  map[string]bool // what the groups' names look like, likewise
	groupNames   []string        // likewise
	staffEnds    map[string]referenceEnd
}

type messengerOwner struct {
	section Section
	key     Key
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

// readWorkbook reads our workbook from its tables. book is the file's name when it is one file, strange
// the names of sheets that are none of ours.
func (r *reader) readWorkbook(format Format, book string, tables map[Section]table, strange []string) Snapshot {
	w := &workbook{
		reader:   r,
		s:        Snapshot{Format: format, Source: "workbook", Given: map[Section]bool{}, Files: map[Section]string{}},
		ready:    map[Section]bool{},
		groups:   map[string]Key{},
		folded:   map[string]string{},
		students: newPeople(), staff: newPeople(),
		codes: map[Key]int{}, parents: map[Key]int{}, teachings: map[Key]int{}, rows: map[Key]int{},
		messenger:  map[model.MessengerID]messengerOwner{},
		references: map[Section]*references{}, staffEnds: map[string]referenceEnd{},
	}
	for _, def := range ownSheets {
		w.references[def.section] = &references{}
		t, ok := tables[def.section]
		if !ok {
			w.missingSheet(book, def, tables, strange)
			continue
		}
		w.s.Given[def.section] = true
		w.s.Files[def.section] = t.file
	}
	w.s.Given[Learners], w.s.Files[Learners] = w.s.Given[Teachings], w.s.Files[Teachings]
	w.s.Lacks = lacking(tables[Groups], tables[Teachings])
	if !w.s.Given[Staff] {
		w.s.Lacks |= FieldCurator // nobody says who they are
	}
	// Every reference leads to a sheet that is read before. One to a sheet that could not be read is not
	// complained of row by row.
	for _, step := range []struct {
		def *sheetDef
		row func(rec *record)
	}{
		{&staffSheet, w.readStaff}, {&groupSheet, w.readGroup}, {&studentSheet, w.readStudent},
		{&parentSheet, w.readParent}, {&teachingSheet, w.readTeaching},
	} {
		if t, ok := tables[step.def.section]; ok {
			t.mayBeEmpty = true
			before := len(r.problems.list)
			w.ready[step.def.section] = r.each(t, step.def.columns, step.row)
			w.references[step.def.section].faulty = len(r.problems.list) > before
		}
	}
	w.settleReferences()
	w.nameParents()
	if len(w.namesakes) > 0 {
		w.s.Warnings = append(w.s.Warnings, "В одной группе по два студента с тем же ФИО и разными кодами ("+fewOf(w.namesakes)+
			"). Если это один человек, оставьте одну строку")
	}
	return w.s
}

// lacking says which optional columns are not there.
func lacking(groups, teachings table) Fields {
	lacks := FieldCurator | FieldSpecialty | FieldHours
	for _, h := range groups.header {
		switch name := header(h); {
		case groupSheet.columns[groupCurator].is(name):
			lacks &^= FieldCurator
		case groupSheet.columns[groupSpecialty].is(name):
			lacks &^= FieldSpecialty
		}
	}
	for _, h := range teachings.header {
		if teachingSheet.columns[teachingHours].is(header(h)) {
			lacks &^= FieldHours
		}
	}
	return lacks
}

// missingSheet complains of a sheet that is not there. A folder may do without some of the files: what they would say is
// not compared. A workbook has all of its sheets, else one was lost.
func (w *workbook) missingSheet(book string, def *sheetDef, tables map[Section]table, strange []string) {
	if book == "" {
		_, taught := tables[Teachings]
		if def.section == Parents || def.section == Teachings || def.section == Staff && !taught {
			w.s.Warnings = append(w.s.Warnings, "нет файла «"+def.title+".csv»: этот список в колледже не изменится")
			return
		}
		w.problems.add(Place{File: def.title + ".csv"}, "", "Нет файла «"+def.title+".csv»: добавьте его к остальным")
		return
	}
	near := nearest(def.title, strange, true)
	message := "Нет листа «" + def.title + "»: добавьте его, как в образце книги"
	if i := slices.IndexFunc(strange, func(s string) bool { return strings.HasPrefix(header(s), header(def.title)) }); near == "" && i >= 0 {
		near = strange[i] // «Студенты 2026»
	}
	if near != "" {
		message = "Нет листа «" + def.title + "»; может быть, это «" + near + "»? Тогда переименуйте его"
	}
	w.problems.add(Place{File: book}, near, message)
}

// messengerTaken notes whose a messenger id is and complains of one that two people have. The same
// person may stand in several sheets.
func (w *workbook) messengerTaken(rec *record, col int, sec Section, key Key, id model.MessengerID, name model.Name) {
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
		if sec == Parents {
			message = "С этим VK ID уже записан родитель с тем же ФИО, но с другим кодом или без него: если это один человек, " +
				"укажите во всех его строках один код"
		}
		rec.problem(col, message)
	case !sameName:
		rec.problem(col, "Этот VK ID уже указан у другого человека («"+owner.name.String()+"»): у каждого он свой")
	}
}

// foldGroup is fold for the names of groups, which recur in row after row.
func (w *workbook) foldGroup(name string) string {
	folded, ok := w.folded[name]
	if !ok {
		folded = model.Fold(name)
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
