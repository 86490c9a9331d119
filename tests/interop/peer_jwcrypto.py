"""python3-jwcrypto."""
import json
from importlib import metadata

from forms import COMPACT, FORMS, protected_header
from peer import Peer, PeerMissing, Refused, to_general_jwe

try:
    from jwcrypto import jwe as jwe_module
    from jwcrypto import jwk as jwk_module
    from jwcrypto import jws as jws_module
    from jwcrypto.common import JWException
except ImportError as error:
    raise PeerMissing(f"python3-jwcrypto cannot be used ({error})") from error

_GENERATE = {"HS256": {"kty": "oct", "size": 256}, "HS384": {"kty": "oct", "size": 384},
             "HS512": {"kty": "oct", "size": 512}, "ES256": {"kty": "EC", "crv": "P-256"},
             "ES384": {"kty": "EC", "crv": "P-384"}, "ES512": {"kty": "EC", "crv": "P-521"},
             "ES256K": {"kty": "EC", "crv": "secp256k1"}}
_ENCS = ("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM")

_RSA = {"kty": "RSA", "size": 2048}


class Jwcrypto(Peer):
    name = "jwcrypto"
    described = "1.1"
    algorithms = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                  "ES512", "ES256K", "EdDSA Ed25519", "EdDSA Ed448")
    forms = tuple(form.name for form in FORMS)
    refused_forms = ("compact, b64 false",)
    odd_forms = {form.name: "malformed_token" for form in FORMS if form.detached and form.serialization != COMPACT}

    jwe_algorithms = ("dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW", "RSA-OAEP",
                      "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW",
                      "PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW")

    pem_unread_curves = ("X25519", "X448")

    def version(self):
        return metadata.version("jwcrypto")

    def generate(self, alg, curve=None):
        kind = {"kty": "OKP", "crv": curve} if alg == "EdDSA" else _GENERATE.get(alg, _RSA)
        made = jwk_module.JWK.generate(**kind, alg=alg, use="sig", kid=f"jwcrypto-{curve or alg}")
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

    def make_set(self, jwks):
        made = jwk_module.JWKSet()
        for jwk in jwks:
            made.add(jwk_module.JWK(**jwk))
        # export() keeps no order.
        keys = {key["kid"]: key for key in json.loads(made.export(private_keys=False))["keys"]}
        return json.dumps({"keys": [keys[jwk["kid"]] for jwk in jwks]})

    def verify_by_set(self, text, alg, token):
        opened = jws_module.JWS()
        opened.deserialize(token)
        key = jwk_module.JWKSet.from_json(text).get_key(opened.jose_header["kid"])
        return self.verify(json.loads(key.export_public()), alg, token)

    def sign_form(self, form, jwks, payload):
        made = jws_module.JWS(payload.decode() if form.unencoded else payload)
        for jwk in jwks:
            made.add_signature(jwk_module.JWK(**jwk), jwk["alg"], json.dumps(protected_header(form, jwk)),
                               json.dumps({"kid": jwk["kid"]}) if form.unprotected_kid else None)
        if form.detached:
            made.detach_payload()
        return made.serialize(compact=form.serialization == COMPACT)

    def verify_form(self, form, jwk, text, payload):
        opened = jws_module.JWS()
        opened.allowed_algs = [jwk["alg"]]
        try:
            opened.deserialize(text)
            if payload is not None:
                opened.objects["payload"] = payload
            opened.verify(jwk_module.JWK(**jwk))
        except JWException as error:
            raise Refused(str(error)) from error
        return opened.payload.encode() if isinstance(opened.payload, str) else opened.payload

    def generate_for_jwe(self, alg, curve=None):
        kind = {"kty": "OKP" if curve.startswith("X") else "EC", "crv": curve} if curve else (
            _RSA if alg.startswith("RSA") else {"kty": "oct", "size": 256})
        made = jwk_module.JWK.generate(**kind, alg=alg, use="enc", kid=f"jwcrypto-{curve or alg}")
        return json.loads(made.export(private_key=True))

    def encrypt_jwe(self, form, jwks, alg, enc, text, header=None, aad=None):
        shared = {"enc": enc, **(header or {})}
        one = len(jwks) == 1 and form != "general"
        protected = shared | ({"alg": alg, "kid": jwks[0]["kid"]} if one else {})
        made = jwe_module.JWE(text, json.dumps(protected), aad=aad)
        for jwk in jwks:
            own = None if one else json.dumps({"alg": alg or jwk["alg"], "kid": jwk["kid"]})
            made.add_recipient(jwk_module.JWK(**jwk), own)
        if form == "general" and len(jwks) == 1:
            return to_general_jwe(made.serialize())
        return made.serialize(compact=form == COMPACT)

    def decrypt_jwe(self, form, jwk, alg, token):
        opened = jwe_module.JWE(algs=[alg, *_ENCS])
        try:
            opened.deserialize(token, jwk_module.JWK(**jwk))
        except JWException as error:
            raise Refused(str(error)) from error
        return opened.payload

    def thumbprint(self, jwk):
        return jwk_module.JWK(**jwk).thumbprint()

    def has_pem(self, alg):
        return not alg.startswith("HS")

    def to_pem(self, jwk, private):
        return jwk_module.JWK(**jwk).export_to_pem(private_key=private, password=None).decode()

    def from_pem(self, pem, alg):
        key = jwk_module.JWK.from_pem(pem.encode())
        return json.loads(key.export(private_key=key.has_private))
