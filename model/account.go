package model

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Account is a person of the college with their way in. Login is empty while they have no account.
type Account struct {
	Person PersonID
	Name   Name
	Kind   Kind
	Group  string // the student's or child's group; empty for staff
	Login  string
	// OneTime: the password was issued and has to be changed at the first sign-in.
	OneTime bool
	// Made is the day on which a one-time password was made, Until the last one on which it holds; RunOut: that is over.
	Made, Until time.Time
	RunOut      bool
	Disabled    bool
	LastIn      time.Time // of the last sign-in, UTC; zero when there was none
}

// AccountState is the state of an account.
type AccountState uint8

// The states of accounts. A disabled account is in no other state.
const (
	AccountMissing AccountState = iota + 1
	AccountOwn                  // its person has chosen the password
	AccountOneTime              // the one-time password waits for the first sign-in
	AccountRunOut               // it has waited too long
	AccountDisabled
)

// State is the account's state.
func (a Account) State() AccountState {
	switch {
	case a.Login == "":
		return AccountMissing
	case a.Disabled:
		return AccountDisabled
	case a.RunOut:
		return AccountRunOut
	case a.OneTime:
		return AccountOneTime
	}
	return AccountOwn
}

// OneTimeUntil is the last day on which a one-time password of that day holds.
func OneTimeUntil(made time.Time, days int) time.Time { return made.AddDate(0, 0, days) }

// OneTimeRunOut reports whether a one-time password made on a day has expired.
func OneTimeRunOut(made, today time.Time, days int) bool {
	return today.After(OneTimeUntil(made, days))
}

// mostAsked is how many administrators a person is sent to.
const mostAsked = 3

// RunOutError says that a one-time password was right and is too old. Ask are the names of those who can give a new one.
type RunOutError struct {
	Login string
	Ask   []Name
}

// Error is Russian and says who to ask. For the only administrator that is the owner of the file.
func (e RunOutError) Error() string {
	const over = "срок одноразового пароля истёк. "
	if len(e.Ask) == 0 {
		return over + "Новый выдаст тот, кто обслуживает этот компьютер, командой «zvonok password " + e.Login + "»"
	}
	names := make([]string, min(mostAsked, len(e.Ask)))
	for i := range names {
		names[i] = e.Ask[i].String()
	}
	word := "администратора"
	if len(names) > 1 {
		word = "одного из администраторов"
	}
	return over + "Попросите новый у " + word + ": " + strings.Join(names, ", ")
}

// Issued is an account with the password that was just made for it. It is given once and kept nowhere.
type Issued struct {
	Person   PersonID
	Name     Name
	Group    string
	Login    string
	Password string
	Until    time.Time // the last day on which the password holds
}

// String leaves the password out, so that no log or error shows it.
func (i Issued) String() string { return i.Name.String() + " (" + i.Login + ")" }

// GoString is String.
func (i Issued) GoString() string { return i.String() }

// AccountHolder is the person whose password was right.
type AccountHolder struct {
	Person  PersonID
	Login   string
	OneTime bool // the password is a one-time one
}

// SignedIn says how a sign-in ended.
type SignedIn struct {
	Person Person
	// MustChange: the password is a one-time one, and nothing can be done before it is changed.
	MustChange bool
	// Notice says in Russian what failed besides the sign-in itself; mostly empty.
	Notice string
}

// Founding is what a new college begins with. The password is kept as a hash only.
type Founding struct {
	College         string
	TimeZone        string // IANA name, one of TimeZones
	Administrator   Name
	Login, Password string
}

// Check says what is missing, in Russian; the rules of the password are in CheckPassword.
func (f Founding) Check() error {
	switch {
	case Squeeze(f.College) == "":
		return errors.New("укажите название колледжа")
	case !slices.ContainsFunc(TimeZones, func(z TimeZone) bool { return z.ID == f.TimeZone }):
		return errors.New("выберите часовой пояс")
	case f.Administrator.LastName == "" || f.Administrator.FirstName == "":
		return errors.New("укажите фамилию и имя администратора")
	}
	if err := CheckLogin(f.Login); err != nil {
		return err
	}
	return CheckPassword(f.Login, f.Password)
}

// MayManageAccounts reports whether the actor may create, reset and disable accounts: only
// Администратор ПОО.
func (a Actor) MayManageAccounts() bool { return a.Kind.Has(Staff) && a.Roles.Has(RoleAdmin) }

// MayImport reports whether the actor may load rosters: only Администратор ПОО.
func (a Actor) MayImport() bool { return a.Kind.Has(Staff) && a.Roles.Has(RoleAdmin) }

// TryLaterError says that there were too many wrong passwords: Wait is how long the next try has to wait.
type TryLaterError struct {
	Wait time.Duration
	// Wrong: a password was tried and was wrong; otherwise the try itself came too early.
	Wrong bool
}

// Error is Russian and says how long to wait.
func (e TryLaterError) Error() string { return e.Words(ErrWrongPassword.Error()) }

// Words is Error with other words for a wrong password, for where no login was asked for.
func (e TryLaterError) Words(wrong string) string {
	if e.Wrong {
		return wrong + ". Следующая попытка — через " + WaitWords(e.Wait)
	}
	return "слишком много неверных попыток: подождите " + WaitWords(e.Wait) + " и попробуйте снова"
}

// Unwrap makes a wrong password known as such.
func (e TryLaterError) Unwrap() error {
	if e.Wrong {
		return ErrWrongPassword
	}
	return nil
}

// BusyError says that so many passwords wait to be compared that nobody looked at this one.
type BusyError struct{ Wait time.Duration }

// Error is Russian and says how long to wait.
func (e BusyError) Error() string {
	return "сервер занят: попробуйте через " + WaitWords(e.Wait)
}

