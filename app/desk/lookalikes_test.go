package desk_test

import (
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// TestGroupsAndSubjectsThatLookAlike: a name that differs in Latin letters of the same look alone is refused where it is new; a college
// that has both from a file can change all else of them.
func TestGroupsAndSubjectsThatLookAlike(t *testing.T) {
	w := openWorld(t, t.TempDir(), newFake())
	r := small()
	r.Groups = append(r.Groups, roster.Group{Key: "g:3", Name: "A-1", Year: 1}) // in Latin
	r.Teachings = append(r.Teachings, roster.Teaching{Key: "t:5", Group: "g:1", Subject: "Иcтория", Index: "ОГСЭ", WholeGroup: true})
	w.apply(t, r)
	s, ctx := w.as(t, "Админова"), w.ctx(t, "Админова")
	refused := func(err error, says string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
	latin := w.seen(t, "A-1")
	must(t, s.SetCurator(ctx, latin, w.person(t, "Учителева")))
	latin = w.seen(t, "A-1")
	must(t, s.EditGroup(ctx, latin, model.GroupEdit{Name: "A-1", Year: 2}))
	must(t, s.EditGroup(ctx, w.seen(t, "A-1"), model.GroupEdit{Name: "A-2", Year: 2}))
	refused(s.EditGroup(ctx, w.seen(t, "A-2"), model.GroupEdit{Name: "A-1", Year: 2}), "русские или латинские")
	_, err := s.AddGroup(ctx, model.GroupEdit{Name: "A-1"})
	refused(err, "русские или латинские")
	subject := w.subject(t, "А-1", "Иcтория")
	edit := model.TeachingEdit{Group: subject.Group, Subject: subject.Subject, Index: subject.Index, WholeGroup: true, Hours: 20}
	must(t, s.EditTeaching(ctx, subject, edit))
	_, err = s.AddTeaching(ctx, edit)
	refused(err, "уже есть")
	edit.Subject = "Физикa"
	must(t, s.EditTeaching(ctx, w.subject(t, "А-1", "Иcтория"), edit))
	edit.Subject = "Иcтория"
	refused(s.EditTeaching(ctx, w.subject(t, "А-1", "Физикa"), edit), "«История» в этой группе уже есть")
}
