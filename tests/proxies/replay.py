"""Envoy and Traefik as far as a decision goes. Neither is packaged by Debian, so this sends the sidecar exactly what they
send, by their documentation and by our configurations for them, and does with the answer what they do."""
import http.server
import re
import ssl
import urllib.parse

from http_parts import Running, exchange
from replay_paths import envoy_path, traefik_path
from world import free_port
from yaml_parts import below, matches, value

HOP_BY_HOP = ("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade")


def without(fields, *names):
    return [(name, text) for name, text in fields if name.lower() not in names]


def connection_of(fields):
    return ",".join(text for name, text in fields if name.lower() == "connection")


def pattern_of(text):
    """Of a string in quotes or a rule of Traefik."""
    return text.replace("\\\\", "\\")


def whole(pattern):
    """Envoy holds patterns against the whole of a text."""
    flags, text = re.fullmatch(r"(\(\?i\))?(.*)", pattern).groups(default="")
    return re.compile(f"{flags}^(?:{text})$")


class Traefik:
    """doc.traefik.io: "ForwardAuth", "Headers", "PassTLSClientCert", and "Forwarded Headers" of entry points."""

    # A client's, of which none is trusted, are taken away at the entry point.
    FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-method", "x-forwarded-port", "x-forwarded-proto",
                 "x-forwarded-server", "x-forwarded-uri", "x-forwarded-tls-client-cert", "x-forwarded-tls-client-cert-info",
                 "x-real-ip")

    def __init__(self, docs, sidecar):
        text = (docs / "traefik-dynamic.yml").read_text(encoding="utf-8")
        self.sidecar = sidecar
        self.addresses = {name: value(below(text, f"{name}:"), "address") for name in ("signet-orders", "signet-admin")}
        self.metadata, self.admin = (
            pattern_of(re.search(r"PathRegexp\(`(.*?)`\)", below(text, router))[1]) for router in ("metadata:", "admin:"))
        self.of_answer = re.compile(value(text, "authResponseHeadersRegex"))
        self.emptied = [name.lower() for name in re.findall(r"^ +([A-Za-z-]+): \"\"$", below(text, "signet-clean:"), re.MULTILINE)]
        assert value(text, "trustForwardHeader") == "false" and self.emptied
        entry = (docs / "traefik.yml").read_text(encoding="utf-8")
        escapes = {"Slash": "/", "BackSlash": "\\", "NullCharacter": "\0", "Semicolon": ";", "Percent": "%"}
        self.refused = [escapes[name] for name in re.findall(r"allowEncoded(\w+): false", below(entry, "encodedCharacters:"))]

    def path_of(self, target):
        return traefik_path(target, self.refused)

    @staticmethod
    def is_refused(_):
        return False  # what Connection names is taken away at the entry point, before the sidecar has said anything

    @staticmethod
    def dropped(_):
        return HOP_BY_HOP

    def decide(self, method, path, fields, host, certificate):
        fields = without(fields, "host", *self.FORWARDED, *self.emptied)
        if certificate:
            lines = ssl.DER_cert_to_PEM_cert(certificate).strip().splitlines()
            fields.append(("X-Forwarded-Tls-Client-Cert", "".join(lines[1:-1])))
        told = [("X-Forwarded-Method", method), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", host),
                ("X-Forwarded-Uri", path), ("X-Forwarded-For", "127.0.0.1")]
        is_admin = re.search(self.admin, path.partition("?")[0])
        address = urllib.parse.urlsplit(self.addresses["signet-admin" if is_admin else "signet-orders"])
        asked = without(fields, *HOP_BY_HOP, "content-length") + told
        answer = exchange(self.sidecar, "GET", f"{address.path}?{address.query}", [("Host", address.netloc), *asked])
        if not 200 <= answer.status < 300:
            return answer, None
        kept = [pair for pair in fields if not self.of_answer.search(pair[0])]
        added = [pair for pair in answer.fields if self.of_answer.search(pair[0])]
        return answer._replace(fields=[]), kept + added + told[1:3] + told[4:]


