//go:build nowindow

package window

import "errors"

// Included says whether this build has a window.
const Included = false

// errNoWindow ends the commands that need what this build does without.
var errNoWindow = errors.New("эта сборка без окна: команды («zvonok --help») работают, а для окна, демонстрации и показа нужна обычная сборка «Звонка»")

// Run says that there is no window.
func (Window) Run() error { return errNoWindow }

// Run says that there is no window.
func (Demo) Run() error { return errNoWindow }

// Run says that there is no window.
func (Tour) Run() error { return errNoWindow }
