package demo

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/roster"
)

// The first codes of each kind of people, far enough apart for any size of a college.
const (
	firstStaff   = 101
	firstStudent = 10001
	firstParent  = 50001
)

const firstMessenger model.MessengerID = 1001

// Shares of people, in percent.
const (
	withoutAccount = 6
	nobodyAdds     = 3
)

// normal is how the workbook's keys are written.
func normal(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ё", "е") }

// registry gives out accounts.
type registry struct {
	rng      *rand.Rand
	accounts []Account
}

// account opens an account for a person, or not, and answers with its number. How is one of
// the account… words.
func (r *registry) account(key roster.Key, name model.Name, how string) model.MessengerID {
	share := r.rng.IntN(100)
	if how == accountNone || how == accountByRule && share < withoutAccount {
		return 0
	}
	number := firstMessenger + model.MessengerID(len(r.accounts))
	r.accounts = append(r.accounts, Account{
		Key: key, Name: name, Messenger: number, Phone: fmt.Sprintf("+7%010d", number),
		NobodyAdds: how == accountClosed || how == accountByRule && share < withoutAccount+nobodyAdds,
	})
	return number
}

// snapshot writes the finished college down.
func (b *builder) snapshot() (roster.Snapshot, []Account) {
	given := map[roster.Section]bool{
		roster.Groups: true, roster.Students: true, roster.Parents: true,
		roster.Staff: true, roster.Teachings: true, roster.Learners: true,
	}
	s := roster.Snapshot{Format: roster.WorkbookXLSX, Source: "workbook", Today: today, Given: given}
	reg := &registry{rng: rand.New(rand.NewPCG(29, 3))}

	staff := make(map[*staffMember]roster.StaffMember, len(b.people))
	for i, m := range b.people {
		key, code := coded("staff", firstStaff+i)
		how := accountByRule
		if m.named {
			how = accountOpen // the people of the pictures are in their chats
		}
		staff[m] = roster.StaffMember{
			Key: key, Code: code, Name: m.name, Roles: m.roles,
			Stated:    model.RoleAdmin | model.RoleCurator | model.RoleTeacher | model.RightManageChats,
			Messenger: reg.account(key, m.name, how),
		}
		s.Staff = append(s.Staff, staff[m])
	}
	students := make(map[*student]roster.Key)
	for _, g := range b.groups {
		s.Groups = append(s.Groups, roster.Group{
			Key: g.key(), Name: g.name, Year: g.course, Specialty: g.title, Curator: staff[b.staff[g.curator]].Key,
		})
		admitted := time.Date(schoolYear+1-g.course, time.September, 1, 0, 0, 0, 0, time.UTC)
		for _, student := range g.students {
			key, code := coded("student", firstStudent+len(s.Students))
			students[student] = key
			s.Students = append(s.Students, roster.Student{
				Key: key, Code: code, Name: student.name, Group: g.key(), From: admitted,
				Messenger: reg.account(key, student.name, student.account),
			})
		}
	}
	s.Parents = b.parents(reg, staff, students)
	for _, t := range b.teachings {
		entry := roster.Teaching{
			Key: t.key(), Group: t.group.key(), Subject: t.subject, Index: t.index, Subgroup: t.subgroup,
			Hours: t.hours, WholeGroup: t.learners == nil, Teachers: []roster.Key{staff[t.teacher].Key},
		}
		for _, learner := range t.learners {
			entry.Learners = append(entry.Learners, students[learner])
		}
		s.Teachings = append(s.Teachings, entry)
	}
	return s, reg.accounts
}

// parents writes the parents down in the order of their children. A parent who works at the college
// has the code and the account of the member of staff, which tell a roster that they are one person.
func (b *builder) parents(
	reg *registry, staff map[*staffMember]roster.StaffMember, students map[*student]roster.Key,
) []roster.Parent {
	var parents []roster.Parent
	written := make(map[*parent]bool)
	for _, g := range b.groups {
		for _, s := range g.students {
			for _, p := range s.parents {
				if written[p] {
					continue
				}
				written[p] = true
				key, code := coded("parent", firstParent+len(parents))
				entry := roster.Parent{Key: key, Code: code, Name: p.name}
				if p.staff != nil {
					colleague := staff[p.staff]
					entry.Key, entry.Code, entry.Messenger = roster.Key("parent:"+colleague.Code), colleague.Code, colleague.Messenger
				} else {
					entry.Messenger = reg.account(key, p.name, accountByRule)
				}
				for _, c := range p.children {
					entry.Children = append(entry.Children, roster.Child{Student: students[c.student], Relation: c.relation})
				}
				parents = append(parents, entry)
			}
		}
	}
	return parents
}

func coded(kind string, number int) (roster.Key, string) {
	code := strconv.Itoa(number)
	return roster.Key(kind + ":" + code), code
}
