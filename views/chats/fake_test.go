package chats

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
	actor      model.Actor
	person     model.Person
	chats      []model.ChatSummary
	card       model.ChatCard
	candidates []model.Candidate
	choices    model.NewChatChoices
	start      model.NewChatStart
	others     []model.Candidate
	plan       model.PlanSummary
	report     model.Report
	link       string
	sync       model.SyncStatus
	meanwhile  func() // happens once while the state of synchronisation is on its way

	chatsErr, chatErr, candidatesErr, saveErr, choicesErr, startErr, createErr error
	deleteErr, previewErr, initialiseErr, linkErr, messengerErr, openErr       error

	missing                                    []model.MissingRow
	reminded                                   []model.PersonID
	told                                       model.Reminded
	exported                                   []model.ChatPerson
	printed                                    []model.InviteOrder
	missingErr, remindErr, exportErr, printErr error

	strangers                                []model.StrangerRow
	linked                                   [][2]int64
	removed, listed                          []model.MessengerID
	strangersErr, linkStrangerErr, removeErr error
	listErr                                  error

	filters   []model.ChatFilter
	saved     []model.ChatEdit
	deleted   []model.ChatID
	created   []model.NewChat
	keys      []model.ChatKey
	previewed []model.InitialiseOptions
	carried   []model.InitialiseOptions
	opened    []model.ChatID
	messenger int
	stopped   int
	onSave    func()
	onCarry   func(context.Context)
}

func (f *fakeService) Actor() model.Actor   { return f.actor }
func (f *fakeService) Person() model.Person { return f.person }
func (f *fakeService) College() string      { return "Педагогический колледж" }
func (f *fakeService) SyncStatus() model.SyncStatus {
	read, happen := f.sync, f.meanwhile
	if f.meanwhile = nil; happen != nil {
		happen()
	}
	return read
}
func (f *fakeService) StopSync(context.Context) error { f.stopped++; return nil }

func (f *fakeService) Chats(_ context.Context, filter model.ChatFilter) ([]model.ChatSummary, error) {
	f.filters = append(f.filters, filter)
	if f.chatsErr != nil {
		return nil, f.chatsErr
	}
	var found []model.ChatSummary
	for _, c := range f.chats {
		if (filter.Type == 0 || c.Key.Type == filter.Type) && (filter.Member == "" || slices.Contains(c.Admins, filter.Member)) {
			found = append(found, c)
		}
	}
	return found, nil
}

func (f *fakeService) Chat(context.Context, model.ChatID) (model.ChatCard, error) {
	card := f.card
	card.Members = slices.Clone(card.Members)
	return card, f.chatErr
}

func (f *fakeService) Candidates(context.Context, model.ChatID) ([]model.Candidate, error) {
	return f.candidates, f.candidatesErr
}

func (f *fakeService) Others(context.Context, model.ChatID) ([]model.Candidate, error) {
	return f.others, f.candidatesErr
}

func (f *fakeService) SaveChat(_ context.Context, e model.ChatEdit) error {
	f.saved = append(f.saved, e)
	if f.onSave != nil {
		f.onSave()
	}
	return f.saveErr
}

func (f *fakeService) NewChatChoices(context.Context) (model.NewChatChoices, error) {
	return f.choices, f.choicesErr
}

func (f *fakeService) NewChatStart(_ context.Context, key model.ChatKey) (model.NewChatStart, error) {
	f.keys = append(f.keys, key)
	start := f.start
	start.Title = map[model.ChatType]string{model.ChatTeachers: "Учительская", model.ChatGroup: "ДО-19-3", model.ChatParents: "ДО-19-3 родители",
		model.ChatSubject: "ДО-19-3/Английский язык(ОГСЭ)"}[key.Type]
	return start, f.startErr
}

func (f *fakeService) CreateChat(_ context.Context, c model.NewChat) (model.ChatID, error) {
	f.created = append(f.created, c)
	if f.createErr == nil {
		f.chats = append(f.chats, model.ChatSummary{Chat: model.Chat{ID: 77, Key: c.Key, Title: c.Title}, Members: len(c.Members)})
	}
	return 77, f.createErr
}

func (f *fakeService) DeleteChats(_ context.Context, ids []model.ChatID) error {
	f.deleted = append(f.deleted, ids...)
	if f.deleteErr == nil {
		f.chats = slices.DeleteFunc(f.chats, func(c model.ChatSummary) bool { return slices.Contains(ids, c.ID) })
	}
	return f.deleteErr
}

func (f *fakeService) PreviewInitialise(_ context.Context, o model.InitialiseOptions, told func(model.Progress)) (model.PlanSummary, error) {
	f.previewed = append(f.previewed, o)
	told(model.Progress{Stage: model.StageRead, Done: 3, Total: 8})
	return f.plan, f.previewErr
}

