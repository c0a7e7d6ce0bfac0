package model

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestCheckPassword(t *testing.T) {
	for password, wrong := range map[string]string{
		"короче7":                "не меньше 8 знаков",
		"12345678":               "легко угадать",
		"QWERTY123":              "легко угадать",
		"жжжжжжжжжжж":            "легко угадать",
		"        ":               "из одних пробелов",
		"Ivanov.II":              "совпадает с логином",
		strings.Repeat("й ", 65): "не больше 128",
		"восемь88":               "",
		"кот ест синий чемодан": "",
	} {
		err := CheckPassword("ivanov.ii", password)
		switch {
		case wrong == "" && err != nil:
			t.Errorf("%q: %v", password, err)
		case wrong != "" && (err == nil || !strings.Contains(err.Error(), wrong)):
			t.Errorf("%q: got %v, want %q", password, err, wrong)
		case err != nil && strings.Contains(err.Error(), password):
			t.Errorf("%q stands in its own error", password)
		}
	}
}

func TestSuggestLogin(t *testing.T) {
	taken := map[string]bool{"ivanov.ii": true, "ivanov.ii2": true}
	for name, want := range map[string]string{
		"Иванов Иван Иванович":                    "ivanov.ii3",
		"Щёголева Юлия Эдуардовна":                "shchegoleva.ie",
		"Римский-Корсаков Николай":                "rimskii-korsakov.n",
		"Константинопольская-Преображенская Анна": "konstantinopolskaia.a",
		"Ли":          "li.user",
		"":            "user",
		"Объедков Ъ":  "obieedkov.i",
		"O'Neil John": "oneil.j",
		"Мамедов Али Гусейн оглы":    "mamedov.ag",
		"Кузьмина Яна Ярославовна":   "kuzmina.ii",
		"Хачатурян Цовинар Жораевна": "khachaturian.tz",
	} {
		got := SuggestLogin(ParseName(name), func(login string) bool { return taken[login] })
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		if err := CheckLogin(got); err != nil {
			t.Errorf("%q suggests %q: %v", name, got, err)
		}
	}
}

func TestCheckLogin(t *testing.T) {
	for login, ok := range map[string]bool{
		"ivanov.ii": true, "Petrov_2": true, "ab": false, "": false, "иванов": false, "a b c": false, strings.Repeat("a", 40): true, strings.Repeat("a", 41): false,
	} {
		if err := CheckLogin(login); (err == nil) != ok {
			t.Errorf("%q: %v", login, err)
		}
	}
}

func TestSignInDelay(t *testing.T) {
	for wrong, want := range map[int]time.Duration{
		0: 0, 1: 0, 2: 0, 3: 2 * time.Second, 4: 4 * time.Second, 5: 8 * time.Second, 10: 256 * time.Second,
		11: 5 * time.Minute, 12: 5 * time.Minute, 64: 5 * time.Minute, 1 << 40: 5 * time.Minute,
	} {
		if got := SignInDelay(wrong); got != want {
			t.Errorf("%d wrong: %v, want %v", wrong, got, want)
		}
	}
}

func TestWaitWords(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		0: "1 секунду", 1500 * time.Millisecond: "2 секунды", 21 * time.Second: "21 секунду", time.Minute: "1 минуту",
		128 * time.Second: "2 минуты 8 секунд", 5 * time.Minute: "5 минут",
	} {
		if got := WaitWords(wait); got != want {
			t.Errorf("%v: %q, want %q", wait, got, want)
		}
	}
}

func TestTryLaterError(t *testing.T) {
	early, wrong := TryLaterError{Wait: 4 * time.Second}, TryLaterError{Wait: 2 * time.Second, Wrong: true}
	if errors.Is(early, ErrWrongPassword) || !errors.Is(wrong, ErrWrongPassword) {
		t.Error("only a password that was tried is wrong")
	}
	if !strings.Contains(early.Error(), "4 секунды") || !strings.Contains(wrong.Error(), "2 секунды") {
		t.Errorf("nobody is told how long: %v / %v", early, wrong)
	}
}

