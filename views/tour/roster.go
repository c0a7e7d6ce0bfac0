package tour

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/tour/world"
)

// rosterSteps let the roster live: orders, an import of what has changed, and the undo of it.
var rosterSteps = []step{
	{"an order of today and one to come", true, (*guide).orders},
	{"the day of the order comes, and it is cancelled", true, (*guide).orderComes},
	{"a file of orders with a shifted row", true, (*guide).orderFile},
	{"import a changed roster", true, (*guide).importChanges},
	{"half a roster stops", true, (*guide).importHalf},
	{"undo the import", true, (*guide).undoImport},
}

// The groups of the tour's orders, and their numbers.
const (
	orderGroup = "ДО-19-4"
	fileGroup  = "МСХ-19-2"
	otherGroup = "МСХ-19-3"
	newGroup   = "ДО-26-1"
	orderToday = "77-с"
	orderLater = "78-с"
	// orderDays is in how many days the second order becomes effective.
	orderDays = 14
)

// day is a day so many days from now, as people write it.
func (g *guide) day(ahead int) (string, error) {
	today, err := g.World.Today(g.ctx)
	return today.AddDate(0, 0, ahead).Format("02.01.2006"), err
}

// withdraws writes an order that lets a student leave; shot names a picture of the form.
func (g *guide) withdraws(number string, ahead int, who model.Person, shot string) func() error {
	return func() error {
		today, err := g.day(0)
		if err != nil {
			return err
		}
		counts, err := g.day(ahead)
		if err != nil {
			return err
		}
		return all(g.clicks("+ Добавить приказ"), g.awaits("Номер"), g.picks(model.OrderTransfer.String(), model.OrderWithdraw.String()),
			g.fills("Номер", number), g.fills("Дата", today), g.fills("Вступает в силу", counts),
			g.clicks("Выберите группу"), g.awaits("АМ-19-1"), g.writes("до-19-4"), g.loses("АМ-19-1"), g.clicks(orderGroup),
			g.checks(who.Name.String()), g.awaits("выбрано 1"), g.fills("Причина", "по собственному желанию"), g.shoots(shot),
			g.clicks("Добавить"), g.awaits("Приказ добавлен"))
	}
}

// isIn checks in how many chats of the messenger a person is, and in which groups of the college.
func (g *guide) isIn(who model.Person, inChats bool, groups ...string) func() error {
	return func() error {
		n, _ := g.World.ChatsOf(who.Messenger)
		now, err := g.World.GroupsOf(g.ctx, who.ID)
		if err == nil && (n > 0 != inChats || !slices.Equal(now, groups)) {
			err = fmt.Errorf("%s is in %d chats of VK and in the groups %q; want in chats: %v, groups %q", who.Name, n, now, inChats, groups)
		}
		return err
	}
}

// orderList opens «Приказы» again.
func (g *guide) orderList() error {
	return all(g.clicks("Пользователи"), g.awaits("Приказы"), g.clicks("Учебные группы"), g.awaits("+ Добавить группу"),
		g.clicks("Приказы"), g.awaits("+ Добавить приказ"))
}

// fresh opens the window again for the administrator, without what it said before.
func (g *guide) fresh() error { return g.opens(world.Administrator, true)() }

func (g *guide) orders() error {
	pupils, err := g.World.Pupils(g.ctx, orderGroup)
	if err != nil {
		return err
	}
	if len(pupils) < 2 {
		return fmt.Errorf("%d students of %s are in its chat", len(pupils), orderGroup)
	}
	g.leaver, g.later = pupils[0], pupils[1]
	return all(g.fresh, g.orderList, g.awaits("Приказов пока нет"), g.shoots("orders-none"),
		g.withdraws(orderToday, 0, g.leaver, "order-form"), g.withdraws(orderLater, orderDays, g.later, "order-form-later"),
		g.awaits("действует"), g.awaits("вступит в силу "), g.shoots("orders"),
		g.carries, g.isIn(g.leaver, false), g.isIn(g.later, true, orderGroup))
}

func (g *guide) orderComes() error {
	pass := func() error { g.World.PassDays(orderDays); return nil }
	joins := func() error { return g.World.Join(g.ctx, orderGroup) }
	return all(pass, g.carries, g.isIn(g.later, false), g.fresh, g.orderList, g.loses("вступит в силу "),
		g.clicks(orderLater), g.awaits("Отменить приказ…"), g.awaits(g.later.Name.String()), g.shoots("order-card"),
		g.clicks("Отменить приказ…"), g.awaits("Сразу после отмены"), g.shoots("order-cancel"),
		g.clicks("Отменить приказ"), g.awaits("Приказ отменён"), g.loses("Отменить приказ…"),
		// Nobody can be put back into a chat: they come in by the link.
		g.carries, joins, g.isIn(g.later, true, orderGroup), g.shoots("order-cancelled"))
}

// chooses opens a file in the dialog for it, by the path.
func (g *guide) chooses(path string) func() error {
	return func() error {
		if err := g.clickOff("Вверх", fyne.NewDelta(140, 0)); err != nil {
			return err
		}
		g.shortcut(&fyne.ShortcutSelectAll{})
		g.write(path)
		g.key(fyne.KeyReturn)
		return nil
	}
}

