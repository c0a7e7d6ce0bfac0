package shell

import (
	"testing"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// TestWatch: a screen reads once after a burst of changes that concern it, and never after it was left.
func TestWatch(t *testing.T) {
	var exec viewtest.Executor
	timer, service := &fakeTimer{}, &fakeService{}
	reads := 0
	ctx, leave := Watch(Desk{Exec: &exec, Timer: timer.timer}, service,
		Read{Do: func() { reads++ }, On: func(c model.Change) bool { return c.Roster }})
	told := service.told
	told(model.Change{Sync: true})
	timer.pass()
	if reads != 0 {
		t.Error("a change that does not concern the screen is read")
	}
	for range 3 {
		told(model.Change{Roster: true})
	}
	timer.pass()
	if reads != 1 || ctx.Err() != nil {
		t.Errorf("read %d times, %v", reads, ctx.Err())
	}
	told(model.Change{Roster: true})
	leave()
	timer.pass()
	told(model.Change{Roster: true}) // on its way when the screen was left
	timer.pass()
	if reads != 1 || ctx.Err() == nil || service.told != nil {
		t.Errorf("after it was left: read %d times, %v", reads, ctx.Err())
	}
}
