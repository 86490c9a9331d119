"""The two ends of a proxy: a client that writes requests as they are told, and a service that says what it got."""
import base64
import collections
import hashlib
import http.server
import json
import socket
import ssl
import threading

TIMEOUT = 60
Answer = collections.namedtuple("Answer", "status fields body")


def read_answer(stream, method):
    head = stream.readline().decode("latin-1").split(" ", 2)
    assert len(head) > 1, "no answer"
    status, fields = int(head[1]), []
    while (line := stream.readline().rstrip(b"\r\n")):
        name, _, value = line.decode("latin-1").partition(":")
        fields.append((name, value.strip()))
    lengths = [value for name, value in fields if name.lower() == "content-length"]
    if method == "HEAD" or status in (101, 204, 304):
        return Answer(status, fields, b"")
    if any(name.lower() == "transfer-encoding" for name, _ in fields):
        return Answer(status, fields, read_chunks(stream))
    return Answer(status, fields, stream.read(int(lengths[0])) if lengths else stream.read())


def read_chunks(stream):
    body = b""
    while (size := int(stream.readline().split(b";")[0], 16)):
        body += stream.read(size)
        stream.readline()
    stream.readline()
    return body


def exchange(port, method, path, fields, body=b""):
    """One request without TLS, with exactly these fields."""
    text = "".join(f"{name}: {value}\r\n" for name, value in [*fields, ("Connection", "close")])
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as connection, connection.makefile("rb") as stream:
        connection.sendall(f"{method} {path} HTTP/1.1\r\n{text}\r\n".encode("latin-1") + body)
        return read_answer(stream, method)


class Client:
    """Asks a server on this machine by TLS, whose certificate is not looked at, or without."""

    def __init__(self, port, is_tls=True, certificate=None):
        self.port = port
        self.context = None
        if is_tls:
            self.context = ssl.create_default_context()
            self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE
            if certificate:
                self.context.load_cert_chain(*certificate)

    def ask(self, method, path, fields, body=b"", host="api.example"):
        text = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n"
        if not any(name.lower() == "connection" for name, _ in fields):
            fields = [*fields, ("Connection", "close")]
        if body:
            fields = [*fields, ("Content-Length", str(len(body)))]
        for name, value in fields:
            text += f"{name}: {value}\r\n"
        with socket.create_connection(("127.0.0.1", self.port), TIMEOUT) as plain:
            connection = self.context.wrap_socket(plain, server_hostname=host) if self.context else plain
            with connection, connection.makefile("rb") as stream:
                connection.sendall(text.encode("latin-1") + b"\r\n" + body)
                return read_answer(stream, method)


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
        got = {"method": self.command, "path": self.path, "fields": self.headers.items(), "body": body}
        self.server.got.append(got)
        if self.headers.get("Upgrade"):
            return self.upgrade()
        text = b"" if self.server.is_silent else json.dumps(got).encode()
        self.send_response_only(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def upgrade(self):
        """The handshake of a WebSocket (RFC 6455 section 4.2.2), and nothing behind it."""
        key = self.headers.get("Sec-WebSocket-Key", "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response_only(101)
        self.send_header("Connection", "upgrade")
        self.send_header("Upgrade", "websocket")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = answer

    def log_message(self, *_):
        pass


class Running(http.server.ThreadingHTTPServer):
    """Serves on a thread of its own until the end of the block."""

    daemon_threads = True

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever, args=(0.05,))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.thread.join()
        self.server_close()


class Service(Running):
    """with Service() as service: service.port, and service.got: the requests that reached it. A silent one says 200 alone."""

    def __init__(self, is_silent=False):
        super().__init__(("127.0.0.1", 0), Echo)
        self.is_silent = is_silent
        self.got = []
        self.connections = 0
        self.port = self.server_port

    def get_request(self):
        self.connections += 1
        return super().get_request()

    def handle_error(self, *_):
        pass  # a proxy may drop a connection as it likes
