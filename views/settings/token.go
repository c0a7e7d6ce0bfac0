package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// TokenService is what a card of a token asks of the program. moveTo concerns the community's token alone.
type TokenService interface {
	TokenState(ctx context.Context, kind model.TokenKind) (model.TokenState, error)
	CheckToken(ctx context.Context, kind model.TokenKind, token string) (model.TokenReport, error)
	CheckKeptToken(ctx context.Context, kind model.TokenKind) (model.TokenReport, error)
	KeepToken(ctx context.Context, kind model.TokenKind, token string, moveTo model.MessengerID) error
	ForgetToken(ctx context.Context, kind model.TokenKind) error
	// AgreeAddress lets the tokens of this computer go to the address that the settings name.
	AgreeAddress(ctx context.Context, address string) error
}

// tokenCard is the card of a token. It never holds the token itself.
type tokenCard struct {
	deps    Deps
	service TokenService
	say     tokenWords
	ctx     context.Context
	reading int // the number of the last reading: an older answer is not shown
	grown   func()
	confirm func(then func()) // asks for the password where the token goes to another computer

	card                          fyne.CanvasObject
	body                          *fyne.Container
	pill                          *widgets.PillLabel
	words                         *widgets.Label
	enter, check, replace, remove *widgets.Button
	again, agree                  *widgets.Button
	elsewhere                     string // where the settings send the token
	asking                        bool   // ask about it as soon as it is known: the address was just saved
	problem                       *widgets.Copyable
	report                        *fyne.Container
	where                         *widgets.Label
}

func newTokenCard(deps Deps, service TokenService, say tokenWords, confirm func(then func())) *tokenCard {
	t := &tokenCard{deps: deps, service: service, say: say, ctx: deps.Exec.Context(), confirm: confirm}
	t.pill = widgets.Pill("читаем хранилище ключей…", widgets.ToneNeutral)
	t.words = note("")
	t.enter = widgets.NewSecondary(say.enter, t.ask)
	t.check = widgets.NewSecondary("Проверить", t.checkKept)
	t.check.SetTooltip("Спросить VK, что этот ключ может. В VK ничего не изменится.")
	t.replace = widgets.NewSecondary("Заменить", t.ask)
	t.remove = widgets.NewSecondary("Удалить", t.askRemove)
	t.again = widgets.NewSecondary("Повторить", t.load)
	t.agree = widgets.NewSecondary("Отправлять на этот адрес…", t.askAddress)
	t.problem = widgets.NewCopyable(note("").In(widgets.ToneRefused))
	t.report = container.NewStack()
	t.where = note("")
	t.setElsewhere(false)
	t.body = widgets.Column(
		widgets.Wrapped(t.pill, t.enter, t.check, t.replace, t.remove, t.agree, t.again),
		t.words, t.problem, t.report, note(say.note), t.where)
	t.card = widgets.Card(widgets.Heading(say.title), t.body)
	t.showButtons()
	t.problem.Hide()
	t.report.Hide()
	return t
}

// setElsewhere says on which computer the token is kept.
func (t *tokenCard) setElsewhere(elsewhere bool) {
	computer := "этого компьютера"
	if elsewhere {
		computer = "компьютера, где находится колледж,"
	}
	t.where.SetText("Ключ хранится в хранилище ключей " + computer + " и больше нигде.")
}

func (t *tokenCard) showButtons(visible ...*widgets.Button) {
	for _, b := range []*widgets.Button{t.enter, t.check, t.replace, t.remove, t.agree, t.again} {
		b.Hide()
	}
	for _, b := range visible {
		b.Show()
	}
}

// load looks whether there is a token; the keyring may take its time.
func (t *tokenCard) load() {
	t.reading++
	ctx, reading := t.ctx, t.reading
	background.Fetch(t.deps.Exec, func() (model.TokenState, error) { return t.service.TokenState(ctx, t.say.kind) },
		func(state model.TokenState, err error) {
			if ctx.Err() != nil || reading != t.reading {
				return
			}
			if err != nil {
				state.Problem = err.Error()
			}
			t.show(state)
		})
}

