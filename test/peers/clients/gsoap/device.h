// What soapcpp2 of gSOAP makes the client from: the one operation of the device service that it calls.
//gsoap tds service name: Device
//gsoap tds schema namespace: http://www.onvif.org/ver10/device/wsdl
//gsoap tds schema form: qualified
//gsoap tt schema namespace: http://www.onvif.org/ver10/schema
//gsoap tt schema form: qualified
struct tt__NTPInformation { enum xsd__boolean { false_, true_ } FromDHCP 1:1; };
struct _tds__GetNTP { };
struct _tds__GetNTPResponse { struct tt__NTPInformation *tds__NTPInformation 1:1; };
//gsoap tds service method-style: GetNTP document
//gsoap tds service method-encoding: GetNTP literal
//gsoap tds service method-action: GetNTP http://www.onvif.org/ver10/device/wsdl/GetNTP
int __tds__GetNTP(struct _tds__GetNTP *tds__GetNTP, struct _tds__GetNTPResponse *tds__GetNTPResponse);