func (g *guide) orderFile() error {
	pupils, err := g.World.Pupils(g.ctx, fileGroup)
	if err != nil {
		return err
	}
	if len(pupils) < 4 {
		return fmt.Errorf("%d students of %s are in its chat", len(pupils), fileGroup)
	}
	pupils = pupils[:4]
	path, err := g.World.OrderFile(g.ctx, fileGroup, otherGroup, pupils)
	if err != nil {
		return err
	}
	moved := func() error {
		for _, p := range pupils {
			// They left the chats of the one group and wait for the links of the other's.
			if err := g.isIn(p, false, otherGroup)(); err != nil {
				return err
			}
		}
		return nil
	}
	return all(g.fresh, g.orderList, g.clicks("Загрузить приказы…"), g.awaits("перетащите"), g.shoots("orders-file"),
		g.clicks("Выбрать файл…"), g.awaits("Вверх"), g.chooses(path), g.awaits("Загрузить 2 приказа"), g.shoots("orders-file-preview"),
		g.clicks("Замечания (1)"), g.awaits("Строка была сдвинута"), g.clicks("Загрузить 2 приказа"), g.awaits("Загружено: 2 приказа"), g.awaits("79-с"),
		g.carries, moved, g.shoots("orders-loaded"))
}

// loadsRoster loads a roster in «Загрузка списков».
func (g *guide) loadsRoster(path string) func() error {
	return inTurn(g.clicks("Пользователи"), g.clicks("Учебные группы"), g.clicks("Загрузить список…"), g.awaits("Загрузка списков"),
		g.clicks("Выбрать файл…"), g.awaits("Вверх"), g.chooses(path))
}

func (g *guide) importChanges() error {
	path, err := g.World.RosterFile(g.ctx, false)
	if err != nil {
		return err
	}
	if g.desired, err = g.World.Desired(g.ctx); err != nil {
		return err
	}
	made := func() error {
		if _, _, ok := g.World.InMessenger(newGroup); !ok {
			return errors.New("the new group has no chat in VK")
		}
		return nil
	}
	return all(g.fresh, g.loadsRoster(path), g.awaits("Тот же человек?"), g.shoots("import-changes"),
		g.find("мсх"), g.awaits("Найдено "), g.shoots("import-found"), g.find(""), g.loses("Найдено "),
		g.clicks("Тот же человек? ("), g.awaits("Кто это"), g.awaits(world.MarriedName), g.clicks("Все — тот же человек"), g.shoots("import-same"), g.clicks("Применить"),
		g.awaits("Загрузить: "), g.clicks("Загрузить: "), g.awaits("Загружено — "), g.awaits(newGroup), g.carries, made, g.shoots("import-done"))
}

func (g *guide) importHalf() error {
	path, err := g.World.RosterFile(g.ctx, true)
	if err != nil {
		return err
	}
	before := g.count()
	untouched := func() error {
		if now := g.count(); now != before {
			return fmt.Errorf("half a roster changed the college: %+v instead of %+v", now, before)
		}
		return nil
	}
	return all(g.fresh, g.loadsRoster(path), g.awaits("Остановлено для безопасности"), g.shoots("import-stopped"),
		g.clicks("Загрузить: "), untouched, g.clicks("Назад"), g.awaits("+ Добавить группу"), g.awaits(newGroup))
}

// count counts the college, without the number of requests, which says nothing about its state.
func (g *guide) count() world.Counts {
	counts, _ := g.World.Count(g.ctx) // the step counts again, and says what is wrong
	counts.VK.Requests = 0
	return counts
}

// undoes takes the newest change of that name back; shot names the pictures.
func (g *guide) undoes(action, shot string) func() error {
	return inTurn(g.clicks("Настройки системы"), g.clicks("Журнал изменений"), g.awaits("Всего "), g.shoots(shot+"-journal"),
		g.clicks(action), g.awaits("Отменить изменение…"), g.shoots(shot+"-entry"),
		g.clicks("Отменить изменение…"), g.awaits("Будет отменено"), g.shoots(shot+"-undo"),
		g.clicks("Отменить изменение"), g.awaits("Изменение отменено"), g.awaits(action+" (отменено)"), g.shoots(shot+"-undone"))
}

// restored checks that the chats should be what they were before.
func (g *guide) restored() error {
	now, err := g.World.Desired(g.ctx)
	if err != nil {
		return err
	}
	for i := range max(len(now), len(g.desired)) {
		if i >= len(now) || i >= len(g.desired) || now[i] != g.desired[i] {
			return fmt.Errorf("the chats are not as before: %d rows instead of %d, the first other one %q", len(now), len(g.desired), slices.Concat(now[i:min(i+1, len(now))], g.desired[i:min(i+1, len(g.desired))]))
		}
	}
	return nil
}

// undoImport brings the lists back. The chats of the group that it had added are deleted with it.
func (g *guide) undoImport() error {
	return all(g.fresh, g.undoes("Загрузка списков", "import"), g.carries, g.restored, g.gone(newGroup))
}

// saved is a file that the program has saved.
func (g *guide) saved(name string) string { return filepath.Join(g.Out, name) }
