package model

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// turning is a college of a first, a last and an unknown course; person 3 is in the first two groups.
func turning() YearTurnCollege {
	student := func(id PersonID, surname string, groups ...GroupID) TurnStudent {
		return TurnStudent{Person: id, Name: Name{LastName: surname, FirstName: "Анна"}, Now: groups, Then: groups}
	}
	member := func(id PersonID, o Origin, admin bool) Member { return Member{Person: id, Origin: o, Admin: admin} }
	chat := func(id ChatID, g GroupID, title string, peer MessengerID, members ...Member) ListedChat {
		return ListedChat{Chat: Chat{ID: id, Key: ChatKey{Type: ChatGroup, Group: g}, Title: title, Auto: true, Peer: peer}, Members: members}
	}
	c := YearTurnCollege{
		Today:  time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC),
		Groups: []Group{{ID: 1, Name: "А-25", Year: 1}, {ID: 2, Name: "Б-22", Year: 4}, {ID: 3, Name: "В-0"}},
		Students: map[GroupID][]TurnStudent{
			1: {student(11, "Алексеева", 1)},
			2: {student(21, "Григорьева", 2), student(22, "Дмитриева", 2)},
		},
		Chats: []ListedChat{
			chat(101, 1, "А-25", 5, member(11, OriginAuto, false)),
			chat(102, 2, "Б-22", 6, member(9, OriginAuto, true), member(21, OriginAuto, false), member(22, OriginExcluded, false), member(30, OriginManual, false)),
			chat(103, 2, "Б-22 родители", 0, member(9, OriginAuto, true)),
			chat(104, 2, "Наш чат", 7, member(21, OriginManual, false)),
		},
	}
	c.Chats[3].Auto = false
	return c
}

func numbered() YearTurnChoices { return YearTurnChoices{Number: "7-в"} }

// TestYearTurnCountsPeople: who leaves the archived chat of the group and those of its subjects is one person.
func TestYearTurnCountsPeople(t *testing.T) {
	c := turning()
	subject := c.Chats[1]
	subject.ID, subject.Title = 105, "Б-22/История"
	c.Chats = append(c.Chats, subject)
	choices := numbered()
	choices.Chats = EmptyChats
	if n := PlanYearTurn(c, choices).Counts(); n.Archived != 2 || n.Leaving != 1 {
		t.Errorf("%+v", n)
	}
}

