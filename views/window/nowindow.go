//go:build nowindow

package window

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"

	"zvonok/app/cli"
)

// Included says whether this build has a window.
const Included = false

// errNoWindow ends the commands that need the window, which this build does not have.
var errNoWindow = errors.New("эта сборка без окна: команды («zvonok --help») работают, а для окна, демонстрации и показа нужна обычная сборка «Звонка»")

// Run opens the window by the other build, if it is here.
func (Window) Run(ctx context.Context, e *cli.Env) error { return passOn(ctx, e) }

// Run opens the demonstration by the other build, if it is here.
func (Demo) Run(ctx context.Context, e *cli.Env) error { return passOn(ctx, e) }

// Run walks the tour by the other build, if it is here.
func (Tour) Run(ctx context.Context, e *cli.Env) error { return passOn(ctx, e) }

// passOn gives the command line to the build that has a window. On Windows a program has a console or none: so zvonok.com, which
// Windows prefers where somebody types «zvonok», is this build, and zvonok.exe beside it the other.
func passOn(ctx context.Context, e *cli.Env) error {
	self, err := os.Executable()
	base, paired := strings.CutSuffix(self, ".com")
	if err != nil || !paired {
		return errNoWindow
	}
	other := exec.CommandContext(ctx, base+".exe", os.Args[1:]...)
	other.Stdout, other.Stderr = e.Out, e.Err // by pipes: a program without a console cannot write to this one's
	var ended *exec.ExitError
	switch err := other.Run(); {
	case errors.As(err, &ended):
		return cli.ElsewhereError{Code: ended.ExitCode()}
	case err != nil:
		return errNoWindow
	}
	return nil
}
