#!/usr/bin/env python3
"""tls_client.py SCENARIO PORT FOLDER: Python's own client of HTTP and TLS against our server. Prints what went wrong."""

import http.client
import pathlib
import ssl
import sys
import threading


class Client:
    def __init__(self, port, folder):
        self.port, self.folder = port, pathlib.Path(folder)

    def context(self, authority="first", certificate=None, **settings):
        context = ssl.create_default_context(cafile=self.folder / f"{authority}.pem")
        if certificate:
            context.load_cert_chain(self.folder / f"{certificate}.pem", self.folder / f"{certificate}.key")
        for name, value in settings.items():
            setattr(context, name, value)
        return context

    def connect(self, context=None, **settings):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10,
                                                 context=context or self.context(**settings))
        connection.connect()
        return connection

    def get(self, path, connection=None, **settings):
        connection = connection or self.connect(**settings)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def der_size(self, name):
        return len(ssl.PEM_cert_to_DER_cert((self.folder / f"{name}.pem").read_text()))

    def is_refused(self, **settings):
        """In TLS 1.3 a client learns with its first read that its certificate was not taken."""
        try:
            self.get("/peer", **settings)
        except (ssl.SSLError, ConnectionError, http.client.RemoteDisconnected):
            return True
        return False


def plain(client):
    """Without TLS: a client of HTTP that we have not written."""
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=10)
    for _ in range(3):
        connection.request("POST", "/", body=iter([b"abc", b"def"]), encode_chunked=True,
                           headers={"Transfer-Encoding": "chunked"})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"POST /? abcdef"), answer.status
    connection.request("HEAD", "/large")
    answer = connection.getresponse()
    assert answer.getheader("Content-Length") == str(1 << 20) and answer.read() == b"", answer.headers
    connection.request("GET", "/large")
    assert len(connection.getresponse().read()) == 1 << 20
    connection.request("DELETE", "/")
    answer = connection.getresponse()
    assert answer.status == 405 and answer.getheader("Allow") == "GET, HEAD, POST, OPTIONS", answer.headers
    answer.read()


def usual(client):
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = client.context(minimum_version=version, maximum_version=version)
        connection = client.connect(context)
        for _ in range(3):
            assert client.get("/peer", connection) == (200, "127.0.0.1 tls 0")
        assert len(client.get("/large", connection)[1]) == 1 << 20
        session = connection.sock.session
        assert not session.has_ticket, "a ticket was given"
        again = context.wrap_socket(__import__("socket").create_connection(("127.0.0.1", client.port)),
                                    server_hostname="127.0.0.1", session=session)
        assert not again.session_reused, "a session was taken up again"
    connection.request("GET", "/", headers={"Connection": "close"})
    answer = connection.getresponse()
    assert answer.status == 200 and answer.read() == b"GET /? "


def late(client):
    """A header that does not end: the answer comes, and then the end."""
    sock = client.connect().sock
    sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    said = b""
    while more := sock.recv(65536):
        said += more
    assert said.startswith(b"HTTP/1.1 408 "), said


def long(client):
    """A body that is too long, of which much comes after the answer."""
    sock = client.connect().sock
    sock.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n")
    for _ in range(20):
        sock.sendall(b"a" * 10_000)
    assert sock.recv(65536).startswith(b"HTTP/1.1 413 ")


def old(client):
    context = client.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    assert client.is_refused(context=context), "TLS 1.1 was spoken"


def protocols(client):
    context = client.context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    assert client.connect(context).sock.selected_alpn_protocol() == "http/1.1"
    context.set_alpn_protocols(["h2"])
    assert client.is_refused(context=context), "h2 alone was taken"


def optional(client):
    assert client.get("/peer") == (200, "127.0.0.1 tls 0")
    assert client.get("/peer", certificate="client") == (200, f"127.0.0.1 tls {client.der_size('client')}")
    assert client.is_refused(certificate="stranger"), "another authority's certificate was taken"
    assert client.is_refused(certificate="self"), "a certificate of nobody was taken"


def required(client):
    assert client.get("/peer", certificate="client") == (200, f"127.0.0.1 tls {client.der_size('client')}")
    assert client.is_refused(), "no certificate was asked for"


def any(client):  # the name of the setting
    for name in ("client", "stranger", "self"):
        assert client.get("/peer", certificate=name) == (200, f"127.0.0.1 tls {client.der_size(name)}")
    assert client.is_refused(), "no certificate was asked for"


def reload(client):
    """The server's files change while many connect; /reload/N makes server N's files current."""
    kept = client.connect(authority="first")
    assert client.get("/peer", kept)[0] == 200
    wrong, answered, done = [], [], threading.Event()

    def load():
        both = client.context(authority="first")
        both.load_verify_locations(client.folder / "second.pem")
        while not done.is_set():
            try:
                answered.append(client.get("/peer", context=both)[0])
            except Exception as error:
                wrong.append(repr(error))
                return

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in (2, 1) * 10 + (2,):
        assert client.get(f"/reload/{number}", kept) == (200, "reloaded"), "it was not reloaded"
        authorities = ("first", "second") if number == 1 else ("second", "first")
        assert client.get("/peer", authority=authorities[0])[0] == 200
        assert client.is_refused(authority=authorities[1]), "the former certificate was shown"
    assert client.get("/reload/3", kept) == (200, "malformed_pem"), "what is no certificate was taken"
    assert client.get("/peer", authority="second")[0] == 200
    while len(answered) < 20 and not wrong:
        threading.Event().wait(0.01)
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
    assert set(answered) == {200}, answered


if __name__ == "__main__":
    scenario, port, folder = sys.argv[1:]
    globals()[scenario](Client(int(port), folder))
