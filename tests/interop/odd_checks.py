"""JWS made by hand, each with one thing wrong or doubtful: what the peer says, and what we say."""
import json

import der
from document import Table
from forms import ATTACHED, COMPACT, FLATTENED, GENERAL, Form, by_hand, to_compact, to_general, \
    with_changed_signature
from peer import Refused, encode

_FIRST = {"kty": "oct", "k": encode(bytes(range(32))), "alg": "HS256", "kid": "first"}
_SECOND = {"kty": "oct", "k": encode(bytes(range(32, 64))), "alg": "HS256", "kid": "second"}
_PAYLOAD = b"aGVsbG8"  # which is also the base64url of "hello"
_FLAT = Form("flattened", FLATTENED)
_TWO = Form("general, two signatures", GENERAL)
_PLAIN = Form("compact, b64 false", COMPACT, unencoded=True)
_UNENCODED = Form("compact, b64 false, detached", COMPACT, detached=True, unencoded=True)


def _header(**more):
    return {"alg": "HS256", **more}


def _compact(protected):
    return to_compact(by_hand(_FIRST, _PAYLOAD, protected))


def _flattened(protected, unprotected=None):
    return json.dumps(by_hand(_FIRST, _PAYLOAD, protected, unprotected))


def _unencoded_without_crit():
    made = by_hand(_FIRST, _PAYLOAD, _header(b64=False), unencoded=True)
    return f"{made['protected']}..{made['signature']}"


def _plain():
    return to_compact(by_hand(_FIRST, _PAYLOAD, _header(b64=False, crit=["b64"]), unencoded=True))


def _two(changed=None):
    text = to_general([json.dumps(by_hand(key, _PAYLOAD, _header(kid=key["kid"]))) for key in (_FIRST, _SECOND)])
    return text if changed is None else with_changed_signature(_TWO, text, changed)


def _mixed():
    whole = json.loads(_two())
    return json.dumps(whole | {"signature": whole["signatures"][0]["signature"]})


def _on_another_curve():
    """A public JWK on P-256, and a JWS that says ES256K and was signed with its private half."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_numbers()
    jwk = {"kty": "EC", "crv": "P-256", "alg": "ES256K",
           "x": encode(point.x.to_bytes(32, "big")), "y": encode(point.y.to_bytes(32, "big"))}
    signing_input = f'{encode(json.dumps({"alg": "ES256K"}).encode())}.{encode(_PAYLOAD)}'
    signature = der.to_raw(private.sign(signing_input.encode(), ec.ECDSA(hashes.SHA256())), 32)
    return jwk, f"{signing_input}.{encode(signature)}"


def cases():
    """(row, form, JWS, detached payload)"""
    yield "compact, sound", ATTACHED, _compact(_header()), None
    yield "compact, `crit` names something unknown", ATTACHED, _compact(_header(crit=["x"], x=1)), None
    yield "compact, `crit` is empty", ATTACHED, _compact(_header(crit=[])), None
    yield "compact, `b64` false, sound", _PLAIN, _plain(), None
    yield "compact, detached, `b64` false without `crit`", _UNENCODED, _unencoded_without_crit(), _PAYLOAD
    yield "flattened, sound", _FLAT, _flattened(_header()), None
    yield "flattened, `kid` in both headers", _FLAT, _flattened(_header(kid="first"), {"kid": "first"}), None
    yield "flattened, `alg` unprotected", _FLAT, _flattened({"typ": "x"}, {"alg": "HS256"}), None
    yield "flattened, `crit` unprotected", _FLAT, _flattened(_header(), {"crit": ["exp"], "exp": 1}), None
    yield "two signatures, sound", _TWO, _two(), None
    yield "two signatures, the second changed", _TWO, _two(1), None
    yield "two signatures, the first changed", _TWO, _two(0), None
    yield "two signatures, and a `signature` beside", _TWO, _mixed(), None


def _its_word(peer, form, key, text, detached):
    try:
        return "accepts" if peer.verify_form(form, key, text, detached) == _PAYLOAD else "another payload"
    except Refused:
        return "refuses"


def _our_word(ours, form, keys, text, detached, policy):
    answer = ours.ask_form(form, keys, text, detached, policy)
    return "accepts" if answer["ok"] else f"`{answer['code']}`"


def run(peer, ours):
    """The table. A word that differs from the document is a failure there."""
    table = Table("JWS by hand", ["it", "Signet", "Signet, `all`"])
    for row, form, text, detached in cases():
        if form not in (ATTACHED, _PLAIN) and form.name not in peer.forms:
            continue
        table.add(row, "it", held=_its_word(peer, form, _FIRST, text, detached))
        table.of_version.add((row, "it"))
        table.add(row, "Signet", held=_our_word(ours, form, [_FIRST], text, detached, "any"))
        if form == _TWO:
            table.add(row, "Signet, `all`", held=_our_word(ours, form, [_FIRST, _SECOND], text, detached, "all"))
    if "ES256K" in peer.algorithms:
        key, text = _on_another_curve()
        row = "compact, ES256K with a key on P-256"
        table.add(row, "it", held=_its_word(peer, ATTACHED, key, text, None))
        table.of_version.add((row, "it"))
        table.add(row, "Signet", held=_our_word(ours, ATTACHED, [key], text, None, "any"))
    return table
