<?php
// Sets a camera with PHP's SoapClient over HTTP digest: options, one value, presets, focus, a refusal.
require __DIR__ . '/soap_client.php';
$imaging = 'http://www.onvif.org/ver20/imaging/wsdl';
$client = client($imaging);

function call(string $name, string $inside = '') {
  global $client, $imaging;
  return ask($client, $imaging, $name, "<p:VideoSourceToken>VideoSource1</p:VideoSourceToken>$inside");
}

function set(string $settings) {
  call('SetImagingSettings', "<p:ImagingSettings>$settings</p:ImagingSettings>");
}

$range = call('GetOptions')->Contrast;
echo "contrast $range->Min to $range->Max\n";
set('<t:Contrast>64</t:Contrast>');
set('<t:Focus><t:AutoFocusMode>MANUAL</t:AutoFocusMode></t:Focus>');
$settings = call('GetImagingSettings');
echo 'set ', $settings->Contrast, ' ', $settings->Focus->AutoFocusMode, ' ', $settings->Brightness, "\n";
call('Move', '<p:Focus><t:Absolute><t:Position>0.6</t:Position></t:Absolute></p:Focus>');
for ($count = 0; $count < 200 && call('GetStatus')->FocusStatus20->MoveStatus !== 'IDLE'; $count += 1) usleep(25000);
echo 'focus ', call('GetStatus')->FocusStatus20->Position, "\n";
call('SetCurrentPreset', '<p:PresetToken>LowLight</p:PresetToken>');
echo 'preset ', call('GetCurrentPreset')->Name, "\n";
try {
  set('<t:Contrast>101</t:Contrast>');
} catch (SoapFault $fault) {
  echo 'fault ', $fault->faultcode, ', contrast ', call('GetImagingSettings')->Contrast, "\n";
}
