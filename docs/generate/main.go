// Generate writes licences.txt.gz: what the program is linked of, on any of its systems, with the licences. It is run by `go generate
// ./docs`, and is to be run again when go.mod has changed.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := write("licences.txt.gz"); err != nil {
		log.Fatal(err)
	}
}

// module is one that is linked.
type module struct{ path, version, dir string }

var licence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|copyright)([-._].*)?$`)

// write collects the licences into a file.
func write(name string) error {
	var linked []module
	for _, system := range []string{"linux", "windows", "darwin"} {
		more, err := modules(system)
		if err != nil {
			return err
		}
		linked = append(linked, more...)
	}
	slices.SortFunc(linked, func(a, b module) int { return strings.Compare(a.path, b.path) })
	linked = slices.Compact(linked)
	root, err := exec.Command("go", "env", "GOROOT").Output() //nolint:noctx // a tool
	if err != nil {
		return err
	}
	golang, err := os.ReadFile(filepath.Join(string(bytes.TrimSpace(root)), "LICENSE"))
	if err != nil {
		return err
	}
	first := string(bytes.TrimSpace(golang))
	order, under := []string{first}, map[string][]string{first: {"The standard library of Go"}}
	for _, m := range linked {
		found, err := texts(m.dir)
		if err != nil {
			return fmt.Errorf("%s: %w", m.path, err)
		}
		if under[found] == nil {
			order = append(order, found)
		}
		under[found] = append(under[found], m.path+" "+m.version)
	}
	var text bytes.Buffer
	for _, terms := range order { // each once, and packed: the program carries them
		fmt.Fprintf(&text, "=== %s\n\n%s\n\n", strings.Join(under[terms], "\n=== "), terms)
	}
	var packed bytes.Buffer
	packer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = packer.Write(bytes.TrimSpace(text.Bytes()))
	}
	if err == nil {
		err = packer.Close()
	}
	if err != nil {
		return err
	}
	return os.WriteFile(name, packed.Bytes(), 0o644)
}

// modules are those that the program is linked of on a system, without our own.
func modules(system string) (linked []module, err error) {
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if .Version}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", "zvonok") //nolint:noctx // a tool
	list.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=1")
	list.Stderr = os.Stderr
	out, err := list.Output()
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if fields := strings.Split(lines.Text(), "\t"); len(fields) == 3 {
			linked = append(linked, module{fields[0], fields[1], fields[2]})
		}
	}
	return linked, err
}

// texts are the licences in a module's folder and below it: fonts and libraries in C have their own.
func texts(dir string) (string, error) {
	var found []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !licence.MatchString(e.Name()) {
			return err
		}
		read, err := os.ReadFile(path)
		if text := strings.TrimSpace(strings.ReplaceAll(string(read), "\r\n", "\n")); !slices.Contains(found, text) {
			found = append(found, text)
		}
		return err
	})
	if len(found) == 0 {
		err = errors.Join(err, errors.New("there is no licence"))
	}
	return strings.Join(found, "\n\n"), err
}
