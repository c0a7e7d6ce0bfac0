package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Command is `zvonok vk-sandbox`: a local VK as a process of its own.
type Command struct {
	Listen string `help:"Где принимать соединения: АДРЕС:ПОРТ; порт 0 — любой свободный." default:"127.0.0.1:0" placeholder:"АДРЕС"`
	Faults string `help:"Какие сбои устраивать, например error=6:2%,drop@10. Подробно на странице /sandbox/." placeholder:"СБОИ"`
	State  string `help:"Файл состояния: с ним учебный VK можно перезапускать." type:"path" placeholder:"ФАЙЛ"`
	Users  int    `help:"Сколько людей есть в учебном VK." default:"300"`
	JSON   bool   `name:"json" help:"Вывести адреса и ключи одним объектом JSON."`
}

// Run writes to out where the local VK is, and serves it until ctx ends.
func (cmd Command) Run(ctx context.Context, out io.Writer, log *slog.Logger) error {
	vk, err := New(Options{StateFile: cmd.State, Faults: cmd.Faults, Users: DefaultUsers(cmd.Users), Log: log})
	if err != nil {
		return err
	}
	at, err := vk.Start(cmd.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("адрес %s занять не удалось: %w", cmd.Listen, err), vk.Close())
	}
	if cmd.JSON {
		err = json.NewEncoder(out).Encode(vk.Info())
	} else {
		describe(out, at, vk.Info())
	}
	if err == nil {
		<-ctx.Done()
	}
	return errors.Join(err, vk.Close())
}

func describe(out io.Writer, at string, info Info) {
	_, _ = fmt.Fprintf(out, "Учебный VK: %s/sandbox/\nМессенджер: %s\nСообщество %d, ключ %s\nОстановить: Ctrl+C\n",
		at, info.Messenger, info.CommunityID, info.CommunityToken)
}
