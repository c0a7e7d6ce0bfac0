package widgets

import (
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

// Fyne gives screen readers the label of every widget that is a fyne.Accessible. Those of our widgets that take the focus
// are Accessible and have something to say in every state; viewtest checks this for every screen.

// Spoken joins what is known of a widget into a sentence to be read aloud.
func Spoken(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, ", ")
}

// SetCaption tells a control the caption above it.
func (c *Control) SetCaption(caption string) { c.caption = caption }

// Caption is the caption above the control.
func (c *Control) Caption() string { return c.caption }

// AccessibilityLabel is the caption.
func (c *Control) AccessibilityLabel() string { return c.caption }

// AccessibilityRole is that of a button: Fyne knows no other for widgets that take keys.
func (c *Control) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// arrows are labels that are only signs.
var arrows = map[string]string{"‹": "Назад", "›": "Вперёд"}

// AccessibilityLabel is the caption, the label, and why the button does nothing.
func (b *Button) AccessibilityLabel() string {
	label := b.label
	if said, ok := arrows[label]; ok {
		label = said
	}
	if b.kind == kindField && label == "" {
		label = "ничего не выбрано"
	}
	if !b.disabled {
		return Spoken(b.caption, label)
	}
	return Spoken(b.caption, label, "недоступно", b.tooltip)
}

// AccessibilityLabel is the label and the state.
func (k *Check) AccessibilityLabel() string {
	state, open := "не отмечено", ""
	if k.checked {
		state = "отмечено"
	}
	if k.disabled {
		open = "недоступно"
	}
	return Spoken(k.caption, k.label, state, open)
}

// AccessibilityLabel is the chosen tab among the others.
func (t *Tabs) AccessibilityLabel() string {
	all := strings.Join(model.Each(t.tabs, func(tab Tab) string { return tab.Label }), ", ")
	if len(t.tabs) == 0 {
		return "Вкладок нет"
	}
	return "Вкладка " + t.label(t.current) + " из: " + all
}

// AccessibilityLabel is the line that Enter chooses, or why it does not.
func (m *menuList) AccessibilityLabel() string {
	if m.current < 0 {
		return "Меню"
	}
	item := m.items[m.current]
	if item.Disabled {
		return Spoken("Меню", item.Label, "недоступно", item.Why)
	}
	return Spoken("Меню", item.Label)
}

// SetCaption tells the field the caption above it.
func (e *Entry) SetCaption(caption string) { e.caption = caption }

// AccessibilityLabel is the caption, or the placeholder, and the text with what is wrong with it. A password is not read
// aloud.
func (e *Entry) AccessibilityLabel() string {
	name, text := e.caption, e.Text
	if name == "" {
		name = e.PlaceHolder
	}
	switch {
	case e.Password:
		text = ""
	case text == "":
		text = "пусто"
	}
	return Spoken(name, text, e.failure)
}

// AccessibilityRole is that of a text.
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the text.
func (l *Label) AccessibilityLabel() string { return l.text }

// AccessibilityRole is that of a text.
func (l *Label) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
