"""Encryption with a peer: every key management with every content encryption in every form, in both directions."""
import json

from document import HELD, Table
from our_jwe import ENCS, FEW, JWE_FORMS, PASSPHRASES, rows
from peer import ANOTHER_TEXT, MAKES_NONE, REFUSES, OddJwe, Refused, decode, encode

IT_DECRYPTS = "it decrypts ours"
WE_DECRYPT = "we decrypt its"
TEXT = "You can trust us to stick with you: Zoë \x01 𝛑".encode()
AAD = b"beside the text"
PARTIES = {"apu": encode(b"Alice"), "apv": encode(b"Bob")}
SEVERAL = (("ECDH-ES+A128KW", "P-256"), ("ECDH-ES+A256KW", "P-521"), ("ECDH-ES+A256KW", "X25519"), ("A256KW", None),
           ("A128GCMKW", None), ("RSA-OAEP", None), ("PBES2-HS256+A128KW", None))
DEFAULT = 600_000  # iterations that we write
NOT_DECRYPTED = "`decryption_failed`"
AS_THE_RFCS = OddJwe("")
# What may come of some of several tokens, one time in 256: the secret that the peer agreed on was wrong, or the key was
# wrong, and of what CBC decrypted with it the padding looks right.
BY_CHANCE = {HELD: NOT_DECRYPTED, NOT_DECRYPTED: ANOTHER_TEXT}


