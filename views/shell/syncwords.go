package shell

import (
	"fmt"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/views/widgets"
)

// barWords is a state for the top bar, of synchronisation or of the line to the college: a sentence, what it means, and more for the
// tooltip.
type barWords struct {
	text, tip string
	short     string // used where text has no room; "" shortens text instead
	tone      widgets.Tone
	held      bool // a click on it leads to what can be done about it
}

// longRun is the number of operations from which on a run is shown while it lasts: a shorter one is over before anybody
// has read it.
const longRun = 50

// wordsOf puts the state of synchronisation into words. It has three looks: green, everybody is in the chats; grey, the
// ordinary one; red, the agent or VK cannot go on. Ordinary work of the agent changes none of them.
func wordsOf(s model.SyncStatus, now time.Time) barWords {
	grey := func(text, tip string) barWords { return barWords{text: text, tip: tip, tone: widgets.ToneNeutral} }
	switch {
	case s.Running && s.Progress.Stage == model.StageCarry && s.Progress.Total >= longRun:
		w := grey(fmt.Sprintf("Синхронизация: %d из %d…", s.Progress.Done, s.Progress.Total),
			"Чаты в VK приводятся к спискам. Можно продолжать работу.")
		w.short = fmt.Sprintf("%d из %d…", s.Progress.Done, s.Progress.Total)
		return w
	case s.Unconfirmed.Chats > 0:
		return barWords{text: "Ждут подтверждения: " + model.ChatWords(s.Unconfirmed.Chats), short: "Ждут подтверждения", tone: widgets.ToneRefused, held: true,
			tip: "В VK ничего не отправляется, пока вы не посмотрите, что будет сделано. Где: «Чаты» › «Управление чатами» › «Инициализировать список»."}
	case s.Held:
		return barWords{text: "Подтвердите удаление из чатов", short: "Подтвердите удаление", tone: widgets.ToneRefused, held: true,
			tip: widgets.Sentence(s.Problem) + " Где: «Чаты» › «Управление чатами» › «Инициализировать список»."}
	case s.Problem != "":
		problem := widgets.Sentence(s.Problem)
		return barWords{text: problem, tone: widgets.ToneRefused, tip: problem}
	case s.LastRun.IsZero() && s.Pending == 0:
		return grey("Синхронизации с VK ещё не было", "Чаты появятся в VK после «Инициализировать список».")
	case s.Pending > 0 && (!s.AgentHere || s.LastRun.IsZero()): // an agent on this computer sends them before anybody has read it
		tip := "Изменения скоро будут отправлены в VK."
		if !s.AgentHere {
			tip = "Изменения отправит компьютер, на котором хранится ключ сообщества VK."
		}
		return grey("Ждут отправки в VK: "+model.ChangeWords(s.Pending), tip)
	}
	last := "Последняя синхронизация: " + s.LastRun.In(now.Location()).Format("02.01.2006 15:04")
	if s.Missing != (model.MissingCount{}) {
		return grey(missingWords(s.Missing), "Кто это, видно в «Чаты» › «Управление чатами» › «Кто ещё не в чате». "+last)
	}
	const good = "В VK всё по спискам"
	return barWords{text: good + " · " + ago(now.Sub(s.LastRun), s.LastRun, now.Location()), short: good, tone: widgets.ToneGood, tip: last}
}

// heldForOthers are the words for those who may not confirm what a run waits for.
var heldForOthers = barWords{
	text: "Синхронизация ждёт подтверждения", short: "Ждёт подтверждения", tone: widgets.ToneRefused, held: true,
	tip: "Подтвердить её может администратор ПОО или сотрудник с правом «Управление чатами».",
}

// missingWords say how many people are not yet in their chats, and why.
func missingWords(n model.MissingCount) string {
	var said []string
	for _, part := range []struct {
		words string
		n     int
	}{{"ждут входа", n.Waiting}, {"нет VK ID", n.NoProfile}, {"отказ", n.Refused}, {"не отправлено", n.Unsent}} {
		if part.n > 0 {
			said = append(said, fmt.Sprintf("%s: %d", part.words, part.n))
		}
	}
	if len(said) == 1 {
		said = append(said, "остальное по спискам")
	}
	return model.Capital(strings.Join(said, " · "))
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
