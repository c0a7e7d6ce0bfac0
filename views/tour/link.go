package tour

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"zvonok/views/tour/world"
)

// linkSteps show «Чаты» to the people of 29.1.
var linkSteps = []step{
	{"six roles", false, (*guide).sixRoles},
	{"link and unlink profiles", true, (*guide).linkProfiles},
	{"let teachers start calls", false, (*guide).allowMessages},
}

// opens enters as somebody of the role and opens the window again.
func (g *guide) opens(role world.Role, linked bool) func() error {
	return g.as(func(ctx context.Context) error { return g.World.Act(ctx, role, linked) })
}

func (g *guide) sixRoles() error {
	for _, role := range []world.Role{world.Administrator, world.RightHolder, world.Curator, world.Teacher, world.Student, world.Parent} {
		chats := func() error { return nil }
		if role != world.Administrator && role != world.RightHolder {
			chats = func() error { return all(g.awaits("Всего "), g.loses("Всего 0")) }
		}
		if err := all(g.opens(role, true), g.shoots("start-"+string(role)),
			g.clicks("Чаты"), g.awaits("Перейти в VK Мессенджер"), chats, g.shoots("chats-"+string(role))); err != nil {
			return fmt.Errorf("%s: %w", role, err)
		}
	}
	return nil
}

// browses does in the browser what the visitor has to.
func (g *guide) browses(who world.Visitor) func() error {
	return func() error { return g.World.Browse(g.ctx, who) }
}

const linkLabel = "Привязать учебный профиль VK ID"

// linkProfiles walks through 29.1.1 for each of the three cases.
func (g *guide) linkProfiles() error {
	roles := []world.Role{world.Student, world.Parent, world.Student}
	for i, who := range world.LinkCases() {
		shoots := func(name string) func() error {
			if i > 0 {
				return func() error { return nil } // the screens are the same as of the first
			}
			return g.shoots("link-" + name)
		}
		refuser := who
		who.Refuses = false // the second time the consent is given
		err := all(g.opens(roles[i], false), g.clicks("Чаты"), g.awaits("не привязан"), g.awaits("Всего "), shoots("before"),
			g.refuses(refuser), g.clicks(linkLabel), g.awaits("Ждём, пока вы войдёте в браузере"), shoots("waiting"),
			g.browses(who), g.awaits("Это вы?"), g.awaits("Номер профиля: "), shoots("is-it-you"), g.clicks("Это я"),
			g.awaits("Перейти в VK Мессенджер"), g.awaits("Учебный профиль VK ID привязан "), g.carries,
			// A sign-in that ends soon is renewed.
			g.awaits("Войти во все мои чаты"), g.lets(g.World.Session.RenewLink), g.shoots("linked-"+who.Case), g.crosses(who, shoots), g.enters(who, shoots),
			g.leaves(shoots),
		)
		if err != nil {
			return fmt.Errorf("%s: %w", who.Case, err)
		}
	}
	return nil
}

// refuses lets a visitor who refuses at first do so, which leaves the profile unlinked.
func (g *guide) refuses(who world.Visitor) func() error {
	return func() error {
		if !who.Refuses {
			return nil
		}
		return all(g.clicks(linkLabel), g.awaits("Ждём, пока вы войдёте в браузере"), g.browses(who),
			g.awaits("Профиль не привязан"), g.shoots("link-refused"), g.clicks("Понятно"), g.awaits("не привязан"))
	}
}

// crosses is the first «Перейти в VK Мессенджер».
func (g *guide) crosses(who world.Visitor, shoots func(string) func() error) func() error {
	return func() error {
		return all(g.clicks("Перейти в VK Мессенджер"), g.awaits("Войти в Сферум"), shoots("first-crossing"),
			g.clicks("Войти в Сферум"), g.loses("Войти в Сферум"), g.browses(who))
	}
}

// enters opens the invite link of the first chat that waits, as «Войти во все мои чаты» offers it.
func (g *guide) enters(who world.Visitor, shoots func(string) func() error) func() error {
	return func() error {
		state, err := g.World.Session.LinkState(g.ctx)
		if err != nil {
			return err
		}
		inside := func() error {
			return g.stage.Wait(func() bool { n, _ := g.World.ChatsOf(state.Profile); return n == 1 })
		}
		return all(g.clicks("Войти во все мои чаты"), g.clicks("Открыть следующий"), g.awaits("ссылка открыта"), shoots("join-all"),
			g.browses(who), inside, g.lets(g.World.Look), g.awaits("Вы вошли: 1"), g.presses(fyne.KeyEscape), g.awaits("вы в чате: 1"), shoots("joined"))
	}
}

// allowMessages switches on what VK has to permit, after the tour has shown how people work without it: those who link a
// profile from now on start calls with their own token.
func (g *guide) allowMessages() error {
	return all(g.opens(world.Administrator, true), g.clicks("Настройки системы"), g.awaits("Академический час"),
		g.clicks("Настройки коммуникативной среды"), g.awaits("Ключ сообщества"), g.awaits("сохранён"), g.scrolls,
		g.clicks("VK разрешил приложению доступ к сообщениям"), g.awaits("есть несохранённые изменения"), g.shoots("settings-calls"),
		g.clicks("Сохранить"), g.awaits("Настройки сохранены"))
}

// leaves unlinks the profile; the agent takes it out of every chat.
func (g *guide) leaves(shoots func(string) func() error) func() error {
	return func() error {
		state, err := g.World.Session.LinkState(g.ctx)
		if err != nil {
			return err
		}
		nowhere := func() error {
			if n, _ := g.World.ChatsOf(state.Profile); n != 0 {
				return fmt.Errorf("the unlinked profile is in %d chats of VK", n)
			}
			return nil
		}
		return all(g.clicks("Отменить привязку учебного профиля VK ID"), g.awaits("Отменить привязку учебного профиля?"), shoots("unlink"),
			g.clicks("Отменить привязку"), g.awaits("не привязан"), g.carries, nowhere, g.awaits("вы в чате: 0"), shoots("unlinked"))
	}
}
