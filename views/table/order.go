package table

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// russian sorts as a Russian reader expects. A collator serves one goroutine at a time.
var russian = struct {
	sync.Mutex
	*collate.Collator
	keys map[string]string // of the texts that were asked for
}{Collator: collate.New(language.Russian, collate.Numeric), keys: map[string]string{}}

// keptKeys is how many keys are kept; beyond that all are dropped and made again.
const keptKeys = 100_000

// SortKey is a key for a text that compares byte by byte in Russian order: ё beside е, and «ДО-19-2» before «ДО-19-10». A
// text's key is made once and kept, so that a comparison of rows may ask for it. It may be called on any goroutine.
func SortKey(text string) string {
	russian.Lock()
	defer russian.Unlock()
	if key, known := russian.keys[text]; known {
		return key
	}
	if len(russian.keys) >= keptKeys {
		clear(russian.keys)
	}
	var buf collate.Buffer
	key := string(russian.KeyFromString(&buf, text))
	russian.keys[text] = key
	return key
}

// InOrder compares rows by one of their texts in Russian order.
func InOrder[R any](text func(R) string) func(a, b R) int {
	return func(a, b R) int { return strings.Compare(SortKey(text(a)), SortKey(text(b))) }
}

// SortedWords are words in Russian order, each once.
func SortedWords(words []string) []string {
	slices.Sort(words)
	words = slices.Compact(words)
	slices.SortFunc(words, InOrder(func(word string) string { return word }))
	return words
}
