"""Rhonabwy: its program rnbyc for keys and compact tokens. It knows neither ES256K nor the names Ed25519 and Ed448."""
import json
import tempfile
from pathlib import Path

import rhonabwy_library
from forms import COMPACT, GENERAL
from peer import ANOTHER_TEXT, MAKES_NONE, REFUSES, OddJwe, Peer, Refused, at_full_length, decode, encode, is_short, \
    public_members, run_program, until

_GENERATE = {"HS256": "oct256", "HS384": "oct384", "HS512": "oct512", "ES256": "EC256", "ES384": "EC384",
             "ES512": "EC521", "EdDSA": "Ed25519"}
_CURVES = {"P-256": "EC256", "P-384": "EC384"}
_ED_SPELLED = ("X25519", "X448")  # curves whose private keys it writes with the public key of Ed25519 or Ed448
_VERIFIED = "Token signature verified\n"


def _key_set(jwk):
    return json.dumps({"keys": [jwk]})


def _has_whole_epk(token):
    header = token.partition(".")[0] if not token.startswith("{") else None
    if header:
        headers = [json.loads(decode(header))]
    else:
        whole = json.loads(token)
        headers = [one.get("header", {}) for one in whole.get("recipients", [whole])]
    return not any(is_short(one["epk"]) for one in headers if "epk" in one)


