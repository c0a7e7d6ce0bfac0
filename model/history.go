package model

import (
	"slices"
	"time"
)

// PersonStep is a line of a student's history: «с 01.09.2026 в ИСП-21 (приказ № 15-к от 28.08.2026)».
type PersonStep struct {
	Day   time.Time // calendar day, 00:00 UTC; zero: unknown
	Words string
	// Order is the order behind the step and Kind its kind; both are zero where the step comes from a roster or an edit
	// by hand.
	Order OrderID
	Kind  OrderKind
	// ToCome: the day has not come yet.
	ToCome bool
}

// History are the steps that the movements of one person come to, the latest first, seen on the calendar day today.
// group names a group, order gives an order of the movements; an order without a number is not named.
func History(movements []Movement, today time.Time, group func(GroupID) string, order func(OrderID) Order) []PersonStep {
	var steps []PersonStep
	enrolments, sorted := Enrolments(movements), byDay(movements)
	for i, m := range sorted {
		if i+1 < len(sorted) && sorted[i+1].Day.Equal(m.Day) {
			continue // the last movement of a day
		}
		day, begun := m.Day, len(steps)
		add := func(words string, by OrderID) {
			step := PersonStep{Day: day, Order: by, ToCome: day.After(today)}
			if by != 0 {
				o := order(by)
				if step.Kind = o.Kind; o.Number != "" {
					words += " (приказ " + o.Title() + ")"
				}
			}
			step.Words = "с " + day.Format("02.01.2006") + " " + words
			if day.IsZero() {
				step.Words = words + ", день не указан"
			}
			steps = append(steps, step)
		}
		will := func(now, then string) string {
			if day.After(today) {
				return then
			}
			return now
		}
		for _, e := range enrolments {
			if e.From.Equal(day) {
				add(will("в ", "будет в ")+group(e.Group), e.Opened)
			}
		}
		for _, e := range enrolments {
			switch {
			case len(steps) > begun || e.Until.IsZero() || !e.Until.Equal(day):
			case e.Closed == 0:
				add(will("больше не в ", "не будет в ")+group(e.Group), 0)
			default:
				add(will("— ", "будет ")+leaving(order(e.Closed).Kind, group(e.Group)), e.Closed)
			}
		}
		if len(steps) == begun && m.Person != 0 && m.Order != 0 && m.In == 0 && len(GroupsOn(movements, day)) == 0 {
			add(will("— ", "будет ")+leaving(m.Kind, ""), m.Order)
		}
	}
	slices.Reverse(steps)
	return steps
}

// leaving says how somebody leaves a group; an empty name is no group.
func leaving(kind OrderKind, group string) string {
	with := func(text, joint string) string {
		if group == "" {
			return text
		}
		return text + joint + group
	}
	switch kind {
	case OrderAcademicLeave:
		return with("академический отпуск", ", до него в ")
	case OrderGraduate:
		return with("завершение обучения", " в ")
	case OrderDisband:
		return "расформирование группы " + group
	case OrderTransfer:
		return with("перевод", " из ")
	}
	return with("отчисление", " из ")
}
