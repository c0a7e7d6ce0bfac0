package model

import (
	"fmt"
	"strings"
	"testing"
)

// TestNewChatList: who a new chat holds and who administers it, by its kind, by whether it is the college's automatic one, and by who is chosen.
func TestNewChatList(t *testing.T) {
	const leader, learner, left, guest, creator = 1, 2, 3, 4, 9
	wanted := map[PersonID]bool{leader: true, learner: false, left: false}
	for _, c := range []struct {
		name    string
		kind    ChatType
		chosen  []PersonID
		wanted  map[PersonID]bool
		follows bool
		creator PersonID
		want    string
	}{
		{"the automatic chat", ChatGroup, []PersonID{leader, learner, guest}, wanted, true, creator, "1 auto admin, 2 auto, 3 excluded, 4 manual"},
		{"the automatic chat, its administrator not chosen", ChatGroup, []PersonID{learner}, wanted, true, creator, "1 auto admin, 2 auto, 3 excluded"},
		{"the automatic chat, where nobody is its administrator", ChatGroup, []PersonID{learner}, map[PersonID]bool{learner: false}, true, creator, "2 auto, 9 manual admin by hand"},
		{"of whom the creator is one", ChatGroup, []PersonID{creator}, map[PersonID]bool{creator: false}, true, creator, "9 auto admin by hand"},
		{"a second chat", ChatGroup, []PersonID{leader, learner}, wanted, false, creator, "1 manual admin by hand, 2 manual"},
		{"a second chat, the curator not chosen", ChatGroup, []PersonID{learner}, wanted, false, creator, "2 manual, 9 manual admin by hand"},
		{"a second «Учительская»", ChatTeachers, []PersonID{learner}, wanted, false, creator, "1 manual admin by hand, 2 manual"},
		{"«Учительская» of a college without «Администратор ПОО»", ChatTeachers, []PersonID{learner}, map[PersonID]bool{learner: false}, false, creator, "2 manual, 9 manual admin by hand"},
		{"made by the owner of the file", ChatGroup, []PersonID{learner}, wanted, false, 0, "2 manual"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, m := range (NewChat{Key: ChatKey{Type: c.kind}, Members: c.chosen}).List(c.wanted, c.follows, c.creator) {
				words := fmt.Sprint(m.Person, " ", map[Origin]string{OriginAuto: "auto", OriginManual: "manual", OriginExcluded: "excluded"}[m.Origin])
				if m.Admin {
					words += " admin"
				}
				if m.AdminByHand {
					words += " by hand"
				}
				got = append(got, words)
			}
			if got := strings.Join(got, ", "); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestNumberedTitle(t *testing.T) {
	long := strings.Repeat("ж", MaxChatTitle)
	for n, want := range map[int]string{1: long, 2: strings.Repeat("ж", MaxChatTitle-4) + " (2)", 10: strings.Repeat("ж", MaxChatTitle-5) + " (10)"} {
		if got := NumberedTitle(long, n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	if got := NumberedTitle("ДО-19-3 родители", 2); got != "ДО-19-3 родители (2)" {
		t.Error(got)
	}
}
