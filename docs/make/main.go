// Make makes the user's guide: `make pictures TOUR` takes the pictures that it names from a tour of the program, `make pages FOLDER` writes its
// pages, and `make book FOLDER` prints those as a PDF. `make texts FILE` lists all that the program says in Russian.
package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"zvonok/docs"
	"zvonok/docs/texts"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: make pictures TOUR | make pages FOLDER | make book FOLDER | make texts FILE")
	}
	work := map[string]func(string) error{"pictures": pictures, "pages": docs.Write, "book": book, "texts": listTexts}[os.Args[1]]
	if work == nil {
		log.Fatalf("make: no %q", os.Args[1])
	}
	if err := work(os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

// listTexts writes what the program says in Russian to a file, by the sources that say it.
func listTexts(to string) error {
	list, err := texts.Of(".", texts.Spoken...)
	if err != nil {
		return err
	}
	var out strings.Builder
	file := ""
	for _, t := range list {
		if !t.Russian() {
			continue
		}
		if t.File != file {
			file = t.File
			fmt.Fprintf(&out, "\n%s\n", file)
		}
		fmt.Fprintf(&out, "%5d  %s\n", t.Line, strings.ReplaceAll(t.Value, "\n", "\n       "))
	}
	return os.WriteFile(to, []byte(out.String()), 0o644)
}

var (
	named    = regexp.MustCompile(`\]\(pictures/([^)]+)\.png\)`)
	numbered = regexp.MustCompile(`^\d+-(.+)\.png$`)
)

// pictures takes those that the guide names from the folder of a tour.
func pictures(tour string) error {
	const to = "docs/ru/pictures"
	made, err := filepath.Glob(filepath.Join(tour, "*.png"))
	if err != nil {
		return err
	}
	byName := map[string]string{}
	for _, path := range made {
		if parts := numbered.FindStringSubmatch(filepath.Base(path)); parts != nil {
			byName[parts[1]] = path
		}
	}
	if err := errors.Join(os.RemoveAll(to), os.MkdirAll(to, 0o755)); err != nil {
		return err
	}
	sources, err := filepath.Glob("docs/ru/*.md")
	if err != nil {
		return err
	}
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			return err
		}
		for _, picture := range named.FindAllStringSubmatch(string(text), -1) {
			from := byName[picture[1]]
			if from == "" {
				return fmt.Errorf("%s: the tour in %s has no picture %q", source, tour, picture[1])
			}
			if err := shrink(from, filepath.Join(to, picture[1]+".png")); err != nil {
				return err
			}
		}
	}
	return nil
}

// shrink writes a picture with the 256 colours that are nearest to its own: a window has few, and the program carries the picture.
func shrink(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	full, err := png.Decode(f)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	few := image.NewPaletted(full.Bounds(), palette(full))
	nearest := map[color.RGBA]uint8{}
	each(full, func(x, y int, c color.RGBA) {
		index, known := nearest[c]
		if !known {
			index = uint8(few.Palette.Index(c)) //nolint:gosec // a palette has 256 colours at most
			nearest[c] = index
		}
		few.SetColorIndex(x, y, index)
	})
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	best := png.Encoder{CompressionLevel: png.BestCompression}
	return errors.Join(best.Encode(out, few), out.Close())
}

// palette is the most frequent colours of a picture, of those close to each other one.
func palette(full image.Image) color.Palette {
	count, first := map[color.RGBA]int{}, map[color.RGBA]map[color.RGBA]int{}
	each(full, func(_, _ int, c color.RGBA) {
		near := color.RGBA{c.R &^ 7, c.G &^ 7, c.B &^ 7, c.A}
		if first[near] == nil {
			first[near] = map[color.RGBA]int{}
		}
		count[near]++
		first[near][c]++
	})
	keys := make([]color.RGBA, 0, len(count))
	for near := range count {
		keys = append(keys, near)
	}
	slices.SortFunc(keys, func(a, b color.RGBA) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return int(a.R)<<16 + int(a.G)<<8 + int(a.B) - int(b.R)<<16 - int(b.G)<<8 - int(b.B)
	})
	var chosen color.Palette
	for _, near := range keys[:min(len(keys), 256)] {
		var most color.RGBA
		for c, n := range first[near] {
			if n > first[near][most] || n == first[near][most] && c.R < most.R {
				most = c
			}
		}
		chosen = append(chosen, most)
	}
	return chosen
}

// each visits the pixels of a picture.
func each(picture image.Image, visit func(x, y int, c color.RGBA)) {
	for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y++ {
		for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x++ {
			visit(x, y, color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA))
		}
	}
}

// browsers print the guide; the first that is there does.
var browsers = []string{"chromium", "chromium-browser", "google-chrome"}

// dated is when a browser says that it has printed.
var dated = regexp.MustCompile(`\(D:\d{14}`)

// book prints the pages in a folder. The same pages give the same file, whenever they are printed.
func book(folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(browsers, func(name string) bool {
		_, err := exec.LookPath(name)
		return err == nil
	})
	if at < 0 {
		return errors.New("there is no Chromium here to print the guide: scripts/setup.sh --tests installs it")
	}
	profile, err := os.MkdirTemp("", "zvonok-guide-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(profile) }()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	to := filepath.Join(folder, "zvonok.pdf")
	print := exec.CommandContext(ctx, browsers[at], "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+profile, //nolint:gosec // one of ours
		"--no-pdf-header-footer", "--print-to-pdf="+to, filepath.Join(folder, "book.html"))
	if out, err := print.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", browsers[at], err, out)
	}
	printed, err := os.ReadFile(to)
	if err != nil {
		return err
	}
	return os.WriteFile(to, dated.ReplaceAll(printed, []byte("(D:20000101000000")), 0o644)
}
