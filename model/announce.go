package model

import "time"

// Told is what a chat was told last of a remote lesson. Times are UTC.
type Told struct {
	Lesson       LessonID
	At           time.Time   // when
	Peer         MessengerID // the conversation; zero if it is not known
	Message      int64       // the message's number in it, zero when the messenger gave none
	Subject      string
	Topic        string
	Begins, Ends time.Time
	Link         string // of the call; empty when it was not told
}

// Announcement is what a chat has still to be told of a remote lesson.
type Announcement uint8

// The announcements.
const (
	TellNothing  Announcement = iota
	TellLesson                // day, time and topic of a lesson that the chat does not know
	TellMoved                 // its new day or time
	TellLink                  // the link of its call, or another one
	TellNoLesson              // that it does not take place
)

// Announcement says what the lesson's chat is to be told next; told is what it knows, nil for nothing.
func (r RemoteLesson) Announcement(told *Told, now time.Time) Announcement {
	switch {
	case r.Phase(now, 0) == PhaseOver:
		return TellNothing
	case told == nil:
		if r.OnItsWay(now) {
			return TellLesson
		}
	case !told.Begins.Equal(r.Begins) || !told.Ends.Equal(r.Ends):
		return TellMoved
	case r.Link != "" && r.Link != told.Link && !r.PostAt.IsZero():
		return TellLink
	}
	return TellNothing
}

// OnItsWay reports whether the time has come to tell the chat of the lesson; it may have been told already.
func (r RemoteLesson) OnItsWay(now time.Time) bool { return !r.PostAt.IsZero() && !r.PostAt.After(now) }
