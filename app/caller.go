package app

import (
	"context"
	"net/netip"
)

// Caller is where a call comes from; the zero value is the college's own computer.
type Caller struct {
	Address string // in the network, as far as it tells places apart
	Desk    string // a random text by which a desk is recognised; it may have been copied
}

type callerKey struct{}

// CalledFrom makes a context for a call from there.
func CalledFrom(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf is where the context's call comes from.
func CallerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// PlaceOf is the part of an address that tells places apart: of an IPv6 address that is the network, since one computer
// there may have as many addresses as it likes.
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
