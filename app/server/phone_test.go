package server

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zvonok/app/access"
	"zvonok/app/areas"
	"zvonok/app/college"
	"zvonok/model"
)

// behind is a browser at a server whose page is behind a proxy on this computer.
func behind(t *testing.T, at string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: proxy{at}}
}

// proxy brings what is asked of https://college.example to the page.
type proxy struct{ at string }

func (p proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host = r.URL.Host
	r.URL.Scheme, r.URL.Host = "http", p.at
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	r.Header.Set("X-Forwarded-Proto", "https")
	return http.DefaultTransport.RoundTrip(r)
}

var formOf = regexp.MustCompile(`name="form" value="([^"]+)"`)

func ask(t *testing.T, client *http.Client, method, path string, form url.Values) (status int, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "https://college.example"+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// TestPhoneBehindAProxy: one signs in at the college itself; the list of sessions shows the phone, and ending its session there ends it here.
func TestPhoneBehindAProxy(t *testing.T) {
	all := founded(t)
	s, at := startBehind(t, all)
	if page := all.College.Phone(); !page.On() || page.Address != "https://college.example" || page.Returns != "https://college.example/link/return" {
		t.Errorf("the page is %+v", page)
	}
	stop := run(t, s)
	client := behind(t, at)
	status, text := ask(t, client, http.MethodGet, "/", nil)
	form := formOf.FindStringSubmatch(text)
	if status != http.StatusOK || form == nil || !strings.Contains(text, "Педагогический колледж") {
		t.Fatalf("%d\n%s", status, text)
	}
	status, _ = ask(t, client, http.MethodPost, "/signin", url.Values{"form": {form[1]}, "login": {"kagan"}, "password": {"синий чемодан"}})
	if status != http.StatusSeeOther {
		t.Fatalf("the sign-in answers %d", status)
	}
	if status, text = ask(t, client, http.MethodGet, "/chats", nil); status != http.StatusOK || !strings.Contains(text, "Каган Н.В.") {
		t.Fatalf("%d\n%s", status, text)
	}
	begun, err := all.BeginSession(t.Context(), "kagan", "синий чемодан", model.Computer{Name: "Кабинет 214"})
	if err != nil {
		t.Fatal(err)
	}
	desk := access.AsAfar(t.Context(), begun.Token)
	rows, err := all.Sessions(desk)
	if err != nil || len(rows) != 2 {
		t.Fatalf("the sessions are %+v, %v", rows, err)
	}
	if card, err := all.Settings(desk); err != nil || card.Phone != all.College.Phone() {
		t.Errorf("the settings say %+v, %v", card.Phone, err)
	}
	if n := codesOnSlips(t, all); n != 1 {
		t.Errorf("the slips have %d codes", n)
	}
	for _, row := range rows {
		if !row.Own {
			if !strings.HasPrefix(row.Computer, "Страница для телефона") {
				t.Errorf("it is shown as %q", row.Computer)
			}
			if err := all.EndSession(desk, row.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if status, text = ask(t, client, http.MethodGet, "/chats", nil); status != http.StatusSeeOther || strings.Contains(text, "Каган") {
		t.Errorf("after its end the session shows %d\n%s", status, text)
	}
	stop()
	if page := all.College.Phone(); page.Address != "" {
		t.Errorf("after the end the page is %+v", page)
	}
	if n := codesOnSlips(t, all); n != 0 {
		t.Errorf("without the page the slips have %d codes", n)
	}
}

// startBehind starts a server whose page is behind a proxy, and says where the proxy finds it.
func startBehind(t *testing.T, all *areas.Areas) (s *Server, at string) {
	t.Helper()
	p := parts(all)
	free, err := net.Listen("tcp", loopback)
	if err != nil {
		t.Fatal(err)
	}
	at = free.Addr().String()
	_ = free.Close()
	p.Phone, p.Counts = PhoneParts{URL: "https://college.example", Behind: at}, NewCounts()
	if s, err = Start(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return s, at
}

// TestPhoneIsCounted: requests of browsers are counted by their pattern and status, and nothing of an address stands there.
func TestPhoneIsCounted(t *testing.T) {
	s, at := startBehind(t, founded(t))
	run(t, s)
	client := behind(t, at)
	for _, path := range []string{"/", "/?secret=1", "/chats/17", "/secret"} {
		ask(t, client, http.MethodGet, path, nil)
	}
	var text bytes.Buffer
	s.write(&text)
	for _, want := range []string{`{page="GET /{$}",status="200"} 2`, `{page="GET /chats/{chat}",status="200"} 1`, `{page="/",status="404"} 1`} {
		if !strings.Contains(text.String(), "zvonok_phone_seconds_count"+want) {
			t.Errorf("%s is not in\n%s", want, &text)
		}
	}
	if strings.Contains(text.String(), "secret") || strings.Contains(text.String(), "17\"") {
		t.Errorf("an address is in\n%s", &text)
	}
}

// TestPhoneDelays: wrong passwords make the next wait as at a desk, for the phone's address alone.
func TestPhoneDelays(t *testing.T) {
	all := founded(t)
	s, at := startBehind(t, all)
	defer run(t, s)()
	client := behind(t, at)
	_, text := ask(t, client, http.MethodGet, "/", nil)
	for n, want := range []int{http.StatusUnauthorized, http.StatusUnauthorized, http.StatusUnauthorized, http.StatusTooManyRequests} {
		form := formOf.FindStringSubmatch(text)
		if form == nil {
			t.Fatalf("no form:\n%s", text)
		}
		var status int
		status, text = ask(t, client, http.MethodPost, "/signin", url.Values{"form": {form[1]}, "login": {"kagan"}, "password": {"не тот"}})
		if status != want {
			t.Errorf("the password %d answers %d", n+1, status)
		}
	}
	if !strings.Contains(text, "подождите 2 с") && !strings.Contains(text, "подождите 2 с") {
		t.Errorf("it says\n%s", text)
	}
	if _, err := all.BeginSession(t.Context(), "kagan", "синий чемодан", model.Computer{}); err != nil {
		t.Errorf("at the college's own computer: %v", err)
	}
}

// codesOnSlips counts the pictures in a sheet of slips.
func codesOnSlips(t *testing.T, all *areas.Areas) int {
	t.Helper()
	var pdf bytes.Buffer
	if err := all.WriteSlips(college.AsOwner(t.Context()), &pdf, []model.Issued{{Login: "pestova", Password: "kp7m-x4hd-0001"}}); err != nil {
		t.Fatal(err)
	}
	return bytes.Count(pdf.Bytes(), []byte("/Subtype /Image"))
}

// TestPhoneOff: a page that cannot work keeps nobody from the college, and says why; one that contradicts itself is refused.
func TestPhoneOff(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none.pem")
	taken, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", loopback)
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for want, p := range map[string]PhoneParts{
		"":              {},
		"не читается":   {URL: "https://college.example", CertFile: none, KeyFile: none, Listen: loopback},
		"занят":         {URL: "https://college.example", Behind: taken.Addr().String()},
		"!--phone":      {Behind: loopback},
		"!--phone-cert": {URL: "https://college.example"},
		"!уберите":      {URL: "https://college.example", CertFile: none, KeyFile: none, Behind: loopback},
		"!только этому": {URL: "https://college.example", Behind: "0.0.0.0:8474"},
		"!укажите его":  {URL: "http://college.example", Behind: "127.0.0.1:8474"},
	} {
		all := founded(t)
		with := parts(all)
		with.Phone = p
		s, err := Start(t.Context(), with)
		if said, refused := strings.CutPrefix(want, "!"); refused {
			if err == nil || !strings.Contains(err.Error(), said) {
				t.Errorf("%+v: %v", p, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		stop := run(t, s)
		if page := s.Phone(); page.On() || !strings.Contains(page.Problem, want) || (want == "") != (page.Problem == "") {
			t.Errorf("%+v: the page is %+v", p, page)
		}
		stop()
	}
}
