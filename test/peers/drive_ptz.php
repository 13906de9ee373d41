<?php
// Drives a head with PHP's SoapClient over HTTP digest: move, status, stop, presets.
[, $url, $user, $word] = $argv;
$ptz = 'http://www.onvif.org/ver20/ptz/wsdl';
$client = new SoapClient(null, ['location' => $url, 'uri' => $ptz, 'soap_version' => SOAP_1_2, 'style' => SOAP_DOCUMENT,
  'use' => SOAP_LITERAL, 'login' => $user, 'password' => $word, 'authentication' => SOAP_AUTHENTICATION_DIGEST]);

function call(string $name, string $inside = '') {
  global $client, $ptz;
  $body = "<p:$name xmlns:p=\"$ptz\" xmlns:t=\"http://www.onvif.org/ver10/schema\"><p:ProfileToken>Profile1</p:ProfileToken>$inside</p:$name>";
  return $client->__soapCall($name, [new SoapVar($body, XSD_ANYXML)]);
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
