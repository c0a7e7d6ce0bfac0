package journal

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/remotelessons"
	"zvonok/views/widgets"
)

// remoteState is the state of a remote lesson in words; empty for one that is not remote.
func (c *lessonCard) remoteState(l model.JournalLesson) string {
	if l.Remote == nil {
		return ""
	}
	state, _ := remotelessons.Status(c.s.lineOf(l), c.s.now)
	return state
}

// remoteBlock is «Дистанционное занятие» in the panel (Рисунок 451).
func (c *lessonCard) remoteBlock(l model.JournalLesson) fyne.CanvasObject {
	s, r := c.s, l.Remote
	times := r.Begins.In(s.now.Location()).Format("15:04") + " – " + r.Ends.In(s.now.Location()).Format("15:04")
	if state := c.remoteState(l); state != "" {
		times += " · " + state
	}
	objects := []fyne.CanvasObject{
		widgets.FilterBar(widgets.NewMarked("", widgets.ToneNormal, ""), widgets.Heading("Дистанционное занятие")),
		widgets.Text(times).Shrink(),
	}
	phase := r.Phase(s.now, 0)
	over := phase == model.PhaseOver
	if s.page.Access.Remote {
		objects = append(objects, c.call.main(over))
	}
	for _, words := range s.callWords(l, over) {
		label := widgets.Paragraph(words.text, lineWidth-26)
		label.SetTone(words.tone)
		if words.tone == widgets.ToneRefused {
			objects = append(objects, widgets.NewCopyable(label))
			continue
		}
		objects = append(objects, label)
	}
	if s.page.Access.Remote {
		for _, button := range c.call.rare(r, phase) { // two buttons do not fit side by side
			objects = append(objects, widgets.InRow(button))
		}
	}
	return widgets.Tinted(objects...)
}

// callButtons are what the subject's teacher can do about the call of the chosen lesson. They stay when the clock redraws the
// card, so that somebody who moves by Tab keeps the focus.
type callButtons struct{ open, drop, finish, retime, paste, renew *widgets.Button }

func newCallButtons(s *screen) (b callButtons) {
	of := func(do func(model.JournalLesson)) func() {
		return func() {
			if l, ok := s.chosen(); ok && l.Remote != nil {
				do(l)
			}
		}
	}
	b.open = widgets.NewPrimary("Открыть", of(func(l model.JournalLesson) { s.opener.Open(s.lineOf(l)) }))
	b.open.SetTooltip("Войти в звонок этого занятия")
	b.drop = widgets.NewSecondary("Удалить", of(s.deleteRemote))
	b.finish = widgets.NewSecondary("Завершить", of(s.finishRemote))
	b.retime = widgets.NewLink("Изменить время", of(func(l model.JournalLesson) { remotelessons.Edit(s.deps.Desk, s.deps.Service, s.lineOf(l), s.load) }))
	b.paste = widgets.NewLink("Вставить ссылку", of(func(l model.JournalLesson) {
		remotelessons.PasteLink(s.deps.Desk, s.deps.Service, s.lineOf(l), "", s.load)
	}))
	b.renew = widgets.NewLink("Создать новый звонок", of(func(l model.JournalLesson) { s.opener.Renew(s.lineOf(l)) }))
	return b
}

// main are the buttons for every day.
func (b callButtons) main(over bool) fyne.CanvasObject {
	if over {
		return widgets.FilterBar(b.drop)
	}
	return widgets.FilterBar(b.open, b.drop)
}

// rare are the buttons that a teacher seldom needs: changing the time, for a lesson that runs over too, ending the call, pasting a
// link if there is none.
func (b callButtons) rare(r *model.RemoteLesson, phase model.Phase) (rare []*widgets.Button) {
	switch phase {
	case model.PhaseOver:
		return nil
	case model.PhaseBefore:
		rare = append(rare, b.retime)
	default:
		rare = append(rare, b.finish, b.retime)
	}
	switch {
	case r.Link == "":
		rare = append(rare, b.paste)
	case phase == model.PhaseOpen:
		rare = append(rare, b.renew)
	}
	return rare
}

// words are a text of a tone.
type words struct {
	text string
	tone widgets.Tone
}

