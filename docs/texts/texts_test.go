package texts_test

import (
	"regexp"
	"strings"
	"testing"

	"zvonok/docs/texts"
)

const root = "../.."

// TestOf: joined parts are one text, and a text stands where it begins.
func TestOf(t *testing.T) {
	list, err := texts.Of(root, "model")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Звонок завершен", "выберите студентов или отметьте «Вся группа»"} {
		found := false
		for _, text := range list {
			if text.Value == want {
				found = found || strings.HasPrefix(text.File, "model/") && text.Line > 0
			}
		}
		if !found {
			t.Errorf("%q is not found", want)
		}
	}
}

// words say what one thing is called, and what it is never called beside that.
var words = []struct{ never, instead string }{
	{`(?i)учащ(ий|ие|их|им)`, "студент"},
	{`(?i)ликвид`, "расформирование группы"},
	{`(?i)дисциплин`, "предмет"},
	{`(?i)логин или пароль не подход`, "неверный логин или пароль"},
	{`(?i)символ`, "знак"},
	{`(?i)удалит[ьс] из списка|убра(ть|н) из чата`, "удалить из чата, убрать из списка"},
	{`(?i)email|e-mail`, "почта"},
}

// where are the texts that people read; the names that files give their columns and kinds are older than our words.
var where = []string{"views", "app", "model"}

var spared = regexp.MustCompile(`^(app/demo|model/roster/(lessonfile/lessonfile|listfile/workbook|orderfile/row)\.go|views/tour)`)

// TestOneWord: one thing has one name.
func TestOneWord(t *testing.T) {
	list, err := texts.Of(root, where...)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		never := regexp.MustCompile(w.never)
		for _, text := range list {
			if spared.MatchString(text.File) {
				continue
			}
			said := strings.ReplaceAll(text.Value, "Дисциплины и подгруппы", "") // the manual's tab
			if found := never.FindString(said); found != "" && text.Russian() {
				t.Errorf("%s:%d says %q, where the window says %q: %s", text.File, text.Line, found, w.instead, text.Value)
			}
		}
	}
}

// TestOneColon: a sentence that turns twice is two sentences.
func TestOneColon(t *testing.T) {
	list, err := texts.Of(root, where...)
	if err != nil {
		t.Fatal(err)
	}
	end := regexp.MustCompile(`[.!?…;·](\s|$)|\n`)
	colon := regexp.MustCompile(`:(\s+[^\s%]|\s+%[wv]|\s*$)`) // not that before a number of a list of them
	for _, text := range list {
		for _, sentence := range end.Split(text.Value, -1) {
			if text.Russian() && len(colon.FindAllString(sentence, -1)) > 1 {
				t.Errorf("%s:%d has two colons in a sentence: %s", text.File, text.Line, sentence)
			}
		}
	}
}
