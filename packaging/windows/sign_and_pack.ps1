# Sign both programs where there is a certificate, and pack the folder.
# Without one the archive is made unsigned, and its name says so.
$ErrorActionPreference = "Stop"
$folder = "dist\scaling-terminal"
$version = (Get-Item "$folder\scaling-terminal.exe").VersionInfo.ProductVersion
$name = "scaling-terminal-$version-windows-x86_64"
if ($env:CERTIFICATE) {
    $file = Join-Path $env:RUNNER_TEMP "certificate.pfx"
    [IO.File]::WriteAllBytes($file, [Convert]::FromBase64String($env:CERTIFICATE))
    try {
        $tool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" |
            Sort-Object FullName | Select-Object -Last 1
        foreach ($program in "scaling-terminal.exe", "scaling-terminal-window.exe") {
            & $tool.FullName sign /f $file /p $env:CERTIFICATE_PASSWORD /fd SHA256 `
                /tr http://timestamp.digicert.com /td SHA256 "$folder\$program"
            if ($LASTEXITCODE) { throw "signing $program failed" }
            & $tool.FullName verify /pa "$folder\$program"
            if ($LASTEXITCODE) { throw "the signature of $program does not verify" }
        }
    } finally { Remove-Item $file }
} else { $name += "-unsigned" }
Compress-Archive -Path $folder -DestinationPath "dist\$name.zip"
