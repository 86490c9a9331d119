"""The npm package jose, behind one node process that answers a line with a line."""
import json

from forms import FORMS, protected_header
from node import WANTED, Node
from peer import Peer, decode, encode


class NpmJose(Peer):
    name = "npm-jose"
    described = WANTED["jose"]
    algorithms = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                  "ES512", "EdDSA", "Ed25519")
    forms = tuple(form.name for form in FORMS)

    jwe_algorithms = ("dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW", "RSA-OAEP",
                      "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW",
                      "ECDH-ES+A256KW", "PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW")
    jwe_missing_curves = ("X448",)
    most_iterations = 10000  # unless it is told otherwise

    def __init__(self):
        self._node = Node("npm_jose.mjs", "jose")

    def close(self):
        self._node.close()

    def version(self):
        return self._node.ask("version")

    def generate(self, alg, curve=None):
        return self._node.ask("generate", alg=alg)

    def public_jwk(self, jwk):
        return jwk if jwk["kty"] == "oct" else self._node.ask("public_jwk", jwk=jwk, alg=jwk["alg"])

    def sign(self, jwk, alg, claims):
        return self._node.ask("sign", jwk=jwk, alg=alg, claims=claims)

    def verify(self, jwk, alg, token):
        return self._node.ask("verify", jwk=jwk, alg=alg, token=token, audience="api")

    def verify_by_set(self, text, alg, token):
        return self._node.ask("verify_by_set", jwks=json.loads(text), alg=alg, token=token, audience="api")

    def sign_form(self, form, jwks, payload):
        signers = [{"jwk": jwk, "protected": protected_header(form, jwk),
                    "header": {"kid": jwk["kid"]} if form.unprotected_kid else None} for jwk in jwks]
        return self._node.ask("sign_form", form=form._asdict(), signers=signers, payload=encode(payload))

    def verify_form(self, form, jwk, text, payload):
        return decode(self._node.ask("verify_form", form=form._asdict(), jwk=jwk, text=text,
                                payload=None if payload is None else encode(payload)))

    def generate_for_jwe(self, alg, curve=None):
        return self._node.ask("generate", alg=alg, crv=curve, use="enc")

    def encrypt_jwe(self, form, jwks, alg, enc, text, header=None, aad=None):
        recipients = [{"jwk": jwk, "alg": alg or jwk["alg"]} for jwk in jwks]
        return self._node.ask("encrypt", form=form, recipients=recipients, enc=enc, text=encode(text),
                              header=header or {}, aad=aad and encode(aad))

    def decrypt_jwe(self, form, jwk, alg, token):
        return decode(self._node.ask("decrypt", form=form, jwk=jwk, alg=alg, token=token))

    def thumbprint(self, jwk):
        return self._node.ask("thumbprint", jwk=jwk)

    def has_pem(self, alg):
        return not alg.startswith("HS")

    def to_pem(self, jwk, private):
        return self._node.ask("to_pem", jwk=jwk, alg=jwk["alg"], private=private)

    def from_pem(self, pem, alg):
        return self._node.ask("from_pem", pem=pem, alg=alg)
