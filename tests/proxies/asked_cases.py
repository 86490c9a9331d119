"""What a proxy asks the sidecar: a service that lets everything pass stands in its place and says what it got."""
from http_parts import Client, Service
from suite import FORGED, OF_THE_REQUEST, bearer
from transcript import plain

# Fields of an HTTP client that say nothing of the request.
OF_NO_INTEREST = ("host", "accept", "accept-encoding", "user-agent", "authorization", "content-type", "dpop", "connection")


def what_is_asked(transcript, start, is_kept_alive):
    """`start` gives a proxy whose sidecar and service are at two ports."""
    with Service(is_silent=True) as sidecar, Service() as service, start(sidecar.port, service.port) as proxy:
        fields = [*bearer("a.b.c"), ("DPoP", "d.e.f"), *((name, FORGED) for name in OF_THE_REQUEST)]
        for method, path in (("POST", "/orders/7?a=%2F&policy=none"), ("GET", "/orders/8"), ("POST", "/admin/users")):
            Client(proxy.port).ask(method, path, fields, b"2 apples" if method == "POST" else b"")
            assert len(sidecar.got) == 1, sidecar.got
            transcript.add(f"== what the sidecar is asked for {method} {path}")
            add(transcript, sidecar.got.pop())
        # Some proxies keep connections for each place of their configuration: here /admin/ and the rest.
        assert sidecar.connections < 3 or not is_kept_alive, sidecar.connections
        # Where it answers clients, nothing they say of how their requests came reaches it either.
        Client(proxy.port).ask("GET", "/.well-known/oauth-protected-resource/orders", fields[2:])
        got = sidecar.got.pop()
        assert got["path"] == "/.well-known/oauth-protected-resource/orders" and FORGED not in str(got), got


def add(transcript, got):
    assert not got["body"] or plain(got["path"]).startswith("-verify-introspect"), got
    assert FORGED not in str(got), got
    transcript.add(f"{got['method']} {got['path']}")
    for name, value in sorted((name.lower(), value) for name, value in got["fields"]):
        if name not in OF_NO_INTEREST:
            transcript.add(f"  {name}: {value}")
    told = sorted(value for name, value in got["fields"] if name.lower() in ("authorization", "dpop"))
    assert got["body"] or told == ["Bearer a.b.c", "d.e.f"], got
