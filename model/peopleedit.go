package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// The longest texts of the roster, in characters, and the most hours of a subject.
const (
	maxNamePart  = 60
	maxGroupName = 40
	maxText      = 200
	maxHours     = 2000
)

// MaxYear is the last year of study, курс.
const MaxYear = 6

// Errors of edits of the roster, in words for those who make them.
var (
	// ErrNamesake: the college has somebody of the same name. An edit that confirms a namesake is accepted.
	ErrNamesake = errors.New("если это другой человек с таким же именем, подтвердите это")

	// ErrNobody: an edit names no people.
	ErrNobody = errors.New("никто не выбран: отметьте людей в списке")

	errNoLearners  = errors.New("выберите студентов или отметьте «Вся группа»")
	errNoGroupName = errors.New("введите название группы, например «ДО-19-3»")
	errNoSubject   = errors.New("введите название предмета")
)

// GroupEdit is what the dialog of a group carries.
type GroupEdit struct {
	Name      string
	Year      int // курс; 0 when unknown
	Specialty string
	Curator   PersonID // 0: none
}

// NewPerson is somebody to be added by hand.
type NewPerson struct {
	Name Name
	// Namesake confirms that the person is another one than those of the same name.
	Namesake bool
}

// KnownPerson asks about somebody new who has the name of people of the college: one person may be several
// things, and has one profile. A NewPerson that is a Namesake is accepted. It is an ErrNamesake.
type KnownPerson struct{ Known []Person }

// Error says who has the name: «Каган Наталья Васильевна уже есть в колледже (сотрудник)».
func (e *KnownPerson) Error() string {
	kinds := Each(e.Known, func(p Person) string { return KindWords(p.Kind) })
	return fmt.Sprintf("%s уже есть в колледже (%s): %s", e.Known[0].Name, strings.Join(kinds, "; "), ErrNamesake)
}

// Unwrap makes it an ErrNamesake.
func (e *KnownPerson) Unwrap() error { return ErrNamesake }

// CheckKnown asks about people of the same name, unless the edit says that it is another one.
func (p NewPerson) CheckKnown(named []Person) error {
	if p.Namesake || len(named) == 0 {
		return nil
	}
	return &KnownPerson{named}
}

// NewParent is what «Добавить родителя» carries: a new person, or one who is known already.
type NewParent struct {
	Student  PersonID
	Known    PersonID // not zero: this person, and Person is not used
	Person   NewPerson
	Relation string
}

// NewStaff is what «Добавить сотрудника» carries: a new person, or one who is known already. Rights are not granted by it.
type NewStaff struct {
	NewPerson
	Known PersonID // not zero: this person, and NewPerson is not used
	Roles Roles    // RoleCurator and RoleTeacher
}

// TeachingEdit is what the dialog of a subject carries.
type TeachingEdit struct {
	Group                    GroupID
	Subject, Index, Subgroup string
	Hours                    int // planned academic hours, 0 when unknown
	WholeGroup               bool
	Teachers                 []PersonID
	Learners                 []PersonID // unless WholeGroup
}

// CleanName trims a full name and says what is wrong with it.
func CleanName(n Name) (Name, error) {
	for _, part := range []struct {
		text *string
		what string
		must bool
	}{{&n.LastName, "фамилию", true}, {&n.FirstName, "имя", true}, {&n.MiddleName, "отчество", false}} {
		*part.text = Squeeze(*part.text)
		switch text := *part.text; {
		case text == "" && part.must:
			return n, fmt.Errorf("введите %s", part.what)
		case len([]rune(text)) > maxNamePart:
			return n, fmt.Errorf("сократите %s до %d знаков", part.what, maxNamePart)
		case strings.IndexFunc(text, notOfNames) >= 0:
			return n, fmt.Errorf("проверьте %s: в нём есть лишние знаки", part.what)
		}
	}
	return n, nil
}

func notOfNames(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" -‐'’.()", r)
}

// beginsAName reports whether a text begins as names of groups do; «-1» is a slip of the hand.
func beginsAName(text string) bool {
	first := []rune(text)[0]
	return unicode.IsLetter(first) || unicode.IsDigit(first)
}