class JweChecks:
    def __init__(self, peer, signet, made):
        self.peer = peer
        self.signet = signet
        self.made = made
        self.algs = Table("alg", [IT_DECRYPTS, WE_DECRYPT])
        self.encs = Table("enc", [IT_DECRYPTS, WE_DECRYPT])
        self.forms = Table("form of a JWE", [IT_DECRYPTS, WE_DECRYPT])
        self.iterations = Table("iterations of PBES2", [IT_DECRYPTS])
        self.cases = []
        self.questions = []

    def run(self):
        for name, alg, curve in rows(self.peer):
            for enc in ENCS:
                key = self.made.key(alg, curve, enc)
                for form in JWE_FORMS:
                    places = [(self.algs, name), (self.encs, enc), (self.forms, form)]
                    self.both(places, key, alg, enc, form)
        self.several()
        self.with_more()
        self.counts()
        self.answer()
        return [self.algs, self.encs, self.forms, self.iterations]

    def several(self):
        """A general JWE for several recipients; each of them opens it."""
        wanted = [(alg, curve) for alg, curve in SEVERAL
                  if alg in self.peer.jwe_algorithms and curve not in self.peer.jwe_missing_curves]
        keys = [self.made.key(alg, curve) for alg, curve in wanted]
        for row, what, more in (("general, several recipients", None, {}),
                                ("general, several recipients, aad", "aad", {"aad": AAD})):
            enc = next(enc for enc in reversed(ENCS) if not self.peer.odd_jwe("general", "A256KW", enc, what))
            tries = max(self.peer.tries(alg) for alg, _ in wanted)
            tokens = [self.ours(keys, None, enc, "general", **more) for _ in range(tries)]
            its = [self.peer.encrypt_jwe("general", keys, None, enc, TEXT, **more) for _ in range(tries)]
            for key, (alg, _) in zip(keys, wanted):
                places = [(self.forms, row)]
                self.its_side(places, HELD, key, alg, "general", tokens[:self.peer.tries(alg)])
                self.ask(places, HELD, key, alg, enc, its[:self.peer.tries(alg)])

    def with_more(self):
        """What a JWE may have beside, with each content encryption in each form that has it."""
        shared = self.made.key("A128KW")
        agreement = self.made.key("ECDH-ES+A128KW", "P-256")
        for enc in ENCS:
            for form in JWE_FORMS:
                self.both([(self.forms, f"{form}, zip")], shared, "A128KW", enc, form, "zip", header={"zip": "DEF"})
                if form != "compact":
                    self.both([(self.forms, f"{form}, aad")], shared, "A128KW", enc, form, "aad", aad=AAD)
            # General has them in the header of each recipient, flattened is no different from compact.
            self.both([(self.forms, "compact, apu and apv")], agreement, "ECDH-ES+A128KW", enc, "compact",
                      header=PARTIES)

    def both(self, places, key, alg, enc, form, what=None, **more):
        """Both directions. What is odd about the peer has a row of its own, and is not asked of another version than
        the described one."""
        odd = self.peer.odd_jwe(form, alg, enc, what) or AS_THE_RFCS
        for column, word, side in ((IT_DECRYPTS, odd.it_decrypts, self.it_decrypts),
                                   (WE_DECRYPT, odd.we_decrypt, self.we_decrypt)):
            if word:
                self.forms.of_version.add((odd.row, column))
            if not word or self.peer.is_as_described():
                side([(self.forms, odd.row)] if word else places, word or HELD, key, alg, enc, form, **more)

    def it_decrypts(self, places, wanted, key, alg, enc, form, **more):
        tokens = (self.ours([key], alg, enc, form, **more) for _ in range(self.peer.tries(alg)))
        self.its_side(places, wanted, key, alg, form, tokens)

    def we_decrypt(self, places, wanted, key, alg, enc, form, **more):
        try:
            its = [self.peer.encrypt_jwe(form, [key], alg, enc, TEXT, **more) for _ in range(self.peer.tries(alg))]
        except Refused as error:
            note(places, WE_DECRYPT, wanted, MAKES_NONE, f"{alg}, {enc}, {form}: {error}")
        else:
            self.ask(places, wanted, key, alg, enc, its)

    def counts(self):
        """How many iterations of PBES2 it takes: its limit, one more, and what we write unless told otherwise."""
        self.iterations.all_of_version = True
        if not self.peer.is_as_described():
            return
        most = self.peer.most_iterations
        alg = PASSPHRASES[-1]
        key = self.made.key(alg)
        for count in sorted({DEFAULT, *((most, most + 1) if most else ())}):
            token = self.ours([key], alg, "A256GCM", "compact", count=count)
            wanted = REFUSES if most and count > most else HELD
            self.its_side([(self.iterations, f"{count:,}")], wanted, key, alg, "compact", [token])

    def ours(self, keys, alg, enc, form, count=FEW, **more):
        has_count = any(key.get("alg") in PASSPHRASES for key in keys)
        return self.made.encrypt(form, [self.signet.jwk_file(key) for key in keys], alg, enc, TEXT,
                                 count=count if has_count else None, **more)

    def its_side(self, places, wanted, key, alg, form, tokens):
        """Its word for the first of the tokens that it does not refuse."""
        for token in tokens:
            word, detail = its_word(self.peer, form, key, alg, token)
            if word != REFUSES:
                break
        note(places, IT_DECRYPTS, wanted, word, f"{alg}, {form}{detail}")

    def ask(self, places, wanted, key, alg, enc, tokens):
        """`wanted` is our word for each of the tokens; for one at least when there may be others BY_CHANCE."""
        first = len(self.cases)
        for token in tokens:
            self.cases.append({"id": len(self.cases), "key": key, "algs": [alg], "encs": [enc],
                               "token": json.loads(token) if token.startswith("{") else token})
        self.questions.append((places, wanted, self.cases[first:]))

    def answer(self):
        """All that the peer made, decrypted by one process."""
        answers = self.signet.batch(("jwe", "decrypt"), self.cases)
        for places, wanted, cases in self.questions:
            words = [our_word(answers[case["id"]]) for case in cases]
            allowed = {wanted, BY_CHANCE.get(wanted)} if wanted in words else {wanted}
            word = next((word for word in words if word not in allowed), wanted)
            note(places, WE_DECRYPT, wanted, word, f"{cases[0]['algs'][0]}, {cases[0]['encs'][0]}")


def its_word(peer, form, key, alg, token):
    """What the peer makes of a token that holds TEXT, and why it refuses it."""
    try:
        return HELD if peer.decrypt_jwe(form, key, alg, token) == TEXT else ANOTHER_TEXT, ""
    except Refused as error:
        return REFUSES, f": {error}"


def our_word(answer):
    if not answer["ok"]:
        return f"`{answer['code']}`"
    return HELD if decode(answer["payload"]) == TEXT else ANOTHER_TEXT


def note(places, column, wanted, word, detail):
    for table, row in places:
        table.add(row, column, None if word == wanted else f"{word} and not {wanted}: {detail}", wanted)


def run(peer, signet, made):
    """The tables; `made` has the keys (OurJwe)."""
    return JweChecks(peer, signet, made).run()
