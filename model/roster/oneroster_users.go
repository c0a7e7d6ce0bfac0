package roster

import (
	"strings"

	"zvonok/model"
)

var userColumns = []column{
	{name: "sourcedId", filled: true}, {name: "status"},
	{name: "givenName", required: true, person: true}, {name: "familyName", required: true, person: true}, {name: "middleName", person: true},
	{name: "role"}, {name: "agentSourcedIds", list: true},
}

func (o *oneRoster) readUser(rec *record) {
	id := rec.values[0]
	if id == "" {
		return
	}
	if gone(rec.values[1]) {
		o.userOf[id] = nil
		return
	}
	if _, twice := o.userOf[id]; twice {
		rec.problem(0, "Этот sourcedId уже есть выше: у каждого свой, удалите лишнюю строку")
		return
	}
	u := &user{id: id, name: rec.foreignName(2, 3, 4), at: rec.place(), agents: sourcedIDs(rec.values[6])}
	if role := rec.values[5]; role != "" {
		o.takeRole(rec, 5, u)
	}
	o.userOf[id] = u
	o.users = append(o.users, u)
}

// sourcedIDs cuts a list by comma; some systems write it as a JSON array.
func sourcedIDs(list string) []string {
	list = strings.Trim(list, "[]")
	if list == "" {
		return nil
	}
	var ids []string
	for _, id := range strings.FieldsFunc(list, isComma) {
		if id = strings.Trim(model.Squeeze(id), `"`); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// takeRole reads a role in a column and adds it to the user's.
func (o *oneRoster) takeRole(rec *record, col int, u *user) {
	u.stated = true
	switch role := strings.ToLower(rec.values[col]); role {
	case "student":
		u.roles |= asStudent
	case "teacher":
		u.roles |= asTeacher
	case "parent", "guardian", "relative":
		u.roles |= asParent
		u.relation = relations[role]
	case "administrator", "aide", "proctor", "principal", "counselor", "siteadministrator", "districtadministrator",
		"systemadministrator":
		u.roles |= asOtherStaff
	default:
		if !strings.HasPrefix(role, "ext:") {
			rec.problem(col, "Неизвестная роль: бывают student, teacher, parent, guardian, relative, administrator, aide, proctor")
		}
	}
}

// relations are the words for the roles of parents.
var relations = map[string]string{"parent": "родитель", "guardian": "опекун", "relative": "родственник"}

var roleColumns = []column{
	{name: "userSourcedId", filled: true}, {name: "role", filled: true}, {name: "status"},
	{name: "beginDate", aliases: []string{"roleStartDate"}}, {name: "endDate", aliases: []string{"roleEndDate"}},
}

func (o *oneRoster) readRole(rec *record) {
	begin, end := rec.date(3), rec.date(4)
	if rec.values[0] == "" || gone(rec.values[2]) || !o.current(begin, end) {
		return
	}
	u, known := o.userOf[rec.values[0]]
	switch {
	case u != nil:
		o.takeRole(rec, 1, u)
	case !known:
		rec.problem(0, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
	}
}

// takeAgents turns «agentSourcedIds», which may stand with the student or with the parent, into
// children of parents.
func (o *oneRoster) takeAgents() {
	var linked bool
	for _, u := range o.users {
		linked = linked || u.roles&asParent != 0 || len(u.agents) > 0
		for _, id := range u.agents {
			agent, known := o.userOf[id]
			switch {
			case known && agent == nil: // gone
			case agent != nil && u.roles&asStudent != 0 && !agent.stated:
				// A person whom only a student's row names is a parent.
				agent.roles |= asParent
				agent.relation = relations["parent"]
			case agent == nil:
				o.problems.add(Place{u.at.File, u.at.Row, "agentSourcedIds"}, id, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
			}
		}
	}
	if linked && o.s.Given[Students] {
		o.s.Given[Parents] = true
		o.s.Files[Parents] = o.s.Files[Students]
	}
}

// placeUsers lists the users under what they are.
func (o *oneRoster) placeUsers() {
	parents := map[string]int{} // into s.Parents
	for _, u := range o.users {
		if u.roles&asStudent != 0 {
			s := Student{Key: codeKey("student", u.id), Code: u.id, Name: u.name, At: u.at, From: u.joined.from, To: u.joined.to}
			if u.group != nil {
				s.Group = codeKey("group", u.group.id)
			}
			o.s.Students = append(o.s.Students, s)
		}
		if u.roles&(asTeacher|asOtherStaff) != 0 {
			m := StaffMember{Key: codeKey("staff", u.id), Code: u.id, Name: u.name, Stated: model.RoleTeacher, At: u.at}
			if u.roles&asTeacher != 0 {
				m.Roles = model.RoleTeacher
			}
			o.s.Staff = append(o.s.Staff, m)
		}
		if u.roles&asParent != 0 {
			parents[u.id] = len(o.s.Parents)
			o.s.Parents = append(o.s.Parents, Parent{Key: codeKey("parent", u.id), Code: u.id, Name: u.name, At: u.at})
		}
		if u.roles == 0 && !u.stated {
			o.idle++
		}
	}
	for _, u := range o.users {
		for _, id := range u.agents {
			if agent, known := o.userOf[id]; known && agent == nil {
				continue
			}
			if u.roles&asParent != 0 {
				o.link(parents, u.id, id, u.relation)
			}
			if u.roles&asParent == 0 || u.roles&asStudent != 0 {
				relation, agent := relations["parent"], o.userOf[id]
				if agent != nil {
					relation = agent.relation
				}
				o.link(parents, id, u.id, relation)
			}
		}
	}
}

// link makes a student a child of a parent, once.
func (o *oneRoster) link(parents map[string]int, parent, student, relation string) {
	if u := o.userOf[student]; u != nil && u.roles&asStudent == 0 && u.roles != 0 {
		return // an agent of somebody who is no student
	}
	child := Child{codeKey("student", student), relation}
	i, ok := parents[parent]
	if !ok {
		return
	}
	if p := &o.s.Parents[i]; !hasChild(p, child.Student) {
		p.Children = append(p.Children, child)
	}
}
