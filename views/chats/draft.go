package chats

import (
	"fmt"
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/views/table"
)

// mark says what «Сохранить» would do to a person of the list.
type mark uint8

const (
	markNone mark = iota
	markAdded
	markRemoved
)

// draftRow is a member as the editing screen shows it; Admin is what the draft wants.
type draftRow struct {
	model.MemberRow
	mark mark
	full string // the name, ready for the table
}

// draft is a chat together with the edits that were not saved. It changes nothing outside itself.
type draft struct {
	card    model.ChatCard
	title   string
	added   []model.Candidate
	removed map[model.PersonID]bool
	admins  map[model.PersonID]bool // what is wanted, where the chat has something else
}

func newDraft(card model.ChatCard) *draft {
	return &draft{card: card, title: card.Title,
		removed: map[model.PersonID]bool{}, admins: map[model.PersonID]bool{}}
}

// adopt puts a newer reading of the chat under the edits. Edits that somebody else has made meanwhile are dropped.
func (d *draft) adopt(card model.ChatCard) {
	if d.title == d.card.Title {
		d.title = card.Title
	}
	d.card = card
	d.added = slices.DeleteFunc(d.added, func(c model.Candidate) bool { return d.member(c.Person) != nil })
	for id := range d.removed {
		if d.member(id) == nil {
			delete(d.removed, id)
		}
	}
	for id, want := range d.admins {
		m := d.member(id)
		if (m == nil && !d.isAdded(id)) || (m != nil && m.Admin == want) {
			delete(d.admins, id)
		}
	}
}

// onto is the draft over another reading of the chat. It wants the same list, title and administrators, even where the
// chat has some of that already.
func (d *draft) onto(card model.ChatCard) *draft {
	n := newDraft(card)
	n.title = d.title
	wanted := map[model.PersonID]bool{}
	for _, r := range d.rows() {
		if r.mark == markRemoved {
			continue
		}
		wanted[r.Person] = true
		n.add(model.Candidate{Person: r.Person, Name: r.Name, Kind: r.Kind, Group: r.Group})
		n.setAdmin(r.Admin, r.Person)
	}
	for _, m := range card.Members {
		if !wanted[m.Person] {
			n.remove(m.Person)
		}
	}
	return n
}

func (d *draft) member(id model.PersonID) *model.MemberRow {
	i := slices.IndexFunc(d.card.Members, func(m model.MemberRow) bool { return m.Person == id })
	if i < 0 {
		return nil
	}
	return &d.card.Members[i]
}

// members are those of the chat as it is stored.
func (d *draft) members() []model.Member {
	return model.Each(d.card.Members, func(m model.MemberRow) model.Member { return m.Member })
}

func (d *draft) isAdded(id model.PersonID) bool {
	return slices.ContainsFunc(d.added, func(c model.Candidate) bool { return c.Person == id })
}

// holds reports whether the person would be in the chat after saving.
func (d *draft) holds(id model.PersonID) bool {
	return d.isAdded(id) || (d.member(id) != nil && !d.removed[id])
}

// add puts people on the list; somebody who would have been removed is kept instead.
func (d *draft) add(people ...model.Candidate) {
	for _, c := range people {
		switch {
		case d.member(c.Person) != nil:
			delete(d.removed, c.Person)
		case !d.isAdded(c.Person):
			d.added = append(d.added, c)
		}
	}
}

// remove takes people off the list; those who were only added in this draft vanish from it.
func (d *draft) remove(people ...model.PersonID) {
	for _, id := range people {
		delete(d.admins, id)
		if d.member(id) != nil {
			d.removed[id] = true
			continue
		}
		d.added = slices.DeleteFunc(d.added, func(c model.Candidate) bool { return c.Person == id })
	}
}

// restore takes back what remove did to members.
func (d *draft) restore(people ...model.PersonID) {
	for _, id := range people {
		delete(d.removed, id)
	}
}

// setAdmin names people administrators or takes that back.
func (d *draft) setAdmin(want bool, people ...model.PersonID) {
	for _, id := range people {
		m := d.member(id)
		has := m != nil && m.Admin
		if has == want {
			delete(d.admins, id)
		} else if d.holds(id) {
			d.admins[id] = want
		}
	}
}

// rows are all members, the added among them, by name.
func (d *draft) rows() []draftRow {
	rows := make([]draftRow, 0, len(d.card.Members)+len(d.added))
	for _, m := range d.card.Members {
		row := draftRow{MemberRow: m}
		if d.removed[m.Person] {
			row.mark = markRemoved
		}
		rows = append(rows, row)
	}
	for _, c := range d.added {
		rows = append(rows, draftRow{mark: markAdded, MemberRow: model.MemberRow{
			Member: model.Member{Person: c.Person, Origin: model.OriginManual},
			Name:   c.Name, Kind: c.Kind, Group: c.Group}})
	}
	for i := range rows {
		r := &rows[i]
		if want, changed := d.admins[r.Person]; changed {
			r.Admin = want
		}
		r.full = r.Name.String()
	}
	model.Sort(rows, table.InOrder(func(r draftRow) string { return r.full }))
	return rows
}

// edit is what «Сохранить» carries.
func (d *draft) edit() model.ChatEdit {
	e := model.ChatEdit{Chat: d.card.ID, Version: d.card.Version, Title: d.cleanTitle()}
	for _, c := range d.added {
		e.Add = append(e.Add, c.Person)
	}
	for id := range d.removed {
		e.Remove = append(e.Remove, id)
	}
	for id, want := range d.admins {
		if want {
			e.MakeAdmin = append(e.MakeAdmin, id)
		} else {
			e.NoMore = append(e.NoMore, id)
		}
	}
	for _, ids := range [][]model.PersonID{e.Add, e.Remove, e.MakeAdmin, e.NoMore} {
		slices.Sort(ids)
	}
	return e
}

func (d *draft) cleanTitle() string { return strings.Join(strings.Fields(d.title), " ") }

// dirty reports whether there is something to save.
func (d *draft) dirty() bool { return !d.edit().Empty() || d.cleanTitle() != d.card.Title }

// summary says what is not saved: «добавить 1, удалить 1, администраторы: 1, наименование».
func (d *draft) summary() string {
	var parts []string
	if s := toDo(len(d.added), len(d.removed)); s != "" {
		parts = append(parts, s)
	}
	if n := len(d.admins); n > 0 {
		parts = append(parts, fmt.Sprintf("администраторы: %d", n))
	}
	if d.cleanTitle() != d.card.Title {
		parts = append(parts, "наименование")
	}
	return strings.Join(parts, ", ")
}

// count is how many people the draft's list holds, and how many of them are in the messenger's chat already.
func (d *draft) count() (members, inChat int) {
	members = len(d.added)
	for _, m := range d.card.Members {
		if d.removed[m.Person] {
			continue
		}
		members++
		if m.Presence == model.PresenceInChat {
			inChat++
		}
	}
	return members, inChat
}