// Clean trims the edit and says what is wrong with it. others are the college's other groups in force, where the name is a new one.
func (e GroupEdit) Clean(others []Group) (GroupEdit, error) {
	e.Name, e.Specialty = Squeeze(e.Name), Squeeze(e.Specialty)
	switch {
	case e.Name == "":
		return e, errNoGroupName
	case !beginsAName(e.Name):
		return e, fmt.Errorf("название группы начинается с буквы или цифры: проверьте «%s»", e.Name)
	case len([]rune(e.Name)) > maxGroupName:
		return e, fmt.Errorf("название группы длиннее %d знаков: сократите его", maxGroupName)
	case len([]rune(e.Specialty)) > maxText:
		return e, fmt.Errorf("название специальности длиннее %d знаков: сократите его", maxText)
	case e.Year < 0 || e.Year > MaxYear:
		return e, fmt.Errorf("курс бывает от 1 до %d", MaxYear)
	}
	for _, g := range others {
		switch {
		case Fold(g.Name) == Fold(e.Name):
			return e, fmt.Errorf("группа «%s» уже есть: введите другое название", g.Name)
		case FoldTitle(g.Name) == FoldTitle(e.Name):
			return e, fmt.Errorf("группа «%s» уже есть, только буквы в ней другие, русские или латинские: введите другое название", g.Name)
		}
	}
	return e, nil
}

// Clean trims the edit and says what is wrong with it. students are those of the group, others the
// group's other teachings, where the edit names the subject otherwise than before. The lists of people come back in ascending order without repeats.
func (e TeachingEdit) Clean(students []PersonID, others []Teaching) (TeachingEdit, error) {
	e.Subject, e.Index, e.Subgroup = Squeeze(e.Subject), Squeeze(e.Index), Squeeze(e.Subgroup)
	e.Teachers = ascending(e.Teachers)
	e.Learners = ascending(e.Learners)
	if e.WholeGroup {
		e.Learners = nil
	}
	switch {
	case e.Subject == "":
		return e, errNoSubject
	case len([]rune(e.Subject)) > maxText:
		return e, fmt.Errorf("название предмета длиннее %d знаков: сократите его", maxText)
	case len([]rune(e.Index)) > maxGroupName || len([]rune(e.Subgroup)) > maxGroupName:
		return e, fmt.Errorf("индекс и подгруппа не длиннее %d знаков", maxGroupName)
	case e.Hours < 0 || e.Hours > maxHours:
		return e, fmt.Errorf("часов по плану бывает от 0 до %d", maxHours)
	case !e.WholeGroup && len(e.Learners) == 0:
		return e, errNoLearners
	}
	for _, id := range e.Learners {
		if !slices.Contains(students, id) {
			return e, errors.New("среди студентов предмета есть те, кто больше не учится в группе: откройте список заново")
		}
	}
	for _, t := range others {
		if t.Group == e.Group && FoldTitle(t.Subject) == FoldTitle(e.Subject) && Fold(t.Index) == Fold(e.Index) && Fold(t.Subgroup) == Fold(e.Subgroup) {
			return e, fmt.Errorf("«%s» в этой группе уже есть: укажите подгруппу или измените ту строку", t.Subject)
		}
	}
	return e, nil
}

// CleanRelation trims a relation and says what is wrong with it.
func CleanRelation(relation string) (string, error) {
	relation = Squeeze(relation)
	if len([]rune(relation)) > maxNamePart {
		return relation, fmt.Errorf("сократите, кем приходится родитель, до %d знаков", maxNamePart)
	}
	return relation, nil
}

// CheckNamesake refuses a person whose name is in a list already, unless the edit says that it is
// another one. where says whose list it is: «в группе ДО-19-3».
func (p NewPerson) CheckNamesake(list []Name, where string) error {
	if p.Namesake {
		return nil
	}
	for _, n := range list {
		if Fold(n.String()) == Fold(p.Name.String()) {
			return fmt.Errorf("%s уже есть %s: %w", n, where, ErrNamesake)
		}
	}
	return nil
}

// CheckChosen refuses an empty choice.
func CheckChosen(people []PersonID) error {
	if len(people) == 0 {
		return ErrNobody
	}
	return nil
}

// CheckDisband refuses to disband a group that has students; coming counts those who join it later.
func CheckDisband(group string, students, coming int) error {
	switch students {
	case 0:
		return nil
	case coming:
		return fmt.Errorf("в группу %s ещё %s %s: сначала отмените приказ или переведите всех в другую группу", group,
			PluralForm(coming, "придёт", "придут", "придут"), StudentWords(coming))
	}
	return fmt.Errorf("в группе %s ещё %s: сначала переведите всех в другую группу или отметьте выбывшими",
		group, StudentWords(students))
}

func ascending(people []PersonID) []PersonID {
	people = slices.Clone(people)
	slices.Sort(people)
	return slices.Compact(people)
}
