"""JWK Sets with a peer: a set of one public key for each type and algorithm, and a token of each key."""
import json

from document import Table
from peer import Refused, thumbprint_of
from token_checks import Questions, alg_of, expect_claims, expect_thumbprint

OURS = "we make it, it verifies with it"
ITS = "it makes it, we verify with it"
ROW = "public keys"


def run(checks):
    """The table, from the keys that the checks of the tokens have made."""
    peer, signet, claims = checks.peer, checks.signet, checks.claims
    table = Table("JWK Set", [OURS, ITS])
    rows = [row for row in checks.made if alg_of(row)[:2] not in ("HS", "PS") and alg_of(row) not in ("RS384", "RS512")]
    ours = [checks.made[row][0] for row in rows]
    made = signet.out("jwks", "make", *map(signet.jwk_file, ours)).decode()
    for key in ours:
        try:
            found = peer.verify_by_set(made, key["alg"], signet.sign(signet.jwk_file(key), key["alg"], claims))
            table.add(ROW, OURS, None if found == claims else "other claims")
        except Refused as error:
            table.add(ROW, OURS, f"{key['alg']}: refused: {error}")
    its = [checks.made[row][1] for row in rows]
    text = peer.make_set(its)
    if text is not None:
        _with_its_set(checks, table, its, json.loads(text))
    return table


def _with_its_set(checks, table, keys, jwks):
    looks, tokens = Questions(), Questions()
    looks.ask(ROW, ITS, _all_of(keys), jwks=jwks)
    for key in keys:
        tokens.ask(ROW, ITS, expect_claims(checks.claims), token=checks.peer.sign(key, key["alg"], checks.claims),
                   key=jwks, algs=[key["alg"]], issuer=checks.claims["iss"], audience=checks.claims["aud"], typ="JWT",
                   now=checks.now, leeway=10)
    looks.answer(checks.signet, ("key", "check"), table)
    tokens.answer(checks.signet, ("verify",), table)


def _all_of(keys):
    """Every key of the set is taken and has the thumbprint of its key; none is private."""
    def judge(answer):
        if not answer["ok"]:
            return f"refused with {answer['code']}({answer.get('subject', '')})"
        if len(answer["keys"]) != len(keys):
            return "another number of keys"
        problems = [expect_thumbprint(thumbprint_of(key))(found) or ("it is private" if found["private"] else None)
                    for key, found in zip(keys, answer["keys"])]
        return next(filter(None, problems), None)
    return judge
