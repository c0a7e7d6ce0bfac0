package kept

import (
	"reflect"
	"sync"
)

// clone is a copy that shares nothing changeable with its original. It is for values of the contracts, all of whose fields are
// exported.
func clone(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	detach(out)
	return out
}

// detach replaces what a value points to by copies.
func detach(v reflect.Value) {
	if !shares(v.Type()) || !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			detach(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			detach(v.Index(i))
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := 0; i < own.Len() && shares(v.Type().Elem()); i++ {
			detach(own.Index(i))
		}
	case reflect.Map:
		if v.IsNil() {
			return
		}
		own := reflect.MakeMapWithSize(v.Type(), v.Len())
		for each := v.MapRange(); each.Next(); {
			own.SetMapIndex(each.Key(), clone(each.Value()))
		}
		v.Set(own)
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(clone(v.Elem()))
			v.Set(own)
		}
	}
}

// sharing remembers what shares answers, by type.
var sharing sync.Map

// shares reports whether copies of a type may share something changeable. Unexported fields, such as those of a time, are
// never changed.
func shares(t reflect.Type) bool {
	if known, ok := sharing.Load(t); ok {
		return known.(bool)
	}
	sharing.Store(t, true) // a recursive type has a pointer in it
	does := false
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		does = true
	case reflect.Array:
		does = shares(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			does = does || t.Field(i).IsExported() && shares(t.Field(i).Type)
		}
	}
	sharing.Store(t, does)
	return does
}