// callWords say what is known of the call: its link, the chat, who is in it.
func (s *screen) callWords(l model.JournalLesson, over bool) (said []words) {
	r := l.Remote
	say := func(tone widgets.Tone, text string) { said = append(said, words{text, tone}) }
	chat := "чат предмета"
	if s.page.Chat != "" {
		chat = "чат «" + s.page.Chat + "»"
	}
	switch {
	case r.Problem != "":
		say(widgets.ToneRefused, widgets.Sentence(r.Problem))
	case r.Link == "" && s.page.Access.Remote && !over:
		say(widgets.ToneMuted, remotelessons.CallToCome(r))
	}
	switch {
	case !r.Posted.IsZero():
		say(widgets.ToneMuted, "О занятии сообщено в "+chat+".")
	case !r.PostAt.IsZero() && r.PostAt.After(s.now):
		say(widgets.ToneMuted, "Сообщение уйдёт в "+chat+" "+remotelessons.Moment(r.PostAt, s.now)+".")
	case !r.PostAt.IsZero() && !over:
		say(widgets.ToneMuted, "Сообщение отправляется в "+chat+".")
	}
	say(widgets.ToneMuted, fmt.Sprintf("Подключились: %d из %d", r.Joined, s.learning()))
	for _, other := range l.Stream {
		say(widgets.ToneMuted, fmt.Sprintf("Потоком с %s: %d из %d", remotelessons.StreamName(s.page.Teaching.GroupName, other), other.Joined, other.Learners))
	}
	return said
}

// learning is how many students learn the subject now.
func (s *screen) learning() (n int) {
	for _, st := range s.page.Students {
		if !st.Left {
			n++
		}
	}
	return n
}

func (s *screen) deleteRemote(l model.JournalLesson) {
	text := "Звонок будет отменён, ссылка на него перестанет показываться студентам. Само занятие, оценки и отсутствия останутся в журнале."
	if !l.Remote.Posted.IsZero() && l.Remote.Phase(s.now, 0) != model.PhaseOver {
		text += " В чат предмета придёт сообщение, что занятие отменено."
	}
	if l.Remote.Joined > 0 {
		text += " Сведения о том, кто подключился, пропадут."
	}
	remotelessons.Question{Title: "Удалить дистанционное занятие?", Text: text, Action: "Удалить", Verb: "удалить",
		Alone: "Если удалить только это, звонок останется у остальных."}.Ask(s.deps.Frame.Window(), s.lineOf(l), func(whole bool) {
		const done = "Дистанционное занятие удалено"
		s.deps.Do(failed, func(ctx context.Context) error { return s.deps.Service.DeleteRemote(ctx, l.ID, whole) }, func() {
			if l.Remote.Phase(s.now, 0) == model.PhaseOver {
				s.deps.Tell(done)
			} else {
				s.deps.Frame.ToastAction(done, widgets.ToneGood, "Отменить", func() { s.remakeRemote(l, whole) })
			}
			s.load()
		})
	})
}

// remakeRemote makes a lesson remote again after that was deleted, and says what does not come back.
func (s *screen) remakeRemote(l model.JournalLesson, whole bool) {
	done := "Занятие снова дистанционное."
	if ended := whole || len(l.Stream) == 0; ended && l.Remote.Link != "" && l.Remote.Source != model.SourcePasted {
		done += " Звонок у него будет новый."
	}
	if !l.Remote.Posted.IsZero() {
		done += " Если в чате предмета уже сказано об отмене, о занятии сообщат ещё раз."
	}
	s.perform(done, func(ctx context.Context) error {
		_, err := s.deps.Service.MakeRemote(ctx, l.Again(s.now.Location()))
		return err
	})
}

// failed heads the errors of what was asked for in the journal.
const failed = "Не получилось"

func (s *screen) finishRemote(l model.JournalLesson) {
	remotelessons.Question{Title: "Завершить дистанционное занятие?", Action: "Завершить", Verb: "завершить",
		Text:  "Звонок закончится для всех, снова подключиться к нему будет нельзя.",
		Alone: "Если завершить только это, звонок продолжится у остальных."}.Ask(s.deps.Frame.Window(), s.lineOf(l), func(whole bool) {
		done := model.CallEnded
		if !whole && len(l.Stream) > 0 {
			done = "Занятие завершено, звонок продолжается с " + remotelessons.StreamWords(s.lineOf(l))
		}
		s.perform(done, func(ctx context.Context) error { return s.deps.Service.FinishRemote(ctx, l.ID, whole) })
	})
}

// perform does something and says that it was done, or why not.
func (s *screen) perform(done string, do func(context.Context) error) {
	s.deps.Do(failed, do, func() {
		s.deps.Tell(done)
		s.load()
	})
}
