package model

import (
	"cmp"
	"slices"
)

// StoredTopic is a topic of the college as an import of plans finds it.
type StoredTopic struct {
	TopicLine
	ID     TopicID
	Active bool // is in its plan
	InUse  bool // a lesson has it
}

// ChangeCounts counts what an import does in one subject.
type ChangeCounts struct {
	Added, Changed, Removed, Kept int
}

// TopicDiff is what plans that were read change among the topics of their subjects.
type TopicDiff struct {
	Add []TopicLine
	// Set are topics that are written over; those that had left the plan return to it.
	Set []StoredTopic
	// Retire leave the plan, but stay with the lessons that have them.
	Retire []TopicID
	Drop   []TopicID
	// Counts holds every subject of the files.
	Counts map[TeachingID]ChangeCounts
}

// DiffTopics works out how the stored topics of the subjects become what was read. A topic is the same when its
// title is, whatever its number; among several of one title the order decides. The lines of a subject replace
// its whole plan.
func DiffTopics(stored []StoredTopic, lines []TopicLine) TopicDiff {
	type title struct {
		teaching TeachingID
		folded   string
	}
	stored = slices.Clone(stored)
	Sort(stored, func(a, b StoredTopic) int {
		if a.Active != b.Active {
			if a.Active {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Number, b.Number)
	})
	waiting := map[title][]StoredTopic{}
	for _, t := range stored {
		key := title{t.Teaching, Fold(t.Title)}
		waiting[key] = append(waiting[key], t)
	}
	d := TopicDiff{Counts: map[TeachingID]ChangeCounts{}}
	met := map[TopicID]bool{}
	for _, line := range lines {
		n := d.Counts[line.Teaching]
		key := title{line.Teaching, Fold(line.Title)}
		same := waiting[key]
		if len(same) == 0 {
			d.Add = append(d.Add, line)
			n.Added++
			d.Counts[line.Teaching] = n
			continue
		}
		t := same[0]
		waiting[key], met[t.ID] = same[1:], true
		switch {
		case !t.Active:
			n.Added++
		case t.TopicLine != line:
			n.Changed++
		}
		if !t.Active || t.TopicLine != line {
			d.Set = append(d.Set, StoredTopic{TopicLine: line, ID: t.ID, Active: true, InUse: t.InUse})
		}
		d.Counts[line.Teaching] = n
	}
	for _, t := range stored {
		n, named := d.Counts[t.Teaching]
		switch {
		case met[t.ID] || !named || !t.Active:
			continue
		case t.InUse:
			d.Retire = append(d.Retire, t.ID)
			n.Kept++
		default:
			d.Drop = append(d.Drop, t.ID)
			n.Removed++
		}
		d.Counts[t.Teaching] = n
	}
	return d
}
