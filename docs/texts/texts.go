// Package texts lists what the program says to people: the texts of its sources, so that they can be read in one sitting and checked.
package texts

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Text is a text of the sources as it is in memory; parts that are joined with + are one, with %v for a value among them.
type Text struct {
	Value string
	File  string // relative to the root that was asked for, with slashes
	Line  int
}

// Russian reports whether a text has a Russian letter: the others are names for the program itself.
func (t Text) Russian() bool {
	return strings.ContainsFunc(t.Value, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// Spoken is where the texts are that people read: of the window, the command line, the page for the phone, and the local VK.
var Spoken = []string{"main.go", "app", "model", "views", "vkclient"}

// Of are the texts of our sources in the files and folders below root, tests aside, by file and line.
func Of(root string, folders ...string) ([]Text, error) {
	var found []Text
	for _, folder := range folders {
		joined := map[ast.Node]bool{} // parts of a text that is found
		err := Inspect(root, folder, func(at token.Position, node ast.Node) bool {
			expression, ok := node.(ast.Expr)
			if !ok || joined[node] {
				return true
			}
			value, parts, ok := text(expression)
			if ok {
				found = append(found, Text{Value: value, File: at.Filename, Line: at.Line})
			}
			for _, part := range parts {
				joined[part] = true
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(found, func(a, b Text) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return found, nil
}

// text is a string literal, or a sum that has one, with the expressions that are parts of it.
func text(expression ast.Expr) (value string, parts []ast.Node, ok bool) {
	switch e := expression.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", nil, false
		}
		value, err := strconv.Unquote(e.Value)
		return value, []ast.Node{e}, err == nil
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return "", nil, false
		}
		left, ofLeft, one := text(e.X)
		right, ofRight, other := text(e.Y)
		if !one {
			left = "%v"
		}
		if !other {
			right = "%v"
		}
		return left + right, append(append(ofLeft, ofRight...), e.X, e.Y), one || other
	case *ast.ParenExpr:
		value, parts, ok = text(e.X)
		return value, append(parts, e.X), ok
	}
	return "", nil, false
}

// Inspect visits the syntax of our sources in a file or folder below root, tests aside, as ast.Inspect does. Each node comes with its place, of
// which the file is relative to root.
func Inspect(root, folder string, visit func(at token.Position, node ast.Node) bool) error {
	return filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if node == nil {
				return false
			}
			at := files.Position(node.Pos())
			at.Filename = filepath.ToSlash(name)
			return visit(at, node)
		})
		return nil
	})
}
