package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// LastCourse is the course after which a group graduates, unless somebody says otherwise of it.
const LastCourse = 4

// The school year begins in September; from June on people prepare the one that is to come.
const schoolYearMonth = time.June

// schoolYear is the year in which the school year begins that is under way or, in summer, about to begin on the
// calendar day.
func schoolYear(day time.Time) int {
	if day.Month() >= schoolYearMonth {
		return day.Year()
	}
	return day.Year() - 1
}

// SchoolYearUnderWay reports whether lessons go on: somebody who turns the year then may mean the year that the groups
// are in already.
func SchoolYearUnderWay(day time.Time) bool {
	return day.Month() < schoolYearMonth || day.Month() >= time.September
}

// SchoolYearWords is a school year as people write it: «2026/2027».
func SchoolYearWords(year int) string { return strconv.Itoa(year) + "/" + strconv.Itoa(year+1) }

// GroupTurn is what becomes of a group at the year's turn.
type GroupTurn uint8

// What may become of a group.
const (
	TurnByCourse GroupTurn = iota // what its course says; never so in a plan
	TurnGoOn                      // goes on to the next course
	TurnGraduate                  // graduates and ends
	TurnStay                      // stays as it is
)

// turnOf is what the course of a group says. A group whose course nobody knows stays.
func turnOf(g Group) GroupTurn {
	switch {
	case g.Year == 0:
		return TurnStay
	case g.Year >= LastCourse:
		return TurnGraduate
	}
	return TurnGoOn
}

// GraduatesChats is what becomes of the automatic chats of the groups that graduate.
type GraduatesChats uint8

// What may become of the chats. Kept ones get the year of the graduation into their title and no longer follow
// the policy.
const (
	KeepChats   GraduatesChats = iota // with everybody
	EmptyChats                        // with their administrators and those added by hand
	DeleteChats                       // not kept
)

// YearTurnChoices are what «Новый учебный год» asks for.
type YearTurnChoices struct {
	Turns map[GroupID]GroupTurn // of the groups whose course does not decide it
	// Number, Date and Effective are of the order «Завершение обучения»; the days are calendar days (00:00 UTC),
	// a zero one is today.
	Number          string
	Date, Effective time.Time
	Chats           GraduatesChats
	// Lists are the new year's lists, which are loaded right after the turn; none is without them.
	Lists Files
	// Import is what the person decided about the lists.
	Import ImportChoices
}

// TurnStudent is a student of a group before the turn.
type TurnStudent struct {
	Person PersonID
	Name   Name
	Now    []GroupID // in which they are today
	Then   []GroupID // in which they were on the effective day of the order
	Later  GroupID   // to which an order or an edit moves them after that day, 0 = none
}

// YearTurnCollege is what the year's turn needs of the college.
type YearTurnCollege struct {
	Today    time.Time // calendar day, 00:00 UTC
	Turned   int       // the school year to which it was turned the last time, 0 = never
	Groups   []Group
	Students map[GroupID][]TurnStudent
	Coming   map[GroupID]int // students who come to the group after today
	Chats    []ListedChat
}

// TurnedGroup is a group with what becomes of it.
type TurnedGroup struct {
	Group
	Turn     GroupTurn
	Students []Name
}

// TurnedChat is a chat of a group that graduates, with what becomes of it.
type TurnedChat struct {
	Chat            // as it will be
	Was      string // its title before
	Members  int    // who are on the list before
	Leaving  int    // who of them are taken off it
	Rows     []RowChange
	Unopened bool // it never was in the messenger, and is forgotten
}

// YearTurnProblem is what speaks against a turn, in words.
type YearTurnProblem struct {
	Text  string
	Stops bool // the turn cannot be made; otherwise it is only a warning
	Order bool // it is about the order and its days, not about the groups
	Lists bool // it is about the new year's lists
}

// YearTurnPlan is what a year's turn would do.
type YearTurnPlan struct {
	Year   int // the school year that begins
	Today  time.Time
	Groups []TurnedGroup // all of the college, in their order
	Chats  []TurnedChat  // of those that graduate
	Order  OrderEdit     // «Завершение обучения»; without people there is none
	// Lists are what the new year's lists would change after the turn, or what is wrong with them; nil without lists,
	// and while the turn itself cannot be made. They have no ID: the plan is applied as a whole.
	Lists    *ImportPreview
	Problems []YearTurnProblem
	// Fingerprint is equal for equal plans only.
	Fingerprint string
}

