package kept

import (
	"testing"
	"time"

	"zvonok/app"
	"zvonok/model"
)

// inMemory are the answers of somebody who is not remembered.
func inMemory(t *testing.T) *Answers {
	t.Helper()
	a, err := OpenAnswers(Owner{}, false, 1)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestLateAnswers: an answer that was under way when rights became others is not kept.
func TestLateAnswers(t *testing.T) {
	a := inMemory(t)
	a.Is("a manager")
	asked := a.Asking()
	a.Is("a teacher")
	a.Take(Question{Name: "late"}, &Answer{Number: 1}, asked)
	a.Take(Question{Name: "in time"}, &Answer{Number: 1}, a.Asking())
	if a.Get("late") != nil || a.Get("in time") == nil {
		t.Error("the late one is kept, or the other one is not")
	}
}

// TestOtherGeneration: an answer of a college that was replaced by a copy does not hold, and is shown until the new one is there.
func TestOtherGeneration(t *testing.T) {
	a := inMemory(t)
	q, err := NewQuestion("Chats", app.Touches["Chats.Chats"], []any{model.ChatFilter{}})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	a.Hear(model.Change{Number: 50}, "one", now, 0)
	k := &Answer{Number: 50, Generation: "one", Until: now.Add(time.Hour)}
	a.Take(q, k, a.Asking())
	if !a.Holds(q, k, now) {
		t.Error("it does not hold")
	}
	a.Hear(model.Change{Number: 3}, "two", now, 0)
	if a.Holds(q, k, now) || a.Get(q.Name) == nil {
		t.Error("it holds, or is gone")
	}
	if number, generation := a.Known(); number != 3 || generation != "two" {
		t.Errorf("the desk knows %d of %s", number, generation)
	}
}
