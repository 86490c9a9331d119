"""Nested tokens (RFC 7519 section 5.2) with a peer: signed, then encrypted with "cty":"JWT", in both directions."""
import itertools
import json

from document import Table
from our_jwe import ENCS, PASSPHRASES, rows
from peer import Refused, decode, first_try, public_members
from signet import refusal
from token_checks import alg_of, changed

IT_OPENS = "it opens ours"
WE_OPEN = "we open its"
SIGNET = "Signet"
ACCEPTS = "accepts"
NESTED, NOT_NESTED = {"cty": "JWT"}, {"typ": "JWT"}


class Nested:
    """Every key management with the signature algorithms and content encryptions in turn; those with most names decide
    how many tokens there are."""

    def __init__(self, peer, signet, ours, checks):
        self.peer = peer
        self.signet = signet
        self.ours = ours
        self.claims = checks.claims
        self.signers = checks.made
        self.table = Table("nested token", [IT_OPENS, WE_OPEN])
        self.odd = Table("token that it encrypts", [SIGNET])

    def run(self):
        # With a passphrase we write more iterations than most peers take.
        outers = [row for row in rows(self.peer) if row[1] not in PASSPHRASES]
        turns = zip(range(max(len(outers), len(self.signers))), itertools.cycle(self.signers), itertools.cycle(outers),
                    itertools.cycle(ENCS))
        for _, signer, (name, alg, curve), enc in turns:
            if self.peer.odd_jwe("compact", alg, enc):
                enc = "A256GCM"
            ours, its = self.signers[signer]
            key = self.ours.key(alg, curve, enc)
            row = f"{signer} in {name}"
            self.table.add(row, IT_OPENS, self.its_side(alg_of(signer), ours, alg, enc, key))
            self.table.add(row, WE_OPEN, self.our_side(alg_of(signer), its, alg, enc, key))
        for row, wanted, key, inner, header, *more in self.cases():
            self.odd.add(row, SIGNET, self.judge(wanted, key, inner, header, more),
                         wanted if wanted == ACCEPTS else f"`{wanted}`")
        return [self.table, self.odd]

    def its_side(self, signature, signer, alg, enc, key):
        def check():
            token = self.signet.out(
                "sign", "--key", self.signet.jwk_file(signer), "--alg", signature, "--claims",
                self.signet.file(json.dumps(self.claims), ".json"), "--encrypt-to", self.signet.jwk_file(key),
                "--encrypt-alg", alg, "--enc", enc).decode().strip()
            if json.loads(decode(token.partition(".")[0])).get("cty") != "JWT":
                return "our cty is not JWT"
            inner = self.peer.decrypt_jwe("compact", key, alg, token).decode()
            try:
                found = self.peer.verify(public_members(signer), signature, inner)
            except Refused as error:
                return f"refused what is inside: {error}"
            return None if found == self.claims else "other claims"
        return first_try(self.peer.tries(alg), check)

    def our_side(self, signature, signer, alg, enc, key):
        def check():
            token = self.nest(self.peer.sign(signer, signature, self.claims), alg, enc, key, NESTED)
            found = self.said(token, signer, key, "--alg", signature, "--decrypt-alg", alg, "--enc", enc)
            return None if found == ACCEPTS else found
        return first_try(self.peer.tries(alg), check)

    def nest(self, inner, alg, enc, key, header):
        return self.peer.encrypt_jwe("compact", [key], alg, enc, inner.encode(), header)

    def said(self, token, signer, key, *more):
        """"accepts", or the code of our refusal; Refused when it could not be decrypted."""
        status, out, error = self.signet.call(
            "verify", "--decrypt-with", self.signet.jwk_file(key), "--key",
            self.signet.jwk_file(public_members(signer)), *more, "--issuer", self.claims["iss"],
            "--audience", self.claims["aud"], "--token-file", self.signet.file(token, ".jwt"))
        if status == 0:
            return ACCEPTS if json.loads(out) == self.claims else "other claims"
        return refusal(error)

    def signer(self):
        return self.signers[next(row for row in self.signers if alg_of(row) == "ES256")][1]

    def cases(self):
        """(row, our word, key, what is encrypted to it, header or None when it is not encrypted, options of verify):
        what is not nested, or nested and not sound, beside what is."""
        signed = self.peer.sign(self.signer(), "ES256", self.claims)
        claims = json.dumps(self.claims)
        public, shared = self.ours.key("ECDH-ES+A128KW", "P-256"), self.ours.key("A128KW")
        option = "--shared-key-claims"
        yield "nested, sound", ACCEPTS, public, signed, NESTED
        yield "nested, `cty` in small letters", ACCEPTS, public, signed, {"cty": "jwt"}
        yield "nested, no `cty`", "typ_mismatch", public, signed, {}
        yield "nested, another subject inside", "bad_signature", public, changed(signed)[0], NESTED
        yield "claims, encrypted to a public key", "typ_mismatch", public, claims, NOT_NESTED
        yield "claims, encrypted with a shared key", "typ_mismatch", shared, claims, NOT_NESTED
        yield f"claims, encrypted with a shared key; `{option}`", ACCEPTS, shared, claims, NOT_NESTED, option
        yield f"claims, encrypted to a public key; `{option}`", "alg_not_allowed", public, claims, NOT_NESTED, option
        yield "signed and not encrypted", "malformed_token", public, signed, None

    def judge(self, wanted, key, inner, header, options):
        def check():
            token = inner if header is None else self.nest(inner, key["alg"], "A128GCM", key, header)
            found = self.said(token, self.signer(), key, "--alg", "ES256", *options)
            return None if found == wanted else found
        return first_try(self.peer.tries(key["alg"]), check)


def run(peer, signet, ours, checks):
    """The tables; `ours` has our keys, `checks` the ones that sign (token_checks.Run)."""
    return Nested(peer, signet, ours, checks).run()
