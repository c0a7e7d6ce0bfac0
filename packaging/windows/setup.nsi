; The installer of «Звонок» for Windows x64: for the person who starts it, without an administrator's rights, or for everybody.
;   /S           asks nothing          /ALLUSERS    for everybody: wants an administrator's rights
;   /D=FOLDER    another folder        uninstall.exe /S /DELETEDATA removes the college of this person too
; build.sh gives NAME, VERSION, ID, FILES (the folder with what is installed), SIGN and OUT, and QUICK for less compression.

Target amd64-unicode
!ifdef QUICK
	SetCompressor zlib
!else
	SetCompressor /SOLID lzma
	SetCompressorDictSize 64
!endif
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include Sections.nsh
!include WinVer.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define SCHEME "Software\Classes\zvonok"
!define APPID "Software\Classes\AppUserModelId\${ID}"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Zvonok"
!define NEEDS_RIGHTS 740 ; ERROR_ELEVATION_REQUIRED
!define STILL_RUNS 2

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
ManifestDPIAware true
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1049 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1049 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1049 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1049 "FileDescription" "Установка программы «${NAME}»"
VIAddVersionKey /LANG=1049 "LegalCopyright" "MIT"
!uninstfinalize '"${SIGN}" "%1"'

Var Everyone ; 1: for everybody on this computer
Var Asked    ; the last window that was asked to close

Page custom AskWho TakeWho
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Открыть «${NAME}»"
!define MUI_FINISHPAGE_RUN_FUNCTION Start
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Russian"

; ---- for whom

!macro Context
	SetRegView 64
	${If} $Everyone == 1
		SetShellVarContext all
	${Else}
		SetShellVarContext current
	${EndIf}
!macroend

Function .onInit
	${IfNot} ${AtLeastWin10}
		MessageBox MB_OK|MB_ICONSTOP "«${NAME}» работает в Windows 10 и новее." /SD IDOK
		Abort
	${EndIf}
	${GetParameters} $0
	ClearErrors
	${GetOptions} $0 "/ALLUSERS" $1
	${If} ${Errors}
		StrCpy $Everyone 0
	${Else}
		StrCpy $Everyone 1
		UserInfo::GetAccountType
		Pop $1
		${If} $1 != "Admin"
			MessageBox MB_OK|MB_ICONSTOP "Чтобы установить «${NAME}» для всех, нужны права администратора." /SD IDOK
			SetErrorLevel ${NEEDS_RIGHTS}
			Quit
		${EndIf}
	${EndIf}
	!insertmacro Context
	${If} $INSTDIR == "" ; no /D
		Call Place
	${EndIf}
FunctionEnd

Function Place
	${If} $Everyone == 1
		StrCpy $INSTDIR "$PROGRAMFILES64\Zvonok"
	${Else}
		StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Zvonok"
	${EndIf}
FunctionEnd

Var ForAll

Function AskWho
	${If} $Everyone == 1
		Abort ; it was said on the command line
	${EndIf}
	!insertmacro MUI_HEADER_TEXT "Для кого установить" "Данные колледжа у каждого пользователя компьютера свои."
	nsDialogs::Create 1018
	Pop $0
	${NSD_CreateRadioButton} 0 10u 100% 12u "Только для меня: прав администратора не нужно"
	Pop $0
	${NSD_Check} $0
	${NSD_CreateRadioButton} 0 28u 100% 12u "Для всех, кто работает за этим компьютером: Windows спросит разрешение администратора"
	Pop $ForAll
	nsDialogs::Show
FunctionEnd

Function TakeWho
	${NSD_GetState} $ForAll $0
	${If} $0 == ${BST_CHECKED}
		ClearErrors
		ExecShell "runas" "$EXEPATH" "/ALLUSERS"
		${If} ${Errors}
			MessageBox MB_OK|MB_ICONEXCLAMATION "Windows не дала прав администратора. Установите «${NAME}» только для себя или попросите администратора."
			Abort
		${EndIf}
		Quit
	${EndIf}
FunctionEnd

; ---- a running program

; AskToClose asks the windows of the program to close: each may ask about what is not saved.
!macro AskToClose un
Function ${un}AskToClose
	StrCpy $0 0
	${Do}
		FindWindow $0 "GLFW30" "" 0 $0
		${If} $0 == 0
			${Break}
		${EndIf}
		System::Call 'user32::GetWindowText(p r0, t .r1, i ${NSIS_MAX_STRLEN})'
		StrLen $2 "${NAME}"
		StrCpy $1 $1 "" -$2
		${If} $1 == "${NAME}"
		${AndIf} $0 != $Asked
			StrCpy $Asked $0
			System::Call 'user32::PostMessage(p r0, i 0x10, p 0, p 0)' ; WM_CLOSE
		${EndIf}
	${Loop}
FunctionEnd