// PlanYearTurn says what becomes of the college's groups, students and chats.
func PlanYearTurn(c YearTurnCollege, choices YearTurnChoices) YearTurnPlan {
	p := YearTurnPlan{Year: schoolYear(c.Today), Today: c.Today, Order: OrderEdit{
		Number: choices.Number, Kind: OrderGraduate, Date: orDay(choices.Date, c.Today), Effective: orDay(choices.Effective, c.Today),
	}}
	graduates := map[GroupID]bool{}
	for _, g := range c.Groups {
		turned := TurnedGroup{Group: g, Turn: choices.Turns[g.ID]}
		if turned.Turn == TurnByCourse {
			turned.Turn = turnOf(g)
		}
		for _, s := range c.Students[g.ID] {
			turned.Students = append(turned.Students, s.Name)
			if turned.Turn == TurnGraduate {
				p.Order.People = append(p.Order.People, s.Person)
			}
		}
		graduates[g.ID] = turned.Turn == TurnGraduate
		p.Groups = append(p.Groups, turned)
	}
	p.Order.People = ascending(p.Order.People)
	for _, chat := range c.Chats {
		if chat.Auto && !chat.Deleted && graduates[chat.Key.Group] {
			p.Chats = append(p.Chats, turnChat(chat, choices.Chats, p.Order.Effective.Year()))
		}
	}
	p.groupProblems(c, choices, graduates)
	p.orderProblems(c)
	p.Fingerprint = p.fingerprint()
	return p
}

func orDay(day, otherwise time.Time) time.Time {
	if day.IsZero() {
		return otherwise
	}
	return day
}

// ArchiveTitle is the title of a chat after its group has graduated: «ДО-19-3 (выпуск 2026)».
func ArchiveTitle(title string, year int) string {
	mark := fmt.Sprintf(" (выпуск %d)", year)
	if runes, most := []rune(title), MaxChatTitle-len([]rune(mark)); len(runes) > most {
		title = string(runes[:most])
	}
	return title + mark
}

// turnChat is what becomes of a graduating group's chat. One that the messenger never had will not be made. The people of
// a chat that goes are taken off its list one by one, so that the undo can bring the list back.
func turnChat(c ListedChat, fate GraduatesChats, year int) TurnedChat {
	t := TurnedChat{Chat: c.Chat, Was: c.Title, Unopened: c.Peer == 0}
	t.Deleted = fate == DeleteChats || t.Unopened
	for _, m := range c.Members {
		if m.Origin.Wanted() {
			t.Members++
		}
		switch {
		case m.Origin == OriginLeaving:
			continue
		case t.Deleted, fate == EmptyChats && m.Origin == OriginAuto && !m.Admin:
			if m.Origin.Wanted() {
				t.Leaving++
			}
			m.Origin = OriginLeaving
		case m.Origin == OriginAuto:
			m.Origin = OriginManual
		default:
			continue
		}
		t.Rows = append(t.Rows, RowChange{Member: m})
	}
	if !t.Deleted {
		t.Title, t.TitleByHand, t.Auto = ArchiveTitle(c.Title, year), true, false
	}
	return t
}

func (p *YearTurnPlan) problem(of YearTurnProblem, format string, args ...any) {
	of.Text = fmt.Sprintf(format, args...)
	p.Problems = append(p.Problems, of)
}

// groupProblems say what speaks against what becomes of the groups.
func (p *YearTurnPlan) groupProblems(c YearTurnCollege, choices YearTurnChoices, graduates map[GroupID]bool) {
	warning, stop := YearTurnProblem{}, YearTurnProblem{Stops: true}
	if c.Turned >= p.Year {
		p.problem(warning, "Переход на %s учебный год уже выполнен: если выполнить его ещё раз, группы перейдут ещё на один курс.", SchoolYearWords(c.Turned))
	}
	var unknown []string
	names := make(map[GroupID]string, len(p.Groups))
	for _, g := range p.Groups {
		names[g.ID] = g.Name
		switch {
		case g.Turn == TurnStay && g.Year == 0 && choices.Turns[g.ID] == TurnByCourse:
			unknown = append(unknown, g.Name)
		case g.Turn == TurnGoOn && g.Year == 0:
			p.problem(stop, "У группы %s не указан курс: укажите его в карточке группы или выберите «Остаются как есть».", g.Name)
		case g.Turn == TurnGoOn && g.Year >= MaxYear:
			p.problem(stop, "Группа %s уже на %d-м курсе, следующего нет: выберите для неё «Выпускаются» или «Остаются как есть».", g.Name, g.Year)
		case g.Turn == TurnGraduate && c.Coming[g.ID] > 0:
			n := c.Coming[g.ID]
			p.problem(stop, "В группу %s позже %s %s: измените приказ или выберите для неё «Остаются как есть».", g.Name,
				PluralForm(n, "придёт", "придут", "придут"), StudentWords(n))
		}
	}
	if len(unknown) > 0 {
		p.problem(warning, "Не указан курс, поэтому останутся как есть: %s. Если они переходят на следующий, укажите курс в карточке группы.", strings.Join(unknown, ", "))
	}
	if n := p.Counts(); n.GoOn+n.Graduate == 0 {
		p.problem(stop, "Ни одна группа не переходит на следующий курс и не выпускается: выполнять нечего.")
	}
	for _, g := range p.Groups {
		for _, s := range c.Students[g.ID] {
			if graduates[g.ID] && s.Later != 0 {
				p.problem(stop, "%s после выпуска перейдёт в группу %s, как записано раньше: отмените тот приказ или выберите для группы %s «Остаются как есть».",
					s.Name, names[s.Later], g.Name)
			}
			for _, other := range s.Now {
				if graduates[g.ID] && !graduates[other] {
					p.problem(warning, "%s учится и в группе %s, которая не выпускается: приказ завершит обучение и в ней.", s.Name, names[other])
				}
			}
		}
	}
}

