package chats

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// NewChatChoices are the choices of «Добавить новый чат» by the actor's rights (29.2.3).
func (s *Lists) NewChatChoices(ctx context.Context) (model.NewChatChoices, error) {
	var choices model.NewChatChoices
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		for _, t := range model.ChatTypes {
			if actor.MayCreateType(t) {
				choices.Types = append(choices.Types, t)
			}
		}
		if len(choices.Types) == 0 {
			return app.ErrNoRight
		}
		roster, err := s.college.Roster(tx)
		if err != nil {
			return err
		}
		names := map[model.GroupID]string{}
		for _, g := range roster.Groups {
			names[g.ID] = g.Name
			if actor.MayCreate(model.ChatKey{Type: model.ChatGroup, Group: g.ID}) {
				choices.Groups = append(choices.Groups, model.GroupChoice{Group: g.ID, Name: g.Name})
			}
		}
		for _, t := range roster.Teachings {
			if actor.MayCreate(model.ChatKey{Type: model.ChatSubject, Group: t.Group, Teaching: t.ID}) {
				choices.Teachings = append(choices.Teachings, model.TeachingChoice{
					Teaching: t.ID, Group: t.Group, GroupName: names[t.Group], Title: model.SubjectTitle(names[t.Group], t),
				})
			}
		}
		return nil
	})
	return choices, err
}

// NewChatStart is what a new chat of a type and group begins with: its title, the people that these suggest, and the others who may
// be put in it: for a manager everybody of the college, for a teacher those who learn any of their
// subjects.
func (s *Lists) NewChatStart(ctx context.Context, key model.ChatKey) (start model.NewChatStart, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		if !actor.MayCreate(key) {
			return app.ErrNoRight
		}
		desired, wanted, err := s.wantedBy(tx, key)
		if err != nil {
			return err
		}
		start.Suggested, start.Others, err = s.newChatMembers(tx, actor, key, wanted)
		if err != nil || desired == nil {
			return err
		}
		for _, m := range desired.Members {
			if m.Admin {
				start.Admins = append(start.Admins, m.Person)
			}
		}
		if start.Title, err = freeTitle(tx, desired.Title); err != nil {
			return err
		}
		taken, err := tx.HasAutoChat(key)
		start.Follows = !taken
		return err
	})
	return start, err
}

// freeTitle is the first of the numbered titles that no chat of the college has.
func freeTitle(tx *store.Tx, title string) (string, error) {
	for n := 1; ; n++ {
		numbered := model.NumberedTitle(title, n)
		if taken, err := tx.HasChatTitled(numbered); err != nil || !taken {
			return numbered, err
		}
	}
}

// newChatMembers are the people that a type and group suggest for a chat, wanted by the policy among them, and the others.
func (s *Lists) newChatMembers(tx *store.Tx, actor model.Actor, key model.ChatKey, wanted map[model.PersonID]bool) (suggested, others []model.Candidate, err error) {
	f := store.CandidateFilter{Kind: key.Type.Adds(), Group: key.Group, Teaching: key.Teaching}
	if f.Today, err = s.college.Day(tx); err != nil {
		return nil, nil, err
	}
	all := store.CandidateFilter{Today: f.Today}
	switch {
	case actor.Manager():
	case key.Type == model.ChatSubject:
		all.Taught = actor.Person
	default:
		all.Group, all.Kind = key.Group, f.Kind
	}
	if key.Type == model.ChatTeachers || key.Group != 0 || key.Teaching != 0 {
		if suggested, err = tx.Candidates(f); err != nil {
			return nil, nil, err
		}
		if suggested, err = withLeaders(tx, wanted, suggested); err != nil {
			return nil, nil, err
		}
	}
	everybody, err := tx.Candidates(all)
	if err != nil {
		return nil, nil, err
	}
	known := model.Set(suggested, func(c model.Candidate) model.PersonID { return c.Person })
	for _, c := range everybody {
		if !known[c.Person] {
			others = append(others, c)
		}
	}
	return suggested, others, nil
}

// withLeaders adds the others that the policy wants in the chat: the curator or the teachers.
func withLeaders(tx *store.Tx, wanted map[model.PersonID]bool, people []model.Candidate) ([]model.Candidate, error) {
	others := maps.Clone(wanted)
	for _, c := range people {
		delete(others, c.Person)
	}
	for _, id := range slices.Sorted(maps.Keys(others)) {
		p, err := tx.Person(id)
		if err != nil {
			return nil, err
		}
		people = append(people, model.Candidate{Person: id, Name: p.Name, Kind: p.Kind})
	}
	return people, nil
}

// CreateChat carries out «Добавить» of «Добавить новый чат». Where the college lacks the automatic chat
// of this type and group, the new one becomes it: people that the policy wants and the list leaves out
// are then excluded. Otherwise the chat follows only what is done by hand.
func (s *Lists) CreateChat(ctx context.Context, n model.NewChat) (id model.ChatID, err error) {
	store.Answers(ctx, &id)
	title, err := cleanTitle(n.Title)
	if err != nil {
		return 0, err
	}
	if n.Key.Type < model.ChatTeachers || n.Key.Type > model.ChatSubject {
		return 0, errors.New("выберите тип чата")
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		if !actor.MayCreate(n.Key) {
			return app.ErrNoRight
		}
		desired, wanted, err := s.wantedBy(tx, n.Key)
		if err != nil {
			return err
		}
		if !actor.Manager() {
			suggested, others, err := s.newChatMembers(tx, actor, n.Key, wanted)
			if err != nil {
				return err
			}
			if err := onlyOf(append(suggested, others...), actor.Person, n.Members); err != nil {
				return err
			}
		}
		if err := present(tx, n.Members); err != nil {
			return err
		}
		if err := untaken(tx, title); err != nil {
			return err
		}
		taken, err := tx.HasAutoChat(n.Key)
		if err != nil {
			return err
		}
		c := model.Chat{Key: n.Key, Title: title, Creator: actor.Person, Auto: !taken && desired != nil}
		c.TitleByHand = !c.Auto || desired.Title != title
		if id, err = tx.InsertChat(c); err != nil {
			return err
		}
		members := n.List(wanted, c.Auto, actor.Person)
		return errors.Join(tx.PutMembers(rowsOf(id, members)),
			tx.Audit(s.college.Clock.Now(), actor.Person, "Создание чата", title, fmt.Sprintf("участников: %d", len(members))))
	})
	return id, err
}

// untaken refuses a title that another chat has: people could not tell the two apart, here or in the messenger.
func untaken(tx *store.Tx, title string) error {
	taken, err := tx.HasChatTitled(title)
	if err == nil && taken {
		err = errors.New("чат с таким наименованием уже есть: измените наименование")
	}
	return err
}

// rowsOf makes rows to be written of members.
func rowsOf(chat model.ChatID, members []model.Member) []store.ChatRow {
	return model.Each(members, func(m model.Member) store.ChatRow {
		return store.ChatRow{Chat: chat, RowChange: model.RowChange{Member: m}}
	})
}
