package system

import (
	"fmt"
	"syscall"
	"unsafe"
)

var setAppID = syscall.NewLazyDLL("shell32.dll").NewProc("SetCurrentProcessExplicitAppUserModelID")

// Identify tells Windows which application this process is, before it shows a window: without it a window that a link has opened
// stands apart on the taskbar from the one of the Start menu, whose shortcut names the same application.
func Identify(id string) error {
	name, err := syscall.UTF16PtrFromString(id)
	if err != nil {
		return err
	}
	if result, _, _ := setAppID.Call(uintptr(unsafe.Pointer(name))); result != 0 {
		return fmt.Errorf("Windows does not take the application's identifier: HRESULT %#x", uint32(result))
	}
	return nil
}
