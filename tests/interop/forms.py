"""The forms of a JWS (RFC 7515 section 7 and appendix F, RFC 7797), and JWS of HS256 made by hand to be refused."""
import hashlib
import hmac
import json
from typing import NamedTuple

from peer import decode, encode

COMPACT = "compact"
FLATTENED = "flattened"
GENERAL = "general"


class Form(NamedTuple):
    """One row of the table of forms."""

    name: str
    serialization: str
    detached: bool = False
    unencoded: bool = False  # "b64":false
    unprotected_kid: bool = False


ATTACHED = Form("compact", COMPACT)
FORMS = (
    Form("compact, detached", COMPACT, detached=True),
    Form("compact, b64 false", COMPACT, unencoded=True),
    Form("compact, b64 false, detached", COMPACT, unencoded=True, detached=True),
    Form("flattened", FLATTENED),
    Form("flattened, kid unprotected", FLATTENED, unprotected_kid=True),
    Form("flattened, detached", FLATTENED, detached=True),
    Form("flattened, b64 false", FLATTENED, unencoded=True),
    Form("flattened, b64 false, detached", FLATTENED, unencoded=True, detached=True),
    Form("general, two signatures", GENERAL),
    Form("general, two signatures, detached", GENERAL, detached=True),
)


def protected_header(form, jwk):
    """What a peer is told to put into the protected header."""
    header = {"alg": jwk["alg"]}
    if "kid" in jwk and not form.unprotected_kid:
        header["kid"] = jwk["kid"]
    return header | ({"b64": False, "crit": ["b64"]} if form.unencoded else {})


def to_general(signed):
    """One general JWS of several flattened ones over the same payload."""
    objects = [json.loads(text) for text in signed]
    whole = {"payload": objects[0]["payload"]} if "payload" in objects[0] else {}
    return json.dumps(whole | {"signatures": [{name: value for name, value in one.items() if name != "payload"}
                                              for one in objects]})


def _flip(signature):
    octets = bytearray(decode(signature))
    octets[len(octets) // 2] ^= 1
    return encode(bytes(octets))


def with_changed_signature(form, text, index=0):
    """The JWS with one bit of one signature changed."""
    if form.serialization == COMPACT:
        rest, _, signature = text.rpartition(".")
        return f"{rest}.{_flip(signature)}"
    whole = json.loads(text)
    place = whole["signatures"][index] if form.serialization == GENERAL else whole
    place["signature"] = _flip(place["signature"])
    return json.dumps(whole)


def with_payload(form, text, payload):
    """The attached JWS with another payload."""
    carried = payload.decode() if form.unencoded else encode(payload)
    if form.serialization == COMPACT:
        header, _, rest = text.partition(".")
        return f"{header}.{carried}.{rest.rpartition('.')[2]}"
    return json.dumps(json.loads(text) | {"payload": carried})


def _hs256(jwk, signing_input):
    return encode(hmac.digest(decode(jwk["k"]), signing_input, hashlib.sha256))


def by_hand(jwk, payload, protected, unprotected=None, unencoded=False):
    """A flattened JWS (dict) with these very headers, signed as RFC 7515 section 5.1 says."""
    head = encode(json.dumps(protected).encode()) if protected else ""
    carried = payload.decode() if unencoded else encode(payload)
    made = {"payload": carried, "signature": _hs256(jwk, f"{head}.{carried}".encode())}
    return made | ({"protected": head} if protected else {}) | ({"header": unprotected} if unprotected else {})


def to_compact(flattened):
    return f"{flattened['protected']}.{flattened['payload']}.{flattened['signature']}"
