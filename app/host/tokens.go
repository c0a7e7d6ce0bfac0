package host

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

var errMoveUnasked = errors.New("подтвердите, что чаты колледжа нужно создать заново в этом сообществе")

// auditWords are the names in «Журнал изменений» for the keeping and the removal of a token.
var auditWords = map[model.TokenKind]struct{ kept, removed string }{
	model.CommunityToken: {"Ключ сообщества сохранён", "Ключ сообщества удалён"},
	model.CallToken:      {"Ключ аккаунта для звонков сохранён", "Ключ аккаунта для звонков удалён"},
}

// may refuses people who may not set up the college.
func (h *Host) may(ctx context.Context, kind model.TokenKind) error {
	_, err := h.college.MaySetUp(ctx)
	return errors.Join(err, isKind(kind))
}

// mayChange is may for what the whole college depends on, and says who acts.
func (h *Host) mayChange(ctx context.Context, kind model.TokenKind) (model.PersonID, error) {
	who, err := h.college.MayChangeHost(ctx)
	return who, errors.Join(err, isKind(kind))
}

func isKind(kind model.TokenKind) error {
	if !slices.Contains(model.TokenKinds, kind) {
		return fmt.Errorf("no kind of tokens has the number %d", kind)
	}
	return nil
}

// TokenState says what is known of a token on this computer. It waits for the keyring.
func (h *Host) TokenState(ctx context.Context, kind model.TokenKind) (model.TokenState, error) {
	if err := h.may(ctx, kind); err != nil {
		return model.TokenState{}, err
	}
	state := model.TokenState{Given: h.keys().Given(kind)}
	token, err := h.keys().Find(ctx, kind)
	if err == nil {
		state.Kept, state.Tail = true, model.TokenTail(token.Secret)
		_, err = h.keys().Address(ctx, token)
	}
	if err != nil && !tokens.IsNone(err) {
		state.Problem = err.Error()
		return state, nil
	}
	state.Elsewhere, err = h.awaits(ctx, token)
	return state, err
}

// CheckToken asks the messenger whose token it is and what it can do. Nothing is kept and nothing in the
// messenger changes.
func (h *Host) CheckToken(ctx context.Context, kind model.TokenKind, token string) (model.TokenReport, error) {
	if err := h.may(ctx, kind); err != nil {
		return model.TokenReport{}, err
	}
	typed, err := h.typed(ctx, kind, token)
	if err != nil {
		return model.TokenReport{}, err
	}
	return h.check(ctx, kind, typed)
}

// CheckKeptToken is CheckToken of the token that is kept on this computer.
func (h *Host) CheckKeptToken(ctx context.Context, kind model.TokenKind) (model.TokenReport, error) {
	if err := h.may(ctx, kind); err != nil {
		return model.TokenReport{}, err
	}
	token, err := h.keys().Find(ctx, kind)
	if err != nil && !tokens.IsNone(err) {
		return model.TokenReport{}, err
	}
	return h.check(ctx, kind, token)
}

func (h *Host) check(ctx context.Context, kind model.TokenKind, token tokens.Token) (report model.TokenReport, err error) {
	if err := tokens.Check(kind, token.Secret); err != nil {
		return report, err
	}
	at, err := h.keys().Address(ctx, token)
	if err != nil {
		return report, err
	}
	if kind == model.CallToken {
		return h.parts.Messenger.ProbeAccount(ctx, token.Secret, at)
	}
	if report, err = h.parts.Messenger.OfCommunity(token.Secret, at).Probe(ctx); err != nil {
		return report, err
	}
	err = h.college.Store.View(ctx, func(tx *store.Tx) error {
		known, err := tx.IntSetting(store.SettingCommunityID, 0)
		if err != nil || known == 0 || model.MessengerID(known) == report.Community {
			return err
		}
		bound, err := tx.HasChatsInMessenger()
		if bound {
			report.Instead = model.MessengerID(known)
		}
		return err
	})
	return report, err
}

