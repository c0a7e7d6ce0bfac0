package sandbox

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
)

// browser walks the pages as a person does: it follows links within the sandbox and stops where it is sent elsewhere.
type browser struct {
	*bench
	http *http.Client
	at   string // the address of the page shown
	page string
	left string // where the sandbox sent it
}

func newBrowser(b *bench) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	w := &browser{bench: b, http: &http.Client{Jar: jar}}
	w.http.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(next.URL.String(), b.url) {
			w.left = next.URL.String()
			return http.ErrUseLastResponse
		}
		return nil
	}
	return w
}

func (w *browser) shows(resp *http.Response, err error) *browser {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	w.at, w.page = resp.Request.URL.String(), string(body)
	return w
}

func (w *browser) open(path string) *browser {
	w.t.Helper()
	w.left = ""
	return w.shows(w.http.Get(w.url + path))
}

// press presses a button of the form; pairs are names and values of its fields.
func (w *browser) press(button string, pairs ...string) *browser {
	w.t.Helper()
	if !strings.Contains(w.page, `value="`+button+`"`) {
		w.t.Fatalf("no button %s on the page:\n%s", button, w.page)
	}
	form := url.Values{"do": {button}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return w.shows(w.http.PostForm(w.at, form))
}

// sees fails unless the page shows all the texts.
func (w *browser) sees(texts ...string) *browser {
	w.t.Helper()
	for _, text := range texts {
		if !strings.Contains(html.UnescapeString(w.page), text) {
			w.t.Fatalf("%q is not on the page:\n%s", text, w.page)
		}
	}
	return w
}

// answer is what the browser brought to the application.
func (w *browser) answer() url.Values {
	w.t.Helper()
	u, err := url.Parse(w.left)
	if err != nil || !strings.HasPrefix(w.left, testRedirect) {
		w.t.Fatalf("the browser is at %q, not at the application", w.left)
	}
	return u.Query()
}

// in is the bench for a subtest.
func (b *bench) in(t *testing.T) *bench {
	return &bench{Server: b.Server, t: t, url: b.url}
}

// lastCode is the code of the newest SMS to a phone.
func (b *bench) lastCode(phone string) string {
	b.t.Helper()
	_, page := b.page("/sandbox/sms?phone=" + url.QueryEscape(phone))
	_, rest, found := strings.Cut(page, `id="sms-code">`)
	if !found {
		b.t.Fatalf("no SMS for %s:\n%s", phone, page)
	}
	code, _, _ := strings.Cut(rest, "<")
	return code
}

// expire lets the codes of a phone be out of date.
func (b *bench) expire(phone string) {
	b.t.Helper()
	answer, err := http.PostForm(b.url+"/sandbox/sms/expire", url.Values{"phone": {phone}})
	if err != nil {
		b.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		b.t.Errorf("expiring the codes answers %s", answer.Status)
	}
}

// signedInAt walks a browser from the application to the code.
func signedInAt(b *bench, id int64) (*browser, url.Values) {
	b.t.Helper()
	w := newBrowser(b)
	u := b.Info().Users[id-1001]
	w.open("/authorize?"+askForCode().Encode()).press("continue", "login", u.Phone).press("password").press("continue", "password", u.Password)
	return w, w.press("allow").answer()
}
