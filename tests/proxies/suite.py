"""Asks a proxy, holds the answers against what is wanted, and writes all of it down."""

from http_parts import Client
from transcript import OF_EVERY_REQUEST, Transcript, of_identity, plain

FORGED = "forged"
# What a client may not say of itself. Values have FORGED in them.
IDENTITY = ("Signet-Subject", "Signet-Client", "Signet-Scope", "Signet-Tenant", "Signet-Acr", "Signet-Jti", "Signet-Claims",
            "Signet-Status", "Remote-User", "X-Auth-Request-User", "X-Auth-Request-Email", "X-Auth-Request-Groups",
            "X-Auth-Request-Preferred-Username", "X-Auth-Request-Access-Token")
# What only the proxy knows.
OF_THE_REQUEST = ("X-Original-Method", "X-Original-URI", "X-Forwarded-Method", "X-Forwarded-Uri", "X-Forwarded-Proto",
                  "X-Forwarded-Host", "X-Forwarded-For", "X-SSL-Client-Cert", "X-Forwarded-Client-Cert",
                  "X-Forwarded-Tls-Client-Cert", "Client-Cert", "Client-Cert-Chain", "Forwarded")


def bearer(token):
    return [("Authorization", f"Bearer {token}")]


class Suite:
    def __init__(self, world, port, service, transcript=None):
        self.world, self.port, self.service = world, port, service
        self.transcript = transcript or Transcript()

    def at(self, port):
        """The same, for another proxy in front of the service."""
        return Suite(self.world, port, self.service, self.transcript)

    def token(self, label, **claims):
        return self.transcript.label(self.world.token(**claims), label)

    def proof(self, label, *words, **options):
        return self.transcript.label(self.world.proof(*words, **options), label)

    def ask(self, name, fields, status, method="GET", path="/orders/7", body=b"", certificate=None, shown=None):
        """`status` may be several. The service is reached when it is 200, and never else."""
        before = len(self.service.got)
        answer = Client(self.port, certificate=certificate).ask(method, path, fields, body)
        reached = self.service.got[before:]
        self.transcript.exchange(name, method, path, fields if shown is None else shown, answer, reached)
        wanted = status if isinstance(status, tuple) else (status,)
        assert answer.status in wanted, (name, answer, reached)
        assert len(reached) == (answer.status == 200), (name, answer, reached)
        for got in reached:
            assert (got["method"], got["path"], got["body"]) == (method, path, body.decode("latin-1")), (name, got)
            self.look_at(name, got["fields"], fields)
        assert not [field for field, _ in answer.fields if of_identity(field)], (name, answer)
        return answer

    @staticmethod
    def look_at(name, got, sent):
        """Of what the service got: how the request came is what the proxy says, once; nothing is forged, and the token is
        passed on."""
        for field, value in OF_EVERY_REQUEST.items():
            said = [other for known, other in got if plain(known) == field]
            assert said == [value] or (not said and field == "x-forwarded-host"), (name, field, got)  # not all say it
        assert not [field for field, value in got if FORGED in value], (name, got)
        Suite.of_one_connection(got)
        tokens = [[value for field, value in pairs if field.lower() == "authorization"] for pairs in (got, sent)]
        assert tokens[0] == tokens[1], (name, tokens)

    @staticmethod
    def of_one_connection(got):
        """Of what the service got: no field of the client tells a next hop to take fields away."""
        said = [value.lower() for name, value in got if plain(name) in ("connection", "keep-alive", "proxy-connection")]
        assert not [value for value in said if value not in ("close", "keep-alive", "upgrade")], got

    @staticmethod
    def nonce(answer):
        return next((value for field, value in answer.fields if field.lower() == "dpop-nonce"), None)

    def identity(self):
        """What the service got last of who the client is."""
        return {plain(field): value for field, value in self.service.got[-1]["fields"] if of_identity(field)}


def spellings(name):
    """The same name, also twice."""
    first, _, rest = name.partition("-")
    return [(spelling, FORGED) for spelling in (name, name.lower(), name.upper(), name, first.upper() + "-" + rest.lower())]


def aliases(name):
    """With other signs between the words."""
    first, _, rest = name.partition("-")
    return [(spelling, FORGED) for spelling in (name.replace("-", "_"), name.upper().replace("-", "_"), f"{first}_{rest}",
                                                 name.replace("-", "."), "_".join(name.rsplit("-", 1)))]


