package app

import (
	"errors"
	"fmt"
	"strings"

	"zvonok/model"
)

// Errors that a person sees.
var (
	ErrNoRight = errors.New("у вас нет права на это действие: обратитесь к администратору ПОО")
	// ErrNotOwnSubject: only the subject's own teacher keeps its journal and makes its lessons remote.
	ErrNotOwnSubject = errors.New("это может только преподаватель предмета: попросите его сделать это")
	ErrNoAgent       = errors.New("на этом компьютере нет ключа сообщества VK: синхронизацию выполняет компьютер администратора ПОО")
	ErrNoLink        = errors.New("у чата ещё нет ссылки: он появится в VK после синхронизации")
	ErrNotOfCollege  = errors.New("этого человека нет в списках колледжа: загрузите списки, в которых он есть")
	ErrNotLinked     = errors.New("учебный профиль VK ID не привязан: нажмите «Привязать учебный профиль VK ID»")
)

// ErrUnconfirmed says that nobody has looked yet at what the agent would send to this community.
var ErrUnconfirmed = errors.New("в VK пока ничего не отправлено: посмотрите, что будет сделано, и подтвердите это в окне «Управление чатами» › " +
	"«Инициализировать список» или командой «zvonok sync»")

// ErrOutdated says that what was previewed would be something else by now: the college or the files changed, or a day began.
var ErrOutdated = errors.New("пока вы смотрели, данные изменились: посмотрите, что будет сделано теперь, и повторите")

// ErrProblems says that the files hold problems, and nothing was imported.
var ErrProblems = errors.New("в файлах есть ошибки: исправьте их и повторите загрузку, в колледже ничего не изменено")

// ErrAgentOff says that the administrator has switched the agent off on this computer.
var ErrAgentOff = errors.New("синхронизация на этом компьютере выключена: администратор ПОО включает её в «Настройках системы»")

// ErrAgentElsewhere says that another process before the same database carries the chats, or did until a moment ago.
var ErrAgentElsewhere = errors.New("чаты колледжа ведёт другой сервер: подождите минуту и повторите")

// ErrSignedOut says that nobody is at work, or that the account was closed meanwhile.
var ErrSignedOut = errors.New("вы не вошли: войдите заново")

// ErrPasswordAgain says that a person on another computer has to type their password once more for this.
var ErrPasswordAgain = errors.New("колледж на другом компьютере: для этого введите свой пароль ещё раз")

// ErrBusy says that another process or window is carrying the college's changes just now.
var ErrBusy = errors.New("синхронизация этого колледжа уже идёт: дождитесь её окончания или остановите её")

// ErrBackupGone says that the list on the screen is older than the folder.
var ErrBackupGone = errors.New("этой копии больше нет: обновите список (F5)")

// LimitError stops a run that would remove too many people.
type LimitError struct{ model.SafetyLimit }

// Error names the numbers: of all chats, and of the types of chats that would lose too many.
func (e *LimitError) Error() string {
	var parts []string
	say := func(from string, of model.Loss) {
		parts = append(parts, fmt.Sprintf("%s %s из %d", from,
			model.Plural(of.Gone, "автоматический участник", "автоматических участника", "автоматических участников"), of.From))
	}
	if e.OverAll() {
		say("из всех чатов", e.Loss)
	}
	for _, t := range e.ExceededTypes() {
		say("из чатов «"+t.String()+"»", e.Types[t])
	}
	return fmt.Sprintf("остановлено для безопасности: ушло бы %s (больше %d %%). Проверьте список; если всё верно, подтвердите удаление",
		strings.Join(parts, ", "), e.Percent)
}

// ImportLimitError stops an import that would take too much out of the college.
type ImportLimitError struct {
	Reasons []string
	// Never says that it cannot be confirmed: the roster is empty.
	Never bool
}

// Error names the numbers and says what to do.
func (e *ImportLimitError) Error() string {
	text := "остановлено для безопасности, в колледже ничего не изменено: " + strings.Join(e.Reasons, "; ")
	if e.Never {
		return text
	}
	return text + ". Проверьте, тот ли это файл и весь ли он; если всё верно, подтвердите выбытие"
}

// ImportDoubtsError stops an import while it is not answered who is who.
type ImportDoubtsError struct{ Doubts []model.ImportDoubt }

// Error names some of the pairs and asks.
func (e *ImportDoubtsError) Error() string {
	const most = 3
	pairs := model.Each(e.Doubts[:min(len(e.Doubts), most)], func(d model.ImportDoubt) string { return "«" + d.Old.String() + "» и «" + d.New.String() + "»" })
	text := strings.Join(pairs, ", ")
	if more := len(e.Doubts) - most; more > 0 {
		text += " и ещё " + model.Plural(more, "пара", "пары", "пар")
	}
	return "в колледже ничего не изменено: один ли это человек (в колледже и в файле) — " + text + "? Ответьте о каждой паре"
}
