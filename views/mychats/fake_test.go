package mychats

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

var now = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

// fakeService answers from memory and notes what it was asked.
type fakeService struct {
	actor   model.Actor
	link    model.LinkState
	chats   []model.MyChat
	picture []byte
	begun   model.LinkAttempt
	offer   model.LinkOffer
	joining model.Joining
	notes   []string
	sync    model.SyncStatus

	readErr, renewErr, beginErr, waitErr, keepErr, pasteErr, openErr, unlinkErr, enterErr error

	calls      []string
	pasted     []string
	opened     []model.ChatID
	subscribed []func(model.Change)
}

func (f *fakeService) note(call string) { f.calls = append(f.calls, call) }

func (f *fakeService) Actor() model.Actor           { return f.actor }
func (f *fakeService) Person() model.Person         { return f.link.Person }
func (f *fakeService) College() string              { return "Педагогический колледж" }
func (f *fakeService) SyncStatus() model.SyncStatus { return f.sync }

func (f *fakeService) LinkState(context.Context) (model.LinkState, error) { return f.link, f.readErr }
func (f *fakeService) RenewLink(context.Context) error                    { f.note("renew"); return f.renewErr }
func (f *fakeService) LinkPicture(context.Context) ([]byte, error) {
	f.note("picture")
	return f.picture, nil
}

func (f *fakeService) BeginLink(context.Context) (model.LinkAttempt, error) {
	f.note("begin")
	return f.begun, f.beginErr
}

func (f *fakeService) WaitLink(context.Context) (model.LinkOffer, error) {
	f.note("wait")
	return f.offer, f.waitErr
}

func (f *fakeService) KeepLink(context.Context) error {
	f.note("keep")
	if f.keepErr == nil {
		f.link = teacher().link
	}
	return f.keepErr
}

func (f *fakeService) LinkAddress(context.Context) (string, error) {
	return "http://127.0.0.1:5000/start/" + strconv.Itoa(len(f.calls)), nil
}

func (f *fakeService) ReopenLink(context.Context) error { f.note("reopen"); return nil }
func (f *fakeService) CancelLink()                      { f.note("cancel") }

func (f *fakeService) PasteLink(_ context.Context, address string) error {
	f.pasted = append(f.pasted, address)
	return f.pasteErr
}

func (f *fakeService) Unlink(context.Context) ([]string, error) {
	f.note("unlink")
	if f.unlinkErr == nil {
		f.link.Profile = 0
	}
	return f.notes, f.unlinkErr
}

func (f *fakeService) MyChats(context.Context) ([]model.MyChat, error) {
	return slices.Clone(f.chats), f.readErr
}

func (f *fakeService) MyInviteLink(context.Context, model.ChatID) (string, error) {
	return "https://vk.me/join/AJQ1d0abcdefghijklmno", nil
}

func (f *fakeService) EnterMessenger(context.Context) error {
	f.note("enter")
	f.link.Crossed = true
	return f.enterErr
}

func (f *fakeService) JoinMyChats(context.Context) (model.Joining, error) { return f.joining, nil }

func (f *fakeService) OpenMyChat(_ context.Context, id model.ChatID) error {
	f.opened = append(f.opened, id)
	return f.openErr
}

func (f *fakeService) LookSoon(context.Context) error {
	f.note("look")
	return nil
}

func (f *fakeService) Subscribe(do func(model.Change)) (cancel func()) {
	f.subscribed = append(f.subscribed, do)
	return func() {}
}

// publish tells that some chat has changed, which may be one that the person is no longer in.
func (f *fakeService) publish() {
	for _, do := range f.subscribed {
		do(model.Change{AnyChat: true})
	}
}

func (f *fakeService) called(name string) bool { return slices.Contains(f.calls, name) }

// page is an empty screen, to be pushed.
type page struct{}

func (page) Title() string      { return "Управление чатами" }
func (page) Topic() shell.Topic { return "" }
func (page) Content() fyne.CanvasObject {
	return container.NewCenter(widgets.Title("Управление чатами здесь"))
}
func (page) Shown()                      {}
func (page) Hidden()                     {}
func (page) MayLeave(then func(ok bool)) { then(true) }
func (page) Do(shell.Command)            {}

// bench is a window with the screen in it, on fakes.
type bench struct {
	viewtest.Person
	service *fakeService
	timer   *viewtest.Timers
	exec    *viewtest.Executor
	shell   *shell.Shell
	screen  *myChats
}

