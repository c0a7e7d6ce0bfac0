package people

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/rosterimport"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// turnFileChoice are the new year's lists.
type turnFileChoice struct {
	paths   []string    // none: the turn is made without lists
	read    model.Files // what the files hold, once they were read
	decided model.ImportChoices
	view    *rosterimport.View // of what they change, made when the files are chosen
}

// choose takes other files; none is «Без списков».
func (s *yearTurn) choose(paths []string) {
	s.files = turnFileChoice{paths: paths, view: rosterimport.NewView(s.deps.Frame.Window(), func(choices model.ImportChoices) {
		s.files.decided = choices
		s.read(turnPreview)
	})}
	s.part = ""
	if len(paths) > 0 {
		s.part = partFiles
	}
	s.open(turnFiles)
}

// reread reads the same files once more, as after a mistake in them was put right; what was decided about them stays.
func (s *yearTurn) reread() {
	s.files.read, s.files.decided = nil, rosterimport.Corrected(s.files.decided)
	s.read(turnPreview)
}

// dropped takes files that were dropped on the step that asks for them.
func (s *yearTurn) dropped(paths []string) {
	if s.step == turnFiles && len(paths) > 0 {
		s.choose(paths)
	}
}

// showFiles is the third step.
func (s *yearTurn) showFiles() {
	s.next = widgets.NewPrimary("Далее", func() { s.read(turnPreview) })
	without := widgets.NewSecondary("Без списков", func() { s.choose(nil) })
	chosen := widgets.Heading("Файл не выбран")
	hint := "Переход пройдёт без списков. Загрузить их можно и потом, отдельно."
	if len(s.files.paths) > 0 {
		chosen = widgets.Heading(files.Names(s.files.paths))
		hint = "На следующем шаге будет видно, что изменится."
	} else {
		without.SetDisabled(true)
	}
	button := widgets.NewSecondary("Выбрать файл…", func() {
		files.ChooseSeveral(s.deps.Frame.Window(), s.deps.Exec, files.Request{Title: "Файл со списками", Purpose: string(shell.TopicImport), Extensions: rosterimport.Extensions}, s.choose)
	})
	formats := widgets.Paragraph(rosterimport.Formats, turnFormWidth).In(widgets.ToneMuted)
	muted := widgets.Paragraph(hint, turnFormWidth).In(widgets.ToneMuted)
	body := widgets.Card(
		widgets.Heading("Списки на новый год"),
		widgets.Paragraph("Новые группы, студенты, родители, сотрудники и нагрузка загрузятся вместе с переходом. Выберите файл или перетащите файлы и папку на это окно.", turnFormWidth),
		formats,
		widgets.FilterBar(button, without),
		chosen.Shrink(), muted)
	s.page("Шаг 3 из 4. Списки на новый год. Пока ничего не меняется.",
		[]*widgets.Button{s.next, widgets.NewSecondary(previousStep, func() { s.open(s.besideOrder(turnGroups)) })}, nil, widgets.Column(body), nil)
	s.deps.Focus(s.next)
}

// filesPart is what the lists change, with what is said below it.
func (s *yearTurn) filesPart() (part fyne.CanvasObject, footer fyne.CanvasObject) {
	if s.plan.Lists == nil {
		return widgets.Notice("Списки ещё не сравнивались с колледжем", "Сначала устраните то, что мешает переходу."), widgets.Caption(files.Names(s.files.paths))
	}
	s.files.view.Take(*s.plan.Lists)
	page := s.files.view.Page()
	rest := container.New(widgets.Sized{Height: lowestList}, page.List)
	return container.New(widgets.Stacked{Gap: theme.GapSmall, Grow: rest}, append(page.Above, rest)...), page.Footer
}

// lowestList is the least height of the list, for small windows with much above it.
const lowestList = 3 * theme.RowHeight

// changesOf is how many changes or problems the lists have.
func changesOf(lists model.ImportPreview) int {
	added, changed, removed := lists.Totals()
	return added + changed + removed + len(lists.Problems)
}

// listWords say, before the turn is made, what the lists change; empty without lists.
func listWords(lists *model.ImportPreview) string {
	if lists == nil {
		return ""
	}
	added, changed, removed := lists.Totals()
	words := "Из списков: добавится " + strconv.Itoa(added) + ", изменится " + strconv.Itoa(changed) + ", уйдёт " + strconv.Itoa(removed) + "."
	if lists.Withdrawal != "" {
		words += " Студенты, которых нет в файле, выбывают по приказу " + lists.Withdrawal + "."
	}
	return words
}
