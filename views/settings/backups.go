package settings

import (
	"context"
	"fmt"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/files"
	"zvonok/views/lists"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// BackupService is what «Резервные копии» asks of the program.
type BackupService interface {
	// Backups lists the copies, the newest first, in the college's time zone.
	Backups(ctx context.Context) ([]model.Backup, error)
	BackUp(ctx context.Context) error
	WriteBackup(ctx context.Context, w io.Writer) error
	BackupLoss(ctx context.Context, name string) (model.BackupLoss, error)
	// RestoreBackup ends the session of the person at work.
	RestoreBackup(ctx context.Context, name string) error
	// BackupFile looks into a file of «Сохранить копию как…», and RestoreFile restores the college from it.
	BackupFile(ctx context.Context, path string) (model.BackupFile, error)
	RestoreFile(ctx context.Context, path string) error
}

// backups is the block «Резервные копии».
type backups struct {
	deps    Deps
	service BackupService
	ctx     context.Context
	confirm func(then func()) // asks for the password where the college is on another computer

	content fyne.CanvasObject
	now     *widgets.Button
	saveAs  *widgets.Button
	fromOne *widgets.Button
	restore *widgets.Button
	table   *table.Table[model.Backup, string]
	count   *widgets.Label
	footer  fyne.CanvasObject
}

func newBackups(deps Deps, service BackupService, confirm func(then func())) *backups {
	b := &backups{deps: deps, service: service, ctx: deps.Exec.Context(), confirm: confirm}
	b.now = widgets.NewSecondary("Сделать копию", b.backUp)
	b.saveAs = widgets.NewSecondary("Сохранить копию как…", b.export)
	b.saveAs.SetTooltip("Записать колледж целиком в файл: на флешку или другой компьютер. В файле персональные данные, храните его надёжно.")
	b.fromOne = widgets.NewSecondary("Восстановить из файла…", b.chooseFile)
	b.fromOne.SetTooltip("Вернуть колледж к копии из файла, записанного кнопкой «Сохранить копию как…», здесь или на другом компьютере")
	b.restore = widgets.NewSecondary("Восстановить…", func() {
		if chosen := b.table.Selected(); len(chosen) == 1 {
			b.ask(chosen[0])
		}
	})
	b.table = lists.NewBackups(b.ask)
	b.table.Grid.OnSelectionChanged = b.showButton
	b.table.Grid.Context = func() []widgets.MenuItem {
		return []widgets.MenuItem{{Label: "Восстановить…", Disabled: b.restore.Disabled(), Why: chooseOne, Do: func() { b.ask(b.table.Selected()[0]) }}}
	}
	b.table.Grid.Empty = table.Empty{Title: "Читаем список копий…"}
	b.count = widgets.Caption("")
	b.footer = widgets.Footer(b.count, b.fromOne)
	bar := container.NewBorder(nil, nil, nil, b.restore, widgets.FilterBar(b.now, b.saveAs, layout.NewSpacer()))
	words := note("Копия колледжа делается сама каждый день и перед каждым большим изменением: загрузкой списков и приказов, инициализацией и " +
		"удалением чатов, новым учебным годом, отменой изменения, восстановлением. " +
		"Хранятся десять последних копий за сутки, последняя за день — две недели, последняя за месяц — год.")
	b.content = container.NewBorder(widgets.Column(bar, words, gap()), b.footer, nil, nil, b.table.Grid)
	b.showButton()
	return b
}

// setElsewhere hides files of copies, which only the computer with the college offers: no whole college goes over the
// network.
func (b *backups) setElsewhere(elsewhere bool) {
	b.saveAs.Hidden, b.fromOne.Hidden = elsewhere, elsewhere
	b.content.Refresh()
}

const chooseOne = "Выберите копию, нажав на её строку."

func (b *backups) showButton() {
	one := len(b.table.Selected()) == 1
	b.restore.SetDisabled(!one)
	b.restore.SetTooltip("Вернуть колледж к выбранной копии")
	if !one {
		b.restore.SetTooltip(chooseOne)
	}
}

func (b *backups) load() {
	ctx := b.ctx
	background.Fetch(b.deps.Exec, func() ([]model.Backup, error) { return b.service.Backups(ctx) }, func(copies []model.Backup, err error) {
		if ctx.Err() != nil {
			return
		}
		b.table.Grid.Empty = table.Empty{Title: "Копий пока нет", Hint: "Первая появится сегодня сама.", Action: "Сделать копию", Do: b.backUp}
		if err != nil {
			b.table.Grid.Fail("Список копий не прочитан", err, b.load)
			copies = nil
		}
		b.table.SetRows(copies)
		total := int64(0)
		for _, c := range copies {
			total += c.Size
		}
		b.count.SetText(fmt.Sprintf("Всего %d · занимают %s", len(copies), model.SizeWords(uint64(max(total, 0)))))
		b.footer.Refresh()
		b.showButton()
	})
}

func (b *backups) backUp() {
	b.now.SetDisabled(true)
	background.Perform(b.deps.Exec, func() error { return b.service.BackUp(b.deps.Exec.Context()) }, func(err error) {
		b.now.SetDisabled(false)
		if err != nil {
			b.deps.Fail("Копия не сделана", err)
			return
		}
		b.deps.Tell("Копия сделана")
		b.load()
	})
}

func (b *backups) export() {
	b.deps.Export(dialog.Export{
		Name: "Колледж.db", Button: b.saveAs, Where: b.deps.SaveCopy, Refused: "Копия не сделана",
		Make: b.service.WriteBackup,
	}, "Копия записана в файл")
}

// ask says what the college would lose before it is brought back to a copy.
func (b *backups) ask(c model.Backup) {
	win := b.deps.Frame.Window()
	shell.Ask(b.deps.Desk, "Из этой копии не восстановить", func(ctx context.Context) (model.BackupLoss, error) { return b.service.BackupLoss(ctx, c.Name) }, func(loss model.BackupLoss) {
		was := fmt.Sprintf("Колледж станет таким, каким был %s (%s).", c.At.Format(atLayout), c.Why)
		dialog.ConfirmDanger(win, "Восстановить колледж?", lossWords(was, loss), "Восстановить",
			func() {
				b.confirm(func() {
					b.bringBack(func() error { return b.service.RestoreBackup(b.deps.Exec.Context(), c.Name) })
				})
			})
	})
}

const atLayout = "02.01.2006 в 15:04"

func (b *backups) chooseFile() {
	files.Choose(b.deps.Frame.Window(), b.deps.Exec,
		files.Request{Title: "Копия колледжа", Purpose: "copies", Extensions: []string{".db"}, FilesOnly: true}, b.askFile)
}

// askFile says what is in a file and what the college would lose before it is restored from it.
func (b *backups) askFile(path string) {
	win := b.deps.Frame.Window()
	shell.Ask(b.deps.Desk, "Из этого файла не восстановить", func(ctx context.Context) (model.BackupFile, error) { return b.service.BackupFile(ctx, path) }, func(file model.BackupFile) {
		dialog.ConfirmDanger(win, "Восстановить колледж из файла?", fileWords(file), "Восстановить",
			func() { b.bringBack(func() error { return b.service.RestoreFile(b.deps.Exec.Context(), path) }) })
	})
}

func fileWords(file model.BackupFile) string {
	was := fmt.Sprintf("Колледж станет таким, каким записан в файле «%s»", file.Name)
	if !file.At.IsZero() {
		was += ": последнее изменение в нём — " + file.At.Format(atLayout)
	}
	was += "."
	if file.Other {
		return strings.Join([]string{"Внимание, в файле другой колледж: " + file.College + ".", was,
			"Он заменит всё, что есть в колледже сейчас. О нынешних чатах в VK он не знает и создаст свои.", afterRestore}, "\n\n")
	}
	return lossWords(was, file.Loss)
}

func (b *backups) bringBack(restore func() error) {
	win := b.deps.Frame.Window()
	wait := dialog.Show(win, dialog.Modal{Title: "Восстанавливаем колледж…",
		Content: widgets.Paragraph("Подождите: начатая синхронизация заканчивается, затем копия займёт место колледжа.", 440)})
	wait.Busy(true)
	background.Perform(b.deps.Exec, restore, func(err error) {
		wait.Close()
		if err != nil {
			dialog.ShowError(win, "Колледж не восстановлен", err.Error())
			return
		}
		if b.deps.Restored != nil {
			b.deps.Restored()
			return
		}
		b.deps.Tell("Колледж восстановлен из копии")
		b.load()
	})
}

const afterRestore = "Сегодняшнее состояние останется в списке копий. После восстановления нужно войти заново, а чаты в VK исправит синхронизация."

// lossShown is how many kinds of actions are named.
const lossShown = 6

// lossWords tell, after what the college becomes, what is lost and what happens with the chats.
func lossWords(was string, loss model.BackupLoss) string {
	words := []string{was}
	if len(loss.Done) == 0 {
		words = append(words, "С тех пор в журнале изменений ничего не записано.")
	} else {
		var done []string
		for i, d := range loss.Done {
			if i == lossShown {
				done = append(done, "и другое")
				break
			}
			text := d.Action
			if d.Count > 1 {
				text += fmt.Sprintf(" (%d)", d.Count)
			}
			done = append(done, text)
		}
		words = append(words, "Пропадёт сделанное с тех пор: "+strings.Join(done, "; ")+". А также оценки, занятия и привязки профилей за это время.")
	}
	if loss.Chats > 0 {
		words = append(words, fmt.Sprintf("С тех пор в VK %s %s: восстановленный колледж о них не знает и создаст такие же заново. Лишние удалите в VK.",
			model.PluralForm(loss.Chats, "появился", "появились", "появились"), model.ChatWords(loss.Chats)))
	}
	return strings.Join(append(words, afterRestore), "\n\n")
}
