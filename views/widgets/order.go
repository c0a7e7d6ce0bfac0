package widgets

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// russian sorts as a Russian reader expects. A collator serves one goroutine at a time.
var russian = struct {
	sync.Mutex
	*collate.Collator
}{Collator: collate.New(language.Russian, collate.Numeric)}

// SortKey is a text turned into what compares byte by byte in Russian order: ё beside е, and «ДО-19-2» before
// «ДО-19-10». Rows carry it ready, since comparing texts anew at every sorting of thousands of rows would be felt.
// It may be called on any goroutine.
func SortKey(text string) string {
	russian.Lock()
	defer russian.Unlock()
	var buf collate.Buffer
	return string(russian.KeyFromString(&buf, text))
}
