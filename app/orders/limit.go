package orders

import (
	"zvonok/app/college"
	"zvonok/model"
)

// over says which safety limits the orders of files go beyond. It counts the students of today who are none once all of
// the orders have become effective; that a whole group finishes is not too much for the group.
func (p *checkedOrders) over(c *orderCheck) ([]string, error) {
	last := c.today
	kinds := map[model.PersonID]model.OrderKind{}
	for _, b := range p.batches {
		if b.Effective.After(last) {
			last = b.Effective
		}
		for _, l := range b.lines {
			if l.Kind.Ends() && l.Person > 0 && !c.gone[l.Person] {
				kinds[l.Person] = l.Kind
			}
		}
	}
	if len(kinds) == 0 {
		return nil, nil
	}
	stored, err := c.tx.College()
	if err != nil {
		return nil, err
	}
	limits, err := college.ImportLimits(c.tx)
	if err != nil {
		return nil, err
	}
	leaving := func(id model.PersonID) bool {
		_, named := kinds[id]
		return named && model.AttendanceOn(c.movements[id], last) == model.AttendanceLeft
	}
	lost := model.ImportLosses{}
	student := map[model.PersonID]bool{}
	for _, one := range stored.People {
		if !one.Active || !one.Kind.Has(model.Student) {
			continue
		}
		student[one.ID] = true
		lost.Students.From++
		if leaving(one.ID) {
			lost.Students.Gone++
		}
	}
	at := map[model.GroupID]int{}
	for _, e := range stored.Enrolments {
		if !student[e.Student] || e.From.After(c.today) || !e.To.IsZero() && !e.To.After(c.today) {
			continue
		}
		if _, known := at[e.Group]; !known {
			at[e.Group] = len(lost.Groups)
			lost.Groups = append(lost.Groups, model.GroupLoss{Group: c.names[e.Group]})
		}
		g := &lost.Groups[at[e.Group]]
		g.From++
		if leaving(e.Student) && kinds[e.Student] != model.OrderGraduate {
			g.Gone++
		}
	}
	return limits.Exceeded(lost), nil
}
