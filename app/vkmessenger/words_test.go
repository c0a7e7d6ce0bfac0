package vkmessenger_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"zvonok/app"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/vkclient"
)

// answering is a messenger on a VK that gives the same answers over and over; the last one repeats.
func answering(t *testing.T, answers ...string) *vkmessenger.Messenger {
	t.Helper()
	given := make(chan string, len(answers))
	for _, a := range answers {
		given <- a
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer := answers[len(answers)-1]
		select {
		case answer = <-given:
		default:
		}
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(server.Close)
	return vkmessenger.New(vkclient.New(vkclient.Options{
		Hosts: vkclient.HostsAt(server.URL), Token: "secret", Kind: vkclient.CommunityToken, Clock: &clock{now: time.Unix(1, 0)},
	}))
}

// TestWords: every error of VK becomes what a run has to do about it, in Russian words.
func TestWords(t *testing.T) {
	for code, want := range map[int]app.FaultKind{
		5: app.FaultStop, 9: app.FaultStop, 14: app.FaultStop, 17: app.FaultStop, 29: app.FaultStop, 1117: app.FaultStop,
		7: app.FaultRefused, 15: app.FaultRefused, 27: app.FaultRefused, 100: app.FaultRefused, 103: app.FaultRefused,
		901: app.FaultRefused, 919: app.FaultRefused, 925: app.FaultRefused, 931: app.FaultRefused, 936: app.FaultRefused, 777: app.FaultRefused,
		917: app.FaultGone, 927: app.FaultGone, 945: app.FaultGone, 1017: app.FaultGone,
		935: app.FaultDone, 939: app.FaultDone,
	} {
		m := answering(t, `{"response":[false],"execute_errors":[{"method":"messages.removeChatUser","error_code":`+
			strconv.Itoa(code)+`,"error_msg":"secret"}]}`)
		outcomes, err := m.Send(t.Context(), []app.Op{{Kind: app.OpRemove, Peer: 2_000_000_001, Profile: 5}})
		if err != nil {
			t.Fatalf("%d: %v", code, err)
		}
		var f *app.Fault
		if !errors.As(outcomes[0].Err, &f) || f.Kind != want || f.Code != code {
			t.Errorf("%d: %+v, want kind %d", code, f, want)
			continue
		}
		if f.Message != vkmessenger.Explain(code) || !strings.ContainsFunc(f.Message, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			t.Errorf("%d: a person reads %q", code, f.Message)
		}
		if strings.Contains(f.Error()+f.Unwrap().Error(), "secret") {
			t.Errorf("%d: the token is told: %v", code, f.Unwrap())
		}
	}
}

// TestUnreadableCreation: whatever VK says about a new chat, one that cannot be read may have been made.
func TestUnreadableCreation(t *testing.T) {
	op := []app.Op{{Kind: app.OpCreate, Title: "А-1", Profiles: []model.MessengerID{5}}}
	for _, answer := range []string{`{"response":[{}]}`, `{"response":[{"chat_id":"seven"}]}`, `{"response":["?"]}`} {
		outcomes, err := answering(t, answer).Send(t.Context(), op)
		if err != nil {
			t.Fatal(err)
		}
		var f *app.Fault
		if !errors.As(outcomes[0].Err, &f) || f.Kind != app.FaultUnknown {
			t.Errorf("%s: %+v", answer, outcomes[0])
		}
	}
	if _, err := answering(t, "<html>").Send(t.Context(), op); err == nil || kind(err) != app.FaultUnknown {
		t.Errorf("an unreadable answer gives %v", err)
	}
}

// TestOldCreation: VK's older answer is a bare number; who is in the chat is then asked for.
func TestOldCreation(t *testing.T) {
	m := answering(t, `{"response":[7]}`,
		`{"response":[{"count":2,"items":[{"member_id":-700,"is_admin":true},{"member_id":5}]},{"count":0,"items":[]}]}`)
	outcomes, err := m.Send(t.Context(), []app.Op{{Kind: app.OpCreate, Title: "А-1", Profiles: []model.MessengerID{5, 6}}})
	if err != nil || outcomes[0].Err != nil || outcomes[0].Peer != 2_000_000_007 || len(outcomes[0].Added) != 1 || outcomes[0].Added[0] != 5 {
		t.Errorf("%+v, %v", outcomes, err)
	}
}

// TestCancelled: what was cut off says so, and that it was the user.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := answering(t, `{"response":[1]}`).Send(ctx, []app.Op{{Kind: app.OpForget, Peer: 2_000_000_001}})
	if !errors.Is(err, context.Canceled) || kind(err) != app.FaultStop {
		t.Errorf("got %v", err)
	}
}

// TestTimeOut: that VK takes too long is not called a stop by the user.
func TestTimeOut(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	_, err := answering(t, `{"response":[1]}`).Send(ctx, []app.Op{{Kind: app.OpForget, Peer: 2_000_000_001}})
	if !errors.Is(err, context.DeadlineExceeded) || kind(err) != app.FaultStop || !strings.Contains(err.Error(), "VK не отвечает") {
		t.Errorf("got %v", err)
	}
}

func kind(err error) app.FaultKind {
	var f *app.Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return 0
}

// TestForeignInviteLink: a link that does not lead to VK is not taken from VK's answer.
func TestForeignInviteLink(t *testing.T) {
	for link, ok := range map[string]bool{"https://vk.me/join/AJQ1d_": true, "https://evil.example/join/a": false, "javascript:alert(1)": false} {
		m := answering(t, `{"response":[{"link":"`+link+`"}]}`)
		outcomes, err := m.Send(t.Context(), []app.Op{{Kind: app.OpLink, Peer: 2_000_000_001}})
		if err != nil {
			t.Fatal(err)
		}
		o := outcomes[0]
		if ok != (o.Err == nil) || ok != (o.Link == link) || !ok && (kind(o.Err) != app.FaultRefused || !strings.Contains(o.Err.Error(), "ссылка")) {
			t.Errorf("%s: %+v", link, o)
		}
	}
}
