package remote_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/remote"
	"zvonok/model"
)

// posted is an answer as it comes.
type posted struct {
	status int
	text   string
	stream bool
}

// post calls a procedure as anybody might, with a token and perhaps by an id.
func post(t *testing.T, to http.RoundTripper, path, token, id, params string) posted {
	t.Helper()
	do := func(kind, body string) posted {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://zvonok"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Zvonok-Wire", strconv.Itoa(remote.Wire))
		for name, value := range map[string]string{"Authorization": "Bearer " + token, "Zvonok-Call": id} {
			if value != "" && value != "Bearer " {
				r.Header.Set(name, value)
			}
		}
		answer, err := to.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return posted{answer.StatusCode, string(text), false}
	}
	p := do("application/json", params)
	if p.status == http.StatusUnsupportedMediaType {
		p = do("application/connect+json", "\x00\x00\x00\x00"+string(rune(len(params)))+params)
		p.stream = true
	}
	return p
}

// TestOnceIsKnownAfterARestart: another server over the same college answers a call that comes again as the first one did, and refuses
// another call and another person under its id.
func TestOnceIsKnownAfterARestart(t *testing.T) {
	first := served(t)
	token := first.begin(t)
	const path, group = "/zvonok.People/AddGroup", `[{"Name":"В-1","Year":1}]`
	done := post(t, first.transport(), path, token, "one", group)
	again := serve(t, first.areas).transport()
	if p := post(t, again, path, token, "one", group); done.status != http.StatusOK || p != done {
		t.Errorf("answered %+v, and then %+v", done, p)
	}
	groups, err := first.Groups(remote.As(t.Context(), func() string { return token }))
	if err != nil || len(groups) != 1 {
		t.Errorf("there are %+v, %v", groups, err)
	}
	for what, p := range map[string]posted{
		"another group":     post(t, again, path, token, "one", `[{"Name":"Г-1","Year":1}]`),
		"another method":    post(t, again, "/zvonok.People/LeaveStaff", token, "one", `[[1]]`),
		"an id without end": post(t, again, path, token, strings.Repeat("x", 1000), group),
	} {
		if p.status == http.StatusOK || what != "an id without end" && !strings.Contains(p.text, model.ErrOtherRequest.Error()) {
			t.Errorf("%s: %+v", what, p)
		}
	}
}

// TestOnceAtTwoServers: what is asked of two servers of a college at the same time happens once, and both answer alike.
func TestOnceAtTwoServers(t *testing.T) {
	first := served(t)
	token := first.begin(t)
	to := []http.RoundTripper{first.transport(), serve(t, first.areas).transport()}
	for n := range 10 {
		answers := make(chan posted, len(to))
		for _, to := range to {
			go func() {
				answers <- post(t, to, "/zvonok.People/AddGroup", token, fmt.Sprint("call ", n), fmt.Sprintf(`[{"Name":"В-%d","Year":1}]`, n))
			}()
		}
		if one, other := <-answers, <-answers; one.status != http.StatusOK || one != other {
			t.Errorf("answered %+v and %+v", one, other)
		}
	}
	if groups, err := first.Groups(remote.As(t.Context(), func() string { return token })); err != nil || len(groups) != 10 {
		t.Errorf("there are %d groups, %v", len(groups), err)
	}
}

// TestOperationOfAServerThatIsGone: another server does not begin it again once it has changed something, and says so; one that has
// changed nothing is begun.
func TestOperationOfAServerThatIsGone(t *testing.T) {
	first := served(t)
	token := first.begin(t)
	ctx := remote.As(t.Context(), func() string { return token })
	lists := model.Files{{Name: "Группы.csv", Data: []byte("Код;Группа;Курс\nг1;ДО-1;1\n")}, {Name: "Студенты.csv", Data: []byte("Код;ФИО;Группа\nс1;Иванов Иван;ДО-1\n")}}
	preview, err := first.PreviewImport(ctx, lists, model.ImportChoices{})
	if err != nil {
		t.Fatal(err)
	}
	params, err := json.Marshal([]any{lists, preview.Choices, preview.Fingerprint})
	if err != nil {
		t.Fatal(err)
	}
	const path = "/zvonok.Imports/ApplyImport"
	if p := post(t, first.transport(), path, token, "one", string(params)); p.status != http.StatusOK {
		t.Fatalf("the first answers %+v", p)
	}
	for range 2 {
		p := post(t, serve(t, first.areas).transport(), path, token, "one", string(params))
		if p.status == http.StatusOK || !strings.Contains(p.text, "посмотрите, что изменилось") {
			t.Errorf("another one answers %+v", p)
		}
	}
	if p := post(t, serve(t, first.areas).transport(), path, token, "two", string(params)); !strings.Contains(p.text, app.ErrOutdated.Error()) {
		t.Errorf("under another number it answers %+v", p)
	}
	for range 2 {
		if p := post(t, serve(t, first.areas).transport(), "/zvonok.Sync/RunNow", token, "three", `[]`); !strings.Contains(p.text, app.ErrNoAgent.Error()) {
			t.Errorf("what has changed nothing is answered %+v", p)
		}
	}
}
