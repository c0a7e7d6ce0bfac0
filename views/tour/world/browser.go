package world

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"zvonok/vkclient/sandbox"
)

// The people of the local VK who are not in the roster: they link their profiles during the tour, in
// each of the three cases of 29.1.1. The first one's phone has no VK ID yet.
const (
	newcomerPhone  = "+79990000001"
	unlearnedPhone = "+79990000002"
	learnerPhone   = "+79990000003"
)

// strangers are those of them who have a VK ID.
func strangers() []sandbox.User {
	return []sandbox.User{
		{ID: 600_000_002, FirstName: "Ольга", LastName: "Северова", Phone: unlearnedPhone},
		{ID: 600_000_003, FirstName: "Павел", LastName: "Южный", Phone: learnerPhone, HasProfile: true},
	}
}

// browserPatience is how long the browser waits for the program to open a page.
const browserPatience = 15 * time.Second

// browser takes the addresses that the program opens: the tour visits them itself, or a command does.
type browser struct {
	vk      *sandbox.Server
	command string // "" for the tour itself
	opened  chan string
	jars    map[string]http.CookieJar // by phone: everybody has their own browser
}

func newBrowser(vk *sandbox.Server, command string) *browser {
	return &browser{vk: vk, command: command, opened: make(chan string, 64), jars: map[string]http.CookieJar{}}
}

// open is what the program does to show a page.
func (b *browser) open(address string) error {
	if b.command == "" {
		b.opened <- address
		return nil
	}
	cmd := exec.Command(b.command, address) //nolint:noctx,gosec // a browser outlives the program that opened it; the user named the command
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }()
	return nil
}

// visit does what the page that was opened last asks for. With a command, somebody behind that command does it.
func (b *browser) visit(ctx context.Context, who Visitor) error {
	if b.command != "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, browserPatience)
	defer cancel()
	jar := b.jars[who.Phone]
	if jar == nil {
		jar, _ = cookiejar.New(nil) // it has no error without options
		b.jars[who.Phone] = jar
	}
	v := &pageVisit{browser: b, who: who, client: &http.Client{Jar: jar}}
	select {
	case address := <-b.opened:
		return v.through(ctx, address)
	case <-ctx.Done():
		return errors.New("the program opened no page")
	}
}

// pageVisit is one way through the pages of the local VK.
type pageVisit struct {
	*browser
	who    Visitor
	client *http.Client
}

// maxPages is more than any way through the pages has.
const maxPages = 12

// through goes from page to page until one asks for nothing.
func (v *pageVisit) through(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	for range maxPages {
		page, at, err := v.fetch(request)
		if err != nil {
			return err
		}
		form := v.answer(page)
		if form == nil {
			return nil
		}
		if strings.Contains(page, `action="/im/signin"`) {
			at = at.ResolveReference(&url.URL{Path: "/im/signin"})
		}
		if request, err = http.NewRequestWithContext(ctx, http.MethodPost, at.String(), strings.NewReader(form.Encode())); err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return errors.New("the pages of the local VK do not end")
}

func (v *pageVisit) fetch(request *http.Request) (page string, at *url.URL, err error) {
	answer, err := v.client.Do(request)
	if err != nil {
		return "", nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= http.StatusBadRequest {
		// The address is left out: at its end it holds the code.
		err = fmt.Errorf("a page of the browser answers %s", answer.Status)
	}
	return string(text), answer.Request.URL, err
}

var chosenPerson = regexp.MustCompile(`<option value="(\d+)" selected`)

// answer is how the person fills in a page; nil when it asks nothing.
func (v *pageVisit) answer(page string) url.Values {
	press := func(button string, fields ...string) url.Values {
		form := url.Values{"do": {button}}
		for i := 0; i+1 < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		return form
	}
	has := func(part string) bool { return strings.Contains(page, part) }
	switch {
	case has(`name="login"`):
		return press("continue", "login", v.who.Phone)
	case has(`name="code"`):
		codes := v.vk.Issued().SMSCodes
		return press("continue", "code", codes[len(codes)-1])
	case has(`name="password"`):
		return press("continue", "password", v.password())
	case has(`id="by_password"`) && v.who.ByPassword:
		return press("password")
	case has(`id="by_sms"`):
		return press("sms")
	case has(`id="create_profile"`):
		return press("create")
	case has(`name="first_name"`):
		return press("continue", "first_name", v.who.FirstName, "last_name", v.who.LastName)
	case has(`id="deny"`) && v.who.Refuses:
		return press("deny")
	case has(`id="allow"`):
		return press("allow")
	case has(`id="signin_sferum"`):
		return press("")
	case has("Присоединиться"):
		if person := chosenPerson.FindStringSubmatch(page); person != nil {
			return url.Values{"user": {person[1]}}
		}
	}
	return nil
}

func (v *pageVisit) password() string {
	for _, u := range v.vk.Info().Users {
		if u.Phone == v.who.Phone {
			return u.Password
		}
	}
	return ""
}
