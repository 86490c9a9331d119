"""Every form of a JWS by the program `signet`: `jws sign`, and one `jws verify --batch` for a whole test."""
import json
import subprocess

from forms import COMPACT
from peer import encode


class OurForms:
    """Signs by one run for each JWS, and verifies by one process that answers a line with a line."""

    def __init__(self, program, signet):
        self._signet = signet
        self._verifier = subprocess.Popen([program, "jws", "verify", "--batch"], stdin=subprocess.PIPE,
                                          stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._verifier.stdin.close()
        assert self._verifier.wait(timeout=60) == 0, "signet jws verify --batch did not end well"

    def sign_form(self, form, jwks, payload):
        command = ["jws", "sign", "--format", form.serialization, "--payload", self._signet.file(payload)]
        for jwk in jwks:
            command += ["--key", self._signet.jwk_file(jwk)]
        command += ["--detached"] if form.detached else []
        command += ["--unencoded"] if form.unencoded else []
        command += ["--no-kid", "--unprotected", json.dumps({"kid": jwks[0]["kid"]})] if form.unprotected_kid else []
        return self._signet.out(*command).decode().strip()

    def ask_form(self, form, jwks, text, detached, policy="any"):
        """The answer: ok and payload, or code and subject."""
        # The JWS goes as it is: what is odd about it may be how it is written.
        token = json.dumps(text) if form.serialization == COMPACT else text
        members = {"key": {"keys": jwks}, "algs": sorted({key["alg"] for key in jwks}), "require": policy}
        if detached is not None:
            members["payload"] = encode(detached)
        rest = json.dumps(members)[1:]
        self._verifier.stdin.write(f'{{"id":1,"token":{token},{rest}\n'.encode())
        self._verifier.stdin.flush()
        line = self._verifier.stdout.readline()
        assert line, "signet jws verify --batch ended early"
        return json.loads(line)
