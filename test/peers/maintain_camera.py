"""Maintains a camera with python3-zeep and the official WSDLs: texts, backup, users, location; answers are parsed strictly."""
import sys

folder, origin, user, password = sys.argv[1:5]
sys.path.insert(0, folder)
import zeep_offline  # noqa: E402
from zeep.wsse.username import UsernameToken  # noqa: E402

client = zeep_offline.client("ver10/device/wsdl/devicemgmt.wsdl", wsse=UsernameToken(user, password, use_digest=True))
binding = "{http://www.onvif.org/ver10/device/wsdl}DeviceBinding"
device = client.create_service(binding, origin + "/onvif/device_service")

for kind in ("System", "Access"):
    print("GetSystemLog", kind, len(device.GetSystemLog(LogType=kind).String) > 0)
print("GetSystemSupportInformation", "== settings ==" in device.GetSystemSupportInformation().String)
uris = device.GetSystemUris()
print("GetSystemUris", uris.SystemBackupUri, [one.Type for one in uris.SystemLogUris.SystemLog])
print("StartSystemRestore", device.StartSystemRestore().UploadUri)
print("GetPasswordComplexityOptions", device.GetPasswordComplexityOptions().MinLenRange.Min)
device.SetPasswordComplexityConfiguration(MinLen=9, Number=1)
print("GetPasswordComplexityConfiguration", device.GetPasswordComplexityConfiguration().MinLen)
device.SetPasswordHistoryConfiguration(Enabled=True, Length=3)
print("GetPasswordHistoryConfiguration", device.GetPasswordHistoryConfiguration().Length)
device.SetAuthFailureWarningConfiguration(Enabled=True, MonitorPeriod=30, MaxAuthFailures=4)
print("GetAuthFailureWarningConfiguration", device.GetAuthFailureWarningConfiguration().MaxAuthFailures)
place = {"Entity": "Device", "GeoLocation": {"lon": 8.5, "lat": 47.25}, "GeoOrientation": {"yaw": 90}}
device.SetGeoLocation(Location=[place])
print("GetGeoLocation", device.GetGeoLocation()[0].GeoLocation.lat)
with client.settings(raw_response=True):
    backup = device.GetSystemBackup()
print("GetSystemBackup", backup.headers["Content-Type"].split(";")[0], b"vedette-backup" in backup.content)
