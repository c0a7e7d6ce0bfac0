package model

import "slices"

// DesiredMember is a person that the policy wants in a chat.
type DesiredMember struct {
	Person PersonID
	Admin  bool
}

// DesiredChat is an automatic chat as the policy wants it; Members are in ascending order of Person.
type DesiredChat struct {
	Key     ChatKey
	Title   string
	Members []DesiredMember
}

// Desired says which chats of the given types the college should have, who belongs to each and who
// is its administrator by default (29.1.2, 29.2.1, 29.2.2). No types means every type.
//
// «Учительская» holds teachers and curators and is administered by the college's administrators; «Группа» and «Родители»
// hold the curator, as administrator, with the students or their parents; a subject's chat holds its teachers, as
// administrators, and its learners. 29.1.2 lists «Группа» among the teacher's chats too, but 29.2.2, which says who is in
// it, does not: we follow 29.2.2, and the counts in the manual's pictures agree with it.
func Desired(r Roster, types ...ChatType) []DesiredChat {
	wants := func(t ChatType) bool { return len(types) == 0 || slices.Contains(types, t) }
	chats := make([]DesiredChat, 0, 1+2*len(r.Groups)+len(r.Teachings))
	if wants(ChatTeachers) && len(r.Admins)+len(r.Teachers)+len(r.Curators) > 0 {
		staff := slices.Concat(r.Teachers, r.Curators)
		slices.Sort(staff)
		chats = append(chats, DesiredChat{
			Key: ChatKey{Type: ChatTeachers}, Title: TeachersTitle,
			Members: withAdmins(r.Admins, slices.Compact(staff)),
		})
	}
	names := make(map[GroupID]string, len(r.Groups))
	for _, g := range r.Groups {
		names[g.ID] = g.Name
		var curator []PersonID
		if g.Curator != 0 {
			curator = []PersonID{g.Curator}
		}
		if wants(ChatGroup) {
			chats = append(chats, DesiredChat{
				Key: ChatKey{Type: ChatGroup, Group: g.ID}, Title: g.Name,
				Members: withAdmins(curator, r.Students[g.ID]),
			})
		}
		if wants(ChatParents) {
			chats = append(chats, DesiredChat{
				Key: ChatKey{Type: ChatParents, Group: g.ID}, Title: parentsTitle(g.Name),
				Members: withAdmins(curator, r.Parents[g.ID]),
			})
		}
	}
	if wants(ChatSubject) {
		for _, t := range r.Teachings {
			learners := r.Learners[t.ID]
			if t.WholeGroup {
				learners = r.Students[t.Group]
			}
			chats = append(chats, DesiredChat{
				Key:     ChatKey{Type: ChatSubject, Group: t.Group, Teaching: t.ID},
				Title:   SubjectTitle(names[t.Group], t),
				Members: withAdmins(t.Teachers, learners),
			})
		}
	}
	return chats
}

// withAdmins merges two ascending lists into one, marking those of the first as administrators.
func withAdmins(admins, others []PersonID) []DesiredMember {
	members := make([]DesiredMember, 0, len(admins)+len(others))
	for len(admins) > 0 || len(others) > 0 {
		switch {
		case len(others) == 0 || (len(admins) > 0 && admins[0] < others[0]):
			members = append(members, DesiredMember{admins[0], true})
			admins = admins[1:]
		case len(admins) == 0 || others[0] < admins[0]:
			members = append(members, DesiredMember{Person: others[0]})
			others = others[1:]
		default:
			others = others[1:]
		}
	}
	return members
}

// TeachersTitle is the name of the teachers' chat.
const TeachersTitle = "Учительская"

// parentsTitle is the name of a group's chat of parents: «ДО-19-1 родители».
func parentsTitle(group string) string { return group + " родители" }

// SubjectTitle is the name of a subject's chat: «ДО-19-3/Английский язык(ОГСЭ)». A section without a
// group is called by its subject alone; a subgroup is added, since two would have one name without it.
func SubjectTitle(group string, t Teaching) string {
	title := t.Subject
	if t.Index != "" {
		title += "(" + t.Index + ")"
	}
	if group != "" {
		title = group + "/" + title
	}
	if t.Subgroup != "" {
		title += ", подгруппа " + t.Subgroup
	}
	return title
}
