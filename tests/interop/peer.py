"""What a peer must be able to do, and what all of them share."""
import base64
import hashlib
import json
import subprocess
from typing import NamedTuple


class PeerMissing(Exception):
    """The other implementation is not installed."""


class Refused(Exception):
    """The peer did not accept a token or a key."""


REFUSES = "refuses"
ANOTHER_TEXT = "another text"
MAKES_NONE = "makes none"


class OddJwe(NamedTuple):
    """What comes of JWEs of one kind where a peer does not do what the RFCs say."""

    row: str
    it_decrypts: str | None = None  # REFUSES, ANOTHER_TEXT; None: it decrypts ours
    we_decrypt: str | None = None  # the code that we refuse its with in backquotes, MAKES_NONE; None: we decrypt its


class Peer:
    """One other JOSE implementation. Keys cross as JWK (dict) or PEM (text), tokens as compact text."""

    name = ""
    described = ""  # the version whose ways refused_forms, odd_forms, odd_keys() and the document tell
    algorithms = ()  # names, with a curve behind the name where the algorithm leaves it open
    forms = ()  # names of the forms of a JWS that it has
    refused_forms = ()  # those of them that it makes but does not verify
    odd_forms = {}  # those of them that it makes against the RFCs, with the code that we refuse them with
    has_thumbprint = True
    jwe_algorithms = ()  # key management; empty: it does not encrypt
    jwe_missing_curves = ()
    pem_unread_curves = ()  # of keys for encryption
    pem_unwritten_curves = ()
    most_iterations = None  # of PBES2; None: any number
    agreement_tries = 1  # more for a peer that agrees on the right secret only nearly always

    def tries(self, alg):
        """How many tokens of this key management there are to try, of which one must be good."""
        return self.agreement_tries if alg.startswith("ECDH-ES") else 1

    def odd_jwe(self, form, alg, enc, what=None):
        """An OddJwe, or None; `what` is "zip" or "aad" when the JWE has that."""
        return None

    def version(self):
        raise NotImplementedError

    def is_as_described(self):
        return self.version() == self.described

    def close(self):
        """Ends what the peer started."""

    def generate(self, alg, curve=None):
        """A new private JWK; the curve is named where the algorithm leaves it open."""
        raise NotImplementedError

    def public_jwk(self, jwk):
        """The public half as the peer writes it; the key itself when it is symmetric."""
        raise NotImplementedError

    def sign(self, jwk, alg, claims):
        """A compact token over `claims` (dict)."""
        raise NotImplementedError

    def verify(self, jwk, alg, token):
        """The claims (dict), or raises Refused."""
        raise NotImplementedError

    def sign_form(self, form, jwks, payload):
        """A JWS of this form over `payload` (bytes), signed by each JWK with its own alg."""
        raise NotImplementedError

    def verify_form(self, form, jwk, text, payload):
        """The payload (bytes) that this key verifies, or raises Refused; `payload` is the detached one, else None."""
        raise NotImplementedError

    def generate_for_jwe(self, alg, curve=None):
        """A new private or shared JWK for this key management, with alg and kid."""
        raise NotImplementedError

    def keys_of_other_use(self):
        """(row, alg, private JWK) for each kind of key that it makes with key_ops that are not those of its alg."""
        return ()

    def encrypt_jwe(self, form, jwks, alg, enc, text, header=None, aad=None):
        """A JWE of this form over `text` (bytes) to each JWK; without `alg` by the alg that each names. `header` has
        further members of the protected header."""
        raise NotImplementedError

    def decrypt_jwe(self, form, jwk, alg, token):
        """The plaintext (bytes), or raises Refused."""
        raise NotImplementedError

    def thumbprint(self, jwk):
        """RFC 7638 with SHA-256."""
        raise NotImplementedError

    def make_set(self, jwks):
        """A JWK Set (text) of the public halves, or None when the peer makes no sets."""
        return None

    def verify_by_set(self, text, alg, token):
        """The claims, verified with a key of this JWK Set, or raises Refused."""
        raise NotImplementedError

    def has_pem(self, alg):
        """Whether the peer reads and writes PEM for this algorithm's keys."""
        return False

    def writes_private_pem(self, alg):
        """Whether the PEM that it writes of a private key is one that a standard knows."""
        return self.has_pem(alg)

    def odd_keys(self):
        """(what it is, JWK or PEM) for each key that the peer writes and that no standard has so."""
        return ()

    def to_pem(self, jwk, private):
        raise NotImplementedError

    def from_pem(self, pem, alg):
        """A JWK (dict) of a private or public PEM."""
        raise NotImplementedError


def first_try(tries, check):
    """What `check` says: a problem, or None. Only what could not be decrypted (Refused) is tried again."""
    for _ in range(tries):
        try:
            return check()
        except Refused as error:
            problem = f"refused: {error}"
    return problem


def to_general_jwe(flattened):
    """What a peer writes flattened when there is one recipient, as a general JWE."""
    whole = json.loads(flattened)
    recipient = {name: whole.pop(name) for name in ("header", "encrypted_key") if name in whole}
    return json.dumps(whole | {"recipients": [recipient]})


def until(wanted, make, most=400):
    """The first of what `make` makes that is wanted."""
    for _ in range(most):
        made = make()
        if wanted(made):
            return made
    raise AssertionError(f"none of {most} was what is looked for")


def is_short(jwk):
    """Whether at_full_length() would change the key."""
    return at_full_length(jwk) != jwk


def encode(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


_FIELD_OCTETS = {"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32}


def at_full_length(jwk):
    """The key with the zero octets that a peer drops from the front of EC members, against RFC 7518 section 6.2.1.2."""
    octets = _FIELD_OCTETS.get(jwk.get("crv"), 0)
    return jwk | {name: encode(decode(jwk[name]).rjust(octets, b"\0")) for name in ("x", "y", "d")
                  if octets and name in jwk}


_PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth"}


def public_members(jwk):
    """The key without its private members; a symmetric key as it is."""
    return {name: value for name, value in jwk.items() if name not in _PRIVATE_MEMBERS}


_THUMBPRINT_MEMBERS = {"oct": ("k", "kty"), "RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y"),
                       "OKP": ("crv", "kty", "x")}


def thumbprint_of(jwk):
    """RFC 7638, written once more from the text of the RFC."""
    members = {name: jwk[name] for name in _THUMBPRINT_MEMBERS[jwk["kty"]]}
    return encode(hashlib.sha256(json.dumps(members, sort_keys=True, separators=(",", ":")).encode()).digest())


def run_program(arguments, data=b"", may_fail=False):
    """Standard output of a program of a peer. Raises Refused when it fails and that is an answer."""
    try:
        done = subprocess.run(arguments, input=data, capture_output=True, timeout=60, check=False)
    except FileNotFoundError as error:
        raise PeerMissing(f"the program {arguments[0]} is not installed") from error
    if done.returncode == 0:
        return done.stdout
    message = f"{' '.join(map(str, arguments[:4]))}: {done.stderr.decode(errors='replace').strip()[:300]}"
    if may_fail:
        raise Refused(message)
    raise AssertionError(message)
