package app

import (
	"context"
	"net/netip"
)

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

// PlaceOf is an address as far as it tells places apart: whoever has one of IPv6 has as many as they like.
func PlaceOf(address netip.Addr) string {
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	const network = 64 // bits
	prefix, err := address.WithZone("").Prefix(network)
	if err != nil {
		return address.String()
	}
	return prefix.String()
}
