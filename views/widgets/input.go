package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// inputs counts the keys and the moves of the pointer.
var inputs int

// Inputs is a number that grows with every key that is pressed in a window of the program and with every move of the
// pointer over one: while it stays, nobody is there. It is for the UI goroutine.
func Inputs() int { return inputs }

// Sensed is embedded in every widget that takes the focus, so that its keys are counted: Fyne tells of a key to the focused widget alone.
type Sensed struct{}

// KeyDown notes a key before it does anything.
func (Sensed) KeyDown(*fyne.KeyEvent) { inputs++ }

// KeyUp implements desktop.Keyable.
func (Sensed) KeyUp(*fyne.KeyEvent) {}

// Pointed notes the moves of the pointer over a widget: Fyne asks all that lies under the pointer for its cursor at each,
// the lowest first. So whatever fills a window is one, and takes nothing from those above.
type Pointed struct{}

// Cursor is the ordinary arrow.
func (Pointed) Cursor() desktop.Cursor {
	inputs++
	return desktop.DefaultCursor
}
