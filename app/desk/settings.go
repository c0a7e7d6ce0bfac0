package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/model"
	"zvonok/model/store"
)

// Desk is what «Настройки системы» works with on this computer.
type Desk struct {
	// Getenv reads the environment, where a token may be given.
	Getenv func(string) string
	// Messenger makes the messenger of a community's token.
	Messenger func(token string, at model.MessengerAddresses) (app.Messenger, error)
	// Calls makes the calls of the account's token that the college has for them.
	Calls func(token string, at model.MessengerAddresses) (app.Calls, error)
	// ProbeCalls says whose the account's token is and whether it may start calls. It starts none.
	ProbeCalls func(ctx context.Context, token string, at model.MessengerAddresses) (model.TokenReport, error)
	// Own are the messenger's own addresses. Fixed, when not nil, were named at the start of the program
	// and take the place of those in the settings. Page and Same are those of Reach.
	Own   model.MessengerAddresses
	Fixed *model.MessengerAddresses
	Page  func(address string) bool
	Same  func(a, b string) bool
	// Computer is this computer's name: on each the agent is switched on and off by itself.
	Computer string
	Log      *slog.Logger
	// Preferences are what the user of this computer keeps beside the college.
	Preferences Preferences
	// Launch starts the messenger's program with a link, never through a shell.
	Launch func(program, link string) error
}

// Equip gives the session its Desk; without it there are no settings. From then on the agent is looked for again when
// another process has saved a token.
func (s *Session) Equip(d Desk) {
	s.desk = d
	s.keeper.TokenSaved(s.StartAgent)
}

// Settings loads «Настройки системы».
func (s *Session) Settings(ctx context.Context) (card model.SettingsCard, err error) {
	card.Computer, card.OwnAddresses, card.Fixed = s.desk.Computer, s.desk.Own, s.desk.Fixed != nil
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.MaySetUp(tx); err != nil {
			return err
		}
		if card.Settings, err = s.settingsIn(tx); err != nil {
			return err
		}
		community, err := tx.IntSetting(store.SettingCommunityID, 0)
		if err != nil {
			return err
		}
		card.Community = model.MessengerID(community)
		card.CommunityName, err = tx.Setting(store.SettingCommunityName, "")
		return err
	})
	return card, err
}

func (s *Session) settingsIn(tx *store.Tx) (model.Settings, error) {
	set := model.DefaultSettings()
	for _, text := range []struct {
		name store.Setting
		to   *string
	}{
		{store.SettingCollegeName, &set.CollegeName}, {store.SettingTimeZone, &set.TimeZone},
		{store.SettingSignInClient, &set.SignInClient},
	} {
		value, err := tx.Setting(text.name, *text.to)
		if err != nil {
			return set, err
		}
		*text.to = value
	}
	for _, number := range []struct {
		name store.Setting
		to   *int
	}{
		{store.SettingAcademicHour, &set.AcademicHour}, {store.SettingIdleMinutes, &set.IdleMinutes},
		{store.SettingOneTimeDays, &set.OneTimeDays},
		{store.SettingAgentMinutes, &set.AgentMinutes}, {store.SettingRemovalLimit, &set.RemovalLimit},
		{store.SettingSignInPort, &set.SignInPort}, {store.SettingEarlyMinutes, &set.EarlyMinutes},
	} {
		value, err := tx.IntSetting(number.name, *number.to)
		if err != nil {
			return set, err
		}
		*number.to = value
	}
	off, err := tx.Setting(store.SettingAgentOff(s.desk.Computer), "")
	if err != nil {
		return set, err
	}
	set.AgentOn = off != "1"
	messages, err := tx.Setting(store.SettingSignInMessages, "")
	if err != nil {
		return set, err
	}
	set.SignInMessages = messages == "1"
	strangers, err := tx.Setting(store.SettingRemoveStrangers, "")
	if err != nil {
		return set, err
	}
	set.RemoveStrangers = strangers == "1"
	set.MessengerProgram = s.desk.Preferences.read().MessengerProgram
	set.Addresses, err = tokens.AddressesIn(tx)
	return set, err
}

// changedSetting is a setting that gets another value. before and after are for the audit.
type changedSetting struct {
	name          store.Setting
	label         string
	value         string
	before, after string
}

