package model

import "errors"

// Request is a call from another computer that is to happen once, however often it comes.
type Request struct {
	ID     string // random; the desk that asks makes it
	Method string // of the contracts, with the contract's name
	Digest string // of the parameters
}

var (
	// ErrDone says that the same request was carried out before and that its answer is not known: an earlier version did
	// not keep it with the request.
	ErrDone = errors.New("это действие уже выполнено, но ответ сервера потерялся: обновите экран (F5) и проверьте")
	// ErrOtherRequest says that a request has the number of another one.
	ErrOtherRequest = errors.New("под этим номером сервер уже выполнил другое действие: повторите своё")
	// ErrAgain is the cause of errors with which the database broke off a transaction: nobody knows whether it was kept. A request
	// that has a number may be made again.
	ErrAgain = errors.New("связь с базой данных прервалась на полпути: проверьте, сохранено ли сделанное, и повторите")
	// ErrAway says that the college's database does not answer. With ErrAgain too nobody knows what was kept; else nothing was done.
	ErrAway = errors.New("база данных колледжа не отвечает: скажите администратору ПОО, а когда она ответит, повторите")
	// ErrTakenOver says that an agent sent nothing, because another one does its work now.
	ErrTakenOver = errors.New("чаты колледжа ведёт уже другая программа «Звонка», поэтому здесь больше ничего не отправлено")
	// ErrNoRoom says that nothing was done because the college's database cannot grow.
	ErrNoRoom = errors.New("на компьютере, где находится колледж, кончилось место на диске, и ничего не сохранено: скажите администратору ПОО, а когда место появится, повторите")
)
