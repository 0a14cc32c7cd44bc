; Installer for Windows, by Inno Setup 6.
;
;   iscc /DVersion=0.1.0 packaging\windows\vop_desktop.iss
;
; Installs for the person alone, without asking for an administrator, unless they choose otherwise.
; Removing the program leaves libraries, packs and settings, which lie in %LOCALAPPDATA%\vop-desktop.

#ifndef Version
  #error Say which version: iscc /DVersion=X.Y.Z
#endif

[Setup]
AppId={{6B0B2A57-3C1E-4E0C-9C53-7D2F6A0E41B8}
AppName=VoP Desktop
AppVersion={#Version}
AppVerName=VoP Desktop {#Version}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\VoP Desktop
DefaultGroupName=VoP Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
OutputDir=..\..\build\release
OutputBaseFilename=vop-desktop-{#Version}-windows-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes
ChangesEnvironment=yes
UninstallDisplayIcon={app}\vop-desktop.exe

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "Make the command line program vop known to terminals"; Flags: unchecked

[InstallDelete]
; Parts of an older version that the new one does not have.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\build\dist\vop-desktop\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\VoP Desktop"; Filename: "{app}\vop-desktop.exe"
Name: "{autodesktop}\VoP Desktop"; Filename: "{app}\vop-desktop.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; \
  Tasks: path; Check: not IsAdminInstallMode and NotOnPath
Root: HKLM; Subkey: "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"; ValueType: expandsz; \
  ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: IsAdminInstallMode and NotOnPath

[Run]
Filename: "{app}\vop-desktop.exe"; Description: "{cm:LaunchProgram,VoP Desktop}"; Flags: nowait postinstall skipifsilent

[Code]
function PathRoot: Integer;
begin
  if IsAdminInstallMode then Result := HKEY_LOCAL_MACHINE else Result := HKEY_CURRENT_USER;
end;

function PathKey: String;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

function NotOnPath: Boolean;
var
  Found: String;
begin
  Result := not RegQueryStringValue(PathRoot, PathKey, 'Path', Found)
    or (Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Found) + ';') = 0);
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Found, Own: String;
  Place: Integer;
begin
  if (Step <> usUninstall) or not RegQueryStringValue(PathRoot, PathKey, 'Path', Found) then
    exit;
  Own := ';' + ExpandConstant('{app}');
  Place := Pos(Uppercase(Own), Uppercase(Found));
  if Place > 0 then begin
    Delete(Found, Place, Length(Own));
    RegWriteExpandStringValue(PathRoot, PathKey, 'Path', Found);
  end;
end;
