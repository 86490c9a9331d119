"""`signet serve` with a folder of its own, as the tests of other programs use it."""
import base64
import http.client
import json
import pathlib
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from world import Process, free_port

TIMEOUT = 60


class _AdminSocket(http.client.HTTPConnection):
    """The admin API at the socket of the data folder."""

    def __init__(self, path):
        super().__init__("localhost", timeout=TIMEOUT)
        self._path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _part(token, index):
    text = token.split(".")[index]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def header_of(token):
    return _part(token, 0)


def claims_of(token):
    """What a token says; nobody has verified it."""
    return _part(token, 1)


class TokenServer:
    """with TokenServer(program, folder) as server. With `tls` it has a certificate for localhost: server.authority."""

    def __init__(self, program, folder, tls=False):
        self.program, self.folder = str(pathlib.Path(program).resolve()), pathlib.Path(folder)
        self.data, self.port = self.folder / "data", free_port()
        self.authority = self.folder / "server.pem" if tls else None
        self.base = f"https://localhost:{self.port}" if tls else f"http://127.0.0.1:{self.port}"
        self._process = None

    def __enter__(self):
        words = [self.program, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}",
                 "--base-url", self.base, "--allow-loopback", "--log", "none"]
        if self.authority:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                            "-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=localhost", "-addext",
                            "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "30"], cwd=self.folder, check=True,
                           capture_output=True)
            words += ["--tls-certificate", str(self.authority), "--tls-key", str(self.folder / "server.key")]
        self._process = Process(self.folder, "serve", words)
        try:
            self._process.wait_for(lambda: "the token server serves at" in self._process.said(), "the server serves")
        except AssertionError:
            self._process.stop()
            raise
        return self

    def __exit__(self, *_):
        self._process.stop()

    def signet(self, *words, data=""):
        """Standard output of another command; it must succeed."""
        done = subprocess.run([self.program, *map(str, words)], cwd=self.folder, input=data, capture_output=True,
                              text=True, timeout=TIMEOUT, check=False)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    def make(self, what, tenant, name, *flags):
        """`signet WHAT create` or `issuer trust`; what it answers."""
        verb = [what, "trust" if what == "issuer" else "create"]
        which = {"tenant": [name], "client": ["--id", name], "api": ["--audience", name], "issuer": ["--issuer", name]}
        of = [] if what == "tenant" else ["--tenant", tenant]
        answer = json.loads(self.signet(*verb, *which[what], *of, *flags, "--data", self.data, "--json"))
        return {**answer.pop(what, {}), **answer}

    def admin(self, path, body):
        """POST to the admin API."""
        connection = _AdminSocket(self.data / "admin.sock")
        connection.request("POST", "/admin/v1" + path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        assert answer.status < 300, (path, answer.status, text)
        return json.loads(text) if text else None

    def issuer(self, tenant):
        return f"{self.base}/{tenant}"

    def key_set(self, tenant):
        return f"{self.issuer(tenant)}/.well-known/jwks.json"

    def token(self, tenant, client, **form):
        """An access token by the plainest of clients; only over plain HTTP."""
        body = urllib.parse.urlencode({"grant_type": "client_credentials", **form}).encode()
        basic = base64.b64encode(f"{client['id']}:{client['client_secret']}".encode()).decode()
        request = urllib.request.Request(f"{self.issuer(tenant)}/oauth2/token", body, {"Authorization": f"Basic {basic}"})
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return json.loads(answer.read())["access_token"]

    def key_file(self, name, alg="ES256"):
        """A new private key; its JWK, and the file of its public half."""
        self.signet("key", "generate", "--alg", alg, "--out", f"{name}.jwk")
        (self.folder / f"{name}.pub.jwk").write_text(self.signet("key", "public", f"{name}.jwk"), encoding="utf-8")
        return json.loads((self.folder / f"{name}.jwk").read_text(encoding="utf-8")), self.folder / f"{name}.pub.jwk"


def status_of(url, token=None):
    """The status of a GET, with a bearer token where there is one."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def changed(token):
    """The same token with one bit of its signature changed."""
    head, _, signature = token.rpartition(".")
    octets = bytearray(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
    octets[5] ^= 1
    return f"{head}.{base64.urlsafe_b64encode(octets).decode().rstrip('=')}"
