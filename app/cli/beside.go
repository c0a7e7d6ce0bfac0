package cli

import (
	"fmt"

	"zvonok/app/server"
)

// besideServer refuses what would be done behind the back of the server that has the data folder; remedy says how it is done
// there.
func (g Globals) besideServer(refuse func(server.Running) bool, remedy string) error {
	dir, err := g.DataDir()
	if err != nil {
		return err
	}
	running, found := server.Beside(dir)
	if !found || !refuse(running) {
		return nil
	}
	return fmt.Errorf("колледж обслуживает сервер (процесс %d): %s", running.PID, remedy)
}

// anyServer refuses beside every server.
func anyServer(server.Running) bool { return true }

// carries refuses beside a server whose agent carries the chats to the messenger.
func carries(s server.Running) bool { return !s.NoAgent }
