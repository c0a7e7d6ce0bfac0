package cli

import (
	"io"
	"os"

	"golang.org/x/sys/windows"
	"golang.org/x/text/encoding/charmap"
)

// consoles are the code pages of Windows' consoles by their numbers.
var consoles = map[uint32]*charmap.Charmap{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855, 866: charmap.CodePage866,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 20866: charmap.KOI8R,
}

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
