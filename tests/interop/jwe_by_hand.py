"""JWE of ECDH-ES made by hand, of which the secret or a coordinate begins with a zero octet: what the peer says, and
what we say. Both have the full length of the curve (RFC 7518 sections 4.6.2 and 6.2.1.2)."""
import hashlib
import json
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from document import Table
from jwe_checks import TEXT, its_word, our_word
from peer import decode, encode, until

OCTETS = 32
IT, WE = "it decrypts it", "we decrypt it"


def _agree(key):
    """(epk, secret) of a new ephemeral key with the public half of a JWK on P-256."""
    numbers = ec.EllipticCurvePublicNumbers(*(int.from_bytes(decode(key[name]), "big") for name in "xy"),
                                            ec.SECP256R1())
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    point = ephemeral.public_key().public_numbers()
    epk = {name: value.to_bytes(OCTETS, "big") for name, value in (("x", point.x), ("y", point.y))}
    return epk, ephemeral.exchange(ec.ECDH(), numbers.public_key())


def _derived(secret):
    """The 128 bits of RFC 7518 section 4.6.2 for A128GCM, without PartyUInfo and PartyVInfo."""
    enc = b"A128GCM"
    info = b"".join((len(enc).to_bytes(4, "big"), enc, bytes(4), bytes(4), (128).to_bytes(4, "big")))
    return hashlib.sha256((1).to_bytes(4, "big") + secret + info).digest()[:16]


def _jwe(epk, secret):
    coordinates = {name: encode(value) for name, value in epk.items()}
    header = encode(json.dumps({"alg": "ECDH-ES", "enc": "A128GCM",
                                "epk": {"kty": "EC", "crv": "P-256", **coordinates}}).encode())
    nonce = os.urandom(12)
    sealed = AESGCM(_derived(secret)).encrypt(nonce, TEXT, header.encode())
    return ".".join((header, "", encode(nonce), encode(sealed[:-16]), encode(sealed[-16:])))


def cases(key):
    """(row, JWE)"""
    def of(wanted):
        return until(wanted, lambda: _agree(key), most=5000)

    whole, secret = of(lambda made: all((made[0]["x"][0], made[0]["y"][0], made[1][0])))
    yield "sound", _jwe(whole, secret)
    yield "the secret begins with a zero octet", _jwe(*of(lambda made: made[1][0] == 0))
    epk, secret = of(lambda made: made[0]["x"][0] == 0 and made[1][0])
    yield "`x` of the `epk` begins with a zero octet", _jwe(epk, secret)
    yield "`x` of the `epk` lacks its first octet, zero", _jwe(epk | {"x": epk["x"][1:]}, secret)


def run(peer, signet, ours):
    """The table. A word that differs from the document is a failure there."""
    table = Table("JWE by hand", [IT, WE])
    key = ours.key("ECDH-ES", "P-256")
    made = list(cases(key))
    answers = signet.batch(("jwe", "decrypt"), [{"id": row, "key": key, "algs": ["ECDH-ES"], "encs": ["A128GCM"],
                                                 "token": token} for row, token in made])
    for row, token in made:
        table.add(row, IT, held=its_word(peer, "compact", key, "ECDH-ES", token)[0])
        table.of_version.add((row, IT))
        table.add(row, WE, held=our_word(answers[row]))
    return table
