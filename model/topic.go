package model

// TopicID identifies a topic of a thematic plan. Zero means none.
type TopicID int64

// Topic is a topic of a subject's thematic plan (тема КТП).
type Topic struct {
	ID     TopicID
	Number int // its place in the plan, from 1
	Title  string
	Hours  int // planned academic hours
	Kind   LessonKind
	// Used is how many academic hours of lessons the topic has had.
	Used int
}
