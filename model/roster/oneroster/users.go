package oneroster

import (
	"strings"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

var userColumns = []table.Column{
	{Name: "sourcedId", Filled: true}, {Name: "status"},
	{Name: "givenName", Required: true, Person: true}, {Name: "familyName", Required: true, Person: true}, {Name: "middleName", Person: true},
	{Name: "role"}, {Name: "agentSourcedIds", List: true},
}

func (o *oneRoster) readUser(rec *table.Record) {
	id := rec.Values[0]
	if id == "" {
		return
	}
	if gone(rec.Values[1]) {
		o.userOf[id] = nil
		return
	}
	if _, twice := o.userOf[id]; twice {
		rec.Problem(0, "Этот sourcedId уже есть выше: у каждого свой, удалите лишнюю строку")
		return
	}
	u := &user{id: id, name: foreignName(rec, 2, 3, 4), at: rec.Place(), agents: sourcedIDs(rec.Values[6])}
	if role := rec.Values[5]; role != "" {
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
	for _, id := range strings.FieldsFunc(list, table.IsComma) {
		if id = strings.Trim(model.Squeeze(id), `"`); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// takeRole reads a role in a column and adds it to the user's.
func (o *oneRoster) takeRole(rec *table.Record, col int, u *user) {
	u.stated = true
	switch role := strings.ToLower(rec.Values[col]); role {
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
			rec.Problem(col, "Неизвестная роль: бывают student, teacher, parent, guardian, relative, administrator, aide, proctor")
		}
	}
}

// relations are the words for the roles of parents.
var relations = map[string]string{"parent": "родитель", "guardian": "опекун", "relative": "родственник"}

var roleColumns = []table.Column{
	{Name: "userSourcedId", Filled: true}, {Name: "role", Filled: true}, {Name: "status"},
	{Name: "beginDate", Aliases: []string{"roleStartDate"}}, {Name: "endDate", Aliases: []string{"roleEndDate"}},
}

func (o *oneRoster) readRole(rec *table.Record) {
	begin, end := rec.Date(3), rec.Date(4)
	if rec.Values[0] == "" || gone(rec.Values[2]) || !current(o.Reader, begin, end) {
		return
	}
	u, known := o.userOf[rec.Values[0]]
	switch {
	case u != nil:
		o.takeRole(rec, 1, u)
	case !known:
		rec.Problem(0, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
	}
}

// takeAgents turns «agentSourcedIds», which may be the student's or the parent's, into
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
				// A person named only in a student's row is a parent.
				agent.roles |= asParent
				agent.relation = relations["parent"]
			case agent == nil:
				o.Problems.Add(roster.Place{File: u.at.File, Row: u.at.Row, Column: "agentSourcedIds"}, id, "Такого пользователя нет в users.csv: выгрузите все файлы заново, в одно время")
			}
		}
	}
	if linked && o.s.Given[roster.Students] {
		o.s.Given[roster.Parents] = true
		o.s.Files[roster.Parents] = o.s.Files[roster.Students]
	}
}

// placeUsers lists the users under what they are.
func (o *oneRoster) placeUsers() {
	parents := map[string]int{} // into s.Parents
	for _, u := range o.users {
		if u.roles&asStudent != 0 {
			s := roster.Student{Key: roster.CodeKey("student", u.id), Code: u.id, Name: u.name, At: u.at, From: u.joined.from, To: u.joined.to}
			if u.group != nil {
				s.Group = roster.CodeKey("group", u.group.id)
			}
			o.s.Students = append(o.s.Students, s)
		}
		if u.roles&(asTeacher|asOtherStaff) != 0 {
			m := roster.StaffMember{Key: roster.CodeKey("staff", u.id), Code: u.id, Name: u.name, Stated: model.RoleTeacher, At: u.at}
			if u.roles&asTeacher != 0 {
				m.Roles = model.RoleTeacher
			}
			o.s.Staff = append(o.s.Staff, m)
		}
		if u.roles&asParent != 0 {
			parents[u.id] = len(o.s.Parents)
			o.s.Parents = append(o.s.Parents, roster.Parent{Key: roster.CodeKey("parent", u.id), Code: u.id, Name: u.name, At: u.at})
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
		return // an agent, but not of a student
	}
	child := roster.Child{Student: roster.CodeKey("student", student), Relation: relation}
	i, ok := parents[parent]
	if !ok {
		return
	}
	if p := &o.s.Parents[i]; !p.HasChild(child.Student) {
		p.Children = append(p.Children, child)
	}
}

// foreignName reads a name in three columns.
func foreignName(rec *table.Record, first, last, middle int) model.Name {
	n := model.Name{LastName: rec.Values[last], FirstName: rec.Values[first]}
	if middle >= 0 {
		n.MiddleName = rec.Values[middle]
	}
	if n.LastName == "" && n.FirstName == "" {
		rec.Problem(last, "Нет ни фамилии, ни имени: впишите их")
	}
	return n
}
