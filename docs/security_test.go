package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSecurity: the tests that security.md names exist, and every attack has some.
func TestSecurity(t *testing.T) {
	there := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, declared := range file.Decls {
			if f, ok := declared.(*ast.FuncDecl); ok && f.Recv == nil {
				there[f.Name.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("security.md")
	if err != nil {
		t.Fatal(err)
	}
	test := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`")
	attacks := strings.Split(string(page), "\n## ")[1:]
	for _, attack := range attacks[:len(attacks)-1] { // the last says what is not guarded
		title, _, _ := strings.Cut(attack, "\n")
		named := test.FindAllStringSubmatch(attack, -1)
		if len(named) < 2 {
			t.Errorf("%s: %d tests", title, len(named))
		}
		for _, name := range named {
			if !there[name[1]] {
				t.Errorf("%s: there is no test %s", title, name[1])
			}
		}
	}
	if len(attacks) != 9 {
		t.Errorf("%d chapters", len(attacks))
	}
}
