package model

import (
	"slices"
	"strings"
)

// Stranger is somebody in a chat in the messenger who is not on the chat's list.
type Stranger struct {
	Chat    ChatID
	Profile MessengerID
	Name    Name // from the messenger, without a middle name; zero when it gives none
	Admin   bool // of the chat in the messenger
	Leaving bool // the agent is to remove them
	Code    int  // the messenger's error code of the last removal, or 0
}

// Title is what the stranger is called: by name or, without one, by number.
func (s Stranger) Title(number string) string {
	if full := strings.TrimSpace(s.Name.FirstName + " " + s.Name.LastName); full != "" {
		return full
	}
	return "id" + number
}

// StrangerCount counts those who are in chats though not on their lists, and are not to be removed.
type StrangerCount struct {
	Chats  int `json:"chats"`
	People int `json:"people"`
}

// Words tell it: «в 1 чате 2 человека не из списка»; empty when there are none.
func (c StrangerCount) Words() string {
	if c.People == 0 {
		return ""
	}
	return "в " + Plural(c.Chats, "чате", "чатах", "чатах") + " " + PeopleWords(c.People) + " не из списка"
}

// StrangerRow is a row of «Не из списка».
type StrangerRow struct {
	Stranger
	Reason string // Russian, why the last removal was refused; empty when it was not
	// Known is the person of the college whose profile this is, though they are not on this chat's list. Without one,
	// Like is the person who has a similar name; zero when nobody fits, or more than one.
	Known, Like Candidate
	// Sure: the name is the same, apart from case and ё.
	Sure bool
}

// Resembling finds the one person with the messenger's name: the same first and last name, in either order, or
// else nearly the same. Where several fit, it finds nobody. sure: the name is the same.
func Resembling(name Name, people []Candidate) (found Candidate, sure, ok bool) {
	first, last := Fold(name.FirstName), Fold(name.LastName)
	if first == "" || last == "" {
		return found, false, false
	}
	for _, near := range []func(a, b string) bool{func(a, b string) bool { return a == b }, almost} {
		n := 0
		for _, p := range people {
			theirFirst, theirLast := Fold(p.Name.FirstName), Fold(p.Name.LastName)
			if near(first, theirFirst) && near(last, theirLast) || near(first, theirLast) && near(last, theirFirst) {
				found, n = p, n+1
			}
		}
		switch {
		case n == 1:
			return found, sameName(first, last, found.Name), true
		case n > 1:
			return Candidate{}, false, false
		}
	}
	return Candidate{}, false, false
}

func sameName(first, last string, n Name) bool {
	theirs := []string{Fold(n.FirstName), Fold(n.LastName)}
	return slices.Equal(theirs, []string{first, last}) || slices.Equal(theirs, []string{last, first})
}

// shortNames are the everyday forms of first names that people use in messengers.
var shortNames = map[string][]string{
	"александр": {"саша", "саня", "шура"}, "александра": {"саша", "шура"}, "алексей": {"леша", "алеша"}, "алина": {"аля"},
	"анастасия": {"настя"}, "андрей": {"андрюша"}, "анна": {"аня", "анюта"}, "антон": {"тоша"}, "борис": {"боря"}, "вадим": {"вадик"},
	"валентина": {"валя"}, "валерия": {"лера"}, "валерий": {"валера"}, "варвара": {"варя"}, "василий": {"вася"}, "вероника": {"ника"},
	"виктор": {"витя"}, "виктория": {"вика"}, "владимир": {"вова", "володя"}, "владислав": {"влад", "владик"}, "галина": {"галя"},
	"георгий": {"гоша", "жора"}, "григорий": {"гриша"}, "дарья": {"даша"}, "дмитрий": {"дима", "митя"}, "евгений": {"женя"},
	"евгения": {"женя"}, "екатерина": {"катя"}, "елена": {"лена"}, "елизавета": {"лиза"}, "иван": {"ваня"}, "игорь": {"гоша"},
	"ирина": {"ира"}, "константин": {"костя"}, "ксения": {"ксюша"}, "лариса": {"лара"}, "любовь": {"люба"}, "людмила": {"люда", "мила"},
	"максим": {"макс"}, "маргарита": {"рита"}, "мария": {"маша", "маруся"}, "михаил": {"миша"}, "надежда": {"надя"}, "наталья": {"наташа", "наталия"},
	"никита": {"ник"}, "николай": {"коля"}, "ольга": {"оля"}, "павел": {"паша"}, "петр": {"петя"}, "полина": {"поля"}, "роман": {"рома"},
	"светлана": {"света"}, "семен": {"сема"}, "сергей": {"сережа"}, "софия": {"соня", "софья"}, "станислав": {"стас"}, "степан": {"степа"},
	"татьяна": {"таня"}, "тимофей": {"тима"}, "федор": {"федя"}, "юлия": {"юля"}, "юрий": {"юра"}, "яна": {"яночка"},
}

// almost reports whether two folded names differ in one letter, or one is the everyday form of the other.
func almost(a, b string) bool {
	if a == b || slices.Contains(shortNames[a], b) || slices.Contains(shortNames[b], a) {
		return true
	}
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 4 || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return slices.Equal(x[i+1:], y[i+1:])
	}
	return slices.Equal(x[i:], y[i+1:])
}
