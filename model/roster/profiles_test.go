package roster_test

import (
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// TestProvedProfileStays: whoever has signed in to VK has proved which profile is theirs, and a file says otherwise by mistake.
func TestProvedProfileStays(t *testing.T) {
	for name, c := range map[string]struct {
		proved       bool
		file         model.MessengerID
		after        model.MessengerID
		told, writes bool
	}{
		"another one is in the file":              {proved: true, file: 700, after: 701, told: true},
		"the same one is in the file":             {proved: true, file: 701, after: 701},
		"none is in the file":                     {proved: true, after: 701},
		"not proved, and another one in the file": {file: 700, after: 700, writes: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := example()
			s.Students[0].Messenger = 701
			college, _ := load(t, roster.College{}, s)
			who := person(t, college, s.Students[0].Name.String())
			college.Proved = map[model.PersonID]bool{who.ID: c.proved}
			s = example()
			s.Students[0].Messenger = c.file
			changes, problems := roster.Compare(college, s, roster.Decisions{})
			clean(t, problems)
			if writes := len(changes.Writes.People) > 0; writes != c.writes {
				t.Errorf("writes %+v", changes.Writes.People)
			}
			if after := person(t, apply(t, college, changes), who.Name.String()).Messenger; after != c.after {
				t.Errorf("has %d", after)
			}
			told := slices.ContainsFunc(changes.Warnings, func(w string) bool {
				return strings.Contains(w, "другой VK ID у 1 человека, который сам привязал профиль, войдя в VK: "+who.Name.String())
			})
			if told != c.told {
				t.Errorf("told %q", changes.Warnings)
			}
		})
	}
}

// TestProfilesStand: what is written about profiles counts as long as nobody concerned has another one by then.
func TestProfilesStand(t *testing.T) {
	type profiles = map[model.PersonID]model.MessengerID
	known := func(id int64, had, now model.MessengerID) roster.PersonWrite {
		return roster.PersonWrite{Ref: roster.Ref{ID: id}, Had: had, Messenger: now}
	}
	fresh := roster.PersonWrite{Ref: roster.Ref{Key: "u:1"}, Messenger: 9}
	for name, c := range map[string]struct {
		writes []roster.PersonWrite
		now    profiles
		proved map[model.PersonID]bool
		stand  bool
	}{
		"nothing is written":                     {now: profiles{1: 5}, stand: true},
		"nobody has done anything":               {writes: []roster.PersonWrite{known(1, 5, 6), fresh}, now: profiles{1: 5, 2: 7}, stand: true},
		"two change places":                      {writes: []roster.PersonWrite{known(1, 5, 6), known(2, 6, 5)}, now: profiles{1: 5, 2: 6}, stand: true},
		"one whose profile stays linked another": {writes: []roster.PersonWrite{known(1, 5, 5)}, now: profiles{1: 8}, stand: true},
		"the profile was changed":                {writes: []roster.PersonWrite{known(1, 5, 6)}, now: profiles{1: 8}},
		"the profile was taken away":             {writes: []roster.PersonWrite{known(1, 5, 6)}},
		"the profile was proved":                 {writes: []roster.PersonWrite{known(1, 5, 6)}, now: profiles{1: 5}, proved: map[model.PersonID]bool{1: true}},
		"who left has proved theirs":             {writes: []roster.PersonWrite{known(1, 5, 0)}, now: profiles{1: 5}, proved: map[model.PersonID]bool{1: true}, stand: true},
		"another one has the new profile":        {writes: []roster.PersonWrite{known(1, 5, 6)}, now: profiles{1: 5, 2: 6}},
		"another one has a new person's":         {writes: []roster.PersonWrite{fresh}, now: profiles{2: 9}},
	} {
		if got := (roster.Writes{People: c.writes}).ProfilesStand(c.now, c.proved); got != c.stand {
			t.Errorf("%s: %t", name, got)
		}
	}
}
