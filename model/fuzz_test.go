package model

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// FuzzCheckCallLink: a link that is taken is a link of a call at an allowed host, and stays as it is when it is read
// again.
func FuzzCheckCallLink(f *testing.F) {
	for _, text := range []string{
		"https://vk.ru/call/join/aB9", " HTTPS://VK.RU:443/call/join/aB9?from=mail#top", "https://sferum.ru/?p=join_call_page&callId=12-ab",
		"http://127.0.0.1:8080/call/join/aB9", "https://user@vk.ru/call/join/a", "https://vk.ru/call/join/%61", "javascript:alert(1)", "//vk.ru",
		"https://vk.ru\\@evil.ru/call/join/a", "https://[::1]/call/join/a",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		link, err := CheckCallLink(text, callHosts)
		if err != nil {
			if err.Error() == "" {
				t.Fatalf("%q: an error without words", text)
			}
			return
		}
		u, err := url.Parse(link)
		if err != nil || !slices.Contains(callHosts, u.Hostname()) || u.User != nil || u.Fragment != "" || u.Scheme != "https" && u.Hostname() != "127.0.0.1" {
			t.Fatalf("%q is taken for %q, %v", text, link, err)
		}
		if again, err := CheckCallLink(link, callHosts); again != link || err != nil {
			t.Fatalf("%q is %q, then %q, %v", text, link, again, err)
		}
	})
}

// FuzzTexts holds what reads the short texts of people and the names of files to what it promises.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{
		"20261123-080000-daily.db", "20261123-080000-import-2.db", "20261399-080000-x.db", "8:30", "0830", "8.5", "24:00", "Каган Наталья Васильевна",
		"Алиев Руслан Мамед оглы", " ", "Лаб. занятие", "лек", "ПРАКТ РАБОТА",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if b, ok := ParseBackupName(text); ok && (b.N < 1 || b.At.IsZero() || b.Name != text || strings.ContainsAny(text, "/\\")) {
			t.Fatalf("%q is taken for %+v", text, b)
		}
		if minutes, err := ParseClock(text); err == nil {
			if again, err := ParseClock(ClockText(minutes)); again != minutes || err != nil || minutes < 0 || minutes >= 24*60 {
				t.Fatalf("%q is %d, then %d, %v", text, minutes, again, err)
			}
		}
		if kind, ok := ParseLessonKind(text); ok && !kind.Known() {
			t.Fatalf("%q is taken for %d", text, kind)
		}
		n := ParseName(text)
		if again := ParseName(n.String()); again != n {
			t.Fatalf("%q is %+v, then %+v", text, n, again)
		}
		if tidy, err := CleanName(n); err == nil {
			if again, err := CleanName(tidy); again != tidy || err != nil || tidy.Short() == "" || tidy.Initials() == "" {
				t.Fatalf("%q is tidied to %+v, then to %+v, %v", text, tidy, again, err)
			}
		}
	})
}

// FuzzAddresses takes addresses of the messenger as a settings row of a foreign copy may hold them: what is left is https,
// or on this computer, and safe stays safe.
func FuzzAddresses(f *testing.F) {
	f.Add("https://api.vk.ru", "http://127.0.0.1:8080/", " HTTPS://evil.example@api.vk.ru ")
	f.Add("http://localhost.evil", "file:///etc/passwd", "https://\\u0000")
	f.Fuzz(func(t *testing.T, api, signIn, web string) {
		own := MessengerAddresses{API: "https://api.vk.ru", SignIn: "https://id.vk.ru", Web: "https://web.vk.me"}
		a := MessengerAddresses{API: api, SignIn: signIn, Web: web}.Normal(own).Safe()
		if a.Safe() != a {
			t.Fatalf("%+v is not safe once more", a)
		}
		for _, address := range []string{a.API, a.SignIn, a.Web} {
			if folded := strings.ToLower(address); address != "" && !strings.HasPrefix(folded, "https://") && !strings.HasPrefix(folded, "http://") {
				t.Fatalf("%q is safe", address)
			}
		}
		_ = a.Filled(own)
	})
}
