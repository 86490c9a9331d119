"""Other spellings of a path: what needs more than others do is not had without, and what is not meant for clients not at all."""
import textwrap
import urllib.parse

from http_parts import Client
from suite import bearer

# A service may see one of these as below /admin/, or as /admin.
OF_ADMIN = ("/%61dmin/users", "//admin/users", "/./admin/users", "/orders/../admin/users", "/orders/%2e%2e/admin/users",
            "/admin", "/admin?a=1", "/%61dmin", "/ADMIN/x", "/admin%2Fx", "/x%2F..%2Fadmin/x", "/x/..%2Fadmin/x",
            # with an escape that cannot be decoded
            "/admin/x%", "/admin/x%zz", "/%61dmin/x%", "/x%zz/../admin/x", "/admin%",
            # with a fragment, which a target does not have
            "/#/../admin/x", "/x#/../admin/x", "/admin/x#/../../orders/7", "/admin#", "/orders/7?#/../../admin/x",
            # with parameters, which some services take away
            "/admin;a/x", "/admin;a", "/x/..;/admin/x", "/;a/admin/x", "/;%0A/admin/x", "/admin%3Ba/x", "/x/..%3b/admin/x",
            # dots that not every service takes away
            "/admin/../orders/7", "/admin/%2e%2e/orders/7", "/admin/x/..%2F..%2Forders/7", "/admin/./../orders/7",
            "/x/..\\admin/x", "/x/..%5Cadmin/x")
# These are nothing special.
PLAIN = ("/orders/a%20b", "/orders/7?a=/../admin/x;b/", "/orders/7;v=1", "/administration", "/orders/admin/7",
         "/orders/v1..2", "/orders/%C3%BC")
# The sidecar would take its peer for a proxy that asks.
OF_SIDECAR = ("/verify/envoy/orders-admin/../../../.well-known/oauth-protected-resource/orders",
              "/verify/envoy/orders-api/%2e%2e/%2e%2e/%2e%2e/.well-known/oauth-protected-resource/orders",
              "/verify/introspect/../../.well-known/oauth-protected-resource",
              "/verify/envoy/orders-api/..%2F..%2F..%2F.well-known/oauth-protected-resource/orders",
              "/.well-known/oauth-protected-resource/../../verify/envoy/orders-api/x",
              "/.well-known/oauth-protected-resource/..%2F..%2Fverify/envoy/orders-api/x",
              "/.well-known/oauth-protected-resource#/../../../verify/envoy/orders-api/x")


class Asked:
    """Asks for paths, and tells the transcript in the end which had the same answer."""

    def __init__(self, t):
        self.t, self.answers = t, {}

    def ask(self, path, fields):
        before = len(self.t.service.got)
        answer = Client(self.t.port).ask("GET", path, fields)
        reached = [got["path"] for got in self.t.service.got[before:]]
        result = f"-> {answer.status}" + "".join(f", the service gets {got}" for got in reached if got != path)
        self.answers.setdefault(result, []).append(path)
        return answer, reached

    def tell(self, title):
        self.t.transcript.add(f"== {title}")
        for result, paths in sorted(self.answers.items()):
            self.t.transcript.add(textwrap.fill(" ".join(paths), 125, break_long_words=False, break_on_hyphens=False))
            self.t.transcript.add(result)


def other_spellings(t, can):
    good, golden = bearer(t.token("good")), bearer(t.token("golden", acr="gold"))
    attacks = Asked(t)
    for path in (*OF_ADMIN, "/orders/7#x"):
        answer, reached = attacks.ask(path, good)
        assert reached or answer.status in (400, 401, 404), (path, answer)
        # A proxy that tidies a path up may pass on what is left of it.
        assert not [got for got in reached if "admin" in urllib.parse.unquote(got.partition("?")[0]).lower()], (path, reached)
    assert answer.status == 400 and not reached, (answer, reached)  # of the last one
    attacks.tell("step-up is not walked around by another spelling")
    wanted = Asked(t)
    allowed = [("/admin", golden, 200), *((path, good, 200) for path in PLAIN), ("/orders/7?a=%", good, can.bad_escape)]
    for path, fields, status in allowed:
        answer, reached = wanted.ask(path, fields)
        assert answer.status == status and reached == [path][:status == 200], (path, answer, reached)
    wanted.tell("step-up is asked where it is wanted, and nowhere else")


def ways_to_the_sidecar(t, can):
    golden = bearer(t.token("golden", acr="gold"))
    attacks = Asked(t)
    for path in OF_SIDECAR:
        answer, reached = attacks.ask(path, golden)
        # 200 is for metadata, and for what the service said.
        assert reached or answer.status in (400, 404) or b'"resource"' in answer.body, (path, answer)
        told = [name for name, _ in answer.fields if name.lower().startswith(("signet-", "remote-user"))]
        assert not told, (path, answer)
    attacks.tell("the sidecar is not asked by clients")
