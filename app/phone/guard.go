package phone

import (
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"zvonok/app"
	"zvonok/model/guard"
)

// mostForm is longer than any form of the page, in bytes.
const mostForm = 16 << 10

// What a browser may do with the page: no scripts, nothing from elsewhere, in no frame. The whole address of a page is told to
// ourselves alone.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Frame-Options":         "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
	"Strict-Transport-Security": "max-age=31536000", "Cache-Control": "no-store",
}

// guarded lets through what may come from a browser at our own address, and from our own pages where it changes something.
func (s *Page) guarded(next http.Handler) http.Handler {
	foreign := http.NewCrossOriginProtection()
	foreign.SetDenyHandler(http.HandlerFunc(s.answering(func(*visit) error { return errForeign })))
	ours := foreign.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		if hostOf(r.Host) != s.host {
			http.Error(w, "Это не адрес «Звонка».", http.StatusMisdirectedRequest)
			return
		}
		if s.BehindProxy && r.Header.Get("X-Forwarded-Proto") == "http" {
			http.Redirect(w, r, s.Origin+"/", http.StatusPermanentRedirect)
			return
		}
		if r.ContentLength > mostForm {
			w.Header().Set("Connection", "close")
			http.Error(w, "Слишком длинный запрос.", http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostForm)
		ours.ServeHTTP(w, r.WithContext(app.CalledFrom(r.Context(), s.callerOf(r))))
	})
}

// callerOf is where a request comes from. What a header says of that counts only where the proxy on this very computer wrote it.
func (s *Page) callerOf(r *http.Request) app.Caller {
	c := app.Caller{Address: "?", Desk: cookieOf(r, deviceCookie)} // of no address at all it would be this very computer's
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return c
	}
	address := at.Addr().Unmap()
	if s.BehindProxy && address.IsLoopback() {
		said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if next, err := netip.ParseAddr(strings.TrimSpace(said[len(said)-1])); err == nil {
			address = next
		}
	}
	c.Address = app.PlaceOf(address)
	return c
}

// Errors of the page itself.
var (
	errNoPage  = errors.New("такой страницы нет: вернитесь на главную")
	errForeign = errors.New("запрос пришёл не со страницы «Звонка»: откройте «Звонок» и повторите здесь")
	errOldForm = errors.New("страница устарела, или браузер не принимает cookie: разрешите их для этого сайта, откройте «Звонок» заново и повторите")
	errLong    = errors.New("введено слишком много: сократите и повторите")
)

// statuses are those of the errors that are not plain refusals.
var statuses = map[error]int{
	errNoPage: http.StatusNotFound, errForeign: http.StatusForbidden, errOldForm: http.StatusForbidden, errLong: http.StatusRequestEntityTooLarge,
	app.ErrNoRight: http.StatusForbidden, app.ErrNotLinked: http.StatusForbidden,
	errNotBegunHere: http.StatusForbidden,
}

// answering answers a request by a page. A form that changes something has to be one of ours. A mistake of the program ends the request alone.
func (s *Page) answering(answer func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		began, status := time.Now(), http.StatusOK
		v := &visit{s: s, w: w, r: r, ctx: r.Context(), token: cookieOf(r, sessionCookie), device: cookieOf(r, deviceCookie)}
		err := guard.Run(func() error {
			v.keepDevice()
			if r.Method == http.MethodPost {
				if err := v.formFits(); err != nil {
					return err
				}
			}
			return answer(v)
		})
		if err != nil {
			status = s.refuse(v, err)
		}
		if s.Answered != nil {
			s.Answered(r.Pattern, status, time.Since(began))
		}
	}
}

// refuse shows what went wrong, and says by which status. What was not written for people stays in the log, under a number.
func (s *Page) refuse(v *visit, err error) (status int) {
	if v.ctx.Err() != nil {
		return http.StatusOK // nobody waits
	}
	// The form of somebody whose session has ended meanwhile does not fit either.
	if errors.Is(err, app.ErrSignedOut) || errors.Is(err, errOldForm) && v.token == "" && v.field("form") != "" && !v.beforeSignIn() {
		v.forget()
		v.redirect("/?done=ended")
		return http.StatusUnauthorized
	}
	status = http.StatusConflict
	for of, is := range statuses {
		if errors.Is(err, of) {
			status = is
		}
	}
	if !app.ForPeople(err) || errors.Is(err, guard.ErrPanic) {
		number := rand.Uint32()
		// Of the address only the pattern: an answer of VK ID stands in it.
		s.Log.Error("a page failed", slog.String("page", v.r.Pattern), slog.Uint64("number", uint64(number)), slog.Any("error", err))
		err = errors.New("внутренняя ошибка сервера: повторите позже, а если не поможет, назовите администратору ПОО номер " + strconv.FormatUint(uint64(number), 10))
		status = http.StatusInternalServerError
	}
	v.show(status, "problem", view{Title: "Не получилось", Problem: err.Error()})
	return status
}

// beforeSignIn says that the form belongs to somebody without a session yet.
func (v *visit) beforeSignIn() bool { return v.r.URL.Path == "/signin" || v.r.URL.Path == "/password" }
