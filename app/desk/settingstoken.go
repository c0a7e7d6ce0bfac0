package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

// Errors of the community's token that a person sees.
var (
	errTokenEmpty = errors.New("вставьте ключ сообщества: его создают в настройках сообщества VK, раздел «Работа с API»")
	errTokenShape = errors.New("это не похоже на ключ сообщества: вставьте его целиком, одной строкой, без кавычек и пробелов")
	errTokenGiven = errors.New("ключ задан переменной " + tokens.Variable + ": замените или уберите его там, где запускается программа")
	// errAddressChanged: the settings were saved again meanwhile.
	errAddressChanged = errors.New("адрес в «Настройках системы» уже другой: посмотрите на него ещё раз")
	errMoveUnasked    = errors.New("подтвердите, что чаты колледжа нужно создать заново в этом сообществе")
)

// StartAgent lets the agent work in this process if it is switched on here and the community's token is on
// this machine; otherwise it says to those who ask why not. It waits for the keyring, so it is not to be
// called where somebody waits. It is for the program itself and asks for no right.
func (s *Session) StartAgent(ctx context.Context) error {
	var off string
	err := s.college.Store.View(ctx, func(tx *store.Tx) (err error) {
		off, err = tx.Setting(store.SettingAgentOff(s.desk.Computer), "")
		return err
	})
	if err != nil {
		return err
	}
	if off == "1" {
		s.keeper.Rest(app.ErrAgentOff)
		return nil
	}
	token, err := tokens.Community(ctx, s.college, s.vault, s.desk.Getenv)
	switch {
	case errors.Is(err, tokens.ErrNone):
		s.keeper.Rest(app.ErrNoAgent)
		return nil
	case err != nil:
		s.keeper.Rest(err)
		return err
	}
	return s.employ(ctx, token)
}

// employ makes an agent of the token.
func (s *Session) employ(ctx context.Context, token tokens.Token) error {
	messenger, err := s.messengerOf(ctx, token)
	if err != nil {
		s.keeper.Rest(err)
		return err
	}
	calls, err := s.accountCalls(ctx)
	if err != nil {
		s.log().Warn("the agent has no account for calls", slog.Any("error", err)) // it carries the chats all the same
	}
	s.keeper.SetAgent(&agent.Agent{College: s.college, Messenger: messenger, Calls: calls, Log: s.desk.Log})
	return nil
}

func (s *Session) messengerOf(ctx context.Context, token tokens.Token) (app.Messenger, error) {
	at, err := tokens.Addresses(ctx, s.college, token, s.reach())
	if err != nil {
		return nil, err
	}
	return s.desk.Messenger(token.Secret, at)
}

func (s *Session) reach() app.Reach {
	return app.Reach{Own: s.desk.Own, Fixed: s.desk.Fixed, Page: s.desk.Page, Same: s.desk.Same}
}

// typed is a token as a person has just entered it. It goes where the kept one goes, to the messenger's own addresses or
// to those of the settings if AgreeAddress was called for them.
func (s *Session) typed(ctx context.Context, place tokens.Place, token string) (tokens.Token, error) {
	set, err := tokens.Set(ctx, s.college)
	if err != nil {
		return tokens.Token{}, err
	}
	typed := tokens.Token{Secret: strings.TrimSpace(token)}
	s.mu.Lock()
	agreed := s.agreed
	s.mu.Unlock()
	switch kept, err := tokens.At(ctx, s.college, place, s.vault, s.desk.Getenv); {
	case set.API == agreed || !tokens.Elsewhere(s.reach(), set.API, s.desk.Own.API):
		typed.At = set
	case err == nil && !kept.Given:
		typed.At = kept.At
	}
	return typed, nil
}

// awaits is the API's address of the settings while tokens do not go there because nobody has agreed to it here; else that
// of pages which are not opened because of the same.
func (s *Session) awaits(ctx context.Context, token tokens.Token) (string, error) {
	set, err := tokens.Set(ctx, s.college)
	s.mu.Lock()
	agreed := s.agreed
	s.mu.Unlock()
	switch {
	case err != nil || s.desk.Fixed != nil:
		return "", err
	case token.Given, token.Secret == "" && set.API == agreed, !tokens.Elsewhere(s.reach(), set.API, token.At.API):
		set.API = ""
		if pages := foreign(s.reach(), set, s.desk.Preferences); len(pages) > 0 {
			return pages[0], nil
		}
		return "", nil
	case set.API == "":
		return s.desk.Own.API, nil
	}
	return set.API, nil
}

