package vkclient

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// FuzzReadAnswer pastes whatever there is as VK ID's answer: no code is taken without the attempt's own state, and no error
// tells the state.
func FuzzReadAnswer(f *testing.F) {
	a, err := NewVKID(VKIDOptions{ClientID: "51", RedirectURI: testRedirect}).Begin()
	if err != nil {
		f.Fatal(err)
	}
	state := a.state.Reveal()
	const mark = "STATE" // stands for the state, which is another in each attempt
	for _, text := range []string{
		testRedirect + "?code=C0de&state=STATE&device_id=dev", " «127.0.0.1:49152/callback?code=C0de&state=STATE»",
		testRedirect + "?error=access_denied&state=STATE", testRedirect + "?payload=%7B%22code%22%3A%22c%22%2C%22state%22%3A%22STATE%22%7D",
		testRedirect + "?payload=%7B", testRedirect + "?code=C0de", "http://evil.example/?state=STATE", "%zz",
		testRedirect + "?error=x&error_description=STATE&state=STATE", testRedirect + "?error=STATE&state=STATE",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		answer, err := a.ReadAnswer(strings.ReplaceAll(text, mark, state))
		var refusal *VKIDError
		switch {
		case err == nil:
			if answer.code == nil || answer.code.Reveal() == "" || fmt.Sprintf("%+v", answer) != answerShown {
				t.Fatalf("%q is taken for %+v", text, answer)
			}
			if !strings.Contains(text, mark) {
				t.Fatalf("%q is taken without a state", text)
			}
		case errors.As(err, &refusal) && !strings.Contains(text, mark):
			t.Fatalf("%q refuses without a state", text)
		case strings.Contains(err.Error(), state):
			t.Fatalf("%q: the state shows in the error", text)
		}
	})
}

// FuzzDecode reads whatever there is as VK's answers about chats, and as what the keyring holds.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		`{"count":1,"items":[{"conversation":{"peer":{"id":2000000001,"type":"chat"},"chat_settings":{"title":"x","admin_ids":[1]}}}]}`,
		`{"count":1,"items":[{"peer":{"id":1}}]}`, `{"items":[null,{"conversation":null}]}`, `{"chat_id":1,"peer_ids":[1]}`, `5`,
		`{"link":"https://vk.me/join/x"}`, `[]`, `{"is_allowed":1}`, `null`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := Result{Response: data}
		if page, err := DecodeConversations(r); err != nil && len(page.Items) > 0 {
			t.Fatalf("%q: %d conversations beside %v", data, len(page.Items), err)
		}
		for name, decode := range map[string]func() error{
			"members":     func() error { _, err := DecodeMembers(r); return err },
			"created":     func() error { _, err := DecodeCreatedChat(r); return err },
			"link":        func() error { _, err := DecodeInviteLink(r); return err },
			"allowed":     func() error { _, err := DecodeAllowed(r); return err },
			"communities": func() error { _, err := decodeCommunities(r); return err },
			"tokens":      func() error { _, err := UnpackTokens(string(data)); return err },
		} {
			if err := decode(); err != nil && err.Error() == "" {
				t.Fatalf("%q: an error of %s without words", data, name)
			}
		}
	})
}
