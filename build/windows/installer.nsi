; One installer for both processors, for the person who runs it only: it asks
; for no administrator. Made by "go run ./build package", which passes VERSION
; and OUT (the folder with the programs).
Unicode true
!include "MUI2.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Keyue"

Name "Keyue"
OutFile "${OUT}/keyue-${VERSION}-windows-setup.exe"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Keyue"
InstallDirRegKey HKCU "Software\Keyue" "InstallDir"
SetCompressor /SOLID lzma
ManifestDPIAware true

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Keyue"
VIAddVersionKey "CompanyName" "Keyue"
VIAddVersionKey "FileDescription" "Keyue Setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "icon.ico"
!define MUI_UNICON "icon.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\keyue.exe"
!define MUI_LANGDLL_REGISTRY_ROOT "HKCU"
!define MUI_LANGDLL_REGISTRY_KEY "Software\Keyue"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL

LangString AppName ${LANG_SIMPCHINESE} "客约"
LangString AppName ${LANG_ENGLISH} "Keyue"
LangString Running ${LANG_SIMPCHINESE} "客约正在运行。请先关闭它，再点「重试」。"
LangString Running ${LANG_ENGLISH} "Keyue is running. Close it, then choose Retry."
LangString Kept ${LANG_SIMPCHINESE} "您的客户和合同资料没有删除，还在：$\r$\n$LOCALAPPDATA\Keyue"
LangString Kept ${LANG_ENGLISH} "Your customers and contracts were not deleted. They are still in:$\r$\n$LOCALAPPDATA\Keyue"

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section
  SetOutPath "$INSTDIR"
  retry:
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\keyue.exe"
    Delete "$INSTDIR\keyue.exe"
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY retry
      Abort
    ${EndIf}
  ${EndIf}
  ${If} ${IsNativeARM64}
    File "/oname=keyue.exe" "${OUT}/keyue-windows-arm64.exe"
  ${Else}
    File "/oname=keyue.exe" "${OUT}/keyue-windows-amd64.exe"
  ${EndIf}
  File "/oname=LICENSE.txt" "..\..\LICENSE"
  CreateShortCut "$SMPROGRAMS\$(AppName).lnk" "$INSTDIR\keyue.exe"
  CreateShortCut "$DESKTOP\$(AppName).lnk" "$INSTDIR\keyue.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\Keyue" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "DisplayName" "$(AppName)"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\keyue.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "Keyue"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

; What the application wrote (workspaces, backups) lies elsewhere and stays.
Section "Uninstall"
  Delete "$INSTDIR\keyue.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\客约.lnk"
  Delete "$SMPROGRAMS\Keyue.lnk"
  Delete "$DESKTOP\客约.lnk"
  Delete "$DESKTOP\Keyue.lnk"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\Keyue"
  MessageBox MB_OK|MB_ICONINFORMATION "$(Kept)" /SD IDOK
SectionEnd
