package vkclient

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
)

// Errors of Attempt.ReadAnswer, beside *VKIDError for a refusal.
var (
	// ErrWrongState says that the address answers another sign-in than this one, or none.
	ErrWrongState = errors.New("vk id: the answer belongs to another sign-in")
	// ErrForeignAnswer says that the address is not the redirect address: something else was pasted or opened.
	ErrForeignAnswer = errors.New("vk id: not the address that VK ID answers at")
	// ErrNoCode says that the address is the right one and brings no code: it was cut short, perhaps.
	ErrNoCode = errors.New("vk id: the answer has no code")
)

// Answer is what VK ID sent back by the browser, to be exchanged for tokens within minutes, once. It prints none of it.
type Answer struct {
	code   *Secret // behind a pointer, since fmt prints the values of unexported fields
	device string
}

const answerShown = "VK ID answer"

// Format writes no part of the answer, for every verb.
func (a Answer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, answerShown) }

// LogValue shows no part of the answer.
func (a Answer) LogValue() slog.Value { return slog.StringValue(answerShown) }

// ReadAnswer reads the whole address that VK ID sent the browser to, as it was pasted or came to a Loopback. Its errors are
// ErrForeignAnswer, ErrWrongState, ErrNoCode, and *VKIDError when VK ID answers to this very attempt that there will be no code:
// access_denied when the person refused.
func (a Attempt) ReadAnswer(address string) (Answer, error) {
	if a.state == nil {
		return Answer{}, ErrWrongState
	}
	fields, err := a.fields(address)
	if err != nil {
		return Answer{}, err
	}
	if subtle.ConstantTimeCompare([]byte(fields["state"]), []byte(*a.state)) != 1 {
		return Answer{}, ErrWrongState
	}
	code := Secret(fields["code"])
	switch {
	case fields["error"] != "":
		scrub := func(text string) string { return scrubAll(text, []Secret{*a.state, *a.verifier, code}) }
		return Answer{}, &VKIDError{Code: scrub(fields["error"]), Description: scrub(fields["error_description"])}
	case code == "":
		return Answer{}, ErrNoCode
	}
	return Answer{code: &code, device: fields["device_id"]}, nil
}

// fields are the answer's parameters, whether they come one by one in the address or as JSON in payload.
func (a Attempt) fields(address string) (map[string]string, error) {
	address = strings.Trim(strings.TrimSpace(address), `"'<>«»`)
	want, err := url.Parse(a.redirect)
	if err != nil {
		return nil, ErrForeignAnswer
	}
	if !strings.Contains(address, "://") { // browsers hide the scheme
		address = want.Scheme + "://" + address
	}
	got, err := url.Parse(address)
	if err != nil || !sameEndpoint(got, want) {
		return nil, ErrForeignAnswer
	}
	fields := map[string]string{}
	for name, values := range got.Query() {
		fields[name] = values[0]
	}
	if fields["payload"] == "" {
		return fields, nil
	}
	var payload map[string]any
	if err := json.Unmarshal([]byte(fields["payload"]), &payload); err != nil {
		return nil, ErrNoCode
	}
	for name, value := range payload {
		if text, ok := value.(string); ok {
			fields[name] = text
		}
	}
	return fields, nil
}

// sameEndpoint compares what comes before the query. "http://host" and "http://host/" are one.
func sameEndpoint(a, b *url.URL) bool {
	path := func(u *url.URL) string {
		if u.Path == "" {
			return "/"
		}
		return u.Path
	}
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Host, b.Host) && path(a) == path(b)
}