func TestPlanYearTurn(t *testing.T) {
	row := func(id PersonID, o Origin) RowChange { return RowChange{Member: Member{Person: id, Origin: o}} }
	manual, parents := row(9, OriginManual), row(9, OriginLeaving)
	manual.Admin, parents.Admin = true, true
	for _, c := range []struct {
		name    string
		choices func(*YearTurnChoices)
		turns   []GroupTurn
		people  []PersonID
		chats   []string // what becomes of them
		rows    []RowChange
		counts  YearTurnCounts
	}{
		{
			"everybody stays in the archived chats", func(*YearTurnChoices) {},
			[]GroupTurn{TurnGoOn, TurnGraduate, TurnStay}, []PersonID{21, 22}, []string{"Б-22 (выпуск 2026)", "deleted Б-22 родители"},
			[]RowChange{manual, row(21, OriginManual), parents},
			YearTurnCounts{GoOn: 1, Graduate: 1, Stay: 1, Students: 2, Archived: 1},
		},
		{
			"only administrators and who was added by hand stay", func(o *YearTurnChoices) { o.Chats = EmptyChats },
			[]GroupTurn{TurnGoOn, TurnGraduate, TurnStay}, []PersonID{21, 22}, []string{"Б-22 (выпуск 2026)", "deleted Б-22 родители"},
			[]RowChange{manual, row(21, OriginLeaving), parents},
			YearTurnCounts{GoOn: 1, Graduate: 1, Stay: 1, Students: 2, Archived: 1, Leaving: 1},
		},
		{
			"the chats go", func(o *YearTurnChoices) { o.Chats = DeleteChats },
			[]GroupTurn{TurnGoOn, TurnGraduate, TurnStay}, []PersonID{21, 22}, []string{"deleted Б-22", "deleted Б-22 родители"},
			[]RowChange{parents, row(21, OriginLeaving), row(22, OriginLeaving), row(30, OriginLeaving), parents},
			YearTurnCounts{GoOn: 1, Graduate: 1, Stay: 1, Students: 2, Deleted: 1},
		},
		{
			"the groups' own choices", func(o *YearTurnChoices) {
				o.Turns = map[GroupID]GroupTurn{1: TurnGraduate, 2: TurnGoOn, 3: TurnGraduate}
				o.Effective = time.Date(2025, 6, 25, 0, 0, 0, 0, time.UTC)
			},
			[]GroupTurn{TurnGraduate, TurnGoOn, TurnGraduate}, []PersonID{11}, []string{"А-25 (выпуск 2025)"},
			[]RowChange{row(11, OriginManual)},
			YearTurnCounts{GoOn: 1, Graduate: 2, Students: 1, Archived: 1},
		},
	} {
		choices := numbered()
		c.choices(&choices)
		p := PlanYearTurn(turning(), choices)
		var turns []GroupTurn
		for _, g := range p.Groups {
			turns = append(turns, g.Turn)
		}
		var chats []string
		var rows []RowChange
		for _, chat := range p.Chats {
			title := chat.Title
			if chat.Deleted {
				title = "deleted " + title
			} else if chat.Auto || !chat.TitleByHand {
				t.Errorf("%s: the archived chat still follows the policy: %+v", c.name, chat.Chat)
			}
			chats = append(chats, title)
			rows = append(rows, chat.Rows...)
		}
		if p.Stops() != "" || !slices.Equal(turns, c.turns) || !slices.Equal(p.Order.People, c.people) || !slices.Equal(chats, c.chats) {
			t.Errorf("%s: %v, order %v, chats %q, stops %q", c.name, turns, p.Order.People, chats, p.Stops())
		}
		if !reflect.DeepEqual(rows, c.rows) {
			t.Errorf("%s: rows %+v, want %+v", c.name, rows, c.rows)
		}
		if p.Counts() != c.counts {
			t.Errorf("%s: counts %+v, want %+v", c.name, p.Counts(), c.counts)
		}
	}
}

