package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"

	"golang.org/x/sys/windows/svc"
	"gopkg.in/natefinch/lumberjack.v2"

	"zvonok/model/guard"
)

// attended serves under whatever has started the program: Windows, which is told when the server answers and says when it is to
// end, or a person. Windows shows nobody what a service prints, so that goes into a file of the data folder.
func (cmd *Serve) attended(ctx context.Context, e *Env, dir string, serve func(ctx context.Context, ready func() error) error) error {
	if !cmd.AsService {
		return serve(ctx, func() error { return nil })
	}
	log := &lumberjack.Logger{Filename: filepath.Join(dir, serviceLog), MaxSize: 5, MaxBackups: 3}
	e.Out, e.Err, e.Log = log, log, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	a := &attendant{ctx: ctx, serve: serve}
	err := errors.Join(svc.Run(serviceName, a), a.err)
	if err != nil {
		_, _ = fmt.Fprintln(log, "zvonok: "+err.Error())
	}
	return err
}

// attendant is the server as Windows deals with it.
type attendant struct {
	ctx   context.Context //nolint:containedctx // Windows calls Execute without one
	serve func(ctx context.Context, ready func() error) error
	err   error
}

// startHint is how long Windows waits for the server to answer, in milliseconds: an old college is brought up to date first.
const startHint = 120_000

// Execute is called by Windows once.
func (a *attendant) Execute(_ []string, requests <-chan svc.ChangeRequest, states chan<- svc.Status) (specific bool, code uint32) {
	states <- svc.Status{State: svc.StartPending, WaitHint: startHint}
	ctx, end := context.WithCancel(a.ctx)
	defer end()
	ready, done := make(chan struct{}), make(chan error, 1)
	guard.Go(func() {
		done <- guard.Run(func() error {
			return a.serve(ctx, func() error {
				close(ready)
				return nil
			})
		})
	})
	for {
		select {
		case <-ready:
			ready = nil
			states <- svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
		case a.err = <-done:
			return a.err != nil, uint32(ExitCode(a.err)) //nolint:gosec // from 0 to 4
		case request := <-requests:
			switch request.Cmd {
			case svc.Interrogate:
				states <- request.CurrentStatus
			case svc.Stop, svc.Shutdown:
				states <- svc.Status{State: svc.StopPending}
				end()
			}
		}
	}
}
