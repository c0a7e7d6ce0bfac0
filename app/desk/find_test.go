package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/model"
)

// TestFindByRole: a search finds what the lists of «Пользователи» and «Управление чатами» show, and nothing else.
func TestFindByRole(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	for _, c := range []struct {
		who, text string
		refused   bool
	}{
		{"Админова", "а", false}, {"Админова", "1", false}, {"Менеджерова", "о", false}, {"Кураторова", "а", false}, {"Кураторова", "б-1", false},
		{"Кураторова", "опекунова", false}, {"Кураторова", "админова", false}, {"Наставникова", "а", false}, {"Наставникова", "мамина", false},
		{"Завхозова", "а", false}, {"Завхозова", "учительская", false}, {"Завхозова", "алексеева", false}, {"Алексеева", "а", true}, {"Мамина", "а", true},
	} {
		s := w.as(t, c.who)
		ctx := s.As(t.Context())
		found, more, err := s.Find(ctx, c.text)
		if c.refused {
			if !errors.Is(err, app.ErrNoRight) {
				t.Errorf("%s searches: %v", c.who, err)
			}
			continue
		}
		var all []model.Found
		students, _ := s.Students(ctx, model.PeopleFilter{}) // without the right there are none
		parents, _ := s.Parents(ctx, model.PeopleFilter{})
		staff, _ := s.StaffMembers(ctx, model.PeopleFilter{})
		groups, _ := s.Groups(ctx)
		chats, _ := s.Chats(ctx, model.ChatFilter{})
		all = slices.Concat(model.Each(students, model.StudentRow.Found), model.Each(parents, model.ParentRow.Found),
			model.Each(staff, model.StaffRow.Found), model.Each(groups, model.GroupRow.Found), model.Each(chats, model.ChatSummary.Found))
		want, wantMore := model.BestFound(all, c.text)
		if err != nil || !slices.Equal(found, want) || more != wantMore {
			t.Errorf("%s finds by %q %v and %d more, %v; want %v and %d", c.who, c.text, found, more, err, want, wantMore)
		}
		for _, f := range found {
			if err := cardError(ctx, s, f); err != nil {
				t.Errorf("%s opens %v: %v", c.who, f, err)
			}
		}
	}
	s := w.as(t, "Админова")
	if found, _, err := s.Find(s.As(t.Context()), " "); len(found) != 0 || err != nil {
		t.Errorf("nothing finds %v, %v", found, err)
	}
}

// cardError is why the card of what was found does not open.
func cardError(ctx context.Context, c *desk.Session, f model.Found) (err error) {
	switch f.Kind {
	case model.FoundPerson:
		_, err = c.PersonCard(ctx, model.PersonID(f.ID))
	case model.FoundGroup:
		_, err = c.Group(ctx, model.GroupID(f.ID))
	case model.FoundChat:
		_, err = c.Chat(ctx, model.ChatID(f.ID))
	}
	return err
}
