package theme

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	part := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestTextIsReadableOnEveryBackground(t *testing.T) {
	paper := []fyne.ThemeColorName{fynetheme.ColorNameBackground, ColorNameSurface, ColorNameRowHover}
	pairs := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		ColorNameText:            append(paper, ColorNameSelected),
		ColorNameMuted:           append(paper, ColorNameSurface),
		ColorNameMutedOnSelected: {ColorNameSelected},
		ColorNameAccent:          append(paper, ColorNameSelected),
		ColorNameOnAccent:        {ColorNameAccent},
		ColorNameOnDanger:        {ColorNameDanger},
		ColorNameOnTip:           {ColorNameTip},
		ColorNameGood:            append(paper, ColorNameGoodBack, ColorNameSelected),
		ColorNameWaiting:         append(paper, ColorNameWaitingBack, ColorNameSelected),
		ColorNameRefused:         append(paper, ColorNameRefusedBack, ColorNameSelected),
		ColorNameNeutral:         append(paper, ColorNameNeutralBack, ColorNameSelected),
	}
	th := New()
	for _, variant := range []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark} {
		for ink, backs := range pairs {
			for _, back := range backs {
				if got := contrast(th.Color(ink, variant), th.Color(back, variant)); got < 4.5 {
					t.Errorf("variant %d: %s on %s has contrast %.2f, want at least 4.5", variant, ink, back, got)
				}
			}
		}
	}
}

func TestDisabledButtonIsReadable(t *testing.T) {
	th := New()
	for _, v := range []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark} {
		// WCAG asks nothing of what is disabled; it should be readable all the same.
		if got := contrast(th.Color(ColorNameMuted, v), th.Color(ColorNameLineFaint, v)); got < 4 {
			t.Errorf("variant %d: disabled label has contrast %.2f", v, got)
		}
	}
}

func TestForcedVariantIgnoresTheSystem(t *testing.T) {
	dark := NewForced(fynetheme.VariantDark)
	want := New().Color(fynetheme.ColorNameBackground, fynetheme.VariantDark)
	if got := dark.Color(fynetheme.ColorNameBackground, fynetheme.VariantLight); got != want {
		t.Errorf("background = %v, want %v", got, want)
	}
}

func TestEveryNameHasAColour(t *testing.T) {
	test.AssertAllColorNamesDefined(t, New(), "zvonok")
}

func TestColorFollowsTheApplicationsTheme(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewForced(fynetheme.VariantDark))
	if got, want := Color(ColorNameSurface), New().Color(ColorNameSurface, fynetheme.VariantDark); got != want {
		t.Errorf("surface = %v, want %v", got, want)
	}
	app.Settings().SetTheme(NewForced(fynetheme.VariantLight))
	if got, want := Color(ColorNameSurface), New().Color(ColorNameSurface, fynetheme.VariantLight); got != want {
		t.Errorf("surface = %v, want %v", got, want)
	}
}

func TestRussianWhateverTheSystemsLanguage(t *testing.T) {
	want := map[string]string{
		"Cancel": "Отмена", "Paste": "Вставить", "Select all": "Выбрать всё", "Yes": "Да",
		"tuesday": "вторник", "thursday": "четверг", "tuesday.short": "Вт", "thursday.short": "Чт",
	}
	for _, system := range []string{"en_US.UTF-8", "de_DE.UTF-8", "pt_BR.UTF-8", "zh_CN.UTF-8", "ru_RU.UTF-8", "C"} {
		for _, name := range []string{"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
			t.Setenv(name, system)
		}
		if err := Russian(); err != nil {
			t.Fatal(err)
		}
		for key, text := range want {
			if got := lang.L(key); got != text {
				t.Errorf("%s: %q reads %q, want %q", system, key, got, text)
			}
		}
	}
}

func TestMenuOfATextFieldIsRussian(t *testing.T) {
	if err := Russian(); err != nil {
		t.Fatal(err)
	}
	test.NewTempApp(t)
	field := widget.NewEntry()
	w := test.NewTempWindow(t, field)
	test.TapSecondary(field)
	menu := test.RenderToMarkup(w.Canvas())
	for _, want := range []string{"Вырезать", "Копировать", "Вставить", "Выбрать всё"} {
		if !strings.Contains(menu, want) {
			t.Errorf("the menu lacks %q", want)
		}
	}
}