// KeepToken checks a token, puts it into the keyring and lets the agent here work with it. moveTo is the
// community to which the person agreed to move the college's chats: they are made again there, and those of
// the community before are left to themselves. Without that agreement another community's token is refused.
func (h *Host) KeepToken(ctx context.Context, kind model.TokenKind, token string, moveTo model.MessengerID) error {
	who, err := h.mayChange(ctx, kind)
	if err != nil {
		return err
	}
	if err := h.keys().MayChange(kind); err != nil {
		return err
	}
	typed, err := h.typed(ctx, kind, token)
	if err != nil {
		return err
	}
	report, err := h.check(ctx, kind, typed)
	if err != nil {
		return err
	}
	if err := unusable(report); err != nil {
		return err
	}
	if report.Instead != 0 && moveTo != report.Community {
		return fmt.Errorf("%s: %w", report.Foreign(), errMoveUnasked)
	}
	at, err := h.keys().Address(ctx, typed)
	if err != nil {
		return err
	}
	if err := h.keys().Keep(ctx, kind, typed.Secret, at.Normal(h.parts.Own)); err != nil {
		return err
	}
	if report.Instead != 0 {
		err = h.move(ctx, who, report)
	} else {
		err = h.college.Store.Update(ctx, func(tx *store.Tx) error { return h.kept(tx, who, kind, report) })
	}
	if err != nil {
		return err
	}
	return h.StartAgent(ctx)
}

// unusable says what a token lacks; nil when it can do what is needed.
func unusable(report model.TokenReport) error {
	for _, a := range report.Abilities {
		if a.Needed && a.Verdict != model.VerdictYes {
			first, size := utf8.DecodeRuneInString(a.Name)
			return fmt.Errorf("этого ключа мало, программа не сможет %c%s: %s", unicode.ToLower(first), a.Name[size:], a.Words)
		}
	}
	return nil
}

// kept writes down whose token was kept.
func (h *Host) kept(tx *store.Tx, who model.PersonID, kind model.TokenKind, report model.TokenReport) error {
	if kind == model.CallToken {
		return h.changed(tx, who, kind, auditWords[kind].kept, "аккаунт «"+report.Name+"»")
	}
	if err := tx.SetSetting(store.SettingCommunityID, strconv.FormatInt(int64(report.Community), 10)); err != nil {
		return err
	}
	if err := tx.SetSetting(store.SettingCommunityName, report.Name); err != nil {
		return err
	}
	details := fmt.Sprintf("сообщество «%s» (%d)", report.Name, report.Community)
	if report.Instead != 0 {
		details = fmt.Sprintf("сообщество %d → «%s» (%d), чаты создаются заново", report.Instead, report.Name, report.Community)
	}
	return h.changed(tx, who, kind, auditWords[kind].kept, details)
}

// changed writes down that a token of this computer was replaced or removed. Agents with an account for calls say so
// themselves.
func (h *Host) changed(tx *store.Tx, who model.PersonID, kind model.TokenKind, action, details string) error {
	if kind == model.CallToken {
		if err := tx.SetSetting(store.SettingCallAccount, ""); err != nil {
			return err
		}
	}
	tx.SettingsChanged()
	return tx.Audit(h.college.Clock.Now(), who, action, h.parts.Computer, details)
}

// move lets another community hold the college's chats, while no agent of the college works.
func (h *Host) move(ctx context.Context, who model.PersonID, report model.TokenReport) error {
	return h.keeper.Quietly(ctx, func() error {
		return h.college.Alone(college.RunLock, func() error {
			return h.college.Store.Update(ctx, func(tx *store.Tx) error {
				if err := tx.LeaveCommunity(); err != nil {
					return err
				}
				return h.kept(tx, who, model.CommunityToken, report)
			})
		})
	})
}

// ForgetToken removes a token from the keyring; without the community's the agent here stops.
func (h *Host) ForgetToken(ctx context.Context, kind model.TokenKind) error {
	who, err := h.mayChange(ctx, kind)
	if err != nil {
		return err
	}
	if err := h.keys().MayChange(kind); err != nil {
		return err
	}
	if err := h.keys().Forget(ctx, kind); err != nil {
		return err
	}
	err = h.college.Store.Update(ctx, func(tx *store.Tx) error { return h.changed(tx, who, kind, auditWords[kind].removed, "") })
	return errors.Join(err, h.StartAgent(ctx))
}

// typed is a token as a person has just entered it. It goes where the kept one goes, to the messenger's own addresses or
// to those of the settings if AgreeAddress was called for them.
func (h *Host) typed(ctx context.Context, kind model.TokenKind, token string) (tokens.Token, error) {
	set, err := tokens.Set(ctx, h.college)
	if err != nil {
		return tokens.Token{}, err
	}
	typed := tokens.Token{Secret: strings.TrimSpace(token)}
	switch kept, err := h.keys().Find(ctx, kind); {
	case set.API == h.agreedTo() || !tokens.Elsewhere(h.parts.Reach, set.API, h.parts.Own.API):
		typed.At = set
	case err == nil && !kept.Given:
		typed.At = kept.At
	}
	return typed, nil
}
