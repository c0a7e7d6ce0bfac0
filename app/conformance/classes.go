package conformance

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"zvonok/app"
)

// Classes tries that each method of the contracts has one class, and only operations tell how far they are.
func Classes(t *testing.T) {
	of := map[string][]app.Class{}
	for class, names := range app.Classes {
		for _, name := range names {
			of[name] = append(of[name], class)
		}
	}
	app.EachMethod(func(contract string, method reflect.Method) {
		name := contract + "." + method.Name
		if len(of[name]) != 1 {
			t.Errorf("%s has the classes %v", name, of[name])
		}
		for n := range method.Type.NumIn() {
			if method.Type.In(n).Kind() == reflect.Func && !slices.Equal(of[name], []app.Class{app.Operation}) {
				t.Errorf("%s tells how far it is and is no operation", name)
			}
		}
		delete(of, name)
	})
	for name := range of {
		t.Errorf("no contract has %s", name)
	}
}

// Reading tries that methods which read change nothing. version tells one state of the college from another.
func Reading(t *testing.T, c app.Contracts, ctx context.Context, version func() string) { //nolint:revive // t comes first in a test's helper
	before := version()
	each(c, func(name string, method reflect.Value) {
		if slices.Contains(app.Classes[app.Read], name) {
			_ = call(ctx, method)
			if now := version(); now != before {
				t.Errorf("%s changed the college", name)
				before = now
			}
		}
	})
}
