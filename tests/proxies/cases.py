"""What every proxy is asked. `Can` says what it passes on; what it cannot do has to be refused."""
import collections
import time
import urllib.parse

from http_parts import Client
from suite import FORGED, IDENTITY, OF_THE_REQUEST, aliases, bearer, spellings
from world import ODD_GROUP, ODD_SUBJECT

# bad_request: two tokens, or one in the query; no_scope, step_up, unavailable: their statuses. dpop, cookies, certificates,
# nonce (on success), upgrade: whether it does so. dots: whether names with dots for hyphens are taken away. retry_after:
# whether it is passed on. keep_alive: whether one connection to the sidecar is used again and again. bad_escape: status of a
# query that cannot be decoded.
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # any 16 octets
Can = collections.namedtuple("Can", "bad_request no_scope step_up unavailable dpop cookies certificates nonce upgrade dots "
                                    "retry_after keep_alive bad_escape",
                             defaults=(400, 403, 401, 503, True, True, True, True, True, True, True, True, 400))


def bearer_tokens(t, can):
    good = t.token("good")
    t.ask("no token", [], 401)
    t.ask("good bearer", bearer(good), 200)
    assert t.identity()["signet-subject"] == "joe", t.identity()
    t.ask("the scheme in other letters", [("authorization", f"bEARER {good}")], 200)
    other = t.world.token(sub="eve").rpartition(".")[2]
    broken = t.transcript.label(good.rpartition(".")[0] + "." + other, "signed-otherwise")
    t.ask("bad signature", bearer(broken), 401)
    t.ask("key of nobody", bearer(t.token("of-other-key", key="other")), 401)
    past = int(time.time()) - 3600
    t.ask("expired", bearer(t.token("expired", iat=past, exp=past + 60)), 401)
    t.ask("wrong audience", bearer(t.token("for-mail", audience="mail")), 401)
    t.ask("missing scope", bearer(t.token("may-write", scope="write")), can.no_scope)
    t.ask("two Authorization fields", bearer(good) + bearer(good), can.bad_request)
    t.ask("token in the query", [], can.bad_request, path=f"/orders/7?access_token={good}")
    t.ask("not a token", bearer("../../etc/passwd"), (400, 401))


def passing_on(t, can):
    good = t.token("good")
    t.ask("a request with a body and a query", bearer(good), 200, method="POST", path="/orders/?q=a%2Fb&r=%20", body=b"2 apples")
    t.ask("a body is not for who may not pass", [], 401, method="POST", body=b"2 apples")
    t.ask("no groups, all the rest", bearer(t.token("rich", email="joe@example.com", acr="gold")), 200)
    t.ask("groups", bearer(t.token("with-groups", groups=["staff", "night shift"])), 200)
    t.ask("little", bearer(t.token("poor", client_id=None, scope="read", jti=None)), 200)
    t.ask("letters of the world", bearer(t.token("odd", sub=ODD_SUBJECT, groups=[ODD_GROUP])), 200)
    assert urllib.parse.unquote(t.identity()["signet-subject"]) == ODD_SUBJECT, t.identity()
    assert t.identity()["signet-scope"].replace("%20", " ") == "read write", t.identity()


def step_up(t, can):
    good = t.token("good")
    t.ask("what needs no step-up", bearer(good), 200)
    t.ask("step-up is wanted, also when the token has just passed elsewhere", bearer(good), can.step_up, path="/admin/users")
    t.ask("step-up was done", bearer(t.token("golden", acr="gold")), 200, path="/admin/users")


def forgeries(t, can):
    good = t.token("good")
    forged = [pair for name in IDENTITY for pair in spellings(name)]
    shown = [*bearer(good), ("(all the names of identity)", "in five spellings")]
    t.ask("who the client is, by the client", bearer(good) + forged, 200, shown=shown)
    t.ask("and without a token", forged, 401, shown=shown[1:])
    forged = [(name, FORGED) for name in OF_THE_REQUEST]
    shown = [*bearer(good), ("(the fields of proxies)", FORGED)]
    t.ask("how the request came, by the client", bearer(good) + forged, 200, shown=shown)
    forged = [pair for name in IDENTITY for pair in aliases(name) if can.dots or "." not in pair[0]]
    shown = [*bearer(good), ("(all the names of identity)", "with _ and . in the place of -")]
    t.ask("names that look like it", bearer(good) + forged, 200, shown=shown)
    named = ", ".join(("close", *IDENTITY))
    hops = [("Connection", named), ("Keep-Alive", named), ("Proxy-Connection", named)]
    t.ask("Connection takes no field away, here and at the next hop", [*bearer(good), *hops], 200)
    assert t.identity()["signet-subject"] == "joe", t.identity()


def upgrading(t, can):
    token = bearer(t.token("good"))
    web_socket = [("Upgrade", "websocket"), ("Sec-WebSocket-Key", KEY), ("Sec-WebSocket-Version", "13")]
    before = len(t.service.got)
    fields = [*token, ("Connection", "keep-alive, Upgrade, Signet-Subject, Remote-User"), *web_socket]
    answer = Client(t.port).ask("GET", "/orders/live", fields)
    t.transcript.exchange("WebSocket, and fields to be taken away", "GET", "/orders/live", fields, answer, t.service.got[before:])
    assert answer.status == (101 if can.upgrade else 200) or len(t.service.got) == before, answer
    for got in t.service.got[before:]:
        t.of_one_connection(got["fields"])
        assert t.identity()["signet-subject"] == t.identity()["remote-user"] == "joe", got
    if not can.upgrade:
        return
    before = len(t.service.got)
    fields = [*token, ("Connection", "keep-alive, Upgrade"), *web_socket]
    answer = Client(t.port).ask("GET", "/orders/live", fields)
    t.transcript.exchange("WebSocket", "GET", "/orders/live", fields, answer, t.service.got[before:])
    assert answer.status == 101, answer
    t.ask("WebSocket without a token", fields[1:], 401, path="/orders/live")


def metadata(t, can):
    for path in ("/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/orders"):
        before = len(t.service.got)
        answer = Client(t.port).ask("GET", path, [])
        t.transcript.exchange("metadata of the resource", "GET", path, [], answer, [])
        assert len(t.service.got) == before, t.service.got[-1]
    assert answer.status == 200 and b'"resource"' in answer.body, answer
