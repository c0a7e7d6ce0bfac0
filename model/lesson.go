package model

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// LessonID identifies a lesson of a journal. Zero means none.
type LessonID int64

// LessonKind is the kind of a lesson (вид занятия). Zero is unknown.
type LessonKind uint8

// The kinds of lessons.
const (
	LessonLecture       LessonKind = iota + 1 // Лекция
	LessonPlain                               // Урок
	LessonPractical                           // Практ. занятие
	LessonPracticalWork                       // Практ. работа
	LessonLaboratory                          // Лаб. занятие
	LessonSeminar                             // Семинар
	LessonPractice                            // Практика
	LessonIndependent                         // Сам. работа
	LessonConsultation                        // Консультация
	LessonExcursion                           // Экскурсия
	LessonTest                                // Контр. работа
	LessonEssay                               // Сочинение
	LessonGame                                // Деловая игра
	LessonSport                               // Сдача спорт. нормативов
)

var lessonKinds = worded[LessonKind]{
	LessonLecture:       {"Лекция", "Лек"},
	LessonPlain:         {"Урок", "Урок"},
	LessonPractical:     {"Практ. занятие", "Пр"},
	LessonPracticalWork: {"Практ. работа", "ПрР"},
	LessonLaboratory:    {"Лаб. занятие", "Лаб"},
	LessonSeminar:       {"Семинар", "Сем"},
	LessonPractice:      {"Практика", "Прак"},
	LessonIndependent:   {"Сам. работа", "СР"},
	LessonConsultation:  {"Консультация", "Конс"},
	LessonExcursion:     {"Экскурсия", "Экск"},
	LessonTest:          {"Контр. работа", "КР"},
	LessonEssay:         {"Сочинение", "Соч"},
	LessonGame:          {"Деловая игра", "ДИ"},
	LessonSport:         {"Сдача спорт. нормативов", "Спорт"},
}

// LessonKinds lists every kind in the order in which they are offered.
func LessonKinds() []LessonKind { return lessonKinds.values() }

// Known reports whether k is one of the kinds.
func (k LessonKind) Known() bool { return lessonKinds.of(k).label != "" }

// String is the kind's label in the window; an unknown kind has none.
func (k LessonKind) String() string { return lessonKinds.of(k).label }

// Short is the label for a narrow column: «Лек».
func (k LessonKind) Short() string { return lessonKinds.of(k).short }

// ParseLessonKind reads a kind's label or its short form without regard to case, blanks and full stops.
func ParseLessonKind(text string) (LessonKind, bool) {
	wanted := kindKey(text)
	for _, k := range LessonKinds() {
		if wanted == kindKey(k.String()) || wanted == kindKey(k.Short()) {
			return k, true
		}
	}
	k, known := kindSynonyms[wanted]
	return k, known
}

func kindKey(text string) string {
	return strings.NewReplacer(" ", "", ".", "", "-", "").Replace(Fold(text))
}

// kindSynonyms are what foreign plans and timetables write for our kinds.
var kindSynonyms = map[string]LessonKind{
	"лекционноезанятие": LessonLecture, "практическоезанятие": LessonPractical, "практзан": LessonPractical,
	"практическаяработа": LessonPracticalWork, "лабораторноезанятие": LessonLaboratory, "лабораторнаяработа": LessonLaboratory,
	"лабработа": LessonLaboratory, "самостоятельнаяработа": LessonIndependent, "контрольнаяработа": LessonTest,
	"сдачаспортивныхнормативов": LessonSport, "теоретическоезанятие": LessonLecture, "учебнаяпрактика": LessonPractice,
}

// Lesson is one lesson of a subject's journal.
type Lesson struct {
	ID       LessonID
	Teaching TeachingID
	// Date is the calendar day in the college's time zone, as 00:00 UTC.
	Date time.Time
	// Begins and Ends are the times of a lesson that the timetable names, UTC; zero when it names none.
	Begins, Ends time.Time
	Hours        int // academic hours
	Kind         LessonKind
	// Topic is the plan's topic, whose title cannot be edited; zero when Title was typed.
	Topic TopicID
	Title string
	// Scheduled says that the lesson came from the timetable.
	Scheduled bool
	Room      string // may be empty
}

// LessonEdit is what «Занятие» saves (Рисунок 448). A zero ID makes a new lesson of Teaching.
type LessonEdit struct {
	ID       LessonID
	Teaching TeachingID
	Date     time.Time // calendar day, 00:00 UTC
	Hours    int
	Kind     LessonKind
	Topic    TopicID // when set, Title is not used
	Title    string
	Whole    bool // another day is that of the lesson's whole stream
	// Seen is the lesson as it was when it was opened, of those that are there already.
	Seen LessonSeen
}

