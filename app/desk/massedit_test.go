package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// TestMassEdit: what is done to several at once is one line of the journal, and a copy is made before it; what is done
// to one is neither copied nor counted.
func TestMassEdit(t *testing.T) {
	for _, tt := range []struct {
		name            string
		do              func(t *testing.T, w *world) error
		action, subject string
		details         string
		copied          []model.BackupWhy
	}{
		{"one student leaves", func(t *testing.T, w *world) error {
			return w.as(t, "Админова").LeaveStudents(w.ctx(t, "Админова"), []model.PersonID{w.person(t, "Борисова")})
		}, "Выбытие студента", "Борисова Анна", "группа: А-1 → выбыл", nil},
		{"four students leave", func(t *testing.T, w *world) error {
			return w.as(t, "Админова").LeaveStudents(w.ctx(t, "Админова"), []model.PersonID{w.person(t, "Борисова"), w.person(t, "Алексеева"),
				w.person(t, "Григорьева"), w.person(t, "Безликова")})
		}, "Выбытие студента", "4 студента: Борисова Анна, Алексеева Анна, Григорьева Анна и ещё 1",
			"группа: А-1 → выбыл; группа: Б-1 → выбыл", nil},
		{"two subjects end", func(t *testing.T, w *world) error {
			return w.as(t, "Админова").EndTeachings(w.ctx(t, "Админова"), []model.TeachingID{1, 2})
		}, "Завершение предмета", "2 предмета: А-1/История (ОГСЭ), Б-1/Физика", "", nil},
		{"two chats are deleted", func(t *testing.T, w *world) error {
			w.run(t, correct)
			return w.as(t, "Админова").DeleteChats(w.ctx(t, "Админова"), []model.ChatID{w.chat(t, "А-1").ID, w.chat(t, "Б-1").ID})
		}, "Удаление чата", "2 чата: А-1, Б-1", "", []model.BackupWhy{model.BackupChats}},
		{"an order of two", func(t *testing.T, w *world) error {
			_, err := w.as(t, "Админова").SaveOrder(w.ctx(t, "Админова"), model.OrderEdit{Number: "1", Date: onDay(20), Kind: model.OrderWithdraw, Effective: onDay(23),
				People: []model.PersonID{w.person(t, "Борисова"), w.person(t, "Алексеева")}})
			return err
		}, "Приказ", "Отчисление № 1 от 20.11.2026", "", nil},
		{"a change is taken back", func(t *testing.T, w *world) error {
			must(t, w.as(t, "Админова").LeaveStudents(w.ctx(t, "Админова"), []model.PersonID{w.person(t, "Борисова")}))
			return w.as(t, "Админова").UndoChange(w.ctx(t, "Админова"), w.lastChange(t, "Выбытие студента"))
		}, "Отмена изменения", "Выбытие студента", "", []model.BackupWhy{model.BackupUndo}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.pass(t, time.Minute)
			must(t, tt.do(t, w))
			var lines []model.AuditLine
			w.view(t, func(tx *store.Tx) error {
				return tx.EachAudit(store.AuditQuery{Action: tt.action}, func(l model.AuditLine) error {
					lines = append(lines, l)
					return nil
				})
			})
			if len(lines) != 1 || lines[0].Subject != tt.subject || tt.details != "" && lines[0].Details != tt.details {
				t.Errorf("%+v", lines)
			}
			got := slices.DeleteFunc(w.copies(t), func(why model.BackupWhy) bool { return why == model.BackupDaily })
			if !slices.Equal(got, tt.copied) {
				t.Errorf("copied %v, want %v", got, tt.copied)
			}
		})
	}
}

// TestMassDeletionWithoutCopy: without a copy no chat is deleted, who has no right makes none, and edits that can be taken back
// need none.
func TestMassDeletionWithoutCopy(t *testing.T) {
	w := newWorld(t)
	w.run(t, correct)
	chats := []model.ChatID{w.chat(t, "А-1").ID, w.chat(t, "Б-1").ID}
	for _, who := range []string{"Учителева", "Мамина"} {
		if err := w.as(t, who).DeleteChats(w.ctx(t, who), chats); err == nil || !strings.Contains(err.Error(), "нет права") {
			t.Errorf("%s: %v", who, err)
		}
	}
	if got := w.copies(t); got != nil {
		t.Errorf("copied %v", got)
	}
	w.college.DiskSpace = func(string) (uint64, error) { return 3 << 20, nil }
	err := w.as(t, "Админова").DeleteChats(w.ctx(t, "Админова"), chats)
	if err == nil || !strings.Contains(err.Error(), "изменение не начато") || w.chat(t, "А-1").Deleted {
		t.Error(err)
	}
	must(t, w.as(t, "Админова").LeaveStudents(w.ctx(t, "Админова"), []model.PersonID{w.person(t, "Борисова"), w.person(t, "Алексеева")}))
}
