package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"testing"

	"zvonok/app"
)

// FuzzParams reads what anybody may send as the parameters of every method: it is refused, or it is what the method takes.
func FuzzParams(f *testing.F) {
	for _, text := range []string{`[]`, `[7,{"LastName":"Котов"},null]`, `[[`, `{"a":1}`, `null`, `["АБВ",0,"` + "\u2028" + `"]`, `[1e400]`, `[[{"Lesson":1,"Person":2}]]`} {
		f.Add([]byte(text))
	}
	var methods []reflect.Type
	app.EachMethod(func(_ string, m reflect.Method) { methods = append(methods, m.Type) })
	f.Fuzz(func(t *testing.T, text []byte) {
		var sent results
		if (codec{}).UnmarshalRead(context.Background(), bytes.NewReader(text), &sent) != nil {
			return
		}
		for _, of := range methods {
			in, err := params(context.Background(), of, sent, &sending{})
			if err != nil {
				continue
			}
			for i, value := range in {
				if !value.IsValid() || !value.Type().AssignableTo(of.In(i)) {
					t.Fatalf("%s takes %v as its %d. parameter", of, value, i)
				}
			}
		}
		if _, err := json.Marshal(sent); err != nil {
			t.Fatalf("%q is read and cannot be written: %v", text, err)
		}
	})
}
