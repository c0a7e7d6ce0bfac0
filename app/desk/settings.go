package desk

import (
	"context"
	"errors"
	"os"
	"strings"

	"zvonok/model"
)

// Settings loads «Настройки системы»: those of the college and those of this computer.
func (s *Session) Settings(ctx context.Context) (model.SettingsCard, error) {
	college, err := s.Contracts.Settings(ctx)
	if err != nil {
		return model.SettingsCard{}, err
	}
	here, err := s.hostSettings(ctx)
	return model.SettingsCard{
		Settings: model.Settings{
			CollegeSettings: college.CollegeSettings, HostSettings: here, MessengerProgram: s.desk.Preferences.MessengerProgram(),
		},
		Community: college.Community, CommunityName: college.CommunityName, Phone: college.Phone,
		Computer: s.desk.Computer, OwnAddresses: s.desk.Own, Fixed: s.desk.Fixed != nil, Elsewhere: s.here == nil,
	}, err
}

// SaveSettings saves «Настройки системы»; seen are the college's as they were shown. It saves all of it or, when something is
// wrong, nothing. Each setting that changed is a line of «Журнал изменений»; what this computer's user chose for themselves is
// not. Settings that somebody else changed meanwhile are a *model.Conflict.
func (s *Session) SaveSettings(ctx context.Context, seen model.CollegeSettings, set model.Settings) error {
	before, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	set.MessengerProgram = strings.TrimSpace(set.MessengerProgram)
	set.Addresses = set.Addresses.Normal(s.desk.Own)
	if err := set.Problems().Err(); err != nil {
		return err
	}
	if set.MessengerProgram != before.MessengerProgram {
		if err := programThere(set.MessengerProgram); err != nil {
			return err
		}
	}
	if err := s.Contracts.SaveSettings(ctx, seen, set.CollegeSettings); err != nil {
		return err
	}
	if set.HostSettings != before.HostSettings {
		if err := s.SaveHostSettings(ctx, set.HostSettings); err != nil {
			return err
		}
	}
	if set.MessengerProgram != before.MessengerProgram {
		return s.desk.Preferences.SetMessengerProgram(set.MessengerProgram)
	}
	return nil
}

// programThere refuses a program that this computer does not have; an empty path is all right.
func programThere(path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return errors.New("на этом компьютере нет такой программы VK Мессенджер: выберите её ещё раз или оставьте поле пустым")
	}
	return nil
}
