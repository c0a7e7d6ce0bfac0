package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/app"
	"zvonok/app/access"
	"zvonok/app/areas"
	"zvonok/app/remote"
	"zvonok/model"
)

// reader is a desk that keeps what it was told, beside the college itself.
type reader struct {
	who     string
	far     *remote.Client
	farCtx  context.Context
	here    *areas.Areas
	hereCtx context.Context
	changes chan model.Change
}

// reads are the methods whose answers are kept while nothing touches them, each with parameters of several kinds.
func (r *reader) reads(f func(name string, far, here func() string)) {
	app.EachMethod(func(contract string, m reflect.Method) {
		name := contract + "." + m.Name
		touch := app.Touches[name]
		if touch == 0 || touch&app.Untold != 0 || name == "Lessons.LessonDay" || strings.HasSuffix(name, "ChatAddress") { // the world has no pages
			return
		}
		most := 1
		for i := range m.Type.NumIn() {
			if m.Type.In(i).Kind() == reflect.Int64 && m.Type.In(i) != reflect.TypeFor[time.Duration]() {
				most = 2 // the numbers of the first of what there is
			}
		}
		for n := range most {
			call := func(c app.Contracts, ctx context.Context) func() string { //nolint:revive // who is asked comes first
				return func() string { return said(reflect.ValueOf(c).MethodByName(m.Name), ctx, int64(n+1)) }
			}
			f(fmt.Sprint(name, " ", n+1), call(r.far, r.farCtx), call(r.here, r.hereCtx))
		}
	})
}

// said calls a method with a number wherever it takes one, and gives all that it answers.
func said(method reflect.Value, ctx context.Context, number int64) string { //nolint:revive // the method comes first
	in := make([]reflect.Value, method.Type().NumIn())
	for i := range in {
		of := method.Type().In(i)
		in[i] = reflect.Zero(of)
		switch {
		case of == reflect.TypeFor[context.Context]():
			in[i] = reflect.ValueOf(ctx)
		case of == reflect.TypeFor[io.Writer]():
			in[i] = reflect.ValueOf(io.Discard)
		case of == reflect.TypeFor[time.Time]():
			in[i] = reflect.ValueOf(lessonDay.AddDate(0, 0, 7*(i-1))) // of a week
		case of == reflect.TypeFor[model.JournalQuery]():
			in[i] = reflect.ValueOf(model.JournalQuery{Teaching: 1})
		case of.Kind() == reflect.Int64:
			in[i] = reflect.ValueOf(number).Convert(of)
		}
	}
	var all []any
	for _, out := range method.Call(in) {
		if err, failed := out.Interface().(error); failed {
			return err.Error()
		}
		all = append(all, out.Interface())
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// equal fails the test unless the desk comes to say what the college says.
func (r *reader) equal(t *testing.T, when string) {
	t.Helper()
	late, done := context.WithTimeout(t.Context(), time.Minute)
	defer done()
	r.reads(func(name string, far, here func() string) {
		for got, want := far(), here(); got != want; got, want = far(), here() {
			select {
			case <-r.changes:
			case <-late.Done():
				t.Errorf("%s, %s says %.300s\nto the desk of %s, and is %.300s", when, name, got, r.who, want)
				return
			}
		}
	})
}

// TestDesksStayEqual: whatever is changed at a college, the desks of all roles come to say what it says, though they ask only for
// what something has touched.
func TestDesksStayEqual(t *testing.T) {
	w := newWorld(t)
	w.apply(t, grown())
	w.run(t, initialise)
	lesson := w.newLesson(t)
	other := w.group(t, "Б-1")
	history := w.subject(t, "А-1", "История")
	link, served, _ := w.serve(t)
	token := map[string]string{}
	var readers []*reader
	for _, who := range []string{"Админова", "Менеджерова", "Кураторова", "Учителева", "Алексеева", "Мамина"} {
		token[who] = w.token(t, who)
		mine := func() string { return token[who] }
		r := &reader{who, remote.NewClient(link), remote.As(t.Context(), mine), served, access.As(t.Context(), token[who]), make(chan model.Change, 1000)}
		r.far.Subscribe(func(c model.Change) { r.changes <- c })
		must(t, r.far.Begin(remote.Work{Person: w.person(t, who), Token: mine}))
		t.Cleanup(r.far.Close)
		<-r.changes
		readers = append(readers, r)
		r.equal(t, "at first")
	}
	as := func(who string) context.Context { return access.As(t.Context(), token[who]) }
	person := func(who string) model.PersonID { return w.person(t, who) }
	order := model.OrderEdit{Number: "15-к", Date: onDay(20), Kind: model.OrderTransfer, Effective: onDay(20), Losing: true}
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"a mark", func() error {
			return served.SetCells(as("Учителева"), []model.CellEdit{{CellKey: model.CellKey{Lesson: lesson, Person: person("Алексеева")}, Mark: 5}})
		}},
		{"a remote lesson", func() error {
			_, _, err := served.MakeRemote(as("Учителева"), model.RemoteEdit{Lesson: lesson, Begins: at(13, 0), Ends: at(14, 0)}, model.SourceToken)
			return err
		}},
		{"who joins", func() error {
			_, err := served.NoteJoined(as("Алексеева"), lesson, model.WayProgram)
			return err
		}},
		{"a lesson", func() error { _, err := served.SaveLesson(as("Учителева"), lecture(history.ID)); return err }},
		{"a chat", func() error {
			chat := w.chat(t, "А-1")
			card, err := served.Chat(as("Админова"), chat.ID)
			must(t, err)
			return served.SaveChat(as("Админова"), model.ChatEdit{Chat: chat.ID, Version: card.Version, Title: "Другое название", Remove: []model.PersonID{person("Алексеева")}})
		}},
		{"a name", func() error {
			id := person("Алексеева")
			card, err := served.PersonCard(as("Админова"), id)
			must(t, err)
			return served.RenamePerson(as("Админова"), id, card.Name, model.Name{LastName: "Алексеева", FirstName: "Яна"})
		}},
		{"a right", func() error {
			return served.SetRights(as("Админова"), model.RightsEdit{People: []model.PersonID{person("Учителева")}, Grant: model.RightManageChats})
		}},
		{"an order", func() error {
			order.People, order.To = []model.PersonID{person("Алексеева")}, other
			_, err := served.SaveOrder(as("Админова"), order)
			return err
		}},
		{"an account", func() error {
			_, err := served.CreateAccounts(as("Админова"), []model.PersonID{person("Наставникова"), person("Борисова")})
			return err
		}},
		{"the settings", func() error {
			card, err := served.Settings(as("Админова"))
			must(t, err)
			set := card.CollegeSettings
			set.CollegeName = "Другой колледж"
			return served.SaveSettings(as("Админова"), card.CollegeSettings, set)
		}},
		{"a roster", func() error { w.apply(t, small()); return nil }},
		{"a run of the agent", func() error { w.run(t, correct); return nil }},
		{"what is taken back", func() error {
			return served.UndoChange(as("Админова"), w.lastChange(t, "Загрузка списков"))
		}},
	} {
		must(t, c.do())
		for _, r := range readers {
			r.equal(t, "after "+c.name)
		}
	}
	if !slices.ContainsFunc(readers, func(r *reader) bool { return r.far.Line().State == model.LineConnected }) {
		t.Error("no desk is connected")
	}
}
