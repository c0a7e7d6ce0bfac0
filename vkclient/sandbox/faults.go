package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The kinds of faults.
const (
	faultError   = "error"
	faultCaptcha = "captcha"
	faultDrop    = "drop"
	faultLost    = "lost"
	faultHang    = "hang"
	faultGarbage = "garbage"
	faultSlow    = "slow"
)

// fault is one entry of a specification with its count.
type fault struct {
	kind   string
	method string // "" for any
	code   int
	slow   time.Duration
	nth    int64   // 0: not by number
	share  float64 // 0…1
	seen   int64
	dice   *rand.Rand
}

// faults are what goes wrong on demand. The server's lock guards the counts.
type faults struct{ list []*fault }

// parseFaults reads a specification as the package's documentation has it.
func parseFaults(spec string, seed int64) (*faults, error) {
	var all faults
	for part := range strings.SplitSeq(spec, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		one, err := parseFault(part)
		if err != nil {
			return nil, fmt.Errorf("сбой «%s»: %w", part, err)
		}
		one.dice = rand.New(rand.NewPCG(uint64(seed), uint64(len(all.list))))
		all.list = append(all.list, one)
	}
	return &all, nil
}

func parseFault(text string) (*fault, error) {
	f := &fault{share: 1}
	if method, rest, found := strings.Cut(text, "/"); found {
		if !canFail(method) {
			return nil, fmt.Errorf("нет такого метода: %s", method)
		}
		f.method, text = method, rest
	}
	var err error
	if rest, nth, found := strings.Cut(text, "@"); found {
		text = rest
		if f.nth, err = strconv.ParseInt(nth, 10, 64); err != nil || f.nth < 1 {
			return nil, fmt.Errorf("после @ нужен номер, считая с 1")
		}
	} else if rest, share, found := strings.Cut(text, ":"); found {
		text = rest
		percent, err := strconv.ParseFloat(strings.TrimSuffix(share, "%"), 64)
		if err != nil || !strings.HasSuffix(share, "%") || percent < 0 || percent > 100 {
			return nil, fmt.Errorf("после двоеточия нужна доля от 0%% до 100%%")
		}
		f.share = percent / 100
	}
	kind, value, hasValue := strings.Cut(text, "=")
	f.kind = kind
	switch kind {
	case faultError:
		if f.code, err = strconv.Atoi(value); err != nil || f.code <= 0 {
			return nil, fmt.Errorf("нужен код ошибки: error=6")
		}
	case faultSlow:
		if f.slow, err = time.ParseDuration(value); err != nil || f.slow <= 0 {
			return nil, fmt.Errorf("нужна длительность: slow=250ms")
		}
	case faultCaptcha, faultDrop, faultLost, faultHang, faultGarbage:
		if hasValue {
			return nil, fmt.Errorf("у %s нет значения", kind)
		}
	default:
		return nil, fmt.Errorf("бывают error, captcha, drop, lost, hang, garbage, slow")
	}
	return f, nil
}

// canFail reports whether faults know the method's name.
func canFail(method string) bool {
	_, ofAPI := methods[method]
	_, ofVKID := oauthMethods[method]
	return ofAPI || ofVKID || method == executeMethod
}

// ofCall reports whether the fault is one of single calls, not of whole requests.
func (f *fault) ofCall() bool { return f.kind == faultError || f.kind == faultCaptcha }

// strikes counts one more occasion and reports whether the fault hits it.
func (f *fault) strikes() bool {
	f.seen++
	if f.nth > 0 {
		return f.seen == f.nth
	}
	return f.share >= 1 || f.dice.Float64() < f.share
}

// requestFault is what goes wrong with a whole request.
type requestFault struct {
	kind string
	slow time.Duration
}

// ofRequest finds what goes wrong with a request. Every fault counts every occasion; the first that hits decides,
// besides slowness.
func (fs *faults) ofRequest(in *arrival) requestFault {
	var hit requestFault
	for _, f := range fs.list {
		if f.ofCall() || !f.strikesRequest(in) {
			continue
		}
		if f.kind == faultSlow {
			hit.slow += f.slow
		} else if hit.kind == "" {
			hit.kind = f.kind
		}
	}
	return hit
}

func (f *fault) strikesRequest(in *arrival) bool {
	if f.method == "" || f.method == executeMethod && in.method == executeMethod {
		return f.strikes()
	}
	struck := false
	for _, c := range in.calls {
		if c.method == f.method && f.strikes() {
			struck = true
		}
	}
	return struck
}

// withFaults carries out a request with the faults that hit it. work does the request and gives the function that answers
// it.
func (s *Server) withFaults(w http.ResponseWriter, r *http.Request, in *arrival, work func() (tell func())) {
	s.mu.Lock()
	hit := s.faults.ofRequest(in)
	s.mu.Unlock()
	if hit.slow > 0 && !s.pause(r, hit.slow) {
		return
	}
	if hit.kind == faultLost {
		panic(http.ErrAbortHandler) // the documented way to close a connection without an answer
	}
	tell := work()
	switch hit.kind {
	case faultDrop:
		panic(http.ErrAbortHandler)
	case faultHang:
		s.pause(r, 0)
		panic(http.ErrAbortHandler)
	case faultGarbage:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<html><body>{"response":`)) // the other side may be gone
		return
	}
	tell()
}

// pause waits, for ever with 0, and reports whether the other side is still there.
func (s *Server) pause(r *http.Request, d time.Duration) bool {
	var over <-chan time.Time
	if d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-over:
		return true
	case <-r.Context().Done():
	case <-s.closed:
	}
	return false
}

// refusal counts a single call, or an execute that is named in the fault, and finds the fault that refuses it; nil for none.
func (fs *faults) refusal(method string) *fault {
	var hit *fault
	for _, f := range fs.list {
		single := f.method == "" && method != executeMethod
		if !f.ofCall() || f.method != method && !single {
			continue
		}
		if f.strikes() && hit == nil {
			hit = f
		}
	}
	return hit
}

// fault finds the error that a call is refused with.
func (c *call) fault() error {
	f := c.faults.refusal(c.method)
	switch {
	case f == nil:
		return nil
	case f.kind == faultCaptcha || f.code == codeCaptcha:
		return c.captcha(f.kind == faultCaptcha)
	case f.code == codeConfirmation:
		e := fail(codeConfirmation)
		e.RedirectURI = c.base + "/sandbox/confirm"
		return e
	}
	return fail(f.code)
}
