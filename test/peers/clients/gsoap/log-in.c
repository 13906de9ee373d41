/* Logs in at a device service with gSOAP's plugin for HTTP digest, as its manual shows. Usage: gsoap-login SERVICE USER PASSWORD */
#include <stdio.h>

#include "soapH.h"
#include "Device.nsmap"
#include "plugin/httpda.h"

int main(int count, char *words[])
{
  struct soap *soap = soap_new1(SOAP_XML_IGNORENS);
  struct http_da_info info;
  struct _tds__GetNTP request;
  struct _tds__GetNTPResponse response;
  if (count != 4)
    return 2;
  soap_register_plugin(soap, http_da);
  soap->connect_timeout = soap->send_timeout = soap->recv_timeout = 10;
  if (soap_call___tds__GetNTP(soap, words[1], NULL, &request, &response) == 401) {
    http_da_save(soap, &info, soap->authrealm, words[2], words[3]);
    soap_call___tds__GetNTP(soap, words[1], NULL, &request, &response);
    http_da_release(soap, &info);
  }
  int error = soap->error;
  if (error)
    soap_print_fault(soap, stderr);
  soap_destroy(soap);
  soap_end(soap);
  soap_free(soap);
  return error != 0;
}
