"""python3-jwcrypto."""
import json

from peer import Peer, PeerMissing, Refused

try:
    from jwcrypto import jwk as jwk_module
    from jwcrypto import jws as jws_module
    from jwcrypto.common import JWException
except ImportError as error:
    raise PeerMissing(f"python3-jwcrypto cannot be used ({error})") from error

_GENERATE = {"HS256": {"kty": "oct", "size": 256}, "HS384": {"kty": "oct", "size": 384},
             "HS512": {"kty": "oct", "size": 512}, "ES256": {"kty": "EC", "crv": "P-256"},
             "ES384": {"kty": "EC", "crv": "P-384"}, "ES512": {"kty": "EC", "crv": "P-521"},
             "EdDSA": {"kty": "OKP", "crv": "Ed25519"}}
_RSA = {"kty": "RSA", "size": 2048}


class Jwcrypto(Peer):
    name = "jwcrypto"
    algorithms = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                  "ES512", "EdDSA")

    def generate(self, alg):
        made = jwk_module.JWK.generate(**_GENERATE.get(alg, _RSA), alg=alg, use="sig", kid=f"jwcrypto-{alg}")
        return json.loads(made.export(private_key=True))

    def public_jwk(self, jwk):
        return jwk if jwk["kty"] == "oct" else json.loads(jwk_module.JWK(**jwk).export_public())

    def sign(self, jwk, alg, claims):
        made = jws_module.JWS(json.dumps(claims).encode())
        header = {"alg": alg, "typ": "JWT"}
        if "kid" in jwk:
            header["kid"] = jwk["kid"]
        made.add_signature(jwk_module.JWK(**jwk), alg, json.dumps(header))
        return made.serialize(compact=True)

    def verify(self, jwk, alg, token):
        opened = jws_module.JWS()
        opened.allowed_algs = [alg]
        try:
            opened.deserialize(token, jwk_module.JWK(**jwk), alg)
        except JWException as error:
            raise Refused(str(error)) from error
        return json.loads(opened.payload)

    def thumbprint(self, jwk):
        return jwk_module.JWK(**jwk).thumbprint()

    def has_pem(self, alg):
        return not alg.startswith("HS")

    def to_pem(self, jwk, private):
        return jwk_module.JWK(**jwk).export_to_pem(private_key=private, password=None).decode()

    def from_pem(self, pem, alg):
        key = jwk_module.JWK.from_pem(pem.encode())
        return json.loads(key.export(private_key=key.has_private))
