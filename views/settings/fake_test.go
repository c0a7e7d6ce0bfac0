package settings

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// fakeService answers from memory and notes what it was asked.
type fakeService struct {
	viewtest.Changes
	actor   model.Actor
	card    model.SettingsCard
	state   model.TokenState
	report  model.TokenReport
	account model.TokenState  // for calls
	caller  model.TokenReport // what the messenger says of it
	sync    model.SyncStatus
	runs    []model.RunLine
	lines   []model.AuditLine
	choices model.AuditChoices

	agreed                                                                                               []string
	settingsErr, saveErr, stateErr, checkErr, keepErr, forgetErr, runsErr, auditErr, exportErr, agreeErr error

	saved     []model.Settings
	seen      []model.CollegeSettings // with each of them
	checked   []string
	kept      []string
	moved     []model.MessengerID
	forgotten int
	ran       int
	stopped   int
	filters   []model.AuditFilter
	exported  []model.AuditFilter
	undo      model.UndoPreview
	undone    []model.ChangeID
	undoErr   error

	serving                                 model.Serving
	there                                   model.Moved
	moves                                   []string
	moveErr                                 error
	letGo                                   int
	sessions                                []model.SessionRow
	ended                                   []model.SessionID
	servingErr, setErr, sessionsErr, endErr error

	copies                                    []model.Backup
	loss                                      model.BackupLoss
	backupFile                                model.BackupFile
	restored                                  []string
	copiesErr, backUpErr, lossErr, restoreErr error
}

func (f *fakeService) Backups(context.Context) ([]model.Backup, error) { return f.copies, f.copiesErr }

func (f *fakeService) BackUp(context.Context) error {
	if f.backUpErr == nil {
		at := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
		f.copies = append([]model.Backup{{Name: "new.db", At: at, Why: model.BackupByHand, Size: 2 << 20}}, f.copies...)
	}
	return f.backUpErr
}

func (f *fakeService) WriteBackup(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, "college")
	return errors.Join(err, f.backUpErr)
}

func (f *fakeService) BackupLoss(context.Context, string) (model.BackupLoss, error) {
	return f.loss, f.lossErr
}

func (f *fakeService) RestoreBackup(_ context.Context, name string) error {
	f.restored = append(f.restored, name)
	return f.restoreErr
}

func (f *fakeService) BackupFile(context.Context, string) (model.BackupFile, error) {
	return f.backupFile, f.lossErr
}

func (f *fakeService) RestoreFile(_ context.Context, path string) error {
	f.restored = append(f.restored, path)
	return f.restoreErr
}

const rightPassword = "синий чемодан"

func (f *fakeService) Unlock(_ context.Context, password string) error {
	if password != rightPassword {
		return model.ErrWrongPassword
	}
	return nil
}

func (f *fakeService) Sessions(context.Context) ([]model.SessionRow, error) {
	return f.sessions, f.sessionsErr
}

func (f *fakeService) EndSession(_ context.Context, id model.SessionID) error {
	f.ended = append(f.ended, id)
	if f.endErr == nil {
		f.sessions = slices.DeleteFunc(f.sessions, func(s model.SessionRow) bool { return s.ID == id })
	}
	return f.endErr
}

func (f *fakeService) Serving(context.Context) (model.Serving, error) { return f.serving, f.servingErr }

func (f *fakeService) SetServing(_ context.Context, on bool) error {
	if f.setErr == nil {
		f.serving = model.Serving{On: on}
		if on {
			f.serving = openServing()
		}
	}
	return f.setErr
}

func (f *fakeService) WriteConnectionSheet(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, "sheet")
	return err
}

func (f *fakeService) WriteConnectionSlips(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, "slips")
	return err
}

// openServing is a college that others can reach.
func openServing() model.Serving {
	return model.Serving{On: true, Port: 8473, Since: time.Date(2026, 3, 2, 8, 5, 0, 0, time.UTC), Link: model.ConnectionLink{
		College: "c1", Addresses: []string{"192.168.1.5:8473", "kadry-2.college.local:8473"}, Pins: []model.Pin{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}}}}
}

func (f *fakeService) PreviewUndo(_ context.Context, id model.ChangeID) (model.UndoPreview, error) {
	f.undo.Change = id
	return f.undo, nil
}

func (f *fakeService) UndoChange(_ context.Context, id model.ChangeID) error {
	f.undone = append(f.undone, id)
	return f.undoErr
}

func (f *fakeService) Actor() model.Actor { return f.actor }
func (f *fakeService) Person() model.Person {
	return model.Person{ID: 1, Name: model.ParseName("Рязанцева Екатерина Викторовна"), Kind: f.actor.Kind, Roles: f.actor.Roles, Active: true}
}
func (f *fakeService) College() string                { return f.card.CollegeName }
func (f *fakeService) SyncStatus() model.SyncStatus   { return f.sync }
func (f *fakeService) StopSync(context.Context) error { f.stopped++; return nil }

