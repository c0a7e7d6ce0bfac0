// Package model is the college as data and the rules that hold in it: who belongs to which chat,
// who may do what, and what has to change in the messenger. It is pure: it imports the standard
// library only, knows no database, no network and no window, and takes the time as an argument.
//
// Section numbers in the comments (29.1.2, 29.2 …) are those of the manual that the program follows.
package model
