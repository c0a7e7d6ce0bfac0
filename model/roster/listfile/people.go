package listfile

import (
	"fmt"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

func (w *workbook) readGroup(rec *table.Record) {
	name := rec.Values[groupName]
	g := roster.Group{
		Key: roster.GroupNameKey(name), Name: name, Specialty: rec.Values[groupSpecialty], At: rec.Place(),
		Year: rec.Number(groupYear, 1, model.MaxYear, fmt.Sprintf("Курс должен быть числом от 1 до %d", model.MaxYear)),
	}
	if name == "" {
		return
	}
	if w.repeats(rec, groupName, g.Key, "Группа уже есть") {
		return
	}
	if curator := rec.Values[groupCurator]; curator != "" && w.ready[roster.Staff] {
		g.Curator = w.findStaff(rec, groupCurator, curator, "Куратор")
	}
	w.groups[model.Fold(name)] = g.Key
	w.s.Groups = append(w.s.Groups, g)
}

// repeats complains of a key that another row has had.
func (w *workbook) repeats(rec *table.Record, col int, key roster.Key, what string) bool {
	if row, twice := w.rows[key]; twice {
		rec.Problem(col, fmt.Sprintf("%s в строке %d: оставьте одну из строк", what, row))
		return true
	}
	w.rows[key] = rec.Row
	return false
}

func (w *workbook) readStaff(rec *table.Record) {
	m := roster.StaffMember{
		Code: rec.Code(staffCode), Name: rec.Name(staffName), Messenger: messengerID(rec, staffVK), At: rec.Place(),
	}
	roles, stated := roles(rec, staffRoles)
	if stated {
		m.Roles, m.Stated = roles, model.RoleAdmin|model.RoleCurator|model.RoleTeacher
	}
	if manages, stated := yesNo(rec, staffManages); stated {
		m.Stated |= model.RightManageChats
		if manages {
			m.Roles |= model.RightManageChats
		}
	}
	if rec.Values[staffName] == "" {
		return
	}
	m.Key = roster.StaffNameKey(m.Name)
	if m.Code != "" {
		m.Key = roster.CodeKey("staff", m.Code)
		if w.repeats(rec, staffCode, m.Key, "Этот код уже есть") {
			return
		}
	} else if w.repeats(rec, staffName, m.Key, "Сотрудник с таким ФИО без кода уже есть, а двух тёзок различают по "+
		"столбцу «Код». Он уже") {
		return
	}
	w.messengerTaken(rec, staffVK, roster.Staff, m.Key, m.Messenger, m.Name)
	w.staff.add(model.Fold(rec.Values[staffName]), len(w.s.Staff))
	w.s.Staff = append(w.s.Staff, m)
}

// findStaff follows a reference to a member of staff.
func (w *workbook) findStaff(rec *table.Record, col int, ref, who string) roster.Key {
	name, code := reference(ref)
	folded := model.Fold(name)
	first, ok := w.staff.first[folded]
	switch others := w.staff.others[folded]; {
	case !ok:
		w.noStaff(rec, col, name, who)
	case code != "":
		for _, i := range append([]int{first}, others...) {
			if w.s.Staff[i].Code == code {
				return w.s.Staff[i].Key
			}
		}
		rec.Problem(col, who+" «"+name+"» с кодом «"+code+"» не найден на листе «Сотрудники»: проверьте код")
	case len(others) > 0:
		rec.Problem(col, "На листе «Сотрудники» есть тёзки «"+name+"»: напишите после ФИО код в квадратных скобках, "+
			"например «"+name+" ["+w.exampleCode(first, others)+"]»")
	default:
		w.references[roster.Staff].followed++
		return w.s.Staff[first].Key
	}
	return ""
}

func (w *workbook) exampleCode(first int, others []int) string {
	for _, i := range append([]int{first}, others...) {
		if code := w.s.Staff[i].Code; code != "" {
			return code
		}
	}
	return "14001"
}

func (w *workbook) readStudent(rec *table.Record) {
	group := rec.Values[studentGroup]
	if _, swapped := w.groups[w.foldGroup(rec.Values[studentName])]; swapped {
		rec.Problem(studentName, "Здесь название группы, а не ФИО: проверьте, не перепутаны ли столбцы и не сдвинута ли строка")
		return
	}
	s := roster.Student{
		Code: rec.Code(studentCode), Name: rec.Name(studentName),
		From: rec.Date(studentFrom), To: rec.Date(studentTo),
		Messenger: messengerID(rec, studentVK), At: rec.Place(),
	}
	if !s.From.IsZero() && !s.To.IsZero() && s.To.Before(s.From) {
		rec.Problem(studentTo, "Студент выбыл раньше, чем зачислен: проверьте обе даты")
	}
	if rec.Values[studentName] == "" || group == "" {
		return
	}
	var known bool
	if s.Group, known = w.groups[w.foldGroup(group)]; known {
		w.references[roster.Groups].followed++
	} else if w.ready[roster.Groups] {
		w.noGroup(rec, studentGroup)
	}
	place := roster.StudentPlaceKey(model.Fold(rec.Values[studentName]), w.foldGroup(group))
	s.Key = place
	if s.Code != "" {
		s.Key = roster.CodeKey("student", s.Code)
		if w.studentTwice(rec, s) {
			return
		}
		if i, namesake := w.students.first[string(place)]; namesake && w.s.Students[i].Code != "" {
			w.namesakes = append(w.namesakes, s.Name.Short()+", "+group)
		}
	} else if w.repeats(rec, studentName, s.Key, "Такой студент уже есть в этой группе; тёзок различают по столбцу "+
		"«Код». Он уже") {
		return
	}
	w.messengerTaken(rec, studentVK, roster.Students, s.Key, s.Messenger, s.Name)
	w.students.add(string(place), len(w.s.Students))
	w.codes[s.Key] = len(w.s.Students)
	w.s.Students = append(w.s.Students, s)
}

// studentTwice complains of a code that another student has, or the same one in another group.
func (w *workbook) studentTwice(rec *table.Record, s roster.Student) bool {
	i, twice := w.codes[s.Key]
	if !twice {
		return false
	}
	first := w.s.Students[i]
	switch {
	case model.FoldName(first.Name) != model.FoldName(s.Name):
		rec.Problem(studentCode, fmt.Sprintf("Этот код уже у другого студента («%s», строка %d): у каждого свой код",
			first.Name, first.At.Row))
	case first.Group != s.Group:
		rec.Problem(studentGroup, fmt.Sprintf("Студент «%s» записан сразу в две группы (ещё в строке %d): "+
			"оставьте одну", s.Name, first.At.Row))
	default:
		rec.Problem(studentCode, fmt.Sprintf("Этот студент уже есть в строке %d: оставьте одну из строк", first.At.Row))
	}
	return true
}

func (w *workbook) readParent(rec *table.Record) {
	p := roster.Parent{
		Code: rec.Code(parentCode), Name: rec.Name(parentName), Messenger: messengerID(rec, parentVK), At: rec.Place(),
	}
	group := rec.Values[parentGroup]
	if rec.Values[parentName] == "" || rec.Values[parentStudent] == "" || group == "" || !w.ready[roster.Students] {
		return
	}
	if _, known := w.groups[w.foldGroup(group)]; !known && w.ready[roster.Groups] {
		w.noGroup(rec, parentGroup)
		return
	}
	student := w.findStudent(rec, parentStudent, rec.Values[parentStudent], group)
	if student == "" {
		return
	}
	// Until all the rows are read, a parent without a code is known by messenger id and name, else by name and group.
	owner, met := w.messenger[p.Messenger]
	switch {
	case p.Code != "":
		p.Key = roster.CodeKey("parent", p.Code)
	case met && owner.section == roster.Parents && model.FoldName(owner.name) == model.FoldName(p.Name):
		p.Key = owner.key
	default:
		p.Key = roster.Key("parent:" + model.FoldName(p.Name) + "|" + w.foldGroup(group))
	}
	w.messengerTaken(rec, parentVK, roster.Parents, p.Key, p.Messenger, p.Name)
	child := roster.Child{Student: student, Relation: rec.Values[parentRelation]}
	i, again := w.parents[p.Key]
	if !again {
		p.Children = []roster.Child{child}
		w.parents[p.Key] = len(w.s.Parents)
		w.s.Parents = append(w.s.Parents, p)
		return
	}
	known := &w.s.Parents[i]
	switch {
	case known.Name != p.Name && model.FoldName(known.Name) != model.FoldName(p.Name):
		rec.Problem(parentCode, fmt.Sprintf("Этот код уже у другого родителя («%s», строка %d): у каждого свой код",
			known.Name, known.At.Row))
	case known.HasChild(student):
		rec.Problem(parentStudent, fmt.Sprintf("Эта строка повторяет строку %d: оставьте одну", known.At.Row))
	case p.Messenger != 0 && known.Messenger != 0 && p.Messenger != known.Messenger:
		rec.Problem(parentVK, fmt.Sprintf("В строке %d у этого родителя другой VK ID: оставьте один", known.At.Row))
	default:
		known.Children = append(known.Children, child)
		known.Messenger = max(known.Messenger, p.Messenger)
	}
}

// findStudent follows a reference to a student of a group.
func (w *workbook) findStudent(rec *table.Record, col int, ref, group string) roster.Key {
	name, code := reference(ref)
	place := string(roster.StudentPlaceKey(model.Fold(name), w.foldGroup(group)))
	first, ok := w.students.first[place]
	others := w.students.others[place]
	var message string
	switch {
	case !ok:
		w.noStudent(rec, col, name, group)
		return ""
	case code != "":
		for _, i := range append([]int{first}, others...) {
			if w.s.Students[i].Code == code {
				return w.s.Students[i].Key
			}
		}
		message = "Студента «" + name + "» с кодом «" + code + "» нет в группе «" + group + "»: проверьте код"
	case len(others) > 0:
		message = "В группе «" + group + "» есть тёзки «" + name + "»: напишите после ФИО код студента в квадратных " +
			"скобках, например «" + name + " [" + w.s.Students[others[0]].Code + "]»"
	default:
		w.references[roster.Students].followed++
		return w.s.Students[first].Key
	}
	rec.Reader.Problems.Add(rec.At(col), name, message)
	rec.Ok = false
	return ""
}

// nameParents gives the parents without codes their keys, which name a child too.
func (w *workbook) nameParents() {
	for i := range w.s.Parents {
		p := &w.s.Parents[i]
		if p.Code != "" {
			continue
		}
		child := p.Children[0].Student
		for _, c := range p.Children[1:] {
			child = min(child, c.Student)
		}
		p.Key += "|" + child
	}
}
