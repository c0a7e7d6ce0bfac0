// Package desk is what belongs to one person's computer, without drawing anything. Folder opens the college of a data
// folder, or becomes a desk of one on another computer; Session is one person at work in a window, with the contracts of
// app and what only this computer does: browser, kept sign-in, linking of profiles, bell. views/window builds the window
// on it, app/demo the demonstration. The tests of all areas are here, where they meet.
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
