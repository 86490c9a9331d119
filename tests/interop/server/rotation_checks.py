"""Keys rotate a hundred times, and no verifier refuses a token.

Verifiers fetch a key set again when they meet a kid that they have not, jose and the sidecar at most once in 30 seconds.
So that each may keep the settings that it has of itself, TENANTS tenants rotate ROUNDS times each, side by side, one
rotation in PACE seconds: a set that was fetched holds the next key too, and so is good for two. The order is the plain
`keys rotate`, which the server holds back until the next key was published for twice max_age.
"""
import contextlib
import time

from checks import Checks
from document import Table
from node import Node
from peer import Refused
from python_checks import jwt, refusing
from servers_of_ours import Sidecar
from token_server import TokenServer, header_of

TENANTS, ROUNDS, PACE = 10, 10, 15.5
AUDIENCE = "orders"


class PyJwkClients:
    """PyJWKClient(uri) as it is: the set is kept for 300 s, and fetched at once when a kid is not in it."""

    def __init__(self):
        self._clients = {}

    @refusing
    def __call__(self, key_set, issuer, audience, token):
        client = self._clients.setdefault(key_set, jwt.PyJWKClient(key_set))
        return jwt.decode(token, client.get_signing_key_from_jwt(token).key, algorithms=["ES256"], issuer=issuer,
                          audience=audience)


class Tally:
    """How often each verifier took a token, and what it said when it did not."""

    def __init__(self, verifiers):
        self.verifiers = verifiers
        self.taken = dict.fromkeys(verifiers, 0)
        self.refused = {name: [] for name in verifiers}

    def ask(self, what, **token):
        for name, verify in self.verifiers.items():
            try:
                verify(**token)
                self.taken[name] += 1
            except Refused as refused:
                self.refused[name].append(f"{what}: {refused}")


def run(program, folder):
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(TokenServer(program, folder))
        tenants = [made_tenant(server, f"t{number}") for number in range(TENANTS)]
        node = stack.enter_context(contextlib.closing(Node("server/npm_verifiers.mjs", "jose", "jwks-rsa", "jsonwebtoken")))
        sidecar = stack.enter_context(Sidecar(server, AUDIENCE, {t["name"]: t["issuer"] for t in tenants}))
        tally = Tally({
            "jose createRemoteJWKSet": lambda **question: node.ask("jose", **question),
            "jwks-rsa with jsonwebtoken": lambda **question: node.ask("jwks_rsa", **question),
            "PyJWT PyJWKClient": PyJwkClients(),
            "signet sidecar": sidecar.verify})
        kids = rotated(server, tenants, tally)
        controls = Checks("what a verifier cannot know")
        unknown_keys(controls, server, tenants[0], tally.verifiers)
    return [counted(tally, kids), controls.table]


def made_tenant(server, name):
    # The least that a tenant may have; a key signs for longer, so that none takes over but by order.
    server.admin("/tenants", {"name": name, "token_lifetime": "60s", "max_token_lifetime": "60s",
                              "keys": {"active_for": "1h", "publish_ahead": "2s", "max_age": "1s"}})
    server.admin(f"/tenants/{name}/apis", {"audience": AUDIENCE})
    made = server.admin(f"/tenants/{name}/clients", {"grants": ["client_credentials"], "apis": [AUDIENCE]})
    client = {"id": made["client"]["id"], "client_secret": made["client_secret"]}
    return {"name": name, "issuer": server.issuer(name), "key_set": server.key_set(name), "client": client}


def token_of(server, tenant):
    token = server.token(tenant["name"], tenant["client"], audience=AUDIENCE)
    return {"key_set": tenant["key_set"], "issuer": tenant["issuer"], "audience": AUDIENCE, "token": token}


def rotated(server, tenants, tally):
    """The kids of all tokens, in order, by tenant. The tenants take turns. What is late puts off what comes after it, so
    that no tenant ever rotates sooner than PACE after its former token was judged."""
    kids = {tenant["name"]: [] for tenant in tenants}
    former, due = {}, {}
    start = time.monotonic()
    for turn in range(TENANTS * (ROUNDS + 1)):
        tenant, number = tenants[turn % TENANTS], turn // TENANTS
        name = tenant["name"]
        time.sleep(max(0.0, due.get(name, start + turn * PACE / TENANTS) - time.monotonic()))
        if number:
            server.admin(f"/tenants/{name}/keys/rotate", {})
        question = token_of(server, tenant)
        kids[name].append(header_of(question["token"])["kid"])
        tally.ask(f"{name} after {number} rotations", **question)
        if number:
            tally.ask(f"{name} after {number} rotations, the token before", **former[name])
        former[name], due[name] = question, time.monotonic() + PACE
    return kids


def counted(tally, kids):
    rotations = sum(len(set(names)) - 1 for names in kids.values())
    table = Table("verifier", ["rotations", "tokens taken", "refused"])
    for name, refused in tally.refused.items():
        short = None if rotations == TENANTS * ROUNDS else f"{rotations} keys took over"
        table.add(name, "rotations", short, held=str(rotations))
        table.add(name, "tokens taken", held=str(tally.taken[name]))
        table.add(name, "refused", "; ".join(refused[:5]) or None, held="0")
    return table


def unknown_keys(checks, server, tenant, verifiers):
    """Two keys that take over at once, right after the sets were fetched: whoever waits between two requests must refuse.
    Without this, a test whose verifiers do not look at keys would pass as well."""
    name = tenant["name"]
    for _ in range(3):
        server.admin(f"/tenants/{name}/keys/rotate", {"at_once": True})
        question = token_of(server, tenant)
        with contextlib.suppress(Refused):
            verifiers["jose createRemoteJWKSet"](**question)
    checks.refuses("jose createRemoteJWKSet", "a third key within its cooldown",
                   lambda: verifiers["jose createRemoteJWKSet"](**question), "ERR_JWKS_NO_MATCHING_KEY")
    stranger = {**question, "key_set": server.key_set("default")}
    for verifier in ("jwks-rsa with jsonwebtoken", "PyJWT PyJWKClient"):
        checks.refuses(verifier, "keys of another tenant", lambda v=verifier: verifiers[v](**stranger),
                       "signing key that matches")
    kid = header_of(question["token"])["kid"]
    server.admin(f"/tenants/{name}/keys/revoke", {"kid": kid})
    time.sleep(3)  # the sidecar keeps a set for max-age, and what it removed no longer
    checks.refuses("signet sidecar", "signed with a key that is revoked, after max-age",
                   lambda: verifiers["signet sidecar"](**question), "401")
