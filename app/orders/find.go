package orders

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// finder finds in the college what an order meets there.
type finder struct {
	tx    *store.Tx
	names map[model.GroupID]string // of groups, also of former ones
	// since is the day from which on people come to groups only that are there today; zero is any day.
	since   time.Time
	targets map[groupDay]target
}

type groupDay struct {
	group model.GroupID
	day   time.Time
}

// target is a group to which people come, as model.OrderCase has it.
type target struct {
	missing bool
	ended   model.Order
}

func newFinder(tx *store.Tx, names map[model.GroupID]string, since time.Time) finder {
	return finder{tx, names, since, map[groupDay]target{}}
}

// find adds to a case what it meets on a day, where movements have put the person.
func (f *finder) find(c model.OrderCase, day time.Time, movements []model.Movement) (model.OrderCase, error) {
	c.Groups = model.GroupsOn(movements, day)
	standing := model.StandingOn(movements, day)
	c.OnLeave, c.Left = standing == model.StandingOnLeave, standing == model.StandingLeft
	c.Later = model.PlacedAfter(movements, day)
	if c.Kind == model.OrderDisband {
		coming, err := f.tx.Coming(day)
		if err != nil {
			return c, err
		}
		c.Coming = coming[c.To]
	}
	at := groupDay{c.To, day}
	to, known := f.targets[at]
	if !known && c.To != 0 {
		var err error
		if to.ended, err = f.tx.GroupEnd(c.To, day); err != nil {
			return c, err
		}
		if !day.Before(f.since) {
			_, err = f.tx.Group(c.To)
			if to.missing = errors.Is(err, store.ErrNotFound); err != nil && !to.missing {
				return c, err
			}
		}
		f.targets[at] = to
	}
	c.Missing, c.Ended = to.missing, to.ended
	return c, nil
}

// where names the groups of a case.
func (f *finder) where(c model.OrderCase) string {
	return strings.Join(model.Each(c.Groups, func(g model.GroupID) string { return f.names[g] }), ", ")
}

// refusal is why an order that is typed in a form cannot be written about the person of this name; nil if it can. sure accepts
// what is probably a slip.
func (f *finder) refusal(c model.OrderCase, name model.Name, sure bool) error {
	verdict := c.Verdict()
	if verdict == model.OrderHasThem && c.Kind.Brings() {
		verdict = model.OrderInGroup
	}
	switch verdict {
	case model.OrderHasThem:
		return fmt.Errorf("%s на этот день уже учится в группе %s: выберите другую группу", name, f.names[c.To])
	case model.OrderInGroup:
		return fmt.Errorf("%s на этот день уже учится в группе %s: оформите перевод или проверьте дату", name, f.where(c))
	case model.OrderInNone, model.OrderLeft:
		advice := "проверьте дату приказа"
		if c.Kind == model.OrderTransfer {
			advice = "оформите зачисление или проверьте дату"
		}
		return fmt.Errorf("%s на этот день не учится ни в одной группе: %s", name, advice)
	case model.OrderNoTarget:
		return model.ErrNoTarget
	case model.OrderMissing:
		return errors.New("этой группы больше нет: выберите другую")
	case model.OrderEnded:
		return fmt.Errorf("группу %s расформируют %s по приказу %s: выберите другую группу или день раньше", f.names[c.To],
			dayWords(c.Ended.Effective), c.Ended.Title())
	case model.OrderAllFinished:
		if !sure {
			return fmt.Errorf("в группе %s никто больше не учится: её студенты завершили обучение %s по приказу %s — %w", f.names[c.To],
				dayWords(c.Ended.Effective), c.Ended.Title(), model.ErrOrderDoubt)
		}
	case model.OrderOutlasted:
		if !sure {
			return fmt.Errorf("%s и после этого приказа учится: с %s в группе %s, как записано раньше — %w", name,
				dayWords(c.Later.Day), f.names[c.Later.In], model.ErrOrderDoubt)
		}
	case model.OrderAwaits:
		return fmt.Errorf("в группу %s после этого дня %s %s: выберите день позже, отмените приказ или переведите их в другую группу", f.names[c.To],
			model.PluralForm(c.Coming, "придёт", "придут", "придут"), model.StudentWords(c.Coming))
	}
	return nil
}

// lineWords are why a line of a file, of an order of a day, is left out: the college has it already, or it is a problem.
func (f *finder) lineWords(c model.OrderCase, day time.Time) (already, problem string) {
	const hint = ": проверьте дату или загрузите недостающие приказы"
	on := "На " + dayWords(day) + " студент "
	switch c.Verdict() {
	case model.OrderHasThem:
		return on + "уже в группе " + f.names[c.To], ""
	case model.OrderLeft:
		return "Студент уже выбыл", ""
	case model.OrderInGroup:
		return "", on + "уже в группе " + f.where(c) + hint
	case model.OrderInOther:
		return "", on + "в группе " + f.where(c) + ", а не в " + f.names[c.From] + hint
	case model.OrderInNone:
		return "", on + "не числится ни в одной группе" + hint
	case model.OrderEnded:
		return "", fmt.Sprintf("Группу %s расформируют %s по приказу %s: проверьте группу и дату", f.names[c.To], dayWords(c.Ended.Effective), c.Ended.Title())
	case model.OrderOutlasted:
		return "", "Студент и после этого приказа учится, с " + dayWords(c.Later.Day) + " в группе " + f.names[c.Later.In] + ", как записано раньше" + hint
	case model.OrderMissing:
		return "", "Группы " + f.names[c.To] + " больше нет: исправьте группу или добавьте её в колледж"
	}
	return "", ""
}
