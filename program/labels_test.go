package program

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLabels: what docs/ARCHITECTURE.md says of ten labels is so: the screen has the label, and the use case, the rule and the
// statement are there under their names.
func TestLabels(t *testing.T) {
	document, err := os.ReadFile(filepath.Join(root, "docs", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| «(.+)» \\| `(views/.+)` \\| `(app/.+)` `(.+)` \\| `(.+)` \\| `(.+)` \\|$")
	rows := row.FindAllStringSubmatch(string(document), -1)
	if len(rows) != 10 {
		t.Errorf("%d labels", len(rows))
	}
	for _, r := range rows {
		label, screen, area, use, rule, statement := r[1], r[2], r[3], r[4], r[5], r[6]
		if !strings.Contains(text(t, screen), label) {
			t.Errorf("%s does not have «%s»", screen, label)
		}
		for folder, name := range map[string]string{area: use, "model": rule, "model/store": statement} {
			if !regexp.MustCompile(`(?m)^(func|type) (\(.+\) )?` + name + `\b`).MatchString(text(t, folder+"/*.go")) {
				t.Errorf("%s has no %s, of «%s»", folder, name, label)
			}
		}
	}
}

// text is what the files of a pattern hold.
func text(t *testing.T, pattern string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}
