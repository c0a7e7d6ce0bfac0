package cli

import (
	"context"
	"errors"
	"net"
	"regexp"
	"strings"
	"testing"

	"zvonok/app/agent"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
	"zvonok/vkclient/sandbox"
)

const syncShape = "{admins{set unset} calls chats{created deleted renamed unchanged} " +
	"members{added no_vk refused removed waiting} refusals requests seconds strangers{chats people}}"

// filled is a world with the roster of three groups imported.
func filled(t *testing.T, o sandbox.Options) *world {
	t.Helper()
	w := newWorld(t, 3, o)
	w.must(ExitDone, "", "import", workbook(t, 3, nil), "--yes")
	return w
}

// changes counts the calls that changed VK.
func (w *world) changes() (n int64) {
	methods := w.vk.State().Methods
	for _, name := range []string{"createChat", "removeChatUser", "editChat", "setMemberRole", "deleteConversation"} {
		n += methods["messages."+name]
	}
	return n
}

func TestSyncJSON(t *testing.T) {
	w := filled(t, sandbox.Options{})
	before := w.dump()
	r := w.must(ExitDone, "", "sync", "--dry-run", "--json")
	planned := object(t, r.out)
	if shape(planned) != syncShape || w.changes() != 0 {
		t.Errorf("the dry run: %s, %d changes", r.out, w.changes())
	}
	// The first look notes whose community it is.
	if without(w.dump(), "settings: ") != without(before, "settings: ") {
		t.Error("the dry run changed the database")
	}
	r = w.must(ExitDone, "", "sync", "--yes", "--json")
	v := object(t, r.out)
	if got := shape(v); got != syncShape {
		t.Errorf("shape %s", got)
	}
	chats, members := v["chats"].(map[string]any), v["members"].(map[string]any)
	if n := len(w.vk.State().Chats); n == 0 || chats["created"] != float64(n) || planned["chats"].(map[string]any)["created"] != float64(n) {
		t.Errorf("%d chats in VK, the report says %v", n, chats)
	}
	if members["added"] == 0.0 || members["no_vk"] == 0.0 || v["requests"] == 0.0 || v["calls"] == 0.0 || v["refusals"] == nil {
		t.Errorf("the report: %s", r.out)
	}
	sent := w.changes()
	again := object(t, w.must(ExitDone, "", "sync", "--yes", "--json").out)
	if w.changes() != sent || again["chats"].(map[string]any)["unchanged"] != chats["created"] {
		t.Errorf("the second run sent %d changing calls: %v", w.changes()-sent, again)
	}
	r = w.must(ExitDone, "", "sync")
	if !strings.Contains(r.out, "Все чаты уже по спискам.") || strings.Contains(r.err, "?") {
		t.Errorf("nothing to ask:\n%s%s", r.out, r.err)
	}
}

func TestSyncAsks(t *testing.T) {
	w := filled(t, sandbox.Options{})
	for _, asJSON := range []bool{false, true} {
		args := []string{"sync"}
		if asJSON {
			args = append(args, "--json")
		}
		r := w.must(ExitFailed, "нет\n", args...)
		if !strings.Contains(r.err, agent.ErrDeclined.Error()) || !strings.Contains(r.err, "Отправить в VK?") || w.changes() != 0 {
			t.Errorf("no:\n%s%s", r.out, r.err)
		}
		if asJSON {
			object(t, r.out)
		}
	}
	if r := w.must(ExitDone, "д\n", "sync"); !strings.Contains(r.out, "Чаты: создано") || w.changes() == 0 ||
		!regexp.MustCompile(`(?m)^\d+ запрос(а|ов)?, \d+,\d с$`).MatchString(r.out) {
		t.Errorf("yes:\n%s%s", r.out, r.err)
	}
}

