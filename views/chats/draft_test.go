package chats

import (
	"slices"
	"testing"

	"zvonok/model"
	"zvonok/views/table"
)

func candidate(id model.PersonID, name string) model.Candidate {
	return model.Candidate{Person: id, Name: model.ParseName(name), Group: "ДО-19-3", Kind: model.Student}
}

func TestDraft(t *testing.T) {
	manage := model.Access{See: true, Edit: true, NameAdmins: true}
	for _, tt := range []struct {
		name    string
		do      func(*draft)
		want    model.ChatEdit
		summary string
		members int
	}{
		{"nothing", func(*draft) {}, model.ChatEdit{}, "", 9},
		{"added and removed", func(d *draft) { d.add(candidate(200, "Я Я")); d.remove(103) },
			model.ChatEdit{Add: []model.PersonID{200}, Remove: []model.PersonID{103}}, "добавить 1, удалить 1", 9},
		{"added twice", func(d *draft) { d.add(candidate(200, "Я Я")); d.add(candidate(200, "Я Я")) },
			model.ChatEdit{Add: []model.PersonID{200}}, "добавить 1", 10},
		{"added and taken off again", func(d *draft) { d.add(candidate(200, "Я Я")); d.setAdmin(true, 200); d.remove(200) },
			model.ChatEdit{}, "", 9},
		{"removed and taken back", func(d *draft) { d.remove(103); d.restore(103) }, model.ChatEdit{}, "", 9},
		{"removed and added again", func(d *draft) { d.remove(103); d.add(candidate(103, "Гаршина Мария Сергеевна")) }, model.ChatEdit{}, "", 9},
		{"administrator named and taken back", func(d *draft) { d.setAdmin(true, 100, 101); d.setAdmin(false, 106) },
			model.ChatEdit{MakeAdmin: []model.PersonID{100, 101}, NoMore: []model.PersonID{106}}, "администраторы: 3", 9},
		{"administrator named and not", func(d *draft) { d.setAdmin(true, 100); d.setAdmin(false, 100) }, model.ChatEdit{}, "", 9},
		{"administrator removed", func(d *draft) { d.setAdmin(false, 106); d.remove(106) },
			model.ChatEdit{Remove: []model.PersonID{106}}, "удалить 1", 8},
		{"new administrator", func(d *draft) { d.add(candidate(200, "Я Я")); d.setAdmin(true, 200) },
			model.ChatEdit{Add: []model.PersonID{200}, MakeAdmin: []model.PersonID{200}}, "добавить 1, администраторы: 1", 10},
		{"removed cannot be named", func(d *draft) { d.remove(100); d.setAdmin(true, 100) },
			model.ChatEdit{Remove: []model.PersonID{100}}, "удалить 1", 8},
		{"title", func(d *draft) { d.title = "  ДО-19-3/Английский " }, model.ChatEdit{}, "наименование", 9},
		{"title with other blanks", func(d *draft) { d.title = " ДО-19-3/Английский  язык(ОГСЭ) " }, model.ChatEdit{}, "", 9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDraft(englishCard(manage))
			tt.do(d)
			got := d.edit()
			if !slices.Equal(got.Add, tt.want.Add) || !slices.Equal(got.Remove, tt.want.Remove) ||
				!slices.Equal(got.MakeAdmin, tt.want.MakeAdmin) || !slices.Equal(got.NoMore, tt.want.NoMore) {
				t.Errorf("edit %+v, want %+v", got, tt.want)
			}
			if got.Chat != 8 || got.Version != 5 {
				t.Errorf("the edit is of chat %d, version %d", got.Chat, got.Version)
			}
			if d.summary() != tt.summary || d.dirty() != (tt.summary != "") {
				t.Errorf("summary %q, dirty %v, want %q", d.summary(), d.dirty(), tt.summary)
			}
			if n, _ := d.count(); n != tt.members {
				t.Errorf("%d members, want %d", n, tt.members)
			}
		})
	}
}

