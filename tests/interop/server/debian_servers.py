"""HAProxy and Apache of Debian in front of nothing: who may pass is answered 200."""
import os
import pathlib
import shutil

from peer import PeerMissing
from world import Process, free_port, is_listening
from world_of_tokens import AUDIENCE, SCOPE

MODULES = pathlib.Path("/usr/lib/apache2/modules")
PATH = os.environ["PATH"] + ":/usr/sbin"

# jwt_verify tells about the signature alone; the rest is for the configuration to ask.
_HAPROXY = """
global
  log stderr format raw daemon
defaults
  mode http
  timeout client 20s
  timeout server 20s
  timeout connect 20s
frontend api
  bind 127.0.0.1:{port}
  http-request set-var(txn.token) http_auth_bearer
  http-request set-var(txn.alg) var(txn.token),jwt_header_query('$.alg')
  http-request set-var(txn.exp) var(txn.token),jwt_payload_query('$.exp','int')
  http-request set-var(txn.now) date()
  http-request deny deny_status 401 unless {{ var(txn.alg) -m str ES256 }}
  http-request deny deny_status 401 unless {{ var(txn.token),jwt_verify(txn.alg,"{key}") -m int 1 }}
  http-request deny deny_status 401 unless {{ var(txn.token),jwt_payload_query('$.iss') -m str {issuer} }}
  http-request deny deny_status 401 unless {{ var(txn.token),jwt_payload_query('$.aud') -m str {audience} }}
  http-request deny deny_status 401 if {{ var(txn.exp),sub(txn.now) -m int lt 0 }}
  http-request return status 200 content-type text/plain string passed
"""

_APACHE = """
ServerName api.example
ServerRoot {folder}
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
Mutex file:{folder}
ErrorLog /dev/stderr
DocumentRoot {folder}/pages
"""

_HOST = """
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
  {outside}
  <Location />
    AuthType {type}
    {inside}
    <RequireAll>
      Require {require} iss:{issuer}
      Require {require} aud:{audience}
      Require {require} scope:{scope}
    </RequireAll>
  </Location>
</VirtualHost>
"""

_LOADED = "mpm_event authn_core authz_core authz_user auth_openidc oauth2"


class Haproxy:
    """with Haproxy(folder, issuer, key): the key is the PEM of a public key."""

    def __init__(self, folder, issuer, key, audience=AUDIENCE):
        self.folder, self.port, self._process = folder, free_port(), None
        (folder / "haproxy.cfg").write_text(
            _HAPROXY.format(port=self.port, key=key, issuer=issuer, audience=audience), encoding="utf-8")

    def __enter__(self):
        self._process = started(self.folder, "haproxy", ["haproxy", "-db", "-f", "haproxy.cfg"], self.port)
        return self

    def __exit__(self, *_):
        self._process.stop()


class Apache:
    """with Apache(folder, issuer, hosts) as apache: apache.ports[NAME]; a host is (AuthType, Require, outside, inside)."""

    def __init__(self, folder, issuer, hosts):
        for name in ("auth_openidc", "oauth2"):
            if not (MODULES / f"mod_{name}.so").exists():
                raise PeerMissing(f"mod_{name} is not installed")
        self.folder, self.ports, self._process = folder, {name: free_port() for name in hosts}, None
        (folder / "pages").mkdir(exist_ok=True)
        (folder / "pages" / "orders").write_text("passed\n", encoding="utf-8")
        text = _APACHE.format(folder=folder)
        for name in _LOADED.split():
            if (MODULES / f"mod_{name}.so").exists():
                text += f"LoadModule {name}_module {MODULES}/mod_{name}.so\n"
        if os.geteuid() == 0:  # it never serves as root, and who it serves as has to read its files
            text += "User nobody\nGroup nogroup\n"
            folder.chmod(0o755)
        for name, (kind, require, outside, inside) in hosts.items():
            text += _HOST.format(port=self.ports[name], type=kind, require=require, outside=outside, inside=inside,
                                 issuer=issuer, audience=AUDIENCE, scope=SCOPE)
        (folder / "apache.conf").write_text(text, encoding="utf-8")

    def __enter__(self):
        words = ["apache2", "-D", "FOREGROUND", "-f", str(self.folder / "apache.conf")]
        self._process = started(self.folder, "apache", words, next(iter(self.ports.values())))
        return self

    def __exit__(self, *_):
        self._process.stop()


def started(folder, name, words, port):
    if shutil.which(words[0], path=PATH) is None:
        raise PeerMissing(f"the program {words[0]} is not installed")
    process = Process(folder, name, words, env={"PATH": PATH, "HOME": str(folder)})
    try:
        process.wait_for(lambda: is_listening(port), f"{name} listens")
    except AssertionError:
        process.stop()
        raise
    return process