func (f *fakeService) Initialise(ctx context.Context, o model.InitialiseOptions, told func(model.Progress)) (model.Report, error) {
	f.carried = append(f.carried, o)
	told(model.Progress{Stage: model.StageCarry, Done: 61, Total: 214, Left: 20 * time.Second})
	if f.onCarry != nil {
		f.onCarry(ctx)
	}
	report := f.report
	report.Cancelled = ctx.Err() != nil
	return report, f.initialiseErr
}

func (f *fakeService) Missing(context.Context) ([]model.MissingRow, error) {
	return f.missing, f.missingErr
}

func (f *fakeService) Remind(_ context.Context, people []model.PersonID) (model.Reminded, error) {
	f.reminded = append(f.reminded, people...)
	return f.told, f.remindErr
}

func (f *fakeService) ExportMissing(_ context.Context, only []model.ChatPerson, w io.Writer) error {
	f.exported = only
	_, err := io.WriteString(w, "workbook")
	return errors.Join(err, f.exportErr)
}

func (f *fakeService) PrintInvites(_ context.Context, o model.InviteOrder, w io.Writer) error {
	f.printed = append(f.printed, o)
	_, err := io.WriteString(w, "pdf")
	return errors.Join(err, f.printErr)
}

func (f *fakeService) Strangers(context.Context, model.ChatID) ([]model.StrangerRow, error) {
	return f.strangers, f.strangersErr
}

func (f *fakeService) LinkStranger(_ context.Context, _ model.ChatID, profile model.MessengerID, person model.PersonID) error {
	f.linked = append(f.linked, [2]int64{int64(profile), int64(person)})
	return f.linkStrangerErr
}

func (f *fakeService) ListStrangers(_ context.Context, _ model.ChatID, profiles []model.MessengerID) error {
	f.listed = append(f.listed, profiles...)
	return f.listErr
}

func (f *fakeService) RemoveStrangers(_ context.Context, _ model.ChatID, profiles []model.MessengerID) error {
	f.removed = append(f.removed, profiles...)
	return f.removeErr
}

func (f *fakeService) InviteLink(context.Context, model.ChatID) (string, error) {
	return f.link, f.linkErr
}

func (f *fakeService) OpenMessenger(context.Context) error {
	f.messenger++
	return f.messengerErr
}

func (f *fakeService) OpenChat(_ context.Context, id model.ChatID) error {
	f.opened = append(f.opened, id)
	return f.openErr
}

