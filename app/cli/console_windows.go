package cli

import (
	"io"
	"os"

	"golang.org/x/sys/windows"
	"golang.org/x/text/encoding/charmap"
)

// Readable is a file of the process as people read it: a console shows every character, all else gets the console's code page.
func Readable(file *os.File) io.Writer {
	var mode uint32
	if windows.GetConsoleMode(windows.Handle(file.Fd()), &mode) == nil {
		return file
	}
	number, err := windows.GetConsoleOutputCP()
	if page := consoles[number]; err == nil && page != nil {
		return recoded{file, page}
	}
	return file
}

// typedIn is the code page in which programs write into a pipe; nil is UTF-8.
func typedIn() *charmap.Charmap {
	number, err := windows.GetConsoleCP()
	if err != nil {
		return nil
	}
	return consoles[number]
}
