package model

// Call is a call that the messenger has started.
type Call struct {
	ID   string // the messenger's own number of the call; finishing it needs this
	Link string // where people join it; kept as the messenger gave it
}
