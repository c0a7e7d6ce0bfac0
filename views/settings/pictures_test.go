//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package settings

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/scroll"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestPictures draws every screen and dialog, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, drawScene)
}

func drawScene(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	f := admin()
	if s.prepare != nil {
		s.prepare(f)
	}
	b := newBenchLook(t, f, size, look)
	if s.show != nil {
		s.show(b)
	}
	return b.Window
}

type scene struct {
	name    string
	prepare func(*fakeService)
	show    func(*bench)
}

func scenes() []scene {
	const long = "Государственное бюджетное профессиональное образовательное учреждение «Педагогический колледж имени Константина Дмитриевича Ушинского»"
	messenger := func(b *bench) { b.screen.tabs.Select(blockMessenger) }
	bottom := func(b *bench) {
		b.screen.tabs.Select(blockMessenger)
		b.screen.blocks[blockMessenger].(*scroll.Area).ScrollToBottom()
	}
	dialog := func(press bool) func(*bench) {
		return func(b *bench) {
			messenger(b)
			b.screen.token.ask()
			if press {
				b.write("Вставьте ключ", "vk1.a.0123456789abcdef")
				b.Press("Проверить")
			}
		}
	}
	copies := func(b *bench) { b.screen.tabs.Select(blockBackups) }
	access := func(b *bench) { b.screen.tabs.Select(blockAccess) }
	return append([]scene{
		{"college", nil, nil},
		{"college-long", func(f *fakeService) { f.card.CollegeName = long }, nil},
		{"college-changed", nil, func(b *bench) {
			b.screen.form.hour.SetText("40")
			b.screen.form.idle.SetText("900")
			b.screen.form.oneTime.SetText("много")
			b.screen.saveThen(nil)
		}},
		{"college-calls", nil, func(b *bench) {
			b.screen.form.early.SetText("900")
			b.screen.form.program.SetText(`C:\Program Files\VK Messenger\Очень длинная папка с программой мессенджера\VK Messenger.exe`)
			b.screen.saveThen(nil)
		}},
		{"college-program", nil, func(b *bench) { b.screen.chooseProgram() }},
		{"college-zones", nil, func(b *bench) { b.screen.form.zone.Field.Open() }},
		{"college-failed", func(f *fakeService) { f.settingsErr = errSaid }, nil},
		{"closed", func(f *fakeService) { f.actor.Roles = model.RoleTeacher }, nil},
		{"unsaved", nil, func(b *bench) { b.screen.form.hour.SetText("40"); b.shell.Go(1) }},
		{"messenger", nil, messenger},
		{"messenger-bottom", nil, bottom},
		{"messenger-sign-in", func(f *fakeService) {
			f.card.SignInClient, f.card.SignInPort, f.card.SignInMessages = "51000001", 8934, true
		}, func(b *bench) {
			messenger(b)
			b.screen.blocks[blockMessenger].(*scroll.Area).ScrollToOffset(fyne.NewPos(0, 900))
		}},
		{"messenger-needs", nil, func(b *bench) {
			messenger(b)
			b.screen.form.needs.Tapped(&fyne.PointEvent{})
		}},
		{"messenger-calls", func(f *fakeService) { f.account = model.TokenState{Kept: true, Tail: "Z9y8"} }, func(b *bench) {
			bottom(b)
			b.screen.calls.checkKept()
		}},
		{"calls-ask", nil, func(b *bench) { messenger(b); b.screen.calls.ask() }},
		{"calls-weak", func(f *fakeService) {
			f.caller = callerReport(model.VerdictNo, "у ключа нет права «Сообщения»: получите его у VK и создайте ключ заново")
		}, func(b *bench) {
			messenger(b)
			b.screen.calls.ask()
			b.write("Вставьте ключ", "vk1.a.0123456789abcdef")
			b.Press("Проверить")
		}},
		{"messenger-elsewhere", func(f *fakeService) { f.state.Elsewhere = "https://vk.example.ru" }, messenger},
		{"messenger-elsewhere-ask", func(f *fakeService) { f.state.Elsewhere = "https://vk.example.ru" }, func(b *bench) {
			messenger(b)
			b.screen.token.askAddress()
		}},
		{"messenger-checked", nil, func(b *bench) { messenger(b); b.Press("Проверить") }},
		{"messenger-wrong-address", nil, func(b *bench) {
			b.screen.form.api.SetText("http://api.vk.ru")
			b.screen.form.limit.SetText("много")
			b.screen.saveThen(nil)
			bottom(b)
		}},
		{"messenger-empty", func(f *fakeService) {
			f.state, f.runs, f.card.Community, f.sync = model.TokenState{}, nil, 0, model.SyncStatus{}
		}, messenger},
		{"messenger-locked", func(f *fakeService) {
			f.state = model.TokenState{Problem: "хранилище ключей не отвечает: разблокируйте его и повторите"}
		}, messenger},
		{"messenger-fixed", func(f *fakeService) {
			f.card.Fixed, f.state.Given, f.card.CommunityName = true, true, long
		}, bottom},
		{"messenger-given", func(f *fakeService) { f.state.Given, f.card.CommunityName = true, long }, messenger},
		{"access-closed", nil, access}, {"access-phone", phoneOpen, access}, {"access-phone-problem", phoneBroken, access},
		{"access-open", func(f *fakeService) { f.serving = openServing() }, access},
		{"access-long", func(f *fakeService) {
			f.serving = openServing()
			f.serving.Link.Addresses = []string{"[fe80::1a2b:3c4d:5e6f:7a8b]:8473", "server.pedagogical-college.example:8473"}
			for i := range f.sessions {
				f.sessions[i].Computer = "Ноутбук Константинопольского-Преображенского"
				f.sessions[i].Name = model.ParseName("Константинопольский-Преображенский Александр-Владислав Константинович")
			}
		}, func(b *bench) { access(b); b.screen.access.sessions.Table.SelectKeys(102, 103) }},
		{"access-problem", func(f *fakeService) {
			f.serving = model.Serving{On: true, Problem: "адрес :8473 занят другой программой: закройте её или откройте доступ на другом порту"}
			f.sessions = nil
		}, access},
		{"access-ask", nil, func(b *bench) { access(b); b.screen.access.ask(true) }},
		{"access-help", func(f *fakeService) { f.serving = openServing() }, func(b *bench) { access(b); b.Press("Если не подключается") }},
		{"access-end", nil, func(b *bench) {
			access(b)
			b.screen.access.sessions.Table.SelectKeys(102, 103)
			b.screen.access.sessions.Table.Grid.OnDelete()
		}},
		{"access-elsewhere", elsewhere, access},
		{"messenger-far", elsewhere, messenger},
		{"messenger-far-bottom", elsewhere, bottom},
		{"backups-far", elsewhere, copies},
		{"password-again", elsewhere, func(b *bench) {
			messenger(b)
			b.Press("Заменить")
			b.password("мимо")
			b.Press("Продолжить")
		}},
		{"runs", nil, func(b *bench) { messenger(b); b.Press("Журнал синхронизаций") }},
		{"runs-empty", func(f *fakeService) { f.runs = nil }, func(b *bench) { messenger(b); b.Press("Журнал синхронизаций") }},
		{"run", nil, func(b *bench) {
			messenger(b)
			b.Press("Журнал синхронизаций")
			b.shell.Top().(*runs).open(b.service.runs[1])
		}},
		{"run-problem", func(f *fakeService) { f.runs = f.runs[3:] }, bottom},
		{"token-remove", nil, func(b *bench) { messenger(b); b.Press("Удалить") }},
		{"token-ask", nil, dialog(false)},
		{"token-good", nil, dialog(true)},
		{"token-weak", func(f *fakeService) { f.report = weakReport() }, dialog(true)},
		{"token-foreign", func(f *fakeService) {
			f.report.Community, f.report.Name, f.report.Instead = 777, "Подслушано", 225544871
		}, dialog(true)},
		{"token-error", func(f *fakeService) { f.checkErr = errSaid }, dialog(true)},
		{"backups", nil, func(b *bench) { copies(b); b.screen.backups.table.SelectKeys(b.service.copies[1].Name) }},
		{"backups-empty", func(f *fakeService) { f.copies = nil }, copies},
		{"backups-failed", func(f *fakeService) { f.copiesErr = errSaid }, copies},
		{"backups-restore", func(f *fakeService) {
			for range 9 {
				f.loss.Done = append(f.loss.Done, model.DoneSince{Action: "Создание учётных записей для выбранных сотрудников", Count: 3})
			}
		}, func(b *bench) { copies(b); b.screen.backups.ask(b.service.copies[1]) }},
		{"backups-file", func(f *fakeService) {
			f.backupFile = model.BackupFile{Name: "Колледж.db", College: long, Other: true, At: f.copies[0].At, Loss: f.loss}
		}, func(b *bench) { copies(b); b.screen.backups.askFile("Колледж.db") }},
		{"backups-save", nil, func(b *bench) {
			copies(b)
			files.AskWhere(b.late)(b.Window, "Колледж.db", nil)
		}},
	}, append(movingScenes(), journalScenes()...)...)
}

