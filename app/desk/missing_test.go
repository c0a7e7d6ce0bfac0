package desk_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zvonok/app"
	"zvonok/app/desk"
	"zvonok/model"
	"zvonok/model/store"
)

// waiting is a world in which people of А-1 wait to come in: Алексеева and Борисова have profiles, Безликова has none.
func waiting(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.vk.closed = map[model.MessengerID]bool{11: true, 12: true}
	w.run(t, initialise)
	return w
}

func missing(t *testing.T, s *desk.Session) (lines []string) {
	t.Helper()
	rows, err := s.Missing(s.As(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		lines = append(lines, r.GroupName+" "+r.Title+" "+r.Name.LastName+" "+r.Why())
	}
	return lines
}

func TestMissing(t *testing.T) {
	w := waiting(t)
	w.update(t, func(tx *store.Tx) error {
		m := w.member(t, "А-1", "Борисова")
		m.Presence, m.Code = model.PresenceRefused, 15
		return tx.SetMemberAnswers([]store.ChatRow{{Chat: w.chat(t, "А-1").ID, RowChange: model.RowChange{Member: m}}})
	})
	own := []string{"А-1 А-1 Алексеева ждёт входа", "А-1 А-1 Безликова нет VK ID", "А-1 А-1 Борисова отказ: отказ 15",
		"А-1 А-1/История(ОГСЭ) Алексеева ждёт входа", "А-1 А-1/История(ОГСЭ) Безликова нет VK ID", "А-1 А-1/История(ОГСЭ) Борисова ждёт входа"}
	if got := missing(t, w.session(t, "Кураторова")); !slices.Equal(got, own) {
		t.Errorf("the curator sees %q", got)
	}
	if got := missing(t, w.session(t, "Админова")); len(got) <= len(own) {
		t.Errorf("the administrator sees %q", got)
	}
	for _, surname := range []string{"Алексеева", "Мамина", ""} {
		if _, err := w.session(t, surname).Missing(w.ctxOf(t, surname)); !errors.Is(err, app.ErrNoRight) {
			t.Errorf("%q is answered %v", surname, err)
		}
	}
}

// TestRemind: each person is written to once a day, by their chats, and what became of it is counted.
func TestRemind(t *testing.T) {
	w := waiting(t)
	w.vk.silent[12] = true
	s := w.session(t, "Админова")
	all := []model.PersonID{w.person(t, "Алексеева"), w.person(t, "Борисова"), w.person(t, "Безликова"), w.person(t, "Алексеева")}
	told, err := s.Remind(s.As(t.Context()), all)
	if want := (model.Reminded{Sent: 1, Closed: 1, Without: 1}); err != nil || told != want {
		t.Fatalf("%+v, %v", told, err)
	}
	if len(w.vk.said) != 1 {
		t.Fatalf("said: %v", w.vk.said)
	}
	for random, op := range w.vk.said {
		if random <= 0 || random > 1<<31-1 || op.Peer != 11 || strings.Count(op.Text, "https://vk.me/join/") != 3 || !strings.Contains(op.Text, "«А-1/История(ОГСЭ)»: ") {
			t.Errorf("%+v", op)
		}
	}
	if told, err = s.Remind(s.As(t.Context()), all[:2]); err != nil || told != (model.Reminded{Recent: 1, Closed: 1}) {
		t.Errorf("a second time: %+v, %v", told, err)
	}
	w.pass(t, model.ReminderPause)
	delete(w.vk.silent, 12)
	if told, err = s.Remind(s.As(t.Context()), all[:2]); err != nil || told != (model.Reminded{Sent: 2}) || len(w.vk.said) != 3 {
		t.Errorf("a day later: %+v, %v", told, err)
	}
}

// TestRemindIsSentOnce: what became of a message is unknown, so it is sent again, under the same number.
func TestRemindIsSentOnce(t *testing.T) {
	w := waiting(t)
	tries := 0
	w.vk.intercept = func(_ int, ops []app.Op, do func(int) []app.Outcome) ([]app.Outcome, error) {
		if ops[0].Kind == app.OpSay {
			tries++
			do(-1)
			return nil, unknownFault()
		}
		return do(-1), nil
	}
	told, err := w.session(t, "Админова").Remind(w.ctxOf(t, "Админова"), []model.PersonID{w.person(t, "Алексеева")})
	if err != nil || told.Queued != 1 || told.Sent != 0 {
		t.Errorf("an unknown outcome is told as %+v, %v", told, err)
	}
	w.vk.intercept = nil
	w.run(t, correct)
	if tries != 1 || len(w.vk.said) != 1 {
		t.Errorf("%d tries, messages %v", tries, w.vk.said)
	}
	w.view(t, func(tx *store.Tx) error {
		all, err := tx.Reminders()
		if r := all[w.person(t, "Алексеева")]; r.State != model.ReminderSent || r.Sent.IsZero() {
			t.Errorf("%+v", r)
		}
		return err
	})
}

// TestRemindElsewhere: without an agent here the reminder waits for the one that works, who tells nobody that has come
// in meanwhile.
func TestRemindElsewhere(t *testing.T) {
	w := waiting(t)
	o := w.office(t, "Админова")
	told, err := o.Remind(o.As(t.Context()), []model.PersonID{w.person(t, "Алексеева"), w.person(t, "Борисова")})
	if err != nil || told != (model.Reminded{Queued: 2}) || len(w.vk.said) != 0 {
		t.Errorf("%+v, %v", told, err)
	}
	for _, r := range w.vk.rooms {
		r.members[12] = false
	}
	w.run(t, correct)
	if len(w.vk.said) != 1 {
		t.Errorf("said: %v", w.vk.said)
	}
}

// TestRemindChecksLinks: a stored link that does not lead to the messenger is sent to nobody, and the others are.
func TestRemindChecksLinks(t *testing.T) {
	w := waiting(t)
	chat := w.chat(t, "А-1").Chat
	for i, link := range []string{"https://evil.example/join/a", "javascript:alert(1)", "http://vk.me/join/a"} {
		w.update(t, func(tx *store.Tx) error {
			chat.Link = link
			return tx.SetChatAnswer(chat)
		})
		told, err := w.session(t, "Админова").Remind(w.ctxOf(t, "Админова"), []model.PersonID{w.person(t, "Алексеева")})
		if err != nil || told.Sent != 1 || len(w.vk.said) != i+1 {
			t.Errorf("%s: %+v, %v, messages %v", link, told, err, w.vk.said)
		}
		for _, op := range w.vk.said {
			if strings.Contains(op.Text, link) || strings.Contains(op.Text, "«А-1»") || strings.Count(op.Text, "https://vk.me/join/") != 2 {
				t.Errorf("%s: said %q", link, op.Text)
			}
		}
		w.pass(t, model.ReminderPause)
	}
}

func TestRemindRights(t *testing.T) {
	w := waiting(t)
	mother := w.person(t, "Мамина")
	for surname, who := range map[string]model.PersonID{"Учителева": w.person(t, "Дмитриева"), "Алексеева": mother, "Завхозова": mother} {
		if _, err := w.session(t, surname).Remind(w.ctxOf(t, surname), []model.PersonID{who}); !errors.Is(err, app.ErrNoRight) {
			t.Errorf("%s is answered %v", surname, err)
		}
	}
}

// TestRemindStops: what stops a run leaves the others waiting.
func TestRemindStops(t *testing.T) {
	w := waiting(t)
	w.vk.batch = 1
	w.vk.refuse = func(op app.Op) error {
		if op.Kind == app.OpSay && op.Peer == 12 {
			return stopped(context.DeadlineExceeded)
		}
		return nil
	}
	told, err := w.session(t, "Админова").Remind(w.ctxOf(t, "Админова"), []model.PersonID{w.person(t, "Алексеева"), w.person(t, "Борисова")})
	if err == nil || err.Error() != "остановлено" || told.Sent != 1 {
		t.Errorf("%+v, %v", told, err)
	}
	w.vk.refuse = nil
	w.run(t, correct)
	if len(w.vk.said) != 2 {
		t.Errorf("said: %v", w.vk.said)
	}
}

func TestExportMissing(t *testing.T) {
	w := waiting(t)
	c := w.chat(t, "А-1")
	c.Title, c.TitleByHand = "=HYPERLINK(1)", true
	w.update(t, func(tx *store.Tx) error { return tx.UpdateChat(c.Chat) })
	s := w.session(t, "Кураторова")
	var file bytes.Buffer
	one := []model.ChatPerson{{Chat: c.ID, Person: w.person(t, "Алексеева")}}
	if err := s.ExportMissing(s.As(t.Context()), one, &file); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Кто ещё не в чате")
	if err != nil || len(rows) != 2 || !slices.Equal(rows[1][:4], []string{"А-1", "Алексеева Анна", "=HYPERLINK(1)", "ждёт входа"}) {
		t.Errorf("%q, %v", rows, err)
	}
	if formula, err := book.GetCellFormula("Кто ещё не в чате", "C2"); err != nil || formula != "" {
		t.Errorf("a formula %q, %v", formula, err)
	}
}

func TestPrintInvites(t *testing.T) {
	w := waiting(t)
	s := w.session(t, "Кураторова")
	group, foreign := w.chat(t, "А-1"), w.chat(t, "Б-1")
	pages := func(o model.InviteOrder) int {
		var pdf bytes.Buffer
		if err := s.PrintInvites(s.As(t.Context()), o, &pdf); err != nil {
			t.Fatalf("%+v: %v", o, err)
		}
		return bytes.Count(pdf.Bytes(), []byte("/Type /Page\n"))
	}
	for _, c := range []struct {
		name  string
		order model.InviteOrder
		pages int
	}{
		{"who is missing", model.InviteOrder{Kind: model.InviteMissing, Chats: []model.ChatID{group.ID}}, 1},
		{"everyone", model.InviteOrder{Kind: model.InviteEveryone, Groups: []model.GroupID{group.Key.Group}}, 2},
		{"sheets of a group", model.InviteOrder{Kind: model.InviteSheets, Groups: []model.GroupID{group.Key.Group}}, 3},
		{"one person", model.InviteOrder{People: []model.ChatPerson{{Chat: group.ID, Person: w.person(t, "Алексеева")}}}, 1},
	} {
		if got := pages(c.order); got != c.pages {
			t.Errorf("%s: %d pages", c.name, got)
		}
	}
	if err := s.PrintInvites(s.As(t.Context()), model.InviteOrder{Kind: model.InviteSheets, Chats: []model.ChatID{foreign.ID}}, &bytes.Buffer{}); !errors.Is(err, app.ErrNoRight) {
		t.Errorf("another's chat gives %v", err)
	}
	codes := func(o model.InviteOrder) int {
		var pdf bytes.Buffer
		if err := s.PrintInvites(s.As(t.Context()), o, &pdf); err != nil {
			t.Fatal(err)
		}
		return bytes.Count(pdf.Bytes(), []byte("/Subtype /Image"))
	}
	sheet := model.InviteOrder{Kind: model.InviteSheets, Chats: []model.ChatID{group.ID}}
	before := codes(sheet)
	w.college.PhoneBy(func() model.PhonePage { return model.PhonePage{Address: "https://zvonok.college.example"} })
	if with := codes(sheet); with != before+1 {
		t.Errorf("%d codes on a sheet, %d with the page for the phone", before, with)
	}
	w.college.PhoneBy(nil)
	parents := w.chat(t, "А-1 родители")
	err := s.PrintInvites(s.As(t.Context()), model.InviteOrder{Kind: model.InviteMissing, Chats: []model.ChatID{parents.ID}}, &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "приглашать некого") {
		t.Errorf("a chat in which all are gives %v", err)
	}
}

func TestReminderWords(t *testing.T) {
	for want, r := range map[string]model.Reminded{
		"напоминать некому": {},
		"напомнили 2 людям, не разрешают писать им: 1 человек, уже напоминали за последние сутки: 3 человека": {Sent: 2, Closed: 1, Recent: 3},
		"напомнили 1 человеку, не доставлено: 5 человек":                                                      {Sent: 1, Refused: 5},
	} {
		if got := r.Words(); got != want {
			t.Errorf("%+v: %q", r, got)
		}
	}
	row := model.MissingRow{Reminder: model.ReminderSent, Reminded: time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC)}
	if got := row.ReminderWords(); got != "23.11.2026 09:05" {
		t.Error(got)
	}
}
