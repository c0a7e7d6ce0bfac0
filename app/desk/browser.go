package desk

import (
	"errors"
	"net/url"

	"zvonok/app"
)

// SafeBrowser opens addresses of known hosts only: links come from outside.
type SafeBrowser struct {
	Launch func(address string) error
	Hosts  []string // host names in lower case, without ports
}

// Open opens an https address of a known host in the system's browser. A host on this very computer may
// be reached by http: that is where a local VK lives.
func (b SafeBrowser) Open(address string) error {
	address, err := app.CheckPage(address, b.Hosts)
	if err != nil {
		return err
	}
	if err := b.Launch(address); err != nil {
		return errors.New("не удалось открыть браузер, откройте адрес сами: " + address)
	}
	return nil
}

// OpenOwn opens a page that this program itself serves to the browser, which is nowhere else than at 127.0.0.1.
func (b SafeBrowser) OpenOwn(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Scheme != "http" || u.Hostname() != "127.0.0.1" {
		return errors.New("ссылка ведёт не в «Звонок», поэтому она не открыта")
	}
	if err := b.Launch(u.String()); err != nil {
		return errors.New("не удалось открыть браузер: откройте адрес сами")
	}
	return nil
}
