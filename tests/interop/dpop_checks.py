"""DPoP proofs with the npm packages dpop (a client) and oauth4webapi (a client and a resource server)."""
import json
import time

from document import Table
from node import WANTED, Node
from peer import Refused, thumbprint_of
from token_checks import Questions

DPOP = "npm dpop proves, we verify"
CLIENT = "oauth4webapi proves, we verify"
SERVER = "we prove, oauth4webapi verifies"
ITS_REFUSE = "oauth4webapi refuses other requests"
OUR_REFUSE = "we refuse other requests"
ONCE = "we take each once"
ALGORITHMS = ("ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512", "Ed25519", "EdDSA")
_DPOP_ALGORITHMS = ("ES256", "PS256", "RS256", "Ed25519")
_NO_CLIENT = ("EdDSA",)  # the package calls such a key Ed25519

METHOD = "GET"
URL = "https://rs.example/items/7"
ISSUER = "https://as.example"
AUDIENCE = "https://rs.example"

# What the proof says, what the request has, and whether that is the same.
SPELLINGS = {
    "the same": (URL, URL, True),
    "a query and a fragment in the request": (URL, URL + "?page=2#top", True),
    "a query in the proof": (URL + "?page=2", URL, True),
    "host in upper case": (URL, "HTTPS://RS.Example/items/7", True),
    "default port": (URL, "https://rs.example:443/items/7", True),
    "dot segments": (URL, "https://rs.example/x/../items/./7", True),
    "no path": ("https://rs.example", "https://rs.example/", True),
    "percent-encoded unreserved character": (URL, "https://rs.example/%69tems/7", True),
    "path in another case": (URL, "https://rs.example/Items/7", False),
    "slash at the end": (URL, URL + "/", False),
    "other port": (URL, "https://rs.example:8443/items/7", False),
    "other host": (URL, "https://rs.example.org/items/7", False),
    "without TLS": (URL, "http://rs.example/items/7", False),
    "percent-encoded slash": (URL, "https://rs.example/items%2F7", False),
}
# Where oauth4webapi, which compares what the URL parser of a browser makes of both, says otherwise.
_ITS_OWN_WAY = ("percent-encoded unreserved character",)


class Checks:
    def __init__(self, signet, node):
        self.signet = signet
        self.node = node
        self.issuer_key = signet.generate("ES256")
        self.issuer_path = signet.jwk_file(self.issuer_key)
        self.jwks = {"keys": [signet.public(self.issuer_path)]}
        self.questions = Questions()

    @property
    def now(self):
        """Making RSA keys takes a while, so each case has its own time."""
        return int(time.time())

    def token_for(self, key):
        """An access token that is bound to the key."""
        claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "user-42", "client_id": "c", "jti": thumbprint_of(key),
                  "iat": self.now, "exp": self.now + 600, "cnf": {"jkt": thumbprint_of(key)}}
        return self.signet.out("sign", "--key", self.issuer_path, "--typ", "at+jwt", "--claims",
                               self.signet.file(json.dumps(claims), ".json")).decode().strip()

    def prove(self, key, token, url=URL):
        return self.signet.out("dpop", "prove", "--key", self.signet.jwk_file(key), "--method", METHOD, "--url", url,
                               "--access-token-file", self.signet.file(token)).decode().strip()

    def ask_us(self, row, column, judge, proof, **changes):
        case = {"proof": proof, "method": METHOD, "url": URL, "now": self.now} | changes
        self.questions.ask(row, column, judge, **case)

    def ask_them(self, proof, token, **changes):
        """None when they take it, or why they do not."""
        question = {"proof": proof, "token": token, "method": METHOD, "url": URL, "issuer": ISSUER,
                    "audience": AUDIENCE, "jwks": self.jwks} | changes
        try:
            self.node.ask("verify", **question)
            return None
        except Refused as refused:
            return str(refused)


def holds(key):
    def judge(answer):
        if not answer["ok"]:
            return f"refused with {answer['code']}({answer.get('subject', '')})"
        return None if answer["jkt"] == thumbprint_of(key) else "another thumbprint"
    return judge


def refused_with(code, subject):
    def judge(answer):
        if answer["ok"]:
            return "accepted"
        found = f"{answer['code']}({answer.get('subject') or ''})"
        return None if found == f"{code}({subject})" else f"refused with {found}"
    return judge


