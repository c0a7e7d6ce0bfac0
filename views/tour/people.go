package tour

import (
	"fmt"

	"zvonok/views/tour/world"
)

// peopleSteps show «Пользователи» and «Настройки системы» to the administrator.
var peopleSteps = []step{
	{"people", false, (*guide).people},
	{"a new curator", true, (*guide).newCurator},
	{"settings", false, (*guide).settings},
}

func (g *guide) people() error {
	return all(g.opens(world.Administrator, true), g.clicks("Пользователи"), g.awaits(manualGroup), g.awaits("Всего "), g.shoots("people-groups"),
		g.clicks("Студенты"), g.awaits("Всего "), g.shoots("people-students"),
		g.clicks("Родители"), g.awaits("Всего "), g.shoots("people-parents"),
		g.clicks("Сотрудники"), g.awaits("Всего "), g.shoots("people-staff"),
		g.clicks("Права доступа"), g.awaits("Управление чатами"), g.shoots("people-rights"),
		g.clicks("Учебные группы"), g.clicks(manualGroup), g.awaits("Назначить куратора"), g.awaits("Злобина"), g.shoots("group-card"),
		g.clicks("Дисциплины и подгруппы"), g.awaits("Каган"), g.shoots("group-subjects"))
}

// curatorToBe is the surname of the curator that the tour appoints.
const curatorToBe = "Лебедев"

// newCurator gives the manual's group another curator, who administers its chats in the messenger then.
func (g *guide) newCurator() error {
	newcomer, err := g.World.Staff(g.ctx, curatorToBe)
	if err != nil {
		return err
	}
	_, before := g.World.ChatsOf(newcomer.Messenger)
	administers := func() error {
		if _, after := g.World.ChatsOf(newcomer.Messenger); after <= before {
			return fmt.Errorf("the new curator administers %d chats of VK, before that %d", after, before)
		}
		return nil
	}
	// A community cannot add people to an existing chat: the newcomer opens its link.
	joins := func() error { return g.World.Join(g.ctx, manualGroup) }
	return all(g.clicks("Студенты"), g.clicks("Назначить куратора"), g.awaits("Новый куратор войдёт"), g.shoots("curator"),
		g.clicksUnder("Куратор"), g.awaits("Ермаков"), g.writes(curatorToBe), g.loses("Ермаков"), g.clicks(newcomer.Name.String()), g.awaits("Назначить"), g.clicks("Назначить"),
		g.awaits("Куратор изменён"), g.awaits(newcomer.Name.String()), g.carries, joins, g.lets(g.World.Look), administers, g.shoots("new-curator"),
		g.clicks("Куратор изменён. Чаты группы будут"), g.loses("Куратор изменён")) // the message would lie over the next pictures
}

func (g *guide) settings() error {
	return all(g.clicks("Настройки системы"), g.awaits("Москва"), g.shoots("settings-college"),
		g.clicks("Настройки коммуникативной среды"), g.awaits("Ключ сообщества"), g.awaits("сохранён"), g.shoots("settings-messenger"),
		g.clicks("Журнал изменений"), g.awaits("Экспорт в Excel"), g.awaits("Всего "), g.shoots("settings-journal"))
}
