"""Reads a camera with python3-zeep and the official WSDLs: strict parsing of every answer."""
import sys
from datetime import timedelta

folder, origin, user, password = sys.argv[1:5]
sys.path.insert(0, folder)
import zeep_offline  # noqa: E402
from zeep.wsse.username import UsernameToken  # noqa: E402


def service(wsdl, binding, path):
    client = zeep_offline.client(wsdl, wsse=UsernameToken(user, password, use_digest=True))
    return client.create_service(binding, origin + path)


device = service("ver10/device/wsdl/devicemgmt.wsdl", "{http://www.onvif.org/ver10/device/wsdl}DeviceBinding", "/onvif/device_service")
media = service("ver10/media/wsdl/media.wsdl", "{http://www.onvif.org/ver10/media/wsdl}MediaBinding", "/onvif/media_service")
media2 = service("ver20/media/wsdl/media.wsdl", "{http://www.onvif.org/ver20/media/wsdl}Media2Binding", "/onvif/media2_service")
events = service("ver10/events/wsdl/event.wsdl", "{http://www.onvif.org/ver10/events/wsdl}EventBinding", "/onvif/event_service")

print("GetDeviceInformation", device.GetDeviceInformation().SerialNumber)
print("GetServices", len(device.GetServices(IncludeCapability=False)))
print("GetCapabilities", device.GetCapabilities(Category="All").Media.XAddr)
print("GetSystemDateAndTime", device.GetSystemDateAndTime().UTCDateTime.Date.Year)
print("GetNetworkInterfaces", len(device.GetNetworkInterfaces()))
print("GetScopes", len(device.GetScopes()))
print("GetUsers", [u.Username for u in device.GetUsers()])
profiles = media.GetProfiles()
print("GetProfiles", [p.token for p in profiles])
print("GetVideoSources", [(s.token, s.Resolution.Width) for s in media.GetVideoSources()])
setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
print("GetStreamUri", media.GetStreamUri(StreamSetup=setup, ProfileToken=profiles[0].token).Uri)
print("GetSnapshotUri", media.GetSnapshotUri(ProfileToken=profiles[0].token).Uri)
print("GetVideoEncoderConfigurationOptions", bool(media.GetVideoEncoderConfigurationOptions().H264))
print("media2 GetProfiles", [p.token for p in media2.GetProfiles(Type=["All"])])
print("media2 options", len(media2.GetVideoEncoderConfigurationOptions()))
print("GetEventProperties", bool(events.GetEventProperties()))
subscription = events.CreatePullPointSubscription(InitialTerminationTime="PT60S")
print("CreatePullPointSubscription", subscription.SubscriptionReference.Address._value_1)
address = subscription.SubscriptionReference.Address._value_1
pull = zeep_offline.client("ver10/events/wsdl/event.wsdl", wsse=UsernameToken(user, password, use_digest=True)).create_service(
    "{http://www.onvif.org/ver10/events/wsdl}PullPointSubscriptionBinding", address)
messages = pull.PullMessages(Timeout=timedelta(seconds=2), MessageLimit=10)
print("PullMessages", len(messages.NotificationMessage))
