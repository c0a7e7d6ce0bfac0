package college

import (
	"slices"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

const (
	// massNamed is how many people of a mass edit its line of «Журнал изменений» names.
	massNamed = 3
	// listNamed is how many people it names of those who came to a list or left it.
	listNamed = 5
)

// Names are the people in short, by name: the first few, and how many more.
func Names(tx *store.Tx, people []model.PersonID) (string, error) {
	names := make([]string, 0, len(people))
	for _, id := range people {
		p, err := tx.Person(id)
		if err != nil {
			return "", err
		}
		names = append(names, p.Name.Short())
	}
	slices.Sort(names)
	return model.FewOf(names, listNamed, ", "), nil
}

// PeopleChange is what an edit does to a list, each part with its people: «добавлены: Кац Я., Орлова М.; удалены: Белова А.». A part
// without anybody is left out.
func PeopleChange(tx *store.Tx, parts ...PeoplePart) (words []string, err error) {
	for _, part := range parts {
		names, err := Names(tx, part.People)
		if err != nil {
			return nil, err
		}
		if names != "" {
			words = append(words, part.What+": "+names)
		}
	}
	return words, nil
}

// PeoplePart is one thing that an edit does to a list, with the people concerned.
type PeoplePart struct {
	What   string
	People []model.PersonID
}

// Things name the kind of things to which an action is done. An action done to several becomes one line of «Журнал
// изменений».
type Things int

// One has a line of its own; the others are counted.
const (
	One Things = iota
	Students
	Staff
	Groups
	Subjects
	Chats
	Accounts
)

// counted are the forms of numbers of things.
var counted = map[Things][3]string{
	Students: {"студент", "студента", "студентов"},
	Staff:    {"сотрудник", "сотрудника", "сотрудников"},
	Groups:   {"группа", "группы", "групп"},
	Subjects: {"предмет", "предмета", "предметов"},
	Chats:    {"чат", "чата", "чатов"},
	Accounts: {"учётная запись", "учётные записи", "учётных записей"},
}

// DoneLine is a line of «Журнал изменений» that was not written yet.
type DoneLine struct {
	Of                       Things
	Action, Subject, Details string
}

// AuditEach writes lines of «Журнал изменений», those of one action as one.
func AuditEach(tx *store.Tx, now time.Time, who model.PersonID, lines []DoneLine) error {
	for _, l := range inOne(lines) {
		if err := tx.Audit(now, who, l.Action, l.Subject, l.Details); err != nil {
			return err
		}
	}
	return nil
}

// inOne makes one line of each action that was done several times: «3 студента: …», with what differs in the details.
func inOne(lines []DoneLine) (merged []DoneLine) {
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
