package model

import (
	"slices"
	"testing"
)

func TestNextSteps(t *testing.T) {
	for name, c := range map[string]struct {
		of   Beginnings
		done []Beginning // nil = nothing is left to be done
		open bool
	}{
		"just founded":               {Beginnings{Accounts: 1}, nil, true},
		"lists":                      {Beginnings{Students: true, Accounts: 1}, []Beginning{BeginRoster}, true},
		"the key before the lists":   {Beginnings{Community: true, Accounts: 1}, []Beginning{BeginToken}, true},
		"a second account":           {Beginnings{Students: true, Accounts: 2}, []Beginning{BeginRoster, BeginAccounts}, true},
		"all but the accounts":       {Beginnings{Students: true, Community: true, Chats: true, Accounts: 1}, []Beginning{BeginRoster, BeginToken, BeginChats}, true},
		"all":                        {Beginnings{Students: true, Community: true, Chats: true, Accounts: 2}, nil, false},
		"from the command line only": {Beginnings{}, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			steps := c.of.NextSteps()
			var done []Beginning
			for i, s := range steps {
				if s.Step != Beginning(i+1) {
					t.Errorf("step %d is %d", i, s.Step)
				}
				if s.Done {
					done = append(done, s.Step)
				}
			}
			if !slices.Equal(done, c.done) || (len(steps) > 0) != c.open {
				t.Errorf("done %v, %d steps", done, len(steps))
			}
		})
	}
}
