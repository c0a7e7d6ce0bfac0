package jsonlist_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zvonok/app/remote/jsonlist"
)

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"[]\n": nil, "[1]": {"1"}, `["a,\"]\\",[1,{"b":"}"}],null]`: {`"a,\"]\\"`, `[1,{"b":"}"}]`, "null"},
	} {
		got, ok := jsonlist.Split([]byte(text))
		var texts []string
		for _, value := range got {
			texts = append(texts, string(value))
		}
		if !ok || !slices.Equal(texts, want) {
			t.Errorf("%s is %q, %v", text, texts, ok)
		}
	}
	for _, text := range []string{"", "[", `["a]`, "{}", "1"} {
		if got, ok := jsonlist.Split([]byte(text)); ok {
			t.Errorf("%s is %q", text, got)
		}
	}
}

// TestSplitAsJSON: whatever texts an answer holds, it is parted where JSON parts it.
func TestSplitAsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sent := rapid.SliceOf(rapid.OneOf(rapid.String().AsAny(), rapid.SliceOf(rapid.String()).AsAny(), rapid.MapOf(rapid.String(), rapid.Int()).AsAny())).Draw(t, "sent")
		text, err := json.Marshal(sent)
		if err != nil {
			t.Fatal(err)
		}
		var want []json.RawMessage
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		if got, ok := jsonlist.Split(text); !ok || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %q, %v", text, got, ok)
		}
	})
}
