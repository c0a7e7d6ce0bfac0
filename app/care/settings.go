package care

import (
	"context"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

func fields(s *model.CollegeSettings) []college.Setting {
	return []college.Setting{
		{Name: store.SettingCollegeName, Label: "Название колледжа", To: &s.CollegeName, Words: "—"},
		{Name: store.SettingTimeZone, Label: "Часовой пояс", To: &s.TimeZone, Words: "—"},
		{Name: store.SettingAcademicHour, Label: "Академический час", To: &s.AcademicHour, Words: " мин"},
		{Name: store.SettingIdleMinutes, Label: "Блокировка окна без работы", To: &s.IdleMinutes, Words: " мин"},
		{Name: store.SettingOneTimeDays, Label: "Срок одноразового пароля", To: &s.OneTimeDays, Words: " дн."},
		{Name: store.SettingEarlyMinutes, Label: "Вход преподавателя до начала", To: &s.EarlyMinutes, Words: " мин"},
		{Name: store.SettingSignInClient, Label: "Номер приложения VK ID", To: &s.SignInClient, Words: "—"},
		{Name: store.SettingSignInPort, Label: "Порт входа VK ID", To: &s.SignInPort},
		{Name: store.SettingSignInMessages, Label: "VK разрешил приложению доступ к сообщениям", To: &s.SignInMessages, Words: "нет/да"},
		{Name: store.SettingAgentMinutes, Label: "Как часто проверять чаты", To: &s.AgentMinutes, Words: " мин"},
		{Name: store.SettingRemovalLimit, Label: "Предел удаления участников", To: &s.RemovalLimit, Words: " %"},
		{Name: store.SettingRemoveStrangers, Label: "Удалять посторонних", To: &s.RemoveStrangers, Words: "нет/да"},
	}
}

// Settings are what «Настройки системы» shows of the college.
func (s *Care) Settings(ctx context.Context) (card model.CollegeCard, err error) {
	card.CollegeSettings, card.Phone = model.DefaultSettings().CollegeSettings, s.college.Phone()
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := college.MaySetUp(tx); err != nil {
			return err
		}
		if err := college.LoadSettings(tx, fields(&card.CollegeSettings)); err != nil {
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

// SaveSettings saves the college's settings: all of them or, when something is wrong, none. Each that changed is a line of
// «Журнал изменений». The agent works by the new ones at once. Settings that somebody changed since they were seen, and that
// would be taken back, are a *model.Conflict.
func (s *Care) SaveSettings(ctx context.Context, seen, set model.CollegeSettings) error {
	set.CollegeName = model.Squeeze(set.CollegeName)
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := college.MaySetUp(tx)
		if err != nil {
			return err
		}
		if err := set.Problems().Err(); err != nil {
			return err
		}
		before := model.DefaultSettings().CollegeSettings
		if err := college.LoadSettings(tx, fields(&before)); err != nil {
			return err
		}
		if clash, first := college.Clash(fields(&seen), fields(&before), fields(&set)); clash != "" {
			return s.college.Conflict(tx, model.Conflict{Thing: "настройки", What: clash}, before, college.ChangedSetting, first)
		}
		return s.college.SaveSettings(tx, who, fields(&before), fields(&set))
	})
}
