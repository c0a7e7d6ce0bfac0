package shell

import (
	"fmt"
	"time"

	"zvonok/model"
	"zvonok/views/widgets"
)

// syncWords is the state of synchronisation for the top bar: a sentence, what it means, and more for the tooltip.
type syncWords struct {
	text, tip string
	tone      widgets.Tone
	held      bool // a click on it leads to where it is confirmed
}

// wordsOf puts the state of synchronisation into words. What runs now comes before what went wrong, what went wrong
// before what waits.
func wordsOf(s model.SyncStatus, now time.Time) syncWords {
	switch {
	case s.Running:
		return syncWords{text: progressWords(s.Progress), tone: widgets.ToneLink,
			tip: "Чаты в VK приводятся к списку. Можно продолжать работу."}
	case s.Held:
		return syncWords{text: "Подтвердите удаление из чатов", tone: widgets.ToneRefused, held: true,
			tip: widgets.Sentence(s.Problem) + " Где: «Чаты» › «Управление чатами» › «Инициализировать список»."}
	case s.Problem != "":
		problem := widgets.Sentence(s.Problem)
		return syncWords{text: problem, tone: widgets.ToneRefused, tip: problem}
	case s.Pending > 0:
		w := syncWords{tone: widgets.ToneWaiting, text: "Ждут отправки: " +
			model.Plural(s.Pending, "изменение", "изменения", "изменений")}
		w.tip = "Изменения скоро будут отправлены в VK."
		if !s.AgentHere {
			w.tip = "Изменения отправит компьютер, на котором хранится ключ сообщества VK."
		}
		return w
	case s.LastRun.IsZero():
		return syncWords{text: "Синхронизации с VK ещё не было", tone: widgets.ToneNeutral,
			tip: "Чаты появятся в VK после «Инициализировать список»."}
	}
	return syncWords{text: "В VK всё по списку · " + ago(now.Sub(s.LastRun), s.LastRun, now.Location()), tone: widgets.ToneGood,
		tip: "Последняя синхронизация: " + s.LastRun.In(now.Location()).Format("02.01.2006 15:04")}
}

func progressWords(p model.Progress) string {
	switch p.Stage {
	case model.StageRead:
		return fmt.Sprintf("Проверка чатов в VK: %d из %d…", p.Done, p.Total)
	case model.StageCarry:
		return fmt.Sprintf("Синхронизация: %d из %d…", p.Done, p.Total)
	}
	return "Синхронизация…"
}

// ago says how long ago a moment was, in the words of a short line.
func ago(passed time.Duration, at time.Time, zone *time.Location) string {
	switch {
	case passed < time.Minute:
		return "только что"
	case passed < time.Hour:
		return fmt.Sprintf("%d мин назад", int(passed.Minutes()))
	case passed < 24*time.Hour:
		return fmt.Sprintf("%d ч назад", int(passed.Hours()))
	case passed < 7*24*time.Hour:
		return model.Plural(int(passed.Hours()/24), "день", "дня", "дней") + " назад"
	}
	return at.In(zone).Format("02.01.2006")
}
