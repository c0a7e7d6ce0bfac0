package shell

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/widgets"
)

// Reader is a screen that shows the result of one reading. Until it has succeeded, the screen says that it is reading, or
// why it could not.
type Reader[T any] struct {
	Base
	head   fyne.CanvasObject
	body   *fyne.Container
	loader Loader[T]
	read   func(context.Context) (T, error)
}

// Reading is what a Reader reads.
type Reading[T any] struct {
	Waiting, Failed string // «Читаем карточку…», «Карточка не открылась»
	On              func(model.Change) bool
	Work            func(context.Context) (T, error)
	Show            func(T)
}

// Begin makes the screen; head is the toolbar above its words.
func (r *Reader[T]) Begin(base Base, head fyne.CanvasObject, of Reading[T]) {
	r.Base, r.head, r.body, r.read = base, head, container.NewStack(), of.Work
	r.Page, r.Reads = r.body, []Read{{On: of.On, Do: r.Load}}
	r.loader = Loader[T]{Desk: base.Desk, Show: of.Show, Failed: func(err error) {
		r.say(widgets.Failure(of.Failed, err.Error(), r.Load))
	}}
	r.Say(of.Waiting, "")
}

// Load reads; if it is reading already, it reads once more afterwards.
func (r *Reader[T]) Load() { r.loader.Load(r.Ctx, r.read) }

// Say shows words and what can be done about them.
func (r *Reader[T]) Say(heading, hint string, actions ...fyne.CanvasObject) {
	r.say(widgets.Notice(heading, hint, actions...))
}

func (r *Reader[T]) say(notice fyne.CanvasObject) { r.Put(widgets.Page(r.head, nil, notice, nil)) }

// Put shows a page.
func (r *Reader[T]) Put(page fyne.CanvasObject) {
	r.body.Objects = []fyne.CanvasObject{page}
	r.body.Refresh()
}