// admin is a service for a manager with the chats of the manual's pictures.
func admin() *fakeService {
	f := &fakeService{
		actor: model.Actor{Person: 1, Kind: model.Staff, Roles: model.RoleAdmin},
		person: model.Person{ID: 1, Name: model.ParseName("Рязанцева Екатерина Викторовна"), Kind: model.Staff,
			Roles: model.RoleAdmin, Active: true},
		sync: model.SyncStatus{LastRun: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC), AgentHere: true},
		link: "https://vk.me/join/AJQ1d0abcdefghijklmno",
	}
	all := model.Access{See: true, Edit: true, NameAdmins: true, Delete: true, AddAnyone: true}
	add := func(t model.ChatType, title, group string, members int, admin string, set func(*model.ChatSummary)) {
		c := model.ChatSummary{GroupName: group, Members: members, InChat: members, Access: all, Admins: []string{admin}}
		c.ID = model.ChatID(len(f.chats) + 1)
		c.Key.Type, c.Title, c.Peer = t, title, model.MessengerID(2000000000+len(f.chats))
		if set != nil {
			set(&c)
		}
		f.chats = append(f.chats, c)
	}
	add(model.ChatGroup, "АМ-19-1", "АМ-19-1", 14, "Ермаков Максим Сергеевич", nil)
	add(model.ChatParents, "АМ-19-1 родители", "АМ-19-1", 2, "Ермаков Максим Сергеевич", nil)
	add(model.ChatGroup, "ВФ-19-1", "ВФ-19-1", 16, "Кунавин Александр Викторович", nil)
	add(model.ChatParents, "ВФ-19-1 родители", "ВФ-19-1", 1, "Кунавин Александр Викторович", func(c *model.ChatSummary) { c.NoProfile, c.InChat = 1, 0 })
	add(model.ChatGroup, "ДО-19-1", "ДО-19-1", 23, "Рязанцева Екатерина Викторовна", func(c *model.ChatSummary) { c.Waiting, c.InChat = 3, 20 })
	add(model.ChatParents, "ДО-19-1 родители", "ДО-19-1", 1, "Рязанцева Екатерина Викторовна", nil)
	add(model.ChatGroup, "ДО-19-3", "ДО-19-3", 14, "Каган Наталья Васильевна", nil)
	add(model.ChatSubject, "ДО-19-3/Английский язык(ОГСЭ)", "ДО-19-3", 14, "Каган Наталья Васильевна", func(c *model.ChatSummary) {
		c.Refused, c.Waiting, c.NoProfile, c.InChat = 1, 1, 1, 11
	})
	add(model.ChatSubject, "ДО-19-3/История(ОГСЭ)", "ДО-19-3", 13, "Лебедев Олег Иванович", nil)
	add(model.ChatGroup, "МСХ-19-1", "МСХ-19-1", 19, "Соколова Ирина Петровна", nil)
	add(model.ChatGroup, "СВ-19-2", "СВ-19-2", 21, "Никитин Павел Андреевич", func(c *model.ChatSummary) { c.Peer, c.InChat, c.Unsent = 0, 0, 21 })
	add(model.ChatTeachers, "Учительская", "", 38, "Рязанцева Екатерина Викторовна", nil)
	add(model.ChatGroup, "ЭБ-23-1", "ЭБ-23-1", 25, "Фролова Анна Сергеевна", nil)
	add(model.ChatSubject, "ЭБ-23-1/История", "ЭБ-23-1", 24, "Лебедев Олег Иванович", nil)
	f.card = englishCard(all)
	for i, name := range []string{"Шайдукова Виктория Сергеевна", "Цымбал Екатерина Георгиевна", "Шайдукова Виктория Сергеевна"} {
		f.candidates = append(f.candidates, model.Candidate{Person: model.PersonID(200 + i), Name: model.ParseName(name),
			Group: "ДО-19-3", Kind: model.Student})
	}
	for i, m := range []struct {
		name, group, chat string
		presence          model.Presence
	}{
		{"Галочкина Наталья Ивановна", "ДО-19-3", "ДО-19-3/Английский язык(ОГСЭ)", model.PresenceWaiting},
		{"Егорова Екатерина Сергеевна", "ДО-19-3", "ДО-19-3/Английский язык(ОГСЭ)", model.PresenceNoProfile},
		{"Егорова Екатерина Сергеевна", "ДО-19-3", "ДО-19-3", model.PresenceNoProfile},
		{"Маслова Регина Николаевна", "ДО-19-3", "ДО-19-3", model.PresenceRefused},
		{"Константинопольская-Преображенская Александра-Владислава Константиновна", "ЭБ-23-1", "ЭБ-23-1/Теоретические и методические основы организации игровой деятельности", model.PresenceWaiting},
		{"Ильин Роман Олегович", "", "Учительская", model.PresenceUnknown},
	} {
		r := model.MissingRow{Title: m.chat, Name: model.ParseName(m.name), GroupName: m.group, Presence: m.presence}
		r.ChatPerson = model.ChatPerson{Chat: model.ChatID(i + 1), Person: model.PersonID(100 + i)}
		if i == 2 {
			r.Person = 101 // in two chats
		}
		if m.presence == model.PresenceRefused {
			r.Code, r.Reason = 15, "закрытый профиль: отправьте пригласительную ссылку"
			r.Reminder = model.ReminderClosed
		}
		if i == 0 {
			r.Reminder, r.Reminded = model.ReminderSent, time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
		}
		f.missing = append(f.missing, r)
	}
	for i, r := range []model.StrangerRow{
		{Stranger: model.Stranger{Name: model.Name{FirstName: "Екатерина", LastName: "Егорова"}},
			Like: model.Candidate{Person: 104, Name: model.ParseName("Егорова Екатерина Сергеевна"), Group: "ДО-19-3"}, Sure: true},
		{Stranger: model.Stranger{Name: model.Name{FirstName: "Таня", LastName: "Палагина"}},
			Like: model.Candidate{Person: 108, Name: model.ParseName("Палагина Татьяна Петровна"), Group: "ДО-19-3"}},
		{Stranger: model.Stranger{Admin: true, Name: model.Name{FirstName: "Олег", LastName: "Лебедев"}},
			Known: model.Candidate{Person: 300, Name: model.ParseName("Лебедев Олег Иванович")}},
		{Stranger: model.Stranger{Name: model.Name{FirstName: "Dark", LastName: "Lord"}, Leaving: true}},
		{Stranger: model.Stranger{Code: 15}, Reason: "у ключа сообщества нет права на это действие: включите в настройках сообщества право «Сообщения»"},
	} {
		r.Profile = model.MessengerID(7001 + i)
		f.strangers = append(f.strangers, r)
	}
	f.card.Strangers = len(f.strangers)
	return f
}

