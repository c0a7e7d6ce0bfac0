package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// OrderID identifies an order (приказ). Zero means none.
type OrderID int64

// OrderKind says what an order does.
type OrderKind uint8

// The kinds of orders. The store keeps these numbers.
const (
	OrderEnroll         OrderKind = iota + 1 // зачисление
	OrderEnrollTransfer                      // зачисление переводом из другой ПОО
	OrderWithdraw                            // отчисление
	OrderTransfer                            // перевод в другую группу
	OrderAcademicLeave                       // академический отпуск, и его продление
	OrderReturn                              // восстановление, выход из академического отпуска
	OrderGraduate                            // завершение обучения
	OrderDisband                             // расформирование группы
)

var orderKinds = [...]string{
	OrderEnroll: "Зачисление", OrderEnrollTransfer: "Зачисление переводом", OrderWithdraw: "Отчисление",
	OrderTransfer: "Перевод", OrderAcademicLeave: "Академический отпуск", OrderReturn: "Возвращение к обучению",
	OrderGraduate: "Завершение обучения", OrderDisband: "Расформирование группы",
}

// OrderKinds are all kinds in the order in which they are offered.
func OrderKinds() []OrderKind {
	return []OrderKind{
		OrderEnroll, OrderEnrollTransfer, OrderTransfer, OrderWithdraw, OrderAcademicLeave, OrderReturn, OrderGraduate, OrderDisband,
	}
}

// String is the kind in words: «Отчисление».
func (k OrderKind) String() string {
	if int(k) < len(orderKinds) {
		return orderKinds[k]
	}
	return ""
}

// Enrols reports whether the order may bring people that the college does not know yet.
func (k OrderKind) Enrols() bool { return k == OrderEnroll || k == OrderEnrollTransfer }

// Brings reports whether the order brings people who are in no group to one.
func (k OrderKind) Brings() bool { return k.Enrols() || k == OrderReturn }

// Ends reports whether people stop being students by the order.
func (k OrderKind) Ends() bool { return k == OrderWithdraw || k == OrderGraduate }

// Targets reports whether the order names the group that people come to.
func (k OrderKind) Targets() bool { return k.Brings() || k == OrderTransfer }

// OfStudying reports whether the order is about people who are in a group.
func (k OrderKind) OfStudying() bool {
	return k == OrderWithdraw || k == OrderTransfer || k == OrderAcademicLeave || k == OrderGraduate
}

// Order is an order. Date, Effective and Cancelled are calendar days (00:00 UTC); from Effective on, and not
// before, the order counts, unless Cancelled is set.
type Order struct {
	ID        OrderID
	Number    string
	Date      time.Time
	Kind      OrderKind
	Effective time.Time
	Cancelled time.Time
	Note      string // why: «по собственному желанию»; may be empty
	Basis     string // on what grounds: «заявление»; may be empty
	// Edition grows with every edit of what the order does with its people.
	Edition int
	// ByRoster: a roster that no longer names the people made it, and a roster that does brings them back.
	ByRoster bool
}

// RosterOrder is the order that lets students leave on a calendar day because the roster in a file no longer names
// them. It has no number: the college's own comes later, if ever. file may be empty.
func RosterOrder(today time.Time, file string) Order {
	o := Order{Number: "б/н (список)", Date: today, Kind: OrderWithdraw, Effective: today, Note: "нет в загруженном списке", ByRoster: true}
	if file != "" {
		o.Basis = "загрузка списков: " + file
	}
	return o
}

// Title is the order as people name it: «№ 15-к от 20.11.2026».
func (o Order) Title() string { return "№ " + o.Number + " от " + o.Date.Format("02.01.2006") }

// OrderState says whether an order is in force.
type OrderState uint8

// The states of an order.
const (
	OrderInForce OrderState = iota + 1
	OrderToCome
	OrderCancelled
)

// State is that of the order on the calendar day.
func (o Order) State(today time.Time) OrderState {
	switch {
	case !o.Cancelled.IsZero():
		return OrderCancelled
	case o.Effective.After(today):
		return OrderToCome
	}
	return OrderInForce
}

// Words is the state of the order in words: «вступит в силу 01.12.2026».
func (s OrderState) Words(o Order) string {
	switch s {
	case OrderCancelled:
		return "отменён"
	case OrderToCome:
		return "вступит в силу " + o.Effective.Format("02.01.2006")
	}
	return "действует"
}

// OrderEdit is what «Добавить приказ» and «Изменить приказ» carry.
type OrderEdit struct {
	Number      string
	Date        time.Time // calendar day, 00:00 UTC
	Kind        OrderKind
	Effective   time.Time  // calendar day, 00:00 UTC; zero: that of Date
	People      []PersonID // of the college
	New         []NewPerson
	Group       GroupID // the group that is disbanded, of OrderDisband alone
	To          GroupID // the group that people come to
	Note, Basis string
	Sure        bool // the answer to ErrOrderDoubt is yes
	Losing      bool // what LossError asks is confirmed
}

const maxOrderNumber = 40

var (
	// ErrNoTarget says that an order does not name the group that people come to.
	ErrNoTarget = errors.New("выберите группу, в которую переходят студенты")
	// ErrNoOrderDate says that an order has no date.
	ErrNoOrderDate = errors.New("укажите дату приказа: ДД.ММ.ГГГГ")
	// ErrNoDisbanded says that an order does not name the group that it ends.
	ErrNoDisbanded = errors.New("выберите группу, которую расформировывают")
	// ErrOrderDoubt asks about what is possible and probably a slip. An edit that is Sure is accepted.
	ErrOrderDoubt = errors.New("если это не опечатка, подтвердите это")
)

