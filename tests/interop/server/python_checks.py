"""Debian's Python: Authlib (a client, and a verifier) and PyJWT's PyJWKClient."""
import json
import os
import time
import urllib.request

from checks import Checks
from peer import PeerMissing, Refused
from token_server import TIMEOUT, TokenServer, changed, header_of
from world_of_tokens import AUDIENCE, SCOPE, assertion, built

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # http to this machine
try:
    import jwt
    from authlib.integrations.base_client.errors import OAuthError
    from authlib.integrations.requests_client import OAuth2Session
    from authlib.jose import JsonWebKey, JsonWebToken
    from authlib.jose.errors import JoseError
    from authlib.oauth2.rfc7523 import ClientSecretJWT, PrivateKeyJWT
except ImportError as error:
    raise PeerMissing(f"the Python package {error.name} is not installed") from error

REFUSALS = (OAuthError, JoseError, jwt.PyJWTError, ValueError)


def refusing(call):
    """`call`, whose refusals are Refused."""
    def made(*arguments, **options):
        try:
            return call(*arguments, **options)
        except REFUSALS as error:
            raise Refused(f"{type(error).__name__} {error}") from error
    return made


def run(program, folder):
    checks = Checks("Python")
    with TokenServer(program, folder) as server:
        made = built(server)
        authlib_client(checks, made)
        authlib_assertions(checks, made)
        verifier(checks, made, "Authlib JsonWebToken", authlib_verify, {
            "another audience": "aud", "another issuer": "iss", "one bit changed": "bad_signature",
            "keys of another tenant": "Invalid JSON Web Key Set"})
        verifier(checks, made, "PyJWT PyJWKClient", pyjwt_verify, {
            "another audience": "InvalidAudience", "another issuer": "InvalidIssuer",
            "one bit changed": "InvalidSignature", "keys of another tenant": "PyJWKClientError"})
    return [checks.table]


def session(made, client, method, secret=None):
    return OAuth2Session(client["id"], secret or client.get("client_secret"), token_endpoint_auth_method=method, scope=SCOPE)


@refusing
def fetched(made, one, **form):
    form = {"grant_type": "client_credentials", "audience": AUDIENCE, **form}
    return one.fetch_token(f"{made.issuer}/oauth2/token", **form)["access_token"]


def answered(one, call, made, path, token):
    """The JSON of an endpoint that takes a token; Refused when it is an error."""
    answer = getattr(one, call)(f"{made.issuer}/oauth2/{path}", token=token, token_type_hint="access_token")
    if answer.status_code != 200:
        raise Refused(answer.text)
    return answer.json() if answer.content else None


def authlib_client(checks, made):
    name = "Authlib OAuth2Session"
    for method in ("client_secret_basic", "client_secret_post"):
        client = getattr(made, method)
        checks.takes(name, method, lambda m=method, c=client: fetched(made, session(made, c, m)))
        checks.refuses(name, f"{method}, another secret",
                       lambda m=method, c=client: fetched(made, session(made, c, m, "x" * 43)), "invalid_client")
    client = made.client_secret_basic
    one, asker = session(made, client, "client_secret_basic"), session(made, made.resource_server, "client_secret_basic")
    checks.refuses(name, "a scope that the client has not", lambda: fetched(made, one, scope="write"), "invalid_scope")
    token = fetched(made, one)

    def is_active():
        return answered(asker, "introspect_token", made, "introspect", token)["active"]

    checks.holds(name, "introspection", is_active(), True, "active")
    checks.refuses(name, "introspection by a client that serves no API",
                   lambda: answered(one, "introspect_token", made, "introspect", token), "unauthorized_client")
    checks.takes(name, "revocation", lambda: answered(one, "revoke_token", made, "revoke", token))
    checks.holds(name, "introspection of what is revoked", is_active(), False, "inactive")


