"""npm: openid-client, oauth4webapi, jose, jwks-rsa with jsonwebtoken, express-oauth2-jwt-bearer."""
import contextlib

from checks import REFUSED, Checks
from node import Node
from token_server import TokenServer, changed, claims_of, header_of, status_of
from world_of_tokens import AUDIENCE, SCOPE, assertion, built

UNKNOWN_CLIENT = "401 basic"  # the challenge goes before the error in the body, for these packages
FORM = {"scope": SCOPE, "audience": AUDIENCE}


def run(program, folder):
    checks = Checks("npm")
    with contextlib.ExitStack() as stack:
        made = built(stack.enter_context(TokenServer(program, folder)))
        clients = stack.enter_context(contextlib.closing(Node("server/npm_clients.mjs", "openid-client", "oauth4webapi")))
        verifiers = stack.enter_context(contextlib.closing(Node(
            "server/npm_verifiers.mjs", "jose", "jwks-rsa", "jsonwebtoken", "express", "express-oauth2-jwt-bearer")))
        openid_client(checks, made, clients.ask)
        dpop(checks, made, clients.ask)
        jwt_bearer(checks, made, clients.ask)
        resource_server(checks, made, clients.ask)
        for question, missing in (("jose", "ERR_JWKS_NO_MATCHING_KEY"), ("jwks_rsa", "signing key that matches")):
            verifier(checks, made, verifiers.ask, question, missing)
        express(checks, made, verifiers.ask)
    return [checks.table]


def basic(made):
    client = made.client_secret_basic
    return {"issuer": made.issuer, "id": client["id"], "method": "client_secret_basic", "secret": client["client_secret"]}


def openid_client(checks, made, ask):
    name = "openid-client"
    for algorithm in ("oauth2", "oidc"):
        checks.takes(name, f"discovery ({algorithm}), client_secret_basic",
                     lambda a=algorithm: ask("openid_token", **basic(made), algorithm=a, form=FORM))
    for method in ("client_secret_post", "client_secret_jwt"):
        client = getattr(made, method)
        who = {"issuer": made.issuer, "id": client["id"], "method": method}
        checks.takes(name, method, lambda w=who, c=client: ask("openid_token", **w, secret=c["client_secret"], form=FORM))
        checks.refuses(name, f"{method}, another secret",
                       lambda w=who: ask("openid_token", **w, secret="x" * 43, form=FORM), UNKNOWN_CLIENT)
    who = {"issuer": made.issuer, "id": "keyed", "method": "private_key_jwt"}
    checks.takes(name, "private_key_jwt", lambda: ask("openid_token", **who, jwk=made.jwk, form=FORM))
    checks.refuses(name, "private_key_jwt, another key",
                   lambda: ask("openid_token", **who, jwk=made.stranger, form=FORM), UNKNOWN_CLIENT)
    checks.refuses(name, "another method than the client's",
                   lambda: ask("openid_token", **{**basic(made), "method": "client_secret_post"}, form=FORM),
                   UNKNOWN_CLIENT)
    checks.refuses(name, "a scope that the client has not",
                   lambda: ask("openid_token", **basic(made), form={**FORM, "scope": "write"}), "invalid_scope")
    checks.refuses(name, "an API that the client has not",
                   lambda: ask("openid_token", **basic(made), form={**FORM, "audience": "else"}), "invalid_target")
    introspection(checks, made, ask)


def introspection(checks, made, ask):
    name = "openid-client"
    token = ask("openid_token", **basic(made), form=FORM)["access_token"]
    asker = {**basic(made), "id": "service", "secret": made.resource_server["client_secret"]}

    def is_active(text):
        return ask("openid_introspection", **asker, token=text)["active"]

    checks.holds(name, "introspection", is_active(token), True, "active")
    checks.holds(name, "introspection, one bit changed", is_active(changed(token)), False, "inactive")
    checks.refuses(name, "introspection by a client that serves no API",
                   lambda: ask("openid_introspection", **basic(made), token=token), "unauthorized_client")
    checks.refuses(name, "revocation, another secret",
                   lambda: ask("openid_revocation", **{**basic(made), "secret": "x" * 43}, token=token), UNKNOWN_CLIENT)
    checks.holds(name, "introspection after that", is_active(token), True, "active")
    checks.takes(name, "revocation", lambda: ask("openid_revocation", **basic(made), token=token))
    checks.holds(name, "introspection of what is revoked", is_active(token), False, "inactive")


def dpop(checks, made, ask):
    name = "oauth4webapi"
    who = {"issuer": made.issuer, "id": "bound", "secret": made.bound["client_secret"], "form": FORM}
    got = checks.takes(name, "client credentials with DPoP", lambda: ask("oauth4webapi_dpop", **who)) or {}
    checks.holds(name, "requests until the proof had the nonce", got.get("requests"), 2, "2")
    checks.holds(name, "token_type", got.get("token_type"), "dpop", "dpop")
    checks.holds(name, "the token is bound", "jkt" in claims_of(got["access_token"]).get("cnf", {}), True, "yes")
    checks.refuses(name, "no proof, dpop_required", lambda: ask("oauth4webapi_dpop", **who, proven=False),
                   "invalid_dpop_proof")


