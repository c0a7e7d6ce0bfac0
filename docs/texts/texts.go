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

// Text is a text of the sources as it is in memory; parts that are joined with + are one.
type Text struct {
	Value string
	File  string // relative to the root that was asked for, with slashes
	Line  int
}

// Russian reports whether a text has a Russian letter: the others are names for the program itself.
func (t Text) Russian() bool {
	return strings.ContainsFunc(t.Value, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// Of are the texts of our sources in the folders below root, tests aside, by file and line.
func Of(root string, folders ...string) ([]Text, error) {
	var found []Text
	for _, folder := range folders {
		err := Inspect(root, folder, func(at token.Position, node ast.Node) bool {
			expression, ok := node.(ast.Expr)
			if !ok {
				return true
			}
			value, ok := constant(expression)
			if ok {
				found = append(found, Text{Value: value, File: at.Filename, Line: at.Line})
			}
			return !ok
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(found, func(a, b Text) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return found, nil
}

// constant is a string literal, or several joined with +.
func constant(expression ast.Expr) (string, bool) {
	switch e := expression.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		value, err := strconv.Unquote(e.Value)
		return value, err == nil
	case *ast.BinaryExpr:
		left, one := constant(e.X)
		right, other := constant(e.Y)
		return left + right, one && other && e.Op == token.ADD
	case *ast.ParenExpr:
		return constant(e.X)
	}
	return "", false
}

// Inspect visits the syntax of our sources in a folder below root, tests aside, as ast.Inspect does. Each node comes with its place, of
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
