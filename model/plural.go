package model

import (
	"strconv"
	"strings"
)

// Plural puts a number before the form of a noun that Russian wants after it: «1 чат», «2 чата»,
// «5 чатов».
func Plural(n int, one, few, many string) string {
	return strconv.Itoa(n) + " " + PluralForm(n, one, few, many)
}

// PeopleWords counts people: «1 человек», «2 человека».
func PeopleWords(n int) string {
	return Plural(n, "человек", "человека", "человек")
}

// ParentWords is how many parents: «8 родителей».
func ParentWords(n int) string {
	return Plural(n, "родитель", "родителя", "родителей")
}

// StudentWords counts students: «1 студент», «2 студента».
func StudentWords(n int) string {
	return Plural(n, "студент", "студента", "студентов")
}

// ChatWords counts chats: «1 чат», «2 чата».
func ChatWords(n int) string { return Plural(n, "чат", "чата", "чатов") }

// ChangeWords counts changes: «1 изменение», «2 изменения».
func ChangeWords(n int) string {
	return Plural(n, "изменение", "изменения", "изменений")
}

// PluralForm is the form of a noun that Russian wants after n.
func PluralForm(n int, one, few, many string) string {
	if n < 0 {
		n = -n
	}
	switch tens, units := n%100, n%10; {
	case tens >= 11 && tens <= 14:
		return many
	case units == 1:
		return one
	case units >= 2 && units <= 4:
		return few
	}
	return many
}

// FirstOf are the first of many lines, and one that says how many more there are: «и ещё 5».
func FirstOf(lines []string, most int) []string {
	if more := len(lines) - most; more > 0 {
		return append(lines[:most:most], "и ещё "+strconv.Itoa(more))
	}
	return lines
}

// FewOf joins the first of many words and says how many more there are: «Иванова Мария, Кац Ян и ещё 5».
func FewOf(words []string, most int, between string) string {
	text := strings.Join(words[:min(len(words), most)], between)
	if more := len(words) - most; more > 0 {
		text += " и ещё " + strconv.Itoa(more)
	}
	return text
}
