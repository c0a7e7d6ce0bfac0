package remote_test

import (
	"crypto/rand"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/remote"
	"zvonok/model"
)

// TestEveryProcedureRefusesStrangers: without a token, with a forged one, one of another college and one whose session has ended
// nothing is answered but what opens the door, and nothing changes.
func TestEveryProcedureRefusesStrangers(t *testing.T) {
	far, other := served(t), served(t)
	good, foreign, ended := far.begin(t), other.begin(t), far.begin(t)
	if err := far.EndSession(remote.As(t.Context(), func() string { return ended }), 0); err != nil {
		t.Fatal(err)
	}
	forged := good[:len(good)-1] + map[bool]string{true: "A", false: "B"}[good[len(good)-1] != 'A']

	paths := []string{"/zvonok.Events/Watch", "/zvonok.Calls/Cancel"}
	app.EachMethod(func(contract string, m reflect.Method) { paths = append(paths, "/zvonok."+contract+"/"+m.Name) })
	open := []string{"/zvonok.Access/BeginSession", "/zvonok.Access/ChangePassword", "/zvonok.Access/Entry", "/zvonok.Access/Resume"}
	to := far.transport()
	before := far.areas.Position()
	for _, path := range paths {
		for who, token := range map[string]string{"nobody": "", "forged": forged, "random": rand.Text(), "foreign": foreign, "ended": ended, "long": strings.Repeat("A", 8<<10)} {
			if who == "nobody" && slices.Contains(open, path) {
				continue
			}
			answer := post(t, to, path, token, "", "[]")
			want := []int{http.StatusUnauthorized}
			if strings.HasSuffix(path, "/Found") {
				want = []int{http.StatusNotFound, http.StatusNotImplemented}
			} else if answer.stream { // its status is in its last message
				want = []int{http.StatusOK}
			}
			if !slices.Contains(want, answer.status) || answer.stream && !strings.Contains(answer.text, `"unauthenticated"`) {
				t.Errorf("%s calls %s: %d %.200s", who, path, answer.status, answer.text)
			}
		}
	}
	if now := far.areas.Position(); now != before {
		t.Errorf("something changed: %+v, before %+v", now, before)
	}
	if _, err := far.Groups(remote.As(t.Context(), func() string { return good })); err != nil {
		t.Errorf("whoever has a session is told %v", err)
	}
}

// TestEndedSessionFetchesItsOwnCallOnly: the call that has ended its session is answered when it comes again, and nothing else is by
// its id.
func TestEndedSessionFetchesItsOwnCallOnly(t *testing.T) {
	far := served(t)
	token, to := far.begin(t), far.transport()
	for range 2 {
		if p := post(t, to, "/zvonok.Access/EndSession", token, "end", "[0]"); p.status != http.StatusOK {
			t.Errorf("ending the session: %+v", p)
		}
	}
	for _, path := range []string{"/zvonok.Lessons/LessonDay", "/zvonok.Access/IdleLimit"} {
		if p := post(t, to, path, token, "end", "[]"); p.status != http.StatusUnauthorized {
			t.Errorf("%s by its id: %+v", path, p)
		}
	}
}

// TestKnownDeskIsNotKeptOut: strangers who try passwords at the same address do not lock out a person who has signed in at this desk
// before, and are told to wait.
func TestKnownDeskIsNotKeptOut(t *testing.T) {
	far := served(t)
	far.UseDesk("a desk of Админова")
	far.begin(t)
	stranger := serve(t, far.areas)
	enter := func(at away, password string) error {
		_, err := at.BeginSession(t.Context(), "admin", password, model.Computer{})
		return err
	}
	var later model.TryLaterError
	for n := 0; later.Wrong || later.Wait == 0; n++ {
		if err := enter(stranger, "не тот пароль"); n > 50 || !errors.As(err, &later) && !errors.Is(err, model.ErrWrongPassword) {
			t.Fatalf("the stranger is told %v", err)
		}
	}
	if err := enter(stranger, "дубрава-полоз-44"); !errors.As(err, new(model.TryLaterError)) {
		t.Errorf("the stranger, now with the right password, is told %v", err)
	}
	far.begin(t)
}
