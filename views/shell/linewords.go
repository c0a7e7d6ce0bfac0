package shell

import (
	"fmt"
	"time"

	"zvonok/model"
	"zvonok/views/widgets"
)

// lineWords is what the top bar says of the line to the college; nothing where all is well. A click leads to what the college does
// not have yet, if there is something.
func lineWords(l model.Line, now time.Time) barWords {
	var w barWords
	switch l.State {
	case model.LineConnecting:
		w = barWords{text: "Соединяемся…", tone: widgets.ToneNeutral, tip: "Соединяемся с колледжем. Показано то, что сохранено на этом компьютере."}
	case model.LineLost:
		w = barWords{text: "Нет связи с колледжем", tone: widgets.ToneWaiting,
			tip: "Соединение восстановится само. Оценки и отсутствия в открытых здесь журналах можно ставить: они подождут отправки. Остальное сохраняется, когда связь есть."}
		if !l.ShownAt.IsZero() {
			shown := "показано на " + clockOf(l.ShownAt, now)
			w.text, w.short, w.tip = w.text+" · "+shown, lost+" · "+shown, widgets.Sentence(shown)+" "+w.tip
		}
	case model.LineSignedOut:
		w = barWords{text: "Войдите заново", tone: widgets.ToneRefused,
			tip: "Сеанс на этом компьютере завершён: сменился пароль, истёк срок, или его завершили. Нажмите «Выйти» в меню под именем и войдите."}
	case model.LineWrongKey:
		w = barWords{text: "Отвечает не сервер колледжа", tone: widgets.ToneRefused,
			tip: "По адресу колледжа отвечает сервер с другим ключом, ему ничего не отправлено. Спросите у администратора ПОО новую ссылку подключения, " +
				"нажмите «Выйти» и выберите «Сменить адрес колледжа…»."}
	case model.LineOtherVersion:
		w = barWords{text: "Обновите «Звонок»", tone: widgets.ToneRefused,
			tip: "У сервера колледжа другая версия «Звонка», и эта с ней не работает. Обновите программу на этом компьютере; если она новее, попросите администратора ПОО обновить сервер."}
	}
	if l.Waiting+l.Refused == 0 {
		return w
	}
	w.held = true
	if w.text == "" {
		w = barWords{text: waitingWords(l, true), tone: widgets.ToneNeutral, held: true, tip: "Введённое в журналы ещё не у колледжа. Нажмите, чтобы увидеть его."}
		if l.Refused > 0 {
			w.tone = widgets.ToneRefused
		}
		return w
	}
	waits := waitingWords(l, false)
	if w.short != "" {
		w.short = lost + " · " + waits
	}
	w.text, w.tip = w.text+" · "+waits, widgets.Sentence(waits)+" "+w.tip
	return w
}

// lost begins the short words of a lost line.
const lost = "Нет связи"

// waitingWords say how much the college does not have yet; alone means that nothing comes before them.
func waitingWords(l model.Line, alone bool) string {
	words := fmt.Sprintf("ждут отправки: %d", l.Waiting)
	switch refused := fmt.Sprintf("не приняты: %d", l.Refused); {
	case l.Waiting == 0 && l.Refused > 0:
		words = refused
	case l.Refused > 0:
		words += " · " + refused
	}
	if alone {
		return model.Capital(words)
	}
	return words
}

// clockOf is a time of today, or with its day.
func clockOf(at, now time.Time) string {
	at = at.In(now.Location())
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.Format("15:04")
	}
	return at.Format("02.01 15:04")
}
