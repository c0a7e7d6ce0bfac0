package vkid

import (
	"context"
	"errors"
	"fmt"

	"zvonok/app"
	"zvonok/vkclient"
)

// told is an error in words for the person who reads it, with its meaning for the program and its cause.
type told struct {
	text  string
	kind  error // nil or one of app's errors
	cause error // for errors.Is; its English text is for the log alone
}

// Error is the text.
func (t *told) Error() string { return t.text }

// Unwrap gives the kind and the cause.
func (t *told) Unwrap() []error {
	if t.kind == nil {
		return []error{t.cause}
	}
	return []error{t.kind, t.cause}
}

func portTaken(port int, cause error) error {
	text := "не удалось принять ответ VK ID на этом компьютере: разрешите «Звонку» слушать адрес 127.0.0.1 и повторите"
	if port != 0 {
		text = fmt.Sprintf("порт %d на этом компьютере занят другой программой: закройте её (возможно, второй «Звонок»). "+
			"Другой порт указывает администратор ПОО в «Настройках системы»", port)
	}
	return &told{text: text, cause: cause}
}

// explain puts an error of the client into words; nil and the end of a context stay what they are.
func explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	say := func(kind error, text string) error { return &told{text: text, kind: kind, cause: err} }
	switch {
	case errors.Is(err, vkclient.ErrForeignAnswer):
		return say(app.ErrNotThisAnswer, "это не тот адрес: скопируйте его из браузера после входа, он начинается с http://127.0.0.1")
	case errors.Is(err, vkclient.ErrWrongState):
		return say(app.ErrNotThisAnswer, "этот адрес от другой попытки входа: нажмите «Открыть ещё раз» и войдите заново")
	case errors.Is(err, vkclient.ErrNoCode):
		return say(app.ErrNotThisAnswer, "адрес скопирован не полностью: скопируйте его целиком и вставьте ещё раз")
	case errors.Is(err, vkclient.ErrOpenedTwice):
		return say(nil, "адрес входа открыли дважды: возможно, это сделал другой пользователь этого компьютера. Начните привязку заново")
	case errors.Is(err, vkclient.ErrSignInAgain):
		return say(app.ErrSignInAgain, app.ErrSignInAgain.Error())
	}
	if refused, ok := errors.AsType[*vkclient.VKIDError](err); ok {
		switch refused.Code {
		case "access_denied":
			return say(nil, "вы отказали «Звонку» в доступе: профиль не привязан. Чтобы привязать его, начните ещё раз и разрешите доступ")
		case "invalid_scope":
			return say(nil, "VK не разрешил приложению колледжа доступ к сообщениям: администратору ПОО нужно снять флажок "+
				"«VK разрешил приложению доступ к сообщениям» в «Настройках системы», после этого начните привязку ещё раз")
		}
	}
	switch vkclient.Class(err) {
	case vkclient.UnknownOutcome:
		return say(nil, "VK ID не подтвердил вход: проверьте подключение к интернету и начните ещё раз")
	case vkclient.TooFast, vkclient.Flood:
		return say(nil, "VK ограничил число запросов: подождите несколько минут и повторите")
	case vkclient.Unwell:
		return say(nil, "VK ID не отвечает: проверьте подключение к интернету и повторите через несколько минут")
	case vkclient.BadParameter:
		return say(nil, "VK ID не узнал программу: администратору ПОО нужно проверить номер приложения VK ID и адрес возврата в «Настройках системы»")
	case vkclient.NoRight:
		return say(nil, "VK не разрешает это от имени пользователя: откройте пригласительную ссылку в браузере")
	case vkclient.Expired:
		return say(app.ErrSignInAgain, app.ErrSignInAgain.Error())
	}
	return say(nil, "VK ID ответил непонятно: повторите позже")
}
