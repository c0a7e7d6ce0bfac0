package vkid_test

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/desk"
	"zvonok/app/vkid"
	"zvonok/app/vkmessenger"
	"zvonok/model"
	"zvonok/model/store"
	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// TestRemoteLesson: a remote lesson against the local VK, by the account of the agent and by the teacher's own
// token: the call is started, the chat of the subject is told of it, people join, and the call ends.
func TestRemoteLesson(t *testing.T) {
	for _, own := range []bool{false, true} {
		name := "account"
		if own {
			name = "own token"
		}
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			ctx := t.Context()
			hosts := vkclient.HostsAt(w.url)
			w.agent.Calls = vkmessenger.NewCalls(vkclient.New(vkclient.Options{Hosts: hosts, Token: vkclient.Secret(w.vk.Info().Users[0].Token), Kind: vkclient.UserToken}))
			w.sync(t)
			teaching, id := w.lesson(t)
			teacher := w.at(t, teaching.Teachers[0])
			source := model.SourceAgent
			if own {
				source = model.SourceToken
				w.allowMessages(t)
				w.signIn(t, teacher)
			}
			if got, err := teacher.CallSource(teacher.As(ctx)); err != nil || got != source {
				t.Errorf("calls come from %d, %v, want %d", got, err, source)
			}
			if _, err := teacher.MakeRemote(teacher.As(ctx), model.RemoteEdit{Lesson: id, Begins: 12*60 + 5, Ends: 13 * 60, Post: model.PostNow}); err != nil {
				t.Fatal(err)
			}
			carry := func() {
				t.Helper()
				for range 2 {
					if err := w.agent.CarryCalls(ctx); err != nil {
						t.Fatal(err)
					}
				}
			}
			carry()
			if r := w.remote(t, id); r.Link != "" || r.Source != source || r.Posted.IsZero() || r.Problem != "" || len(w.vk.State().Calls) != 0 {
				t.Errorf("before its time: %+v", r)
			}
			w.clock.pass(5 * time.Minute)
			if !own {
				carry()
			}
			if err := teacher.OpenRemote(teacher.As(ctx), id, model.WayBrowser); err != nil {
				t.Error(err)
			}
			carry()
			calls := w.vk.State().Calls
			if len(calls) != 1 || calls[0].Finished || (calls[0].OwnerID == fullID) != own {
				t.Fatalf("VK has %+v", calls)
			}
			if r := w.remote(t, id); r.Link != calls[0].JoinLink || w.opened != r.Link {
				t.Errorf("%+v, opened %q", r, w.opened)
			}
			said := w.vk.Messages(w.chatOf(t, teaching))
			if len(said) != 2 || strings.Contains(said[0].Text, "/call/join/") || !strings.HasSuffix(said[1].Text, calls[0].JoinLink) || said[1].Reply != said[0].Number {
				t.Errorf("the chat was told %+v", said)
			}
			if err := teacher.FinishRemote(teacher.As(ctx), id, false); err != nil || w.vk.State().Calls[0].Finished != own {
				t.Errorf("the teacher's token ended the call: %v, %v", w.vk.State().Calls[0].Finished, err)
			}
			if err := w.agent.CarryCalls(ctx); err != nil || !w.vk.State().Calls[0].Finished {
				t.Errorf("the call goes on, %v", err)
			}
			if strings.Contains(w.log.String(), w.vk.Info().Users[0].Token) {
				t.Error("the log holds a token")
			}
		})
	}
}

// lesson adds a lesson of a subject of a group for today.
func (w *world) lesson(t *testing.T) (teaching model.TeachingRow, id model.LessonID) {
	t.Helper()
	err := w.college.Store.Update(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.TeachingRows(store.TeachingFilter{Today: "2026-11-23"})
		if err != nil {
			return err
		}
		teaching = rows[slices.IndexFunc(rows, func(r model.TeachingRow) bool { return r.Group != 0 && len(r.Teachers) > 0 })]
		id, err = tx.AddLesson(model.Lesson{
			Teaching: teaching.ID, Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Hours: 1, Kind: model.LessonPlain, Title: "Повторение",
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return teaching, id
}

// chatOf is the conversation of a subject's chat.
func (w *world) chatOf(t *testing.T, teaching model.TeachingRow) (peer int64) {
	t.Helper()
	err := w.college.Store.View(t.Context(), func(tx *store.Tx) error {
		chats, err := tx.ListedChats()
		for _, c := range chats {
			if c.Key.Teaching == teaching.ID {
				peer = int64(c.Peer)
			}
		}
		return err
	})
	if err != nil || peer == 0 {
		t.Fatalf("the chat of %s: %d, %v", teaching.Subject, peer, err)
	}
	return peer
}

// at is somebody else at work.
func (w *world) at(t *testing.T, who model.PersonID) *desk.Session {
	t.Helper()
	hosts := vkclient.HostsAt(w.url)
	keeper := agent.NewKeeper(w.college, w.agent, slog.New(slog.DiscardHandler))
	s := desk.NewSession(w.college, keeper, desk.SafeBrowser{Hosts: hosts.Names(), Launch: func(address string) error {
		w.opened = address
		return nil
	}}, vkmessenger.Pages(vkmessenger.Addresses(hosts)))
	s.UseVault(w.vault)
	s.UseIdentity(desk.LinkParts{Client: "51", Log: slog.New(slog.DiscardHandler), Identity: func(of app.Application) app.Identity {
		return vkid.New(vkid.Options{Hosts: hosts, Clock: w.clock}, of)
	}})
	if err := s.Enter(t.Context(), who); err != nil {
		t.Fatal(err)
	}
	return s
}

// signIn links the session's person with Полина's profile, by whose consent the application acts in chats.
func (w *world) signIn(t *testing.T, s *desk.Session) {
	t.Helper()
	ended := begin(t, s)
	newVisitor(t, w).open(w.opened).press("continue", "login", "+79005005002").press("password").press("continue", "password", "Polnova-parol-2").
		sees("имя, фамилия и фотография", "чаты и звонки от вашего имени").press("allow")
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}

// remote is what is remote of a lesson.
func (w *world) remote(t *testing.T, id model.LessonID) model.RemoteLesson {
	t.Helper()
	var l model.JournalLesson
	err := w.college.Store.View(t.Context(), func(tx *store.Tx) (err error) {
		l, err = tx.Lesson(id)
		return err
	})
	if err != nil || l.Remote == nil {
		t.Fatalf("lesson %d: %+v, %v", id, l, err)
	}
	return *l.Remote
}
