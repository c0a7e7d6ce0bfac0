package desk_test

import (
	"errors"
	"slices"
	"testing"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/store"
)

// surnames are those of candidates, in their order.
func surnames(people []model.Candidate) []string {
	var names []string
	for _, p := range people {
		names = append(names, p.Name.LastName)
	}
	return names
}

// TestNewChatStart: who is offered for a new chat depends on its kind and on who makes it (29.2.3).
func TestNewChatStart(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	group, parents := w.chat(t, "А-1").Key, w.chat(t, "А-1 родители").Key
	everybody := []string{
		"Админова", "Алексеева", "Безликова", "Борисова", "Григорьева", "Дмитриева", "Завхозова", "Кураторова", "Мамина",
		"Менеджерова", "Наставникова", "Опекунова", "Отцова", "Учителева",
	}
	without := func(names ...string) []string {
		return slices.DeleteFunc(slices.Clone(everybody), func(n string) bool { return slices.Contains(names, n) })
	}
	// A person who administers the chat by default stands at the end of those suggested.
	a1, mothers := []string{"Алексеева", "Безликова", "Борисова", "Кураторова"}, []string{"Мамина", "Отцова", "Кураторова"}
	learners := []string{"Григорьева", "Учителева", "Наставникова"}
	for _, c := range []struct {
		who               string
		key               model.ChatKey
		suggested, others []string
	}{
		{"Менеджерова", group, a1, without(a1...)},
		{"Менеджерова", parents, mothers, without(mothers...)},
		{"Менеджерова", w.chat(t, teachers).Key, []string{"Админова", "Завхозова", "Кураторова", "Менеджерова", "Наставникова", "Учителева"},
			[]string{"Алексеева", "Безликова", "Борисова", "Григорьева", "Дмитриева", "Мамина", "Опекунова", "Отцова"}},
		{"Менеджерова", model.ChatKey{Type: model.ChatSubject}, nil, everybody},
		{"Кураторова", group, a1, nil},
		{"Кураторова", parents, mothers, nil},
		{"Учителева", w.chat(t, physics).Key, learners, []string{"Алексеева", "Безликова", "Борисова", "Дмитриева"}},
		{"Наставникова", w.chat(t, physics).Key, learners, []string{"Дмитриева"}},
	} {
		start, err := w.session(t, c.who).NewChatStart(w.ctxOf(t, c.who), c.key)
		if err != nil {
			t.Errorf("%s, %+v: %v", c.who, c.key, err)
		}
		if got := surnames(start.Suggested); !slices.Equal(got, c.suggested) {
			t.Errorf("%s, %+v: suggested %q, want %q", c.who, c.key, got, c.suggested)
		}
		if got := surnames(start.Others); !slices.Equal(got, c.others) {
			t.Errorf("%s, %+v: others %q, want %q", c.who, c.key, got, c.others)
		}
	}
}

func TestNewChatChoices(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		who    string
		types  []model.ChatType
		groups []string
		titles []string
	}{
		{"Менеджерова", model.ChatTypes, []string{"А-1", "Б-1"}, []string{"А-1/История(ОГСЭ)", physics, twins, twins}},
		{"Кураторова", []model.ChatType{model.ChatGroup, model.ChatParents}, []string{"А-1"}, nil},
		{"Наставникова", []model.ChatType{model.ChatSubject}, nil, []string{physics, twins}},
	} {
		choices, err := w.session(t, c.who).NewChatChoices(w.ctxOf(t, c.who))
		if err != nil {
			t.Fatal(err)
		}
		var groups, titles []string
		for _, g := range choices.Groups {
			groups = append(groups, g.Name)
		}
		for _, x := range choices.Teachings {
			titles = append(titles, x.Title)
		}
		if !slices.Equal(choices.Types, c.types) || !slices.Equal(groups, c.groups) || !slices.Equal(titles, c.titles) {
			t.Errorf("%s: %v, %q, %q", c.who, choices.Types, groups, titles)
		}
	}
}

// TestCreateChat: a new chat takes the place of the automatic one that the college lacks, or stands
// beside it.
func TestCreateChat(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	old := w.chat(t, "А-1")
	ids := func(names ...string) (people []model.PersonID) {
		for _, n := range names {
			people = append(people, w.person(t, n))
		}
		return people
	}
	create := func(who string, n model.NewChat) (c model.ListedChat) {
		t.Helper()
		id, err := w.session(t, who).CreateChat(w.ctxOf(t, who), n)
		if err != nil {
			t.Fatal(err)
		}
		w.view(t, func(tx *store.Tx) (err error) {
			c, err = tx.ListedChat(id)
			return err
		})
		return c
	}

	beside := create("Кураторова", model.NewChat{Key: old.Key, Title: "Поход", Members: ids("Алексеева", "Борисова")})
	if beside.Auto || len(beside.Members) != 3 || beside.Creator != ids("Кураторова")[0] {
		t.Errorf("beside the automatic chat: %+v", beside)
	}
	for _, m := range beside.Members { // without an administrator it gets its creator
		if m.Origin != model.OriginManual || m.Admin != (m.Person == beside.Creator) {
			t.Errorf("beside the automatic chat: %+v", m)
		}
	}
	staff := create("Менеджерова", model.NewChat{Key: w.chat(t, teachers).Key, Title: "Методический совет", Members: ids("Завхозова")})
	for _, m := range staff.Members {
		if m.Admin != (m.Person == ids("Админова")[0]) {
			t.Errorf("a second «Учительская»: %+v", m)
		}
	}

	if err := w.session(t, "Админова").DeleteChats(w.ctxOf(t, "Админова"), []model.ChatID{old.ID}); err != nil {
		t.Fatal(err)
	}
	instead := create("Менеджерова", model.NewChat{Key: old.Key, Title: "А-1", Members: ids("Алексеева", "Безликова", "Завхозова")})
	if !instead.Auto || instead.TitleByHand {
		t.Errorf("in the automatic chat's place: %+v", instead.Chat)
	}
	w.run(t, correct)
	for surname, want := range map[string]model.Member{
		"Алексеева":  {Origin: model.OriginAuto},
		"Борисова":   {Origin: model.OriginExcluded}, // left out by hand
		"Завхозова":  {Origin: model.OriginManual},
		"Кураторова": {Origin: model.OriginAuto, Admin: true}, // the default administrator comes with the chat
	} {
		if m := w.member(t, "А-1", surname); m.Origin != want.Origin || m.Admin != want.Admin {
			t.Errorf("%s: %+v", surname, m)
		}
	}
	if want := []string{"А-1: 3* 6 11", "Поход: 3* 11 12"}; !subset(want, w.vk.state()) {
		t.Errorf("the messenger holds %q", w.vk.state())
	}
	w.run(t, correct)
	report := w.run(t, initialise)
	if got := len(w.vk.state()); got != 11 || report.Chats.Created != 0 {
		t.Errorf("there are %d chats, %+v", got, report)
	}
}

