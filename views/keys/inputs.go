package keys

import "fyne.io/fyne/v2"

// inputs counts the keys and the moves of the pointer.
var inputs int

// Inputs is a number that grows with every key that is pressed in a window of the program and with every move of the
// pointer over one: while it stays, nobody is there. It is for the UI goroutine.
func Inputs() int { return inputs }

// CountInput counts a move of the pointer.
func CountInput() { inputs++ }

// tabbing says that Tab is held down.
var tabbing bool

// Tabbing reports whether Tab is held down: what gets the focus now got it by Tab.
func Tabbing() bool { return tabbing }

// Sensed is embedded in every widget that takes the focus, so that its keys are counted: Fyne gives keys to the focused
// widget alone.
type Sensed struct{}

// KeyDown notes a key before it does anything.
func (Sensed) KeyDown(e *fyne.KeyEvent) {
	inputs++
	tabbing = e.Name == fyne.KeyTab
}

// KeyUp notes that Tab was released.
func (Sensed) KeyUp(*fyne.KeyEvent) { tabbing = false }
