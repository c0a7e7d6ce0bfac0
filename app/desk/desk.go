// Package desk is what belongs to one person's computer. It opens the college of a data folder and puts the session of a
// window together, without drawing anything; and it sees to it that a folder has one window, that a quit ends, and that a
// person learns what went wrong where no window can say it.
package desk

import (
	"time"

	"zvonok/app/host"
)

// EndWithin ends the process by end when the time has passed: it is called once a quit has begun, so that one that
// hangs does not go on for ever. What was written stays safe: the store is made to be killed at any moment.
func EndWithin(limit time.Duration, end func()) { time.AfterFunc(limit, end) }

// Desk is what a session works with on this computer.
type Desk struct {
	host.Parts
	// Launch starts the messenger's program with a link, never through a shell.
	Launch func(program, link string) error
}

// Equip gives the session its Desk; without it there are no settings.
func (s *Session) Equip(d Desk) {
	s.desk = d
	if s.here != nil {
		s.here.Equip(d.Parts)
	}
}
