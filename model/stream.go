package model

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// StreamID identifies a stream (поток): lessons of one teacher at one time that share a call. Zero: the lesson shares its
// call with none.
type StreamID int64

// StreamLesson is another lesson of a lesson's stream that is not finished.
type StreamLesson struct {
	Lesson           LessonID
	Teaching         TeachingID
	Group, Subject   string
	Joined, Learners int // who joined through the program, and who learns the subject now
}

var (
	errStreamDay      = errors.New("потоком проводят занятия одного дня: выберите другое занятие")
	errStreamJournal  = errors.New("потоком проводят занятия разных журналов: выберите другое занятие")
	errStreamFinished = errors.New("одно из занятий потока уже завершено: выберите другое занятие")
)

// CheckStream says why a lesson cannot share the call of another one between two instants; remote is its remote lesson,
// if it is one. Lessons without a time in the timetable may share one.
func CheckStream(of, with Lesson, remote *RemoteLesson, begins, ends time.Time) error {
	line := LessonLine{Lesson: with, Remote: remote}
	from, until := line.From(), line.Until()
	switch {
	case with.Teaching == of.Teaching:
		return errStreamJournal
	case !with.Date.Equal(of.Date):
		return errStreamDay
	case remote != nil && !remote.Finished.IsZero():
		return errStreamFinished
	case from.IsZero() && of.Begins.IsZero(), from.Before(ends) && begins.Before(until):
		return nil
	}
	return fmt.Errorf("занятие «%s» идёт в другое время: потоком проводят занятия одного времени", with.Title)
}

// Parallel are the lessons led by the person that may share the call of a lesson between two instants and do not yet.
func Parallel(lines []LessonLine, of LessonLine, begins, ends time.Time) (parallel []LessonLine) {
	for _, l := range lines {
		shared := slices.ContainsFunc(of.Stream, func(s StreamLesson) bool { return s.Lesson == l.ID })
		if l.Mine && !shared && CheckStream(of.Lesson, l.Lesson, l.Remote, begins, ends) == nil {
			parallel = append(parallel, l)
		}
	}
	return parallel
}

// Shares reports whether two remote lessons are of one stream; nil is a lesson that is not remote.
func (r *RemoteLesson) Shares(other *RemoteLesson) bool {
	return r != nil && other != nil && r.Stream != 0 && r.Stream == other.Stream
}

// SharedCall is, of several remote lessons, the one whose call they share from now on: the first with a link, else the
// first; the zero value if there are none.
func SharedCall(of []RemoteLesson) RemoteLesson {
	for _, r := range of {
		if r.Link != "" {
			return r
		}
	}
	if len(of) == 0 {
		return RemoteLesson{}
	}
	return of[0]
}