func (t *tokenCard) show(state model.TokenState) {
	t.problem.Hide()
	t.words.SetText("")
	switch {
	case state.Problem != "":
		t.pill.Set("не прочитан", widgets.ToneRefused)
		t.problem.SetText(widgets.Sentence(state.Problem))
		t.problem.Show()
		t.showButtons(t.again)
	case state.Kept && state.Given:
		t.pill.Set("задан при запуске", widgets.ToneGood)
		t.words.SetText("Оканчивается на …" + state.Tail + ", из переменной " + t.say.variable)
		t.showButtons(t.check)
	case state.Kept:
		t.pill.Set("сохранён", widgets.ToneGood)
		t.words.SetText("Оканчивается на …" + state.Tail)
		t.showButtons(t.check, t.replace, t.remove)
	default:
		t.pill.Set("не введён", t.say.absence)
		t.words.SetText(t.say.without)
		t.showButtons(t.enter)
	}
	t.elsewhere = state.Elsewhere
	if t.elsewhere != "" {
		t.problem.SetText("В «Адресах VK» указан " + t.elsewhere + ". Ключ туда не отправляется, пока вы это не разрешите на этом компьютере.")
		t.problem.Show()
		t.agree.Show()
	}
	t.words.Hidden = t.words.Text() == ""
	t.refresh()
	if t.asking && t.elsewhere != "" {
		t.askAddress()
	}
	t.asking = false
}

// askAddress asks once before the token goes to another address than the one it was checked with.
func (t *tokenCard) askAddress() {
	win, address := t.deps.Frame.Window(), t.elsewhere
	dialog.ConfirmDanger(win, "Отправлять "+t.say.key+" на другой адрес?",
		"Кто владеет адресом "+address+", получит ключ и всё, что с ним можно сделать. Разрешите это, только если адрес дал VK.",
		"Отправлять на этот адрес", func() {
			t.deps.Act("Адрес не разрешён", func(ctx context.Context) error { return t.service.AgreeAddress(ctx, address) },
				"Ключ проверен по новому адресу", t.load)
		})
}

// refresh draws the card again and gives it the room that it takes now.
func (t *tokenCard) refresh() {
	for _, o := range t.body.Objects {
		o.Refresh()
	}
	t.grown()
}

// checkKept asks VK about the token that is kept.
func (t *tokenCard) checkKept() {
	ctx := t.ctx
	t.check.SetDisabled(true)
	t.check.SetText("Проверяем…")
	background.Fetch(t.deps.Exec, func() (model.TokenReport, error) { return t.service.CheckKeptToken(ctx, t.say.kind) },
		func(report model.TokenReport, err error) {
			t.check.SetText("Проверить")
			t.check.SetDisabled(false)
			if ctx.Err() != nil {
				return
			}
			t.problem.Hidden = err == nil
			t.report.Hidden = err != nil
			if err != nil {
				t.problem.SetText(widgets.Sentence(err.Error()))
			} else {
				t.report.Objects = []fyne.CanvasObject{t.say.reportOf(report, measure)}
			}
			t.refresh()
		})
}

// askRemove asks once before the token is removed.
func (t *tokenCard) askRemove() {
	win := t.deps.Frame.Window()
	dialog.ConfirmDanger(win, "Удалить "+t.say.key+"?", t.say.lost, "Удалить ключ", func() {
		t.confirm(func() {
			t.deps.Act("Ключ не удалён", func(ctx context.Context) error { return t.service.ForgetToken(ctx, t.say.kind) }, t.say.removed, func() {
				t.report.Hide()
				t.load()
			})
		})
	})
}

// ask opens the dialog in which a token is entered.
func (t *tokenCard) ask() {
	t.confirm(func() {
		openTokenDialog(t.deps, t.service, t.say, func() {
			t.report.Hide()
			t.load()
		})
	})
}

// reportOf lists what a token can and cannot do.
func (w tokenWords) reportOf(r model.TokenReport, width float32) fyne.CanvasObject {
	lines := []fyne.CanvasObject{widgets.Text(w.whose(r)).Shrink()}
	for _, a := range r.Abilities {
		lines = append(lines, abilityLine(a, width))
	}
	return widgets.Tight(lines...)
}

// abilityLine is one ability: a mark, its name, and words where it is not simply there.
func abilityLine(a model.TokenAbility, width float32) fyne.CanvasObject {
	mark, tone := "✗", widgets.ToneMuted
	switch {
	case a.Verdict == model.VerdictYes:
		mark, tone = "✓", widgets.ToneGood
	case a.Needed:
		tone = widgets.ToneRefused
	}
	text := a.Name
	switch {
	case a.Words != "":
		text += " — " + a.Words
	case a.Verdict == model.VerdictYes:
		text += " — да"
	default:
		text += " — нет"
	}
	return widgets.Verdict(mark, tone, text, width)
}