// LessonSeen is what «Занятие» shows of a lesson.
type LessonSeen struct {
	Date  time.Time // calendar day, 00:00 UTC
	Hours int
	Kind  LessonKind
	Topic TopicID
	Title string // the topic's, where there is one
}

// Seen is what «Занятие» shows of the lesson.
func (l Lesson) Seen() LessonSeen {
	return LessonSeen{Date: l.Date, Hours: l.Hours, Kind: l.Kind, Topic: l.Topic, Title: l.Title}
}

// Clash says what somebody changed in the lesson since it was seen that would be taken back; see Clash.
func (s LessonSeen) Clash(now, mine LessonSeen) string {
	day := func(l LessonSeen) string { return l.Date.Format("02.01.2006") }
	return Clash([]EditedField{
		{"дата", day(s), day(now), day(mine)}, {"часы", strconv.Itoa(s.Hours), strconv.Itoa(now.Hours), strconv.Itoa(mine.Hours)},
		{"вид", s.Kind.String(), now.Kind.String(), mine.Kind.String()}, {"тема", s.Title, now.Title, mine.Title},
	})
}

// The bounds of a lesson.
const (
	MaxLessonHours = 12
	MaxTopicTitle  = 1000 // characters
)

// Clean brings an edit into form or says what is wrong with it. The day has to lie within a school year
// of today, which catches a mistyped year.
func (e LessonEdit) Clean(today time.Time) (LessonEdit, error) {
	e.Title = Squeeze(e.Title)
	switch {
	case e.Date.IsZero():
		return e, errors.New("укажите дату занятия: ДД.ММ.ГГГГ")
	case e.Date.Before(today.AddDate(-1, 0, 0)) || e.Date.After(today.AddDate(1, 0, 0)):
		return e, fmt.Errorf("дата %s дальше года от сегодняшнего дня: проверьте год", e.Date.Format("02.01.2006"))
	case e.Hours < 1 || e.Hours > MaxLessonHours:
		return e, fmt.Errorf("длительность — от 1 до %d академических часов", MaxLessonHours)
	case !e.Kind.Known():
		return e, errors.New("выберите вид занятия")
	}
	if e.Topic != 0 {
		e.Title = ""
		return e, nil
	}
	return e, CheckTopicTitle(e.Title)
}

// CheckTopicTitle says what is wrong with a topic that was typed or read.
func CheckTopicTitle(title string) error {
	switch n := utf8.RuneCountInString(title); {
	case n == 0:
		return errors.New("укажите тему занятия: выберите её из КТП или напишите")
	case n > MaxTopicTitle:
		return fmt.Errorf("тема занятия длиннее %d знаков: сократите её", MaxTopicTitle)
	}
	return nil
}

// Day is the calendar day of an instant in a time zone, as 00:00 UTC.
func Day(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// At is the instant of a wall clock's time on a calendar day in a time zone; minutes count from midnight.
func At(day time.Time, minutes int, zone *time.Location) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, minutes, 0, 0, zone).UTC()
}

// MinutesIn are the minutes since midnight that a clock in the time zone shows.
func MinutesIn(at time.Time, zone *time.Location) int {
	at = at.In(zone)
	return at.Hour()*60 + at.Minute()
}

// ParseClock reads a time of day as people type it: «10:15», «10.15», «1015», «9». It gives the minutes since
// midnight.
func ParseClock(text string) (int, error) {
	wrong := fmt.Errorf("время «%s» не похоже на ЧЧ:ММ", strings.TrimSpace(text))
	digits := strings.NewReplacer(".", ":", "-", ":", ",", ":", " ", ":").Replace(strings.TrimSpace(text))
	hours, minutes, split := strings.Cut(digits, ":")
	if !split && len(digits) > 2 {
		hours, minutes = digits[:len(digits)-2], digits[len(digits)-2:]
		split = true
	}
	h, ok := shortNumber(hours)
	m := 0
	if ok && split {
		m, ok = shortNumber(minutes)
		ok = ok && len(minutes) == 2
	}
	if !ok || h > 23 || m > 59 {
		return 0, wrong
	}
	return h*60 + m, nil
}

// shortNumber reads one or two digits.
func shortNumber(text string) (int, bool) {
	if len(text) < 1 || len(text) > 2 {
		return 0, false
	}
	n := 0
	for _, r := range text {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, true
}

// ClockText writes minutes since midnight as «10:15».
func ClockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// academicHours is how many academic hours of so many minutes a time takes, at least one.
func academicHours(length time.Duration, hour int) int {
	minutes := int(length / time.Minute)
	return max(1, (minutes+hour/2)/hour)
}