class Rnbyc(Peer):
    """Public halves and thumbprints come from its library, since the program has neither."""

    name = "rnbyc"
    described = "1.1.11"
    algorithms = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                  "ES512", "EdDSA")
    forms = ("flattened", "flattened, kid unprotected", "general, two signatures")
    refused_forms = ("flattened",)  # it asks for a "header"

    jwe_algorithms = ("dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW", "RSA-OAEP",
                      "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW",
                      "PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW")
    jwe_missing_curves = ("P-521",)
    pem_unread_curves = ("X25519",)  # it takes it for X448
    pem_unwritten_curves = ("X25519", "X448")
    agreement_tries = 4  # it drops zero octets from the front of what was agreed on, one time in 256

    def __init__(self):
        run_program(["rnbyc", "--version"])
        self._library = rhonabwy_library.Rhonabwy()

    def version(self):
        return self._library.version()

    def generate(self, alg, curve=None):
        """A key that needs no zero octets at the front of its members: those it drops, see odd_keys()."""
        return until(lambda key: not is_short(key), lambda: self._as_generated(alg))

    def generate_for_jwe(self, alg, curve=None):
        kind = _CURVES.get(curve, curve) or ("RSA2048" if alg.startswith("RSA") else "oct256")
        if kind in _ED_SPELLED:
            return self._as_meant(alg, kind)
        return until(lambda key: not is_short(key), lambda: self._as_generated(alg, kind))

    def _as_meant(self, alg, kind):
        """A private key on X25519 or X448 with what its public half has right, see odd_keys()."""
        private, public = self._pair(alg, kind)
        octets = len(decode(public["x"]))
        return private | {"x": public["x"], "d": encode(decode(private["d"])[:octets])}

    def _as_generated(self, alg, kind=None):
        return self._pair(alg, kind or _GENERATE.get(alg, "RSA2048"))[0]

    @staticmethod
    def _pair(alg, kind):
        """The private key and its public half, which is itself for a shared key."""
        made = json.loads(run_program(["rnbyc", "-j", "-g", kind, "-a", alg, "-k", f"rnbyc-{alg}", "-n", "0"]))["keys"]
        return made[0], made[-1]

    def public_jwk(self, jwk):
        return jwk if jwk["kty"] == "oct" else self._library.public_jwk(jwk)

    def sign(self, jwk, alg, claims):
        return run_program(["rnbyc", "-s", json.dumps(claims), "-K", _key_set(jwk), "-a", alg]).decode().strip()

    def verify(self, jwk, alg, token):
        return self.verify_by_set(_key_set(public_members(jwk)), alg, token)

    def make_set(self, jwks):
        publics = json.dumps({"keys": [self.public_jwk(jwk) for jwk in jwks]})
        return run_program(["rnbyc", "-j", "-i", "-n", "0"], publics.encode()).decode()

    def verify_by_set(self, text, alg, token):
        """Without a key that it accepts, rnbyc prints the claims all the same; the line before them counts."""
        out = run_program(["rnbyc", "-t", token, "-P", text, "-H"], may_fail=True).decode()
        if not out.startswith(_VERIFIED):
            raise Refused(out.splitlines()[0])
        header, end = json.JSONDecoder().raw_decode(out.removeprefix(_VERIFIED))
        if header["alg"] != alg:
            raise Refused(f"the header says {header['alg']}")
        return json.loads(out.removeprefix(_VERIFIED)[end:])

    def sign_form(self, form, jwks, payload):
        """The kid is always in the unprotected header."""
        mode = rhonabwy_library.GENERAL if form.serialization == GENERAL else rhonabwy_library.FLATTENED
        return self._library.sign(jwks, payload, mode)

    def verify_form(self, form, jwk, text, payload):
        return self._library.verify(public_members(jwk), text)

    def odd_jwe(self, form, alg, enc, what=None):
        """In JSON it writes dir without alg, and in a general JWE it wants an encrypted_key; from an agreement it
        derives 32 octets at most, so that with a longer key the tag of ours holds and the text is another."""
        row = f"{form}, {alg}"
        if alg == "dir" and form != COMPACT:
            return OddJwe(row, REFUSES if form == GENERAL else None, "`header_parameter`")
        if alg == "ECDH-ES" and form == GENERAL:
            return OddJwe(row, REFUSES, MAKES_NONE)
        if alg == "ECDH-ES" and enc in ("A192CBC-HS384", "A256CBC-HS512"):
            return OddJwe(f"{row}, {enc}", ANOTHER_TEXT, "`decryption_failed`")
        return None

    def encrypt_jwe(self, form, jwks, alg, enc, text, header=None, aad=None):
        """One in 128 times it drops a zero octet from the front of an epk's member."""
        publics, more = [public_members(jwk) for jwk in jwks], header or {}
        if form == COMPACT:
            more = {"kid": jwks[0]["kid"], **more}
            return until(_has_whole_epk, lambda: self._library.encrypt(publics[0], alg, enc, text, more))
        mode = rhonabwy_library.GENERAL if form == GENERAL else rhonabwy_library.FLATTENED
        return until(_has_whole_epk, lambda: self._library.encrypt_json(publics, enc, text, mode, more, aad))

    def decrypt_jwe(self, form, jwk, alg, token):
        return self._library.decrypt(jwk, token)

    def thumbprint(self, jwk):
        return self._library.thumbprint(jwk)

    def has_pem(self, alg):
        return not alg.startswith("HS")

    def writes_private_pem(self, alg):
        return alg[:2] in ("RS", "PS")  # for the others see odd_keys()

    def to_pem(self, jwk, private):
        keys = _key_set(jwk if private else public_members(jwk))
        return run_program(["rnbyc", "-j", "-i", "-F", "PEM"], keys.encode()).decode().strip() + "\n"

    def from_pem(self, pem, alg):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "key.pem"
            path.write_text(pem)
            read = json.loads(run_program(["rnbyc", "-j", "-f", path, "-a", alg, "-n", "0"]))["keys"][0]
            return at_full_length({name: value for name, value in read.items() if name != "kid"})

    def odd_keys(self):
        """Its numbers have no zero octets at the front, but one before a first bit that is set; it has no label for
        Ed25519, and takes d of X25519 and X448 for that of Ed25519 and Ed448 when it writes x."""
        yield ("EC key whose member lacks its first zero octet",
               until(is_short, lambda: self._as_generated("ES512")))
        high = until(lambda key: decode(key["d"])[0] >= 0x80, lambda: self.generate("ES256"))
        yield "EC key in PEM whose private number has an octet more than its curve", self.to_pem(high, private=True)
        yield "PEM of a private Ed25519 key", self.to_pem(self.generate("EdDSA"), private=True)
        alg = "ECDH-ES+A256KW"
        yield ("X25519 key whose `x` is that of Ed25519",
               until(lambda key: decode(key["x"])[-1] < 0x80, lambda: self._as_generated(alg, "X25519")))
        yield "X448 key whose `x` is that of Ed448", self._as_generated(alg, "X448")
