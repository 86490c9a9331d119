"""Keys and tokens with a peer that knows JOSE: every algorithm that it has, in both directions."""
import json
import time

from document import HELD, Table
from peer import Refused, decode, encode, thumbprint_of

OUR_KEY_OUR_TOKEN = "our key: it verifies our token"
OUR_KEY_ITS_TOKEN = "our key: we verify its token"
ITS_KEY_OUR_TOKEN = "its key: it verifies our token"
ITS_KEY_ITS_TOKEN = "its key: we verify its token"
OUR_PEM = "our PEM used by it"
ITS_PEM = "its PEM used by us"
CHANGED_REFUSED_BY_IT = "it refuses changed tokens"
CHANGED_REFUSED_BY_US = "we refuse changed tokens"
PUBLIC_HALF = "public half"
THUMBPRINT = "thumbprints agree"
COLUMNS = [OUR_KEY_OUR_TOKEN, OUR_KEY_ITS_TOKEN, ITS_KEY_OUR_TOKEN, ITS_KEY_ITS_TOKEN, OUR_PEM, ITS_PEM,
           CHANGED_REFUSED_BY_IT, CHANGED_REFUSED_BY_US, THUMBPRINT]


def make_claims(now):
    """Values that an encoder could get wrong: text beyond ASCII, escapes, a deep object, false and null."""
    return {"iss": "https://as.example", "sub": "user-42", "aud": "api", "iat": now, "exp": now + 3600,
            "name": "Zoë \"Ünal\" \\ 𝛑", "roles": ["read", "write"],
            "address": {"city": None, "lines": [1, 2.5, False]}}


