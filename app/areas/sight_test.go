package areas

import (
	"reflect"
	"testing"

	"zvonok/model"
)

func TestSeenBy(t *testing.T) {
	set := func(ids ...model.ChatID) map[model.ChatID]bool {
		s := map[model.ChatID]bool{}
		for _, id := range ids {
			s[id] = true
		}
		return s
	}
	everything := model.Change{Number: 9, Roster: true, Chats: []model.ChatID{1, 2, 3}, Sync: true, Lessons: true, Journals: []model.TeachingID{4, 5, 6},
		Joins: []model.PersonID{8, 9}, Access: []model.PersonID{7, 8}, Audit: true, Look: true, Edited: true}
	admin := model.Actor{Person: 1, Kind: model.Staff, Roles: model.RoleAdmin}
	teacher := model.Actor{Person: 7, Kind: model.Staff, Roles: model.RoleTeacher, Teachings: []model.TeachingID{4}, Groups: []model.GroupID{2}}
	student := model.Actor{Person: 8, Kind: model.Student}
	for _, tt := range []struct {
		name        string
		actor       model.Actor
		before, now map[model.ChatID]bool
		want        model.Change
	}{
		{"an administrator", admin, nil, nil, model.Change{Number: 9, Roster: true, Chats: []model.ChatID{1, 2, 3}, Sync: true, Lessons: true,
			Journals: []model.TeachingID{4, 5, 6}, Joins: []model.PersonID{}, Access: []model.PersonID{7, 8}, Audit: true}},
		{"a teacher, who sees two, leads a subject and curates a group", teacher, set(1, 2), set(1, 2), model.Change{Number: 9, Roster: true, Chats: []model.ChatID{1, 2}, Sync: true, Lessons: true,
			Journals: []model.TeachingID{4, 5}, Joins: []model.PersonID{}, Access: []model.PersonID{7, 8}, Audit: true}},
		{"a student, who has left one", student, set(1, 2), set(1), model.Change{Number: 9, Roster: true, Chats: []model.ChatID{1, 2}, Lessons: true,
			Journals: []model.TeachingID{}, Joins: []model.PersonID{8}, Access: []model.PersonID{8}}},
		{"a student, who has come into one", student, set(), set(3), model.Change{Number: 9, Roster: true, Chats: []model.ChatID{3}, Lessons: true,
			Journals: []model.TeachingID{}, Joins: []model.PersonID{8}, Access: []model.PersonID{8}}},
		{"a student who was away, and sees all", student, nil, set(1, 2, 3), model.Change{Number: 9, Roster: true, Chats: []model.ChatID{1, 2, 3}, Lessons: true,
			Journals: []model.TeachingID{}, Joins: []model.PersonID{8}, Access: []model.PersonID{8}}},
		{"a student who was away, and may have left some", student, nil, set(1), model.Change{Number: 9, Roster: true, Chats: []model.ChatID{1}, AnyChat: true,
			Lessons: true, Journals: []model.TeachingID{}, Joins: []model.PersonID{8}, Access: []model.PersonID{8}}},
	} {
		if got := seenBy(tt.actor, everything, map[model.TeachingID]model.GroupID{5: 2, 6: 1}, nil, tt.before, tt.now); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s sees %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if len(everything.Chats) != 3 || everything.Chats[2] != 3 {
		t.Error("what others are told was changed")
	}
	foreign := model.Change{Number: 5, Chats: []model.ChatID{3}, Sync: true, Journals: []model.TeachingID{4}, Joins: []model.PersonID{9}}
	if got := seenBy(student, foreign, nil, nil, set(1), set(1)); !got.IsZero() || got.Number != 5 {
		t.Errorf("of what is not theirs a student is told %+v", got)
	}
	for _, tt := range []struct {
		name  string
		actor model.Actor
		own   model.TeachingID
		of    []model.TeachingID
		want  bool
	}{
		{"an administrator", admin, 0, []model.TeachingID{9}, true},
		{"who leads the subject", teacher, 0, []model.TeachingID{4, 9}, true},
		{"who curates its group", teacher, 0, []model.TeachingID{5}, true},
		{"who leads another one", teacher, 0, []model.TeachingID{6, 9}, false},
		{"who learns it", student, 9, []model.TeachingID{9}, true},
		{"who learns another one", student, 8, []model.TeachingID{9}, false},
		{"anybody, where nobody knows of which subject", student, 8, nil, true},
	} {
		change := model.Change{Number: 5, Lessons: true, LessonsOf: tt.of}
		got := seenBy(tt.actor, change, map[model.TeachingID]model.GroupID{5: 2, 6: 1}, map[model.TeachingID]bool{tt.own: true}, nil, nil)
		if got.Lessons != tt.want || got.LessonsOf != nil || got.Number != 5 {
			t.Errorf("%s is told %+v of lessons", tt.name, got)
		}
	}
}
