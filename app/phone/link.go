package phone

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"zvonok/app"
	"zvonok/model"
	"zvonok/model/guard"
)

const (
	// linkWithin is how long a sign-in waits for its answer and for «Это я».
	linkWithin = 10 * time.Minute
	// farewell is how long taking back a sign-in that is not kept may take.
	farewell = 10 * time.Second
)

// Errors of linking that a person sees.
var (
	errNotBegunHere = errors.New("вход через VK ID начат не в этом браузере, уже закончен или длился больше 10 минут: откройте «Чаты» и нажмите «Привязать учебный профиль VK ID» ещё раз")
	errOtherAnswer  = errors.New("это не ответ VK ID на начатый вход: откройте «Чаты» и нажмите «Привязать учебный профиль VK ID» ещё раз")
)

// attempt is a sign-in on its way. Its tokens are in memory only, and end with it.
type attempt struct {
	session digest // in which it was begun
	until   time.Time
	service app.Identity
	signIn  app.WebSignIn

	mu       sync.Mutex
	answered bool
	grant    *app.Grant // once it was exchanged
	offer    model.LinkOffer
}

// links are the sign-ins on their way, by the digests of the cookies of the browsers that have begun them.
type links struct {
	mu sync.Mutex
	of map[digest]*attempt
}

// mostLinks is more than the people who link a profile within the same minutes.
const mostLinks = 2_000

var errManyLinks = errors.New("слишком многие привязывают профиль прямо сейчас: повторите через несколько минут")

// add notes an attempt.
func (l *links) add(by digest, a *attempt) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.of) >= mostLinks {
		return errManyLinks
	}
	if l.of == nil {
		l.of = map[digest]*attempt{}
	}
	l.of[by] = a
	return nil
}

// end ends the attempts whose time is over, and those of a session.
func (l *links) end(now time.Time, session digest) (over []*attempt) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for of, a := range l.of {
		if a.session == session || !now.Before(a.until) {
			over = append(over, a)
			delete(l.of, of)
		}
	}
	return over
}

// forget gives back, until ctx ends, what nobody has kept in time, and forgets the one-time passwords of those who did not choose another.
func (s *Page) forget(ctx context.Context) {
	for s.Clock.Sleep(ctx, linkWithin) == nil {
		s.endLinks(ctx, digest{})
		s.first.forget(s.Clock.Now())
	}
}

// endLinks ends the attempts that are over, and that of a session, and gives back what they signed in.
func (s *Page) endLinks(ctx context.Context, session digest) {
	for _, a := range s.links.end(s.Clock.Now(), session) {
		s.giveBack(ctx, a)
	}
}

// get finds the attempt that a browser has begun, by its cookie. It is nil when there is none or its time is over.
func (l *links) get(cookie string, now time.Time) *attempt {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.of[digestOf(cookie)]
	if a == nil || !now.Before(a.until) {
		return nil
	}
	return a
}

// take finds the attempt as get does, and ends it.
func (l *links) take(cookie string, now time.Time) *attempt {
	a := l.get(cookie, now)
	l.mu.Lock()
	defer l.mu.Unlock()
	if a == nil || l.of[digestOf(cookie)] != a {
		return nil
	}
	delete(l.of, digestOf(cookie))
	return a
}

// beginLink is «Привязать учебный профиль VK ID»: it leads to VK ID.
func (s *Page) beginLink(v *visit) error {
	service, err := s.College.SignInService(v.ctx)
	if err != nil {
		return err
	}
	signIn, err := service.BeginAt(Returns(s.Origin))
	if err != nil {
		return err
	}
	address, err := s.leadsToMessenger(signIn.Address())
	if err != nil {
		return err
	}
	secret, session := rand.Text(), digestOf(v.token)
	s.endLinks(v.ctx, session) // also an earlier one of this session
	err = s.links.add(digestOf(secret), &attempt{session: session, until: s.Clock.Now().Add(linkWithin), service: service, signIn: signIn})
	if err != nil {
		return err
	}
	v.put(linkCookie, secret, linkWithin, http.SameSiteLaxMode)
	return v.leave(leaving{Text: "Открываем VK ID. Войдите и разрешите доступ, после этого вы вернётесь сюда.", To: address, Button: "Перейти в VK ID",
		Back: "/chats", BackText: "Отмена"})
}

// linkReturn takes VK ID's answer, which another site brings: only the cookie of the attempt has come along. Who it is about is looked at
// on the next page, which has the session's.
func (s *Page) linkReturn(v *visit) error {
	a := s.links.get(cookieOf(v.r, linkCookie), s.Clock.Now())
	if a == nil {
		return errNotBegunHere
	}
	if err := a.take(s.Origin + v.r.URL.RequestURI()); err != nil {
		if errors.Is(err, app.ErrNotThisAnswer) {
			return errOtherAnswer
		}
		s.links.take(cookieOf(v.r, linkCookie), s.Clock.Now())
		return err
	}
	return v.hop("/link/confirm")
}

