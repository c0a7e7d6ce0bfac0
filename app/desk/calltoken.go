package desk

import (
	"context"
	"errors"

	"zvonok/app"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

// Errors of the call account's token that a person sees.
var (
	errCallTokenEmpty = errors.New("вставьте ключ аккаунта для звонков: ключ пользователя VK с правом «Сообщения»")
	errCallTokenShape = errors.New("это не похоже на ключ пользователя VK: вставьте его целиком, одной строкой, без кавычек и пробелов")
	errCallTokenGiven = errors.New("ключ задан переменной " + tokens.CallVariable + ": замените или уберите его там, где запускается программа")
)

// CallAccount says what is known of the call account's token on this computer. It waits for the keyring.
func (s *Session) CallAccount(ctx context.Context) (model.TokenState, error) {
	return s.tokenState(ctx, tokens.ForCalls)
}

// CheckCallToken asks the messenger whose token it is and whether it may start calls. It starts none, and
// nothing is kept.
func (s *Session) CheckCallToken(ctx context.Context, token string) (model.TokenReport, error) {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return model.TokenReport{}, err
	}
	typed, err := s.typed(ctx, tokens.ForCalls, token)
	if err != nil {
		return model.TokenReport{}, err
	}
	return s.checkCalls(ctx, typed)
}

// CheckKeptCallToken is CheckCallToken of the token that is kept on this computer.
func (s *Session) CheckKeptCallToken(ctx context.Context) (model.TokenReport, error) {
	if _, err := s.college.MaySetUp(ctx); err != nil {
		return model.TokenReport{}, err
	}
	token, err := tokens.OfCalls(ctx, s.college, s.vault, s.desk.Getenv)
	if errors.Is(err, tokens.ErrNoCalls) {
		return model.TokenReport{}, errCallTokenEmpty
	}
	if err != nil {
		return model.TokenReport{}, err
	}
	return s.checkCalls(ctx, token)
}

func (s *Session) checkCalls(ctx context.Context, token tokens.Token) (model.TokenReport, error) {
	switch err := tokenShape(token.Secret); {
	case errors.Is(err, errTokenEmpty):
		return model.TokenReport{}, errCallTokenEmpty
	case err != nil:
		return model.TokenReport{}, errCallTokenShape
	}
	at, err := tokens.Addresses(ctx, s.college, token, s.reach())
	if err != nil {
		return model.TokenReport{}, err
	}
	return s.desk.ProbeCalls(ctx, token.Secret, at)
}

// KeepCallToken checks the token of an account for calls and puts it into the keyring.
func (s *Session) KeepCallToken(ctx context.Context, token string) error {
	who, err := s.college.MaySetUp(ctx)
	if err != nil {
		return err
	}
	if s.given(tokens.ForCalls) {
		return errCallTokenGiven
	}
	typed, err := s.typed(ctx, tokens.ForCalls, token)
	if err != nil {
		return err
	}
	report, err := s.checkCalls(ctx, typed)
	if err != nil {
		return err
	}
	if !report.Usable() {
		return unusable(report)
	}
	at, err := tokens.Addresses(ctx, s.college, typed, s.reach())
	if err != nil {
		return err
	}
	if err := tokens.KeepAt(ctx, s.college, tokens.ForCalls, s.vault, typed.Secret, at.Normal(s.desk.Own)); err != nil {
		return err
	}
	return s.auditCallToken(ctx, who, "Ключ аккаунта для звонков сохранён", "аккаунт «"+report.Name+"»")
}

// ForgetCallToken removes the call account's token from this computer's keyring.
func (s *Session) ForgetCallToken(ctx context.Context) error {
	who, err := s.college.MaySetUp(ctx)
	if err != nil {
		return err
	}
	if s.given(tokens.ForCalls) {
		return errCallTokenGiven
	}
	name, err := tokens.NameOf(ctx, s.college, tokens.ForCalls)
	if err != nil {
		return err
	}
	if err := s.vault.Delete(ctx, name); err != nil {
		return err
	}
	return s.auditCallToken(ctx, who, "Ключ аккаунта для звонков удалён", "")
}

// accountCalls are the calls of the account whose token is on this computer; nil without one.
func (s *Session) accountCalls(ctx context.Context) (app.Calls, error) {
	token, err := tokens.OfCalls(ctx, s.college, s.vault, s.desk.Getenv)
	if errors.Is(err, tokens.ErrNoCalls) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	at, err := tokens.Addresses(ctx, s.college, token, s.reach())
	if err != nil {
		return nil, err
	}
	return s.desk.Calls(token.Secret, at)
}

// auditCallToken writes down what became of the token, and lets the agent here work with what there is now.
// Agents that hold an account say so by themselves.
func (s *Session) auditCallToken(ctx context.Context, who model.PersonID, action, details string) error {
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error {
		tx.SettingsChanged()
		if err := tx.SetSetting(store.SettingCallAccount, ""); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), who, action, s.desk.Computer, details)
	})
	if err != nil {
		return err
	}
	return s.StartAgent(ctx)
}