// OrderNamesake asks about somebody new in an order who has the name of students of the college or, without Known, of
// somebody else in the order. A NewPerson that is a Namesake is accepted. It is an ErrNamesake.
type OrderNamesake struct {
	Name  Name
	Known []OrderChoice
}

// Error says who has the name: «такой студент уже есть: Котов Ян, группа ДО-19-3.».
func (e *OrderNamesake) Error() string {
	if len(e.Known) == 0 {
		return e.Name.String() + " есть в приказе дважды."
	}
	who := make([]string, len(e.Known))
	for i, c := range e.Known {
		who[i] = c.Name.String() + ", " + c.Detail
		if c.Studies {
			who[i] = c.Name.String() + ", группа " + c.Detail
		}
	}
	return "такой студент уже есть: " + strings.Join(who, "; ") + "."
}

// Unwrap makes it an ErrNamesake.
func (e *OrderNamesake) Unwrap() error { return ErrNamesake }

// The years that an order may have.
const minOrderYear, maxOrderYear = 1950, 2100

var (
	errNoOrderKind   = errors.New("выберите вид приказа")
	errNoOrderNumber = errors.New("введите номер приказа, например «15-к»")
	errOrderYear     = errors.New("проверьте год в датах приказа")
	errNobodyNew     = fmt.Errorf("%w или введите ФИО нового студента", ErrNobody)
)

// Clean trims the edit of a new order, drops what its kind has no use for, and says what is missing. The known people
// come back in ascending order without repeats.
func (e OrderEdit) Clean() (OrderEdit, error) { return e.clean(true) }

// CleanChange is Clean for the edit of an order that was written before: where it names no group that people come to,
// each of them comes to the same one as before.
func (e OrderEdit) CleanChange() (OrderEdit, error) { return e.clean(false) }

func (e OrderEdit) clean(target bool) (OrderEdit, error) {
	e.Number, e.Note, e.Basis = strings.TrimSpace(strings.TrimPrefix(Squeeze(e.Number), "№")), Squeeze(e.Note), Squeeze(e.Basis)
	if e.Effective.IsZero() {
		e.Effective = e.Date
	}
	e.People = ascending(e.People)
	if !e.Kind.Enrols() {
		e.New = nil
	}
	if !e.Kind.Targets() {
		e.To = 0
	}
	if e.Kind == OrderDisband {
		e.People = nil
	} else {
		e.Group = 0
	}
	switch {
	case e.Kind.String() == "":
		return e, errNoOrderKind
	case e.Number == "":
		return e, errNoOrderNumber
	case len([]rune(e.Number)) > maxOrderNumber:
		return e, fmt.Errorf("номер приказа длиннее %d знаков: сократите его", maxOrderNumber)
	case e.Date.IsZero():
		return e, ErrNoOrderDate
	case !orderYear(e.Date) || !orderYear(e.Effective):
		return e, errOrderYear
	case len([]rune(e.Note)) > maxText || len([]rune(e.Basis)) > maxText:
		return e, fmt.Errorf("причина и основание — не длиннее %d знаков: сократите их", maxText)
	case e.Kind == OrderDisband && e.Group == 0:
		return e, ErrNoDisbanded
	case target && e.Kind.Targets() && e.To == 0:
		return e, ErrNoTarget
	case e.Kind.Enrols() && len(e.People)+len(e.New) == 0:
		return e, errNobodyNew
	case e.Kind != OrderDisband && !e.Kind.Enrols() && len(e.People) == 0:
		return e, ErrNobody
	}
	return e.cleanNew()
}

// A date further from today is asked about.
const yearsAhead, yearsBack = 1, 10

// Doubts asks, as ErrOrderDoubt, about a day of the order that is years away from the calendar day today, unless the edit
// is Sure.
func (e OrderEdit) Doubts(today time.Time) error {
	if e.Sure {
		return nil
	}
	var doubts []string
	if far := FarDay(e.Date, today); far != "" {
		doubts = append(doubts, "датирован "+e.Date.Format("02.01.2006")+", это "+far)
	}
	if far := FarDay(e.Effective, today); far != "" {
		doubts = append(doubts, "вступает в силу "+e.Effective.Format("02.01.2006")+", это "+far)
	}
	if len(doubts) == 0 {
		return nil
	}
	return fmt.Errorf("приказ %s: %w", strings.Join(doubts, ", и "), ErrOrderDoubt)
}

// FarDay says how far from the calendar day today a day of an order is, if that is probably a slip: «через 36 лет»; else
// it is empty.
func FarDay(day, today time.Time) string {
	years := func(from, to time.Time) string {
		n := to.Year() - from.Year()
		if from.AddDate(n, 0, 0).After(to) {
			n--
		}
		return Plural(n, "год", "года", "лет")
	}
	switch {
	case day.After(today.AddDate(yearsAhead, 0, 0)):
		return "через " + years(today, day)
	case day.Before(today.AddDate(-yearsBack, 0, 0)):
		return years(day, today) + " назад"
	}
	return ""
}

func orderYear(day time.Time) bool { return day.Year() >= minOrderYear && day.Year() <= maxOrderYear }

// cleanNew trims the names of those who are new.
func (e OrderEdit) cleanNew() (OrderEdit, error) {
	e.New = slices.Clone(e.New)
	for i := range e.New {
		var err error
		if e.New[i].Name, err = CleanName(e.New[i].Name); err != nil {
			return e, err
		}
	}
	return e, nil
}
