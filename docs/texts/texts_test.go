package texts_test

import (
	"go/ast"
	"go/token"
	"path"
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
	{`(?i)пропуски|посещаем`, "отсутствие"},
	{`(?i)(приводятся|приведены) к списку|всё по списку`, "по спискам"},
	{`(?i)названи\pL+ чат`, "наименование чата"},
	{`(?i)(местн|локальн)\pL+ VK`, "учебный VK"},
}

// spared are the names that files give their columns and kinds, which are older than our words, and what is made up.
var spared = regexp.MustCompile(`^(app/(conformance|demo)|model/roster/(lessonfile/lessonfile|listfile/workbook|orderfile/row)\.go|views/tour)`)

// TestOneWord: one thing has one name.
func TestOneWord(t *testing.T) {
	list, err := texts.Of(root, texts.Spoken...)
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
	list, err := texts.Of(root, texts.Spoken...)
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

// read are what people write in files and at a prompt: there a text does decide.
var read = regexp.MustCompile(`^(app/cli/ask|model/roster/(lessonfile|listfile|orderfile|table)/\w+)\.go$`)

// TestNoTextDecides: what code does never hangs on how something is called.
func TestNoTextDecides(t *testing.T) {
	named := map[string]bool{} // the packages' constants that are Russian texts
	russian := func(at token.Position, e ast.Expr) bool {
		switch e := e.(type) {
		case *ast.BasicLit:
			return texts.Text{Value: e.Value}.Russian() && e.Kind == token.STRING
		case *ast.Ident:
			return named[path.Dir(at.Filename)+"."+e.Name]
		}
		return false
	}
	each := func(visit func(at token.Position, node ast.Node)) {
		for _, folder := range texts.Spoken {
			err := texts.Inspect(root, folder, func(at token.Position, node ast.Node) bool {
				visit(at, node)
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	each(func(at token.Position, node ast.Node) {
		file, ok := node.(*ast.File)
		if !ok {
			return
		}
		for _, declared := range file.Decls {
			of, ok := declared.(*ast.GenDecl)
			if !ok || of.Tok != token.CONST {
				continue
			}
			for _, spec := range of.Specs {
				spec := spec.(*ast.ValueSpec)
				for i, value := range spec.Values {
					named[path.Dir(at.Filename)+"."+spec.Names[i].Name] = russian(at, value)
				}
			}
		}
	})
	each(func(at token.Position, node ast.Node) {
		var compared []ast.Expr
		switch n := node.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				compared = []ast.Expr{n.X, n.Y}
			}
		case *ast.CaseClause:
			compared = n.List
		}
		for _, e := range compared {
			if russian(at, e) && !spared.MatchString(at.Filename) && !read.MatchString(at.Filename) {
				t.Errorf("%s:%d decides by a Russian text", at.Filename, at.Line)
			}
		}
	})
}
