package roster

import (
	"strconv"
	"strings"
	"time"

	"zvonok/model"
)

// DateLayout is how rosters and texts write dates: «01.09.2026».
const DateLayout = "02.01.2006"

func changed(fields []FieldChange, field, before, after string) []FieldChange {
	if before == after {
		return fields
	}
	return append(fields, FieldChange{Field: field, Before: before, After: after})
}

func groupChange(before, after string) FieldChange {
	return FieldChange{Field: "Группа", Before: before, After: after, OfGroup: true}
}

func (g *CollegeGroup) name() string {
	if g == nil {
		return ""
	}
	return g.Name
}

// groupName is the name of a group by its id or, when new, by its key.
func (x *comparison) groupName(ref Ref, k Key) string {
	if g := x.groups[model.GroupID(ref.ID)]; g != nil {
		return g.Name
	}
	if x.newGroups == nil {
		x.newGroups = make(map[Key]string)
		for i := range x.s.Groups {
			x.newGroups[x.s.Groups[i].Key] = x.s.Groups[i].Name
		}
	}
	return x.newGroups[k]
}

// studentGroup is the name of a student's group as it will be, else as it is; empty for none.
func (x *comparison) studentGroup(ref Ref, k Key) string {
	for _, e := range []*entry{x.byKey[k], x.entryOf[model.PersonID(ref.ID)]} {
		if e != nil && e.group != "" {
			return e.group
		}
	}
	for _, o := range x.enrolments[model.PersonID(ref.ID)] {
		if !x.came(o.To) {
			return x.groups[o.Group].name()
		}
	}
	return ""
}

// personName is the name of a person by the id or, when new, by the key.
func (x *comparison) personName(ref Ref, k Key) string {
	if p := x.people[model.PersonID(ref.ID)]; p != nil {
		return p.Name.String()
	}
	if e := x.byKey[k]; e != nil {
		return e.now.Name.String()
	}
	return ""
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(DateLayout)
}

func messengerText(id model.MessengerID) string { return numberText(int(id)) }

func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func activeText(active bool) string {
	if active {
		return "в колледже"
	}
	return "выбыл"
}

// roleTitles are the roles as our workbook writes them.
var roleTitles = [...]struct {
	role  model.Roles
	title string
}{
	{model.RoleAdmin, "Администратор ПОО"},
	{model.RoleCurator, "Куратор"},
	{model.RoleTeacher, "Преподаватель-предметник"},
	{model.RightManageChats, "Управление чатами"},
}

// RolesText names the roles as our workbook writes them, by comma.
func RolesText(roles model.Roles) string {
	var titles []string
	for _, r := range roleTitles {
		if roles.Has(r.role) {
			titles = append(titles, r.title)
		}
	}
	return strings.Join(titles, ", ")
}
