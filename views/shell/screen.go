package shell

import "fyne.io/fyne/v2"

// Command is what a person tells the screen by a key, whatever has the focus.
type Command uint8

// The commands of the keyboard. Going back and changing the section are the window's own.
const (
	CommandFilter  Command = iota + 1 // Ctrl+F: into the filter
	CommandAdd                        // Ctrl+N
	CommandSave                       // Ctrl+S
	CommandRefresh                    // F5
)

// Screen is one page of the window. All its methods are called on the UI goroutine.
type Screen interface {
	// Title is shown in the window's title.
	Title() string
	// Topic is where the guide tells of the screen.
	Topic() Topic
	// Content is the page under the top bar; it is asked once.
	Content() fyne.CanvasObject
	// Shown is called whenever the screen comes to the top, Hidden when it leaves it: covered by another screen
	// or gone for good.
	Shown()
	Hidden()
	// MayLeave asks whether the screen may be thrown away, and asks the person first if edits would be lost. It calls
	// then with the answer, now or later.
	MayLeave(then func(ok bool))
	// Do carries out a command; those that the screen does not know are ignored.
	Do(c Command)
}

// Holder is a screen that may hold unsaved edits.
type Holder interface {
	// Unsaved reports whether something would be lost now.
	Unsaved() bool
}

// Undoer is a screen with steps of its own to take back.
type Undoer interface {
	// Undo takes the latest one back, wherever on the screen the focus is. false leaves the key to the person's latest change.
	Undo() bool
}

// Section is a part of the program with a place in the top bar.
type Section struct {
	Key   string
	Title string
	// Open makes the section's first screen for the person who is signed in.
	Open func(*Shell) Screen
	// Shown reports whether the person who is signed in has the section; nil means that everybody has. It must not block.
	Shown func() bool
}