; Free waits until no program of the folder runs, and asks the person where it does not end.
Function ${un}Free
	Again:
	StrCpy $Asked 0
	${For} $4 1 40
		Call ${un}AskToClose
		StrCpy $5 1
		Push "zvonok.exe"
		Call ${un}Writable
		Push "zvonok.com"
		Call ${un}Writable
		${If} $5 == 1
			Return
		${EndIf}
		Sleep 500
	${Next}
	MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "«${NAME}» ещё работает. Закройте его окна на этом компьютере, остановите команды zvonok и повторите." /SD IDCANCEL IDRETRY Again
	SetErrorLevel ${STILL_RUNS}
	Abort "«${NAME}» ещё работает: ничего не изменено."
FunctionEnd

; Writable makes $5 zero where the file is there and cannot be replaced.
Function ${un}Writable
	Pop $2
	${If} ${FileExists} "$INSTDIR\$2"
		ClearErrors
		FileOpen $3 "$INSTDIR\$2" a
		${If} ${Errors}
			StrCpy $5 0
		${Else}
			FileClose $3
		${EndIf}
	${EndIf}
FunctionEnd
!macroend
!insertmacro AskToClose ""
!insertmacro AskToClose "un."

; ---- what is installed

Section
	!insertmacro Context
	Call Free
	SetOutPath "$INSTDIR"
	File "${FILES}\zvonok.exe"
	File "${FILES}\zvonok.com"
	File "${FILES}\LICENSE.txt"
	File "${FILES}\icon.png"
	RMDir /r "$INSTDIR\guide"
	File /r "${FILES}\guide"
	WriteUninstaller "$INSTDIR\uninstall.exe"

	CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\zvonok.exe"
	Call NameShortcut
	WriteRegStr SHCTX "${APPID}" "DisplayName" "${NAME}"
	WriteRegStr SHCTX "${APPID}" "IconUri" "$INSTDIR\icon.png"
	WriteRegStr SHCTX "${SCHEME}" "" "URL:${NAME}"
	WriteRegStr SHCTX "${SCHEME}" "URL Protocol" ""
	WriteRegStr SHCTX "${SCHEME}\shell\open\command" "" '"$INSTDIR\zvonok.exe" "%1"'

	WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${NAME}"
	WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
	WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\zvonok.exe"
	WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
	WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
	WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

; NameShortcut writes the application's ID into the shortcut: Windows shows notifications by it, and keeps the windows together.
Function NameShortcut
	!insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
	${If} $0 P<> 0
		${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
		${If} $1 P<> 0
			${IPersistFile::Load} $1 '("$SMPROGRAMS\${NAME}.lnk",${STGM_READWRITE})'
			${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
			${If} $2 P<> 0
				System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
				System::Call '*(&w128 "${ID}")p.r5'
				System::Call '*${SYSSTRUCT_PROPVARIANT}(31,,p r5)p.r4' ; VT_LPWSTR
				${IPropertyStore::SetValue} $2 '($3,$4)'
				${IPropertyStore::Commit} $2 ""
				System::Free $3
				System::Free $4
				System::Free $5
				${IUnknown::Release} $2 ""
			${EndIf}
			${IPersistFile::Save} $1 '("$SMPROGRAMS\${NAME}.lnk",1)'
			${IUnknown::Release} $1 ""
		${EndIf}
		${IUnknown::Release} $0 ""
	${EndIf}
FunctionEnd

; Start opens the program as the person who sits there, not as the administrator who installed it.
Function Start
	Exec '"$WINDIR\explorer.exe" "$INSTDIR\zvonok.exe"'
FunctionEnd

; ---- what is removed

Section "un.Программа «${NAME}»"
	SectionIn RO
	Call un.Free
	Delete "$INSTDIR\zvonok.exe"
	Delete "$INSTDIR\zvonok.com"
	Delete "$INSTDIR\LICENSE.txt"
	Delete "$INSTDIR\icon.png"
	RMDir /r "$INSTDIR\guide"
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\${NAME}.lnk"
	DeleteRegKey SHCTX "${APPID}"
	DeleteRegKey SHCTX "${SCHEME}"
	DeleteRegKey SHCTX "${UNINSTALL}"
SectionEnd

Section /o "un.Мои данные: колледж, его копии и настройки" DATA
	SetShellVarContext current
	RMDir /r "$LOCALAPPDATA\zvonok"
	RMDir /r "$APPDATA\fyne\${ID}"
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
	!insertmacro MUI_DESCRIPTION_TEXT ${DATA} "Отметьте, если колледж на этом компьютере больше не нужен: вернуть его будет неоткуда."
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
	SetRegView 64
	StrCpy $Everyone 0
	ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
	${If} $0 == $INSTDIR
		StrCpy $Everyone 1
		UserInfo::GetAccountType
		Pop $1
		${If} $1 != "Admin"
			${If} ${Silent}
				SetErrorLevel ${NEEDS_RIGHTS}
			${Else}
				ExecShell "runas" "$INSTDIR\uninstall.exe"
			${EndIf}
			Quit
		${EndIf}
	${EndIf}
	!insertmacro Context
	${GetParameters} $0
	ClearErrors
	${GetOptions} $0 "/DELETEDATA" $1
	${IfNot} ${Errors}
		!insertmacro SelectSection ${DATA}
	${EndIf}
FunctionEnd