// SaveSettings saves «Настройки системы»: all of it or, when something is wrong, nothing. Each setting that
// changed is a line of «Журнал изменений». The agent works by the new ones at once.
func (s *Session) SaveSettings(ctx context.Context, set model.Settings) error {
	set.CollegeName = model.Squeeze(set.CollegeName)
	set.Addresses = set.Addresses.Normal(s.desk.Own)
	set.MessengerProgram = strings.TrimSpace(set.MessengerProgram)
	var before model.Settings
	err := s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := college.MaySetUp(tx)
		if err != nil {
			return err
		}
		if err := set.Problems().Err(); err != nil {
			return err
		}
		if before, err = s.settingsIn(tx); err != nil {
			return err
		}
		if set.MessengerProgram != before.MessengerProgram {
			if err := programThere(set.MessengerProgram); err != nil {
				return err
			}
		}
		changes := s.changes(before, set)
		for _, c := range changes {
			if err := tx.SetSetting(c.name, c.value); err != nil {
				return err
			}
			err := tx.Audit(s.college.Clock.Now(), who, "Изменение настроек", c.label, c.before+" → "+c.after)
			if err != nil {
				return err
			}
		}
		if len(changes) > 0 {
			tx.SettingsChanged()
		}
		return nil
	})
	if err != nil {
		return err
	}
	if before.MessengerProgram != set.MessengerProgram {
		kept := s.desk.Preferences.read()
		kept.MessengerProgram = set.MessengerProgram
		if err := s.desk.Preferences.write(kept); err != nil {
			return err
		}
	}
	// Who has typed the address of a page agrees to it. Where tokens go is asked by itself.
	var typed []string
	for _, page := range [][2]string{{before.Addresses.SignIn, set.Addresses.SignIn}, {before.Addresses.Web, set.Addresses.Web}} {
		if page[0] != page[1] {
			typed = append(typed, page[1])
		}
	}
	if err := s.desk.Preferences.agree(typed...); err != nil {
		return err
	}
	s.mu.Lock()
	s.name = set.CollegeName
	s.mu.Unlock()
	if before.AgentMinutes != set.AgentMinutes {
		s.keeper.Reschedule()
	}
	if before.AgentOn != set.AgentOn || before.Addresses != set.Addresses {
		// The settings are saved all the same: TokenState tells what keeps the agent away.
		if err := s.StartAgent(ctx); err != nil {
			s.desk.Log.Warn("the agent did not start after a change of settings", slog.Any("error", err))
		}
	}
	return nil
}

// programThere refuses a program that this computer does not have; none at all is right.
func programThere(path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return errors.New("на этом компьютере нет такой программы VK Мессенджер: выберите её ещё раз или оставьте поле пустым")
	}
	return nil
}

// changes are the settings that differ, in the words of their fields.
func (s *Session) changes(before, after model.Settings) []changedSetting {
	var changes []changedSetting
	text := func(name store.Setting, label, from, to, empty string) {
		if from != to {
			c := changedSetting{name: name, label: label, value: to, before: from, after: to}
			if from == "" {
				c.before = empty
			}
			if to == "" {
				c.after = empty
			}
			changes = append(changes, c)
		}
	}
	number := func(name store.Setting, label string, from, to int, unit string) {
		if from != to {
			changes = append(changes, changedSetting{name, label, strconv.Itoa(to), strconv.Itoa(from) + unit, strconv.Itoa(to) + unit})
		}
	}
	// flag is a setting that is «1» or empty; the words are those of the two.
	flag := func(name store.Setting, label string, from, to bool, empty, one string) {
		switch {
		case from == to:
		case to:
			changes = append(changes, changedSetting{name, label, "1", empty, one})
		default:
			changes = append(changes, changedSetting{name, label, "", one, empty})
		}
	}
	text(store.SettingCollegeName, "Название колледжа", before.CollegeName, after.CollegeName, "—")
	text(store.SettingTimeZone, "Часовой пояс", before.TimeZone, after.TimeZone, "—")
	number(store.SettingAcademicHour, "Академический час", before.AcademicHour, after.AcademicHour, " мин")
	number(store.SettingIdleMinutes, "Блокировка без работы", before.IdleMinutes, after.IdleMinutes, " мин")
	number(store.SettingOneTimeDays, "Срок одноразового пароля", before.OneTimeDays, after.OneTimeDays, " дн.")
	number(store.SettingEarlyMinutes, "Преподаватель может войти раньше на", before.EarlyMinutes, after.EarlyMinutes, " мин")
	text(store.SettingAPIAddress, "Адрес API", before.Addresses.API, after.Addresses.API, s.desk.Own.API)
	text(store.SettingSignInAddress, "Адрес входа VK ID", before.Addresses.SignIn, after.Addresses.SignIn, s.desk.Own.SignIn)
	text(store.SettingWebAddress, "Адрес мессенджера", before.Addresses.Web, after.Addresses.Web, s.desk.Own.Web)
	text(store.SettingSignInClient, "Номер приложения VK ID", before.SignInClient, after.SignInClient, "—")
	number(store.SettingSignInPort, "Порт входа VK ID", before.SignInPort, after.SignInPort, "")
	flag(store.SettingSignInMessages, "VK разрешил приложению доступ к сообщениям", before.SignInMessages, after.SignInMessages, "нет", "да")
	number(store.SettingAgentMinutes, "Как часто проверять чаты", before.AgentMinutes, after.AgentMinutes, " мин")
	number(store.SettingRemovalLimit, "Предел удаления участников", before.RemovalLimit, after.RemovalLimit, " %")
	flag(store.SettingRemoveStrangers, "Удалять посторонних", before.RemoveStrangers, after.RemoveStrangers, "нет", "да")
	flag(store.SettingAgentOff(s.desk.Computer), fmt.Sprintf("Синхронизация на компьютере «%s»", s.desk.Computer),
		!before.AgentOn, !after.AgentOn, "включена", "выключена")
	return changes
}
