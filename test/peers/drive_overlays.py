"""Sets privacy masks, on-screen displays and source modes with python3-zeep and the official WSDL: one step a line of standard input."""
import sys

folder, origin, user, password = sys.argv[1:5]
sys.path.insert(0, folder)
import zeep_offline  # noqa: E402
from zeep.wsse.username import UsernameToken  # noqa: E402

client = zeep_offline.client("ver20/media/wsdl/media.wsdl", wsse=UsernameToken(user, password, use_digest=True))
media = client.create_service("{http://www.onvif.org/ver20/media/wsdl}Media2Binding", origin + "/onvif/media2_service")
configuration = media.GetVideoSourceConfigurations()[0].token
source = media.GetVideoSourceConfigurations()[0].SourceToken
middle = {"Type": "Custom", "Pos": {"x": -0.4, "y": 0.2}}


def polygon(x, y):
    return {"Point": [{"x": -x, "y": y}, {"x": x, "y": y}, {"x": x, "y": -y}, {"x": -x, "y": -y}]}


def osd(token, **content):
    return {"token": token, "VideoSourceConfigurationToken": configuration, "Position": middle, **content}


def text(token, **words):
    return osd(token, Type="Text", TextString={"FontSize": 60, **words})


def image():
    path = media.GetOSDOptions(ConfigurationToken=configuration).ImageOption.ImagePath[0]
    return osd("", Type="Image", Image={"ImgPath": path})


def mask(x, y, token=None):
    color = {"X": 180, "Y": 128, "Z": 128}
    return {"token": token, "ConfigurationToken": configuration, "Polygon": polygon(x, y), "Type": "Color", "Color": color,
            "Enabled": True}


tokens = {}
for line in sys.stdin:
    step = line.strip()
    if step == "mask":
        tokens["mask"] = media.CreateMask(Mask=mask(0.82, 0.42))
    elif step == "move mask":
        media.SetMask(Mask=mask(0.1, 0.1, tokens["mask"]))
    elif step == "delete mask":
        media.DeleteMask(Token=tokens["mask"])
    elif step == "plain text":
        tokens["osd"] = media.CreateOSD(OSD=text("", Type="Plain", PlainText="Front door"))
    elif step == "date and time":
        media.SetOSD(OSD=text(tokens["osd"], Type="DateAndTime", DateFormat="yyyy-MM-dd", TimeFormat="HH:mm:ss"))
    elif step == "image path":
        print(media.GetOSDOptions(ConfigurationToken=configuration).ImageOption.ImagePath[0], flush=True)
        continue
    elif step == "image":
        tokens["osd"] = media.CreateOSD(OSD=image())
    elif step == "delete osd":
        media.DeleteOSD(OSDToken=tokens["osd"])
    elif step.startswith("mode "):
        reboots = media.SetVideoSourceMode(VideoSourceToken=source, VideoSourceModeToken=step[5:])
        modes = media.GetVideoSourceModes(VideoSourceToken=source)
        print(reboots, [mode.token for mode in modes if mode.Enabled], flush=True)
        continue
    print("done", flush=True)
