"""Nested tokens (RFC 7519 section 5.2) with a peer: signed, then encrypted with "cty":"JWT", in both directions."""
import itertools
import json

from document import Table
from our_jwe import ENCS, PASSPHRASES, rows
from peer import Refused, decode, public_members
from signet import code_of
from token_checks import alg_of, changed

IT_OPENS = "it opens ours"
WE_OPEN = "we open its"
SIGNET = "Signet"
ACCEPTS = "accepts"
NESTED = {"cty": "JWT"}


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
        outers = [row for row in rows(self.peer)
                  if row[1] not in PASSPHRASES and self.peer.has_jwe("compact", row[1], "A256GCM")]
        turns = zip(range(max(len(outers), len(self.signers))), itertools.cycle(self.signers), itertools.cycle(outers),
                    itertools.cycle(ENCS))
        for _, signer, (name, alg, curve), enc in turns:
            if not self.peer.has_jwe("compact", alg, enc):
                enc = "A256GCM"
            ours, its = self.signers[signer]
            key = self.ours.key(alg, curve, enc)
            row = f"{signer} in {name}"
            self.table.add(row, IT_OPENS, self.first(lambda: self.its_side(alg_of(signer), ours, alg, enc, key)))
            self.table.add(row, WE_OPEN, self.first(lambda: self.our_side(alg_of(signer), its, alg, enc, key)))
        self.not_nested()
        return [self.table, self.odd]

    def first(self, problem):
        """None when one of the tries that the peer needs gives no problem, else the last one."""
        found = None
        for _ in range(self.peer.jwe_tries):
            found = problem()
            if found is None:
                break
        return found

    def its_side(self, signature, signer, alg, enc, key):
        token = self.signet.out(
            "sign", "--key", self.signet.jwk_file(signer), "--alg", signature, "--claims",
            self.signet.file(json.dumps(self.claims), ".json"), "--encrypt-to", self.signet.jwk_file(key),
            "--encrypt-alg", alg, "--enc", enc).decode().strip()
        if json.loads(decode(token.partition(".")[0])).get("cty") != "JWT":
            return "our cty is not JWT"
        try:
            inner = self.peer.decrypt_jwe("compact", key, alg, token).decode()
            return None if self.peer.verify(public_members(signer), signature, inner) == self.claims else "other claims"
        except Refused as error:
            return f"refused: {error}"

    def our_side(self, signature, signer, alg, enc, key):
        token = self.nest(self.peer.sign(signer, signature, self.claims), alg, enc, key, NESTED)
        found = self.said(token, signer, key, "--alg", signature, "--decrypt-alg", alg, "--enc", enc)
        return None if found == ACCEPTS else found

    def nest(self, inner, alg, enc, key, header):
        return self.peer.encrypt_jwe("compact", [key], alg, enc, inner.encode(), header)

    def said(self, token, signer, key, *more):
        """"accepts", or the code of our refusal."""
        verifier = ("--key", self.signet.jwk_file(public_members(signer))) if signer else ()
        status, out, error = self.signet.call(
            "verify", "--decrypt-with", self.signet.jwk_file(key), *verifier, *more, "--issuer", self.claims["iss"],
            "--audience", self.claims["aud"], "--token-file", self.signet.file(token, ".jwt"))
        if status == 0:
            return ACCEPTS if json.loads(out) == self.claims else "other claims"
        return code_of(error)

    def not_nested(self):
        """What is encrypted and not nested, or nested and not sound, of the peer's making."""
        row = next(row for row in self.signers if alg_of(row) == "ES256")
        signer = self.signers[row][1]
        signed = self.peer.sign(signer, "ES256", self.claims)
        public, shared = self.ours.key("ECDH-ES+A128KW", "P-256"), self.ours.key("A128KW")
        claims = json.dumps(self.claims)

        def of(inner, key, header):
            return self.nest(inner, key["alg"], "A128GCM", key, header)

        for row, wanted, key, make, verifier, *more in (
                ("nested, sound", ACCEPTS, public, lambda: of(signed, public, NESTED), signer),
                ("nested, `cty` in small letters", ACCEPTS, public, lambda: of(signed, public, {"cty": "jwt"}), signer),
                ("nested, no `cty`", "typ_mismatch", public, lambda: of(signed, public, {}), signer),
                ("nested, another subject inside", "bad_signature", public,
                 lambda: of(changed(signed)[0], public, NESTED), signer),
                ("claims, encrypted to a public key", "typ_mismatch", public,
                 lambda: of(claims, public, {"typ": "JWT"}), signer),
                ("claims, encrypted with a shared key", "typ_mismatch", shared,
                 lambda: of(claims, shared, {"typ": "JWT"}), signer),
                ("claims, encrypted with a shared key; `--shared-key-claims`", ACCEPTS, shared,
                 lambda: of(claims, shared, {"typ": "JWT"}), signer, "--shared-key-claims"),
                ("claims, encrypted to a public key; `--shared-key-claims`", "alg_not_allowed", public,
                 lambda: of(claims, public, {"typ": "JWT"}), signer, "--shared-key-claims"),
                ("signed and not encrypted", "malformed_token", public, lambda: signed, signer)):
            def problem():
                found = self.said(make(), verifier, key, "--alg", "ES256", *more)
                return None if found == wanted else found
            self.odd.add(row, SIGNET, self.first(problem), wanted if wanted == ACCEPTS else f"`{wanted}`")


def run(peer, signet, ours, checks):
    """The tables; `ours` has our keys, `checks` the ones that sign (token_checks.Run)."""
    return Nested(peer, signet, ours, checks).run()
