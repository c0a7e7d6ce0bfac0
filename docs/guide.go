// Package docs is the user's guide: pages in Russian that the program carries, and opens in a browser.
package docs

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

//go:generate go run ./generate

//go:embed ru/*.md server.md VK.md
var sources embed.FS

//go:embed page.html
var frame string

//go:embed licences.txt.gz
var licences []byte

// The pages of the guide in their order: the chapters tell of the window, the rest of what is around it. All but the licences make its
// book: those are not for reading in a row.
var (
	chapters = []string{"ru/index.md", "ru/admin.md", "ru/daily.md", "ru/curator.md", "ru/teacher.md", "ru/student.md", "ru/parent.md", "ru/phone.md", "ru/screens.md"}
	guide    = append(chapters, "server.md", "VK.md", "ru/smartscreen.md")
	pages    = append(guide, "ru/licences.md")
)

// inBook is a link to a page, which is a part of the book: it leads to a heading there, or to the page's beginning.
var inBook = regexp.MustCompile(`href="(?:[A-Za-z]+\.html#)?([A-Za-z-]+(?:\.html)?)"`)

// Page is a page of the guide as its frame shows it.
type Page struct {
	File, Title string
	Body        template.HTML
	Topics      []string // the ids of its headings, which are the topics of screens
	Others      []*Page  // of the whole guide, in their order
}

// Folder is where the guide is: in a folder that was installed with the program, or else in the data folder, where it is written again.
func Folder(program, data string) (string, error) {
	beside := filepath.Dir(program)
	for _, installed := range []string{
		filepath.Join(beside, "guide"), filepath.Join(beside, "..", "share", "doc", "zvonok", "guide"), filepath.Join(beside, "..", "Resources", "guide"),
	} {
		if _, err := os.Stat(filepath.Join(installed, "index.html")); err == nil {
			return installed, nil
		}
	}
	written := filepath.Join(data, "help")
	return written, Write(written)
}

// TopicPage is the page in the guide's folder that leads to a topic. It is a file of its own because a path opens in every browser, and an
// address with an anchor does not.
func TopicPage(folder, topic string) string { return filepath.Join(folder, "topics", topic+".html") }

// Write writes the pages of the guide, and book.html with all of them in a row, into a folder.
func Write(folder string) error {
	made, err := Pages()
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	whole := &Page{File: "book.html", Title: "«Звонок»: руководство", Others: made}
	for i, p := range made {
		if i < len(guide) {
			whole.Body += template.HTML(`<section id="` + p.File + `">` + inBook.ReplaceAllString(string(p.Body), `href="#$1"`) + "</section>") //nolint:gosec // our own pages
		}
		for _, topic := range p.Topics {
			files["topics/"+topic+".html"] = fmt.Appendf(nil, "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Справка</title>\n"+
				"<meta http-equiv=\"refresh\" content=\"0; url=../%[1]s#%[2]s\">\n<a href=\"../%[1]s#%[2]s\">Открыть справку</a>\n", p.File, topic)
		}
	}
	for _, p := range append(made, whole) {
		var page bytes.Buffer
		if err := template.Must(template.New("page").Parse(frame)).Execute(&page, p); err != nil {
			return err
		}
		files[p.File] = page.Bytes()
	}
	carried, err := fs.Glob(pictures, "ru/pictures/*")
	if err != nil {
		return err
	}
	for _, picture := range carried {
		if files[strings.TrimPrefix(picture, "ru/")], err = pictures.ReadFile(picture); err != nil {
			return err
		}
	}
	for name, content := range files {
		name = filepath.Join(folder, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, content, 0o644)); err != nil { //nolint:gosec // the browser reads it
			return fmt.Errorf("не удалось записать справку в папку %s: проверьте место на диске и права на папку", folder)
		}
	}
	return nil
}

// Pages are the pages of the guide.
func Pages() ([]*Page, error) {
	var made []*Page
	for _, name := range pages {
		source, err := sources.ReadFile(name)
		if err != nil {
			return nil, err
		}
		p, err := render(strings.TrimSuffix(path.Base(name), ".md")+".html", source)
		if err != nil {
			return nil, err
		}
		made = append(made, p)
	}
	terms, err := unpacked(licences)
	if err != nil {
		return nil, err
	}
	made[len(made)-1].Body += template.HTML("<pre>" + template.HTMLEscapeString(terms) + "</pre>") //nolint:gosec // it is escaped
	for _, p := range made {
		p.Others = made
	}
	return made, nil
}

// unpacked is a text that the program carries packed.
func unpacked(packed []byte) (string, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(reader) //nolint:gosec // it is our own
	return string(text), err
}

// render makes a page of its Markdown. Links to other pages lead there as Markdown and as HTML: in one folder all of them.
func render(file string, source []byte) (*Page, error) {
	markdown := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithHeadingAttribute()))
	p := &Page{File: file}
	tree := markdown.Parser().Parse(text.NewReader(source))
	err := ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 1 {
				p.Title = string(n.Lines().Value(source))
			}
			if id, given := n.AttributeString("id"); given {
				p.Topics = append(p.Topics, string(id.([]byte)))
			}
		case *ast.Link:
			n.Destination = []byte(link(string(n.Destination)))
		}
		return ast.WalkContinue, nil
	})
	var body bytes.Buffer
	err = errors.Join(err, markdown.Renderer().Render(&body, source, tree))
	p.Body = template.HTML(body.String()) //nolint:gosec // the guide is ours, and goldmark leaves no HTML in it
	return p, err
}

// link is where a link of the Markdown leads in the guide's folder.
func link(to string) string {
	page, anchor, _ := strings.Cut(to, "#")
	if strings.Contains(to, ":") || !strings.HasSuffix(page, ".md") {
		return to
	}
	page = strings.TrimSuffix(path.Base(page), ".md") + ".html"
	if anchor != "" {
		page += "#" + anchor
	}
	return page
}
