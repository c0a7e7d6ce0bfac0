package model

import "errors"

// ErrMoved is the cause of errors about what a college left behind when it moved.
var ErrMoved = errors.New("этот колледж перенесён")

// Moved says what follows after a college was moved to a database.
type Moved struct {
	Command string // what begins its server
	Notice  string // Russian: what did not succeed beside; mostly empty
}