def authlib_assertions(checks, made):
    """It names the token endpoint in aud, as RFC 7523 had it: the server takes that from clients that it was told of."""
    name, endpoint = "Authlib OAuth2Session", f"{made.issuer}/oauth2/token"

    def signed(client, jwk, seconds=120):
        one = OAuth2Session(client["id"], JsonWebKey.import_key(jwk), token_endpoint_auth_method="private_key_jwt", scope=SCOPE)
        claims = {"exp": int(time.time()) + seconds}
        one.register_client_auth_method(PrivateKeyJWT(endpoint, claims, {"kid": jwk["kid"]}, "ES256"))
        return fetched(made, one)

    checks.takes(name, "private_key_jwt, legacy_audience", lambda: signed(made.older, made.jwk))
    checks.refuses(name, "private_key_jwt, legacy_audience, another key", lambda: signed(made.older, made.stranger),
                   "invalid_client")
    checks.refuses(name, "private_key_jwt, legacy_audience, good for an hour as it has it of itself",
                   lambda: signed(made.older, made.jwk, 3600), "invalid_client")
    checks.refuses(name, "private_key_jwt, no legacy_audience", lambda: signed(made.private_key_jwt, made.jwk),
                   "invalid_client")
    for what, audience in (("the issuer in aud", made.issuer), ("no legacy_audience", endpoint)):
        one = session(made, made.client_secret_jwt, "client_secret_jwt")
        one.register_client_auth_method(ClientSecretJWT(audience, {"exp": int(time.time()) + 120}))
        act, more = (checks.takes, ()) if audience == made.issuer else (checks.refuses, ("invalid_client",))
        act(name, f"client_secret_jwt, {what}", lambda o=one: fetched(made, o), *more)
    public = OAuth2Session("public", None, token_endpoint_auth_method="none", scope=SCOPE)
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    checks.takes(name, "jwt-bearer", lambda: fetched(made, public, grant_type=grant, assertion=assertion(made)))
    checks.refuses(name, "jwt-bearer, another key",
                   lambda: fetched(made, public, grant_type=grant, assertion=assertion(made, "stranger")), "invalid_grant")


@refusing
def authlib_verify(key_set, issuer, audience, token):
    with urllib.request.urlopen(key_set, timeout=TIMEOUT) as answer:
        keys = JsonWebKey.import_key_set(json.loads(answer.read()))
    wanted = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": audience},
              "exp": {"essential": True}}
    claims = JsonWebToken(["ES256"]).decode(token, keys, claims_options=wanted)
    claims.validate()
    return claims


@refusing
def pyjwt_verify(key_set, issuer, audience, token):
    key = jwt.PyJWKClient(key_set).get_signing_key_from_jwt(token).key
    return jwt.decode(token, key, algorithms=["ES256"], issuer=issuer, audience=audience,
                      options={"require": ["exp", "iat", "iss", "aud", "jti"]})


def verifier(checks, made, name, verify, reasons):
    right = {"key_set": made.key_set, "issuer": made.issuer, "audience": AUDIENCE,
             "token": made.server.token("acme", made.client_secret_basic, audience=AUDIENCE)}
    claims = checks.takes(name, "access token", lambda: verify(**right)) or {}
    checks.holds(name, "client_id and scope", (claims.get("client_id"), claims.get("scope")),
                 (made.client_secret_basic["id"], SCOPE), "as they are")
    others = {"another audience": {"audience": "other"}, "another issuer": {"issuer": "https://as.example"},
              "one bit changed": {"token": changed(right["token"])},
              "keys of another tenant": {"key_set": made.server.key_set("default")}}
    for what, reason in reasons.items():
        checks.refuses(name, what, lambda o=others[what]: verify(**{**right, **o}), reason)
    made.server.admin("/tenants/acme/keys/revoke", {"kid": header_of(right["token"])["kid"]})
    checks.refuses(name, "signed with a key that is revoked, keys fetched anew", lambda: verify(**right),
                   reasons["keys of another tenant"])
    right["token"] = made.server.token("acme", made.client_secret_basic, audience=AUDIENCE)
    checks.takes(name, "signed with the key after it", lambda: verify(**right))
