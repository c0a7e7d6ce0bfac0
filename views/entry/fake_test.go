package entry

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

const rightPassword = "синий чемодан"

// fakeService answers from memory and notes what it was asked.
type fakeService struct {
	viewtest.Files
	entry      model.Entry
	entryErr   error
	owner      int
	remembered model.SignedIn
	rememberErr,
	signInErr, changeErr, foundErr, unlockErr, outErr error
	mustChange  bool
	signedIn    model.SignedIn
	asked       []string // «login/password/remember»
	changed     []string // «old→new»
	founding    []model.Founding
	out         int
	locked      bool
	password    bool
	limit       time.Duration
	sessions    []model.SessionRow
	ended       []model.SessionID
	sessionsErr error
	connect     *fakeConnect // what Deps.Connect is; nil leaves it out
	link        string       // what the program was started with
	previews    int          // of rosters
}

func (f *fakeService) Entry(context.Context) (model.Entry, error) { return f.entry, f.entryErr }

func (f *fakeService) EnterOwner(context.Context) error {
	f.owner++
	return nil
}

func (f *fakeService) SignIn(_ context.Context, login, password string, remember bool) (model.SignedIn, error) {
	f.asked = append(f.asked, login+"/"+password+"/"+map[bool]string{true: "да", false: "нет"}[remember])
	if f.signInErr != nil {
		return model.SignedIn{}, f.signInErr
	}
	if password != rightPassword {
		return model.SignedIn{}, model.ErrWrongPassword
	}
	f.password = !f.mustChange
	if f.mustChange {
		return model.SignedIn{MustChange: true}, nil
	}
	return f.signedIn, nil
}

func (f *fakeService) SignInRemembered(context.Context) (model.SignedIn, error) {
	return f.remembered, f.rememberErr
}

func (f *fakeService) ChangePassword(_ context.Context, old, password string) (model.SignedIn, error) {
	f.changed = append(f.changed, old+"→"+password)
	return f.signedIn, f.changeErr
}

func (f *fakeService) Found(_ context.Context, founding model.Founding) error {
	f.founding = append(f.founding, founding)
	return f.foundErr
}

func (f *fakeService) PreviewImport(context.Context, model.Files, model.ImportChoices) (model.ImportPreview, error) {
	f.previews++
	return model.ImportPreview{}, nil
}

func (f *fakeService) ApplyImport(context.Context, model.Files, model.ImportChoices, string) error {
	return nil
}

func (f *fakeService) WriteTemplate(context.Context, string) error { return nil }

func (f *fakeService) SignOut(context.Context) error {
	f.out++
	f.password = false
	return f.outErr
}

func (f *fakeService) Person() model.Person { return f.signedIn.Person }
func (f *fakeService) HasPassword() bool    { return f.password }

func (f *fakeService) Lock() bool {
	f.locked = f.password
	return f.locked
}

func (f *fakeService) Unlock(_ context.Context, password string) error {
	if f.unlockErr != nil {
		return f.unlockErr
	}
	if password != rightPassword {
		return model.ErrWrongPassword
	}
	f.locked = false
	return nil
}

func (f *fakeService) IdleLimit(context.Context) (time.Duration, error) { return f.limit, nil }

func (f *fakeService) Sessions(context.Context) ([]model.SessionRow, error) {
	return slices.Clone(f.sessions), f.sessionsErr
}

func (f *fakeService) EndSession(_ context.Context, id model.SessionID) error {
	f.ended = append(f.ended, id)
	if f.sessionsErr == nil {
		f.sessions = slices.DeleteFunc(f.sessions, func(s model.SessionRow) bool { return s.ID == id })
	}
	return f.sessionsErr
}

// someSessions are two of one's own and one of somebody else.
func someSessions() []model.SessionRow {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return []model.SessionRow{{ID: 1, Person: 7, Computer: "KADRY-2", Since: at, Seen: at.Add(time.Hour), Own: true},
		{ID: 2, Person: 7, Computer: "NOTEBOOK", Since: at.Add(-99 * time.Hour), Seen: at}, {ID: 3, Person: 8, Computer: "KAB-214", Since: at, Seen: at}}
}

// fakeConnect is a computer that may be connected with colleges of others.
type fakeConnect struct {
	far, here bool
	offered   model.KnownCollege
	err       error // of everything
	colleges  []model.KnownCollege
	checks    []model.ConnectionCheck
	asked     []string // what was offered, joined, chosen, forgotten, in words
}

var ourCollege = model.KnownCollege{Name: "Педагогический колледж",
	Link: model.ConnectionLink{College: "c1", Addresses: []string{"192.168.1.5:8473"}, Pins: []model.Pin{{1, 2, 3}}}}

func (f *fakeConnect) ask(words ...string) error {
	f.asked = append(f.asked, strings.Join(words, " "))
	return f.err
}

func (f *fakeConnect) Far() bool                      { return f.far }
func (f *fakeConnect) Here() bool                     { return f.here }
func (f *fakeConnect) Colleges() []model.KnownCollege { return f.colleges }

func (f *fakeConnect) Offer(_ context.Context, link string) (model.KnownCollege, error) {
	return f.offered, f.ask("offer", link)
}

