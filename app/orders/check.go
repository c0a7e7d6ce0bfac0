package orders

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/roster/orderfile"
	"zvonok/model/store"
)

// orderCheck follows the orders of a file through, one after another.
type orderCheck struct {
	finder
	today time.Time
	lines []orderfile.Line
	of    map[model.PersonID][]int // lines
	// known are the orders in force, cancelled those that were; whenever they become effective.
	known     map[store.OrderKey]bool
	cancelled map[store.OrderKey]time.Time
	// college is what it says without the file, movements what it would with the rows so far.
	college, movements map[model.PersonID][]model.Movement
	gone               map[model.PersonID]bool
}

func newOrderCheck(tx *store.Tx, lines []orderfile.Line, opts orderfile.Options) (*orderCheck, error) {
	c := &orderCheck{finder: newFinder(tx, opts.Groups, opts.Today), today: opts.Today, lines: lines,
		of: map[model.PersonID][]int{}, known: map[store.OrderKey]bool{}}
	var people []model.PersonID
	for i, l := range lines {
		people = append(people, l.Person)
		c.of[l.Person] = append(c.of[l.Person], i)
	}
	slices.Sort(people)
	people = slices.Compact(people)
	known, err := tx.OrderKeys(time.Time{})
	if err != nil {
		return nil, err
	}
	for key := range known {
		c.known[key.AnyDay()] = true
	}
	if c.cancelled, err = tx.CancelledKeys(); err != nil {
		return nil, err
	}
	if c.gone, err = tx.NotStudents(people); err != nil {
		return nil, err
	}
	if c.college, err = tx.MovementsOf(people); err != nil {
		return nil, err
	}
	c.movements = maps.Clone(c.college)
	return c, nil
}

// check sorts the lines: those that are written, those that the college has taken account of already, and those that
// contradict it.
func (p *checkedOrders) check(c *orderCheck) error {
	at := map[string]int{} // of batches
	for i, l := range c.lines {
		o := model.Order{Number: l.Number, Date: l.Date, Kind: l.Kind, Effective: l.Effective, Note: l.Note, Basis: l.Basis}
		say := func(list *[]model.ImportProblem, text string) {
			*list = append(*list, model.ImportProblem{File: l.At.File, Row: l.At.Row, Value: l.Name.String(), Message: text})
		}
		key := store.KeyOfOrder(o, l.Person).AnyDay()
		if c.known[key] {
			say(&p.preview.Taken, "Приказ "+o.Title()+" уже записан")
			continue
		}
		m, already, problem, err := c.movement(l)
		if err != nil {
			return err
		}
		if problem != "" {
			already = c.settled(i)
		}
		switch {
		case already != "":
			say(&p.preview.Taken, already)
			continue
		case problem != "":
			say(&p.preview.Problems, problem)
			continue
		}
		if day, was := c.cancelled[key]; was {
			say(&p.preview.Notices, "Приказ "+o.Title()+" отменён "+dayWords(day)+": загрузка запишет его снова. Если это не нужно, удалите строку")
		}
		m.Day = l.Effective
		counted := m
		counted.ID = 1<<62 + int64(i) // after what is written already
		c.movements[l.Person] = append(c.movements[l.Person], counted)
		batch := fmt.Sprint(model.Fold(o.Number), o.Date.Unix(), o.Effective.Unix(), o.Kind)
		if _, begun := at[batch]; !begun {
			at[batch] = len(p.batches)
			p.batches = append(p.batches, orderBatch{Order: o})
		}
		b := &p.batches[at[batch]]
		b.lines = append(b.lines, orderOf{m, l.Name})
	}
	for _, b := range p.batches {
		p.preview.Orders = append(p.preview.Orders, b.preview(c.names))
	}
	for _, list := range [][]model.ImportProblem{p.preview.Problems, p.preview.Taken, p.preview.Notices} {
		model.Sort(list, func(a, b model.ImportProblem) int {
			return cmp.Or(strings.Compare(a.File, b.File), a.Row-b.Row)
		})
	}
	return nil
}

// movement is what a line does with its person, or why it is left out: the college has it already, or it is a problem.
func (c *orderCheck) movement(l orderfile.Line) (m model.Movement, already, problem string, err error) {
	for _, d := range []struct {
		what string
		day  time.Time
	}{{"датирован", l.Date}, {"вступает в силу", l.Effective}} {
		if far := model.FarDay(d.day, c.today); far != "" && d.day.After(c.today) {
			return m, "", fmt.Sprintf("Приказ %s %s, это %s: проверьте год. Если всё верно, внесите приказ вручную", d.what, dayWords(d.day), far), nil
		}
	}
	found, err := c.find(model.OrderCase{Kind: l.Kind, Person: l.Person, From: l.Before, To: l.After}, l.Effective, c.movements[l.Person])
	if err != nil {
		return m, "", "", err
	}
	found.Left = found.Left || c.gone[l.Person]
	if found.Later.Order == 0 || c.returns(l, found.Later.Day) {
		found.Later = model.Movement{} // lists say where people are, not how they came there
	}
	already, problem = c.lineWords(found, l.Effective)
	return found.Movement(), already, problem, nil
}

// returns reports whether a line of the file brings the person of another one back, after that one and before a day.
func (c *orderCheck) returns(l orderfile.Line, before time.Time) bool {
	return slices.ContainsFunc(c.of[l.Person], func(i int) bool {
		back := c.lines[i]
		return back.Kind.Brings() && !back.Effective.Before(l.Effective) && !back.Effective.After(before)
	})
}

// dayWords are a calendar day as people write it.
func dayWords(d time.Time) string { return d.Format("02.01.2006") }

// settled says that a line that does not fit tells of the past: the college has come to where this line, or a later one
// about the same person, leads. Empty where it has not.
func (c *orderCheck) settled(line int) string {
	person := c.lines[line].Person
	movements := c.college[person]
	for _, i := range c.of[person] {
		l := c.lines[i]
		if i < line || l.Effective.After(c.today) {
			continue
		}
		standing := model.StandingOn(movements, c.today)
		switch {
		case l.Kind.Ends() && (c.gone[person] || standing == model.StandingLeft):
			return "Студент уже выбыл"
		case l.Kind == model.OrderAcademicLeave && standing == model.StandingOnLeave:
			return "Студент уже в академическом отпуске"
		case l.Kind.Targets() && slices.Contains(model.GroupsOn(movements, c.today), l.After):
			return "Студент уже в группе " + c.names[l.After]
		}
	}
	return ""
}
