package model

import "time"

// KnownCollege is a college of another computer that this one remembers.
type KnownCollege struct {
	Link    ConnectionLink
	Name    string // the college's
	Current bool   // the window opens it
}

// ConnectionCheck is a step of «Проверить соединение», in the order of the steps. What comes after one that failed was not tried.
type ConnectionCheck struct {
	Step ConnectionStep
	// Address is where it was tried, HOST:PORT.
	Address string
	Err     error // in Russian, and says what to do; nil where it is in order
}

// ConnectionStep is what can be wrong with a connection.
type ConnectionStep uint8

// The steps in their order.
const (
	CheckAddress ConnectionStep = iota + 1 // somebody answers at the address
	CheckKey                               // it is the college's server
	CheckVersion                           // it speaks our version
	CheckTime                              // its clock and ours agree
)

// Serving is «Доступ с других компьютеров» of the computer that has the college.
type Serving struct {
	On bool
	// Link is how other computers connect; zero while access is closed.
	Link ConnectionLink
	// Port is what a firewall has to let through.
	Port int
	// Problem is in Russian why it does not serve although it is on.
	Problem string
	Since   time.Time // in the college's time zone
}

// PhonePage says whether the college's server has the page for the phone.
type PhonePage struct {
	// Address is where it is, https; empty where nobody asked for the page.
	Address string
	// Returns is where VK ID sends the browser back to: it has to be registered at the college's application.
	Returns string
	// Problem is in Russian why it does not work although somebody asked for it.
	Problem string
}

// On reports whether people reach it.
func (p PhonePage) On() bool { return p.Address != "" && p.Problem == "" }
