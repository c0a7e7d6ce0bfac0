// Package conformance tries the contracts of app on whatever keeps them: the areas themselves, and a client of a college
// behind a network. No program code imports it.
package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zvonok/app"
)

// each calls f for every method of the contracts, by its name.
func each(c app.Contracts, f func(name string, method reflect.Value)) {
	app.EachMethod(func(contract string, m reflect.Method) {
		f(contract+"."+m.Name, reflect.ValueOf(c).MethodByName(m.Name))
	})
}

// open are the methods that somebody may call who is not signed in: getting in, and what tells nobody anything of a person.
var open = map[string]bool{
	"Access.CheckPassword": true, "Access.ChangePassword": true, "Access.Entry": true, "Access.Found": true, "Access.IdleLimit": true,
	"Access.BeginSession": true, "People.PeopleAccess": true, "Lessons.LessonsAccess": true, "Lessons.LessonDay": true,
	"Lessons.AcademicHour": true,
	"Lessons.MyLessons":    true, "Lessons.Upcoming": true, "Sync.SyncStatus": true,
}

// Nobody tries that every method refuses people who are not signed in, and nothing of the college changes. version tells one state of
// the college from another.
func Nobody(t *testing.T, c app.Contracts, version func() string) {
	each(c, func(name string, method reflect.Value) {
		if open[name] {
			return
		}
		t.Run(name, func(t *testing.T) {
			before := version()
			if err := call(t.Context(), method); err == nil {
				t.Error("it is done for nobody")
			}
			if version() != before {
				t.Error("the college changed")
			}
		})
	})
}

// Rights writes a line for every method that refuses some of the people who lack a right, with those who have it.
func Rights(c app.Contracts, people []string, as func(who string) context.Context) string {
	var lines []string
	each(c, func(name string, method reflect.Value) {
		if open[name] {
			return
		}
		var may []string
		for _, who := range people {
			if err := call(as(who), method); !errors.Is(err, app.ErrNoRight) {
				may = append(may, who)
			}
		}
		if len(may) < len(people) {
			lines = append(lines, fmt.Sprintf("%s: %s", name, strings.Join(may, " ")))
		}
	})
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// call calls a method with the context and zero values, and gives its error.
func call(ctx context.Context, method reflect.Value) error {
	in := make([]reflect.Value, method.Type().NumIn())
	for i := range in {
		switch t := method.Type().In(i); {
		case t == reflect.TypeFor[context.Context]():
			in[i] = reflect.ValueOf(ctx)
		case t == reflect.TypeFor[io.Writer]():
			in[i] = reflect.ValueOf(io.Discard)
		case t.Kind() == reflect.Slice:
			in[i] = reflect.MakeSlice(t, 1, 1) // none at all is refused before anybody is asked
		default:
			in[i] = reflect.Zero(t)
		}
	}
	out := method.Call(in)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}
