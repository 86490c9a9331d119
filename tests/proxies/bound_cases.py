"""Tokens that are bound, and tokens in cookies: what every proxy is asked."""
from cases import KEY
from http_parts import Client
from suite import bearer


def dpop(t, can):
    path = "/orders/7"
    token = t.token("bound", cnf={"jkt": t.world.jkt})

    def fields(label, *words, **options):
        return [("Authorization", f"DPoP {token}"), ("DPoP", t.proof(label, *words, **options))]
    t.ask("bound, as bearer", bearer(token), 401)
    if not can.dpop:
        t.ask("bound, with a proof", fields("proof", "GET", path, token), 401)
        return
    first = t.ask("DPoP without a nonce", fields("proof", "GET", path, token), 401)
    nonce = t.nonce(first)
    assert nonce, first
    good = fields("proof-2", "GET", path, token, nonce=nonce)
    t.ask("DPoP with the nonce", good, 200)
    t.ask("DPoP replayed", good, 401)
    t.ask("DPoP with a query", fields("proof-3", "GET", path, token, nonce=nonce), 200, path=path + "?a=1")
    t.ask("DPoP of a POST", fields("proof-4", "POST", path, token, nonce=nonce), 200, method="POST", body=b"x")
    t.ask("DPoP of another path", fields("proof-5", "GET", "/orders/8", token, nonce=nonce), 401)
    t.ask("DPoP of another method", fields("proof-6", "POST", path, token, nonce=nonce), 401)
    t.ask("DPoP of another host", fields("proof-7", "GET", path, token, nonce=nonce, origin="https://other.example"), 401)
    elsewhere = [("X-Original-URI", "/orders/8"), ("X-Forwarded-Uri", "/orders/8"), ("X-Original-Method", "PUT"),
                 ("X-Forwarded-Method", "PUT"), ("X-Forwarded-Host", "other.example"), ("X-Forwarded-Proto", "http")]
    t.ask("DPoP of what the client says that it asks for",
          fields("proof-8", "PUT", "/orders/8", token, nonce=nonce, origin="http://other.example") + elsewhere, 401)
    stale = t.ask("DPoP with an old nonce", fields("proof-9", "GET", path, token, nonce="old"), 401)
    assert t.nonce(stale), stale


def nonce_on_success(t, can):
    """Who has an old nonce that still counts is told the new one, so that no request is lost."""
    if not can.dpop:
        return
    token = t.token("bound", cnf={"jkt": t.world.jkt})
    proof = t.proof("proof-of-before", "GET", "/orders/7", token, nonce=t.world.nonce_before())
    answer = t.ask("DPoP with the nonce of before", [("Authorization", f"DPoP {token}"), ("DPoP", proof)], 200)
    assert (t.nonce(answer) is not None) == can.nonce, answer


def certificates(t, can):
    token = t.token("of-certificate", cnf={"x5t#S256": t.world.x5t("holder")})
    files = [t.world.folder / name for name in ("holder.pem", "holder.key")]
    stranger = [t.world.folder / name for name in ("api.pem", "api.key")]
    t.ask("bound to a certificate, with it", bearer(token), 200 if can.certificates else 401, certificate=files)
    t.ask("with another certificate", bearer(token), 401, certificate=stranger)
    t.ask("without a certificate", bearer(token), 401)
    lines = t.world.text("holder.pem").strip().splitlines()
    der = "".join(lines[1:-1])
    escaped = "%0A".join(line.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D").replace(" ", "%20") for line in lines)
    forged = [("X-SSL-Client-Cert", escaped), ("X-Forwarded-Tls-Client-Cert", der), ("X-Forwarded-Client-Cert", f'Cert="{escaped}"'),
              ("Client-Cert", f":{der}:"), ("X-SSL-Client-Cert", f":{der}:"), ("x_ssl_client_cert", escaped)]
    t.transcript.add("== the certificate is not what a field of the client says")
    for field in forged:
        before = len(t.service.got)
        answer = Client(t.port).ask("GET", "/orders/7", [*bearer(token), field])
        t.transcript.add(f"{field[0]} -> {answer.status}")
        assert answer.status == 401 and len(t.service.got) == before, (field, answer)


def cookies(t, can):
    cookie = [("Cookie", f"a=b; __Host-token={t.token('good')}")]
    refused = 403 if can.cookies else 401
    t.ask("cookie", cookie, 200 if can.cookies else 401)
    t.ask("cookie, POST of another site", [*cookie, ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")],
          refused, method="POST", body=b"x")
    t.ask("cookie, POST of an allowed origin", [*cookie, ("Origin", "https://app.example")], 200 if can.cookies else 401,
          method="POST", body=b"x")
    t.ask("cookie, POST that says it is a GET", [*cookie, ("X-Original-Method", "GET"), ("X-Forwarded-Method", "GET")],
          refused, method="POST", body=b"x")
    web_socket = [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Key", KEY), ("Sec-WebSocket-Version", "13"),
                  ("Origin", "https://evil.example")]
    t.ask("cookie, WebSocket of another site", cookie + web_socket, refused)
