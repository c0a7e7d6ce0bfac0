package care

import (
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/store"
)

// TestUndoLossesInWords: what is lost is said as one thing where it is one, and as several otherwise.
func TestUndoLossesInWords(t *testing.T) {
	lost := func(n int) string {
		sum := store.UndoSummary{Counts: map[string]model.RowCounts{"lessons": {Added: n}, "chats": {Added: n}}, People: map[model.PersonID]bool{}, Accounts: n}
		for i := range n {
			sum.People[model.PersonID(i+1)] = true
			sum.ChatsGone = append(sum.ChatsGone, "А-1")
		}
		return strings.Join(undoLosses(sum), "\n")
	}
	for n, want := range map[int][]string{
		1: {"1 занятие из этой загрузки уйдёт из расписания", "1 чат, созданный этим действием, будет удалён из VK", "1 человек, добавленный этим действием, исчезнет из колледжа",
			"исчезнет 1 учётная запись", "1 чат групп и предметов, которых не станет, будет удалён"},
		3: {"3 занятия из этой загрузки уйдут из расписания", "3 чата, созданные этим действием, будут удалены из VK", "3 человека, добавленные этим действием, исчезнут из колледжа",
			"исчезнут 3 учётные записи", "3 чата групп и предметов, которых не станет, будут удалены"},
	} {
		for _, words := range want {
			if got := lost(n); !strings.Contains(got, words) {
				t.Errorf("of %d nothing says %q:\n%s", n, words, got)
			}
		}
	}
}
