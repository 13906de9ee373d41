<?php
// PHP's SoapClient over HTTP digest, for the drive_*.php beside it: URL, user and password are the words of the command line.
[, $url, $user, $word] = $argv;

function client(string $namespace): SoapClient {
  global $url, $user, $word;
  return new SoapClient(null, ['location' => $url, 'uri' => $namespace, 'soap_version' => SOAP_1_2, 'style' => SOAP_DOCUMENT,
    'use' => SOAP_LITERAL, 'login' => $user, 'password' => $word, 'authentication' => SOAP_AUTHENTICATION_DIGEST]);
}

// Calls an operation whose parameters are XML: `p:` is the service, `t:` the common schema.
function ask(SoapClient $client, string $namespace, string $name, string $inside) {
  $body = "<p:$name xmlns:p=\"$namespace\" xmlns:t=\"http://www.onvif.org/ver10/schema\">$inside</p:$name>";
  return $client->__soapCall($name, [new SoapVar($body, XSD_ANYXML)]);
}
