package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"zvonok/model"
)

// Subject is a subject of the college with those who learn it, whose journal is to be filled.
type Subject struct {
	model.TeachingRow
	Students []model.PersonID
}

// Journal is what a subject's journal holds. The topics of its lessons are in Plan.
type Journal struct {
	Teaching model.TeachingID
	Plan     []model.Topic // without IDs
	Lessons  []JournalLesson
}

// JournalLesson is a lesson with what the students have at it; Topic is its place in the plan, from 0.
type JournalLesson struct {
	model.Lesson
	PlanTopic int
	Cells     map[model.PersonID]model.Cell
}

// pairs are when the lessons of a day begin, in minutes since midnight; each takes pairLength.
var pairs = [...]int{8*60 + 30, 10*60 + 15, 12*60 + 20, 14 * 60, 15*60 + 40}

const (
	pairLength = 90 // minutes
	// markedWeeks is for how many weeks back the lessons have marks.
	markedWeeks = 6
	// plannedDays is how many days ahead of today the timetable goes.
	plannedDays = 14
)

// slot is a lesson's place in the week.
type slot struct {
	weekday time.Weekday
	pair    int
}

// Journals fills the journals of the subjects for the term of today: a weekly timetable without overlaps, a
// thematic plan, and marks for the last weeks. It is the same every time for the same day.
func Journals(subjects []Subject, today time.Time, zone *time.Location) []Journal {
	rng := rand.New(rand.NewPCG(29, 5))
	plans := topicLists()
	slots := planWeek(subjects)
	journals := make([]Journal, 0, len(subjects))
	for i, s := range subjects {
		j := Journal{Teaching: s.ID, Plan: plans[s.Subject]}
		if j.Plan == nil {
			j.Plan = plans["*"]
		}
		j.fill(rng, s, slots[i], today, zone)
		journals = append(journals, j)
	}
	return journals
}

// weekSlots are the places of a week.
const weekSlots = 5 * len(pairs)

// planWeek gives each subject a place in the week when neither its group nor its teachers have another;
// a subject without such a place gets no weekday.
func planWeek(subjects []Subject) []slot {
	type busy struct {
		slot
		group   model.GroupID
		teacher model.PersonID
	}
	taken := map[busy]bool{}
	slots := make([]slot, len(subjects))
	for i, s := range subjects {
		for step := range weekSlots {
			n := (step + 3*i) % weekSlots // so that the subjects of a group spread over the week
			at := slot{time.Monday + time.Weekday(n%5), n / 5}
			needed := []busy{{slot: at, group: s.Group}}
			for _, p := range s.Teachers {
				needed = append(needed, busy{slot: at, teacher: p})
			}
			if slices.ContainsFunc(needed, func(b busy) bool { return taken[b] }) {
				continue
			}
			for _, b := range needed {
				taken[b] = true
			}
			slots[i] = at
			break
		}
	}
	return slots
}

// fill makes the lessons of a journal from the term's beginning on.
func (j *Journal) fill(rng *rand.Rand, s Subject, at slot, today time.Time, zone *time.Location) {
	from, until := model.TermOf(today).Range()
	if end := today.AddDate(0, 0, plannedDays); end.Before(until) {
		until = end
	}
	ability := model.Map(s.Students, func(p model.PersonID) (model.PersonID, int) { return p, rng.IntN(100) })
	n := 0
	for day := from; day.Before(until); day = day.AddDate(0, 0, 1) {
		if day.Weekday() == time.Sunday || day.Weekday() != at.weekday { // the zero slot is a Sunday
			continue
		}
		topic := n % len(j.Plan)
		n++
		l := JournalLesson{PlanTopic: topic, Lesson: model.Lesson{
			Teaching: s.ID, Date: day, Hours: 2, Kind: j.Plan[topic].Kind, Title: j.Plan[topic].Title, Scheduled: true,
			Begins: model.At(day, pairs[at.pair], zone), Ends: model.At(day, pairs[at.pair]+pairLength, zone),
		}}
		if day.Before(today) && !day.Before(today.AddDate(0, 0, -7*markedWeeks)) {
			l.Cells = map[model.PersonID]model.Cell{}
			for _, p := range s.Students {
				if c := cellOf(rng, ability[p]); !c.Empty() {
					l.Cells[p] = c
				}
			}
		}
		j.Lessons = append(j.Lessons, l)
	}
}

// cellOf is what a student of that ability, 0…99, has at a lesson: mostly nothing.
func cellOf(rng *rand.Rand, ability int) model.Cell {
	switch chance := rng.IntN(100); {
	case chance < 3:
		return model.Cell{Absence: model.AbsenceIll}
	case chance < 5:
		return model.Cell{Absence: model.AbsenceUnknown}
	case chance < 6:
		return model.Cell{Absence: model.AbsenceLate}
	case chance < 55:
		return model.Cell{}
	}
	score := 2*ability + rng.IntN(100)
	switch {
	case score < 35:
		return model.Cell{Mark: 2}
	case score < 105:
		return model.Cell{Mark: 3}
	case score < 195:
		return model.Cell{Mark: 4}
	}
	return model.Cell{Mark: 5}
}

// topicLists are the plans of the subjects, «*» being that of all others.
func topicLists() map[string][]model.Topic {
	lists := map[string][]model.Topic{}
	for _, r := range records("topics", 3) {
		kind, known := model.ParseLessonKind(r[1])
		if !known {
			panic("assets/demo/topics.txt: " + r[1])
		}
		lists[r[0]] = append(lists[r[0]], model.Topic{Number: len(lists[r[0]]) + 1, Title: r[2], Hours: 2, Kind: kind})
	}
	return lists
}
