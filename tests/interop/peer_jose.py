"""latchset jose: a program that knows JWK only, and neither EdDSA nor PEM."""
import json
import tempfile
from pathlib import Path

from forms import COMPACT, FORMS, protected_header
from peer import Peer, run_program


class Jose(Peer):
    name = "jose"
    described = "11"
    algorithms = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                  "ES512")
    forms = tuple(form.name for form in FORMS if not form.unencoded)

    def __init__(self):
        run_program(["jose", "alg"])

    def version(self):
        return run_program(["dpkg-query", "-W", "-f", "${Version}", "jose"]).decode().partition("-")[0]

    def generate(self, alg, curve=None):
        return json.loads(run_program(["jose", "jwk", "gen", "-i", json.dumps({"alg": alg, "kid": alg}), "-o", "-"]))

    def public_jwk(self, jwk):
        if jwk["kty"] == "oct":
            return jwk
        return json.loads(self._with_key(jwk, lambda key: run_program(["jose", "jwk", "pub", "-i", key, "-o", "-"])))

    def sign(self, jwk, alg, claims):
        template = json.dumps({"protected": {"alg": alg, "typ": "JWT"}})
        return self._with_key(jwk, lambda key: run_program(
            ["jose", "jws", "sig", "-I", "-", "-s", template, "-k", key, "-c", "-o", "-"],
            json.dumps(claims).encode())).decode().strip()

    def verify(self, jwk, alg, token):
        payload = self._with_key(jwk, lambda key: run_program(
            ["jose", "jws", "ver", "-i", "-", "-k", key, "-O", "-"], token.encode(), may_fail=True))
        return json.loads(payload)

    def make_set(self, jwks):
        return run_program(["jose", "jwk", "pub", "-s", "-i", "-", "-o", "-"], json.dumps({"keys": jwks}).encode()
                           ).decode()

    def verify_by_set(self, text, alg, token):
        return self.verify(json.loads(text), alg, token)

    def sign_form(self, form, jwks, payload):
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in ("payload", *map(str, range(len(jwks))))]
            files[0].write_bytes(payload)
            command = ["jose", "jws", "sig", "-I", files[0], "-o", "-"]
            for jwk, path in zip(jwks, files[1:]):
                path.write_text(json.dumps(jwk))
                template = {"protected": protected_header(form, jwk)}
                if form.unprotected_kid:
                    template["header"] = {"kid": jwk["kid"]}
                command += ["-s", json.dumps(template), "-k", path]
            command += ["-c"] if form.serialization == COMPACT else []
            command += ["-O", "/dev/null"] if form.detached else []
            return run_program(command).decode().strip()

    def verify_form(self, form, jwk, text, payload):
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / name for name in ("key", "payload")]
            paths[0].write_text(json.dumps(jwk))
            command = ["jose", "jws", "ver", "-i", "-", "-k", paths[0], "-O", "-"]
            if payload is not None:
                paths[1].write_bytes(payload)
                command += ["-I", paths[1]]
            return run_program(command, text.encode(), may_fail=True)

    def thumbprint(self, jwk):
        return self._with_key(jwk, lambda key: run_program(["jose", "jwk", "thp", "-i", key, "-a", "S256"])
                              ).decode().strip()

    @staticmethod
    def _with_key(jwk, use):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "key.jwk"
            path.write_text(json.dumps(jwk))
            return use(str(path))
