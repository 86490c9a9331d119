"""Encryption by the program `signet`, and what there is to try with it."""
import json

from peer import decode, encode

ENCS = ("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM")
JWE_FORMS = ("compact", "flattened", "general")
SYMMETRIC = ("A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW")
CURVES = ("P-256", "P-384", "P-521", "X25519", "X448")
AGREEMENTS = ("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW")
RSA = ("RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512")
PASSPHRASES = ("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW")
FEW = 1000  # iterations: peers refuse more than some thousands, and tests need not wait
PASSPHRASE = b"correct horse battery staple"


def rows(peer):
    """(name of the row, alg, curve or None) of all that we and the peer have."""
    named = [(alg, alg, None) for alg in ("dir", *SYMMETRIC, *RSA, *PASSPHRASES)]
    named += [(f"{alg} {curve}", alg, curve) for alg in AGREEMENTS
              for curve in (CURVES if alg in ("ECDH-ES", "ECDH-ES+A256KW") else CURVES[:1])]
    return [row for row in named if row[1] in peer.jwe_algorithms and row[2] not in peer.jwe_missing_curves]


class OurJwe:
    """Keys for encryption, each made when it is first asked for, and JWEs by one run each."""

    def __init__(self, signet):
        self._signet = signet
        self._keys = {}

    def key(self, alg, curve=None, enc=None):
        """A private or shared JWK of ours; the RSA rows share one. `enc` is for dir."""
        name = ("RSA",) if alg in RSA else (alg, curve, enc if alg == "dir" else None)
        if name not in self._keys:
            self._keys[name] = self._generate(alg, curve, enc)
        return self._keys[name] | ({"alg": alg} if alg != "dir" else {})

    def _generate(self, alg, curve, enc):
        if alg in PASSPHRASES:
            return {"kty": "oct", "k": encode(PASSPHRASE), "kid": "passphrase"}
        path = self._signet.path(".jwk")
        more = ("--enc", enc) if alg == "dir" else ("--crv", curve) if curve else ()
        self._signet.out("key", "generate", "--alg", alg, *more, "--out", path)
        return json.loads(path.read_text())

    def encrypt(self, form, files, alg, enc, text, header=None, aad=None, count=None):
        """As Peer.encrypt_jwe, to keys in files; `count` are the iterations of PBES2."""
        command = ["jwe", "encrypt", "--enc", enc, "--format", form, "--payload", self._signet.file(text)]
        for path in files:
            command += ["--to", path]
        command += ["--alg", alg] if alg else []
        command += ["--p2c", count] if count else []
        for name, value in (header or {}).items():
            command += ["--zip"] if name == "zip" else [f"--{name}", decode(value).decode()]
        command += ["--aad", self._signet.file(aad)] if aad else []
        return self._signet.out(*command).decode().strip()