// take takes an answer once.
func (a *attempt) take(address string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.answered {
		return nil // the page was only loaded again
	}
	err := a.signIn.Paste(address)
	a.answered = err == nil
	return err
}

// ours is the attempt that this very session has begun, with its answer.
func (s *Page) ours(v *visit, find func(string, time.Time) *attempt) (*attempt, error) {
	cookie, now := cookieOf(v.r, linkCookie), s.Clock.Now()
	if a := s.links.get(cookie, now); a == nil || a.session != digestOf(v.token) {
		return nil, errNotBegunHere
	}
	a := find(cookie, now)
	if a == nil {
		return nil, errNotBegunHere
	}
	return a, nil
}

// askLink is «Это вы?»: the browser may be another's, and so may be who is signed in to VK ID in it.
func (s *Page) askLink(v *visit) error {
	a, err := s.ours(v, s.links.get)
	if err != nil {
		return err
	}
	offer, err := s.offerOf(v, a)
	if err != nil {
		s.links.take(cookieOf(v.r, linkCookie), s.Clock.Now())
		s.giveBack(v.ctx, a)
		return err
	}
	v.show(http.StatusOK, "confirm", view{Title: "Это вы?", Section: "chats", Body: offer})
	return nil
}

// offerOf exchanges the answer, once, and lets the college ask VK ID whose it is.
func (s *Page) offerOf(v *visit, a *attempt) (model.LinkOffer, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case !a.answered:
		return a.offer, errNotBegunHere
	case a.grant != nil:
		return a.offer, nil
	}
	// A code is used up by its exchange, whether the browser waits or not.
	ctx := context.WithoutCancel(v.ctx)
	grant, err := a.signIn.Exchange(ctx)
	if err != nil {
		return a.offer, err
	}
	a.grant = &grant
	a.offer, err = s.College.ProveProfile(ctx, *grant.Proof)
	return a.offer, err
}

// keepLink is «Это я». Nothing is kept of the tokens: the page needs none, and what a desk keeps of the same person goes on.
func (s *Page) keepLink(v *visit) error {
	a, err := s.ours(v, s.links.take)
	if err != nil {
		return err
	}
	a.mu.Lock()
	grant := a.grant
	a.mu.Unlock()
	if grant == nil {
		return errNotBegunHere
	}
	if err := s.College.LinkProfile(v.ctx, v.me.Person.ID, *grant.Proof); err != nil {
		s.giveBack(v.ctx, a)
		return err
	}
	v.put(linkCookie, "", -1, http.SameSiteLaxMode)
	v.redirect("/chats?done=linked")
	return nil
}

// dropLink is «Не я»: nothing is kept.
func (s *Page) dropLink(v *visit) error {
	a, err := s.ours(v, s.links.take)
	if err != nil {
		return err
	}
	s.giveBack(v.ctx, a)
	v.put(linkCookie, "", -1, http.SameSiteLaxMode)
	v.redirect("/chats?done=stranger")
	return nil
}

// giveBack takes back at VK ID a sign-in that is not kept. Nobody waits for that.
func (s *Page) giveBack(ctx context.Context, a *attempt) {
	a.mu.Lock()
	grant := a.grant
	a.grant = nil
	a.mu.Unlock()
	if grant == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	guard.Go(func() {
		defer cancel()
		if err := a.service.Revoke(ctx, *grant); err != nil {
			s.Log.Warn("a sign-in that was not kept could not be revoked", slog.Any("error", err))
		}
	})
}

// unlinking is what «Отменить привязку» is about to take.
type unlinking struct{ In string }

func (s *Page) askUnlink(v *visit) error {
	link, err := s.College.LinkState(v.ctx)
	switch {
	case err != nil:
		return err
	case !link.Linked():
		v.redirect("/chats")
		return nil
	}
	chats, err := s.College.MyChats(v.ctx)
	if err != nil {
		return err
	}
	in := 0
	for _, c := range chats {
		if c.Presence == model.PresenceInChat {
			in++
		}
	}
	body := unlinking{}
	if in > 0 {
		body.In = model.Plural(in, "чате", "чатах", "чатах")
	}
	v.show(http.StatusOK, "unlink", view{Title: "Отменить привязку учебного профиля?", Section: "chats", Body: body})
	return nil
}

// unlink is «Отменить привязку учебного профиля VK ID».
func (s *Page) unlink(v *visit) error {
	if err := s.College.UnlinkProfile(v.ctx, v.me.Person.ID); err != nil {
		return err
	}
	v.redirect("/chats?done=unlinked")
	return nil
}
