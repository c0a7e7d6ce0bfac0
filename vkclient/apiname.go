package vkclient

import "sync"

// answering is the address that answered last, by the first address of an API that has two. All clients of the process
// share it: there is one for every token, and each would try again what another has tried before.
var answering sync.Map

// apis are the addresses of the API in the order in which they are tried.
func (h Hosts) apis() []string {
	switch last, known := answering.Load(h.API); {
	case h.APIBeside == "":
		return []string{h.API}
	case known && last == h.APIBeside:
		return []string{h.APIBeside, h.API}
	}
	return []string{h.API, h.APIBeside}
}

// answers remembers that the API answers at an address.
func (h Hosts) answers(address string) {
	if h.APIBeside != "" {
		answering.Store(h.API, address)
	}
}
