package orders

import (
	"zvonok/app/college"
	"zvonok/model"
)

// over says which safety limits the orders of files go beyond. It counts the students of today who are none once all of
// the orders have become effective.
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
	lost := stored.StudentLosses(c.today, func(id model.PersonID) (goes, finishes bool) {
		kind, named := kinds[id]
		return named && model.StandingOn(c.movements[id], last) == model.StandingLeft, kind == model.OrderGraduate
	})
	return limits.Exceeded(lost), nil
}
