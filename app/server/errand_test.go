package server

import (
	"errors"
	"testing"

	"zvonok/app/areas"
	"zvonok/model/store"
)

// TestErrandOfALaterVersion: what this server does not know is refused, and not answered with nothing.
func TestErrandOfALaterVersion(t *testing.T) {
	s := &Server{parts: Parts{Areas: &areas.Areas{}}}
	if got, err := s.carryOut(t.Context(), store.Errand{Asked: `{"Do":"dance"}`}); !errors.Is(err, errOlderServer) {
		t.Errorf("done: %+v, %v", got, err)
	}
}
