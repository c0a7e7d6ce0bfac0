package table

import (
	"testing"

	"zvonok/views/keys"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// forgetfulApp behaves as Fyne's windows do and its test windows do not: the driver knows the canvas of what was visible
// when it noted it, and forgets.
type forgetfulApp struct {
	fyne.App
	driver *forgetfulDriver
}

func (a *forgetfulApp) Driver() fyne.Driver { return a.driver }

type forgetfulDriver struct {
	fyne.Driver
	window forgetfulWindow
	noted  bool
	only   fyne.CanvasObject // all that was noted; nil = all that is visible
}

func (d *forgetfulDriver) AllWindows() []fyne.Window { return []fyne.Window{d.window} }

func (d *forgetfulDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	if d.noted && o.Visible() && (d.only == nil || d.only == o) {
		return d.window.canvas
	}
	return nil
}

type forgetfulWindow struct {
	fyne.Window
	canvas *forgetfulCanvas
}

func (w forgetfulWindow) Canvas() fyne.Canvas { return w.canvas }

type forgetfulCanvas struct {
	fyne.Canvas
	driver  *forgetfulDriver
	painted int
}

func (c *forgetfulCanvas) EnsureMinSize() bool {
	c.driver.noted = true
	return false
}

func (c *forgetfulCanvas) Refresh(o fyne.CanvasObject) {
	c.painted++
	c.Canvas.Refresh(o)
}

func (c *forgetfulCanvas) SetDirty() { c.painted++ }

// newForgetful is a window with the content, of whose widgets Fyne knows nothing.
func newForgetful(t *testing.T, content fyne.CanvasObject) *forgetfulCanvas {
	t.Helper()
	w := viewtest.NewWindow(t, content)
	app := fyne.CurrentApp()
	driver := &forgetfulDriver{Driver: app.Driver()}
	c := &forgetfulCanvas{Canvas: w.Canvas(), driver: driver}
	driver.window = forgetfulWindow{w, c}
	fyne.SetCurrentApp(&forgetfulApp{app, driver})
	t.Cleanup(func() { fyne.SetCurrentApp(app) })
	return c
}

// TestKeysOfForgottenWidgets: no key is lost in a widget whose canvas Fyne has forgotten, or that was hidden with the
// focus; what is hidden does nothing itself, and gives the focus up.
func TestKeysOfForgottenWidgets(t *testing.T) {
	pressed := 0
	button, check, entry := widgets.NewSecondary("Привязать", func() { pressed++ }), widgets.NewCheck("x", func(bool) { pressed++ }), widgets.NewEntry("")
	sel := NewSelect(options("Один"), func(int) { pressed++ })
	menu := widgets.NewMenuButton("Действия", func() []widgets.MenuItem { return []widgets.MenuItem{{Label: "x"}} })
	for name, f := range map[string]fyne.Focusable{
		"button": button, "check": check, "entry": entry, "select": sel.Field, "menu": menu, "table": newPeople(people).Grid, "tabs": widgets.NewTabs([]widgets.Tab{{Key: "a", Label: "А"}}, nil),
	} {
		t.Run(name, func(t *testing.T) {
			o := f.(fyne.CanvasObject)
			c := newForgetful(t, container.NewVBox(o))
			did := map[string]int{}
			count := func(what string) func() { return func() { did[what]++ } }
			keys.Map{
				{Name: fyne.KeyF, Ctrl: true, Do: count("find")}, {Name: fyne.KeyF5, Do: count("refresh")}, {Name: fyne.KeyEscape, Do: count("back")},
			}.Bind(c)
			find := func() {
				f.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault})
			}
			c.Focus(f)
			viewtest.Keys(f, fyne.KeyF5)
			if did["refresh"] != 1 || c.painted == 0 {
				t.Errorf("F5 in a forgotten widget did %v and painted %d times", did, c.painted)
			}
			c.driver.noted = false
			find()
			if did["find"] != 1 {
				t.Errorf("Ctrl+F in a forgotten widget did %v", did)
			}

			o.Hide()
			c.driver.noted = false
			find()
			viewtest.Keys(f, fyne.KeyEscape)
			if did["find"] != 2 || did["back"] != 1 {
				t.Errorf("keys in a hidden widget did %v", did)
			}
			if name == "table" || name == "tabs" {
				return // they are never hidden alone
			}
			if c.Focused() == f {
				t.Error("the hidden widget keeps the focus")
			}
			c.Canvas.Unfocus()
			viewtest.Keys(f, fyne.KeySpace, fyne.KeyReturn, fyne.KeyDown)
			if pressed != 0 || c.Overlays().Top() != nil {
				t.Error("a hidden widget obeys")
			}
		})
	}
}

// TestListsOfForgottenWidgets: a press opens a list or a menu all the same.
func TestListsOfForgottenWidgets(t *testing.T) {
	sel := NewSelect(options("Один"), nil)
	c := newForgetful(t, container.NewVBox(sel.Field))
	sel.Field.Open()
	if c.Overlays().Top() == nil {
		t.Error("the list does not open")
	}
}

// TestShownForTheFirstTime: what was hidden when the window was drawn last is painted as soon as it is shown.
func TestShownForTheFirstTime(t *testing.T) {
	tbl := newPeople(nil)
	c := newForgetful(t, container.NewStack(tbl.Grid))
	c.Focus(tbl.Grid) // there are no rows yet, so no ring
	tbl.SetRows(people)
	c.driver.noted, c.driver.only = true, tbl.Grid.body.Box
	c.painted = 0
	viewtest.Keys(tbl.Grid, fyne.KeyDown)
	if tbl.Grid.ring.Hidden || c.painted == 0 {
		t.Errorf("the ring of the focus is hidden: %t, painted %d times", tbl.Grid.ring.Hidden, c.painted)
	}

	tips := widgets.NewTipLayer(nil)
	c = newForgetful(t, container.NewStack(tips))
	c.driver.noted, c.driver.only = true, tips
	tips.Refresh()
	if c.painted == 0 {
		t.Error("a tooltip is not painted before something else is")
	}
}
