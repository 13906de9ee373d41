"""Drives the imaging service with python3-zeep and the official WSDL: strict parsing of every answer."""
import sys
import time

folder, origin, user, password = sys.argv[1:5]
sys.path.insert(0, folder)
import zeep_offline  # noqa: E402
from zeep.exceptions import Fault  # noqa: E402
from zeep.wsse.username import UsernameToken  # noqa: E402

client = zeep_offline.client("ver20/imaging/wsdl/imaging.wsdl", wsse=UsernameToken(user, password, use_digest=True))
imaging = client.create_service("{http://www.onvif.org/ver20/imaging/wsdl}ImagingBinding", origin + "/onvif/imaging")
source = "VideoSource1"

print("GetServiceCapabilities", imaging.GetServiceCapabilities().Presets)
options = imaging.GetOptions(VideoSourceToken=source)
print("GetOptions", options.Brightness.Max, options.IrCutFilterModes, options.Focus.AutoFocusModes)
settings = imaging.GetImagingSettings(VideoSourceToken=source)
settings.Brightness = 57
settings.Exposure.Mode = "MANUAL"
settings.Exposure.ExposureTime = 8000
# The whole structure goes back as it was read, as many clients do.
imaging.SetImagingSettings(VideoSourceToken=source, ImagingSettings=settings, ForcePersistence=True)
settings = imaging.GetImagingSettings(VideoSourceToken=source)
print("SetImagingSettings", settings.Brightness, settings.Exposure.Mode, settings.Exposure.ExposureTime)
try:
    imaging.SetImagingSettings(VideoSourceToken=source, ImagingSettings={"Brightness": 1000})
except Fault as fault:
    print("Refused", [str(code.localname) for code in fault.subcodes])
print("GetPresets", [preset.token for preset in imaging.GetPresets(VideoSourceToken=source)])
imaging.SetCurrentPreset(VideoSourceToken=source, PresetToken="LowLight")
print("GetCurrentPreset", imaging.GetCurrentPreset(VideoSourceToken=source).token)
imaging.SetCurrentPreset(VideoSourceToken=source, PresetToken="Custom")
print("Custom", imaging.GetImagingSettings(VideoSourceToken=source).Brightness)
print("GetMoveOptions", imaging.GetMoveOptions(VideoSourceToken=source).Absolute.Position.Max)
imaging.Move(VideoSourceToken=source, Focus={"Absolute": {"Position": 0.7}})
while imaging.GetStatus(VideoSourceToken=source).FocusStatus20.MoveStatus != "IDLE":
    time.sleep(0.05)
print("Move", round(imaging.GetStatus(VideoSourceToken=source).FocusStatus20.Position, 3))
imaging.Stop(VideoSourceToken=source)
print("Stop")
