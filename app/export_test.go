package app

// MoveRemote is what SaveLesson moves the times of a remote lesson by.
var MoveRemote = moveRemote

// Daily is the keeper's work of a day.
var Daily = (*Keeper).daily

// SaveLists is what a run writes before it sends anything.
var SaveLists = save
