package store

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"zvonok/model"
)

// NewCollator is the order of names and titles: ё beside е, «ДО-19-2» before «ДО-19-10». It keeps buffers: one goroutine at a
// time may use it.
func NewCollator() *collate.Collator { return collate.New(language.Russian, collate.Numeric) }

// sortKeys turn texts, each of them once, into keys that compare byte by byte in the order of NewCollator. Long lists are
// sorted by them: the database's collation would compare the same texts over and over, which takes most of the time of
// reading.
type sortKeys struct {
	collator *collate.Collator
	buffer   collate.Buffer
	of       map[string]string
}

func newSortKeys() *sortKeys { return &sortKeys{collator: NewCollator(), of: map[string]string{}} }

func (k *sortKeys) key(text string) string {
	key, known := k.of[text]
	if !known {
		key = string(k.collator.KeyFromString(&k.buffer, text))
		k.buffer.Reset()
		k.of[text] = key
	}
	return key
}

// sortBy sorts rows by texts: the first two that differ decide. Rows whose texts are alike keep their order.
func sortBy[T any](k *sortKeys, rows []T, texts func(*T) [5]string) {
	keys := make([][5]string, len(rows))
	for i := range rows {
		for n, text := range texts(&rows[i]) {
			keys[i][n] = k.key(text)
		}
	}
	model.SortPlaces(rows, func(a, b int) int { return slices.Compare(keys[a][:], keys[b][:]) })
}

// sortByName sorts rows by full names.
func sortByName[T any](k *sortKeys, rows []T, name func(*T) model.Name) {
	sortBy(k, rows, func(row *T) [5]string {
		n := name(row)
		return [5]string{n.LastName, n.FirstName, n.MiddleName}
	})
}
