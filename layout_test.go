package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// listed is a package as the go command knows it.
type listed struct {
	ImportPath string
	Doc        string
	Standard   bool
	Imports    []string
	Deps       []string // everything that it stands on, the standard library included
}

// listPackages asks the go command for our packages and all that they stand on.
func listPackages(t *testing.T) (ours []listed, standard map[string]bool) {
	t.Helper()
	var complaints bytes.Buffer
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,Doc,Standard,Imports,Deps", "./...")
	list.Stderr = &complaints
	output, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &complaints)
	}
	standard = make(map[string]bool)
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return ours, standard
		} else if err != nil {
			t.Fatal(err)
		}
		switch {
		case p.Standard:
			standard[p.ImportPath] = true
		case within(p.ImportPath, "zvonok"):
			ours = append(ours, p)
		}
	}
}

// within reports whether a package is root or lies below it.
func within(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// arrow says what a part of the program must not stand on, directly or through others.
type arrow struct {
	from   string
	except []string // parts of from that have a rule of their own
	never  []string
	why    string
}

var arrows = []arrow{
	{"zvonok/model", []string{"zvonok/model/store"}, []string{"database/sql", "github.com/mattn/go-sqlite3"},
		"SQL lives in model/store"},
	{"zvonok/model", nil, []string{"zvonok/app", "zvonok/views", "zvonok/vkclient", "fyne.io/fyne/v2"},
		"the college knows neither who uses it nor the messenger"},
	{"zvonok/views", nil, []string{"zvonok/app", "zvonok/vkclient", "zvonok/model/store", "database/sql", "github.com/mattn/go-sqlite3"},
		"a screen declares the few methods it needs; its tests build without cgo"},
	{"zvonok/app", nil, []string{"fyne.io/fyne/v2", "zvonok/views"},
		"the agent runs without a window"},
	{"zvonok/app", []string{"zvonok/app/vkmessenger", "zvonok/app/vkid"}, []string{"zvonok/vkclient"},
		"the messenger and the sign-in are ports; app/vkmessenger and app/vkid are their adapters to VK"},
	{"zvonok/vkclient", nil, []string{"zvonok/app", "zvonok/assets", "zvonok/model", "zvonok/views", "fyne.io/fyne/v2"},
		"a client of VK knows nothing of colleges"},
	{"zvonok/assets", nil, []string{"zvonok/app", "zvonok/model", "zvonok/views", "zvonok/vkclient", "fyne.io/fyne/v2"},
		"assets are only carried"},
}

// soleImporters are packages that only one of ours may import itself.
var soleImporters = map[string]string{
	"github.com/mattn/go-sqlite3": "zvonok/model/store",
	"database/sql":                "zvonok/model/store",
}

// testsOnly is a package that the program itself does without.
const testsOnly = "zvonok/views/viewtest"

func TestDependencies(t *testing.T) {
	ours, standard := listPackages(t)
	for _, p := range ours {
		for _, a := range arrows {
			if !within(p.ImportPath, a.from) || slices.ContainsFunc(a.except, func(e string) bool { return within(p.ImportPath, e) }) {
				continue
			}
			for _, dep := range p.Deps {
				for _, never := range a.never {
					if within(dep, never) {
						t.Errorf("%s stands on %s: %s", p.ImportPath, dep, a.why)
					}
				}
			}
		}
		for _, dep := range p.Imports {
			if sole, limited := soleImporters[dep]; limited && p.ImportPath != sole {
				t.Errorf("%s imports %s, which only %s may", p.ImportPath, dep, sole)
			}
		}
		if slices.Contains(p.Imports, testsOnly) {
			t.Errorf("%s imports %s, which is for tests", p.ImportPath, testsOnly)
		}
		if p.ImportPath == "zvonok/model" {
			for _, dep := range p.Deps {
				if !standard[dep] {
					t.Errorf("%s stands on %s: its rules need the standard library only", p.ImportPath, dep)
				}
			}
		}
		if p.Doc == "" {
			t.Errorf("%s has no doc comment", p.ImportPath)
		}
	}
}

// Beyond these a file holds more than one concept, and a function does not fit into a head.
const (
	longestFile     = 800 // lines
	longestFunction = 150
)

func TestSizes(t *testing.T) {
	for _, path := range sources(t) {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			continue
		}
		if lines := files.File(file.FileStart).LineCount(); lines >= longestFile {
			t.Errorf("%s has %d lines; %d are too many", path, lines, longestFile)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			var name string
			switch f := n.(type) {
			case *ast.FuncDecl:
				name = f.Name.Name
			case *ast.FuncLit:
				name = "a function literal"
			default:
				return true
			}
			first, last := files.Position(n.Pos()), files.Position(n.End())
			if lines := last.Line - first.Line + 1; lines >= longestFunction {
				t.Errorf("%s: %s has %d lines; %d are too many", first, name, lines, longestFunction)
			}
			return true
		})
	}
}

// TestGoroutinesAreGuarded: a panic on a goroutine that app or model started would end the window; guard keeps it from that.
func TestGoroutinesAreGuarded(t *testing.T) {
	for _, path := range sources(t) {
		path = filepath.ToSlash(path)
		if !within(path, "app") && !within(path, "model") || within(path, "model/guard") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine of app and model is started by guard.Go", files.Position(n.Pos()))
			case *ast.CallExpr: // of a group of goroutines
				if of, ok := n.Fun.(*ast.SelectorExpr); ok && of.Sel.Name == "Go" && !ofGuard(n) && !guarded(n.Args) {
					t.Errorf("%s: what a group of goroutines runs is a call of guard.Run or guard.Safe as a whole", files.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

// guarded reports whether the only argument is guard.Safe(…) or a function that only returns guard.Run(…).
func guarded(args []ast.Expr) bool {
	if len(args) != 1 {
		return false
	}
	what := args[0]
	if f, ok := what.(*ast.FuncLit); ok && len(f.Body.List) == 1 {
		if only, ok := f.Body.List[0].(*ast.ReturnStmt); ok && len(only.Results) == 1 {
			what = only.Results[0]
		}
	}
	call, ok := what.(*ast.CallExpr)
	return ok && ofGuard(call)
}

// ofGuard reports whether a call is of a function of package guard.
func ofGuard(call *ast.CallExpr) bool {
	of, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	name, ok := of.X.(*ast.Ident)
	return ok && name.Name == "guard"
}

// sources are the paths of our Go files, tests included.
func sources(t *testing.T) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"build", "testdata"}, entry.Name())) {
			return filepath.SkipDir
		}
		if !entry.IsDir() && strings.HasSuffix(path, ".go") {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Fatal("no sources found")
	}
	return paths
}
