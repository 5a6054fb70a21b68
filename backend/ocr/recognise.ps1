# Reads the picture whose path is in KEYUE_PICTURE with Windows.Media.Ocr and writes
# each line it finds as: left, top, right, bottom, text, parted by tabs. ASCII only:
# Windows PowerShell reads a script without a mark in the system's code page.
#
# Ends with 3 when no language of this Windows has its optical recognition.
#
# Sources: learn.microsoft.com, Windows.Media.Ocr.OcrEngine (AvailableRecognizerLanguages,
# TryCreateFromLanguage, TryCreateFromUserProfileLanguages, MaxImageDimension,
# RecognizeAsync), Windows.Graphics.Imaging.BitmapDecoder.GetSoftwareBitmapAsync,
# System.WindowsRuntimeSystemExtensions.AsTask.
$ErrorActionPreference = 'Stop'
# UTF-8 whatever the code page of the console, and whether or not there is one.
$out = New-Object System.IO.StreamWriter -ArgumentList ([Console]::OpenStandardOutput()), (New-Object System.Text.UTF8Encoding $false)

Add-Type -AssemblyName System.Runtime.WindowsRuntime
# Naming a type with its namespace and ContentType=WindowsRuntime loads it.
[void][Windows.Storage.StorageFile, Windows.Storage, ContentType = WindowsRuntime]
[void][Windows.Storage.FileAccessMode, Windows.Storage, ContentType = WindowsRuntime]
[void][Windows.Storage.Streams.IRandomAccessStream, Windows.Storage.Streams, ContentType = WindowsRuntime]
[void][Windows.Globalization.Language, Windows.Globalization, ContentType = WindowsRuntime]
[void][Windows.Graphics.Imaging.BitmapDecoder, Windows.Graphics.Imaging, ContentType = WindowsRuntime]
[void][Windows.Graphics.Imaging.SoftwareBitmap, Windows.Graphics.Imaging, ContentType = WindowsRuntime]
[void][Windows.Graphics.Imaging.BitmapTransform, Windows.Graphics.Imaging, ContentType = WindowsRuntime]
[void][Windows.Graphics.Imaging.BitmapPixelFormat, Windows.Graphics.Imaging, ContentType = WindowsRuntime]
[void][Windows.Graphics.Imaging.BitmapAlphaMode, Windows.Graphics.Imaging, ContentType = WindowsRuntime]
[void][Windows.Graphics.Imaging.ExifOrientationMode, Windows.Graphics.Imaging, ContentType = WindowsRuntime]
[void][Windows.Graphics.Imaging.ColorManagementMode, Windows.Graphics.Imaging, ContentType = WindowsRuntime]
[void][Windows.Media.Ocr.OcrEngine, Windows.Media.Ocr, ContentType = WindowsRuntime]
[void][Windows.Media.Ocr.OcrResult, Windows.Media.Ocr, ContentType = WindowsRuntime]

# AsTask(IAsyncOperation<T>) is generic, so it is found by reflection.
$asTask = [System.WindowsRuntimeSystemExtensions].GetMethods() | Where-Object {
    $_.Name -eq 'AsTask' -and $_.IsGenericMethod -and $_.GetParameters().Count -eq 1 -and
    $_.GetParameters()[0].ParameterType.Name -eq 'IAsyncOperation`1'
} | Select-Object -First 1
function Wait-Operation($operation, [Type]$result) {
    $task = $asTask.MakeGenericMethod($result).Invoke($null, @($operation))
    [void]$task.Wait(-1)
    $task.Result
}

# Chinese first; the language of the person where there is none, or no Chinese in the picture.
$engines = @()
$chinese = [Windows.Media.Ocr.OcrEngine]::AvailableRecognizerLanguages |
    Where-Object { $_.LanguageTag -like 'zh-Hans*' -or $_.LanguageTag -eq 'zh-CN' } | Select-Object -First 1
if ($chinese) { $engines += [Windows.Media.Ocr.OcrEngine]::TryCreateFromLanguage($chinese) }
$engines += [Windows.Media.Ocr.OcrEngine]::TryCreateFromUserProfileLanguages()
$engines = @($engines | Where-Object { $_ -ne $null })
if ($engines.Count -eq 0) { exit 3 }

$file = Wait-Operation ([Windows.Storage.StorageFile]::GetFileFromPathAsync($env:KEYUE_PICTURE)) ([Windows.Storage.StorageFile])
$stream = Wait-Operation ($file.OpenAsync([Windows.Storage.FileAccessMode]::Read)) ([Windows.Storage.Streams.IRandomAccessStream])
$decoder = Wait-Operation ([Windows.Graphics.Imaging.BitmapDecoder]::CreateAsync($stream)) ([Windows.Graphics.Imaging.BitmapDecoder])

# No side may be longer than MaxImageDimension; a photograph is turned as its EXIF says.
$transform = New-Object Windows.Graphics.Imaging.BitmapTransform
$most = [double][Windows.Media.Ocr.OcrEngine]::MaxImageDimension
$scale = [Math]::Min(1.0, $most / [Math]::Max($decoder.PixelWidth, $decoder.PixelHeight))
$transform.ScaledWidth = [uint32][Math]::Max(1, [Math]::Floor($decoder.PixelWidth * $scale))
$transform.ScaledHeight = [uint32][Math]::Max(1, [Math]::Floor($decoder.PixelHeight * $scale))
$bitmap = Wait-Operation ($decoder.GetSoftwareBitmapAsync(
        [Windows.Graphics.Imaging.BitmapPixelFormat]::Bgra8,
        [Windows.Graphics.Imaging.BitmapAlphaMode]::Premultiplied,
        $transform,
        [Windows.Graphics.Imaging.ExifOrientationMode]::RespectExifOrientation,
        [Windows.Graphics.Imaging.ColorManagementMode]::DoNotColorManage)) ([Windows.Graphics.Imaging.SoftwareBitmap])

$invariant = [Globalization.CultureInfo]::InvariantCulture
foreach ($engine in $engines) {
    $found = Wait-Operation ($engine.RecognizeAsync($bitmap)) ([Windows.Media.Ocr.OcrResult])
    if ($found.Text -match '[\u4e00-\u9fff]') { break }
}
foreach ($line in $found.Lines) {
    $left = [double]::MaxValue; $top = [double]::MaxValue; $right = 0.0; $bottom = 0.0; $text = ''; $last = 0.0
    foreach ($word in $line.Words) {
        $box = $word.BoundingRect
        if ($text -ne '') {
            # A gap wider than the line is high parts columns.
            if ($box.X - $last -gt 1.5 * $box.Height) { $text += "`t" } else { $text += ' ' }
        }
        $text += $word.Text
        $last = $box.X + $box.Width
        $left = [Math]::Min($left, $box.X); $top = [Math]::Min($top, $box.Y)
        $right = [Math]::Max($right, $last); $bottom = [Math]::Max($bottom, $box.Y + $box.Height)
    }
    if ($text -ne '') {
        $out.WriteLine([string]::Format($invariant, "{0}`t{1}`t{2}`t{3}`t{4}", $left, $top, $right, $bottom, $text))
    }
}
$out.Flush()
