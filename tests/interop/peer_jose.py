"""latchset jose: a program that knows JWK only, and neither EdDSA nor PEM."""
import json
import tempfile
from pathlib import Path

from peer import Peer, run_program


class Jose(Peer):
    name = "jose"
    algorithms = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                  "ES512")

    def __init__(self):
        run_program(["jose", "alg"])

    def generate(self, alg):
        return json.loads(run_program(["jose", "jwk", "gen", "-i", json.dumps({"alg": alg}), "-o", "-"]))

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

    def thumbprint(self, jwk):
        return self._with_key(jwk, lambda key: run_program(["jose", "jwk", "thp", "-i", key, "-a", "S256"])
                              ).decode().strip()

    @staticmethod
    def _with_key(jwk, use):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "key.jwk"
            path.write_text(json.dumps(jwk))
            return use(str(path))
