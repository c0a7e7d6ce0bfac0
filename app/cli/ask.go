package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"zvonok/model/guard"
)

// errInterrupted ends a command that was told to stop before it changed anything.
var errInterrupted = errors.New("прервано: ничего не изменено")

// promptly does what changes nothing, and does not wait for its end when ctx is over: the command ends then.
func promptly[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type answer struct {
		found T
		err   error
	}
	done := make(chan answer, 1)
	guard.Go(func() {
		var a answer
		a.err = guard.Run(func() (err error) {
			a.found, err = work()
			return err
		})
		done <- a
	})
	var got answer
	select {
	case got = <-done:
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		got.err = errInterrupted
	}
	return got.found, got.err
}

// errNobodyToAsk ends a command whose question nobody was there to answer.
var errNobodyToAsk = errors.New("некому ответить на вопрос: ничего не изменено. Чтобы не спрашивать, добавьте ключ --yes")

// agree asks for a yes on standard error; anything else is a no. The end of the input is nobody's answer.
func (e *Env) agree(ctx context.Context, question string) (bool, error) {
	_, _ = fmt.Fprintf(e.Err, "%s [да/НЕТ] ", question)
	line, err := promptly(ctx, func() (string, error) { return readLine(e.In) })
	if errors.Is(err, errInterrupted) {
		return false, err
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "да", "д", "y", "yes":
		return true, nil
	case "":
		if err != nil {
			_, _ = fmt.Fprintln(e.Err)
			return false, errNobodyToAsk
		}
	}
	return false, nil
}

var errNothingTyped = errors.New("ничего не введено")

// secretLine is a line of the input; a terminal does not show it. errInterrupted says that ctx ended first.
func (e *Env) secretLine(ctx context.Context) (string, error) {
	read := func() (string, error) { return readLine(e.In) }
	if in, ok := e.In.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		terminal := int(in.Fd())
		if shown, err := term.GetState(terminal); err == nil {
			defer func() { _ = term.Restore(terminal, shown) }() // who stops the command is not waited for, and wants to see what they type
		}
		defer func() { _, _ = fmt.Fprintln(e.Err) }() // the Enter was not shown either
		read = func() (string, error) {
			typed, err := term.ReadPassword(terminal)
			return string(typed), err
		}
	}
	line, err := promptly(ctx, read) // what comes before the end of the input is a line too
	if errors.Is(err, errInterrupted) {
		return "", err
	}
	if text := strings.TrimSpace(line); text != "" {
		return text, nil
	}
	return "", errNothingTyped
}

// readLine reads a line and no more: the next question has its own.
func readLine(in io.Reader) (string, error) {
	var line strings.Builder
	one := make([]byte, 1)
	for {
		n, err := in.Read(one)
		switch {
		case n == 1 && one[0] == '\n':
			return legible(line.String(), typedIn()), nil
		case n == 1:
			line.WriteByte(one[0])
		}
		if err != nil {
			return legible(line.String(), typedIn()), err
		}
	}
}