func TestSyncOfTypes(t *testing.T) {
	w := filled(t, sandbox.Options{})
	w.must(ExitDone, "", "sync", "--yes", "--type", "group", "--type", "Учительская")
	titles := map[string]bool{}
	for _, c := range w.vk.State().Chats {
		titles[c.Title] = true
	}
	if len(titles) != 4 || !titles[model.TeachersTitle] || !titles["ДО-19-3"] {
		t.Errorf("chats of two types: %v", titles)
	}
	w.must(ExitDone, "", "sync", "--yes", "--type=parents,subject")
	if n := len(w.vk.State().Chats); n <= 4+3 {
		t.Errorf("%d chats in all", n)
	}
}

// memberByHand puts somebody of the first group into the teachers' chat by hand.
func (w *world) memberByHand() model.PersonID {
	w.t.Helper()
	s, err := store.Open(w.t.Context(), w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	var person model.PersonID
	err = s.Update(w.t.Context(), func(tx *store.Tx) error {
		chats, err := tx.Summaries(model.ChatFilter{Type: model.ChatTeachers})
		if err != nil {
			return err
		}
		people, err := tx.Candidates(store.CandidateFilter{Kind: model.Student, Today: "2026-11-23"})
		if err != nil {
			return err
		}
		person = people[0].Person
		return tx.PutMembers([]store.ChatRow{{Chat: chats[0].ID, RowChange: model.RowChange{
			Member: model.Member{Person: person, Origin: model.OriginManual},
		}}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return person
}

func (w *world) inTeachersChat(id model.PersonID) (in bool) {
	w.t.Helper()
	s, err := store.Open(w.t.Context(), w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	err = s.View(w.t.Context(), func(tx *store.Tx) error {
		chats, err := tx.Summaries(model.ChatFilter{Type: model.ChatTeachers})
		if err != nil {
			return err
		}
		members, err := tx.MemberRows(chats[0].ID, "2026-11-23")
		for _, m := range members {
			in = in || m.Person == id
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return in
}

func TestSyncKeepsThoseAddedByHand(t *testing.T) {
	w := filled(t, sandbox.Options{})
	w.must(ExitDone, "", "sync", "--yes")
	person := w.memberByHand()
	w.must(ExitDone, "", "agent", "--once")
	w.must(ExitDone, "", "sync", "--yes", "--keep-manual")
	if !w.inTeachersChat(person) {
		t.Error("--keep-manual did not keep somebody added by hand")
	}
	w.must(ExitDone, "", "sync", "--yes")
	if w.inTeachersChat(person) {
		t.Error("without --keep-manual somebody added by hand stays")
	}
}

// withoutGroup takes a group out of a roster, with its students and what is of them alone.
func withoutGroup(s *roster.Snapshot) {
	gone := s.Groups[0].Key
	var kept []roster.Student
	left := map[roster.Key]bool{}
	for _, student := range s.Students {
		if student.Group == gone {
			left[student.Key] = true
			continue
		}
		kept = append(kept, student)
	}
	s.Students = kept
	var parents []roster.Parent
	for _, p := range s.Parents {
		if !left[p.Children[0].Student] {
			parents = append(parents, p)
		}
	}
	s.Parents = parents
	var teachings []roster.Teaching
	for _, teaching := range s.Teachings {
		if teaching.Group != gone {
			teachings = append(teachings, teaching)
		}
	}
	s.Teachings = teachings
}

func TestSafetyLimit(t *testing.T) {
	w := filled(t, sandbox.Options{})
	w.must(ExitDone, "", "sync", "--yes")
	shrunken := workbook(t, 3, withoutGroup)
	w.must(ExitLimit, "", "import", shrunken, "--yes")
	w.must(ExitDone, "", "import", shrunken, "--yes", "--confirm-removals")
	state, sent := len(w.vk.State().Chats), w.changes()
	for _, command := range [][]string{{"sync", "--yes", "--json"}, {"sync"}, {"agent", "--once"}} {
		r := w.must(ExitLimit, "да\n", command...)
		if !strings.Contains(r.err, "остановлено для безопасности") || !strings.Contains(r.err, "20 %") || !strings.ContainsAny(r.err, "123456789") {
			t.Errorf("%v: %s", command, r.err)
		}
		if command[0] == "sync" != strings.Contains(r.err, "подтвердите удаление ключом --confirm-removals") {
			t.Errorf("%v advises: %s", command, r.err)
		}
		if w.changes() != sent || len(w.vk.State().Chats) != state {
			t.Fatalf("%v changed VK all the same", command)
		}
	}
	r := w.must(ExitDone, "", "sync", "--dry-run")
	if !strings.Contains(r.out, "остановлено для безопасности") || !strings.Contains(r.out, "  удалить: ") {
		t.Errorf("the dry run does not warn:\n%s", r.out)
	}
	v := object(t, w.must(ExitDone, "", "sync", "--yes", "--json", "--confirm-removals").out)
	if v["members"].(map[string]any)["removed"] == 0.0 || w.changes() == sent {
		t.Errorf("confirmed: %v", v)
	}
}

func TestRefusalsArePartial(t *testing.T) {
	w := filled(t, sandbox.Options{Faults: "messages.createChat/error=103@1,messages.setMemberRole/error=925@1"})
	r := w.must(ExitPartial, "", "sync", "--yes", "--json")
	refusals := object(t, r.out)["refusals"].([]any)
	if len(refusals) != 2 || shape(refusals) != "{chat code message person}" {
		t.Fatalf("refusals: %s", r.out)
	}
	codes := map[float64]string{}
	for _, one := range refusals {
		one := one.(map[string]any)
		codes[one["code"].(float64)] = one["message"].(string)
		if one["chat"] == "" {
			t.Errorf("a refusal for no chat: %v", one)
		}
	}
	if !strings.Contains(codes[103], "предел VK") || !strings.Contains(codes[925], "не администратор") {
		t.Errorf("refusals: %v", codes)
	}
	if !strings.Contains(r.err, "не принял") {
		t.Errorf("words: %s", r.err)
	}
	// What was refused is tried again, and what was done is not done again.
	if r := w.must(ExitDone, "", "sync", "--yes"); !strings.Contains(r.out, "создано 1,") {
		t.Errorf("the next run:\n%s", r.out)
	}
}

// refused is an address where nobody listens.
func refused(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return "http://" + listener.Addr().String()
}

func TestTroubleWithVK(t *testing.T) {
	tests := []struct {
		name, says string
		spoil      func(*world)
	}{
		{"wrong token", "ключ сообщества VK устарел или отозван", func(w *world) { w.environ[tokens.Variable] += "x" }},
		{"nobody there", "VK не отвечает: проверьте подключение к интернету", func(w *world) { w.url = refused(w.t) }},
		{"not a VK", "VK", func(w *world) { w.url += "/nowhere" }},
		{"a captcha", "VK просит подтвердить", func(w *world) { _ = w.vk.SetFaults("captcha") }},
		{"a flood", "VK ограничил число запросов", func(w *world) { _ = w.vk.SetFaults("error=9") }},
		{"no answers", "VK не отвечает", func(w *world) { _ = w.vk.SetFaults("error=10") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := filled(t, sandbox.Options{})
			w.must(ExitDone, "", "sync", "--yes")
			tt.spoil(w)
			for _, command := range []string{"sync --yes", "sync --dry-run", "agent --once", "doctor"} {
				r := w.must(ExitFailed, "", strings.Fields(command)...)
				if !strings.Contains(r.out+r.err, tt.says) {
					t.Errorf("%s:\n%s%s", command, r.out, r.err)
				}
				for _, foreign := range []string{"127.0.0.1", "dial", "refused", "error_code", "context"} {
					if strings.Contains(r.err, foreign) {
						t.Errorf("%s, in the programmer's words: %s", command, r.err)
					}
				}
			}
		})
	}
}

// lockedVault is a keyring that waits for somebody to unlock it, as vault.Keyring tells of it.
type lockedVault struct{ vault.Memory }

func (*lockedVault) Get(context.Context, string) (string, error) {
	return "", errors.New("хранилище ключей не отвечает: разблокируйте его и повторите")
}
