package remotelessons

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// editForm is the fields of «Дистанционное занятие».
type editForm struct {
	e            *editor
	begins, ends *widgets.Entry
	lasts        int // minutes between them
	with         []withLesson
	withField    *fyne.Container     // holds the lessons that may be chosen now
	byHand       *table.Select[bool] // nil if the link can only be pasted, or is known already
	link         *linkField
	post         *table.Select[model.PostWhen]
	minutes      *widgets.Entry
	repeat       *widgets.Check
	weeks        *widgets.Entry
	first        *widgets.Label // says that the link is the first lesson's only
	content      fyne.CanvasObject
}

const (
	defaultPostMinutes = 10
	defaultWeeks       = 4
)

func newEditForm(e *editor) *editForm {
	f := &editForm{e: e, begins: clockEntry(), ends: clockEntry(), link: newLinkField(e.desk, e.service)}
	begins, ends := e.line.RemoteTimes(e.now, e.hour)
	f.lasts = ends - begins
	f.begins.SetText(model.ClockText(begins))
	f.ends.SetText(model.ClockText(ends))
	f.content = widgets.Column(
		widgets.Fields(nil, widgets.Field("Начало, по часам колледжа", f.begins), widgets.Field("Окончание", f.ends)),
		f.withPart(), f.callPart(), f.postPart(), f.repeatPart())
	return f
}

// withLesson is a lesson that may share the call.
type withLesson struct {
	line model.LessonLine
	box  *widgets.Check
}

// withPart offers the teacher's other lessons at the same time, if there are any, to share the call.
func (f *editForm) withPart() fyne.CanvasObject {
	boxes := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for _, line := range f.e.day {
		if line.Mine && line.ID != f.e.line.ID {
			box := widgets.NewCheck(widgets.Fit(lessonName(line), dialog.FormRoom-widgets.MarkSize-theme.GapSmall, theme.TextSize, fyne.TextStyle{}), nil)
			f.with = append(f.with, withLesson{line, box})
			boxes.Add(box)
		}
	}
	f.withField = widgets.Field("Вместе с", boxes)
	f.offer()
	f.begins.OnChanged = func(string) {
		f.follow()
		f.offer()
		f.relayout()
	}
	f.ends.OnChanged = func(string) {
		if begins, ends, ok := f.typed(); ok && ends > begins {
			f.lasts = ends - begins
		}
		f.offer()
		f.relayout()
	}
	if len(f.e.line.Stream) == 0 {
		return f.withField
	}
	return widgets.Tight(widgets.Flow("Занятие идёт потоком с "+StreamWords(f.e.line)+".").In(widgets.ToneMuted), f.withField)
}

// follow moves the end with the beginning, so that the lesson keeps its length; where the day is too short, the end
// stays.
func (f *editForm) follow() {
	if begins, err := model.ParseClock(f.begins.Text); err == nil && begins+f.lasts < 24*60 {
		f.ends.SetText(model.ClockText(begins + f.lasts))
	}
}

// typed are the times in the fields, if both can be read.
func (f *editForm) typed() (begins, ends int, ok bool) {
	begins, wrong := model.ParseClock(f.begins.Text)
	ends, err := model.ParseClock(f.ends.Text)
	return begins, ends, wrong == nil && err == nil
}

// offer shows the lessons that may share the call at the times of the fields; a time that cannot be read changes nothing.
func (f *editForm) offer() {
	begins, ends, ok := f.typed()
	if !ok {
		return
	}
	day, zone := f.e.line.Date, f.e.zone()
	may := model.Parallel(f.e.day, f.e.line, model.At(day, begins, zone), model.At(day, ends, zone))
	for _, w := range f.with {
		w.box.Hidden = !slices.ContainsFunc(may, func(l model.LessonLine) bool { return l.ID == w.line.ID })
	}
	f.withField.Hidden = len(may) == 0
}

// clockEntry is a field for a time of day.
func clockEntry() *widgets.Entry {
	entry := widgets.NewEntry("ЧЧ:ММ")
	entry.Neat = func(text string) string {
		minutes, err := model.ParseClock(text)
		if err != nil {
			return text
		}
		return model.ClockText(minutes)
	}
	return entry
}

// callPart says where the link comes from, and lets it be pasted.
func (f *editForm) callPart() fyne.CanvasObject {
	if f.hasCall() {
		return widgets.Muted("Ссылка на звонок остаётся прежней.")
	}
	if f.e.source == model.SourcePasted {
		later := widgets.Flow("Звонок, в котором никого нет, VK завершает через несколько минут. Ссылку можно вставить и тогда, когда вы откроете занятие.").In(widgets.ToneMuted)
		return widgets.Tight(f.link.content, later)
	}
	words := "Звонок начнёт ваш профиль VK ID, когда вы откроете занятие."
	if f.e.source == model.SourceAgent {
		words = "Звонок начнёт аккаунт колледжа для звонков к началу занятия."
	}
	hint := widgets.Caption(words)
	f.byHand = table.NewSelect([]table.Option[bool]{{Key: false, Label: "Создать автоматически"}, {Key: true, Label: "Вставить ссылку"}}, func(byHand bool) {
		hint.Hidden, f.link.content.Hidden = byHand, !byHand
		f.relayout()
	})
	f.byHand.SetSelected(false)
	f.link.content.Hide()
	return widgets.Tight(widgets.Field("Звонок", f.byHand.Field), hint, f.link.content)
}

