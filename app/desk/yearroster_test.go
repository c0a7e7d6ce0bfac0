package desk_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// lastYear is the small college as a file of the year before has it: «Б-1» is on its last course.
func lastYear() roster.Snapshot {
	s := small()
	s.Groups[1].Year = model.LastCourse
	s.Teachings = s.Teachings[:2] // a workbook has no sections without a group
	s.Students[1].Name.MiddleName = "Олеговна"
	for i := range 6 {
		code := fmt.Sprint(14 + i)
		s.Students = append(s.Students, roster.Student{Key: roster.Key("u:" + code), Code: code, Group: "g:1",
			Name: model.Name{LastName: "Климова", FirstName: "Анна", MiddleName: string([]rune("АБВГДЕ")[i]) + "ндреевна"}})
	}
	return s
}

// nextYear is what the file of the next year holds: «А-1» is on the second course, without Безликова and with Борисова
// under another surname, and «В-1» is new.
func nextYear() roster.Snapshot {
	s := lastYear()
	s.Groups = []roster.Group{{Key: "g:1", Name: "А-1", Year: 2, Curator: "s:3"}, {Key: "g:3", Name: "В-1", Year: 1, Curator: "s:5"}}
	s.Students = slices.Concat(s.Students[:2], s.Students[5:])
	married := &s.Students[1] // the source no longer gives her code
	married.Key, married.Code, married.Name.LastName, married.Messenger = "u:married", "", "Белова", 0
	for i, surname := range []string{"Жукова", "Зимина"} {
		code := fmt.Sprint(41 + i)
		s.Students = append(s.Students, roster.Student{Key: roster.Key("u:" + code), Code: code, Name: model.Name{LastName: surname, FirstName: "Анна"},
			Group: "g:3", Messenger: model.MessengerID(41 + i)})
	}
	s.Parents = s.Parents[:1]
	s.Teachings = []roster.Teaching{s.Teachings[0], {Key: "t:3", Group: "g:3", Subject: "Физика", WholeGroup: true, Teachers: []roster.Key{"s:5"}}}
	return s
}

// beforeTurn is a world that lastYear was loaded into from a file.
func beforeTurn(t *testing.T) *world {
	t.Helper()
	w := openWorld(t, t.TempDir(), newFake())
	w.load(t, rosterFile(t, lastYear()), model.ImportChoices{})
	w.run(t, initialise)
	return w
}

// entire is whole with the people's names and all who ever were on the lists.
func (w *world) entire(t *testing.T) []string {
	t.Helper()
	lines := w.whole(t)
	w.view(t, func(tx *store.Tx) error {
		c, err := tx.College()
		for _, p := range c.People {
			lines = append(lines, fmt.Sprintf("person %+v", p))
		}
		for _, g := range c.Groups {
			lines = append(lines, fmt.Sprintf("every group %+v", g))
		}
		for _, teaching := range c.Teachings {
			lines = append(lines, fmt.Sprintf("every teaching %+v", teaching))
		}
		for _, k := range c.Keys {
			lines = append(lines, fmt.Sprintf("key %+v", k))
		}
		return err
	})
	return lines
}

// living leaves out what an undo keeps as gone, what the files call it, and the new group's chats, which are left without
// anybody.
func living(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return strings.HasPrefix(line, "key ") || strings.Contains(line, "Active:false") || strings.Contains(line, "} В-1")
	})
}

// warns fails the test unless one of the problems of a plan holds the words.
func warns(t *testing.T, plan model.YearTurnPlan, stops bool, words string) {
	t.Helper()
	if !slices.ContainsFunc(plan.Problems, func(p model.YearTurnProblem) bool { return p.Stops == stops && strings.Contains(p.Text, words) }) {
		t.Errorf("nothing says %q: %+v", words, plan.Problems)
	}
}

// sections are what the lists of a plan change, in numbers.
func sections(plan model.YearTurnPlan) (list []string) {
	if plan.Lists == nil {
		return []string{"no lists"}
	}
	for _, s := range plan.Lists.Sections {
		list = append(list, fmt.Sprintf("%s +%d ~%d −%d", s.Title, s.Added, s.Changed, s.Removed))
	}
	return list
}

