package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zvonok/model"
)

// TestTwoEditOneGroup: a person who saves last does not undo what another administrator saved in the meantime.
func TestTwoEditOneGroup(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s := w.as(t, "Админова")
	seen := w.seen(t, "А-1")
	edit := model.GroupEdit{Name: "А-9", Year: seen.Year, Specialty: seen.Specialty, Curator: seen.Curator}
	must(t, s.SetCurator(s.As(ctx), seen, w.person(t, "Завхозова")))
	for what, err := range map[string]error{
		"edited": s.EditGroup(s.As(ctx), seen, edit), "appointed": s.SetCurator(s.As(ctx), seen, w.person(t, "Учителева")),
	} {
		var now model.Group
		if c := conflict(t, err, &now); c.Who != "Админова Анна" || c.What != "куратор: Кураторова Анна → Завхозова Анна" || now != w.seen(t, "А-1") {
			t.Errorf("%s over another's edit: %+v, %+v", what, c, now)
		}
	}
	if now := w.seen(t, "А-1"); now.Curator != w.person(t, "Завхозова") {
		t.Errorf("the first edit is lost: %+v", now)
	}
	// Another's new name does not stand in the way of a curator, and stays.
	seen = w.seen(t, "А-1")
	edit.Curator = seen.Curator
	must(t, s.EditGroup(s.As(ctx), seen, edit))
	must(t, s.SetCurator(s.As(ctx), seen, 0))
	if now := w.seen(t, "А-9"); now.Curator != 0 {
		t.Errorf("the group has a curator: %+v", now)
	}
	must(t, s.RenamePerson(s.As(ctx), w.person(t, "Борисова"), surname("Борисова"), surname("Волкова")))
	err := s.RenamePerson(s.As(ctx), w.person(t, "Волкова"), surname("Борисова"), surname("Третья"))
	var now model.Name
	if c := conflict(t, err, &now); c.Theirs != "Волкова Анна" || c.Yours != "Третья Анна" || now != surname("Волкова") || w.person(t, "Волкова") == 0 {
		t.Errorf("renamed over another's edit: %+v", c)
	}
	must(t, s.RenamePerson(s.As(ctx), w.person(t, "Волкова"), now, surname("Третья"))) // who has seen it may
}

// TestTwoEditOneSubject: a person who saves last is told who saved what in the meantime, and undoes nothing of it.
func TestTwoEditOneSubject(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	s, other := w.as(t, "Админова"), w.as(t, "")
	edit := func(row model.TeachingRow, hours int) model.TeachingEdit {
		return model.TeachingEdit{Subject: row.Subject, Index: row.Index, Hours: hours, WholeGroup: row.WholeGroup, Teachers: row.Teachers, Learners: row.Learners}
	}
	seen := w.subject(t, "Б-1", "Физика")
	first := edit(seen, seen.Hours)
	first.Learners = []model.PersonID{w.person(t, "Дмитриева")}
	must(t, s.EditTeaching(s.As(ctx), seen, first))
	err := other.EditTeaching(other.As(ctx), seen, edit(seen, 51))
	var changed *model.Conflict
	if !errors.As(err, &changed) || changed.Who != "Админова Анна" || changed.What != "студенты: 1 чел. → 1 чел. (пришло 1, ушло 1)" ||
		!strings.HasPrefix(changed.Mine, "часов: — → 51; студенты: 1 чел. → 1 чел. (пришло 1, ушло 1)") {
		t.Errorf("saved over another's edit: %v", err)
	}
	if now := w.subject(t, "Б-1", "Физика"); now.Hours != seen.Hours || !slices.Equal(now.Learners, first.Learners) {
		t.Errorf("the first edit is lost: %+v", now)
	}
	must(t, other.EditTeaching(other.As(ctx), w.subject(t, "Б-1", "Физика"), edit(w.subject(t, "Б-1", "Физика"), 51)))

	who := w.person(t, "Завхозова")
	must(t, s.SetRoles(s.As(ctx), who, 0, model.RoleTeacher))
	err = other.SetRoles(other.As(ctx), who, 0, model.RoleCurator)
	if !errors.As(err, &changed) || changed.What != "— → преподаватель-предметник" || changed.Mine != "преподаватель-предметник → куратор" ||
		!strings.Contains(err.Error(), "пока вы изменяли роли: Завхозова Анна, сохранено другое: Админова Анна") {
		t.Errorf("roles over another's: %v", err)
	}
	must(t, other.SetRoles(other.As(ctx), who, model.RoleTeacher, model.RoleTeacher|model.RoleCurator))

	// What a roster changed has no line of its own.
	row := w.subject(t, "А-1", "История")
	loaded := small()
	loaded.Teachings[0].Hours = 99
	w.apply(t, loaded)
	err = s.EditTeaching(s.As(ctx), row, edit(row, 36))
	if !errors.As(err, &changed) || changed.Who != "" || !strings.Contains(err.Error(), "сохранено другое (часов: — → 99), у вас часов: 99 → 36") {
		t.Errorf("saved over a roster: %v", err)
	}
}
