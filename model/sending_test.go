package model

import (
	"slices"
	"testing"
)

// TestSending: what the agent may carry by itself, and what it asks to be looked at.
func TestSending(t *testing.T) {
	two := []ChatType{ChatGroup, ChatParents}
	for name, c := range map[string]struct {
		s          Sending
		asked      []ChatType
		may, waits []ChatType
		again      bool
	}{
		"no token yet":           {Sending{}, nil, nil, nil, false},
		"a token, nothing else":  {Sending{Community: 1}, nil, nil, ChatTypes, false},
		"all confirmed":          {Sending{Community: 1, Confirmed: ChatTypes, Listed: ChatTypes}, nil, ChatTypes, nil, false},
		"two confirmed":          {Sending{Community: 1, Confirmed: two, Listed: two}, nil, two, nil, false},
		"two, one of them asked": {Sending{Community: 1, Confirmed: two, Listed: two}, []ChatType{ChatTeachers, ChatGroup}, []ChatType{ChatGroup}, nil, false},
		"a copy was restored":    {Sending{Community: 1, Listed: ChatTypes}, nil, nil, ChatTypes, true},
		"one made by hand":       {Sending{Community: 1, Confirmed: two, Listed: []ChatType{ChatTeachers, ChatGroup}}, nil, two, []ChatType{ChatTeachers}, true},
		"the demonstration":      {Sending{Community: 1, Demonstration: true}, nil, ChatTypes, nil, false},
	} {
		waits, again := c.s.Waits()
		if may := c.s.May(c.asked); !slices.Equal(may, c.may) || !slices.Equal(waits, c.waits) || again != c.again {
			t.Errorf("%s: may %v, waits for %v, again %v", name, may, waits, again)
		}
	}
}