def jwt_bearer(checks, made, ask):
    name, who = "oauth4webapi", {"issuer": made.issuer, "id": "public", "form": FORM}
    once = assertion(made)
    checks.takes(name, "jwt-bearer", lambda: ask("oauth4webapi_bearer", **who, assertion=once))
    for what, text in (("jwt-bearer, the same again", once), ("jwt-bearer, another key", assertion(made, "stranger")),
                       ("jwt-bearer, another subject", assertion(made, subject="repo:else/shop")),
                       ("jwt-bearer, another audience", assertion(made, audience="https://else.example"))):
        checks.refuses(name, what, lambda t=text: ask("oauth4webapi_bearer", **who, assertion=t), "invalid_grant")


def resource_server(checks, made, ask):
    name = "oauth4webapi"
    token = ask("openid_token", **basic(made), form=FORM)["access_token"]
    checks.takes(name, "access token (RFC 9068)",
                 lambda: ask("oauth4webapi_access_token", issuer=made.issuer, audience=AUDIENCE, token=token))
    checks.refuses(name, "access token (RFC 9068), another audience",
                   lambda: ask("oauth4webapi_access_token", issuer=made.issuer, audience="other", token=token), "aud")
    checks.refuses(name, "access token (RFC 9068), one bit changed",
                   lambda: ask("oauth4webapi_access_token", issuer=made.issuer, audience=AUDIENCE, token=changed(token)),
                   "signature")
    asker = {"issuer": made.issuer, "id": "service", "secret": made.resource_server["client_secret"]}
    found = checks.takes(name, "signed introspection (RFC 9701)",
                         lambda: ask("oauth4webapi_signed_introspection", **asker, token=token)) or {}
    checks.holds(name, "signed introspection says", found.get("active"), True, "active")


def verifier(checks, made, ask, question, missing):
    """A verifier by the key set, with each thing that can be wrong with the server's token or its keys."""
    name = {"jwks_rsa": "jwks-rsa with jsonwebtoken"}.get(question, question)
    token = made.server.token("acme", made.client_secret_basic, audience=AUDIENCE)
    right = {"key_set": made.key_set, "issuer": made.issuer, "audience": AUDIENCE, "token": token}
    claims = checks.takes(name, "access token", lambda: ask(question, **right)) or {}
    checks.holds(name, "client_id and scope", (claims.get("client_id"), claims.get("scope")),
                 (made.client_secret_basic["id"], SCOPE), "as they are")
    wrong = (("another audience", {"audience": "other"}, "aud"), ("another issuer", {"issuer": "https://as.example"}, "iss"),
             ("one bit changed", {"token": changed(token)}, "signature"),
             ("keys of another tenant", {"key_set": made.server.key_set("default")}, missing))
    for what, other, reason in wrong:
        checks.refuses(name, what, lambda o=other: ask(question, **{**right, **o}), reason)
    made.server.admin("/tenants/acme/keys/revoke", {"kid": header_of(token)["kid"]})
    checks.refuses(name, "signed with a key that is revoked, keys fetched anew",
                   lambda: ask(question, **right, fresh=True), missing)
    after = made.server.token("acme", made.client_secret_basic, audience=AUDIENCE)
    checks.takes(name, "signed with the key after it", lambda: ask(question, **{**right, "token": after}))


def express(checks, made, ask):
    name = "express-oauth2-jwt-bearer"
    right = {"issuer": made.issuer, "jwksUri": made.key_set, "audience": AUDIENCE, "tokenSigningAlg": "ES256", "strict": True}
    discovering = {"issuerBaseURL": made.issuer, "audience": AUDIENCE, "tokenSigningAlg": "ES256"}
    token = made.server.token("acme", made.client_secret_basic, audience=AUDIENCE)

    def status(options, scope=SCOPE, with_token=token):
        return status_of(f"http://127.0.0.1:{ask('express', options=options, scope=scope)}/orders", with_token)

    checks.holds(name, "issuer and jwksUri, strict", status(right), 200)
    checks.holds(name, "issuerBaseURL: discovery", status(discovering), 200)
    checks.holds(name, "no token", status(right, with_token=None), 401, REFUSED)
    checks.holds(name, "another audience", status({**right, "audience": "other"}), 401, REFUSED)
    checks.holds(name, "another issuer", status({**right, "issuer": "https://as.example"}), 401, REFUSED)
    checks.holds(name, "one bit changed", status(right, with_token=changed(token)), 401, REFUSED)
    checks.holds(name, "keys of another tenant", status({**right, "jwksUri": made.server.key_set("default")}), 401, REFUSED)
    checks.holds(name, "a scope that the token has not", status(right, scope="write"), 403, REFUSED)
