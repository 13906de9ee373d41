"""Keys, certificates and TLS with python3-zeep and the official WSDL: strict parsing of every answer, a certification authority by openssl."""
import subprocess
import sys
import time
from datetime import timedelta

folder, origin, user, password, work, https = sys.argv[1:7]
sys.path.insert(0, folder)
import zeep_offline  # noqa: E402
from zeep.exceptions import Fault  # noqa: E402
from zeep.wsse.username import UsernameToken  # noqa: E402

TAS = "{http://www.onvif.org/ver10/advancedsecurity/wsdl}"
EVENTS = "{http://www.onvif.org/ver10/events/wsdl}"
ADDRESS = origin + "/onvif/advancedsecurity_service"


def openssl(command, given=None):
    return subprocess.run(["openssl"] + command.split(), cwd=work, input=given, check=True, capture_output=True).stdout


def file(name, content=None):
    path = work + "/" + name
    if content is None:
        with open(path, "rb") as opened:
            return opened.read()
    with open(path, "wb") as opened:
        opened.write(content)


def client(wsdl):
    return zeep_offline.client(wsdl, wsse=UsernameToken(user, password, use_digest=True))


security = client("ver10/advancedsecurity/wsdl/advancedsecurity.wsdl")
store = security.create_service(TAS + "KeystoreBinding", ADDRESS)
tls = security.create_service(TAS + "TLSServerBinding", ADDRESS)
service = security.create_service(TAS + "AdvancedSecurityServiceBinding", ADDRESS)
event = client("ver10/events/wsdl/event.wsdl")
events = event.create_service(EVENTS + "EventBinding", origin + "/onvif/event_service")

capabilities = service.GetServiceCapabilities()
print("limits", capabilities.KeystoreCapabilities.MaximumNumberOfKeys >= 4, capabilities.TLSServerCapabilities.TLSServerSupported)

subscription = events.CreatePullPointSubscription(InitialTerminationTime="PT60S")
pull = event.create_service(EVENTS + "PullPointSubscriptionBinding", subscription.SubscriptionReference.Address._value_1)
key = store.CreateRSAKeyPair(KeyLength=2048, Alias="web").KeyID
heard = []
for _ in range(40):
    for message in pull.PullMessages(Timeout=timedelta(seconds=1), MessageLimit=100).NotificationMessage:
        items = {i.get("Name"): i.get("Value") for i in message.Message._value_1.iter() if i.tag.endswith("SimpleItem")}
        if items.get("KeyID") == key:
            heard.append(items["NewStatus"])
    if "ok" in heard:
        break
print("heard", *heard)
print("status", store.GetKeyStatus(KeyID=key))

sha256 = {"algorithm": "1.2.840.113549.1.1.11"}
subject = {"CommonName": ["127.0.0.1"], "Organization": ["Zeep"]}
request = store.CreatePKCS10CSR(Subject=subject, KeyID=key, SignatureAlgorithm=sha256)
file("request.der", request)
openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=authority")
openssl("x509 -req -in request.der -inform DER -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out signed.pem")
openssl("x509 -in signed.pem -outform DER -out signed.der")
openssl("x509 -in ca.pem -outform DER -out ca.der")
uploaded = store.UploadCertificate(Certificate=file("signed.der"), Alias="web", PrivateKeyRequired=True)
authority = store.UploadCertificate(Certificate=file("ca.der"), Alias="authority").CertificateID
assert uploaded.KeyID == key
path = store.CreateCertificationPath(CertificateIDs={"CertificateID": [uploaded.CertificateID, authority]}, Alias="web")
assigned = tls.GetAssignedServerCertificates()
tls.ReplaceServerCertificateAssignment(OldCertificationPathID=assigned[0], NewCertificationPathID=path)
shown = openssl("s_client -connect 127.0.0.1:%s -CAfile ca.pem -verify_return_error" % https, b"").decode()
print("verified", "Verify return code: 0 (ok)" in shown, "O = Zeep" in shown or "O=Zeep" in shown)

openssl("req -x509 -newkey rsa:2048 -nodes -keyout u.key -out u.pem -subj /CN=uploaded")
openssl("pkcs12 -export -inkey u.key -in u.pem -out u.p12 -passout pass:secret")
passphrase = store.UploadPassphrase(Passphrase="secret", PassphraseAlias="p12")
file_in = file("u.p12")
stored = store.UploadCertificateWithPrivateKeyInPKCS12(
    CertWithPrivateKey=file_in, CertificationPathAlias="up", KeyAlias="up", IntegrityPassphraseID=passphrase, EncryptionPassphraseID=passphrase
)
keys = {one.KeyID: one for one in store.GetAllKeys()}
print("keys", keys[stored.KeyID].Alias, keys[stored.KeyID].hasPrivateKey, keys[key].Alias)
own = store.CreateSelfSignedCertificate(X509Version=3, Subject=subject, KeyID=key, SignatureAlgorithm=sha256)
print("certificates", len(store.GetAllCertificates()), store.GetCertificate(CertificateID=own).KeyID == key)
for call in (
    lambda: store.DeleteKey(KeyID=key),
    lambda: store.DeleteCertificationPath(CertificationPathID=path),
    lambda: tls.RemoveServerCertificateAssignment(CertificationPathID=path),
    lambda: store.UploadCertificateWithPrivateKeyInPKCS12(CertWithPrivateKey=file_in, Passphrase="wrong"),
):
    try:
        call()
    except Fault as fault:
        print("fault", fault.message)
store.DeleteCertificationPath(CertificationPathID=stored.CertificationPathID)
