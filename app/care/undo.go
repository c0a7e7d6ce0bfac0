package care

import (
	"context"
	"errors"
	"fmt"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

var (
	errUndone   = errors.New("это изменение уже отменено")
	errUndoOld  = errors.New("это изменение сделано больше 120 дней назад, отменить его уже нельзя: исправьте списки вручную или восстановите резервную копию")
	errUndoSelf = errors.New("этим изменением добавлены вы сами: отменить его может только другой администратор ПОО")
)

// undoWords are the kinds of records of a change, singular and two plurals, in the order in which they are named.
var undoWords = []struct{ table, one, few, many string }{
	{"persons", "карточка человека", "карточки людей", "карточек людей"},
	{"groups", "учебная группа", "учебные группы", "учебных групп"},
	{"teachings", "предмет", "предмета", "предметов"},
	{"orders", "приказ", "приказа", "приказов"},
	{"movements", "зачисление или выбытие", "зачисления и выбытия", "зачислений и выбытий"},
	{"guardianships", "связь с родителем", "связи с родителями", "связей с родителями"},
	{"learners", "студент предмета", "студента предметов", "студентов предметов"},
	{"chats", "чат", "чата", "чатов"},
	{"members", "участник чата", "участника чатов", "участников чатов"},
	{"topics", "тема КТП", "темы КТП", "тем КТП"},
	{"lessons", "занятие", "занятия", "занятий"},
}

// PreviewUndo says what taking a change back would do, and what it cannot bring back.
func (s *Care) PreviewUndo(ctx context.Context, id model.ChangeID) (preview model.UndoPreview, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		who, err := college.MaySetUp(tx)
		if err != nil {
			return err
		}
		zone, err := s.college.Zone(tx)
		if err != nil {
			return err
		}
		preview.Change = id
		err = tx.EachAudit(store.AuditQuery{Change: id}, func(l model.AuditLine) error {
			l.At = l.At.In(zone)
			preview.Lines = append(preview.Lines, l)
			return nil
		})
		if err != nil {
			return err
		}
		sum, err := s.undoable(tx, id, who)
		if err != nil {
			return err
		}
		for _, w := range undoWords {
			if n := sum.Counts[w.table].Sum(); n > 0 {
				preview.Counts = append(preview.Counts, model.Plural(n, w.one, w.few, w.many))
				preview.Chats = preview.Chats || w.table != "topics" && w.table != "lessons"
			}
		}
		preview.Losses = undoLosses(sum)
		preview.Chats = preview.Chats || len(sum.ChatsGone) > 0
		return nil
	})
	return preview, err
}

// undoLosses say what cannot come back when a change is taken back, or is lost by it.
func undoLosses(sum store.UndoSummary) (losses []string) {
	lose := func(n int, format string, args ...any) {
		if n > 0 {
			losses = append(losses, fmt.Sprintf(format, args...))
		}
	}
	n := sum.Counts["lessons"].Added
	lose(n, "%s из этой загрузки %s из расписания. Если там уже есть оценки, отсутствия, задания или звонки, отмены не будет",
		model.Plural(n, "занятие", "занятия", "занятий"), model.PluralForm(n, "уйдёт", "уйдут", "уйдут"))
	n = sum.Counts["chats"].Added
	lose(n, "%s, %s этим действием, %s из VK без возможности восстановления", model.ChatWords(n),
		model.PluralForm(n, "созданный", "созданные", "созданных"), model.PluralForm(n, "будет удалён", "будут удалены", "будут удалены"))
	lose(sum.Counts["movements"].Sum()+sum.Left, "кто из-за этого уже вышел из чатов, войдёт в них снова сам, по ссылке")
	n = len(sum.People)
	lose(n, "%s, %s этим действием, %s из колледжа; кто уже в чатах VK, будет оттуда удалён", model.PeopleWords(n),
		model.PluralForm(n, "добавленный", "добавленные", "добавленных"), model.PluralForm(n, "исчезнет", "исчезнут", "исчезнут"))
	n = sum.Accounts
	lose(n, "вместе с этим %s %s", model.PluralForm(n, "исчезнет", "исчезнут", "исчезнут"), model.Plural(n, "учётная запись", "учётные записи", "учётных записей"))
	n = len(sum.ChatsGone)
	lose(n, "%s групп и предметов, которых не станет, %s из VK без возможности восстановления: %s",
		model.ChatWords(n), model.PluralForm(n, "будет удалён", "будут удалены", "будут удалены"), titleWords(sum.ChatsGone))
	lose(len(sum.ChatsKept), "в VK останутся чаты, куда добавили людей вручную: %s", titleWords(sum.ChatsKept))
	lose(sum.DeletedChats, "чаты, уже удалённые из VK, будут созданы заново: переписка в них не восстановится")
	return losses
}

// undoable loads what a change did; one that cannot be taken back is an error in words.
func (s *Care) undoable(tx *store.Tx, id model.ChangeID, who model.PersonID) (store.UndoSummary, error) {
	today, err := s.college.Today(tx)
	if err != nil {
		return store.UndoSummary{}, err
	}
	sum, err := tx.UndoSummary(id, today)
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && s.college.Clock.Now().Sub(sum.At) > college.UndoKept:
		return sum, errUndoOld
	case err != nil:
		return sum, err
	case sum.Undone:
		return sum, errUndone
	case sum.People[who]:
		return sum, errUndoSelf
	}
	return sum, nil
}

// titlesNamed is how many chats a sentence names.
const titlesNamed = 5

// titleWords names chats, the first of many: «А-1», «Б-1» и ещё 3.
func titleWords(titles []string) string {
	return model.FewOf(model.Each(titles, func(t string) string { return "«" + t + "»" }), titlesNamed, ", ")
}

// UndoChange takes a change back as a whole: the lists are what they were before it, and the agent corrects the
// messenger. When something of it was changed since, nothing is done and the error says what to do.
func (s *Care) UndoChange(ctx context.Context, id model.ChangeID) error {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return err
	}
	if err := s.college.BackupBefore(ctx, model.BackupUndo); err != nil {
		return err
	}
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := college.MaySetUp(tx)
		if err != nil {
			return err
		}
		if _, err := s.undoable(tx, id, who); err != nil {
			return err
		}
		var what model.AuditLine
		lines := 0
		err = tx.EachAudit(store.AuditQuery{Change: id}, func(l model.AuditLine) error {
			what = l
			lines++
			return nil
		})
		if err != nil {
			return err
		}
		if err := s.college.TurnDayIn(tx); err != nil {
			return err
		}
		now := s.college.Clock.Now()
		if err := tx.Record(now); err != nil {
			return err
		}
		today, err := s.college.Today(tx)
		if err != nil {
			return err
		}
		if err := tx.Undo(id, today); err != nil {
			return err
		}
		details := what.Subject
		if lines > 1 {
			details = model.Plural(lines, "запись журнала", "записи журнала", "записей журнала")
		}
		return tx.Audit(now, who, "Отмена изменения", what.Action, details)
	})
}