func englishCard(access model.Access) model.ChatCard {
	card := model.ChatCard{GroupName: "ДО-19-3", Access: access, Version: 5}
	card.ID, card.Title, card.Peer = 8, "ДО-19-3/Английский язык(ОГСЭ)", 2000000007
	card.Key = model.ChatKey{Type: model.ChatSubject, Group: 3, Teaching: 30}
	for i, m := range []struct {
		name     string
		presence model.Presence
	}{
		{"Воробьева Алена Сергеевна", model.PresenceInChat}, {"Гайворонская Наталья Владимировна", model.PresenceInChat},
		{"Галочкина Наталья Ивановна", model.PresenceWaiting}, {"Гаршина Мария Сергеевна", model.PresenceInChat},
		{"Егорова Екатерина Сергеевна", model.PresenceNoProfile}, {"Злобина Юлия Витальевна", model.PresenceInChat},
		{"Каган Наталья Васильевна", model.PresenceInChat}, {"Маслова Регина Николаевна", model.PresenceRefused},
		{"Палагина Татьяна Петровна", model.PresenceUnknown},
	} {
		row := model.MemberRow{Name: model.ParseName(m.name), Kind: model.Student, Group: "ДО-19-3",
			Member: model.Member{Person: model.PersonID(100 + i), Origin: model.OriginAuto, Presence: m.presence}}
		switch m.name {
		case "Каган Наталья Васильевна":
			row.Kind, row.Group, row.Admin, row.AdminInChat = model.Staff, "Преподаватель", true, true
		case "Маслова Регина Николаевна":
			row.Code, row.Reason = 15, "закрытый профиль"
		case "Палагина Татьяна Петровна":
			row.Origin = model.OriginManual
		}
		card.Members = append(card.Members, row)
	}
	return card
}

func samplePlan() model.PlanSummary {
	p := model.PlanSummary{Chats: 214, Existing: 202, Requests: 300, AdminsSet: 12, Fingerprint: "f1",
		Limit: model.SafetyLimit{Loss: model.Loss{Gone: 4, From: 3000}, Percent: 20}}
	for i := range 12 {
		p.NewChats = append(p.NewChats, fmt.Sprintf("СВ-19-%d", i+1))
	}
	for i := range 318 {
		p.Add = append(p.Add, model.PlanLine{Chat: "СВ-19-1", Person: fmt.Sprintf("Иванов Иван %d", i), Why: "зачислен"})
	}
	p.Remove = []model.PlanLine{
		{Chat: "ДО-19-3", Person: "Анисимова Юлия Алексеевна", Why: "отчислена приказом № 45-с от 01.02.2026"},
		{Chat: "ДО-19-3/Английский язык(ОГСЭ)", Person: "Анисимова Юлия Алексеевна", Why: "отчислена приказом № 45-с от 01.02.2026"},
		{Chat: "ДО-19-3", Person: "Цымбал Екатерина Георгиевна", Why: "переведена в ДО-19-4"},
		{Chat: "МСХ-19-1/История", Person: "Лебедев Олег Иванович", Why: "предмет ведёт Соколова И.П."},
	}
	p.Kept = []model.PlanLine{{Chat: "Учительская", Person: "Петров Пётр Петрович", Why: "добавлен вручную"}}
	return p
}

func sampleReport() model.Report {
	var r model.Report
	r.Chats.Created, r.Chats.Unchanged = 12, 202
	r.Members.Added, r.Members.Removed, r.Members.Waiting, r.Members.NoVK, r.Members.Refused = 270, 7, 31, 12, 5
	r.Admins.Set = 12
	r.Refusals = []model.Refusal{
		{Chat: "ДО-19-3", Person: "Маслова Регина Николаевна", Code: 15, Message: "закрытый профиль: пусть откроет ссылку сама"},
		{Chat: "СВ-19-2", Code: 925, Message: "у сообщества нет прав на этот чат: назначьте его администратором"},
	}
	return r
}

// offer gives the service something to create chats of.
func offer(f *fakeService) {
	f.choices = model.NewChatChoices{Types: model.ChatTypes,
		Groups:    []model.GroupChoice{{Group: 1, Name: "АМ-19-1"}, {Group: 3, Name: "ДО-19-3"}},
		Teachings: []model.TeachingChoice{{Teaching: 30, Group: 3, GroupName: "ДО-19-3", Title: "ДО-19-3/Английский язык(ОГСЭ)"}, {Teaching: 31, Title: "Шахматы"}}}
	for _, m := range englishCard(model.Access{}).Members {
		f.start.Suggested = append(f.start.Suggested, model.Candidate{Person: m.Person, Name: m.Name, Group: m.Group, Kind: m.Kind})
	}
	f.start.Others = []model.Candidate{{Person: 300, Name: model.ParseName("Ильин Роман Олегович"), Group: "АМ-19-1", Kind: model.Student}}
	f.start.Admins, f.start.Follows = []model.PersonID{106}, true
}
