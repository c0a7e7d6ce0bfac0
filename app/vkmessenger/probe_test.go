package vkmessenger_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// verdicts are the abilities of a report by name.
func verdicts(r model.TokenReport) map[string]model.Verdict {
	by := map[string]model.Verdict{}
	for _, a := range r.Abilities {
		by[a.Name] = a.Verdict
	}
	return by
}

// TestProbe: a community's token is recognised with what it can and cannot do, and VK stays as it was.
func TestProbe(t *testing.T) {
	vk, err := sandbox.New(sandbox.Options{NoLimits: true})
	if err != nil {
		t.Fatal(err)
	}
	base, err := vk.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vk.Close() })
	w := &world{vk: vk, base: base, clock: &clock{now: time.Unix(1, 0)}}
	m := vkmessenger.New(w.client(vk.Info().CommunityToken, vkclient.CommunityToken))
	report, err := m.Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if int64(report.Community) != vk.Info().CommunityID || report.Name == "" || !report.Usable() {
		t.Errorf("got %+v", report)
	}
	for name, want := range map[string]model.Verdict{
		"Создавать чаты": model.VerdictYes, "Видеть и удалять участников": model.VerdictYes, "Назначать администраторов": model.VerdictYes,
		"Выдавать пригласительные ссылки": model.VerdictYes, "Отправлять сообщения": model.VerdictYes,
		"Добавлять участников": model.VerdictOther, "Начинать звонки": model.VerdictNo,
	} {
		if got, ok := verdicts(report)[name]; !ok || got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
	for _, a := range report.Abilities {
		if a.Verdict != model.VerdictYes && a.Words == "" {
			t.Errorf("%s has no words", a.Name)
		}
	}
	state := vk.State()
	if w.changing() != 0 || state.Methods["messages.send"]+state.Methods["calls.start"]+state.Methods["messages.joinChatByInviteLink"] != 0 || len(state.Chats) != 0 {
		t.Errorf("the probe changed something: %v", state.Methods)
	}

	for name, token := range map[string]string{"wrong": "vk1.a.nosuchtoken0000", "a person's": vk.Info().Users[0].Token} {
		_, err := vkmessenger.New(w.client(token, vkclient.CommunityToken)).Probe(t.Context())
		want := map[string]string{"wrong": "VK не принял ключ", "a person's": "ключ человека, а не сообщества"}[name]
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), token) {
			t.Errorf("%s token: %v", name, err)
		}
	}
}

const community = `{"response":{"groups":[{"id":700,"name":"Колледж"}]}}`

// TestProbeRights: VK's refusals for want of a right become a ✗ with words; others say nothing about rights.
func TestProbeRights(t *testing.T) {
	refused := func(method, code string) string {
		return `{"method":"messages.` + method + `","error_code":` + code + `,"error_msg":"no"}`
	}
	for name, c := range map[string]struct {
		answer string
		usable bool
		no     []string
	}{
		"everything": {`{"response":[{"count":0,"items":[]},false,false],"execute_errors":[` +
			refused("getConversationMembers", "917") + `,` + refused("getInviteLink", "927") + `]}`, true, nil},
		"no messages": {`{"response":[false,false,false],"execute_errors":[` + refused("getConversations", "15") + `,` +
			refused("getConversationMembers", "15") + `,` + refused("getInviteLink", "15") + `]}`, false, []string{"Создавать чаты", "Отправлять сообщения"}},
		"no links": {`{"response":[{"count":0,"items":[]},false,false],"execute_errors":[` +
			refused("getConversationMembers", "917") + `,` + refused("getInviteLink", "27") + `]}`, false, []string{"Выдавать пригласительные ссылки"}},
		"no execute": {`{"error":{"error_code":15,"error_msg":"no"}}`, false, []string{"Создавать чаты", "Назначать администраторов"}},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := answering(t, community, c.answer).Probe(t.Context())
			if err != nil || report.Usable() != c.usable || report.Community != 700 {
				t.Fatalf("got %+v, %v", report, err)
			}
			for _, name := range c.no {
				if verdicts(report)[name] != model.VerdictNo {
					t.Errorf("%s is possible", name)
				}
			}
		})
	}
}

// TestProbeFails: what keeps VK from being asked is told in words that say what to do.
func TestProbeFails(t *testing.T) {
	for name, c := range map[string]struct {
		answers []string
		say     string
	}{
		"expired":       {[]string{`{"error":{"error_code":5,"error_msg":"x"}}`}, "неверен, устарел или отозван"},
		"revoked later": {[]string{community, `{"error":{"error_code":1117,"error_msg":"x"}}`}, "неверен, устарел или отозван"},
		"a person's":    {[]string{`{"error":{"error_code":100,"error_msg":"x"}}`}, "ключ человека"},
		"flood":         {[]string{`{"error":{"error_code":29,"error_msg":"x"}}`}, "подождите час"},
		"a call stops": {[]string{community, `{"response":[false,{"count":0,"items":[]},{"link":"x"}],"execute_errors":[{"method":"messages.getConversations",` +
			`"error_code":9,"error_msg":"x"}]}`}, "подождите час"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := answering(t, c.answers...).Probe(t.Context())
			var f *app.Fault
			if !errors.As(err, &f) || f.Kind != app.FaultStop || !strings.Contains(f.Message, c.say) {
				t.Errorf("got %v, want it to say %q", err, c.say)
			}
		})
	}
	probe := func(base string) error {
		_, err := vkmessenger.New(vkclient.New(vkclient.Options{
			Hosts: vkclient.HostsAt(base), Token: "secret", Clock: &clock{now: time.Unix(1, 0)},
		})).Probe(t.Context())
		return err
	}
	page := httptest.NewServer(http.NotFoundHandler())
	defer page.Close()
	if err := probe(page.URL); err == nil || !strings.Contains(err.Error(), "отвечает не VK") {
		t.Errorf("a page that is not VK's: %v", err)
	}
	page.Close()
	if err := probe(page.URL); err == nil || !strings.Contains(err.Error(), "VK не отвечает") {
		t.Errorf("no VK: %v", err)
	}
}

// TestHosts: addresses of the settings become VK's hosts, and nothing of theirs is VK's own.
func TestHosts(t *testing.T) {
	if got := vkmessenger.Hosts(model.MessengerAddresses{}); got != vkclient.DefaultHosts() {
		t.Errorf("no addresses give %+v", got)
	}
	at := vkclient.HostsAt("http://127.0.0.1:8080")
	if got := vkmessenger.Hosts(vkmessenger.Addresses(at)); got != at {
		t.Errorf("a local VK becomes %+v", got)
	}
	// What has no address in the settings goes with what has one.
	own := vkclient.DefaultHosts()
	if got := vkmessenger.Hosts(model.MessengerAddresses{SignIn: "https://id.example.ru"}); got.ID != "https://id.example.ru" || got.Calls != own.Calls {
		t.Errorf("another sign-in gives %+v", got)
	}
	if got := vkmessenger.Hosts(model.MessengerAddresses{Web: "https://web.example.ru/im"}); got.Calls != "https://web.example.ru/calls" || got.ID != own.ID {
		t.Errorf("another messenger gives %+v", got)
	}
}