func journalScenes() []scene {
	journal := func(b *bench) { b.screen.tabs.Select(blockJournal) }
	return []scene{
		{"journal", nil, journal},
		{"journal-long", func(f *fakeService) {
			f.choices.Actions = append(f.choices.Actions, "Удаление из чата тех, кого нет в списке", "Изменение адресов и предметов")
			f.choices.People = append(f.choices.People, model.AuditPerson{Person: 9, Who: "Константинопольский-Преображенский Александр-Владислав Константинович"})
		}, journal},
		{"journal-empty", func(f *fakeService) { f.lines, f.choices = nil, model.AuditChoices{} }, journal},
		{"journal-nothing", nil, func(b *bench) { journal(b); b.screen.journal.text.SetText("нет такого") }},
		{"journal-wrong-date", nil, func(b *bench) { journal(b); b.screen.journal.from.SetText("вчера"); b.screen.journal.apply() }},
		{"journal-save", nil, func(b *bench) {
			journal(b)
			files.AskWhere(b.late)(b.Window, "Журнал изменений.xlsx", nil)
		}},
		{"journal-line", nil, func(b *bench) { journal(b); b.screen.journal.open(b.service.lines[0]) }},
	}
}

// movingScenes are those of the move to a database.
func movingScenes() []scene {
	const address = "postgres://zvonok@db.college.ru/zvonok"
	begin := func(b *bench) {
		b.screen.tabs.Select(blockAccess)
		b.Press("Перенести колледж на сервер…")
	}
	move := func(b *bench) {
		begin(b)
		viewtest.InFront[*widgets.Entry](&b.Person)[0].SetText(address)
		b.Press("Перенести")
	}
	return []scene{
		{"access-move", nil, begin},
		{"access-move-refused", func(f *fakeService) {
			f.moveErr = errors.New("сертификату базы данных db.college.ru эта система не доверяет: назовите в адресе свой, ?sslrootcert=ФАЙЛ")
		}, move},
		{"access-moving", nil, func(b *bench) {
			begin(b)
			viewtest.InFront[*widgets.Entry](&b.Person)[0].SetText(address)
			b.late.Late = true
			b.Press("Перенести")
		}},
		{"access-moved", func(f *fakeService) {
			f.there.Command = `zvonok serve --data "/home/orlova/.local/share/zvonok" --db "` + address + `"`
			f.there.Notice = "пароль базы данных не сохранён, команда спросит его: хранилище ключей закрыто"
		}, move},
	}
}

func phoneOpen(f *fakeService) {
	f.serving = openServing()
	f.card.Phone = model.PhonePage{Address: "https://zvonok.college.example", Returns: "https://zvonok.college.example/link/return"}
}

func phoneBroken(f *fakeService) {
	elsewhere(f)
	f.card.Phone = model.PhonePage{Address: "https://zvonok.college.example", Problem: "сертификат /etc/zvonok/phone/fullchain.pem истёк 24.11.2026: продлите его"}
}
