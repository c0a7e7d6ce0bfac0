package model

// Moved says what follows after a college was moved to a database.
type Moved struct {
	Command string // what begins its server
	Notice  string // Russian: what did not succeed beside; mostly empty
}
