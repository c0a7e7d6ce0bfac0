package app

// MoveRemote is what SaveLesson moves the times of a remote lesson by.
var MoveRemote = moveRemote

// SaveLists is what a run writes before it sends anything.
var SaveLists = save
