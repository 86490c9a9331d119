"""Keys for encryption with a peer: those that it makes, and what crosses as PEM."""
from document import HELD, Table
from form_checks import NO
from our_jwe import CURVES
from peer import ANOTHER_TEXT, first_try, thumbprint_of
from signet import code_of
from token_checks import PUBLIC_HALF

ITS_OUR_TOKEN = "it decrypts ours"
ITS_ITS_TOKEN = "we decrypt its"
THUMBPRINT = "thumbprints agree"
OUR_PEM = "our PEM used by it"
ITS_PEM = "its PEM used by us"
KEYS = (("oct", "A256KW", None), ("RSA", "RSA-OAEP", None), *((curve, "ECDH-ES+A256KW", curve) for curve in CURVES))
ENCRYPT_TO = "we encrypt to it"
DECRYPT_WITH = "we decrypt with it"
ENC = "A256GCM"
TEXT = b"for one key alone"


class KeyChecks:
    def __init__(self, peer, signet, ours):
        self.peer = peer
        self.signet = signet
        self.ours = ours
        self.table = Table("key for encryption that it makes",
                           [ITS_OUR_TOKEN, ITS_ITS_TOKEN, THUMBPRINT, OUR_PEM, ITS_PEM])
        self.other = Table("key with `key_ops` that are not those of its `alg`", [ENCRYPT_TO, DECRYPT_WITH])
        self.other.all_of_version = True

    def run(self):
        for row, alg, curve in KEYS:
            if alg not in self.peer.jwe_algorithms or curve in self.peer.jwe_missing_curves:
                continue
            its = self.peer.generate_for_jwe(alg, curve)
            self.its_key(row, alg, its)
            if its["kty"] == "oct" or not self.peer.has_pem(alg):
                continue
            self.our_pem(row, alg, self.ours.key(alg, curve))
            self.its_pem(row, alg, its)
        if self.peer.is_as_described():
            for row, alg, key in self.peer.keys_of_other_use():
                self.other_use(row, alg, key)
        return [self.table, self.other]

    def its_key(self, row, alg, key):
        """Each encrypts to the public half as the other writes it."""
        private = self.signet.jwk_file(key)
        its_public = self.signet.jwk_file(self.peer.public_jwk(key))
        self.table.add(row, ITS_OUR_TOKEN, self.it_decrypts(its_public, alg, key))
        our_public = key if key["kty"] == "oct" else self.signet.public(private)
        self.table.add(row, ITS_ITS_TOKEN, self.we_decrypt(our_public, alg, private))
        found = self.signet.out("key", "thumbprint", private).decode().strip()
        same = found == thumbprint_of(key) == self.peer.thumbprint(key)
        self.table.add(row, THUMBPRINT, None if same else "another thumbprint")

    def other_use(self, row, alg, key):
        """We neither encrypt to the key nor decrypt with it (RFC 7517 section 4.3)."""
        public = self.peer.public_jwk(key)
        token = self.peer.encrypt_jwe("compact", [public], alg, ENC, TEXT)
        for column, command in (
                (ENCRYPT_TO, ("encrypt", "--to", self.signet.jwk_file(public), "--payload", self.signet.file(TEXT))),
                (DECRYPT_WITH, ("decrypt", "--key", self.signet.jwk_file(key), self.signet.file(token, ".jwe")))):
            status, _, error = self.signet.call("jwe", *command, "--alg", alg, "--enc", ENC)
            refused = status != 0 and code_of(error) == "key_mismatch"
            self.other.add(row, column, None if refused else f"ended with {status}: {error}", "`key_mismatch`")

    def our_pem(self, row, alg, key):
        """It decrypts with the PEM of the private half, and encrypts to that of the public one."""
        pems = [self.signet.convert(self.signet.jwk_file(key), form).read_text() for form in ("pem", "spki")]
        if key.get("crv") in self.peer.pem_unread_curves:
            self.lacks(row, OUR_PEM, lambda: any(self.reads(pem, alg, key) for pem in pems))
            return
        private, public = ({**self.peer.from_pem(pem, alg), "alg": alg, "kid": key["kid"]} for pem in pems)
        self.table.add(row, OUR_PEM, self.it_decrypts(self.signet.jwk_file(key), alg, private))
        self.table.add(row, OUR_PEM, self.we_decrypt(public, alg, self.signet.jwk_file(key)))

    def reads(self, pem, alg, key):
        """Whether it finds the public key in our PEM."""
        try:
            return thumbprint_of(self.peer.from_pem(pem, alg)) == thumbprint_of(key)
        except Exception:  # each library has errors of its own for a key that it does not read
            return False

    def lacks(self, row, column, works):
        """What the described version cannot do; `works` tells whether it did."""
        self.table.of_version.add((row, column))
        if self.peer.is_as_described():
            self.table.add(row, column, "it worked" if works() else None, NO)

    def its_pem(self, row, alg, key):
        if key.get("crv") in self.peer.pem_unwritten_curves:
            self.lacks(row, ITS_PEM, lambda: "BEGIN" in self.peer.to_pem(key, private=False))
            return
        public = self.signet.file(self.peer.to_pem(key, private=False), ".pem")
        has_private = self.peer.writes_private_pem(alg)
        held = HELD if has_private else PUBLIC_HALF
        self.table.add(row, ITS_PEM, self.it_decrypts(public, alg, key), held)
        if has_private:
            private = self.signet.file(self.peer.to_pem(key, private=True), ".pem")
            self.table.add(row, ITS_PEM, self.we_decrypt(self.peer.public_jwk(key), alg, private))

    def it_decrypts(self, public, alg, key):
        """A token of ours to the key in a file; what is wrong with it, or None."""
        def check():
            token = self.ours.encrypt("compact", [public], alg, ENC, TEXT)
            return None if self.peer.decrypt_jwe("compact", key, alg, token) == TEXT else ANOTHER_TEXT
        return first_try(self.peer.tries(alg), check)

    def we_decrypt(self, public, alg, path):
        """A token of the peer, with our key in a file."""
        def check():
            token = self.peer.encrypt_jwe("compact", [public], alg, ENC, TEXT)
            text, code = self.signet.decrypt(token, path, alg, ENC)
            return None if text == TEXT else code or ANOTHER_TEXT
        return first_try(self.peer.tries(alg), check)


def run(peer, signet, ours):
    return KeyChecks(peer, signet, ours).run()
