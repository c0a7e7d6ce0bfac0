//go:build !windows

package cli

import "context"

// attended serves under whatever has started the program: systemd, which is told when the server answers, or a person.
func (*Serve) attended(ctx context.Context, e *Env, _ string, serve func(ctx context.Context, ready func() error) error) error {
	return serve(ctx, func() error { return tellReady(ctx, e.Getenv("NOTIFY_SOCKET")) })
}