// AgreeAddress lets the tokens of this computer go to the API's address that the settings name: they are checked there and
// kept with it. Until then they go where they went before, whoever has written the address into the settings. An address of
// pages is agreed to in the same way.
func (s *Session) AgreeAddress(ctx context.Context, address string) error {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return err
	}
	set, err := tokens.Set(ctx, s.college)
	if err != nil {
		return err
	}
	api, action := set.Filled(s.desk.Own).API == address, "Страницы VK открываются по другому адресу"
	switch {
	case api:
		action = "Ключи отправляются на другой адрес"
		err = s.sendTokensTo(ctx, set)
	case address == "" || address != set.SignIn && address != set.Web:
		err = errAddressChanged
	}
	if err == nil {
		err = s.desk.Preferences.agree(address)
	}
	if err != nil {
		return err
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		return tx.Audit(s.college.Clock.Now(), s.Person().ID, action, s.desk.Computer, address)
	})
	if err != nil || !api {
		return err
	}
	return s.StartAgent(ctx)
}

// sendTokensTo checks the tokens of this computer at the addresses and keeps them with these.
func (s *Session) sendTokensTo(ctx context.Context, set model.MessengerAddresses) error {
	for _, place := range []tokens.Place{tokens.ForCommunity, tokens.ForCalls} {
		token, err := tokens.At(ctx, s.college, place, s.vault, s.desk.Getenv)
		if errors.Is(err, place.None) || token.Given {
			continue
		}
		if err != nil {
			return err
		}
		token.At = set
		if place.Name == tokens.ForCommunity.Name {
			_, err = s.check(ctx, token)
		} else {
			_, err = s.checkCalls(ctx, token)
		}
		if err == nil {
			err = tokens.KeepAt(ctx, s.college, place, s.vault, token.Secret, set)
		}
		if err != nil {
			return err
		}
	}
	s.mu.Lock()
	s.agreed = set.API
	s.mu.Unlock()
	return nil
}

// given reports whether a token comes from the environment.
func (s *Session) given(place tokens.Place) bool {
	return s.desk.Getenv(place.Variable) != "" || s.desk.Getenv(place.File) != ""
}

// TokenState says what is known of the community's token on this computer. It waits for the keyring.
func (s *Session) TokenState(ctx context.Context) (model.TokenState, error) {
	return s.tokenState(ctx, tokens.ForCommunity)
}

func (s *Session) tokenState(ctx context.Context, place tokens.Place) (model.TokenState, error) {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return model.TokenState{}, err
	}
	state := model.TokenState{Given: s.given(place)}
	token, err := tokens.At(ctx, s.college, place, s.vault, s.desk.Getenv)
	switch {
	case err == nil:
		state.Kept, state.Tail = true, model.TokenTail(token.Secret)
		_, err = tokens.Addresses(ctx, s.college, token, s.reach())
	case errors.Is(err, place.None):
		err = nil
	}
	if err != nil {
		state.Problem = err.Error()
		return state, nil
	}
	state.Elsewhere, err = s.awaits(ctx, token)
	return state, err
}

// CheckToken asks the messenger whose token it is and what it can do. Nothing is kept and nothing in the
// messenger changes.
func (s *Session) CheckToken(ctx context.Context, token string) (model.TokenReport, error) {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return model.TokenReport{}, err
	}
	typed, err := s.typed(ctx, tokens.ForCommunity, token)
	if err != nil {
		return model.TokenReport{}, err
	}
	return s.check(ctx, typed)
}

// CheckKeptToken is CheckToken of the token that is kept on this computer.
func (s *Session) CheckKeptToken(ctx context.Context) (model.TokenReport, error) {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return model.TokenReport{}, err
	}
	token, err := tokens.Community(ctx, s.college, s.vault, s.desk.Getenv)
	if errors.Is(err, tokens.ErrNone) {
		return model.TokenReport{}, errTokenEmpty
	}
	if err != nil {
		return model.TokenReport{}, err
	}
	return s.check(ctx, token)
}

