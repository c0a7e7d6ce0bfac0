//go:build !windows

package system

// Toast is for Windows: elsewhere Fyne's own notification takes a text as it is.
func Toast(_, _, _ string) (bool, error) { return false, nil }
