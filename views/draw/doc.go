// Package draw is what widgets are drawn with: a renderer made of functions, shapes, texts and small marks.
package draw
