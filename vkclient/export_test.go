package vkclient

import (
	"context"
	"net/http"
)

// Transport is a client's transport that trusts another root for VK's hosts and connects by dial.
func Transport(root []byte, dial dialer) http.RoundTripper { return newTransport(root, dial) }

// MinistryRoot is the root that is trusted for VK's hosts.
var MinistryRoot = ministryRoot

// AskBy is Ask by another client.
func AskBy(ctx context.Context, client *http.Client, hosts Hosts) (Server, error) {
	return ask(ctx, client, hosts)
}

// ForgetAnswering forgets which address of an API answered last.
func ForgetAnswering() { answering.Clear() }