func (f *fakeService) Settings(context.Context) (model.SettingsCard, error) {
	return f.card, f.settingsErr
}

func (f *fakeService) SaveSettings(_ context.Context, seen model.CollegeSettings, s model.Settings) error {
	f.saved, f.seen = append(f.saved, s), append(f.seen, seen)
	if f.saveErr == nil {
		f.card.Settings = s
	}
	return f.saveErr
}

// at is what the fake holds of a token.
func (f *fakeService) at(kind model.TokenKind) (state *model.TokenState, report model.TokenReport, prefix string) {
	if kind == model.CallToken {
		return &f.account, f.caller, "calls "
	}
	return &f.state, f.report, ""
}

func (f *fakeService) TokenState(_ context.Context, kind model.TokenKind) (model.TokenState, error) {
	state, _, _ := f.at(kind)
	return *state, f.stateErr
}

func (f *fakeService) CheckToken(_ context.Context, kind model.TokenKind, token string) (model.TokenReport, error) {
	_, report, prefix := f.at(kind)
	f.checked = append(f.checked, prefix+token)
	return report, f.checkErr
}

func (f *fakeService) CheckKeptToken(_ context.Context, kind model.TokenKind) (model.TokenReport, error) {
	_, report, _ := f.at(kind)
	return report, f.checkErr
}

func (f *fakeService) KeepToken(_ context.Context, kind model.TokenKind, token string, moveTo model.MessengerID) error {
	if f.keepErr != nil {
		return f.keepErr
	}
	state, _, prefix := f.at(kind)
	f.kept, f.moved = append(f.kept, prefix+token), append(f.moved, moveTo)
	*state = model.TokenState{Kept: true, Tail: model.TokenTail(token)}
	return nil
}

func (f *fakeService) ForgetToken(_ context.Context, kind model.TokenKind) error {
	if kind == model.CommunityToken {
		f.forgotten++
	}
	if f.forgetErr == nil {
		state, _, _ := f.at(kind)
		*state = model.TokenState{}
	}
	return f.forgetErr
}

func (f *fakeService) AgreeAddress(_ context.Context, address string) error {
	f.agreed = append(f.agreed, address)
	f.state.Elsewhere = ""
	return f.agreeErr
}

func (f *fakeService) Runs(context.Context, int) ([]model.RunLine, error) { return f.runs, f.runsErr }

func (f *fakeService) RunNow(context.Context) (model.Report, error) {
	f.ran++
	return model.Report{}, nil
}

func (f *fakeService) AuditChoices(context.Context) (model.AuditChoices, error) {
	return f.choices, f.auditErr
}

func (f *fakeService) Audit(_ context.Context, filter model.AuditFilter) ([]model.AuditLine, int, error) {
	f.filters = append(f.filters, filter)
	var found []model.AuditLine
	for _, l := range f.lines {
		if (!filter.ByActor || l.Actor == filter.Actor) && (filter.Action == "" || l.Action == filter.Action) && l.Matches(model.Fold(filter.Text)) {
			found = append(found, l)
		}
	}
	total := len(found)
	found = found[min(filter.Offset, total):]
	return found[:min(filter.Limit, len(found))], total, f.auditErr
}

func (f *fakeService) ExportAudit(_ context.Context, filter model.AuditFilter, w io.Writer) error {
	f.exported = append(f.exported, filter)
	if f.exportErr != nil {
		return f.exportErr
	}
	_, err := io.WriteString(w, "workbook")
	return err
}

func (f *fakeService) MoveCollege(_ context.Context, address, password string) (model.Moved, error) {
	f.moves = append(f.moves, address+" "+password)
	return f.there, f.moveErr
}

// serves is what opens the college, where it is on this computer.
func (f *fakeService) serves() ServingService {
	if f.card.Elsewhere {
		return nil
	}
	return f
}

// goodReport is what VK says of a token that is right.
func goodReport() model.TokenReport {
	return model.TokenReport{Community: 225544871, Name: "Педагогический колледж", Abilities: []model.TokenAbility{
		{Name: "Создавать чаты", Verdict: model.VerdictYes, Needed: true},
		{Name: "Видеть и удалять участников", Verdict: model.VerdictYes, Needed: true},
		{Name: "Назначать администраторов", Verdict: model.VerdictYes, Needed: true},
		{Name: "Выдавать пригласительные ссылки", Verdict: model.VerdictYes, Needed: true},
		{Name: "Отправлять сообщения", Verdict: model.VerdictYes, Needed: true},
		{Name: "Добавлять участников", Verdict: model.VerdictOther, Words: "только по ссылке: VK не разрешает сообществам добавлять людей в готовый чат"},
		{Name: "Начинать звонки", Words: "звонок начинает преподаватель: VK не разрешает этого сообществам"},
	}}
}

