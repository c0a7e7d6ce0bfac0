//go:build !nowindow

package window

import (
	"context"
	"log/slog"

	"zvonok/app/desk"
	"zvonok/app/host"
	"zvonok/model/guard"
	"zvonok/views/entry"
	"zvonok/views/shell"
	"zvonok/views/tour"
	"zvonok/views/tour/world"
)

// acrossDesks makes the tour across a server and the windows of three computers.
func (cmd Tour) acrossDesks(ctx context.Context, dir string, log *slog.Logger, vk host.Messenger) error {
	served, err := world.Serve(ctx, world.ServedOptions{
		Dir: dir, Log: log, VK: vk, Desks: []string{"administrator", "teacher", "student"}, Work: guard.Go,
	})
	if err != nil {
		return err
	}
	defer served.Close()
	stage := tour.NewMemory()
	at := func(folder *desk.Folder) tour.Desk { return cmd.desk(ctx, served, folder, stage) }
	return tour.RunDesks(ctx, tour.DesksConfig{
		Out: cmd.Out, Served: served, Administrator: at(served.Desks[administrator]), Teacher: at(served.Desks[teacher]), Student: at(served.Desks[student]),
		TeacherAgain: func() tour.Desk { return at(served.Again(ctx, teacher)) },
	})
}

// The desks in their order.
const (
	administrator = iota
	teacher
	student
)

// desk is the window of a computer, which opens as it does at people's.
func (cmd Tour) desk(ctx context.Context, served *world.Served, folder *desk.Folder, memory *tour.Memory) tour.Desk {
	a, win := cmd.inMemory()
	stage := memory.Of(a)
	var open func()
	opened := func() {
		session := folder.Session()
		wayIn(shell.Config{
			Window: win, Exec: stage.Exec(session.As(ctx)), Timer: stage.Timer(), Now: served.Now, Service: session, Line: session.Line(),
		}, session, outside{notify: func(string, string) {}}, entry.Deps{
			Demonstration: func() error { return nil }, Connect: folder, Reopen: open,
		}).Start()
	}
	open = func() {
		entry.Opening{
			Window: win, Exec: stage.Exec(ctx), Timer: stage.Timer(), Service: folder, Dir: folder.Dir, Opened: opened, Quit: func() {},
		}.Start()
	}
	return tour.Desk{Stage: stage, Window: win, Open: open}
}