func (s *Session) check(ctx context.Context, token tokens.Token) (model.TokenReport, error) {
	if err := tokenShape(token.Secret); err != nil {
		return model.TokenReport{}, err
	}
	messenger, err := s.messengerOf(ctx, token)
	if err != nil {
		return model.TokenReport{}, err
	}
	report, err := messenger.Probe(ctx)
	if err != nil {
		return model.TokenReport{}, err
	}
	return report, s.college.Store.View(ctx, func(tx *store.Tx) error {
		known, err := tx.IntSetting(store.SettingCommunityID, 0)
		if err != nil || known == 0 || model.MessengerID(known) == report.Community {
			return err
		}
		bound, err := tx.HasChatsThere()
		if bound {
			report.Instead = model.MessengerID(known)
		}
		return err
	})
}

// tokenShape refuses what cannot be a token before it is sent anywhere.
func tokenShape(token string) error {
	if token == "" {
		return errTokenEmpty
	}
	if len(token) < 16 || strings.ContainsFunc(token, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("._-", r)
	}) {
		return errTokenShape
	}
	return nil
}

// KeepToken checks a token, puts it into the keyring and lets the agent here work with it. moveTo is the
// community to which the person agreed to move the college's chats: they are made anew there, and those of
// the community before are left to themselves. Without that agreement another community's token is refused.
func (s *Session) KeepToken(ctx context.Context, token string, moveTo model.MessengerID) error {
	who, err := s.college.MaySetUp(ctx)
	if err != nil {
		return err
	}
	if s.given(tokens.ForCommunity) {
		return errTokenGiven
	}
	typed, err := s.typed(ctx, tokens.ForCommunity, token)
	if err != nil {
		return err
	}
	report, err := s.check(ctx, typed)
	if err != nil {
		return err
	}
	if !report.Usable() {
		return unusable(report)
	}
	if report.Instead != 0 && moveTo != report.Community {
		return fmt.Errorf("%s: %w", report.Foreign(), errMoveUnasked)
	}
	at, err := tokens.Addresses(ctx, s.college, typed, s.reach())
	if err != nil {
		return err
	}
	if err := tokens.KeepCommunity(ctx, s.college, s.vault, typed.Secret, at.Normal(s.desk.Own)); err != nil {
		return err
	}
	if report.Instead == 0 {
		err = s.college.Store.Update(ctx, func(tx *store.Tx) error { return s.belong(tx, who, report) })
	} else {
		err = s.move(ctx, who, report)
	}
	if err != nil {
		return err
	}
	return s.StartAgent(ctx)
}

// unusable says what a token lacks.
func unusable(report model.TokenReport) error {
	for _, a := range report.Abilities {
		if a.Needed && a.Verdict != model.VerdictYes {
			return fmt.Errorf("этого ключа мало, программа не сможет %s: %s", lowerFirst(a.Name), a.Words)
		}
	}
	return nil
}

func lowerFirst(text string) string {
	runes := []rune(text)
	return strings.ToLower(string(runes[:1])) + string(runes[1:])
}

// belong writes down whose token was kept.
func (s *Session) belong(tx *store.Tx, who model.PersonID, report model.TokenReport) error {
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
	tx.SettingsChanged()
	return tx.Audit(s.college.Clock.Now(), who, "Ключ сообщества сохранён", s.desk.Computer, details)
}

// move lets another community hold the college's chats, while no agent of the college works.
func (s *Session) move(ctx context.Context, who model.PersonID, report model.TokenReport) error {
	return s.keeper.Quietly(ctx, func() error {
		return s.college.Alone(college.RunLock, func() error {
			return s.college.Store.Update(ctx, func(tx *store.Tx) error {
				if err := tx.LeaveCommunity(); err != nil {
					return err
				}
				return s.belong(tx, who, report)
			})
		})
	})
}

// ForgetToken removes the community's token from the keyring and stops the agent here.
func (s *Session) ForgetToken(ctx context.Context) error {
	who, err := s.college.MaySetUp(ctx)
	if err != nil {
		return err
	}
	if s.given(tokens.ForCommunity) {
		return errTokenGiven
	}
	name, err := tokens.NameOf(ctx, s.college, tokens.ForCommunity)
	if err != nil {
		return err
	}
	if err := s.vault.Delete(ctx, name); err != nil {
		return err
	}
	s.keeper.Rest(app.ErrNoAgent)
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		tx.SettingsChanged()
		return tx.Audit(s.college.Clock.Now(), who, "Ключ сообщества удалён", s.desk.Computer, "")
	})
}
