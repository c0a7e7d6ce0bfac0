package table

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"zvonok/model"
)

// Name reads a full name.
func (rec *Record) Name(col int) model.Name {
	text := rec.Values[col]
	name := model.ParseName(text)
	switch {
	case text == "", strings.ContainsRune(text, utf8.RuneError), utf8.RuneCountInString(text) > MaxValue:
		// A single word need not be wrong; the other mistakes were complained of already.
	case strings.Contains(text, "@"):
		rec.Problem(col, "Здесь адрес почты, а не ФИО: проверьте, не перепутаны ли столбцы")
	case strings.ContainsFunc(text, unicode.IsDigit):
		rec.Problem(col, "В ФИО есть цифры: напишите фамилию, имя и отчество буквами")
	case !strings.Contains(text, " "):
		rec.Problem(col, "ФИО из одного слова: напишите фамилию и имя, а если есть, и отчество")
	case MixedWord(text) != "":
		rec.Problem(col, "В слове «"+MixedWord(text)+"» русские и латинские буквы вместе: наберите его заново")
	default:
		if _, err := model.CleanName(name); err != nil {
			rec.Problem(col, "ФИО не похоже на имя человека: "+err.Error())
		}
	}
	return name
}

// Code reads an identifier. Spreadsheets keep whole numbers as «13001.0» or «1.3001E4».
func (rec *Record) Code(col int) string { return WholeNumber(rec.Values[col]) }

// WholeNumber drops the fraction of a number that has none; any other text stays as it is.
func WholeNumber(s string) string {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return s
	}
	whole, fraction, cut := strings.Cut(s, ".")
	if !cut {
		whole, fraction, cut = strings.Cut(s, ",")
	}
	if !cut || fraction == "" || strings.Trim(whole, "0123456789") != "" {
		return s
	}
	if strings.Trim(fraction, "0") == "" {
		return whole
	}
	if !strings.ContainsAny(fraction, "eE") {
		return s
	}
	f, err := strconv.ParseFloat(whole+"."+fraction, 64)
	if err != nil || f != math.Trunc(f) || f >= 1<<53 {
		return s
	}
	return strconv.FormatFloat(f, 'f', 0, 64)
}

// Number reads a whole number from low to high; an empty value is zero.
func (rec *Record) Number(col, low, high int, complaint string) int {
	text := WholeNumber(rec.Values[col])
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		rec.Problem(col, complaint)
		return 0
	}
	return n
}

// The serial numbers of the days that spreadsheets know between 1950 and 2100.
const (
	FirstSerial = 18264
	LastSerial  = 73050
)

// Date reads «ДД.ММ.ГГГГ», «ГГГГ-ММ-ДД» or a spreadsheet's day number; an empty value is the zero time.
func (rec *Record) Date(col int) time.Time {
	text := rec.Values[col]
	if text == "" {
		return time.Time{}
	}
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		day := math.Floor(serial)
		if rec.Reader.Date1904 {
			day += 1462
		}
		if day >= FirstSerial && day <= LastSerial {
			return time.Date(1899, 12, 30+int(day), 0, 0, 0, 0, time.UTC)
		}
	}
	day := text
	if cut := strings.IndexAny(text, " T"); cut >= 0 {
		day = text[:cut] // a time of day may follow
	}
	if t, ok := model.ParseDay(day); ok && t.Year() >= 1950 && t.Year() <= 2100 {
		// Americans put the month before the day, so do exports of their programs.
		if strings.Contains(day, "/") && t.Day() <= 12 && t.Day() != int(t.Month()) {
			rec.Problem(col, "Неясно, что здесь день, а что месяц: напишите дату как ДД.ММ.ГГГГ, например 01.09.2026")
			return time.Time{}
		}
		return t
	}
	rec.Problem(col, "Такой даты нет: напишите её как ДД.ММ.ГГГГ, например 01.09.2026")
	return time.Time{}
}

// IsComma reports whether r parts the values of a list.
func IsComma(r rune) bool { return r == ',' || r == ';' }

// excelErrors are what a cell holds whose formula failed.
var excelErrors = []string{
	"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#ССЫЛКА!", "#ЗНАЧ!", "#ИМЯ?", "#ДЕЛ/0!", "#Н/Д", "#ЧИСЛО!", "#ПУСТО!",
}

// checkFormula complains of what is not a value: the text of a formula, which would run in a table made from it later,
// and the error of a formula. It reads ="00123", which systems write to keep the zeros.
func (rec *Record) checkFormula(col int) {
	value := rec.Values[col]
	if text, quoted := strings.CutPrefix(value, `="`); quoted && strings.Count(text, `"`) == 1 && strings.HasSuffix(text, `"`) {
		rec.Values[col] = model.Squeeze(strings.TrimSuffix(text, `"`))
		return
	}
	switch {
	case value[0] == '=':
		rec.Problem(col, "Значение начинается со знака «=», это формула: замените её текстом")
	case slices.Contains(excelErrors, strings.ToUpper(value)):
		rec.Problem(col, "В ячейке ошибка Excel: исправьте формулу или замените её значением")
	default:
		return
	}
	rec.Values[col] = ""
}

// PlainLetters turns the Latin letters in the Russian words of a name into the Cyrillic ones of the same look. A word
// with a letter that looks like none stays as it is.
func (r *Reader) PlainLetters(value string) string {
	if MixedWord(value) == "" {
		return value
	}
	words := strings.Split(value, " ")
	for i, word := range words {
		if strings.HasPrefix(word, "[") || MixedWord(word) == "" {
			continue // a code after a name is no name
		}
		if plain := strings.Map(model.Lookalike, word); MixedWord(plain) == "" {
			words[i] = plain
		}
	}
	if plain := strings.Join(words, " "); plain != value {
		r.Respelled = append(r.Respelled, plain)
		return plain
	}
	return value
}

// MixedWord is the first word that has both Latin and Cyrillic letters, or "".
func MixedWord(value string) string {
	if strings.IndexFunc(value, isLatin) < 0 {
		return ""
	}
	for word := range strings.FieldsFuncSeq(value, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if strings.IndexFunc(word, isLatin) >= 0 && strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			return word
		}
	}
	return ""
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