// TestYearTurnWithLists: the preview shows what the lists change after the turn and changes nothing itself; turn and
// lists are one change with one copy, and one undo takes both back exactly.
func TestYearTurnWithLists(t *testing.T) {
	w := beforeTurn(t)
	chat := w.chat(t, "Б-1")
	w.update(t, func(tx *store.Tx) error {
		return tx.PutMembers([]store.ChatRow{{Chat: chat.ID, RowChange: model.RowChange{
			Member: model.Member{Person: w.person(t, "Завхозова"), Origin: model.OriginManual}}}})
	})
	w.run(t, correct)
	before := w.entire(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	choices := model.YearTurnChoices{Number: "7-в", Chats: model.KeepChats, Lists: files(t, rosterFile(t, nextYear()))}
	published := 0
	cancel := w.college.Store.Subscribe(func(model.Change) { published++ })
	plan, err := s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	cancel()
	want := []string{"Группы +1 ~0 −0", "Студенты +3 ~0 −2", "Родители +0 ~0 −2", "Сотрудники +0 ~0 −0", "Нагрузка +1 ~0 −0"}
	if got := sections(plan); !slices.Equal(got, want) || !strings.Contains(plan.Stops(), "«Тот же человек?»: 1 пара") {
		t.Errorf("the lists change %q, want %q; stops %q", got, want, plan.Stops())
	}
	if n := plan.Counts(); n.GoOn != 1 || n.Graduate != 1 || n.Students != 2 {
		t.Errorf("the turn: %+v", n)
	}
	sameWhole(t, "after the preview", w.entire(t), before)
	if published > 0 {
		t.Error("the preview was told of as a change")
	}
	if title := plan.Lists.Withdrawal; title != "№ б/н (список) от 23.11.2026" {
		t.Errorf("who is gone from the lists leaves by %q", title)
	}
	doubt := plan.Lists.Doubts
	if len(doubt) != 1 || doubt[0].New.LastName != "Белова" {
		t.Fatalf("doubts %+v", doubt)
	}
	if err := s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint); err == nil || !strings.Contains(err.Error(), "«Тот же человек?»") {
		t.Errorf("turned with an open doubt: %v", err)
	}
	choices.Import = model.ImportChoices{Same: map[string]model.PersonID{doubt[0].Key: doubt[0].Person}}
	plan, err = s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	if got := sections(plan)[1]; got != "Студенты +2 ~1 −1" || plan.Stops() != "" {
		t.Errorf("decided: %q, stops %q", got, plan.Stops())
	}
	for _, carried := range []bool{false, true} {
		must(t, s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint))
		if carried {
			w.run(t, initialise)
			w.holds(t, "afterwards", "В-1: 5* 41 42")
			w.holds(t, "afterwards", "Б-1 (выпуск 2026): 21 22")
		}
		r, _ := w.standing(t)
		if len(r.Groups) != 2 || r.Groups[0].Year != 2 || r.Groups[1].Name != "В-1" || len(r.Students[r.Groups[1].ID]) != 2 {
			t.Errorf("groups %+v, students %v", r.Groups, r.Students)
		}
		if w.student(t, "Григорьева") || w.student(t, "Безликова") || !w.student(t, "Белова") || !w.student(t, "Жукова") {
			t.Error("the wrong people are students")
		}
		change := w.lastChange(t, "Новый учебный год")
		preview, err := s.PreviewUndo(s.As(ctx), change)
		must(t, err)
		if len(preview.Lines) != 1 || !strings.Contains(preview.Lines[0].Details, "студентов: 2; чатов в архив: 3, удалено: 0; группы: ") || !strings.Contains(preview.Lines[0].Details, "; родители: ушло 2; ") {
			t.Errorf("the journal says %+v", preview.Lines)
		}
		must(t, s.UndoChange(s.As(ctx), change))
		if carried {
			w.run(t, correct)
		}
		sameWhole(t, fmt.Sprintf("carried %v: after the undo", carried), living(w.entire(t)), living(before))
		plan, err = s.PreviewYearTurn(s.As(ctx), choices)
		must(t, err)
	}
	if copies := slices.DeleteFunc(w.copies(t), func(why model.BackupWhy) bool { return why == model.BackupInitialise }); !slices.Equal(copies,
		[]model.BackupWhy{model.BackupUndo, model.BackupYear, model.BackupUndo, model.BackupYear}) {
		t.Errorf("two turns made the copies %v", copies)
	}
}

// TestYearTurnListProblems: what is wrong with the lists is said in words, and nothing is done.
func TestYearTurnListProblems(t *testing.T) {
	w := beforeTurn(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	before := w.entire(t)
	for _, c := range []struct {
		name   string
		change func(*roster.Snapshot)
		stops  bool
		words  string
	}{
		{"last year's lists", func(s *roster.Snapshot) { *s = lastYear() }, true, "группы, которые выпускаются: Б-1"},
		{"a graduates' group without anybody", func(s *roster.Snapshot) {
			s.Groups = append(s.Groups, roster.Group{Key: "g:2", Name: "Б-1", Year: 4})
		}, true, "группы, которые выпускаются: Б-1"},
		{"a graduates' group of others", func(s *roster.Snapshot) { s.Groups[1].Name = "Б-1" }, false, "с другими студентами: Б-1"},
		{"the course of last year", func(s *roster.Snapshot) { s.Groups[0].Year = 1 }, false, "прежний курс, и переход его не изменит: А-1 (1)"},
		{"no new group", func(s *roster.Snapshot) {
			s.Groups, s.Students, s.Teachings = s.Groups[:1], s.Students[:2], s.Teachings[:1]
		}, false, "нет ни одной новой группы"},
		{"no administrator", func(s *roster.Snapshot) { s.Staff[0].Roles = 0 }, true, "В списках 1 ошибка"},
		{"nobody at all", func(s *roster.Snapshot) { s.Students, s.Parents = nil, nil }, true, "В списках 2 ошибки"},
		{"two students of one profile", func(s *roster.Snapshot) { s.Students[2].Messenger = 11 }, true, "В списках 1 ошибка"},
	} {
		t.Run(c.name, func(t *testing.T) {
			snapshot := nextYear()
			c.change(&snapshot)
			choices := model.YearTurnChoices{Number: "7-в", Lists: files(t, rosterFile(t, snapshot)), Import: model.ImportChoices{OverLimit: true}}
			plan, err := s.PreviewYearTurn(s.As(ctx), choices)
			must(t, err)
			warns(t, plan, c.stops, c.words)
			if c.stops {
				if err := s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint); err == nil || err.Error() != plan.Stops() {
					t.Errorf("applied: %v", err)
				}
			}
			sameWhole(t, "after it", w.entire(t), before)
		})
	}
}

