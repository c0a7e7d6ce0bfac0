package tour

import (
	"fmt"
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

// upkeepSteps look after who is in the chats, and lead the college into the next year and back.
var upkeepSteps = []step{
	{"who is in a chat and on no list", true, (*guide).strangers},
	{"invitations to be printed", false, (*guide).invitations},
	{"who is missing, and a reminder", false, (*guide).missing},
	{"the year's turn", true, (*guide).yearTurn},
	{"undo the year's turn", true, (*guide).undoYear},
	{"a backup, and back to it", true, (*guide).backup},
}

// strangers links one of the two who came by a friend's link and removes the other.
func (g *guide) strangers() error {
	who, err := g.World.Intrude(g.ctx)
	if err != nil {
		return err
	}
	like := who.Like.FirstName + " " + who.Like.LastName
	linked := func() error {
		owner, err := g.World.ProfileOwner(g.ctx, who.LikeProfile)
		switch {
		case err != nil:
			return err
		case owner.Name != who.Like:
			return fmt.Errorf("the profile became that of %s", owner.Name)
		case !g.World.In(who.Chat, who.LikeProfile) || g.World.In(who.Chat, who.OtherProfile):
			return fmt.Errorf("in the chat are the linked one: %v, the removed one: %v", g.World.In(who.Chat, who.LikeProfile), g.World.In(who.Chat, who.OtherProfile))
		}
		return nil
	}
	return all(g.lets(g.World.Look), g.fresh, g.management, g.find(strings.ToLower(who.Chat)), g.awaits("Показано"), g.clicks(who.Chat),
		g.awaits("Не из списка: 2"), g.shoots("chat-strangers"), g.clicks("Не из списка: 2"), g.awaits("Имя в VK"), g.clicks(like), g.shoots("strangers"),
		g.clicks("Это он"), g.awaits("привязан: "), g.loses("Номер VK "+like), g.clicks(who.Other), g.clicks("Удалить из чата…"),
		g.awaits("Снова войти можно"), g.shoots("stranger-remove"), g.clicks("Удалить 1 человека"), g.loses("не из списка"), g.shoots("strangers-done"),
		g.carries, linked, g.awaits("В чате только те, кто в списке"))
}

// invitations prints the slips of a group and looks at the first page.
func (g *guide) invitations() error {
	const file, item = "Приглашения.pdf", "Приглашения тем, кого нет в чате (PDF)…"
	page := func() error {
		name := g.numbered("slips") + ".png"
		ok, err := g.World.Print(g.ctx, g.saved(file), g.saved(name))
		g.step.Done = map[string]string{"file": file, "page": name}
		if !ok {
			g.step.Done = map[string]string{"file": file, "page": "no pdftoppm is installed to draw it"}
			return err
		}
		g.step.Pictures = append(g.step.Pictures, name)
		return err
	}
	return all(g.fresh, g.clicks("Пользователи"), g.clicks("Учебные группы"), g.clicks(otherGroup), g.awaits("Куратор"), g.clicks("Приглашения"),
		g.awaits(item), g.shoots("invitations"), g.clicks(item),
		g.awaits("Приглашения записаны в файл"), g.clicks("Закрыть"), page)
}

// missing reminds those who have a profile and are not in their chats.
func (g *guide) missing() error {
	const file = "Кто ещё не в чате.xlsx"
	before := g.World.Sent("messages.send")
	sent := func() error {
		size := int64(0)
		info, err := os.Stat(g.saved(file))
		if err == nil {
			size = info.Size()
		}
		n := g.World.Sent("messages.send") - before
		g.step.Done = map[string]any{"messages": n, "file": file, "bytes": size}
		if err == nil && n == 0 {
			err = fmt.Errorf("nobody was written to")
		}
		return err
	}
	return all(g.fresh, g.management, g.clicks("Кто ещё не в чате"), g.awaits("Всего "), g.awaits("людей"), g.shoots("missing"),
		g.picks("- все причины -", model.PresenceWaiting.String()), g.awaits("Показано "), g.clicks("Почему"),
		func() error { g.shortcut(&fyne.ShortcutSelectAll{}); return nil }, g.awaits("выбрано "), g.shoots("missing-chosen"),
		g.clicks("Напомнить…"), g.awaits("Каждый получит в VK"), g.shoots("remind"), g.clicks("Отправить"), g.awaits("апомнили "), g.shoots("reminded"), g.clicks("Экспорт в Excel"), g.awaits("Список записан в файл"), g.clicks("Закрыть"), sent)
}

// archived is the title of a chat of a group that has graduated.
func (g *guide) archived() (string, error) {
	today, err := g.World.Today(g.ctx)
	return model.ArchiveTitle(manualGroup, today.Year()), err
}

func (g *guide) yearTurn() (err error) {
	if g.desired, err = g.World.Desired(g.ctx); err != nil {
		return err
	}
	there := func() error {
		title, err := g.archived()
		if _, _, ok := g.World.InMessenger(title); err == nil && !ok {
			err = fmt.Errorf("the graduates' chat is not called %q in VK", title)
		}
		return err
	}
	meant := func() error { return nil }
	if model.SchoolYearUnderWay(g.World.Now()) {
		meant = inTurn(g.awaits("уже идёт"), g.clicks("На прошлогодних, перейти"))
	}
	return all(g.fresh, g.clicks("Пользователи"), g.clicks("Учебные группы"), g.clicks("Новый учебный год…"), g.awaits("Шаг 1 из 4"), g.shoots("year-groups"),
		g.clicks("Далее"), meant, g.awaits("Шаг 2 из 4"), g.fills("Номер приказа", "120-у"), g.shoots("year-chats"),
		g.clicks("Далее"), g.awaits("Шаг 3 из 4"), g.shoots("year-lists"),
		g.clicks("Далее"), g.awaits("Шаг 4 из 4"), g.shoots("year-preview"), g.clicks("Чаты ("), g.awaits("остаются все"), g.shoots("year-preview-chats"),
		g.clicks("Выполнить переход…"), g.awaits("Перед переходом"), g.shoots("year-confirm"), g.clicks("Выполнить переход"),
		g.awaits("Колледж перешёл"), g.shoots("year-done"), g.carries, there)
}

func (g *guide) undoYear() error {
	gone := func() error {
		title, err := g.archived()
		if err != nil {
			return err
		}
		if _, _, ok := g.World.InMessenger(manualGroup); !ok {
			return fmt.Errorf("the chat %q is not back in VK", manualGroup)
		}
		return g.gone(title)()
	}
	return all(g.fresh, g.undoes("Новый учебный год", "year"), g.carries, g.restored, gone)
}

// backup makes a copy, cancels an order, and brings the college back to the copy.
func (g *guide) backup() error {
	copies := inTurn(g.clicks("Настройки системы"), g.clicks("Резервные копии"), g.awaits("Всего "))
	return all(g.fresh, copies, g.shoots("backups"), g.clicks("Сделать копию"), g.awaits("Копия сделана"), g.awaits(model.BackupByHand.String()),
		g.orderList, g.clicks(orderToday), g.awaits("Отменить приказ…"), g.clicks("Отменить приказ…"), g.awaits("Сразу после отмены"),
		g.clicks("Отменить приказ"), g.awaits("Приказ отменён"), g.isIn(g.leaver, false, orderGroup),
		copies, g.clicks(model.BackupByHand.String()), g.clicks("Восстановить…"), g.awaits("Восстановить колледж?"), g.shoots("backup-restore"),
		g.clicks("Восстановить"), g.awaits("Колледж восстановлен из копии"), copies, g.awaits(model.BackupRestore.String()), g.shoots("backup-restored"), g.isIn(g.leaver, false), g.restored)
}
