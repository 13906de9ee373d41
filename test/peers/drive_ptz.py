"""Drives a head with python3-zeep and the official WSDLs: strict parsing of every answer, Frigate's order of calls."""
import sys
import time
from datetime import timedelta

folder, origin, user, password = sys.argv[1:5]
sys.path.insert(0, folder)
import zeep_offline  # noqa: E402
from zeep.exceptions import Fault  # noqa: E402
from zeep.wsse.username import UsernameToken  # noqa: E402


def service(wsdl, binding, path):
    client = zeep_offline.client(wsdl, wsse=UsernameToken(user, password, use_digest=True))
    return client.create_service(binding, origin + path)


device = service("ver10/device/wsdl/devicemgmt.wsdl", "{http://www.onvif.org/ver10/device/wsdl}DeviceBinding", "/onvif/device_service")
media = service("ver10/media/wsdl/media.wsdl", "{http://www.onvif.org/ver10/media/wsdl}MediaBinding", "/onvif/media_service")
address = device.GetCapabilities(Category="PTZ").PTZ.XAddr
ptz = service("ver20/ptz/wsdl/ptz.wsdl", "{http://www.onvif.org/ver20/ptz/wsdl}PTZBinding", address[len(origin):])
print("address", address[len(origin):])


def rest(token, limit=10):
    """Frigate polls without pause until pan, tilt and zoom are IDLE."""
    began, polls = time.monotonic(), 0
    while True:
        status = ptz.GetStatus(ProfileToken=token)
        polls += 1
        if status.MoveStatus.PanTilt == "IDLE" and status.MoveStatus.Zoom in (None, "IDLE"):
            return status, polls
        if time.monotonic() - began > limit:
            raise SystemExit("MOVING for over %d s" % limit)


# Set-up of Frigate's autotracking.
profile = next(p for p in media.GetProfiles() if p.VideoEncoderConfiguration and p.PTZConfiguration)
token = profile.token
configuration = profile.PTZConfiguration
assert configuration.DefaultContinuousPanTiltVelocitySpace and configuration.DefaultContinuousZoomVelocitySpace
options = ptz.GetConfigurationOptions(ConfigurationToken=configuration.token)
spaces = options.Spaces
fov = next(s for s in spaces.RelativePanTiltTranslationSpace if "TranslationSpaceFov" in s.URI)
assert configuration.DefaultRelativePanTiltTranslationSpace == fov.URI
assert (fov.XRange.Min, fov.XRange.Max, fov.YRange.Min, fov.YRange.Max) == (-1, 1, -1, 1)
assert ptz.GetServiceCapabilities().MoveStatus is True
status = ptz.GetStatus(ProfileToken=token)
move = {"ProfileToken": token, "Translation": status.Position, "Speed": {"PanTilt": {"x": 1, "y": 1}}}
move["Translation"].PanTilt.space = fov.URI
move["Translation"].Zoom = None
ptz.GetPresets(ProfileToken=token)
before = rest(token)[0].Position.PanTilt
for x, y in ((0.5, 0.2), (-0.5, -0.2)):
    move["Translation"].PanTilt.x, move["Translation"].PanTilt.y = x, y
    ptz.RelativeMove(**move)
    first = ptz.GetStatus(ProfileToken=token).MoveStatus.PanTilt
    status, polls = rest(token)
    print("translated", first, polls > 1)
after = status.Position.PanTilt
print("back", abs(after.x - before.x) < 0.01 and abs(after.y - before.y) < 0.01)
ptz.AbsoluteMove(ProfileToken=token, Position={"Zoom": {"x": 1}})
print("zoomed", rest(token)[0].Position.Zoom.x)
ptz.AbsoluteMove(ProfileToken=token, Position={"Zoom": {"x": 0}})
print("zoomed", rest(token)[0].Position.Zoom.x)

# Joystick, presets, home, tour.
ptz.ContinuousMove(ProfileToken=token, Velocity={"PanTilt": {"x": 0.5, "y": 0}})
time.sleep(0.3)
ptz.Stop(ProfileToken=token, PanTilt=True, Zoom=True)
print("stopped", rest(token)[0].Position.PanTilt.x > before.x)
preset = ptz.SetPreset(ProfileToken=token, PresetName="Tür")
ptz.GotoHomePosition(ProfileToken=token)
rest(token)
ptz.GotoPreset(ProfileToken=token, PresetToken=preset, Speed={"PanTilt": {"x": 1, "y": 1}, "Zoom": {"x": 1}})
rest(token)
print("presets", [(p.token == preset, p.Name, p.PTZPosition is not None) for p in ptz.GetPresets(ProfileToken=token)])
tour = ptz.CreatePresetTour(ProfileToken=token)
spots = [{"PresetDetail": {"PresetToken": preset}, "StayTime": timedelta(seconds=1)}, {"PresetDetail": {"Home": True}, "StayTime": timedelta(seconds=1)}]
ptz.ModifyPresetTour(ProfileToken=token, PresetTour={"token": tour, "Name": "round", "Status": {"State": "Idle"}, "AutoStart": False,
                     "StartingCondition": {"RecurringTime": 1}, "TourSpot": spots})
ptz.OperatePresetTour(ProfileToken=token, PresetTourToken=tour, Operation="Start")
print("tour", ptz.GetPresetTour(ProfileToken=token, PresetTourToken=tour).Status.State)
time.sleep(1)
ptz.OperatePresetTour(ProfileToken=token, PresetTourToken=tour, Operation="Stop")
ptz.GetPresetTourOptions(ProfileToken=token)
print("tour", [t.Status.State for t in ptz.GetPresetTours(ProfileToken=token)])
ptz.RemovePresetTour(ProfileToken=token, PresetTourToken=tour)
ptz.RemovePreset(ProfileToken=token, PresetToken=preset)
rest(token)

# Everything else that the service tells, and a configuration that goes back as it was read.
print("nodes", [n.token for n in ptz.GetNodes()], ptz.GetNode(NodeToken=configuration.NodeToken).HomeSupported)
read = ptz.GetConfiguration(PTZConfigurationToken=configuration.token)
ptz.SetConfiguration(PTZConfiguration=read, ForcePersistence=True)
print("compatible", [c.token for c in ptz.GetCompatibleConfigurations(ProfileToken=token)])
for name, words in (("AbsoluteMove", {"Position": {"PanTilt": {"x": 2, "y": 0}}}), ("GotoPreset", {"PresetToken": "99"})):
    try:
        getattr(ptz, name)(ProfileToken=token, **words)
    except Fault as fault:
        print("fault", name, fault.subcodes[-1].localname)