func TestYearTurnProblems(t *testing.T) {
	turn := func(g GroupID, turn GroupTurn) func(*YearTurnCollege, *YearTurnChoices) {
		return func(_ *YearTurnCollege, o *YearTurnChoices) { o.Turns = map[GroupID]GroupTurn{g: turn} }
	}
	for _, c := range []struct {
		name   string
		change func(*YearTurnCollege, *YearTurnChoices)
		says   string
		stops  bool
	}{
		{"a group without a course", func(*YearTurnCollege, *YearTurnChoices) {}, "останутся как есть: В-0.", false},
		{"one that shall go on", turn(3, TurnGoOn), "У группы В-0 не указан курс: укажите", true},
		{"no next course", func(c *YearTurnCollege, o *YearTurnChoices) {
			c.Groups[1].Year = 6
			o.Turns = map[GroupID]GroupTurn{2: TurnGoOn}
		}, "уже на 6-м курсе", true},
		{"done already", func(c *YearTurnCollege, _ *YearTurnChoices) { c.Turned = 2026 }, "на 2026/2027 учебный год уже выполнен", false},
		{"nothing to do", func(c *YearTurnCollege, _ *YearTurnChoices) { c.Groups = c.Groups[2:] }, "выполнять нечего", true},
		{"no group at all", func(c *YearTurnCollege, _ *YearTurnChoices) { c.Groups = nil }, "выполнять нечего", true},
		{"a day to come", func(c *YearTurnCollege, o *YearTurnChoices) { o.Effective = c.Today.AddDate(0, 0, 1) }, "01.07.2026 ещё не наступил", true},
		{"no number", func(_ *YearTurnCollege, o *YearTurnChoices) { o.Number = " " }, "введите номер приказа", true},
		{"came after the day", func(c *YearTurnCollege, _ *YearTurnChoices) { c.Students[2][0].Then = nil },
			"Григорьева Анна числится в группе Б-22 только после дня выпуска", true},
		{"in a group that goes on too", func(c *YearTurnCollege, _ *YearTurnChoices) { c.Students[2][1].Now = []GroupID{2, 1} },
			"Дмитриева Анна учится и в группе А-25", false},
	} {
		college, choices := turning(), numbered()
		c.change(&college, &choices)
		p := PlanYearTurn(college, choices)
		at := slices.IndexFunc(p.Problems, func(problem YearTurnProblem) bool { return strings.Contains(problem.Text, c.says) })
		if at < 0 || p.Problems[at].Stops != c.stops || (p.Stops() != "") != c.stops {
			t.Errorf("%s: %+v", c.name, p.Problems)
		}
	}
	if p := PlanYearTurn(turning(), YearTurnChoices{Number: "7-в", Turns: map[GroupID]GroupTurn{3: TurnStay}}); len(p.Problems) != 0 {
		t.Errorf("a group that stays by choice: %+v", p.Problems)
	}
	college := turning()
	college.Turned = 2025
	college.Groups = college.Groups[:2]
	if p := PlanYearTurn(college, numbered()); len(p.Problems) != 0 {
		t.Errorf("a year later: %+v", p.Problems)
	}
	college.Students[2] = nil
	if p := PlanYearTurn(college, YearTurnChoices{}); p.Stops() != "" {
		t.Errorf("without students no order is needed: %s", p.Stops())
	}
}

func TestYearTurnFingerprint(t *testing.T) {
	first := PlanYearTurn(turning(), numbered()).Fingerprint
	if again := PlanYearTurn(turning(), numbered()).Fingerprint; again != first {
		t.Error("equal plans differ")
	}
	answered := turning()
	answered.Chats[1].Members[1].Presence, answered.Chats[1].Members[1].InChatAs = PresenceInChat, 21
	if got := PlanYearTurn(answered, numbered()).Fingerprint; got != first {
		t.Error("what the messenger answered made another plan")
	}
	for name, change := range map[string]func(*YearTurnCollege){
		"a student left":   func(c *YearTurnCollege) { c.Students[2] = c.Students[2][:1] },
		"a course":         func(c *YearTurnCollege) { c.Groups[0].Year = 2 },
		"a chat's title":   func(c *YearTurnCollege) { c.Chats[1].Title = "Наши" },
		"a chat's list":    func(c *YearTurnCollege) { c.Chats[1].Members[1].Origin = OriginManual },
		"the day":          func(c *YearTurnCollege) { c.Today = c.Today.AddDate(0, 0, 1) },
		"turned meanwhile": func(c *YearTurnCollege) { c.Turned = 2026 },
	} {
		c := turning()
		change(&c)
		if PlanYearTurn(c, numbered()).Fingerprint == first {
			t.Errorf("%s changes nothing", name)
		}
	}
}

func TestSchoolYear(t *testing.T) {
	for day, want := range map[string]string{
		"2026-05-31": "2025/2026", "2026-06-01": "2026/2027", "2026-09-01": "2026/2027", "2027-01-15": "2026/2027",
	} {
		at, _ := time.Parse(time.DateOnly, day)
		if got := SchoolYearWords(schoolYear(at)); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	for month := time.January; month <= time.December; month++ {
		summer := month == time.June || month == time.July || month == time.August
		if SchoolYearUnderWay(time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC)) == summer {
			t.Errorf("%s is taken for what it is not", month)
		}
	}
	long := ArchiveTitle(strings.Repeat("я", MaxChatTitle), 2026)
	if len([]rune(long)) != MaxChatTitle || !strings.HasSuffix(long, "я (выпуск 2026)") {
		t.Error(long)
	}
}