// orderProblems say what speaks against the order, which is as it will be written when nothing does.
func (p *YearTurnPlan) orderProblems(c YearTurnCollege) {
	stop := YearTurnProblem{Stops: true, Order: true}
	if p.Order.Effective.After(c.Today) {
		p.problem(stop, "День выпуска %s ещё не наступил: выполните переход в этот день или позже.", p.Order.Effective.Format("02.01.2006"))
	}
	if len(p.Order.People) == 0 {
		return
	}
	order, err := p.Order.Clean()
	if err != nil {
		p.problem(stop, "Приказ «%s»: %s.", OrderGraduate, err)
	} else {
		p.Order = order
	}
	for _, g := range p.Groups {
		for _, s := range c.Students[g.ID] {
			if g.Turn == TurnGraduate && !slices.Contains(s.Then, g.ID) {
				p.problem(stop, "%s числится в группе %s только после дня выпуска: выберите более поздний день.", s.Name, g.Name)
			}
		}
	}
}

// Stops is why the turn cannot be made, empty when it can.
func (p YearTurnPlan) Stops() string {
	return p.stops(func(YearTurnProblem) bool { return true })
}

// GroupsStop is why the turn cannot be made of the groups as they are chosen, empty when it can.
func (p YearTurnPlan) GroupsStop() string {
	return p.stops(func(of YearTurnProblem) bool { return !of.Order && !of.Lists })
}

// OrderStops is why the order cannot be made as it is entered, empty when it can.
func (p YearTurnPlan) OrderStops() string {
	return p.stops(func(of YearTurnProblem) bool { return of.Order })
}

func (p YearTurnPlan) stops(about func(YearTurnProblem) bool) string {
	for _, problem := range p.Problems {
		if problem.Stops && about(problem) {
			return problem.Text
		}
	}
	return ""
}

// YearTurnCounts count what a turn would do.
type YearTurnCounts struct {
	GoOn, Graduate, Stay int // groups
	Students             int // who graduate
	Archived, Deleted    int // chats in the messenger
	Leaving              int // people who are taken off the lists of archived chats
}

// Counts are what the turn would do, in numbers.
func (p YearTurnPlan) Counts() (n YearTurnCounts) {
	for _, g := range p.Groups {
		switch g.Turn {
		case TurnGoOn:
			n.GoOn++
		case TurnGraduate:
			n.Graduate++
		case TurnStay:
			n.Stay++
		}
	}
	n.Students = len(p.Order.People)
	leaving := map[PersonID]bool{}
	for _, c := range p.Chats {
		switch {
		case c.Unopened:
		case c.Deleted:
			n.Deleted++
		default:
			n.Archived++
			for _, row := range c.Rows {
				if row.Origin == OriginLeaving {
					leaving[row.Person] = true
				}
			}
		}
	}
	n.Leaving = len(leaving)
	return n
}

// fingerprint tells plans apart. Answers of the messenger do not change it.
func (p YearTurnPlan) fingerprint() string {
	h := sha256.New()
	say := func(what ...any) { _, _ = fmt.Fprintln(io.Writer(h), what...) } // a hash refuses nothing
	say(p.Year, p.Order.Number, p.Order.Date.Unix(), p.Order.Effective.Unix(), p.Order.People)
	for _, g := range p.Groups {
		say("group", g.ID, g.Name, g.Group.Year, g.Turn, len(g.Students))
	}
	for _, c := range p.Chats {
		say("chat", c.ID, c.Was, c.Title, c.Deleted, c.Members)
		for _, r := range c.Rows {
			say(r.Person, r.Origin)
		}
	}
	if p.Lists != nil {
		say("lists", *p.Lists)
	}
	for _, problem := range p.Problems {
		say(problem)
	}
	return hex.EncodeToString(h.Sum(nil))
}
