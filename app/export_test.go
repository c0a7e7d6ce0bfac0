package app

// MoveRemote is what SaveLesson moves the times of a remote lesson by.
var MoveRemote = moveRemote
