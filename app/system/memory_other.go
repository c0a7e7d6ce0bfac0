//go:build !linux || !cgo

package system

import "runtime/debug"

// FreeMemory gives the system what Go keeps and does not use.
func FreeMemory() { debug.FreeOSMemory() }
