package orders

import (
	"slices"
	"time"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/table"
)

// Edit asks what to change of an order, and changes it.
func Edit(deps Deps, id model.OrderID) {
	withOrder(deps, id, func(card model.OrderCard) {
		withOrderDay(deps, func(today time.Time, groups []table.Option[model.GroupID]) {
			f := newOrderForm(deps, withGroupsOf(card, groups), today)
			f.begin(card)
			f.open(lists.FormSpec{
				Title: "Изменить приказ " + card.Title(), Primary: "Сохранить", Focus: f.number, Seen: &f.seen.Order,
				Hint: "Группы и чаты станут такими, как если бы приказ сразу был записан так.",
				Done: func() string { return "Приказ изменён. Чаты будут исправлены." },
			})
		})
	})
}

// withGroupsOf are the choices of groups with those of an order, which may be disbanded by now.
func withGroupsOf(card model.OrderCard, groups []table.Option[model.GroupID]) []table.Option[model.GroupID] {
	groups = slices.Clone(groups)
	add := func(id model.GroupID, name string) {
		if id != 0 && !slices.ContainsFunc(groups, func(o table.Option[model.GroupID]) bool { return o.Key == id }) {
			groups = append(groups, table.Option[model.GroupID]{Key: id, Label: name})
		}
	}
	add(card.Disbands, card.Group)
	if len(card.People) > 0 {
		add(card.To, card.People[0].After)
	}
	return groups
}

// begin fills the form with the order that is edited.
func (f *orderForm) begin(card model.OrderCard) {
	f.seen = &card
	f.kind.SetSelected(card.Kind)
	f.number.SetText(card.Number)
	f.date.SetDate(card.Date)
	f.effective.SetDate(card.Effective)
	f.note.SetText(card.Note)
	f.basis.SetText(card.Basis)
	if card.To != 0 {
		f.to.SetSelected(card.To)
	} else {
		f.to.Field.Placeholder = "У каждого своя"
	}
	f.group = f.comeFrom(card)
	f.marks.people = f.named()
}

// comeFrom is the group of the first person of the order: others from that group may have to be added.
func (f *orderForm) comeFrom(card model.OrderCard) model.GroupID {
	if card.Disbands != 0 || len(card.People) == 0 {
		return card.Disbands
	}
	for _, o := range f.groups {
		if o.Label == card.People[0].Before {
			return o.Key
		}
	}
	return 0
}

// named are those who are in the order that is edited; nobody in a new one.
func (f *orderForm) named() []model.OrderChoice {
	if f.seen == nil {
		return nil
	}
	return model.Each(f.seen.People, func(p model.OrderPerson) model.OrderChoice {
		return model.OrderChoice{Person: p.Person, Name: p.Name, Detail: "в приказе"}
	})
}

// withNamed are those in the order that is edited, then the others that it may name.
func (f *orderForm) withNamed(others []model.OrderChoice) []model.OrderChoice {
	all := f.named()
	in := model.Set(all, func(c model.OrderChoice) model.PersonID { return c.Person })
	for _, c := range others {
		if !in[c.Person] {
			all = append(all, c)
		}
	}
	return all
}
