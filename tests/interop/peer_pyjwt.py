"""PyJWT, with python3-cryptography under it."""
import json

from peer import Peer, PeerMissing, Refused, at_full_length, is_short, until

try:
    import jwt
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, ed448, rsa
except ImportError as error:
    raise PeerMissing(f"python3-jwt or python3-cryptography cannot be used ({error})") from error

_CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1(),
           "ES256K": ec.SECP256K1()}


def _algorithm(alg):
    return jwt.algorithms.get_default_algorithms()[alg]


def _to_dict(text):
    return text if isinstance(text, dict) else json.loads(text)


class PyJwt(Peer):
    """It has no thumbprints, and takes JWK through its algorithm classes."""

    name = "pyjwt"
    described = "2.6.0"
    algorithms = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                  "ES512", "ES256K", "EdDSA Ed25519", "EdDSA Ed448")
    forms = ("compact, b64 false, detached",)
    odd_forms = {"compact, b64 false, detached": "header_parameter"}
    has_thumbprint = False

    def version(self):
        return jwt.__version__

    def generate(self, alg, curve=None):
        if alg.startswith("HS"):
            key = bytes(range(7, 7 + int(alg[2:]) // 8))
        elif alg in _CURVES:
            key = ec.generate_private_key(_CURVES[alg])
        elif alg == "EdDSA":
            key = (ed448.Ed448PrivateKey if curve == "Ed448" else ed25519.Ed25519PrivateKey).generate()
        else:
            key = rsa.generate_private_key(65537, 2048)
        return self._to_jwk(key, alg)

    def public_jwk(self, jwk):
        if jwk["kty"] == "oct":
            return jwk
        return self._to_jwk(self._key(jwk).public_key(), self._alg_of(jwk))

    def sign(self, jwk, alg, claims):
        headers = {"kid": jwk["kid"]} if "kid" in jwk else None
        return jwt.encode(claims, self._key(jwk, alg), algorithm=alg, headers=headers)

    def verify(self, jwk, alg, token):
        key = self._key(jwk, alg)
        return self._decode(key.public_key() if hasattr(key, "public_key") else key, alg, token)

    def verify_by_set(self, text, alg, token):
        return self._decode(jwt.PyJWKSet.from_json(text)[jwt.get_unverified_header(token)["kid"]].key, alg, token)

    @staticmethod
    def _decode(key, alg, token):
        audience = jwt.decode(token, options={"verify_signature": False})["aud"]
        try:
            return jwt.decode(token, key, algorithms=[alg], audience=audience, options={"require": ["exp", "iat"]})
        except jwt.InvalidTokenError as error:
            raise Refused(str(error)) from error

    def sign_form(self, form, jwks, payload):
        headers = {"kid": jwks[0]["kid"]} if "kid" in jwks[0] else None
        return jwt.api_jws.encode(payload, self._key(jwks[0], jwks[0]["alg"]), algorithm=jwks[0]["alg"],
                                  headers=headers, is_payload_detached=True)

    def verify_form(self, form, jwk, text, payload):
        key = self._key(jwk, jwk["alg"])
        key = key.public_key() if hasattr(key, "public_key") else key
        try:
            return jwt.api_jws.decode(text, key, algorithms=[jwk["alg"]], detached_payload=payload)
        except jwt.InvalidTokenError as error:
            raise Refused(str(error)) from error

    def has_pem(self, alg):
        return not alg.startswith("HS")

    def to_pem(self, jwk, private):
        key = self._key(jwk)
        if private:
            return key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()).decode()
        key = key.public_key() if hasattr(key, "public_key") else key
        return key.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo).decode()

    def from_pem(self, pem, alg):
        return self._to_jwk(_algorithm(alg).prepare_key(pem), alg)

    @staticmethod
    def _alg_of(jwk):
        """Any algorithm that reads this type of key."""
        return {"oct": "HS256", "RSA": "RS256", "EC": "ES256", "OKP": "EdDSA"}[jwk["kty"]]

    def _key(self, jwk, alg=None):
        return _algorithm(alg or self._alg_of(jwk)).from_jwk(json.dumps(jwk))

    def odd_keys(self):
        """PyJWT 2.6 writes an EC member without the zero octets at its front."""
        yield "EC key whose member lacks its first zero octet", until(
            is_short, lambda: self._as_written(ec.generate_private_key(_CURVES["ES512"]), "ES512"))

    @staticmethod
    def _as_written(key, alg):
        """The JWK as PyJWT writes it, without key_ops."""
        made = _to_dict(_algorithm(alg).to_jwk(key))
        return {name: value for name, value in made.items() if name != "key_ops"}

    def _to_jwk(self, key, alg):
        return at_full_length(self._as_written(key, alg))
