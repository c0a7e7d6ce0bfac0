// Package table holds what shows rows: the table, the list to choose many from, and the field to choose one.
package table
