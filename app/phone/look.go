package phone

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"image/color"
	"net/http"
	"strings"
	"sync"

	"zvonok/assets"
	"zvonok/model"
)

//go:embed pages
var pages embed.FS

// templates are the pages by their names, each within the frame. They are read when the first is asked for: most programs show none.
var templates = sync.OnceValue(func() map[string]*template.Template {
	all := map[string]*template.Template{}
	frame := template.Must(template.New("frame.html").Funcs(template.FuncMap{
		"sentence": model.Sentence, "style": func() string { return stylePath }, "light": lightBar, "dark": darkBar,
	}).ParseFS(pages, "pages/frame.html"))
	for _, name := range []string{"signin", "password", "chats", "lessons", "confirm", "unlink", "leave", "problem"} {
		all[name] = template.Must(template.Must(frame.Clone()).ParseFS(pages, "pages/"+name+".html"))
	}
	return all
})

// view is what every page shows.
type view struct {
	Title   string
	Section string // of the tabs; empty outside of them
	College string
	Name    string // who is at work; empty before the sign-in
	Tab     bool   // «Занятия» is theirs
	Form    string // proves forms to be ours
	Done    string // what has just been done
	Problem string
	Body    any
}

// done are the words for what has just been done: the address names them and holds no words itself.
var done = map[string]string{
	"out":      "Вы вышли.",
	"ended":    "Сеанс завершён: войдите заново.",
	"linked":   "Учебный профиль VK ID привязан. Теперь войдите в свои чаты.",
	"stranger": "Профиль не привязан, ничего не сохранено. В браузере вошёл другой человек: откройте id.vk.ru, выйдите из его профиля и начните привязку заново.",
	"unlinked": "Привязка отменена. Из чатов вас исключит синхронизация. Доступ «Звонка» к VK ID отзывают на id.vk.ru › Сервисы.",
}

// show answers by a page.
func (v *visit) show(status int, name string, page view) {
	page.Form = v.form()
	if page.Done == "" {
		page.Done = done[v.r.URL.Query().Get("done")]
	}
	if v.me.Person.ID != 0 {
		page.Name, page.College, page.Tab = v.me.Person.Name.Short(), v.me.College, v.tab
	}
	var text bytes.Buffer
	if err := templates()[name].Execute(&text, page); err != nil {
		panic(err) // a template that does not fit its data
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(text.Bytes()) // nobody may be there any more
}

// leaving is a page that leads on by itself. A redirect in answer to a form would be held back by the page's own policy, and a link that a
// person touches opens the messenger's program where it is installed.
type leaving struct {
	Text, To, Button string
	Back, BackText   string
}

func (v *visit) leave(to leaving) error {
	v.w.Header().Set("Refresh", "0; url="+to.To)
	v.show(http.StatusOK, "leave", view{Title: to.Text, Section: "away", Body: to})
	return nil
}

// hop leads to one of our own pages, from a page of ours: the session's cookie then comes along, which browsers keep back where another site
// has led here.
func (v *visit) hop(path string) error {
	return v.leave(leaving{Text: "Открываем «Звонок»…", To: path, Button: "Продолжить"})
}

// style is the look: the window's colours, light and dark, before the rules.
var style = func() []byte {
	rules, err := pages.ReadFile("pages/style.css")
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, ":root{color-scheme:light dark;%s}\n@media (prefers-color-scheme:dark){:root{%s}}\n", colours(assets.Light()), colours(assets.Dark()))
	b.Write(rules)
	return b.Bytes()
}()

var (
	lightBar = func() string { return hexOf(assets.Light().Surface) }
	darkBar  = func() string { return hexOf(assets.Dark().Surface) }
)

func hexOf(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// colours are the variables of a palette.
func colours(p assets.Palette) string {
	var b strings.Builder
	for _, one := range []struct {
		name  string
		value color.NRGBA
	}{
		{"background", p.Background}, {"surface", p.Surface}, {"line", p.Line}, {"faint", p.LineFaint}, {"text", p.Text}, {"muted", p.Muted},
		{"accent", p.Accent}, {"on-accent", p.OnAccent}, {"selected", p.Selected}, {"control", p.Control},
		{"good", p.Good.Text}, {"good-back", p.Good.Back}, {"waiting", p.Waiting.Text}, {"waiting-back", p.Waiting.Back},
		{"refused", p.Refused.Text}, {"refused-back", p.Refused.Back}, {"neutral", p.Neutral.Text}, {"neutral-back", p.Neutral.Back},
		{"danger", p.Danger.Text}, {"danger-back", p.Danger.Back},
	} {
		fmt.Fprintf(&b, "--%s:%s;", one.name, hexOf(one.value))
	}
	return b.String()
}

const (
	styleFile    = "/style.css"
	iconFile     = "/icon.png"
	manifestFile = "/manifest.webmanifest"
)

// stylePath changes with the look, so that browsers may keep it.
var stylePath = func() string {
	sum := sha256.Sum256(style)
	return styleFile + "?" + hex.EncodeToString(sum[:6])
}()

// manifest lets the page be put among the phone's apps.
var manifest = func() []byte {
	text, err := json.Marshal(map[string]any{
		"name": "Звонок", "short_name": "Звонок", "description": "Чаты и занятия колледжа", "lang": "ru", "dir": "ltr", "id": "/", "start_url": "/", "scope": "/",
		"display": "standalone", "background_color": hexOf(assets.Light().Background), "theme_color": hexOf(assets.Light().Surface),
		"icons": []map[string]string{{"src": iconFile, "sizes": "512x512", "type": "image/png", "purpose": "any"}},
	})
	if err != nil {
		panic(err)
	}
	return text
}()

// serveFiles answers what is the same for everybody.
func (s *Page) serveFiles(mux *http.ServeMux) {
	for path, file := range map[string]struct {
		kind  string
		bytes []byte
	}{
		styleFile: {"text/css; charset=utf-8", style}, iconFile: {"image/png", assets.IconPNG}, "/favicon.ico": {"image/png", assets.IconPNG},
		manifestFile: {"application/manifest+json", manifest},
	} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", file.kind)
			w.Header().Set("Cache-Control", "public, max-age=86400")
			_, _ = w.Write(file.bytes)
		})
	}
}