class Envoy:
    """envoyproxy.io: "External Authorization" (HttpService, AuthorizationRequest, AuthorizationResponse), "HTTP header
    manipulation" (x-forwarded-*), "Header Mutation", headers_with_underscores_action."""

    def __init__(self, docs, sidecar):
        text = (docs / "envoy.yaml").read_text(encoding="utf-8")
        self.sidecar = sidecar
        self.prefixes = re.findall(r"path_prefix: (\S+)", text)
        self.connection, self.metadata, self.admin = (
            whole(pattern_of(found)) for found in re.findall(r'regex: "(.*?)"', text))
        self.removed = re.findall(r"- remove: (\S+)", text)
        self.asked, self.upstream = below(text, "allowed_headers:"), below(text, "allowed_upstream_headers:")
        self.refused, self.granted = below(text, "allowed_client_headers:"), below(text, "allowed_client_headers_on_success:")
        assert text.count("normalize_path: true") == 1 and "merge_slashes: true" in text
        assert "path_with_escaped_slashes_action: REJECT_REQUEST" in text
        assert len(self.prefixes) == 2 and "headers_with_underscores_action: DROP_HEADER" in text
        assert text.count("failure_mode_allow: false") == 2 and "failure_mode_allow: true" not in text

    def path_of(self, target):
        return envoy_path(target)

    def is_refused(self, fields):
        return "connection" not in self.dropped(fields) and self.connection.search(connection_of(fields))

    @staticmethod
    def dropped(fields):
        """Connection stays in an upgrade; else a route does not see it either."""
        return HOP_BY_HOP[1:] if "upgrade" in connection_of(fields).lower() else HOP_BY_HOP

    def decide(self, method, path, fields, host, certificate):
        kept = {}
        for name, text in without(fields, "host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-client-cert", *self.removed):
            if "_" not in name:
                kept[name.lower()] = ", ".join((kept[name.lower()], text)) if name.lower() in kept else text
        kept |= {"x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https"}
        if certificate:
            pem = urllib.parse.quote(ssl.DER_cert_to_PEM_cert(certificate), safe="")
            kept["x-forwarded-client-cert"] = f'Hash=00;Cert="{pem}"'
        asked = [pair for pair in kept.items() if pair[0] == "authorization" or matches(self.asked, pair[0])]
        prefix = self.prefixes[1 if re.search(self.admin, path.partition("?")[0]) else 0]
        answer = exchange(self.sidecar, method, prefix + path, [("Host", host), *asked, ("Content-Length", "0")])
        if answer.status >= 500:
            return answer._replace(status=503, fields=[], body=b""), None
        if answer.status != 200:
            told = [pair for pair in answer.fields if pair[0].lower() == "www-authenticate" or matches(self.refused, pair[0].lower())]
            return answer._replace(fields=told), None
        kept |= {name.lower(): text for name, text in answer.fields if matches(self.upstream, name.lower())}
        told = [pair for pair in answer.fields if matches(self.granted, pair[0].lower())]
        return answer._replace(fields=told), list(kept.items())


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fields, host = self.headers.items(), self.headers["Host"]
        parts = self.server.proxy.path_of(self.path)
        if parts is None or self.server.proxy.is_refused(fields):
            return self.reply(400, [], b"")
        path = "".join(parts)
        if re.search(self.server.proxy.metadata, parts[0]):
            return self.reply(*exchange(self.server.proxy.sidecar, "GET", path, [("Host", host)]))
        certificate = self.connection.getpeercert(binary_form=True)
        try:
            verdict, passed = self.server.proxy.decide(self.command, path, fields, host, certificate)
        except (OSError, AssertionError):
            verdict, passed = None, None
        if passed is not None:
            passed = without(passed, *self.server.proxy.dropped(fields), "content-length")
            length = [("Content-Length", str(len(body)))] if body else []
            served = exchange(self.server.service, self.command, path, [("Host", host), *passed, *length], body)
            verdict = served._replace(fields=without(served.fields, "content-length") + verdict.fields)
        return self.reply(*(verdict or (503, [], b"")))

    def reply(self, status, fields, body):
        self.send_response_only(status)
        for name, text in without(fields, "content-length", *HOP_BY_HOP):
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


class Replay(Running):
    """with Replay(Envoy, docs, world, sidecar_port, service_port) as proxy: proxy.port"""

    def __init__(self, kind, docs, world, sidecar_port, service_port):
        self.port = free_port()
        super().__init__(("127.0.0.1", self.port), Handler)
        self.proxy, self.service = kind(docs, sidecar_port), service_port
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(world.folder / "api.pem", world.folder / "api.key")
        context.verify_mode = ssl.CERT_OPTIONAL
        for name in ("api.pem", "holder.pem"):
            context.load_verify_locations(world.folder / name)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, *_):
        pass