// hasCall reports whether the lesson is remote already and has its link.
func (f *editForm) hasCall() bool { return f.e.line.Remote != nil && f.e.line.Remote.Link != "" }

func (f *editForm) postPart() fyne.CanvasObject {
	f.minutes = widgets.NewEntry("")
	f.minutes.SetText(strconv.Itoa(defaultPostMinutes))
	ahead := container.New(widgets.Sized{Width: 64, Height: theme.RowHeight}, f.minutes)
	unit := widgets.Text("минут до начала")
	f.post = table.NewSelect([]table.Option[model.PostWhen]{
		{Key: model.PostNever, Label: "никогда"}, {Key: model.PostNow, Label: "сразу"}, {Key: model.PostBefore, Label: "за несколько минут"},
	}, func(when model.PostWhen) {
		ahead.Hidden, unit.Hidden = when != model.PostBefore, when != model.PostBefore
		f.relayout()
	})
	f.post.SetSelected(model.PostNow)
	if r := f.e.line.Remote; r != nil {
		when, ahead := r.Post()
		if when == model.PostBefore {
			f.minutes.SetText(strconv.Itoa(ahead))
		}
		f.post.SetSelected(when)
	}
	when, _ := f.post.Selected()
	ahead.Hidden, unit.Hidden = when != model.PostBefore, when != model.PostBefore
	return widgets.Field("Сообщить в чат предмета", widgets.FilterBar(f.post.Field, ahead, unit))
}

func (f *editForm) repeatPart() fyne.CanvasObject {
	f.weeks = widgets.NewEntry("")
	f.weeks.SetText(strconv.Itoa(defaultWeeks))
	more := container.New(widgets.Sized{Width: 64, Height: theme.RowHeight}, f.weeks)
	unit := widgets.Text("раз, в этот же день недели")
	more.Hide()
	unit.Hide()
	f.repeat = widgets.NewCheck("Повторять каждую неделю", func(on bool) {
		more.Hidden, unit.Hidden = !on, !on
		f.relayout()
	})
	f.first = widgets.Flow("Ссылка — для первого занятия. Для остальных звонок начнут, когда придёт их время.").In(widgets.ToneMuted)
	f.first.Hide()
	return widgets.Tight(widgets.FilterBar(f.repeat, more, unit), f.first)
}

// read is what the fields say, or what is wrong with them.
func (f *editForm) read() (edit model.RemoteEdit, err error) {
	edit.Lesson = f.e.line.ID
	if edit.Begins, err = model.ParseClock(f.begins.Text); err != nil {
		return edit, fmt.Errorf("начало: %w", err)
	}
	if edit.Ends, err = model.ParseClock(f.ends.Text); err != nil {
		return edit, fmt.Errorf("окончание: %w", err)
	}
	if !f.e.apart {
		for _, s := range f.e.line.Stream {
			edit.With = append(edit.With, s.Lesson)
		}
	}
	for _, w := range f.with {
		if w.box.Visible() && w.box.Checked() {
			edit.With = append(edit.With, w.line.ID)
		}
	}
	if f.pastes() {
		switch typed := strings.TrimSpace(f.link.entry.Text) != ""; {
		case !typed && f.byHand != nil:
			return edit, errNoLink
		case typed:
			if edit.Link, err = f.link.link(); err != nil {
				return edit, err
			}
		}
	}
	if edit.Post, _ = f.post.Selected(); edit.Post == model.PostBefore {
		if edit.PostMinutes, err = strconv.Atoi(strings.TrimSpace(f.minutes.Text)); err != nil {
			return edit, fmt.Errorf("напишите числом, за сколько минут сообщить в чат: от 1 до %d", model.MaxPostMinutes)
		}
	}
	if f.repeat.Checked() {
		if edit.Weeks, err = strconv.Atoi(strings.TrimSpace(f.weeks.Text)); err != nil {
			return edit, fmt.Errorf("напишите числом, сколько раз повторить занятие: от 1 до %d", model.MaxRemoteWeeks)
		}
	}
	return edit, nil
}

// pastes reports whether the link has to be pasted.
func (f *editForm) pastes() bool {
	if f.hasCall() {
		return false
	}
	if f.byHand == nil {
		return true
	}
	byHand, _ := f.byHand.Selected()
	return byHand
}

// relayout gives the dialog the height of its visible fields.
func (f *editForm) relayout() {
	f.first.Hidden = !f.repeat.Checked() || !f.pastes()
	f.e.dialog.SetPrimary("Сохранить", true)
}