// TestIssuedKeepsItsPassword: an issued account that is logged by mistake shows no password.
func TestIssuedKeepsItsPassword(t *testing.T) {
	i := Issued{Name: ParseName("Каган Наталья Васильевна"), Login: "kagan.nv", Password: "kp7m-x4hd-r9tw"}
	for _, said := range []string{fmt.Sprint(i), fmt.Sprintf("%v %+v %#v %s", i, i, i, i), fmt.Sprintf("%+v", []Issued{i})} {
		if strings.Contains(said, i.Password) {
			t.Errorf("the password is told: %s", said)
		}
	}
}

func TestFoundingCheck(t *testing.T) {
	good := Founding{College: "Колледж", TimeZone: "Asia/Omsk", Administrator: ParseName("Каган Наталья"), Login: "kagan.n", Password: "синий чемодан"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*Founding){
		"название":     func(f *Founding) { f.College = "  " },
		"часовой пояс": func(f *Founding) { f.TimeZone = "Europe/Paris" },
		"фамилию":      func(f *Founding) { f.Administrator = ParseName("Каган") },
		"логин":        func(f *Founding) { f.Login = "" },
		"пароль":       func(f *Founding) { f.Password = "короче" },
	} {
		f := good
		spoil(&f)
		if err := f.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want something of %q", err, want)
		}
	}
}

// TestTimeZones: Russia has eleven, and each is one hour further east than the one before.
func TestTimeZones(t *testing.T) {
	if len(TimeZones) != 11 {
		t.Fatalf("%d time zones", len(TimeZones))
	}
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for i, z := range TimeZones {
		zone, err := time.LoadLocation(z.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, offset := at.In(zone).Zone(); offset != (i+2)*3600 {
			t.Errorf("%s is %d s from UTC", z.ID, offset)
		}
		if !strings.HasSuffix(z.Offset, fmt.Sprintf("UTC+%d", i+2)) || z.Others == "" {
			t.Errorf("%s is told by %q, %q", z.ID, z.Offset, z.Others)
		}
	}
}

// TestOneTimeRunOut: a one-time password holds on its last day and not on the next one.
func TestOneTimeRunOut(t *testing.T) {
	made := time.Date(2026, 8, 25, 0, 0, 0, 0, time.UTC)
	if got, want := OneTimeUntil(made, 120), time.Date(2026, 12, 23, 0, 0, 0, 0, time.UTC); got != want {
		t.Errorf("holds until %s", got)
	}
	for after, want := range map[int]bool{-400: false, 0: false, 119: false, 120: false, 121: true, 4000: true} {
		if got := OneTimeRunOut(made, made.AddDate(0, 0, after), 120); got != want {
			t.Errorf("after %d days: run out %v", after, got)
		}
	}
}

func TestAccountState(t *testing.T) {
	for _, c := range []struct {
		account Account
		want    AccountState
	}{
		{Account{}, AccountMissing},
		{Account{Login: "a"}, AccountOwn},
		{Account{Login: "a", OneTime: true}, AccountOneTime},
		{Account{Login: "a", OneTime: true, RunOut: true}, AccountRunOut},
		{Account{Login: "a", OneTime: true, RunOut: true, Disabled: true}, AccountDisabled},
		{Account{Login: "a", Disabled: true}, AccountDisabled},
	} {
		if got := c.account.State(); got != c.want {
			t.Errorf("%+v is %d, want %d", c.account, got, c.want)
		}
	}
}

// TestRunOutError: the person is told who to ask, and of how many.
func TestRunOutError(t *testing.T) {
	names := []Name{ParseName("Иванова Анна Петровна"), ParseName("Петров Пётр"), ParseName("Сидоров Сидор"), ParseName("Яшин Ян")}
	for n, want := range []string{
		"срок одноразового пароля истёк. Новый выдаст тот, кто обслуживает этот компьютер, командой «zvonok password kagan.nv»",
		"срок одноразового пароля истёк. Попросите новый у администратора: Иванова Анна Петровна",
		"срок одноразового пароля истёк. Попросите новый у одного из администраторов: Иванова Анна Петровна, Петров Пётр",
		"срок одноразового пароля истёк. Попросите новый у одного из администраторов: Иванова Анна Петровна, Петров Пётр, Сидоров Сидор",
		"срок одноразового пароля истёк. Попросите новый у одного из администраторов: Иванова Анна Петровна, Петров Пётр, Сидоров Сидор",
	} {
		if got := (RunOutError{Login: "kagan.nv", Ask: names[:n]}).Error(); got != want {
			t.Errorf("of %d: %s", n, got)
		}
	}
}
