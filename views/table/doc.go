// Package table holds what shows rows: the table, the list to choose many from, and the field to choose one. It knows
// nothing of a college. Screens give it columns and rows.
package table