def changed(token):
    """The token with another subject; with another signature; with the signature cut; each still well formed."""
    header, payload, signature = token.split(".")
    claims = json.loads(decode(payload))
    claims["sub"] = "root"
    octets = bytearray(decode(signature))
    octets[len(octets) // 2] ^= 1
    return [f"{header}.{encode(json.dumps(claims).encode())}.{signature}",
            f"{header}.{payload}.{encode(bytes(octets))}",
            f"{header}.{payload}.{encode(decode(signature)[:-1])}"]


def alg_of(row):
    """The name of the algorithm: a row is that, or that and a curve where the algorithm leaves it open."""
    return row.split()[0]


def curve_of(row):
    return row.partition(" ")[2] or None


class Questions:
    """Collects what Signet is asked, so that one --batch run answers all of it."""

    def __init__(self):
        self.cases = []
        self.notes = []

    def ask(self, row, column, judge, **case):
        """`judge` gives a problem, or None, for the answer."""
        self.cases.append({"id": str(len(self.cases)), **case})
        self.notes.append((row, column, judge))

    def answer(self, signet, command, table):
        answers = signet.batch(command, self.cases)
        for case, (row, column, judge) in zip(self.cases, self.notes):
            table.add(row, column, judge(answers[case["id"]]))


def expect_claims(claims):
    def judge(answer):
        if not answer["ok"]:
            return f"refused with {answer['code']}({answer.get('subject', '')})"
        return None if answer["claims"] == claims else "other claims"
    return judge


def expect_bad_signature(answer):
    if answer["ok"]:
        return "accepted"
    return None if answer["code"] == "bad_signature" else f"refused with {answer['code']}"


def expect_thumbprint(expected):
    def judge(answer):
        if not answer["ok"]:
            return f"refused with {answer['code']}({answer.get('subject', '')})"
        return None if answer["thumbprint"] == expected else "another thumbprint"
    return judge


class Run:
    """All checks of one peer."""

    def __init__(self, peer, signet):
        self.peer = peer
        self.signet = signet
        self.table = Table("algorithm", COLUMNS)
        self.now = int(time.time())
        self.claims = make_claims(self.now)
        self.tokens = Questions()
        self.keys = Questions()
        self.rsa = {}
        self.made = {}  # row: (our key, its key)

    def generate(self, side, row):
        """A new key of one side. An RSA key takes long to make, so each side makes one for all RSA algorithms."""
        alg, curve = alg_of(row), curve_of(row)
        if alg[:2] not in ("RS", "PS"):
            return {**side.generate(alg, curve), "alg": alg}
        if side not in self.rsa:
            self.rsa[side] = side.generate(alg)
        return {**self.rsa[side], "alg": alg}

    def algorithm(self, row):
        ours = self.generate(self.signet, row)
        its = self.generate(self.peer, row)
        self.made[row] = ours, its
        self.with_key(row, ours, OUR_KEY_OUR_TOKEN, OUR_KEY_ITS_TOKEN)
        self.with_key(row, its, ITS_KEY_OUR_TOKEN, ITS_KEY_ITS_TOKEN)
        if self.peer.has_thumbprint:
            for key in (ours, its):
                self.keys.ask(row, THUMBPRINT, expect_thumbprint(self.peer.thumbprint(key)), key=key)
                if self.peer.thumbprint(key) != thumbprint_of(key):
                    self.table.add(row, THUMBPRINT, "the peer's is not that of RFC 7638")
        if self.peer.has_pem(alg_of(row)):
            self.our_pem(row, ours)
            self.its_pem(row, its)

    def with_key(self, row, key, our_token_column, its_token_column):
        """Tokens over one key that both sides have; the verifying side has its public half, made by the other."""
        alg = alg_of(row)
        path = self.signet.jwk_file(key)
        our_public = key if key["kty"] == "oct" else self.signet.public(path)
        token = self.signet.sign(path, alg, self.claims)
        self.peer_verifies(row, our_token_column, our_public, token)
        for other in changed(token):
            self.peer_refuses(row, our_public, other)
        its_token = self.peer.sign(key, alg, self.claims)
        its_public = self.peer.public_jwk(key)
        self.we_verify(row, its_token_column, its_public, its_token)
        for other in changed(its_token):
            self.ask_token(row, CHANGED_REFUSED_BY_US, expect_bad_signature, its_public, other)

    def our_pem(self, row, key):
        """The peer reads the PEM of both halves; it signs with one and verifies with the other."""
        alg = alg_of(row)
        path = self.signet.jwk_file(key)
        private_pem = self.signet.convert(path, "pem").read_text()
        public_pem = self.signet.convert(path, "spki").read_text()
        try:
            its_token = self.peer.sign(self.peer.from_pem(private_pem, alg), alg, self.claims)
            public = {**self.peer.from_pem(public_pem, alg), "kid": key["kid"]}  # a PEM has none
        except Exception as error:  # each library has errors of its own for a key that it does not read
            self.table.add(row, OUR_PEM, f"{type(error).__name__}: {error}")
            return
        self.we_verify(row, OUR_PEM, self.signet.public(path), its_token)
        self.peer_verifies(row, OUR_PEM, public, self.signet.sign(path, alg, self.claims))

    def its_pem(self, row, key):
        """We read the peer's PEM of both halves, sign with one and verify with the other."""
        alg = alg_of(row)
        public_path = self.signet.file(self.peer.to_pem(key, private=False), ".pem")
        self.keys.ask(row, ITS_PEM, expect_thumbprint(thumbprint_of(key)), pem=public_path.read_text())
        status, claims = self.signet.verify(public_path, alg, self.peer.sign(key, alg, self.claims), self.claims)
        self.table.add(row, ITS_PEM, None if claims == self.claims else f"verify ended with {status}",
                       held=HELD if self.peer.writes_private_pem(alg) else PUBLIC_HALF)
        if self.peer.writes_private_pem(alg):
            private_path = self.signet.file(self.peer.to_pem(key, private=True), ".pem")
            self.keys.ask(row, ITS_PEM, expect_thumbprint(thumbprint_of(key)), pem=private_path.read_text())
            self.peer_verifies(row, ITS_PEM, key, self.signet.sign(private_path, alg, self.claims))

    def peer_verifies(self, row, column, key, token):
        try:
            claims = self.peer.verify(key, alg_of(row), token)
            self.table.add(row, column, None if claims == self.claims else "other claims")
        except Refused as error:
            self.table.add(row, column, f"refused: {error}")

    def peer_refuses(self, row, key, token):
        try:
            self.peer.verify(key, alg_of(row), token)
            self.table.add(row, CHANGED_REFUSED_BY_IT, "accepted")
        except Refused:
            self.table.add(row, CHANGED_REFUSED_BY_IT)

    def we_verify(self, row, column, key, token):
        self.ask_token(row, column, expect_claims(self.claims), key, token)

    def ask_token(self, row, column, judge, key, token):
        self.tokens.ask(row, column, judge, token=token, key=key, algs=[alg_of(row)], issuer=self.claims["iss"],
                        audience=self.claims["aud"], typ="JWT", now=self.now, leeway=10)


def odd_keys(peer, signet):
    """The keys that the peer writes against a standard, and what we say to them."""
    table = Table("key that it writes", ["we refuse it with"])
    keys = peer.odd_keys() if peer.is_as_described() else ()
    cases = [{"id": name, **({"pem": key} if isinstance(key, str) else {"key": key})} for name, key in keys]
    answers = signet.batch(("key", "check"), cases) if cases else {}
    for name, answer in answers.items():
        table.add(name, table.columns[0], "accepted" if answer["ok"] else None, held=f"`{answer.get('code')}`")
    table.all_of_version = True
    return table


def run(peer, signet):
    """The checks of one peer, done; their table is in `table`."""
    checks = Run(peer, signet)
    for row in peer.algorithms:
        checks.algorithm(row)
    checks.tokens.answer(signet, ("verify",), checks.table)
    if checks.keys.cases:
        checks.keys.answer(signet, ("key", "check"), checks.table)
    return checks
