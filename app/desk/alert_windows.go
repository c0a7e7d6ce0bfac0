package desk

import (
	"syscall"
	"unsafe"
)

var (
	user32                   = syscall.NewLazyDLL("user32.dll")
	messageBox               = user32.NewProc("MessageBoxW")
	allowSetForegroundWindow = user32.NewProc("AllowSetForegroundWindow")
)

// Alert tells a person what no window of ours can tell, and waits until it was read: a program without a console has
// nowhere else to write to.
func Alert(title, text string) {
	const errorIcon, foreground = 0x10, 0x10000
	t, err := syscall.UTF16PtrFromString(title)
	if err != nil {
		return
	}
	m, err := syscall.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	_, _, _ = messageBox.Call(0, uintptr(unsafe.Pointer(m)), uintptr(unsafe.Pointer(t)), errorIcon|foreground)
}

// allowFront lets another process come to the front: Windows lets only the process that the person has just started.
func allowFront(pid int) { _, _, _ = allowSetForegroundWindow.Call(uintptr(pid)) }
