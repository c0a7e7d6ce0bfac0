package model

import "time"

// LineState is how a desk is connected with its college.
type LineState uint8

// The states of a line.
const (
	LineHere         LineState = iota // the college is on this computer: there is no line
	LineConnecting                    // it was not reached yet, or another of its servers is tried at once
	LineConnected                     // what changes at the college is told at once
	LineLost                          // it is not reached: what is shown may be old
	LineSignedOut                     // the session has ended there
	LineWrongKey                      // another server answers at the address
	LineOtherVersion                  // the server speaks another version
)

// Line is a desk's connection with its college. Times are by the college's clock.
type Line struct {
	State LineState
	Since time.Time
	// ShownAt is the time at which the college was as it is shown while the line is lost; zero where nothing old is
	// shown.
	ShownAt time.Time
	// Waiting is how many marks and absences wait on this computer to be sent, and Refused how many the college did not take.
	Waiting, Refused int
	// Server is the version of the server's program, as it says; empty before it was heard.
	Server string
}
