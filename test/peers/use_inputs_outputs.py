"""Drives relays, digital inputs and a serial port with python3-zeep and the official WSDLs: strict parsing of every answer."""
import sys
import time
from datetime import timedelta

folder, origin, user, password, inputs = sys.argv[1:6]
sys.path.insert(0, folder)
import zeep_offline  # noqa: E402
from zeep.exceptions import Fault  # noqa: E402
from zeep.wsse.username import UsernameToken  # noqa: E402

EVENTS = "{http://www.onvif.org/ver10/events/wsdl}"


def service(wsdl, binding, address):
    client = zeep_offline.client(wsdl, wsse=UsernameToken(user, password, use_digest=True))
    return client.create_service(binding, address)


device = service("ver10/device/wsdl/devicemgmt.wsdl", "{http://www.onvif.org/ver10/device/wsdl}DeviceBinding", origin + "/onvif/device_service")
io = service("ver10/deviceio.wsdl", "{http://www.onvif.org/ver10/deviceIO/wsdl}DeviceIOBinding", origin + "/onvif/deviceio_service")
events = service("ver10/events/wsdl/event.wsdl", EVENTS + "EventBinding", origin + "/onvif/event_service")

capabilities = io.GetServiceCapabilities()
print("counts", capabilities.RelayOutputs, capabilities.DigitalInputs, capabilities.SerialPorts)
print("sources", io.GetVideoSources(), io.GetAudioSources(), io.GetAudioOutputs())

relays = io.GetRelayOutputs()
assert [r.token for r in relays] == [r.token for r in device.GetRelayOutputs()]
assert {o.token for o in io.GetRelayOutputOptions()} == {r.token for r in relays}
subscription = events.CreatePullPointSubscription(InitialTerminationTime="PT60S")
pull = service("ver10/events/wsdl/event.wsdl", EVENTS + "PullPointSubscriptionBinding", subscription.SubscriptionReference.Address._value_1)


def heard(token, value):
    """Waits for the event of a state; returns the operation of its property."""
    for _ in range(40):
        for message in pull.PullMessages(Timeout=timedelta(seconds=1), MessageLimit=100).NotificationMessage:
            content = message.Message._value_1
            if content.get("PropertyOperation") is None:
                continue
            items = {item.get("Name"): item.get("Value") for item in content.iter() if item.tag.endswith("SimpleItem")}
            if token in items.values() and items.get("LogicalState") == value:
                return content.get("PropertyOperation")
    raise SystemExit("no event of %s %s" % (token, value))


token = relays[0].token
io.SetRelayOutputSettings(RelayOutput={"token": token, "Properties": {"Mode": "Monostable", "DelayTime": timedelta(seconds=0.5), "IdleState": "open"}})
assert device.GetRelayOutputs()[0].Properties.DelayTime == timedelta(seconds=0.5)
io.SetRelayOutputState(RelayOutputToken=token, LogicalState="active")
print("relay", heard(token, "active"), heard(token, "inactive"))
device.SetRelayOutputSettings(RelayOutputToken=token, Properties={"Mode": "Bistable", "DelayTime": timedelta(seconds=1), "IdleState": "open"})

first = io.GetDigitalInputs()[0].token
with open(inputs, "w") as file:
    file.write(first)
print("input", heard(first, "true"))
io.SetDigitalInputConfigurations(DigitalInputs=[{"token": first, "IdleState": "closed"}])
print("idle state", heard(first, "false"), io.GetDigitalInputs()[0].IdleState, io.GetDigitalInputConfigurationOptions())
io.SetDigitalInputConfigurations(DigitalInputs=[{"token": first, "IdleState": "open"}])

port = io.GetSerialPorts()[0].token
settings = io.GetSerialPortConfiguration(SerialPortToken=port)
settings.BaudRate = max(io.GetSerialPortConfigurationOptions(SerialPortToken=port).BaudRateList.Items)
io.SetSerialPortConfiguration(SerialPortConfiguration=settings, ForcePersistance=True)
answer = io.SendReceiveSerialCommand(Token=port, SerialData={"String": "ping\n"}, Delimiter="\n", TimeOut=timedelta(seconds=20))
print("serial", repr(answer.String))

for refused in (
    lambda: io.SetRelayOutputState(RelayOutputToken="none", LogicalState="active"),
    lambda: io.SendReceiveSerialCommand(Token=port, SerialData={"Binary": b"x" * 65536}),
    lambda: io.GetVideoSourceConfiguration(VideoSourceToken="VideoSource1"),
):
    try:
        refused()
        raise SystemExit("a wrong request was answered")
    except Fault as fault:
        print("fault", fault.message)
