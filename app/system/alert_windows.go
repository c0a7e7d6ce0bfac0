package system

import (
	"io"
	"os"
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

// Told is where a person reads what is wrong with the command line: standard error or, where a program without a console has none, a message box.
func Told(standard io.Writer) io.Writer {
	if _, err := os.Stderr.Stat(); err == nil {
		return standard
	}
	return alerts{}
}

type alerts struct{}

func (alerts) Write(text []byte) (int, error) {
	Alert("Звонок", string(text))
	return len(text), nil
}
