"""Encrypted keys (RFC 7517 section 7) with a peer, by a passphrase and to a public key, in both directions."""
import itertools
import json

from document import Table
from our_jwe import ENCS, FEW, PASSPHRASE, PASSPHRASES
from peer import decode, first_try

IT_OPENS = "it opens ours"
WE_OPEN = "we open its"
KEYS = (("oct", "HS256", None), ("RSA", "RS256", None), ("P-256", "ES256", None), ("P-384", "ES384", None),
        ("P-521", "ES512", None), ("secp256k1", "ES256K", None), ("Ed25519", "EdDSA", "Ed25519"),
        ("Ed448", "EdDSA", "Ed448"), ("X25519", "ECDH-ES", "X25519"), ("X448", "ECDH-ES", "X448"))
ANOTHER_KEY = "another key"
JWK, JWK_SET = {"cty": "jwk+json"}, {"cty": "jwk-set+json"}


class EncryptedKeys:
    def __init__(self, peer, signet, ours):
        self.peer = peer
        self.signet = signet
        self.passphrase = ours.key(PASSPHRASES[-1])
        self.recipient = ours.key("ECDH-ES+A128KW", "P-256")
        self.file = signet.file(PASSPHRASE + b"\n")
        self.table = Table("encrypted key", [IT_OPENS, WE_OPEN])

    def run(self):
        keys = []
        for (row, alg, curve), its_alg, enc in zip(KEYS, itertools.cycle(PASSPHRASES), itertools.cycle(ENCS)):
            keys.append(self.signet.generate(alg, curve))
            self.table.add(row, IT_OPENS, self.its_side(keys[-1]))
            self.table.add(row, WE_OPEN, self.our_side(keys[-1], its_alg, enc))
        self.table.add("P-256, to a public key", IT_OPENS, self.its_side_of_public(keys[2]))
        self.table.add("P-256, to a public key", WE_OPEN, self.our_side_of_public(keys[2]))
        self.table.add("JWK Set", WE_OPEN, self.our_side_of_set(keys))
        return self.table

    def its_side(self, key):
        return self.opens(key, self.passphrase | {"alg": PASSPHRASES[-1]}, "--new-passphrase-file", self.file, "--p2c",
                          FEW)

    def its_side_of_public(self, key):
        return self.opens(key, self.recipient, "--encrypt-to", self.signet.jwk_file(self.recipient))

    def opens(self, key, opener, *how):
        def check():
            token = self.convert(self.signet.jwk_file(key), "encrypted-jwk", *how)
            if json.loads(decode(token.partition(".")[0])).get("cty") != "jwk+json":
                return "our cty is not jwk+json"
            opened = self.peer.decrypt_jwe("compact", opener, opener["alg"], token)
            return None if json.loads(opened) == key else ANOTHER_KEY
        return first_try(self.peer.tries(opener["alg"]), check)

    def our_side(self, key, alg, enc):
        path = self.encrypted(key, alg, enc, JWK)
        found = json.loads(self.convert(path, "jwk", "--passphrase-file", self.file))
        return None if found == key else ANOTHER_KEY

    def our_side_of_public(self, key):
        alg, enc, path = self.recipient["alg"], "A128GCM", self.signet.jwk_file(self.recipient)

        def check():
            token = self.peer.encrypt_jwe("compact", [self.recipient], alg, enc, json.dumps(key).encode(), JWK)
            text, code = self.signet.decrypt(token, path, alg, enc)
            return code or (None if json.loads(text) == key else ANOTHER_KEY)
        return first_try(self.peer.tries(alg), check)

    def our_side_of_set(self, keys):
        """A key of the set verifies a token of ours."""
        path = self.encrypted({"keys": keys}, PASSPHRASES[0], "A128CBC-HS256", JWK_SET)
        token = self.signet.out("jws", "sign", "--key", self.signet.jwk_file(keys[2]), "--payload", self.file)
        found = self.signet.out("jws", "verify", "--keys", path, "--passphrase-file", self.file, "--alg", "ES256", "-",
                                data=token)
        return None if found == self.file.read_bytes() else "another payload"

    def encrypted(self, content, alg, enc, header):
        """A file with a JWE of the peer by the passphrase."""
        key = self.passphrase | {"alg": alg}
        token = self.peer.encrypt_jwe("compact", [key], alg, enc, json.dumps(content).encode(), header)
        return self.signet.file(token, ".jwe")

    def convert(self, path, form, *more):
        return self.signet.convert(path, form, *more).read_text().strip()


def run(peer, signet, ours):
    return EncryptedKeys(peer, signet, ours).run()
