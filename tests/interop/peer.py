"""What a peer must be able to do, and what all of them share."""
import base64
import hashlib
import json
import subprocess


class PeerMissing(Exception):
    """The other implementation is not installed."""


class Refused(Exception):
    """The peer did not accept a token or a key."""


class Peer:
    """One other JOSE implementation. Keys cross as JWK (dict) or PEM (text), tokens as compact text."""

    name = ""
    algorithms = ()
    has_thumbprint = True

    def generate(self, alg):
        """A new private JWK."""
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

    def thumbprint(self, jwk):
        """RFC 7638 with SHA-256."""
        raise NotImplementedError

    def has_pem(self, alg):
        """Whether the peer reads and writes PEM for this algorithm's keys."""
        return False

    def to_pem(self, jwk, private):
        raise NotImplementedError

    def from_pem(self, pem, alg):
        """A JWK (dict) of a private or public PEM."""
        raise NotImplementedError


def encode(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


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
