package conformance

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"zvonok/app"
)

// streams are what goes along a call besides values: files, and how far long work is.
var streams = []string{"context.Context", "error", "io.Writer", "func(model.Progress)"}

// Crossing tries that what the contracts take and give is the same after it was written as JSON and read again, so that it can be
// sent.
func Crossing(t *testing.T) {
	app.EachMethod(func(contract string, method reflect.Method) {
		for n := range method.Type.NumIn() {
			cross(t, contract+"."+method.Name, method.Type.In(n))
		}
		for n := range method.Type.NumOut() {
			cross(t, contract+"."+method.Name, method.Type.Out(n))
		}
	})
}

func cross(t *testing.T, method string, of reflect.Type) {
	t.Helper()
	if slices.Contains(streams, of.String()) {
		return
	}
	sent, got := reflect.New(of), reflect.New(of)
	if where := fill(sent.Elem(), nil); where != "" {
		t.Errorf("%s: %s of %s cannot be sent", method, where, of)
		return
	}
	text, err := json.Marshal(sent.Interface())
	if err == nil {
		err = json.Unmarshal(text, got.Interface())
	}
	if err != nil || !reflect.DeepEqual(sent.Interface(), got.Interface()) {
		t.Errorf("%s: %s is %s on its way and arrives as %+v, %v", method, of, text, got.Elem(), err)
	}
}

// fill gives a value and all within it something else than zero, and names what cannot have it.
func fill(v reflect.Value, inside []reflect.Type) (where string) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)))
		return ""
	}
	if slices.Contains(inside, v.Type()) {
		return ""
	}
	inside = append(slices.Clip(inside), v.Type())
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(3)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(3)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(0.5)
	case reflect.String:
		v.SetString("ё<&>\u2028\n")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem(), inside)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return fill(v.Index(0), inside)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		where = fill(key, inside) + fill(value, inside)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				return v.Type().Field(i).Name
			}
			if where = fill(v.Field(i), inside); where != "" {
				return v.Type().Field(i).Name + "." + where
			}
		}
	default:
		return v.Type().String()
	}
	return where
}