// Errors of the sign-in that a person sees. A wrong password gives the same error as a login
// that nobody has.
var (
	ErrWrongPassword   = errors.New("неверный логин или пароль: проверьте раскладку клавиатуры и Caps Lock")
	ErrAccountDisabled = errors.New("эта учётная запись отключена: обратитесь к администратору ПОО")
)

// WrongOwnPassword is said of ErrWrongPassword where no login is asked for.
const WrongOwnPassword = "неверный пароль: проверьте раскладку клавиатуры и Caps Lock"

const longestDelay = 5 * time.Minute

// SignInDelay is how long to wait after so many wrong passwords in a row: nothing after two, then 2 s,
// 4 s and so on up to 5 minutes.
func SignInDelay(wrong int) time.Duration {
	if wrong < 3 {
		return 0
	}
	if wrong > 12 { // 2^10 s is beyond the longest
		return longestDelay
	}
	return min(longestDelay, time.Second<<(wrong-2))
}

// WaitWords is a time to wait in words, rounded up: «4 секунды», «2 минуты 8 секунд».
func WaitWords(d time.Duration) string {
	seconds := max(1, int((d+time.Second-1)/time.Second))
	minutes := seconds / 60
	seconds %= 60
	var words []string
	if minutes > 0 {
		words = append(words, Plural(minutes, "минуту", "минуты", "минут"))
	}
	if seconds > 0 {
		words = append(words, Plural(seconds, "секунду", "секунды", "секунд"))
	}
	return strings.Join(words, " ")
}

// FoldLogin brings a login to the form in which logins are compared.
func FoldLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// CheckLogin says what is wrong with a login, in Russian.
func CheckLogin(login string) error {
	login = strings.TrimSpace(login)
	switch n := utf8.RuneCountInString(login); {
	case n == 0:
		return errors.New("укажите логин")
	case n < 3:
		return errors.New("логин слишком короткий: нужно не меньше 3 знаков")
	case n > longestLogin:
		return errors.New("логин слишком длинный: нужно не больше 40 знаков")
	}
	for _, r := range login {
		if !strings.ContainsRune(loginLetters, r) {
			return errors.New("в логине допустимы латинские буквы, цифры, точка, дефис и подчёркивание")
		}
	}
	return nil
}

// longestLogin is what fits on a slip, in characters.
const longestLogin = 40

const loginLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

// The limits of a password, in characters.
const (
	shortestPassword = 8
	longestPassword  = 128
)

// CheckPassword says what is wrong with a password that a person chose, in Russian.
func CheckPassword(login, password string) error {
	folded := strings.ToLower(password)
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		return fmt.Errorf("пароль слишком короткий: нужно не меньше %d знаков", shortestPassword)
	case n > longestPassword:
		return fmt.Errorf("пароль слишком длинный: нужно не больше %d знаков", longestPassword)
	case strings.TrimSpace(password) == "":
		return errors.New("пароль не может состоять из одних пробелов")
	case folded == FoldLogin(login):
		return errors.New("пароль совпадает с логином: придумайте другой")
	case slices.Contains(commonPasswords, folded) || oneLetter(folded):
		return errors.New("такой пароль слишком легко угадать: придумайте другой")
	}
	return nil
}

// oneLetter reports whether the text is one character over and over.
func oneLetter(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.Trim(text, string(first)) == ""
}

// commonPasswords are those of at least eight characters that everybody tries first.
var commonPasswords = []string{
	"12345678", "123456789", "1234567890", "0123456789", "87654321", "11223344", "12341234", "123123123", "1q2w3e4r",
	"1q2w3e4r5t", "1qaz2wsx", "qwertyui", "qwertyuiop", "qwerty123", "qwerty12", "qwerty1234", "asdfghjkl", "zxcvbnm1",
	"password", "password1", "passw0rd", "iloveyou", "sunshine", "princess", "football", "administrator", "admin123",
	"admin1234", "letmein1", "welcome1", "abcd1234", "abc12345", "йцукенгш", "йцукен123", "пароль123", "пароль12",
	"парольпароль", "qazwsxedc", "колледж1", "kolledzh", "zvonok123",
}

// SuggestLogin makes a login of a name: «ivanov.ii», with a number for namesakes. taken is asked about
// folded logins.
func SuggestLogin(name Name, taken func(string) bool) string {
	base := latin(name.LastName)
	base = strings.Trim(base[:min(len(base), longestSurname)], "-")
	if base == "" {
		base = "user"
	}
	initials := ""
	for _, part := range []string{name.FirstName, name.MiddleName} {
		if letter, ok := firstLetter(part); ok {
			if l := latin(letter); l != "" {
				initials += l[:1]
			}
		}
	}
	if initials != "" {
		base += "." + initials
	}
	if len(base) < 3 {
		base += ".user"
	}
	login := base
	for n := 2; taken(login); n++ {
		login = base + strconv.Itoa(n)
	}
	return login
}

// longestSurname is how much of a surname a login takes, in letters: it is typed from paper.
const longestSurname = 20

// latin writes Russian letters in Latin ones and leaves out all but letters, digits and dashes.
func latin(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			b.WriteRune(r)
		default:
			b.WriteString(latinOf[r])
		}
	}
	return strings.Trim(b.String(), "-")
}

// latinOf is the spelling of travel documents, which people know from theirs.
var latinOf = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "i",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "ie", 'ы': "y", 'э': "e", 'ю': "iu", 'я': "ia",
}

// Entry says how to get into the college of this computer.
type Entry struct {
	ID       string // tells the college from others; empty before it was ever needed
	College  string // its name; may be empty
	Founded  bool   // there is a college
	Accounts bool   // people sign in to it; otherwise the owner of the file enters without a password
}
