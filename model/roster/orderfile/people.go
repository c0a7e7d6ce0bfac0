package orderfile

import (
	"slices"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/table"
)

// orderPeople finds the people of orders, also those that earlier orders brought.
type orderPeople struct {
	byName  map[string][]*Student // by folded name
	names   []string
	fresh   model.PersonID // the number of the last new person, negative
	guesses int
}

func newOrderPeople(students []Student) *orderPeople {
	p := &orderPeople{byName: map[string][]*Student{}, names: make([]string, 0, len(students))}
	for i := range students {
		s := students[i]
		s.Groups = slices.Clone(s.Groups)
		p.byName[model.FoldName(s.Name)] = append(p.byName[model.FoldName(s.Name)], &s)
		p.names = append(p.names, s.Name.String())
	}
	return p
}

// resolve finds out who the people of the rows are, and puts the rows in the order in which they count.
func (o *orderReader) resolve(opts Options) []Line {
	rows := slices.Clone(o.rows)
	model.Sort(rows, func(a, b orderRow) int { return a.Effective.Compare(b.Effective) })
	people := newOrderPeople(opts.Students)
	named := map[string][]int{}
	for i, row := range rows {
		named[model.FoldName(row.Name)] = append(named[model.FoldName(row.Name)], i)
	}
	type key struct {
		number, date string
		kind         model.OrderKind
		person       model.PersonID
		after        model.GroupID
	}
	seen := map[key]roster.Place{}
	lines := make([]Line, 0, len(rows))
	for i, row := range rows {
		s := o.who(people, row, func() []model.GroupID { return reach(rows, named[model.FoldName(row.Name)], i) })
		if s == nil {
			continue
		}
		row.Person, row.Name = s.Person, s.Name
		k := key{model.Fold(row.Number), row.Date.Format(roster.DateLayout), row.Kind, row.Person, row.After}
		if before, twice := seen[k]; twice {
			o.notices.Add(row.At, row.Name.String(), "Такая строка уже есть "+before.From(row.At)+": эта пропущена")
			continue
		}
		seen[k] = row.At
		if row.Kind == model.OrderTransfer && row.Before == row.After {
			o.notices.Add(row.At, row.Name.String(), "Группа до и после приказа одна и та же: строка пропущена")
			continue
		}
		if row.After != 0 {
			s.Groups = append(s.Groups, row.After)
		}
		lines = append(lines, row.Line)
	}
	return lines
}

// reach are the groups to which the rows of one name lead from a given row on: that row's own, and those of later
// transfers.
func reach(rows []orderRow, named []int, from int) []model.GroupID {
	groups := []model.GroupID{rows[from].After}
	for _, i := range named {
		if row := rows[i]; i > from && row.Kind == model.OrderTransfer && slices.Contains(groups, row.Before) {
			groups = append(groups, row.After)
		}
	}
	return groups
}

// who is the person that a row names, or nil where that is not certain, which is then a problem. An old enrolment counts
// if its student is now in one of the groups that reach gives.
func (o *orderReader) who(people *orderPeople, row orderRow, reach func() []model.GroupID) *Student {
	place := row.At
	place.Column = orderColumns[orderName].Name
	found := people.byName[model.FoldName(row.Name)]
	in := func(g model.GroupID) []*Student {
		return model.Only(found, func(s *Student) bool { return g != 0 && slices.Contains(s.Groups, g) })
	}
	if row.Kind.Enrols() {
		switch there := in(row.After); {
		case len(there) == 1:
			return there[0]
		case len(there) > 1:
			o.Problems.Add(place, row.Name.String(), "В группе "+o.groups.names[row.After]+" несколько студентов с таким ФИО: внесите приказ вручную")
			return nil
		case len(found) > 0:
			for _, g := range reach()[1:] {
				if there := in(g); len(there) == 1 {
					return there[0]
				}
			}
			o.notices.Add(place, row.Name.String(), "Студент с таким ФИО в колледже уже был: записан новый. Если это тот же человек, "+
				"внесите приказ вручную")
		}
		return people.add(row)
	}
	if len(found) == 0 {
		message := "Студента с таким ФИО нет в колледже: исправьте ФИО или сначала загрузите приказ о зачислении"
		if near := people.guess(row.Name.String()); near != "" {
			message = "Студента с таким ФИО нет в колледже; может быть, это «" + near + "»?"
		}
		o.Problems.Add(place, row.Name.String(), message)
		return nil
	}
	if len(found) == 1 {
		return found[0]
	}
	for _, g := range []model.GroupID{row.Before, row.After} {
		if there := in(g); len(there) == 1 {
			return there[0]
		}
	}
	o.Problems.Add(place, row.Name.String(), "Студентов с таким ФИО несколько, и по группе их не различить: внесите приказ вручную")
	return nil
}

// add takes in somebody new to the college.
func (p *orderPeople) add(row orderRow) *Student {
	p.fresh--
	s := &Student{Person: p.fresh, Name: row.Name}
	p.byName[model.FoldName(s.Name)] = append(p.byName[model.FoldName(s.Name)], s)
	p.names = append(p.names, s.Name.String())
	return s
}

func (p *orderPeople) guess(name string) string {
	if p.guesses++; p.guesses > table.MaxGuesses {
		return ""
	}
	return table.NearestPerson(name, p.names)
}