// different answers every doubt of a turn's lists with «разные люди».
func different(plan model.YearTurnPlan) map[string]model.PersonID {
	answers := map[string]model.PersonID{}
	for _, d := range plan.Lists.Doubts {
		answers[d.Key] = d.Person
	}
	return answers
}

// TestYearTurnListsRefuse: what was not seen is not done, whether the college or the file has changed; and lists are the administrator's alone.
func TestYearTurnListsRefuse(t *testing.T) {
	w := beforeTurn(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	path := rosterFile(t, nextYear())
	choices := model.YearTurnChoices{Lists: files(t, path), Import: model.ImportChoices{OverLimit: true}}
	plan, err := s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	if plan.Lists != nil || !strings.Contains(plan.Stops(), "введите номер приказа") {
		t.Errorf("a turn that cannot be made: %+v", plan)
	}
	choices.Number = "7-в"
	plan, err = s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	choices.Import.Different = different(plan)
	plan, err = s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	before := w.entire(t)
	with := func(lists model.Files) model.YearTurnChoices {
		changed := choices
		changed.Lists = lists
		return changed
	}
	must(t, os.WriteFile(path, []byte("не книга"), 0o600))
	broken, err := s.PreviewYearTurn(s.As(ctx), with(files(t, path)))
	must(t, err)
	if len(broken.Lists.Problems) != 1 || broken.Lists.Problems[0].File == "" || len(broken.Lists.Sections) > 0 {
		t.Errorf("a broken file: %+v", broken.Lists)
	}
	other := nextYear()
	other.Students = other.Students[:len(other.Students)-1]
	if err := s.ApplyYearTurn(s.As(ctx), with(files(t, rosterFile(t, other))), plan.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("after the file changed: %v", err)
	}
	for _, who := range []string{"Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина"} {
		if _, err := w.as(t, who).PreviewYearTurn(w.ctx(t, who), choices); !errors.Is(err, app.ErrNoRight) {
			t.Errorf("%s: %v", who, err)
		}
	}
	sameWhole(t, "after what was refused", w.entire(t), before)
	must(t, s.LeaveStudents(s.As(ctx), []model.PersonID{w.person(t, "Безликова")}))
	if err := s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint); !errors.Is(err, app.ErrOutdated) {
		t.Errorf("after somebody left: %v", err)
	}
	plan, err = s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	must(t, s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint))
}

// TestYearTurnListLimits: lists that would take too many away are loaded only after that was confirmed.
func TestYearTurnListLimits(t *testing.T) {
	w := beforeTurn(t)
	s, ctx := w.as(t, "Админова"), t.Context()
	snapshot := nextYear()
	snapshot.Students = slices.DeleteFunc(snapshot.Students, func(u roster.Student) bool { return u.Name.LastName == "Климова" })
	choices := model.YearTurnChoices{Number: "7-в", Lists: files(t, rosterFile(t, snapshot))}
	plan, err := s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	if got := strings.Join(plan.Lists.Over, "; "); got != "из колледжа уйдут 8 студентов из 9: больше 20 %; из группы А-1 уйдут 8 студентов из 9" {
		t.Errorf("over the limits: %s", got)
	}
	warns(t, plan, true, "подтвердите это на вкладке «Списки»")
	if err := s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint); err == nil || !strings.Contains(err.Error(), "для безопасности") {
		t.Errorf("over the limits: %v", err)
	}
	if !w.student(t, "Григорьева") {
		t.Error("the turn was made without the lists")
	}
	choices.Import = model.ImportChoices{OverLimit: true, Different: different(plan)}
	plan, err = s.PreviewYearTurn(s.As(ctx), choices)
	must(t, err)
	must(t, s.ApplyYearTurn(s.As(ctx), choices, plan.Fingerprint))
	if w.student(t, "Безликова") {
		t.Error("nobody left")
	}
}
