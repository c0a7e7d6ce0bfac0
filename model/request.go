package model

import "errors"

// Request is a call from another computer that is to happen once, however often it comes.
type Request struct {
	ID     string // random; whoever asks makes it
	Method string // of the contracts, with the contract's name
	Digest string // of the parameters
}

var (
	// ErrDone says that the same request was carried out before, and what it was answered is not known: an earlier version kept that apart.
	ErrDone = errors.New("это действие уже выполнено, но ответ сервера потерялся: обновите экран (F5) и проверьте")
	// ErrOtherRequest says that a request has the number of another one.
	ErrOtherRequest = errors.New("под этим номером сервер уже выполнил другое действие: повторите своё")
	// ErrAgain is the cause of errors by which the database broke off what was done: whether it was kept is not known, and what happens
	// once may be asked for again by its number.
	ErrAgain = errors.New("связь с базой данных прервалась на полпути: проверьте, сохранено ли сделанное, и повторите")
	// ErrTakenOver says that an agent sent nothing, because another one does its work now.
	ErrTakenOver = errors.New("чаты колледжа ведёт уже другая программа «Звонка», поэтому здесь больше ничего не отправлено")
	// ErrNoRoom says that nothing was done because the college's database can grow no more.
	ErrNoRoom = errors.New("на компьютере, где находится колледж, кончилось место на диске, и ничего не сохранено: скажите администратору, а когда место появится, повторите")
)
