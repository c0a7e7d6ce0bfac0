package widgets

import (
	"fmt"
	"strings"

	"zvonok/model"
)

// Drawable replaces the arrow between before and after: the window's font has none, and the substitute spoils the letter
// after it.
func Drawable(text string) string { return strings.ReplaceAll(text, "→", "›") }

// Sentence is model.Sentence in the window's font.
func Sentence(text string) string { return Drawable(model.Sentence(text)) }

// CountText says how many rows a list shows: «Всего 13», or «Показано 3 из 13» where something is filtered out.
func CountText(shown, all int) string {
	if shown == all {
		return fmt.Sprintf("Всего %d", all)
	}
	return fmt.Sprintf("Показано %d из %d", shown, all)
}
