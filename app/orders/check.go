package orders

import (
	"errors"
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
	tx    *store.Tx
	today time.Time
	names map[model.GroupID]string
	lines []orderfile.Line
	of    map[model.PersonID][]int // lines
	// known are the orders in force, cancelled those that were; whenever they become effective.
	known     map[store.OrderKey]bool
	cancelled map[store.OrderKey]time.Time
	// college is what it says without the file, movements what it would with the rows so far.
	college, movements map[model.PersonID][]model.Movement
	gone               map[model.PersonID]bool
	ends               map[groupDay]string
}

type groupDay struct {
	group model.GroupID
	day   time.Time
}

func newOrderCheck(tx *store.Tx, lines []orderfile.Line, opts orderfile.Options) (*orderCheck, error) {
	c := &orderCheck{tx: tx, today: opts.Today, names: opts.Groups, lines: lines, of: map[model.PersonID][]int{},
		known: map[store.OrderKey]bool{}, ends: map[groupDay]string{}}
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
		m, taken, err := c.movement(l)
		if err != nil {
			return err
		}
		switch {
		case taken.problem != "" && c.settled(i) != "":
			say(&p.preview.Taken, c.settled(i))
			continue
		case taken.problem != "":
			say(&p.preview.Problems, taken.problem)
			continue
		case taken.already != "":
			say(&p.preview.Taken, taken.already)
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
		slices.SortStableFunc(list, func(a, b model.ImportProblem) int {
			if byFile := strings.Compare(a.File, b.File); byFile != 0 {
				return byFile
			}
			return a.Row - b.Row
		})
	}
	return nil
}

// verdict is why a line is not written; empty for one that is.
type verdict struct{ already, problem string }

// movement is what a line does with its person, or why it is not to.
func (c *orderCheck) movement(l orderfile.Line) (m model.Movement, v verdict, err error) {
	for _, d := range []struct {
		what string
		day  time.Time
	}{{"датирован", l.Date}, {"вступает в силу", l.Effective}} {
		if far := model.FarDay(d.day, c.today); far != "" && d.day.After(c.today) {
			v.problem = fmt.Sprintf("Приказ %s %s, это %s: проверьте год. Если всё верно, внесите приказ вручную", d.what, dayWords(d.day), far)
			return m, v, nil
		}
	}
	if m, v = c.place(l); v != (verdict{}) || l.After == 0 {
		return m, v, nil
	}
	v.problem, err = c.ended(l.After, l.Effective)
	return m, v, err
}

// dayWords are a calendar day as people write it.
func dayWords(d time.Time) string { return d.Format("02.01.2006") }

// ended says why nobody can come to a group on a day: it is none by then.
func (c *orderCheck) ended(group model.GroupID, on time.Time) (why string, err error) {
	at := groupDay{group, on}
	if why, known := c.ends[at]; known {
		return why, nil
	}
	by, err := c.tx.GroupEnd(group, on)
	switch {
	case err != nil:
		return "", err
	case by.Kind == model.OrderDisband:
		why = fmt.Sprintf("Группу %s ликвидируют %s по приказу %s: проверьте группу и дату", c.names[group], dayWords(by.Effective), by.Title())
	case !on.Before(c.today):
		if _, err = c.tx.Group(group); errors.Is(err, store.ErrNotFound) {
			why = "Группы " + c.names[group] + " больше нет: исправьте группу или добавьте её в колледж"
		} else if err != nil {
			return "", err
		}
	}
	c.ends[at] = why
	return why, nil
}

// place is what a line does with its person where they are on its day.
func (c *orderCheck) place(l orderfile.Line) (m model.Movement, v verdict) {
	movements := c.movements[l.Person]
	groups, attendance := model.GroupsOn(movements, l.Effective), model.AttendanceOn(movements, l.Effective)
	in := make([]string, len(groups))
	for i, g := range groups {
		in[i] = c.names[g]
	}
	where := strings.Join(in, ", ")
	m = model.Movement{Person: l.Person, Kind: l.Kind, Out: l.Before, In: l.After, All: len(groups) <= 1}
	const hint = ": проверьте дату или загрузите недостающие приказы"
	switch {
	case l.Kind.Targets() && slices.Contains(groups, l.After) && (l.Before == l.After || !slices.Contains(groups, l.Before)):
		v.already = "На " + dayWords(l.Effective) + " студент уже в группе " + c.names[l.After]
	case l.Kind.Enrols() || l.Kind == model.OrderReturn:
		m.Out, m.All = 0, false
		if len(groups) > 0 {
			v.problem = "На " + dayWords(l.Effective) + " студент уже в группе " + where + hint
		}
	case len(groups) > 0 && l.Before != 0 && !slices.Contains(groups, l.Before):
		v.problem = "На " + dayWords(l.Effective) + " студент в группе " + where + ", а не в " + c.names[l.Before] + hint
	case len(groups) > 0 || attendance == model.AttendanceOnLeave && l.Kind != model.OrderTransfer:
	case leaves(l.Kind) && (attendance == model.AttendanceLeft || c.gone[l.Person]):
		v.already = "Студент уже выбыл"
	default:
		v.problem = "На " + dayWords(l.Effective) + " студент не числится ни в одной группе" + hint
	}
	if !l.Kind.Targets() {
		m.In, m.All = 0, true
		if m.Out == 0 && len(groups) > 0 {
			m.Out = groups[0]
		}
	}
	return m, v
}

// leaves reports whether an order of the kind ends that somebody is a student.
func leaves(kind model.OrderKind) bool {
	return kind == model.OrderWithdraw || kind == model.OrderGraduate
}

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
		attendance := model.AttendanceOn(movements, c.today)
		switch {
		case leaves(l.Kind) && (c.gone[person] || attendance == model.AttendanceLeft):
			return "Студент уже выбыл"
		case l.Kind == model.OrderAcademicLeave && attendance == model.AttendanceOnLeave:
			return "Студент уже в академическом отпуске"
		case l.Kind.Targets() && slices.Contains(model.GroupsOn(movements, c.today), l.After):
			return "Студент уже в группе " + c.names[l.After]
		}
	}
	return ""
}
