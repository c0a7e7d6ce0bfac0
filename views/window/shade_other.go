//go:build !linux && !nowindow

package window

// systemSaysAtOnce: Fyne knows from the start whether the system is light or dark.
const systemSaysAtOnce = true

func systemHasShade() bool { return true }
