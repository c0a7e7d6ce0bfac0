// Package window is the program's window: the commands that open it, what is behind it and its sections, put together
// from the packages of screens. With the tag nowindow it is the commands alone, which then say that there is no window.
package window

import (
	"fmt"
	"time"

	"zvonok/app/desk"
)

// Program is what the window's commands know of the program.
type Program struct {
	// ID is the application's ID for the operating system.
	ID string
	// Releases say where to ask for later versions of the program.
	Releases desk.Releases
}

// Window is `zvonok` itself: the window on the college of the data folder.
type Window struct {
	Link string `hidden:""` // a connection link on which somebody clicked
}

// Demo is `zvonok demo`.
type Demo struct {
	Groups int `help:"Сколько учебных групп." default:"24"`
}

// mostGroups is more than any college has; the local VK holds everybody in memory.
const mostGroups = 2000

// Validate is asked by the command line's reader.
func (cmd Demo) Validate() error {
	if cmd.Groups < 1 || cmd.Groups > mostGroups {
		return fmt.Errorf("--groups: нужно число от 1 до %d, а не %d", mostGroups, cmd.Groups)
	}
	return nil
}

// Tour is `zvonok tour`.
type Tour struct {
	Out     string `help:"Папка для снимков и отчёта." required:"" type:"path" placeholder:"ПАПКА"`
	Desks   bool   `help:"Работа с нескольких компьютеров: сервер и три рабочих места, в памяти." xor:"where"`
	Window  bool   `help:"В настоящем окне, а не в памяти." xor:"where"`
	Dark    bool   `help:"В тёмном оформлении."`
	Browser string `help:"Открывать адреса этой командой и ждать, пока в браузере войдут; иначе показ входит сам." placeholder:"КОМАНДА"`
	Keyring bool   `help:"Ключи в хранилище ключей системы, а не в памяти."`
	// TokenLifetime lets access tokens end so soon that the tour needs new ones; 0 is the local VK's hour.
	TokenLifetime time.Duration `hidden:""`
}
