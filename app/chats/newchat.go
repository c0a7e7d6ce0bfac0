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

// NewChatMembers are the people that the type and the group suggest for a new chat, and the others who may
// be put in it: for a manager everybody of the college, for a teacher those who learn any of their
// subjects.
func (s *Lists) NewChatMembers(ctx context.Context, key model.ChatKey) (suggested, others []model.Candidate, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		if !actor.MayCreate(key) {
			return app.ErrNoRight
		}
		suggested, others, err = s.newChatMembers(tx, actor, key)
		return err
	})
	return suggested, others, err
}

func (s *Lists) newChatMembers(tx *store.Tx, actor model.Actor, key model.ChatKey) (suggested, others []model.Candidate, err error) {
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
		if suggested, err = s.withLeaders(tx, key, suggested); err != nil {
			return nil, nil, err
		}
	}
	everybody, err := tx.Candidates(all)
	if err != nil {
		return nil, nil, err
	}
	known := make(map[model.PersonID]bool, len(suggested))
	for _, c := range suggested {
		known[c.Person] = true
	}
	for _, c := range everybody {
		if !known[c.Person] {
			others = append(others, c)
		}
	}
	return suggested, others, nil
}

// withLeaders adds the others that the policy wants in the chat: the curator or the teachers.
func (s *Lists) withLeaders(tx *store.Tx, key model.ChatKey, people []model.Candidate) ([]model.Candidate, error) {
	_, wanted, err := s.wantedBy(tx, key)
	if err != nil {
		return nil, err
	}
	for _, c := range people {
		delete(wanted, c.Person)
	}
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
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
func (s *Lists) CreateChat(ctx context.Context, n model.NewChat) (model.ChatID, error) {
	title, err := cleanTitle(n.Title)
	if err != nil {
		return 0, err
	}
	if n.Key.Type < model.ChatTeachers || n.Key.Type > model.ChatSubject {
		return 0, errors.New("выберите тип чата")
	}
	var id model.ChatID
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := college.Actor(tx)
		if err != nil {
			return err
		}
		if !actor.MayCreate(n.Key) {
			return app.ErrNoRight
		}
		if !actor.Manager() {
			suggested, others, err := s.newChatMembers(tx, actor, n.Key)
			if err != nil {
				return err
			}
			if err := onlyOf(append(suggested, others...), actor.Person, append(n.Members, n.Admins...)); err != nil {
				return err
			}
		}
		if err := present(tx, n.Members, n.Admins); err != nil {
			return err
		}
		taken, err := tx.HasAutoChat(n.Key)
		if err != nil {
			return err
		}
		c := model.Chat{Key: n.Key, Title: title, TitleByHand: true, Creator: actor.Person}
		wanted := map[model.PersonID]bool{}
		if !taken {
			var desired *model.DesiredChat
			if desired, wanted, err = s.wantedBy(tx, n.Key); err != nil {
				return err
			}
			c.Auto = desired != nil
			c.TitleByHand = desired == nil || desired.Title != title
		}
		if id, err = tx.InsertChat(c); err != nil {
			return err
		}
		members := newMembers(n, wanted, actor.Person)
		if err := tx.PutMembers(rowsOf(id, members)); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), actor.Person, "Создание чата", title, fmt.Sprintf("участников: %d", len(members)))
	})
	return id, err
}

// newMembers is the list of a new chat. A chat that would have no administrator gets its creator, unless
// that is the owner of the file, who is nobody of the college.
func newMembers(n model.NewChat, wanted map[model.PersonID]bool, creator model.PersonID) []model.Member {
	list := map[model.PersonID]model.Member{}
	for id := range wanted {
		list[id] = model.Member{Person: id, Origin: model.OriginExcluded}
	}
	put := func(id model.PersonID) model.Member {
		m := model.Member{Person: id, Origin: model.OriginManual}
		if admin, ok := wanted[id]; ok {
			m.Origin, m.Admin = model.OriginAuto, admin
		}
		list[id] = m
		return m
	}
	admins := len(n.Admins)
	for _, id := range n.Members {
		if put(id).Admin {
			admins++
		}
	}
	for id, admin := range wanted {
		if admin && list[id].Origin == model.OriginExcluded {
			// The list offers the people of the group; who administers the chat by default comes with it.
			put(id)
			admins++
		}
	}
	named := n.Admins
	if admins == 0 && creator != 0 {
		named = []model.PersonID{creator}
	}
	for _, id := range named {
		m := put(id)
		m.Admin, m.AdminByHand = true, true
		list[id] = m
	}
	members := make([]model.Member, 0, len(list))
	for _, m := range list {
		members = append(members, m)
	}
	return members
}

// rowsOf makes rows to be written of members.
func rowsOf(chat model.ChatID, members []model.Member) []store.ChatRow {
	return model.Each(members, func(m model.Member) store.ChatRow {
		return store.ChatRow{Chat: chat, RowChange: model.RowChange{Member: m}}
	})
}
