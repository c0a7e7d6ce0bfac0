package model

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestConnectionLink(t *testing.T) {
	link := ConnectionLink{College: "колледж/1?", Addresses: []string{"192.168.1.5:8473", "[fe80::1]:8473", "zvonok.college.ru:443"}, Pins: []Pin{{1, 2}, {31: 255}}}
	got, err := ParseConnectionLink("  " + link.String() + "\n")
	if err != nil || !reflect.DeepEqual(got, link) {
		t.Errorf("%s is read as %+v, %v", link, got, err)
	}
	if !got.Has(Pin{1, 2}) || got.Has(Pin{}) {
		t.Error("the pins are not those of the link")
	}
	if code := (Pin{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}).Code(); code != "aeba-gbaf-aydq-qcik-bmga" {
		t.Errorf("the check code is %s", code)
	}
}

func TestConnectionLinkRefused(t *testing.T) {
	good := ConnectionLink{College: "1", Addresses: []string{"a:1"}, Pins: []Pin{{}}}.String()
	for text, want := range map[string]error{
		"": errConnectionLink, "https://zvonok/connect/1/x?a=a:1": errConnectionLink, strings.Replace(good, "a=a", "b=a", 1): errConnectionLink,
		good[:len(good)-1]: errConnectionLink, strings.Replace(good, "a%3A1", "a%3A0", 1): errConnectionLink, good + "&a=x@y:1": errConnectionLink,
		strings.Replace(good, "/1/1", "/1/", 1): errConnectionLink, good + "&" + strings.Repeat("a=a:1&", 20): errConnectionLink,
		strings.Replace(good, "connect/1/", "connect/2/", 1): errNewerLink,
	} {
		if link, err := ParseConnectionLink(text); !errors.Is(err, want) {
			t.Errorf("%q is read as %+v, %v", text, link, err)
		}
	}
}

func TestParseCode(t *testing.T) {
	code := Pin{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}.Code()
	for _, typed := range []string{code, strings.ToUpper(code), strings.ReplaceAll(code, "-", ""), " " + strings.ReplaceAll(code, "-", " \t") + " ",
		strings.ReplaceAll(code, "-", "—"), strings.Replace(code, "b", "8", 1)} {
		if got, err := ParseCode(typed); err != nil || got != code {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", code[1:], code + "a", "й" + code[1:], "й" + code[2:], code[:8] + "9" + code[9:], "zvonok://connect/1/"} {
		if got, err := ParseCode(typed); !errors.Is(err, errCode) {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
}

func FuzzConnectionLink(f *testing.F) {
	f.Add(ConnectionLink{College: "1", Addresses: []string{"a:1"}, Pins: []Pin{{}}}.String())
	f.Fuzz(func(t *testing.T, text string) {
		link, err := ParseConnectionLink(text)
		if err != nil {
			return
		}
		if again, err := ParseConnectionLink(link.String()); err != nil || !reflect.DeepEqual(again, link) {
			t.Errorf("%q is read as %+v and, written again, as %+v, %v", text, link, again, err)
		}
	})
}

// TestLearn: what a server tells of itself comes after the address by which it was reached.
func TestLearn(t *testing.T) {
	a, b := Pin{1}, Pin{2}
	known := ConnectionLink{College: "c", Addresses: []string{"router:1", "old:1"}, Pins: []Pin{a}}
	many := make([]string, mostInLink)
	for i := range many {
		many[i] = fmt.Sprint("new:", i+1)
	}
	for name, c := range map[string]struct{ told, want ConnectionLink }{
		"a next key and an address": {
			ConnectionLink{College: "c", Addresses: []string{"new:1", "old:1"}, Pins: []Pin{a, b}},
			ConnectionLink{College: "c", Addresses: []string{"router:1", "new:1", "old:1"}, Pins: []Pin{a, b}},
		},
		"the key is changed":   {ConnectionLink{College: "c", Pins: []Pin{b}}, ConnectionLink{College: "c", Addresses: known.Addresses, Pins: []Pin{b}}},
		"another college":      {ConnectionLink{College: "d", Addresses: []string{"new:1"}, Pins: []Pin{b}}, known},
		"no key":               {ConnectionLink{College: "c", Addresses: []string{"new:1"}}, known},
		"as many as there are": {ConnectionLink{College: "c", Addresses: many, Pins: []Pin{a}}, ConnectionLink{College: "c", Addresses: append([]string{"router:1"}, many[:mostInLink-1]...), Pins: []Pin{a}}},
	} {
		if got := known.Learn(c.told); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestLinkWithOthers: a link of several servers has the best address of each first, not more than a slip takes, and every key once.
func TestLinkWithOthers(t *testing.T) {
	one := ConnectionLink{College: "c", Addresses: []string{"a:1", "a:2", "a:3", "a:4"}, Pins: []Pin{{1}}}
	other := ConnectionLink{College: "c", Addresses: []string{"b:1", "a:2", "b:3"}, Pins: []Pin{{1}, {2}}}
	gone := ConnectionLink{College: "c", Addresses: []string{"g:1"}}
	if got := one.With(nil); !reflect.DeepEqual(got, one) {
		t.Errorf("alone it is %v", got)
	}
	want := ConnectionLink{College: "c", Addresses: []string{"a:1", "b:1", "g:1", "a:2", "a:3", "b:3"}, Pins: []Pin{{1}, {2}}}
	if got := one.With([]ConnectionLink{other, gone}); !reflect.DeepEqual(got, want) || len(one.Addresses) != 4 {
		t.Errorf("together they are %v, want %v", got, want)
	}
}
