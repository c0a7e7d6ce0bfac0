package desk_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"zvonok/app/agent"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// TestProfilesComeAndGo lives through random days on which people link and unlink profiles, rosters name others, and people come by the
// links, seen or unseen: afterwards nobody is in a chat but its members, under the profiles that they have now, and outsiders.
func TestProfilesComeAndGo(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWorld(t)
			w.run(t, initialise)
			d := &profileDays{world: w, Rand: rand.New(rand.NewPCG(seed, 29)), outsiders: map[presence]bool{}, changed: map[model.PersonID]bool{}}
			for range 150 {
				d.step(t)
			}
			for range 2 {
				w.run(t, correct)
			}
			wanted := d.wanted(t)
			for peer, room := range w.vk.rooms {
				for profile := range room.members {
					if at := (presence{peer, profile}); !room.gone && !wanted[at] && !d.outsiders[at] {
						t.Errorf("%d is still in %s", profile, room.title)
					}
				}
			}
			if t.Failed() {
				t.Log(d.did)
			}
		})
	}
}

// presence is a profile in a chat.
type presence struct{ peer, profile model.MessengerID }

type profileDays struct {
	*world
	*rand.Rand
	outsiders map[presence]bool       // who came where they were not wanted
	changed   map[model.PersonID]bool // whose profile changed, or who came or left, since the agent last looked
	did       []string
}

// step is something that happens. To one person it happens once between two looks: a chat's list knows one former profile of a person.
func (d *profileDays) step(t *testing.T) {
	surname := []string{"Алексеева", "Борисова", "Мамина"}[d.IntN(3)]
	if !d.known(t, surname) {
		return // a roster had her VK ID beside another name
	}
	who := d.person(t, surname)
	var profiles map[model.PersonID]model.MessengerID
	d.view(t, func(tx *store.Tx) (err error) {
		profiles, err = tx.Profiles()
		return err
	})
	profile := model.MessengerID(1 + d.IntN(40))
	switch d.IntN(6) {
	case 0:
		d.change(t, who)
		if !slices.Contains(slices.Collect(maps.Values(profiles)), profile) {
			d.did = append(d.did, fmt.Sprintf("%d links %d", who, profile))
			d.update(t, func(tx *store.Tx) error {
				return errors.Join(tx.SetProfile(who, profile), tx.PutLink(who, model.LinkState{LinkedAt: d.clock.Now()}))
			})
		}
	case 1:
		d.change(t, who)
		d.did = append(d.did, fmt.Sprintf("%d unlinks", who))
		d.update(t, func(tx *store.Tx) error { return errors.Join(tx.SetProfile(who, 0), tx.DropLink(who)) })
	case 2:
		d.change(t, slices.Collect(maps.Keys(profiles))...)
		list := d.list()
		if _, problems := roster.Compare(d.roster(t), list, roster.Decisions{}); len(problems) == 0 {
			d.did = append(d.did, fmt.Sprintf("a roster with %v", list.Students))
			d.apply(t, list)
		}
	case 3, 4:
		if own := profiles[who]; own != 0 && d.IntN(8) > 0 {
			profile = own
		}
		d.comes(t, profile)
	case 5:
		d.runs(t, d.IntN(2) == 0)
	}
}

// change lets the agent look before anything else becomes of people.
func (d *profileDays) change(t *testing.T, people ...model.PersonID) {
	if slices.ContainsFunc(people, func(id model.PersonID) bool { return d.changed[id] }) {
		d.runs(t, true)
	}
	for _, id := range people {
		d.changed[id] = true
	}
}

func (d *profileDays) runs(t *testing.T, look bool) {
	d.did = append(d.did, fmt.Sprintf("the agent runs, looks: %t", look))
	d.run(t, agent.RunOptions{OverLimit: true, Refresh: look})
	if look {
		clear(d.changed)
	}
}

// list is a roster that has a VK ID for one student alone; sometimes one is missing.
func (d *profileDays) list() roster.Snapshot {
	list := small()
	for i := range list.Students {
		list.Students[i].Messenger = 0
	}
	list.Students[d.IntN(len(list.Students))].Messenger = model.MessengerID(1 + d.IntN(40))
	if at := d.IntN(2 * len(list.Students)); at < len(list.Students) {
		list.Students = slices.Delete(list.Students, at, at+1)
	}
	return list
}

// comes opens the links of some chats under a profile.
func (d *profileDays) comes(t *testing.T, profile model.MessengerID) {
	wanted := d.wanted(t)
	for _, peer := range slices.Sorted(maps.Keys(d.vk.rooms)) {
		room, at := d.vk.rooms[peer], presence{peer, profile}
		if _, in := room.members[profile]; in || room.gone || d.IntN(3) > 0 {
			continue
		}
		room.members[profile] = false
		d.outsiders[at] = d.outsiders[at] || !wanted[at]
		d.did = append(d.did, fmt.Sprintf("%d comes to %s", profile, room.title))
	}
}

// wanted are the profiles of the members of the chats.
func (d *profileDays) wanted(t *testing.T) map[presence]bool {
	wanted := map[presence]bool{}
	d.view(t, func(tx *store.Tx) error {
		chats, err := tx.ListedChats()
		if err != nil {
			return err
		}
		profiles, err := tx.Profiles()
		for _, c := range chats {
			for _, m := range c.Members {
				if m.Origin.Wanted() {
					wanted[presence{c.Peer, profiles[m.Person]}] = true
				}
			}
		}
		return err
	})
	return wanted
}
