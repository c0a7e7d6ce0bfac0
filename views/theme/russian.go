package theme

import (
	_ "embed"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

//go:embed russian.json
var russian []byte

// fyneLanguages are the languages that Fyne 2.8 brings translations for.
var fyneLanguages = []fyne.Locale{
	"en", "ru", "cs", "de", "el", "es", "fr", "ja", "pl", "pt", "pt-BR", "sv", "ta", "uk", "zh-Hans",
}

// Russian makes Fyne's built-in texts (menus of text fields, dialogs, the file dialog, the calendar's week) Russian
// whatever the language of the system. Fyne offers no choice of language: it takes the nearest to the system's one of
// those that it has, English when none is near. So the Russian texts are put in the place of every one of them; they
// also correct Fyne's own Russian file, which has Tuesday and Thursday exchanged. The names of the months
// in Fyne's calendar cannot be translated in 2.8: it writes them by time.Format.
func Russian() error {
	var errs []error
	for _, l := range fyneLanguages {
		errs = append(errs, lang.AddTranslationsForLocale(russian, l))
	}
	return errors.Join(errs...)
}
