package program

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// widgets are what docs/ARCHITECTURE.md calls «the widgets».
var widgets = []string{
	"views/dates", "views/dialog", "views/draw", "views/keys", "views/table", "views/theme", "views/background", "views/overlay", "views/scroll", "views/toasts", "views/widgets",
}

// TestPackages: the table of packages in docs/ARCHITECTURE.md has them all, each with what it imports of ours.
func TestPackages(t *testing.T) {
	document, err := os.ReadFile(filepath.Join(root, "docs", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	packages := map[string][]string{}
	ours, _ := listPackages(t)
	for _, p := range ours {
		path := strings.TrimPrefix(p.ImportPath, "zvonok/")
		packages[path] = []string{}
		for _, imported := range p.Imports {
			if imported, is := strings.CutPrefix(imported, "zvonok/"); is {
				packages[path] = append(packages[path], imported)
			}
		}
	}
	groups := map[string]func(path string) bool{
		"the areas":   func(path string) bool { return slices.Contains(areas, "zvonok/"+path) },
		"the widgets": func(path string) bool { return slices.Contains(widgets, path) },
		"all screens": func(path string) bool { return strings.HasPrefix(path, "views/") },
	}
	quoted := regexp.MustCompile("`([a-z/]+)`")
	row := regexp.MustCompile("(?m)^\\| (`[a-z/`, ]+)(?: \\(main.go\\))? \\| .+ \\| (.+) \\|$")
	for _, row := range row.FindAllStringSubmatch(string(document), -1) {
		imported := map[string]bool{}
		for _, name := range quoted.FindAllStringSubmatch(row[1], -1) {
			if packages[name[1]] == nil {
				t.Errorf("there is no package %s", name[1])
			}
			for _, path := range packages[name[1]] {
				imported[path] = !strings.Contains(row[1], "`"+path+"`")
			}
			delete(packages, name[1])
		}
		for _, path := range quoted.FindAllStringSubmatch(row[2], -1) {
			if !imported[path[1]] {
				t.Errorf("%s does not import %s", row[1], path[1])
			}
			delete(imported, path[1])
		}
		maps.DeleteFunc(imported, func(path string, other bool) bool {
			for group, has := range groups {
				if strings.Contains(row[2], group) && has(path) {
					return true
				}
			}
			return !other
		})
		if len(imported) > 0 {
			t.Errorf("%s imports more than is said: %q", row[1], slices.Sorted(maps.Keys(imported)))
		}
	}
	if len(packages) > 0 {
		t.Errorf("packages that the table lacks: %q", slices.Sorted(maps.Keys(packages)))
	}
}
