"""The sidecar in front of nothing, asked as nginx would."""
from peer import Refused
from token_server import status_of
from world import Process, free_port


class Sidecar:
    """with Sidecar(server, audience, issuers) as sidecar: issuers are {NAME: issuer identifier}; keys by discovery."""

    def __init__(self, server, audience, issuers):
        self._server, self._port, self._process = server, free_port(), None
        text = f'listen = ["127.0.0.1:{self._port}"]\n[fetch]\nallow_loopback = true\n'
        for name, issuer in issuers.items():
            text += f'[issuers.{name}]\nissuer = "{issuer}"\n'
        text += f'[policies.api]\naudiences = ["{audience}"]\nalgorithms = ["ES256"]\nprofile = "at+jwt"\n'
        (server.folder / "sidecar.toml").write_text(text, encoding="utf-8")

    def __enter__(self):
        words = [self._server.program, "sidecar", "--config", "sidecar.toml"]
        self._process = Process(self._server.folder, "sidecar", words)
        try:
            self._process.wait_for(lambda: "sidecar serves at" in self._process.said(), "the sidecar serves")
        except AssertionError:
            self._process.stop()
            raise
        return self

    def __exit__(self, *_):
        self._process.stop()

    def verify(self, token, **_):
        """The policy asks for issuer and audience itself."""
        status = status_of(f"http://127.0.0.1:{self._port}/verify/nginx?policy=api", token)
        if status != 200:
            raise Refused(f"status {status}")