// callerReport is what VK says of a token that may start calls.
func callerReport(may model.Verdict, words string) model.TokenReport {
	return model.TokenReport{Community: 77, Name: "Зоя Звонкова", Abilities: []model.TokenAbility{
		{Name: "Начинать звонки", Verdict: may, Words: words, Needed: true}}}
}

// weakReport is what VK says of a token without the right.
func weakReport() model.TokenReport {
	r := goodReport()
	for i := range r.Abilities[:5] {
		r.Abilities[i].Verdict, r.Abilities[i].Words = model.VerdictNo, "создайте в настройках сообщества ключ с правом «Сообщения сообщества»"
	}
	return r
}

// admin is the service of an administrator in a college that works.
func admin() *fakeService {
	own := model.MessengerAddresses{API: "https://api.vk.ru", SignIn: "https://id.vk.ru", Web: "https://web.vk.me"}
	at := time.Date(2026, 3, 2, 13, 0, 0, 0, time.FixedZone("", 3*3600))
	f := &fakeService{
		actor:  model.Actor{Person: 1, Kind: model.Staff, Roles: model.RoleAdmin},
		card:   model.SettingsCard{Settings: model.DefaultSettings(), Community: 225544871, CommunityName: "Педагогический колледж", Computer: "KADRY-2", OwnAddresses: own},
		state:  model.TokenState{Kept: true, Tail: "a1B2"},
		report: goodReport(),
		caller: callerReport(model.VerdictYes, "право «Сообщения» есть; окончательно VK ответит при первом звонке"),
		sync:   model.SyncStatus{LastRun: at, AgentHere: true},
		loss:   model.BackupLoss{Chats: 2, Done: []model.DoneSince{{Action: "Загрузка списков", Count: 1}, {Action: "Изменение чата", Count: 12}}},
		choices: model.AuditChoices{People: []model.AuditPerson{{Person: 0, Who: model.NobodyDid}, {Person: 1, Who: "Рязанцева Екатерина Викторовна"}},
			Actions: []string{"Изменение настроек", "Изменение чата"}},
	}
	f.card.CollegeName = "Педагогический колледж"
	for i := range 12 {
		r := model.RunLine{ID: int64(100 - i), Started: at.Add(-time.Duration(i) * 15 * time.Minute)}
		r.Finished = r.Started.Add(time.Duration(i*7+1) * time.Second)
		switch i {
		case 1:
			r.Report.Chats.Created, r.Report.Members.Added, r.Report.Members.Waiting = 12, 340, 21
			r.Report.Refusals = []model.Refusal{{Chat: "ДО-19-3", Person: "Гаршина Мария Сергеевна", Code: 901, Message: "закрытый профиль: отправьте пригласительную ссылку"}}
		case 3:
			r.Problem = "VK не отвечает: проверьте подключение к интернету и повторите через несколько минут"
		case 5:
			r.Problem, r.Report.Cancelled = "остановлено", true
		}
		f.runs = append(f.runs, r)
	}
	for i := range 450 {
		l := model.AuditLine{ID: int64(1000 - i), At: at.Add(-time.Duration(i) * 37 * time.Minute), Actor: 1, Who: "Рязанцева Екатерина Викторовна",
			Action: "Изменение чата", Subject: fmt.Sprintf("ДО-19-%d", i%6+1), Details: "добавлено 2, убрано 1"}
		if i%5 == 0 {
			l.Actor, l.Who, l.Action, l.Subject, l.Details = 0, model.NobodyDid, "Изменение настроек", "Предел удаления участников", "20 % → 35 %"
		}
		f.lines = append(f.lines, l)
	}
	for i := range 14 {
		s := model.SessionRow{ID: model.SessionID(100 + i), Person: model.PersonID(i + 1), Name: model.ParseName("Гаршина Мария Сергеевна"), Computer: fmt.Sprintf("KAB-2%02d", i),
			Since: at.Add(-time.Duration(i*50) * time.Hour), Seen: at.Add(-time.Duration(i*i) * time.Minute)}
		if i == 0 {
			s.Own, s.Computer, s.Name = true, "KADRY-2", model.ParseName("Рязанцева Екатерина Викторовна")
		}
		f.sessions = append(f.sessions, s)
	}
	for i, why := range []model.BackupWhy{model.BackupInitialise, model.BackupImport, model.BackupByHand, model.BackupDaily, model.BackupRestore, model.BackupDaily} {
		made := at.Add(-time.Duration(i) * 7 * time.Hour)
		f.copies = append(f.copies, model.Backup{Name: model.BackupName(made, why, 1), At: made, Why: why, Size: int64(18-i)<<20 + 300})
	}
	return f
}

var errSaid = errors.New("VK не отвечает: проверьте подключение к интернету и повторите через несколько минут")
