// Package files is what a person does with files: chooses them, and loads them after a preview.
package files