def flip_signature(proof):
    return proof[:-10] + ("A" if proof[-10] != "A" else "B") + proof[-9:]


def proofs(checks):
    table = Table("DPoP", [DPOP, CLIENT, SERVER, ITS_REFUSE, OUR_REFUSE, ONCE])
    for alg in ALGORITHMS:
        key, other = checks.signet.generate(alg), checks.signet.generate(alg)
        token, other_token = checks.token_for(key), checks.token_for(other)
        made = []
        if alg in _DPOP_ALGORITHMS:
            proof = checks.node.ask("prove", jwk=key, method=METHOD, url=URL, nonce="n-1", token=token)
            made.append((DPOP, proof, "n-1"))
        if alg not in _NO_CLIENT:
            first, second = checks.node.ask("request", jwk=key, method=METHOD, url=URL + "?x=1", nonce="n-2", token=token)
            made += [(CLIENT, first, None), (CLIENT, second, "n-2")]
        for column, proof, nonce in made:
            bound = {"access_token": token, "jkt": thumbprint_of(key), "nonce": nonce}
            changed_requests(checks, alg, proof, bound, other_token, thumbprint_of(other))
            checks.ask_us(alg, column, holds(key), proof, **bound)
            checks.ask_us(alg, ONCE, refused_with("replayed", "jti"), proof, **bound)
        ours = checks.prove(key, token)
        table.add(alg, SERVER, checks.ask_them(ours, token))
        their_refusals(checks, table, alg, ours, token, other_token)
    checks.questions.answer(checks.signet, ("dpop", "verify"), table)
    return table


def changed_requests(checks, alg, proof, bound, other_token, other_jkt):
    def refuse(code, subject, text=proof, **changes):
        checks.ask_us(alg, OUR_REFUSE, refused_with(code, subject), text, **(bound | changes))
    refuse("claim_mismatch", "htm", method="POST")
    refuse("claim_mismatch", "htu", url=URL + "/")
    refuse("claim_mismatch", "ath", access_token=other_token)
    refuse("key_mismatch", "jkt", jkt=other_jkt)
    refuse("token_expired", "iat", now=checks.now + 3600)
    refuse("token_not_yet_valid", "iat", now=checks.now - 3600)
    refuse("bad_signature", "", flip_signature(proof))
    if bound["nonce"]:
        refuse("claim_mismatch", "nonce", nonce="n-0")
    else:
        refuse("nonce_required", "nonce", nonce="n-0")


def their_refusals(checks, table, alg, proof, token, other_token):
    """It has no word for a nonce that is missing, and does not remember proofs."""
    for what, text, with_token, changes in (
            ("another method", proof, token, {"method": "POST"}), ("another URL", proof, token, {"url": URL + "/"}),
            ("another access token", proof, other_token, {}), ("another signature", flip_signature(proof), token, {}),
            ("an hour later", proof, token, {"skew": 3600}), ("an hour before", proof, token, {"skew": -3600})):
        said = checks.ask_them(text, with_token, **changes)
        table.add(alg, ITS_REFUSE, None if said else f"{what} is accepted")


def spellings(checks):
    table = Table("URL of the request", ["we", "oauth4webapi"])
    key = checks.signet.generate("ES256")
    token = checks.token_for(key)
    for row, (claimed, asked, same) in SPELLINGS.items():
        proof = checks.node.ask("prove", jwk=key, method=METHOD, url=claimed, nonce=None, token=token)
        answer = checks.signet.batch(("dpop", "verify"), [
            {"id": 1, "proof": proof, "method": METHOD, "url": asked, "now": checks.now, "access_token": token}])[1]
        word = {True: "takes", False: "refuses"}
        judge = holds(key) if same else refused_with("claim_mismatch", "htu")
        table.add(row, "we", judge(answer), held=word[same])
        theirs = checks.ask_them(proof, token, url=asked) is None
        expected = same and row not in _ITS_OWN_WAY
        table.add(row, "oauth4webapi", None if theirs == expected else f"it {word[theirs]} it", held=word[expected])
    return table


def run(signet):
    node = Node("npm_dpop.mjs", "dpop", "oauth4webapi")
    try:
        checks = Checks(signet, node)
        print(f"dpop {WANTED['dpop']}, oauth4webapi {WANTED['oauth4webapi']}")
        return [proofs(checks), spellings(checks)]
    finally:
        node.close()