func TestDraftAdoptsANewerReading(t *testing.T) {
	d := newDraft(englishCard(model.Access{Edit: true}))
	d.add(candidate(200, "Шайдукова Виктория Сергеевна"), candidate(201, "Цымбал Екатерина Георгиевна"))
	d.remove(103, 104)
	d.setAdmin(true, 100, 101)

	// Another hand added 200, removed 103 and named 100 meanwhile.
	newer := englishCard(model.Access{Edit: true})
	newer.Version, newer.Title = 6, "Новое имя"
	newer.Members = slices.Delete(newer.Members, 3, 4)
	newer.Members[0].Admin = true
	newer.Members = append(newer.Members, model.MemberRow{Member: model.Member{Person: 200}, Name: model.ParseName("Шайдукова Виктория Сергеевна")})
	d.adopt(newer)

	e := d.edit()
	if !slices.Equal(e.Add, []model.PersonID{201}) || !slices.Equal(e.Remove, []model.PersonID{104}) ||
		!slices.Equal(e.MakeAdmin, []model.PersonID{101}) || e.Version != 6 || e.Title != "Новое имя" {
		t.Errorf("edit after adopting: %+v", e)
	}
	d.title = "Моё имя"
	d.adopt(newer)
	if d.edit().Title != "Моё имя" {
		t.Error("a title that the user wrote was lost")
	}
}

func TestDraftKeepsNamesakesApart(t *testing.T) {
	d := newDraft(englishCard(model.Access{Edit: true}))
	d.add(candidate(200, "Гаршина Мария Сергеевна"), candidate(201, "Гаршина Мария Сергеевна"))
	d.remove(103)
	var marks []mark
	for _, r := range d.rows() {
		if r.full == "Гаршина Мария Сергеевна" {
			marks = append(marks, r.mark)
		}
	}
	slices.Sort(marks)
	if !slices.Equal(marks, []mark{markAdded, markAdded, markRemoved}) {
		t.Errorf("marks %v", marks)
	}
}

func TestSortKey(t *testing.T) {
	names := []string{"Ярова Анна", "Ёлкина Анна", "Елкин Пётр", "ДО-19-10", "ДО-19-2", "Жуков Тимур", "Иванова Яна"}
	slices.SortFunc(names, func(a, b string) int {
		if table.SortKey(a) < table.SortKey(b) {
			return -1
		}
		return 1
	})
	wantStrings(t, "order", names, []string{"ДО-19-2", "ДО-19-10", "Елкин Пётр", "Ёлкина Анна", "Жуков Тимур", "Иванова Яна", "Ярова Анна"})
}

// TestDraftOntoWhatWasSaved: what was edited while another edit was being saved is still wanted, and nothing else.
func TestDraftOntoWhatWasSaved(t *testing.T) {
	manage := model.Access{See: true, Edit: true, NameAdmins: true}
	for name, c := range map[string]struct {
		before, meanwhile func(*draft)
		want              model.ChatEdit
		title             string
	}{
		"nothing": {before: func(d *draft) { d.remove(103); d.setAdmin(true, 100) }},
		"another": {before: func(d *draft) { d.remove(103) }, meanwhile: func(d *draft) { d.remove(104); d.setAdmin(true, 100) },
			want: model.ChatEdit{Remove: []model.PersonID{104}, MakeAdmin: []model.PersonID{100}}},
		"taken back": {before: func(d *draft) { d.remove(103) }, meanwhile: func(d *draft) { d.restore(103) },
			want: model.ChatEdit{Add: []model.PersonID{103}}},
		"added and removed": {before: func(d *draft) { d.add(candidate(200, "Я Я")) }, meanwhile: func(d *draft) { d.remove(200) },
			want: model.ChatEdit{Remove: []model.PersonID{200}}},
		"named and taken back": {before: func(d *draft) { d.setAdmin(true, 100) }, meanwhile: func(d *draft) { d.setAdmin(false, 100) },
			want: model.ChatEdit{NoMore: []model.PersonID{100}}},
		"a title": {before: func(d *draft) { d.title = "Первое" }, meanwhile: func(d *draft) { d.title = "Второе" }, title: "Второе"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDraft(englishCard(manage))
			c.before(d)
			saved := afterSaving(d, d.edit())
			if c.meanwhile != nil {
				c.meanwhile(d)
			}
			got := d.onto(saved).edit()
			if !slices.Equal(got.Add, c.want.Add) || !slices.Equal(got.Remove, c.want.Remove) ||
				!slices.Equal(got.MakeAdmin, c.want.MakeAdmin) || !slices.Equal(got.NoMore, c.want.NoMore) {
				t.Errorf("%+v, want %+v", got, c.want)
			}
			if c.title != "" && got.Title != c.title {
				t.Errorf("title %q, want %q", got.Title, c.title)
			}
		})
	}
}
