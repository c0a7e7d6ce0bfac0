package store

import (
	"errors"
	"testing"
	"time"

	"zvonok/model"
)

// TestRequestsHappenOnce: a request is noted in the first transaction that writes for it, and known again; what fails notes
// nothing.
func TestRequestsHappenOnce(t *testing.T) {
	s := openAt(t, t.TempDir())
	asks := model.PersonID(7)
	by := func(*Tx) (model.PersonID, error) { return asks, nil }
	r := model.Request{ID: "a", Method: "Chats.SaveChat", Digest: "1"}
	answer := func(r model.Request, by model.PersonID) (text string, done bool, err error) {
		err = s.View(t.Context(), func(tx *Tx) error {
			answer, was, err := tx.Answer(r, by)
			text, done = string(answer), was
			return err
		})
		return text, done, err
	}
	broken := errors.New("нет")
	if err := s.Update(Once(t.Context(), r, by), func(*Tx) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("what fails: %v", err)
	}
	if _, done, err := answer(r, asks); done || err != nil {
		t.Errorf("after a failure it is done %v, %v", done, err)
	}
	ctx := Once(t.Context(), r, by)
	for range 2 { // a method may write more than once
		if err := s.Update(ctx, nothing); err != nil {
			t.Fatal(err)
		}
	}
	ran := false
	if err := s.Update(Once(t.Context(), r, by), func(*Tx) error { ran = true; return nil }); !errors.Is(err, model.ErrDone) || ran {
		t.Errorf("done again %v, %v", ran, err)
	}
	if text, done, err := answer(r, asks); text != "" || !done || err != nil {
		t.Errorf("without an answer: %q, %v, %v", text, done, err)
	}
	five := 0
	asking, answered := Once(t.Context(), model.Request{ID: "c"}, by), model.Request{ID: "c"}
	Answers(asking, &five)
	if err := s.Update(asking, func(*Tx) error { five = 5; return nil }); err != nil {
		t.Fatal(err)
	}
	if text, done, err := answer(answered, asks); text != `[5]` || !done || err != nil {
		t.Errorf("with its answer: %q, %v, %v", text, done, err)
	}
	for what, other := range map[string]model.Request{"another method": {ID: "a", Method: "Chats.DeleteChats", Digest: "1"}, "other parameters": {ID: "a", Method: r.Method, Digest: "2"}} {
		if _, done, err := answer(other, asks); done || !errors.Is(err, model.ErrOtherRequest) {
			t.Errorf("%s: %v, %v", what, done, err)
		}
	}
	if _, done, err := answer(r, asks+1); done || !errors.Is(err, model.ErrOtherRequest) {
		t.Errorf("somebody else: %v, %v", done, err)
	}
	refused := Once(t.Context(), model.Request{ID: "b"}, func(*Tx) (model.PersonID, error) { return 0, broken })
	if err := s.Update(refused, nothing); !errors.Is(err, broken) {
		t.Errorf("who may not ask: %v", err)
	}
	s.now = func() time.Time { return time.Now().Add(requestsKept + time.Hour) }
	if err := s.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, done, err := answer(r, asks); done || err != nil {
		t.Errorf("after thirty days it is done %v, %v", done, err)
	}
}
