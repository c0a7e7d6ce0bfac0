package college

import (
	"slices"

	"zvonok/model"
)

// massNamed is how many people of a mass edit its line of «Журнал изменений» names.
const massNamed = 3

// Things are what an action is done to. What is done to several of them becomes one line of «Журнал изменений».
type Things int

// One has a line of its own; the others are counted.
const (
	One Things = iota
	Students
	Staff
	Groups
	Subjects
	Chats
)

// counted are the forms of numbers of things.
var counted = map[Things][3]string{
	Students: {"студент", "студента", "студентов"},
	Staff:    {"сотрудник", "сотрудника", "сотрудников"},
	Groups:   {"группа", "группы", "групп"},
	Subjects: {"дисциплина", "дисциплины", "дисциплин"},
	Chats:    {"чат", "чата", "чатов"},
}

// DoneLine is a line of «Журнал изменений» that is yet to be written.
type DoneLine struct {
	Of                       Things
	Action, Subject, Details string
}

// InOne makes one line of each action that was done several times: «3 студента: …», with what differs in the details.
func InOne(lines []DoneLine) (merged []DoneLine) {
	of := map[string][]DoneLine{}
	for _, l := range lines {
		if l.Of == One || len(of[l.Action]) == 0 {
			merged = append(merged, l)
		}
		of[l.Action] = append(of[l.Action], l)
	}
	for i, l := range merged {
		forms, all := counted[l.Of], of[l.Action]
		if l.Of == One || len(all) < 2 {
			continue
		}
		var subjects, details []string
		for _, one := range all {
			subjects = append(subjects, one.Subject)
			if one.Details != "" && !slices.Contains(details, one.Details) {
				details = append(details, one.Details)
			}
		}
		merged[i].Subject = model.Plural(len(all), forms[0], forms[1], forms[2]) + ": " + model.FewOf(subjects, massNamed, ", ")
		merged[i].Details = model.FewOf(details, massNamed, "; ")
	}
	return merged
}
