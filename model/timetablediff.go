package model

import "time"

// ScheduledLesson is a lesson from the timetable as the next import finds it.
type ScheduledLesson struct {
	Lesson
	// Touched: it has marks, absences, tasks or is remote.
	Touched bool
}

// TimetableRules are what DiffTimetable needs to know of the college.
type TimetableRules struct {
	Zone *time.Location
	Hour int // minutes of an academic hour
	Now  time.Time
}

// TimetableDiff is what a timetable that was read changes among the lessons.
type TimetableDiff struct {
	Add  []Lesson
	Set  []Lesson
	Drop []LessonID
	// Counts holds every subject of the files, and every subject that has lessons which the files leave out.
	Counts map[TeachingID]ChangeCounts
}

// DiffTimetable works out how the stored lessons become what was read. stored are the timetable's lessons of
// the groups that the lines name, within the days of the lines. A lesson is the same when its subject, its day
// and its start are. Lessons that are in no line go, unless somebody worked with them or they have begun.
func DiffTimetable(stored []ScheduledLesson, lines []TimetableLine, rules TimetableRules) TimetableDiff {
	type place struct {
		teaching TeachingID
		begins   int64 // an instant, and so the day too
	}
	type topic struct {
		teaching TeachingID
		folded   string
	}
	at := map[place]int{}
	for i := len(stored) - 1; i >= 0; i-- { // the first of two at one time is met
		at[place{stored[i].Teaching, stored[i].Begins.Unix()}] = i
	}
	d := TimetableDiff{Counts: map[TeachingID]ChangeCounts{}}
	met, given := map[int]bool{}, map[topic]bool{}
	for _, line := range lines {
		if line.Title != "" {
			given[topic{line.Teaching, Fold(line.Title)}] = true
		}
		fresh := rules.lesson(line)
		i, known := at[place{fresh.Teaching, fresh.Begins.Unix()}]
		n := d.Counts[line.Teaching]
		if !known {
			d.Add = append(d.Add, fresh)
			n.Added++
			d.Counts[line.Teaching] = n
			continue
		}
		met[i] = true
		if after := brought(stored[i].Lesson, fresh, line); after != stored[i].Lesson {
			d.Set = append(d.Set, after)
			n.Changed++
		}
		d.Counts[line.Teaching] = n
	}
	for i, l := range stored {
		if met[i] {
			continue
		}
		n := d.Counts[l.Teaching]
		// A topic that the file gives to another lesson of the subject is not lost: it has moved.
		typed := l.Topic != 0 || l.Title != "" && !given[topic{l.Teaching, Fold(l.Title)}]
		if l.Touched || typed || !l.Begins.After(rules.Now) {
			n.Kept++
		} else {
			d.Drop = append(d.Drop, l.ID)
			n.Removed++
		}
		d.Counts[l.Teaching] = n
	}
	return d
}

// lesson is the lesson that a line makes.
func (r TimetableRules) lesson(line TimetableLine) Lesson {
	l := Lesson{
		Teaching: line.Teaching, Date: line.Date, Kind: line.Kind, Title: line.Title, Scheduled: true, Room: line.Room,
		Begins: At(line.Date, line.Begins, r.Zone), Ends: At(line.Date, line.Ends, r.Zone),
	}
	if l.Kind == 0 {
		l.Kind = LessonPlain
	}
	l.Hours = min(academicHours(l.Ends.Sub(l.Begins), r.Hour), MaxLessonHours)
	return l
}

// brought is a stored lesson changed to what its line says. What the line leaves open stays, and so does a topic from the
// plan. The academic hours follow the times alone: a teacher may have set them otherwise.
func brought(l, fresh Lesson, line TimetableLine) Lesson {
	if !l.Ends.Equal(fresh.Ends) {
		l.Ends, l.Hours = fresh.Ends, fresh.Hours
	}
	if line.Kind != 0 {
		l.Kind = line.Kind
	}
	if line.Title != "" && l.Topic == 0 {
		l.Title = line.Title
	}
	if line.Room != "" {
		l.Room = line.Room
	}
	return l
}
