package theme

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
)

// TestLookIsKept: what was chosen is there at the next start, and what no program of ours has written is the ordinary look.
func TestLookIsKept(t *testing.T) {
	ordinary := Look{Percent: 100}
	for _, l := range []Look{ordinary, {150, ShadeDark}, {200, ShadeLight}, {110, ShadeSystem}} {
		p := test.NewTempApp(t).Preferences()
		l.Keep(p)
		if got := LookOf(p); got != l {
			t.Errorf("%+v comes back as %+v", l, got)
		}
	}
	p := test.NewTempApp(t).Preferences()
	if got := LookOf(p); got != ordinary {
		t.Errorf("the first start looks like %+v", got)
	}
	for percent, shade := range map[int]string{0: "pink", -100: "", 137: "Dark", 1000: "system"} {
		p.SetInt(percentKey, percent)
		p.SetString(shadeKey, shade)
		if got := LookOf(p); got != ordinary {
			t.Errorf("%d %% and %q look like %+v", percent, shade, got)
		}
	}
}

func TestLookSteps(t *testing.T) {
	for _, c := range []struct{ from, by, want int }{
		{100, 1, 110}, {100, -1, 100}, {130, 1, 150}, {150, -1, 130}, {200, 1, 200}, {100, 100, 200}, {200, -100, 100}, {120, 0, 120},
	} {
		got := Look{Percent: c.from, Shade: ShadeDark}.Step(c.by)
		if got != (Look{Percent: c.want, Shade: ShadeDark}) || got.Scale() != float32(c.want)/100 {
			t.Errorf("%d sizes from %d %%: %+v, scale %v; want %d %%", c.by, c.from, got, got.Scale(), c.want)
		}
	}
}

// TestLookTheme: light where the system says nothing.
func TestLookTheme(t *testing.T) {
	for _, c := range []struct {
		shade Shade
		said  bool
		want  *Theme
	}{
		{ShadeDark, false, NewForced(fynetheme.VariantDark)}, {ShadeDark, true, NewForced(fynetheme.VariantDark)},
		{ShadeLight, false, NewForced(fynetheme.VariantLight)}, {ShadeLight, true, NewForced(fynetheme.VariantLight)},
		{ShadeSystem, false, NewForced(fynetheme.VariantLight)}, {ShadeSystem, true, New()},
	} {
		got := Look{Percent: 100, Shade: c.shade}.Theme(c.said)
		for _, asked := range []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark} {
			if got.Color(ColorNameText, asked) != c.want.Color(ColorNameText, asked) {
				t.Errorf("shade %q, the system says one: %v: another theme than was asked for", c.shade, c.said)
			}
		}
	}
}