func subset(want, of []string) bool {
	return !slices.ContainsFunc(want, func(s string) bool { return !slices.Contains(of, s) })
}

// TestSecondChat: a second chat of a group begins with a name of its own, and takes no name that another chat has.
func TestSecondChat(t *testing.T) {
	w := newWorld(t)
	s, ctx := w.session(t, "Менеджерова"), w.ctxOf(t, "Менеджерова")
	key := model.ChatKey{Type: model.ChatParents, Group: w.group(t, "А-1")}
	for n, want := range []string{"А-1 родители", "А-1 родители (2)", "А-1 родители (3)"} {
		start, err := s.NewChatStart(ctx, key)
		if err != nil || start.Title != want || start.Follows != (n == 0) || len(start.Admins) != 1 {
			t.Fatalf("%q, follows %t, administrators %v, %v", start.Title, start.Follows, start.Admins, err)
		}
		if _, err := s.CreateChat(ctx, model.NewChat{Key: key, Title: want}); err != nil {
			t.Fatal(err)
		}
	}
	const taken = "чат с таким наименованием уже есть: измените наименование"
	if _, err := s.CreateChat(ctx, model.NewChat{Key: key, Title: " А-1  родители (2)"}); err == nil || err.Error() != taken {
		t.Errorf("a second chat of the name: %v", err)
	}
	c := w.chat(t, "А-1 родители (3)")
	edit := model.ChatEdit{Chat: c.ID, Version: 1, Title: "А-1 родители"}
	if err := s.SaveChat(ctx, edit); err == nil || err.Error() != taken {
		t.Errorf("renamed to the name of another chat: %v", err)
	}
	if edit.Title = c.Title; s.SaveChat(ctx, edit) != nil {
		t.Error("a chat may not keep its name")
	}
}

// TestCreateChatOfEmptyGroup: a group without people has its automatic chat all the same.
func TestCreateChatOfEmptyGroup(t *testing.T) {
	w := newWorld(t)
	s := small()
	s.Groups = append(s.Groups, s.Groups[1])
	s.Groups[2].Key, s.Groups[2].Name = "g:3", "В-1"
	w.apply(t, s)
	choices, err := w.session(t, "Менеджерова").NewChatChoices(w.ctxOf(t, "Менеджерова"))
	if err != nil || len(choices.Groups) != 3 {
		t.Fatal(choices, err)
	}
	key := model.ChatKey{Type: model.ChatGroup, Group: choices.Groups[2].Group}
	if _, err := w.session(t, "Менеджерова").CreateChat(w.ctxOf(t, "Менеджерова"), model.NewChat{Key: key, Title: "Пока пусто"}); err != nil {
		t.Fatal(err)
	}
	if c := w.chat(t, "Пока пусто"); !c.Auto || !c.TitleByHand {
		t.Errorf("%+v", c.Chat)
	}
	w.run(t, correct)
	if got := w.vk.state(); slices.Contains(got, "В-1:") || !slices.Contains(got, "Пока пусто: 2*") {
		t.Errorf("the messenger holds %q", got)
	}
}

// TestCreateChatOnlyOfOffered: a teacher and a curator put into a chat the people they were offered, and
// themselves.
func TestCreateChatOnlyOfOffered(t *testing.T) {
	w := newWorld(t)
	w.run(t, initialise)
	for _, c := range []struct {
		who, like, member string
		allowed           bool
	}{
		{"Кураторова", "А-1", "Алексеева", true},
		{"Кураторова", "А-1", "Кураторова", true},
		{"Кураторова", "А-1", "Григорьева", false},
		{"Кураторова", "А-1", "Завхозова", false},
		{"Кураторова", "А-1 родители", "Алексеева", false},
		{"Учителева", physics, "Алексеева", true}, // learns something else of hers
		{"Наставникова", physics, "Алексеева", false},
	} {
		n := model.NewChat{Key: w.chat(t, c.like).Key, Title: "С кем: " + c.member + c.like, Members: []model.PersonID{w.person(t, c.member)}}
		if _, err := w.session(t, c.who).CreateChat(w.ctxOf(t, c.who), n); (err == nil) != c.allowed || err != nil && !errors.Is(err, app.ErrNoRight) {
			t.Errorf("%s puts %s in a chat like %s: %v", c.who, c.member, c.like, err)
		}
	}
}
