package tour

// entrySteps show the first start of a college and the way in. They come last: from then on the window belongs to the
// empty college.
var entrySteps = []step{
	{"found a college", false, (*guide).foundCollege},
	{"sign in and lock", false, (*guide).signIn},
}

// What the tour's own college begins with. FounderPassword opens nothing else.
const (
	founder         = "Орлова Анна Петровна"
	founderLogin    = "orlova.ap"
	FounderPassword = "синяя-ворона-7"
)

func (g *guide) foundCollege() error {
	g.stage.Do(g.FirstStart)
	return all(g.awaits("Добро пожаловать"), g.shoots("welcome"),
		g.clicks("Завести колледж на этом компьютере"), g.awaits("Новый колледж"),
		g.clicksUnder("Название колледжа"), g.writes("Колледж искусств"),
		g.clicksUnder("Администратор ПОО (ФИО)"), g.writes(founder),
		g.clicksUnder("Пароль"), g.writes(FounderPassword),
		g.clicksUnder("Пароль ещё раз"), g.writes(FounderPassword), g.shoots("found"),
		g.clicks("Завести колледж"), g.awaits("Загрузка списков"), g.shoots("first-import"),
		g.clicks("Пропустить"), g.awaits("Колледж заведён"))
}

func (g *guide) signIn() error {
	return all(g.clicks("Орлова"), g.clicks("Заблокировать"), g.awaits("Окно заблокировано"), g.shoots("lock"),
		g.writes(FounderPassword), g.clicks("Разблокировать"), g.loses("Окно заблокировано"),
		g.clicks("Орлова"), g.clicks("Выйти"), g.awaits("Вход в «Звонок»"), g.shoots("sign-in"),
		g.clicksUnder("Логин"), g.writes(founderLogin), g.clicksUnder("Пароль"), g.writes("не-та-ворона"),
		g.clicks("Войти"), g.awaits("Неверный логин или пароль"),
		g.clicksUnder("Пароль"), g.writes(FounderPassword), g.clicks("Войти"), g.awaits("Орлова"))
}
