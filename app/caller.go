package app

import "context"

// Caller is where a call comes from; the zero value is the college's own computer.
type Caller struct {
	Address string // in the network, as far as it tells places apart
	Desk    string // what a desk keeps to be known again; whoever has it may have copied it
}

type callerKey struct{}

// CalledFrom lets what is done with the context be done for a call from there.
func CalledFrom(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf is where the context's call comes from.
func CallerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}
