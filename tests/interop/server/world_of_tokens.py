"""What each group of programs meets: a tenant with an API, clients of several kinds, and a trusted issuer."""
import json
import time
from types import SimpleNamespace

AUDIENCE, SCOPE, TRUSTED = "orders", "read", "https://ci.example"


def built(server):
    """The tenant `acme` of a running server."""
    server.make("tenant", "", "acme")
    server.make("api", "acme", AUDIENCE, "--scope", "read,write")
    server.make("api", "acme", "other", "--scope", "read")
    common = ["--grant", "client_credentials", "--scope", SCOPE, "--api", f"{AUDIENCE},other"]
    made = SimpleNamespace(server=server, issuer=server.issuer("acme"), key_set=server.key_set("acme"))
    made.jwk, public = server.key_file("client")
    made.stranger, _ = server.key_file("stranger")
    for method in ("client_secret_basic", "client_secret_post", "client_secret_jwt"):
        setattr(made, method, server.make("client", "acme", method, "--auth", method, *common))
    made.private_key_jwt = server.make("client", "acme", "keyed", "--auth", "private_key_jwt", "--jwks", public, *common)
    made.older = server.make("client", "acme", "older", "--auth", "private_key_jwt", "--jwks", public,
                             "--legacy-audience", *common)
    made.bound = server.make("client", "acme", "bound", "--dpop-required", *common)
    made.resource_server = server.make("client", "acme", "service", "--introspects", AUDIENCE)
    made.public = server.make("client", "acme", "public", "--auth", "none", "--grant", "jwt-bearer", "--scope", SCOPE,
                              "--api", AUDIENCE)
    made.ci, ci_public = server.key_file("ci")
    server.make("issuer", "acme", TRUSTED, "--jwks-file", ci_public, "--subject", "repo:acme/*", "--scope", SCOPE,
                "--api", AUDIENCE)
    return made


def assertion(made, key="ci", subject="repo:acme/shop", audience=None):
    """One of the trusted issuer."""
    claims = {"sub": subject, "jti": f"{time.time_ns()}"}
    return made.server.signet("sign", "--key", f"{key}.jwk", "--issuer", TRUSTED, "--audience", audience or made.issuer,
                              "--expires", "2m", "--claims", json.dumps(claims)).strip()
