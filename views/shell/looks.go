package shell

import (
	"strconv"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// chooseLook is the dialog «Вид окна»: a choice shows at once and belongs to this computer's user.
func (s *Shell) chooseLook() {
	looks := s.cfg.Looks
	choose := func(change func(*theme.Look)) {
		look := looks.Look()
		change(&look)
		looks.SetLook(look)
	}
	sizes := table.NewSelect(model.Each(theme.Percents, func(p int) table.Option[int] {
		return table.Option[int]{Key: p, Label: strconv.Itoa(p) + " %"}
	}), func(p int) { choose(func(l *theme.Look) { l.Percent = p }) })
	sizes.SetSelected(looks.Look().Percent)
	shades := table.NewSelect([]table.Option[theme.Shade]{
		{Key: theme.ShadeSystem, Label: "Как в системе"}, {Key: theme.ShadeLight, Label: "Светлый"}, {Key: theme.ShadeDark, Label: "Тёмный"},
	}, func(to theme.Shade) { choose(func(l *theme.Look) { l.Shade = to }) })
	shades.SetSelected(looks.Look().Shade)
	dialog.Show(s.cfg.Window, dialog.Modal{
		Title: "Вид окна", Hint: "Только для вас и только на этом компьютере.",
		Content: widgets.Fields(nil, widgets.Field("Размер", sizes.Field), widgets.Field("Цвета", shades.Field)), Primary: "Закрыть", Focus: sizes.Field,
	})
}
