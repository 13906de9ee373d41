<?php
// Drives a head with PHP's SoapClient over HTTP digest: move, status, stop, presets.
require __DIR__ . '/soap_client.php';
$ptz = 'http://www.onvif.org/ver20/ptz/wsdl';
$client = client($ptz);

function call(string $name, string $inside = '') {
  global $client, $ptz;
  return ask($client, $ptz, $name, "<p:ProfileToken>Profile1</p:ProfileToken>$inside");
}

function rest() {
  for ($count = 0; $count < 400; $count += 1) {
    $status = call('GetStatus');
    if ($status->MoveStatus->PanTilt === 'IDLE' && $status->MoveStatus->Zoom === 'IDLE') return $status;
    usleep(25000);
  }
  exit("the head does not come to rest\n");
}

call('AbsoluteMove', '<p:Position><t:PanTilt x="0.25" y="0"/><t:Zoom x="0.5"/></p:Position>');
echo 'moving ', call('GetStatus')->MoveStatus->PanTilt, "\n";
rest();
$token = call('SetPreset', '<p:PresetName>from PHP</p:PresetName>');
call('ContinuousMove', '<p:Velocity><t:PanTilt x="-1" y="0"/></p:Velocity><p:Timeout>PT10S</p:Timeout>');
usleep(200000);
call('Stop', '<p:PanTilt>true</p:PanTilt><p:Zoom>false</p:Zoom>');
rest();
call('GotoPreset', "<p:PresetToken>$token</p:PresetToken>");
rest();
echo 'preset ', call('GetPresets')->Name, "\n";
call('RemovePreset', "<p:PresetToken>$token</p:PresetToken>");
try {
  call('GotoPreset', "<p:PresetToken>$token</p:PresetToken>");
} catch (SoapFault $fault) {
  echo 'fault ', $fault->faultcode, "\n";
}
