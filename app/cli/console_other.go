//go:build !windows

package cli

import (
	"io"
	"os"

	"golang.org/x/text/encoding/charmap"
)

// Readable is a file of the process as people read it.
func Readable(file *os.File) io.Writer { return file }

// typedIn is the code page in which programs write into a pipe; nil is UTF-8.
func typedIn() *charmap.Charmap { return nil }
