package vkmessenger

import (
	"context"
	"errors"

	"zvonok/app"
	"zvonok/vkclient"
)

// codeNotAdmin is VK's error of a community that is not the chat's administrator.
const codeNotAdmin = 925

// Explain says in Russian what an error code of VK means to the one who reads it, and what to do.
func Explain(code int) string {
	return explain(vkclient.Class(&vkclient.APIError{Code: code}), code)
}

// fault turns an error of the client into one that a run acts on.
func fault(err error) *app.Fault {
	f := &app.Fault{Kind: app.FaultRefused, Cause: err}
	if api, ok := errors.AsType[*vkclient.APIError](err); ok {
		f.Code = api.Code
	}
	class := classOf(err)
	switch class {
	case vkclient.Expired, vkclient.TooFast, vkclient.Flood, vkclient.Unwell, vkclient.Captcha, vkclient.Confirmation, vkclient.Cancelled:
		f.Kind = app.FaultStop
	case vkclient.UnknownOutcome:
		f.Kind = app.FaultUnknown
	case vkclient.AlreadyGone, vkclient.AlreadyInvited:
		f.Kind = app.FaultDone
	case vkclient.NoAccess:
		f.Kind = app.FaultGone
	}
	f.Message = explain(class, f.Code)
	if vkclient.Untrusted(err) {
		f.Message = "подключение к VK не защищено, потому что отвечает не VK или его сертификат подменён: проверьте дату на компьютере, антивирус и прокси"
	}
	return f
}

// classOf is an error's class. A timeout counts as VK's failure; only people cancel.
func classOf(err error) vkclient.ErrorClass {
	class := vkclient.Class(err)
	if class == vkclient.Cancelled && errors.Is(err, context.DeadlineExceeded) {
		return vkclient.Unwell
	}
	return class
}

func explain(class vkclient.ErrorClass, code int) string {
	switch class {
	case vkclient.Expired:
		return "ключ сообщества VK устарел или отозван: администратору ПОО нужно создать новый в настройках сообщества и ввести его в «Настройках системы»"
	case vkclient.TooFast, vkclient.Flood:
		return "VK ограничил число запросов: подождите час и повторите, программа продолжит с того же места"
	case vkclient.Unwell:
		return "VK не отвечает: проверьте подключение к интернету и повторите через несколько минут"
	case vkclient.Captcha:
		return "VK просит подтвердить, что запросы отправляет человек: откройте VK в браузере, затем повторите"
	case vkclient.Confirmation:
		return "VK просит подтвердить действие: откройте VK в браузере, подтвердите и повторите"
	case vkclient.Cancelled:
		return "остановлено: сделанное сохранено, повторный запуск продолжит с того же места"
	case vkclient.UnknownOutcome:
		return "VK не подтвердил действие: при следующей синхронизации программа проверит, выполнено ли оно"
	case vkclient.NoRight:
		return "у ключа сообщества нет права на это действие: администратору ПОО нужно включить в настройках сообщества право «Сообщения»"
	case vkclient.LimitReached:
		return "достигнут предел VK по числу участников или чатов: разделите чат или удалите лишние"
	case vkclient.PersonClosed:
		return "закрытый профиль: отправьте пригласительную ссылку"
	case vkclient.NoAccess:
		return "чат недоступен сообществу: возможно, его удалили в VK. Удалите его здесь и создайте заново"
	case vkclient.LinkDenied:
		return "сообщество не может видеть или менять пригласительную ссылку: сделайте его администратором чата"
	case vkclient.NotChatAdmin:
		return "сообщество не администратор этого чата: назначьте его администратором в VK Мессенджере"
	case vkclient.AlreadyGone:
		return "участника уже нет в чате"
	case vkclient.AlreadyInvited:
		return "приглашение уже отправлено"
	case vkclient.NotFound:
		return "VK не знает такого человека: проверьте его VK ID"
	}
	if code == 0 {
		return "VK ответил непонятно: повторите позже"
	}
	return "VK отказал: повторите позже, а если отказ повторится, сообщите код ошибки администратору сервера"
}
