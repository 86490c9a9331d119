"""latchset jose: a program that knows JWK only, and neither EdDSA nor PEM."""
import json
import tempfile
from pathlib import Path

from forms import COMPACT, FORMS, protected_header
from peer import REFUSES, OddJwe, Peer, encode, run_program, to_general_jwe


def _for_jwe(jwk):
    """It wants a key for dir to name no alg."""
    return {name: value for name, value in jwk.items() if (name, value) != ("alg", "dir")}


class Jose(Peer):
    name = "jose"
    described = "11"
    algorithms = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                  "ES512")
    forms = tuple(form.name for form in FORMS if not form.unencoded)

    # RSA-OAEP it does not list, and fails to wrap with.
    jwe_algorithms = ("dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW", "ECDH-ES",
                      "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW", "PBES2-HS256+A128KW", "PBES2-HS384+A192KW",
                      "PBES2-HS512+A256KW")
    jwe_missing_curves = ("X25519", "X448")
    most_iterations = 32768

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

    def generate_for_jwe(self, alg, curve=None):
        """Of the curves it makes a key that names no alg, see keys_of_other_use(); the alg comes afterwards."""
        kind = {"kty": "EC", "crv": curve} if curve else {"alg": alg}
        template = json.dumps({**kind, "kid": f"jose-{curve or alg}"})
        return {**json.loads(run_program(["jose", "jwk", "gen", "-i", template, "-o", "-"])), "alg": alg}

    def keys_of_other_use(self):
        """For an alg it makes keys on one curve alone, and for key agreement to wrap keys with."""
        for alg in ("ECDH-ES", "ECDH-ES+A256KW"):
            template = json.dumps({"alg": alg, "kid": alg})
            key = json.loads(run_program(["jose", "jwk", "gen", "-i", template, "-o", "-"]))
            yield f"{key['crv']}, made for {alg}", alg, key

    def encrypt_jwe(self, form, jwks, alg, enc, text, header=None, aad=None):
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder) / "plain"
            plain.write_bytes(text)
            template = {"protected": {"enc": enc, **(header or {})}}
            if aad:
                template["aad"] = encode(aad)
            if form != "general":
                template["protected"]["alg"] = alg
            command = ["jose", "jwe", "enc", "-i", json.dumps(template), "-I", plain, "-o", "-"]
            for number, jwk in enumerate(jwks):
                path = Path(folder) / f"{number}.jwk"
                path.write_text(json.dumps(_for_jwe(jwk)))
                own = {"kid": jwk["kid"]} | ({"alg": alg or jwk["alg"]} if form == "general" else {})
                command += ["-r", json.dumps({"header": own})] if form != COMPACT else []
                command += ["-k", path]
            command += ["-c"] if form == COMPACT else []
            made = run_program(command).decode().strip()
        return to_general_jwe(made) if form == "general" and len(jwks) == 1 else made

    def odd_jwe(self, form, alg, enc, what=None):
        """It writes "zip" and does not compress, computes "aad" with GCM in a way of its own, and writes an empty
        encrypted_key."""
        if what == "zip":
            return OddJwe(f"{form}, zip", we_decrypt="`malformed_token`")
        if what == "aad" and "GCM" in enc:
            return OddJwe(f"{form}, aad, GCM", REFUSES, "`decryption_failed`")
        return OddJwe(f"{form}, dir", we_decrypt="`malformed_token`") if form != COMPACT and alg == "dir" else None

    def decrypt_jwe(self, form, jwk, alg, token):
        return self._with_key(_for_jwe(jwk), lambda key: run_program(
            ["jose", "jwe", "dec", "-i", "-", "-k", key, "-O", "-"], token.encode(), may_fail=True))

    def thumbprint(self, jwk):
        return self._with_key(jwk, lambda key: run_program(["jose", "jwk", "thp", "-i", key, "-a", "S256"])
                              ).decode().strip()

    @staticmethod
    def _with_key(jwk, use):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "key.jwk"
            path.write_text(json.dumps(jwk))
            return use(str(path))
