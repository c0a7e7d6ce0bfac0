package program

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
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

// listPackages asks the go command, with flags, for our packages and all that they stand on.
func listPackages(t *testing.T, flags ...string) (ours []listed, standard map[string]bool) {
	t.Helper()
	var complaints bytes.Buffer
	args := append([]string{"list", "-deps", "-json=ImportPath,Doc,Standard,Imports,Deps"}, flags...)
	list := exec.CommandContext(t.Context(), "go", append(args, "zvonok/...")...)
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

// check tells which of the packages that one stands on it must not stand on.
func (a arrow) check(t *testing.T, path string, on []string) {
	t.Helper()
	if !within(path, a.from) || slices.ContainsFunc(a.except, func(e string) bool { return within(path, e) }) {
		return
	}
	for _, dep := range on {
		if slices.ContainsFunc(a.never, func(never string) bool { return within(dep, never) }) {
			t.Errorf("%s stands on %s: %s", path, dep, a.why)
		}
	}
}

// windowParts put the window together from app's use cases and the screens, and so stand on both.
var windowParts = []string{"zvonok/views/window", "zvonok/views/tour"}

// areas are the use cases of app, each over app/college. None imports another: what two share stands in app/college or is
// handed in by app/areas and app/cli.
var areas = []string{
	"zvonok/app/access", "zvonok/app/agent", "zvonok/app/care", "zvonok/app/chats", "zvonok/app/imports", "zvonok/app/lessons",
	"zvonok/app/orders", "zvonok/app/people",
}

var arrows = []arrow{
	{"zvonok/model", []string{"zvonok/model/store"}, []string{"database/sql", "github.com/mattn/go-sqlite3"},
		"SQL lives in model/store"},
	{"zvonok/model", nil, []string{"zvonok/app", "zvonok/views", "zvonok/vkclient", "fyne.io/fyne/v2"},
		"the college knows neither who uses it nor the messenger"},
	{"zvonok/views", windowParts, []string{"zvonok/app", "zvonok/vkclient", "zvonok/model/store", "database/sql", "github.com/mattn/go-sqlite3"},
		"a screen declares the few methods it needs; its tests build without cgo"},
	{"zvonok/app", nil, []string{"fyne.io/fyne/v2", "zvonok/views"},
		"the agent runs without a window"},
	{"zvonok/app", []string{"zvonok/app/vkmessenger", "zvonok/app/vkid", "zvonok/app/demo"}, []string{"zvonok/vkclient"},
		"the messenger and the sign-in are ports; app/vkmessenger and app/vkid are their adapters to VK, and the demonstration has a local one"},
	{"zvonok/app/remote", nil, append([]string{"zvonok/app/college", "zvonok/model/store", "zvonok/model/roster"}, areas...),
		"what goes over a network knows the contracts, and not who keeps them"},
	{"zvonok/app/college", nil, areas, "what areas share knows none of them"},
	{"zvonok/app", []string{"zvonok/app/demo"}, []string{"zvonok/app/cli", "zvonok/app/demo", "zvonok/app/desk", "zvonok/app/vkid"},
		"use cases know neither who calls them nor what is behind their ports; the demonstration opens a window's desk"},
	{"zvonok/app", []string{"zvonok/app/areas", "zvonok/app/cli", "zvonok/app/demo", "zvonok/app/desk", "zvonok/app/host", "zvonok/app/server"}, []string{"zvonok/app/host"},
		"use cases know no keyring; who puts them together has the computer's"},
	{"zvonok/app", []string{"zvonok/app/vkid"}, []string{"zvonok/app/vkmessenger"},
		"VK is behind ports; its two adapters share what they know of its addresses"},
	{"zvonok/vkclient", nil, []string{"zvonok/app", "zvonok/assets", "zvonok/model", "zvonok/views", "fyne.io/fyne/v2"},
		"a client of VK knows nothing of colleges"},
	{"zvonok/assets", nil, []string{"zvonok/app", "zvonok/model", "zvonok/views", "zvonok/vkclient", "fyne.io/fyne/v2"},
		"assets are only carried"},
}

// imports are arrows for what a package imports itself.
var imports = []arrow{
	{"zvonok/views/window", nil, []string{"zvonok/vkclient", "zvonok/app/vkmessenger", "zvonok/app/vkid", "zvonok/model/store", "database/sql"},
		"the college and the messenger of a window come from app/desk and main"},
}

// fewImporters are packages that only few of ours may import themselves.
var fewImporters = map[string][]string{
	"github.com/mattn/go-sqlite3": {"zvonok/model/store"},
	"database/sql":                {"zvonok/model/store"},
	"fyne.io/fyne/v2/app":         {"zvonok/views/window"},                                                // the graphics, which take minutes to compile
	"fyne.io/fyne/v2/test":        {"zvonok/views/drawn", "zvonok/views/window", "zvonok/views/viewtest"}, // for the tour in memory
	"zvonok/app/cli":              {"zvonok", "zvonok/views/window"},
	"zvonok/views/window":         {"zvonok"},
}

// testsOnly is a package that the program itself does without.
const testsOnly = "zvonok/views/viewtest"

func TestDependencies(t *testing.T) {
	ours, standard := listPackages(t)
	for _, p := range ours {
		for _, a := range arrows {
			a.check(t, p.ImportPath, p.Deps)
		}
		for _, a := range imports {
			a.check(t, p.ImportPath, p.Imports)
		}
		if slices.Contains(areas, p.ImportPath) {
			for _, dep := range p.Deps {
				if slices.Contains(areas, dep) {
					t.Errorf("%s stands on %s: no area knows another", p.ImportPath, dep)
				}
			}
		}
		if p.ImportPath == "zvonok/app" && slices.ContainsFunc(p.Deps, func(dep string) bool { return within(dep, "zvonok/app") || within(dep, "zvonok/model/store") }) {
			t.Errorf("%s stands on its areas or the store: the contracts need the model only", p.ImportPath)
		}
		for _, dep := range p.Imports {
			if few, limited := fewImporters[dep]; limited && !slices.Contains(few, p.ImportPath) {
				t.Errorf("%s imports %s, which only %s may", p.ImportPath, dep, few)
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

// graphics are what a server without a screen cannot link.
var graphics = []string{"fyne.io", "github.com/fyne-io", "github.com/go-gl", "github.com/jezek/xgb", "github.com/BurntSushi/xgb"}

// TestBuilds: the program stands on the window's graphics, and the one without a window on nothing of them, nor on what only
// tests need.
func TestBuilds(t *testing.T) {
	for _, build := range []struct {
		name   string
		flags  []string
		window bool
	}{{"with its window", nil, true}, {"without", []string{"-tags", "nowindow"}, false}} {
		ours, _ := listPackages(t, build.flags...)
		main := ours[slices.IndexFunc(ours, func(p listed) bool { return p.ImportPath == "zvonok" })]
		drawn := slices.DeleteFunc(slices.Clone(main.Deps), func(dep string) bool {
			return !slices.ContainsFunc(graphics, func(part string) bool { return within(dep, part) })
		})
		if len(drawn) > 0 != build.window {
			t.Errorf("the build %s links of the graphics: %q", build.name, drawn)
		}
		screens := slices.DeleteFunc(slices.Clone(main.Deps), func(dep string) bool { return !within(dep, "zvonok/views") })
		if !build.window && !slices.Equal(screens, []string{"zvonok/views/window"}) {
			t.Errorf("the build %s links the screens %q", build.name, screens)
		}
		if slices.Contains(main.Deps, testsOnly) {
			t.Errorf("the build %s links %s", build.name, testsOnly)
		}
	}
}

// TestLinkedWorkbooks: of the workbooks' library only what is called is linked. An exported method that takes a workbook, of a
// type that reflection may see, brings the rest in: 4 MB of every window's memory.
func TestLinkedWorkbooks(t *testing.T) {
	linked, err := os.ReadFile(program(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"AddComment": true, "AddPivotTable": false} {
		if bytes.Contains(linked, []byte("excelize/v2.(*File)."+name)) != want {
			t.Errorf("%s of a workbook is linked: %t, want %t", name, !want, want)
		}
	}
}

// TestTop: main.go is the only Go file at the top.
func TestTop(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "*.go"))
	if err != nil || !slices.Equal(files, []string{filepath.Join(root, "main.go")}) {
		t.Errorf("at the top: %q, %v", files, err)
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
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			t.Error(err)
			continue
		}
		if lines := files.File(file.FileStart).LineCount(); lines >= longestFile && !ast.IsGenerated(file) {
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
		place, _ := strings.CutPrefix(filepath.ToSlash(path), root+"/")
		if !within(place, "app") && !within(place, "model") || within(place, "model/guard") || strings.HasSuffix(place, "_test.go") {
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
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"build", "testdata"}, entry.Name())) {
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
