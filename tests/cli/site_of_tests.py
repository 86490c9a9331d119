"""A server on this machine that answers as a script says, by http or https, with certificates of an authority of its own."""
import collections
import contextlib
import http.server
import json
import os
import ssl
import subprocess
import threading
import time

# What is answered: a body (text, or what becomes JSON), fields beside Content-Length, and a wait before it is sent.
Reply = collections.namedtuple("Reply", "body status fields wait", defaults=(200, {}, 0))
JSON = {"Content-Type": "application/json"}


def reply(body, status=200, wait=0, **fields):
    """Fields are named with _ for -; None takes one of the usual ones away."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return Reply(body, status, {**JSON, **named}, wait)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        script = self.server.script.get(self.path, [Reply({"error": "not here"}, 404, JSON)])
        answer = script.pop(0) if len(script) > 1 else script[0]
        time.sleep(answer.wait)
        body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        status = answer.status
        tag = answer.fields.get("ETag")
        if tag is not None and self.headers.get("If-None-Match") == tag and answer.fields.get("X-Conditional") != "no":
            status, body = 304, ""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.send_response_only(status)
            if "Date" not in answer.fields:
                self.send_header("Date", self.date_time_string())
            for name, value in answer.fields.items():
                if value is not None:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

    def do_POST(self):
        size = int(self.headers.get("Content-Length", "0"))
        self.server.posted.append(self.rfile.read(size).decode())
        self.do_GET()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that breaks off a handshake is what some tests are about


class Site:
    """with Site() as site: site.put("/jwks.json", reply(...), reply(...)); the last reply is repeated."""

    def __init__(self, certificate=None):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.script = {}
        self.server.asked = []
        self.server.posted = []  # the bodies of POST
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def put(self, path, *replies):
        self.server.script[path] = list(replies)

    @property
    def issuer(self):
        return f"{self.scheme}://localhost:{self.server.server_port}"

    def url(self, path="/jwks.json"):
        return self.issuer + path

    def asked(self, path):
        """The fields of each request for the path."""
        return [fields for name, fields in self.server.asked if name == path]


class Authority:
    """Certificates by openssl: a root, and servers below it."""

    def __init__(self, folder):
        self.folder = str(folder)
        self.root = os.path.join(self.folder, "ca.pem")
        self._openssl("req", "-x509", *self._key("ca.key"), "-out", "ca.pem", "-subj", "/CN=test authority", "-days", "30")

    @staticmethod
    def _key(name):
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name]

    def _openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def issue(self, name, host="localhost", days=30):
        """(certificate, key) for Site. Negative days: it has expired."""
        self._openssl("req", *self._key(f"{name}.key"), "-out", f"{name}.csr", "-subj", f"/CN={host}")
        with open(os.path.join(self.folder, f"{name}.ext"), "w", encoding="ascii") as file:
            file.write(f"subjectAltName=DNS:{host}\n")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                      "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem")
        return os.path.join(self.folder, f"{name}.pem"), os.path.join(self.folder, f"{name}.key")
