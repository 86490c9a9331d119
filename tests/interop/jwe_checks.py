"""Encryption with a peer: every key management with every content encryption in every form, in both directions."""
import json

from document import HELD, Table
from our_jwe import ENCS, FEW, JWE_FORMS, PASSPHRASES, rows
from peer import Refused, decode, encode

IT_DECRYPTS = "it decrypts ours"
WE_DECRYPT = "we decrypt its"
TEXT = "You can trust us to stick with you: Zoë \x01 𝛑".encode()
AAD = b"beside the text"
PARTIES = {"apu": encode(b"Alice"), "apv": encode(b"Bob")}
SEVERAL = (("ECDH-ES+A128KW", "P-256"), ("ECDH-ES+A256KW", "P-521"), ("ECDH-ES+A256KW", "X25519"), ("A256KW", None),
           ("A128GCMKW", None), ("RSA-OAEP", None), ("PBES2-HS256+A128KW", None))
DEFAULT = 600_000  # iterations that we write


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
                for form in JWE_FORMS:
                    if self.peer.has_jwe(form, alg, enc):
                        self.one(name, alg, curve, enc, form)
        self.several()
        self.with_more()
        self.counts()
        self.answer()
        return [self.algs, self.encs, self.forms, self.iterations]

    def one(self, name, alg, curve, enc, form):
        key = self.made.key(alg, curve, enc)
        places = [(self.algs, name), (self.encs, enc), (self.forms, form)]
        tokens = (self.ours([key], alg, enc, form) for _ in range(self.peer.jwe_tries))
        self.its_side(places, key, alg, form, tokens)
        odd = self.peer.odd_jwe(form, alg)
        if odd:
            places = [(self.forms, f"{form}, {alg}")]
        self.our_side(places, key, alg, enc, form, odd)

    def several(self):
        """A general JWE for several recipients; each of them opens it."""
        wanted = [(alg, curve) for alg, curve in SEVERAL
                  if alg in self.peer.jwe_algorithms and curve not in self.peer.jwe_missing_curves]
        keys = [self.made.key(alg, curve) for alg, curve in wanted]
        for row, more in (("general, several recipients", {}), ("general, several recipients, aad", {"aad": AAD})):
            enc = next(enc for enc in reversed(ENCS) if not more or self.peer.has_aad(enc))
            tokens = [self.ours(keys, None, enc, "general", **more) for _ in range(self.peer.jwe_tries)]
            its = self.its(keys, None, enc, "general", **more)
            for key, (alg, _) in zip(keys, wanted):
                places = [(self.forms, row)]
                self.its_side(places, key, alg, "general", tokens)
                self.ask(places, key, alg, enc, "general", its)

    def with_more(self):
        """What a JWE may have beside, with each content encryption in each form that has it."""
        kw = self.made.key("A128KW")
        agreement = self.made.key("ECDH-ES+A128KW", "P-256")
        for enc in ENCS:
            for form in JWE_FORMS:
                self.beside("zip", kw, enc, form, self.peer.odd_zip, header={"zip": "DEF"})
                if form != "compact" and self.peer.has_aad(enc):
                    self.beside("aad", kw, enc, form, aad=AAD)
            # General has them in the header of each recipient, flattened is no different from compact.
            self.beside("apu and apv", agreement, enc, "compact", header=PARTIES)

    def beside(self, what, key, enc, form, odd=None, **more):
        alg, places = key["alg"], [(self.forms, f"{form}, {what}")]
        tokens = (self.ours([key], alg, enc, form, **more) for _ in range(self.peer.jwe_tries))
        self.its_side(places, key, alg, form, tokens)
        self.our_side(places, key, alg, enc, form, odd, **more)

    def our_side(self, places, key, alg, enc, form, odd, **more):
        """What is odd about the described version is not asked of another one."""
        if odd:
            for table, row in places:
                table.of_version.add((row, WE_DECRYPT))
        if not odd or self.peer.is_as_described():
            self.ask(places, key, alg, enc, form, self.its([key], alg, enc, form, **more), odd)

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
            refuses = most is not None and count > most
            try:
                problem = None if self.peer.decrypt_jwe("compact", key, alg, token) == TEXT else "another plaintext"
                problem = "decrypted" if refuses else problem
            except Refused as error:
                problem = None if refuses else f"refused: {error}"
            self.iterations.add(f"{count:,}", IT_DECRYPTS, problem, "refuses" if refuses else HELD)

    def ours(self, keys, alg, enc, form, count=FEW, **more):
        has_count = any(key.get("alg") in PASSPHRASES for key in keys)
        return self.made.encrypt(form, [self.signet.jwk_file(key) for key in keys], alg, enc, TEXT,
                                 count=count if has_count else None, **more)

    def its_side(self, places, key, alg, form, tokens):
        """It decrypts one of the tokens; the first, unless the adapter says that it needs more."""
        for token in tokens:
            try:
                problem = None if self.peer.decrypt_jwe(form, key, alg, token) == TEXT else "another plaintext"
                break
            except Refused as error:
                problem = f"{alg}, {form}: refused: {error}"
        for table, row in places:
            table.add(row, IT_DECRYPTS, problem)

    def its(self, keys, alg, enc, form, **more):
        """Tokens of which we shall decrypt one, and no more than one unless the adapter says that it needs more."""
        return [self.peer.encrypt_jwe(form, keys, alg, enc, TEXT, **more) for _ in range(self.peer.jwe_tries)]

    def ask(self, places, key, alg, enc, form, tokens, odd=None):
        """`odd` is the code that we refuse them with, if we do."""
        first = len(self.cases)
        for token in tokens:
            self.cases.append({"id": len(self.cases), "key": key, "algs": [alg], "encs": [enc],
                               "token": json.loads(token) if token.startswith("{") else token})
        self.questions.append((places, odd, self.cases[first:]))

    def answer(self):
        """All that the peer made, decrypted by one process."""
        answers = self.signet.batch(("jwe", "decrypt"), self.cases)
        for places, odd, cases in self.questions:
            problems = [problem_of(case, answers[case["id"]], odd) for case in cases]
            # One that is good is enough; of those that are odd, each is to be refused.
            wrong = [problem for problem in problems if problem]
            problem = wrong[0] if wrong and (odd or len(wrong) == len(problems)) else None
            for table, row in places:
                table.add(row, WE_DECRYPT, problem, f"`{odd}`" if odd else HELD)


def problem_of(case, answer, odd):
    """What is wrong with an answer, or None; `odd` is the code that is wanted, if one is."""
    if odd:
        return None if answer.get("code") == odd else "not refused"
    if not answer["ok"]:
        return f"{case['algs'][0]}, {case['encs'][0]}: {answer['code']}({answer.get('subject', '')})"
    return None if decode(answer["payload"]) == TEXT else "another plaintext"


def run(peer, signet, made):
    """The tables; `made` has the keys (OurJwe)."""
    return JweChecks(peer, signet, made).run()
