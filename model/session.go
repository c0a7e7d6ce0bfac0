package model

import "time"

// SessionID is the number of somebody's session at a college.
type SessionID int64

// Computer is where a session is.
type Computer struct {
	Name string // as its people call it
	Kept bool   // «Запомнить меня»: the computer keeps the token when the program ends
}

// Begun is a session that has just begun.
type Begun struct {
	// Token proves it; empty where the one-time password has to be changed first.
	Token      string
	Until      time.Time // UTC
	MustChange bool
}

// Myself is who is at work, as a window shows it.
type Myself struct {
	Person  Person
	Actor   Actor
	College string // its name
	Now     time.Time
}

// SessionRow is a session in «Доступ с других компьютеров»; its times are in the college's time zone.
type SessionRow struct {
	ID       SessionID
	Person   PersonID
	Name     Name
	Computer string
	Since    time.Time
	Seen     time.Time
	Own      bool // it is this very session
	// Connected says that a window of it is connected now.
	Connected bool
}
