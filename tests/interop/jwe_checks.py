"""Encryption with a peer: every key management with every content encryption in every form, in both directions."""
import json

from document import HELD, Table
from peer import Refused, decode, encode

IT_DECRYPTS = "it decrypts ours"
WE_DECRYPT = "we decrypt its"
FORMS = ("compact", "flattened", "general")
TEXT = "You can trust us to stick with you: Zoë \x01 𝛑".encode()
AAD = b"beside the text"
ENCS = ("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM")
SYMMETRIC = ("A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW")
CURVES = ("P-256", "P-384", "P-521", "X25519", "X448")
AGREEMENTS = ("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW")
RSA = ("RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512")
PASSPHRASES = ("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW")
FEW = 1000  # iterations: peers refuse more than some thousands, and tests need not wait
PASSPHRASE = b"correct horse battery staple"


def rows():
    """(name of the row, alg, curve or None) of all that we have."""
    for alg in ("dir", *SYMMETRIC, *RSA, *PASSPHRASES):
        yield alg, alg, None
    for alg in AGREEMENTS:
        for curve in CURVES if alg in ("ECDH-ES", "ECDH-ES+A256KW") else CURVES[:1]:
            yield f"{alg} {curve}", alg, curve


class JweChecks:
    def __init__(self, peer, signet):
        self.peer = peer
        self.signet = signet
        self.algs = Table("alg", [IT_DECRYPTS, WE_DECRYPT])
        self.encs = Table("enc", [IT_DECRYPTS, WE_DECRYPT])
        self.forms = Table("form of a JWE", [IT_DECRYPTS, WE_DECRYPT])
        self.questions = []
        self.keys = {}

    def run(self):
        for name, alg, curve in rows():
            if alg not in self.peer.jwe_algorithms or curve in self.peer.jwe_missing_curves:
                continue
            for enc in ENCS:
                for form in self.peer.jwe_forms:
                    if self.peer.has_jwe(form, alg, enc):
                        self.one(name, alg, curve, enc, form)
        self.several()
        self.with_more("zip", self.peer.has_zip, zip=True)
        self.with_more("aad", self.peer.has_aad, aad=AAD)
        self.answer()
        return [table for table in (self.algs, self.encs, self.forms) if table.rows]

    def key(self, alg, curve, enc):
        """A private or shared JWK of ours; the RSA rows share one."""
        name = ("RSA",) if alg in RSA else (alg, curve, enc if alg == "dir" else None)
        if name not in self.keys:
            self.keys[name] = self.generate(alg, curve, enc)
        return self.keys[name] | ({"alg": alg} if alg != "dir" else {})

    def generate(self, alg, curve, enc):
        if alg in PASSPHRASES:
            return {"kty": "oct", "k": encode(PASSPHRASE), "kid": "passphrase"}
        path = self.signet.path(".jwk")
        more = ("--enc", enc) if alg == "dir" else ("--crv", curve) if curve else ()
        self.signet.out("key", "generate", "--alg", alg, *more, "--out", path)
        return json.loads(path.read_text())

    def one(self, name, alg, curve, enc, form):
        key = self.key(alg, curve, enc)
        places = [(self.algs, name), (self.encs, enc), (self.forms, form)]
        tries = self.peer.agreement_tries if alg in AGREEMENTS else 1
        self.its_side(places, key, alg, form, (self.ours([key], alg, enc, form) for _ in range(tries)))
        its = [self.peer.encrypt_jwe(form, [key], alg, enc, TEXT) for _ in range(tries)]
        self.ask(places, key, alg, enc, form, its)

    def several(self):
        """A general JWE for several recipients; each of them opens it."""
        if not self.peer.has_several:
            return
        wanted = [(alg, curve) for alg, curve in (("ECDH-ES+A128KW", "P-256"), ("A256KW", None), ("RSA-OAEP", None))
                  if alg in self.peer.jwe_algorithms]
        keys = [self.key(alg, curve, "A128GCM") for alg, curve in wanted]
        token = self.ours(keys, None, "A128GCM", "general")
        its = self.peer.encrypt_jwe("general", keys, None, "A128GCM", TEXT)
        for key, (alg, _) in zip(keys, wanted):
            places = [(self.forms, "general, several recipients")]
            self.its_side(places, key, alg, "general", [token])
            self.ask(places, key, alg, "A128GCM", "general", [its])

    def with_more(self, row, has, **more):
        if not has:
            return
        key = self.key("A128KW", None, "A128GCM")
        form = "flattened" if "aad" in more else "compact"
        places = [(self.forms, f"{form}, {row}")]
        self.its_side(places, key, "A128KW", form, [self.ours([key], "A128KW", "A128GCM", form, **more)])
        its = self.peer.encrypt_jwe(form, [key], "A128KW", "A128GCM", TEXT, **more)
        self.ask(places, key, "A128KW", "A128GCM", form, [its])

    def ours(self, keys, alg, enc, form, zip=False, aad=None):
        command = ["jwe", "encrypt", "--enc", enc, "--format", form, "--payload", self.signet.file(TEXT)]
        for key in keys:
            command += ["--to", self.signet.jwk_file(key)]
        command += ["--alg", alg] if alg else []
        command += ["--p2c", FEW] if alg in PASSPHRASES else []
        command += ["--zip"] if zip else []
        command += ["--aad", self.signet.file(aad)] if aad else []
        return self.signet.out(*command).decode().strip()

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

    def ask(self, places, key, alg, enc, form, tokens):
        """We are to decrypt one of the tokens, of which there are several only for a peer that errs now and then."""
        odd = self.peer.odd_jwe(form, alg)
        if odd:
            places = [(self.forms, f"{form}, {alg.partition(' ')[0]}")]
        group = [{"key": key, "algs": [alg], "encs": [enc],
                  "token": json.loads(token) if token.startswith("{") else token} for token in tokens]
        self.questions.append((places, odd, group))

    def answer(self):
        """All that the peer made, decrypted by one process."""
        every = [question for _, _, group in self.questions for question in group]
        for number, question in enumerate(every):
            question["id"] = number
        answers = self.signet.batch(("jwe", "decrypt"), every)
        for places, odd, group in self.questions:
            problems = [self.problem_of(question, answers[question["id"]], odd) for question in group]
            # One that is good is enough; of those that are odd, each is to be refused.
            wrong = [problem for problem in problems if problem]
            problem = wrong[0] if wrong and (odd or len(wrong) == len(problems)) else None
            for table, row in places:
                table.add(row, WE_DECRYPT, problem, f"`{odd}`" if odd else HELD)

    @staticmethod
    def problem_of(question, answer, odd):
        if odd:
            return None if answer.get("code") == odd else "not refused"
        if not answer["ok"]:
            return f"{question['algs'][0]}, {question['encs'][0]}: {answer['code']}({answer.get('subject', '')})"
        return None if decode(answer["payload"]) == TEXT else "another plaintext"


def run(peer, signet):
    """The tables; none for a peer that does not encrypt."""
    return JweChecks(peer, signet).run() if peer.jwe_algorithms else []
