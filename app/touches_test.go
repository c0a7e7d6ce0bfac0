package app

import (
	"maps"
	"slices"
	"testing"

	"zvonok/model"
)

// TestTouches: of each method that reads it is said what touches its answer, and of no other.
func TestTouches(t *testing.T) {
	said, reads := slices.Sorted(maps.Keys(Touches)), slices.Sorted(slices.Values(Classes[Read]))
	if !slices.Equal(said, reads) {
		t.Errorf("it is said of %q, and these read: %q", said, reads)
	}
}

func TestTouchOf(t *testing.T) {
	for _, c := range []struct {
		change model.Change
		is, no Touch
	}{
		{model.Change{Chats: []model.ChatID{5}}, ByChats, ByChat | ByRoster},
		{model.Change{Lessons: true, Audit: true}, ByLessons | ByAudit, ByRoster | BySync},
		{model.Change{All: true}, ByChat | ByRoster | ByAccess | ByJournals | ByJournal, 0},
		{model.Change{Journals: []model.TeachingID{3}}, ByJournals, ByJournal | ByLessons | ByRoster | ByJoins},
		{model.Change{Joins: []model.PersonID{1}}, ByJoins, ByJournals | ByLessons | ByRoster},
		{model.Change{AnyChat: true}, ByChats | ByChat, ByRoster | ByLessons},
		{model.Change{Access: []model.PersonID{1}}, ByAccess, ByRoster},
	} {
		if got := TouchOf(c.change); got&c.is != c.is || got&c.no != 0 {
			t.Errorf("%+v touches %b", c.change, got)
		}
	}
}