func newBench(t *testing.T, f *fakeService) *bench {
	return newBenchLook(t, f, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, f *fakeService, size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{service: f, timer: &viewtest.Timers{}, exec: &viewtest.Executor{}}
	b.Person = viewtest.NewPerson(t, look)
	clock := func() time.Time { return now }
	b.shell = shell.New(shell.Config{Window: b.Window, Exec: b.exec, Timer: b.timer.Timer, Service: f, Now: clock},
		shell.Section{Key: "chats", Title: "Чаты", Open: func(frame *shell.Shell) shell.Screen {
			b.screen = Open(Deps{Desk: shell.Desk{Exec: b.exec, Timer: b.timer.Timer, Frame: frame}, Now: clock, Service: f,
				Manage: func() shell.Screen { return page{} }}).(*myChats)
			return b.screen
		}})
	b.Window.Resize(size)
	return b
}

// teacher is a service for a linked teacher with some chats.
func teacher() *fakeService {
	f := &fakeService{
		actor: model.Actor{Person: 5, Kind: model.Staff, Roles: model.RoleTeacher | model.RoleCurator, Groups: []model.GroupID{3}},
		link: model.LinkState{
			Person:  model.Person{ID: 5, Name: model.ParseName("Каган Наталья Васильевна"), Kind: model.Staff, Active: true},
			Profile: 1005, SignedIn: true, Name: "Наталья Каган", LinkedAt: now.Add(-30 * 24 * time.Hour), Crossed: true,
		},
		begun: model.LinkAttempt{Deadline: now.Add(10 * time.Minute)},
		offer: model.LinkOffer{Profile: 1005, Name: "Наталья Каган"},
		sync:  model.SyncStatus{LastRun: now, AgentHere: true},
	}
	add := func(t model.ChatType, title, role string, members int, presence model.Presence) *model.MyChat {
		f.chats = append(f.chats, model.MyChat{Chat: model.ChatID(len(f.chats) + 1), Key: model.ChatKey{Type: t}, Title: title, Role: role,
			Members: members, Presence: presence, Created: true, HasLink: true})
		return &f.chats[len(f.chats)-1]
	}
	add(model.ChatTeachers, "Учительская", "Преподаватель-предметник", 38, model.PresenceInChat)
	add(model.ChatGroup, "ДО-19-3", "Куратор", 14, model.PresenceInChat).Admin = true
	add(model.ChatParents, "ДО-19-3 родители", "Куратор", 11, model.PresenceWaiting).Admin = true
	add(model.ChatSubject, "ДО-19-3/Английский язык(ОГСЭ)", "Преподаватель-предметник", 14, model.PresenceWaiting)
	refused := add(model.ChatSubject, "АМ-19-1/Английский язык", "Преподаватель-предметник", 22, model.PresenceRefused)
	refused.Reason = "закрытый профиль"
	fresh := add(model.ChatSubject, "СВ-19-2/Английский язык", "Преподаватель-предметник", 21, model.PresenceUnknown)
	fresh.Created, fresh.HasLink = false, false
	return f
}

// unlinked is the same person before linking.
func unlinked() *fakeService {
	f := teacher()
	f.link = model.LinkState{Person: f.link.Person}
	for i := range f.chats {
		f.chats[i].Presence = model.PresenceNoProfile
	}
	return f
}

// student is a linked student.
func student() *fakeService {
	f := teacher()
	f.actor = model.Actor{Person: 5, Kind: model.Student}
	f.link.Person.Kind = model.Student
	f.chats = f.chats[1:2]
	f.chats[0].Role, f.chats[0].Admin = "Студент", false
	return f
}

// chatless is a linked member of staff with a role and no chats.
func chatless(role model.Roles) *fakeService {
	f := teacher()
	f.actor.Roles, f.chats = role, nil
	return f
}

// owner is the owner of the file.
func owner() *fakeService {
	f := teacher()
	f.actor = model.Actor{Kind: model.Staff, Roles: model.RoleAdmin}
	f.link = model.LinkState{Person: model.Person{Name: model.Name{LastName: "Владелец"}, Kind: model.Staff}}
	f.chats = nil
	return f
}

var errVault = errors.New("хранилище ключей не отвечает: разблокируйте его и повторите")

// samplePictureFile is a picture as VK sends one.
var samplePictureFile = func() []byte {
	picture := image.NewRGBA(image.Rect(0, 0, 200, 200))
	for y := range 200 {
		for x := range 200 {
			picture.Set(x, y, color.RGBA{R: uint8(x), G: uint8(y), B: 160, A: 255})
		}
	}
	var file bytes.Buffer
	_ = png.Encode(&file, picture) // into memory
	return file.Bytes()
}()