func (f *fakeConnect) OfferBySlip(_ context.Context, address, code string) (model.KnownCollege, error) {
	return f.offered, f.ask("slip", address, code)
}

func (f *fakeConnect) Join(_ context.Context, c model.KnownCollege) error {
	return f.ask("join", c.Link.College)
}

func (f *fakeConnect) Choose(_ context.Context, college string) error {
	return f.ask("choose", college)
}

func (f *fakeConnect) ForgetCollege(_ context.Context, college string) error {
	return f.ask("forget", college)
}

func (f *fakeConnect) CheckConnection(context.Context) []model.ConnectionCheck { return f.checks }

func (f *fakeConnect) ChangeAddress(_ context.Context, link string) error {
	return f.ask("address", link)
}

// clock is a clock and a timer that only the test moves.
type clock struct {
	now time.Time
	due []*timeout
}

type timeout struct {
	at time.Time
	do func()
}

func (c *clock) timer(after time.Duration, do func()) (stop func()) {
	t := &timeout{c.now.Add(after), do}
	c.due = append(c.due, t)
	return func() { t.do = nil }
}

// pass moves the clock by half a second at a time, so that what repeats itself does.
func (c *clock) pass(d time.Duration) {
	for until := c.now.Add(d); c.now.Before(until); {
		c.now = c.now.Add(500 * time.Millisecond)
		due := c.due
		c.due = nil
		for _, t := range due {
			switch {
			case t.do == nil:
			case t.at.After(c.now):
				c.due = append(c.due, t)
			default:
				t.do()
			}
		}
	}
}

// bench is a window with the way in, on fakes.
type bench struct {
	viewtest.Person
	service *fakeService
	clock   *clock
	exec    *viewtest.Executor
	entry   *Entry
	entered []string // the notices with which the program was opened
	left    int
	quit    int
	theirs  background.Executor // of the person who has entered
	covered bool
	unsaved bool
	demo    int
	demoErr error
	connect *fakeConnect // nil where the window is that of one college only
	reopens int
	work    *widgets.Entry // what stands in the window once the program is open
}

func newBench(t *testing.T, change func(*fakeService)) *bench {
	return newBenchLook(t, change, fyne.NewSize(1280, 800), fynetheme.VariantLight)
}

func newBenchLook(t *testing.T, change func(*fakeService), size fyne.Size, look fyne.ThemeVariant) *bench {
	t.Helper()
	b := &bench{clock: &clock{now: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)}, exec: &viewtest.Executor{}}
	b.service = &fakeService{limit: 30 * time.Minute, entry: model.Entry{College: "Педагогический колледж", Founded: true, Accounts: true}}
	b.service.signedIn.Person = model.Person{ID: 7, Name: model.ParseName("Рязанцева Екатерина Викторовна"), Kind: model.Staff}
	if change != nil {
		change(b.service)
	}
	b.Person = viewtest.NewPerson(t, look)
	b.Window.Resize(size)
	b.work = widgets.NewEntry("")
	deps := Deps{Window: b.Window, Exec: b.exec, Timer: b.clock.timer, Now: func() time.Time { return b.clock.now }, Service: b.service,
		Demonstration: func() error { b.demo++; return b.demoErr },
		Enter: func(notice string, exec background.Executor, _ background.Timer) {
			b.entered, b.theirs = append(b.entered, notice), exec
			b.Window.SetContent(widgets.NewLayers(widgets.Lines(widgets.Text("Управление чатами"), b.work), nil))
		},
		Covered: func(covered bool) { b.covered = covered },
		Unsaved: func() bool { return b.unsaved },
		Leave:   func() { b.left++ },
		Quit:    func() { b.quit++ },
		Reopen:  func() { b.reopens++ },
	}
	if b.service.connect != nil {
		b.connect, deps.Connect, deps.Link = b.service.connect, b.service.connect, b.service.link
	}
	b.entry = New(deps)
	return b
}

// check toggles the checkbox in front.
func (b *bench) check() {
	b.T.Helper()
	for _, box := range viewtest.InFront[*widgets.Check](&b.Person) {
		box.Tapped(&fyne.PointEvent{})
	}
}

// fields are the text fields in front, from the top.
func (b *bench) fields() []*widgets.Entry { return viewtest.InFront[*widgets.Entry](&b.Person) }

// fill writes into the fields in front, from the top.
func (b *bench) fill(texts ...string) {
	b.T.Helper()
	fields := b.fields()
	if len(fields) < len(texts) {
		b.T.Fatalf("%d fields for %d texts", len(fields), len(texts))
	}
	for i, text := range texts {
		fields[i].SetText(text)
	}
}

// enter is the key in the field that has the focus.
func (b *bench) enter() {
	b.T.Helper()
	f := b.Window.Canvas().Focused()
	if f == nil {
		b.T.Fatal("nothing has the focus")
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

const longCollege = "Государственное автономное профессиональное образовательное учреждение «Педагогический колледж имени К.Д. Ушинского»"

var manyAddresses = []string{"192.168.100.105:8473", "[fe80::1a2b:3c4d:5e6f:7a8b]:8473", "server.pedagogical-college.example:8473"}
