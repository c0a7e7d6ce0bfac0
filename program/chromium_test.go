package program

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// chromium is a headless browser that is driven by its DevTools protocol over two pipes.
type chromium struct {
	to *os.File

	mu      sync.Mutex
	last    int
	waiting map[int]chan protocolAnswer
}

type protocolAnswer struct {
	ID     int             `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// chromiumPath finds the browser under the names that systems give it; without one the test is skipped.
func chromiumPath(tb testing.TB) string {
	tb.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	tb.Skip("there is no chromium here: scripts/setup.sh --tests installs it")
	return ""
}

func startChromium(tb testing.TB) *chromium {
	tb.Helper()
	theirsIn, oursOut, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	oursIn, theirsOut, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	cmd := exec.Command(chromiumPath(tb), "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
		"--user-data-dir="+tb.TempDir())
	cmd.Env = append(os.Environ(), "HOME="+tb.TempDir())
	cmd.ExtraFiles = []*os.File{theirsIn, theirsOut}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	_, _ = theirsIn.Close(), theirsOut.Close()
	c := &chromium{to: oursOut, waiting: map[int]chan protocolAnswer{}}
	go c.listen(oursIn)
	tb.Cleanup(func() {
		_, _ = c.call("", "Browser.close", nil)
		_ = oursOut.Close()
		_ = cmd.Wait()
	})
	return c
}

// listen hands answers to the calls that wait for them; events have no number and are dropped.
func (c *chromium) listen(from *os.File) {
	defer from.Close()
	for in := bufio.NewReader(from); ; {
		message, err := in.ReadBytes(0)
		if err != nil {
			return
		}
		var answer protocolAnswer
		if json.Unmarshal(message[:len(message)-1], &answer) != nil || answer.ID == 0 {
			continue
		}
		c.mu.Lock()
		waiting := c.waiting[answer.ID]
		delete(c.waiting, answer.ID)
		c.mu.Unlock()
		if waiting != nil {
			waiting <- answer
		}
	}
}

// call calls a method of the protocol, of a page's session or of the browser.
func (c *chromium) call(session, method string, params any) (json.RawMessage, error) {
	c.mu.Lock()
	c.last++
	id, answers := c.last, make(chan protocolAnswer, 1)
	c.waiting[id] = answers
	c.mu.Unlock()
	request := map[string]any{"id": id, "method": method}
	if params != nil {
		request["params"] = params
	}
	if session != "" {
		request["sessionId"] = session
	}
	text, err := json.Marshal(request)
	if err == nil {
		_, err = c.to.Write(append(text, 0))
	}
	if err != nil {
		return nil, err
	}
	select {
	case a := <-answers:
		if a.Error != nil {
			return nil, fmt.Errorf("%s: %s", method, a.Error.Message)
		}
		return a.Result, nil
	case <-time.After(20 * time.Second):
		return nil, fmt.Errorf("%s: the browser does not answer", method)
	}
}

// tab is a page in a browser profile of its own.
type tab struct {
	tb      testing.TB
	browser *chromium
	session string
}

func (c *chromium) newTab(tb testing.TB) *tab {
	tb.Helper()
	var made struct{ BrowserContextID, TargetID, SessionID string }
	for _, step := range []struct {
		method string
		params func() any
	}{
		{"Target.createBrowserContext", func() any { return nil }},
		{"Target.createTarget", func() any { return map[string]any{"url": "about:blank", "browserContextId": made.BrowserContextID} }},
		{"Target.attachToTarget", func() any { return map[string]any{"targetId": made.TargetID, "flatten": true} }},
	} {
		result, err := c.call("", step.method, step.params())
		if err == nil {
			err = json.Unmarshal(result, &made)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	return &tab{tb: tb, browser: c, session: made.SessionID}
}

func (p *tab) open(address string) {
	p.tb.Helper()
	if _, err := p.browser.call(p.session, "Page.navigate", map[string]any{"url": address}); err != nil {
		p.tb.Fatal(err)
	}
}

// holds reports whether a condition in JavaScript holds on the page; while pages change, none does.
func (p *tab) holds(condition string) bool {
	result, err := p.browser.call(p.session, "Runtime.evaluate", map[string]any{
		"expression": "document.readyState === 'complete' && !!(" + condition + ")", "returnByValue": true,
	})
	var answer struct{ Result struct{ Value bool } }
	return err == nil && json.Unmarshal(result, &answer) == nil && answer.Result.Value
}

// text is what an expression in JavaScript gives.
func (p *tab) text(expression string) string {
	p.tb.Helper()
	result, err := p.browser.call(p.session, "Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true})
	var answer struct{ Result struct{ Value string } }
	if err == nil {
		err = json.Unmarshal(result, &answer)
	}
	if err != nil {
		p.tb.Fatal(err)
	}
	return answer.Result.Value
}

// await waits until the condition holds.
func (p *tab) await(condition string) {
	p.tb.Helper()
	waitFor(p.tb, "in the browser: "+condition, 20*time.Second, func() bool { return p.holds(condition) })
}

func found(selector string) string { return fmt.Sprintf("document.querySelector(%q)", selector) }

// says is the condition that an element holds the words.
func says(selector, words string) string {
	return found(selector) + fmt.Sprintf("?.innerText.includes(%q)", words)
}

// click waits for an element and clicks on it.
func (p *tab) click(selector string) {
	p.tb.Helper()
	p.await(found(selector))
	// The click is put off, so that the answer comes before the page goes.
	if !p.holds("setTimeout(() => " + found(selector) + ".click())") {
		p.tb.Fatalf("%s was not clicked", selector)
	}
}

// fill waits for a field and types into it in place of what it holds.
func (p *tab) fill(selector, text string) {
	p.tb.Helper()
	p.await(found(selector))
	if !p.holds("(" + found(selector) + ".select(), true)") {
		p.tb.Fatalf("%s was not selected", selector)
	}
	if _, err := p.browser.call(p.session, "Input.insertText", map[string]any{"text": text}); err != nil {
		p.tb.Fatal(err)
	}
	p.await(fmt.Sprintf("%s.value === %q", found(selector), text))
}
