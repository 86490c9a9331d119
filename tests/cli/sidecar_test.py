#!/usr/bin/env python3
"""The program as a sidecar: how it starts, what it tells, how it reads its file again, and how it ends."""
import argparse
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import stat
import subprocess
import sys
import tempfile
import time

TIMEOUT = 120
CERTIFICATES = pathlib.Path(__file__).resolve().parent.parent / "net" / "certificates.sh"
ISSUER = '[issuers.main]\nissuer = "https://as.example"\njwks_file = "jwks.json"\n'
POLICY = '[policies.orders]\naudiences = ["orders"]\nalgorithms = ["ES256"]\n'


class Folder:
    """Keys, a token, and files of configurations."""

    def __init__(self, signet, path):
        self.signet, self.path = os.path.abspath(signet), pathlib.Path(path)
        self.run("key", "generate", "--alg", "ES256", "--out", "k.jwk")
        self.run("key", "public", "k.jwk", "--out", "k.pub.jwk")
        (self.path / "jwks.json").write_text(self.run("jwks", "make", "k.pub.jwk").stdout)
        self.token = self.run("sign", "--key", "k.jwk", "--issuer", "https://as.example", "--audience", "orders", "--subject", "joe",
                              "--claims", '{"scope":"read"}', "--expires", "10m").stdout.strip()

    def run(self, *words, status=0, **more):
        done = subprocess.run([self.signet, *words], cwd=self.path, capture_output=True, text=True, timeout=TIMEOUT, check=False, **more)
        assert done.returncode == status, (words, done)
        return done

    def write(self, text):
        (self.path / "sidecar.toml").write_text(text)


class Sidecar:
    """One that serves, until the end of the block."""

    def __init__(self, folder, head='listen = ["127.0.0.1:0"]\n', tail="", listeners=1, **more):
        folder.write(head + ISSUER + POLICY + tail)
        self.process = subprocess.Popen([folder.signet, "sidecar", "--config", "sidecar.toml"], cwd=folder.path,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
        self.folder = folder
        self.addresses = [re.fullmatch(r"signet: note: the sidecar serves at (\S+)\n", self.process.stderr.readline()).group(1)
                          for _ in range(listeners)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def ask(self, path="/verify/nginx", token=None, connection=None):
        host, port = self.addresses[0].rsplit(":", 1)
        connection = connection or http.client.HTTPConnection(host, int(port), timeout=TIMEOUT)
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, dict(answer.getheaders()), body

    def told(self):
        return self.process.stderr.readline()

    def end(self, by=signal.SIGTERM):
        """Ends it, unless it was told to (`by` is None), and gives what it wrote."""
        if by:
            self.process.send_signal(by)
        out, err = self.process.communicate(timeout=TIMEOUT)
        assert self.process.returncode == 0, (self.process.returncode, err)
        return out, err


def starts_and_ends(folder):
    for by in (signal.SIGTERM, signal.SIGINT):
        with Sidecar(folder) as sidecar:
            status, fields, _ = sidecar.ask(token=folder.token)
            assert (status, fields["Signet-Subject"], fields["Signet-Tenant"]) == (200, "joe", "main"), (status, fields)
            assert sidecar.ask()[0] == 401
            out, err = sidecar.end(by)
            lines = [json.loads(line) for line in out.splitlines()]
            assert [line["status"] for line in lines] == [200, 401], lines
            assert folder.token not in out and "joe" not in out
            assert err == "", err


def reloads(folder):
    with Sidecar(folder) as sidecar:
        assert sidecar.ask(token=folder.token)[0] == 200
        folder.write('listen = ["127.0.0.1:0"]\n' + ISSUER + POLICY + 'scopes = ["admin"]\n')
        sidecar.process.send_signal(signal.SIGHUP)
        assert sidecar.told() == "signet: note: the configuration was read again\n"
        assert sidecar.ask(token=folder.token)[0] == 403
        folder.write('listen = ["127.0.0.1:0"]\n' + ISSUER + POLICY + 'scope = ["read"]\nrequire = "x"\n')
        sidecar.process.send_signal(signal.SIGHUP)
        first, second, error = sidecar.told(), sidecar.told(), sidecar.told()
        assert re.match(r"sidecar\.toml:8: policies\.orders\.scope: .*did you mean scopes\?", first), first
        assert second.startswith("sidecar.toml:9: policies.orders.require: "), second
        assert error == "signet: error: malformed_configuration(--config): the configuration has 2 faults\n", error
        assert sidecar.ask(token=folder.token)[0] == 403, "it goes on as it was"
        sidecar.end()


def says_what_needs_a_restart(folder):
    with Sidecar(folder) as sidecar:
        folder.write('threads = 2\nlisten = ["127.0.0.1:0"]\n' + ISSUER + POLICY)
        sidecar.process.send_signal(signal.SIGHUP)
        told = sidecar.told()
        assert told == "signet: error: malformed_configuration(threads): threads is changed by a restart alone; all stays as it was\n", told
        assert sidecar.told().startswith("signet: hint: ")
        assert sidecar.ask(token=folder.token)[0] == 200
        sidecar.end()


def writes_its_log_anew(folder):
    """What log rotation does: move the file, then SIGHUP."""
    log = folder.path / "decisions.jsonl"
    with Sidecar(folder, tail='[log]\nfile = "decisions.jsonl"\n') as sidecar:
        sidecar.ask()
        log.rename(folder.path / "old.jsonl")
        sidecar.process.send_signal(signal.SIGHUP)
        sidecar.told()
        sidecar.ask()
        out, _ = sidecar.end()
    assert out == ""
    assert len((folder.path / "old.jsonl").read_text().splitlines()) == 1
    assert len(log.read_text().splitlines()) == 1


def listens_where_it_is_told(folder):
    head = 'listen = ["unix:s.sock", "[::1]:0"]\nstatus_listen = ["127.0.0.1:0"]\n'
    with Sidecar(folder, head=head, listeners=3) as sidecar:
        path = folder.path / "s.sock"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        client = socket.socket(socket.AF_UNIX)
        client.connect(str(path))
        client.sendall(b"GET /verify/nginx HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + folder.token.encode() + b"\r\n\r\n")
        assert client.recv(65536).startswith(b"HTTP/1.1 200 ")
        client.close()
        host, port = sidecar.addresses[2].rsplit(":", 1)
        assert sidecar.ask("/livez", connection=http.client.HTTPConnection(host, int(port)))[0] == 200
        assert sidecar.ask(connection=http.client.HTTPConnection(host, int(port)))[0] == 404
        sidecar.end()
        assert not path.exists()


def takes_sockets_of_systemd(folder):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    # The shell knows the process that the sidecar becomes, which LISTEN_PID has to name.
    script = f'exec 3<&{listener.fileno()}; export LISTEN_PID=$$ LISTEN_FDS=1; exec "$0" sidecar --config sidecar.toml'
    folder.write('listen = ["systemd"]\n' + ISSUER + POLICY)
    process = subprocess.Popen(["bash", "-c", script, folder.signet], cwd=folder.path, pass_fds=[listener.fileno()],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr.readline() == "signet: note: the sidecar serves at systemd\n"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        connection.request("GET", "/livez")
        assert connection.getresponse().status == 200
    finally:
        process.terminate()
        process.communicate()
        listener.close()
    folder.write('listen = ["systemd"]\n' + ISSUER + POLICY)
    refused = folder.run("sidecar", "--config", "sidecar.toml", status=3)
    assert refused.stderr.startswith("signet: error: listen_failed(systemd): "), refused.stderr


def speaks_tls(folder):
    subprocess.run(["bash", CERTIFICATES, folder.path], check=True)
    tail = '[tls]\ncertificate = "server1.pem"\nkey = "server1.key"\nclient_authorities = "first.pem"\n'
    with Sidecar(folder, tail=tail) as sidecar:
        host, port = sidecar.addresses[0].rsplit(":", 1)

        def ask(certificate):
            context = ssl.create_default_context(cafile=folder.path / "first.pem")
            if certificate:
                context.load_cert_chain(folder.path / f"{certificate}.pem", folder.path / f"{certificate}.key")
            return sidecar.ask(token=folder.token, connection=http.client.HTTPSConnection(host, int(port), context=context))

        assert ask("client")[0] == 200
        for stranger in (None, "stranger"):
            try:
                ask(stranger)
            except (ssl.SSLError, ConnectionError):
                continue
            raise AssertionError(f"{stranger} was let in")
        sidecar.end()


def says_why_it_does_not_start(folder):
    with Sidecar(folder) as sidecar:
        folder.write(f'listen = ["{sidecar.addresses[0]}"]\n' + ISSUER + POLICY)
        taken = folder.run("sidecar", "--config", "sidecar.toml", status=3)
        assert taken.stderr.startswith(f"signet: error: address_in_use({sidecar.addresses[0]}): "), taken.stderr
        sidecar.end()
    folder.write("listen = 1\n")
    faults = folder.run("sidecar", "--config", "sidecar.toml", status=2)
    assert "sidecar.toml:1: listen: " in faults.stderr and "issuers" in faults.stderr, faults.stderr
    assert folder.run("sidecar", status=2).stderr.startswith("signet: error: usage(--config): ")
    assert folder.run("sidecar", "--config", "none.toml", status=3).stderr.startswith("signet: error: file_unreadable(none.toml): ")


def finishes_what_was_begun(folder):
    """A request whose second half comes after SIGTERM is answered."""
    with Sidecar(folder) as sidecar:
        host, port = sidecar.addresses[0].rsplit(":", 1)
        client = socket.create_connection((host, int(port)))
        client.sendall(b"GET /livez HTTP/1.1\r\nHo")
        time.sleep(0.2)
        sidecar.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        client.sendall(b"st: x\r\n\r\n")
        assert client.recv(65536).startswith(b"HTTP/1.1 200 ")
        client.close()
        sidecar.end(by=None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--signet", required=True)
    args = parser.parse_args()
    for case in (starts_and_ends, reloads, says_what_needs_a_restart, writes_its_log_anew, listens_where_it_is_told, takes_sockets_of_systemd, speaks_tls,
                 says_why_it_does_not_start, finishes_what_was_begun):
        with tempfile.TemporaryDirectory() as path:
            case(Folder(args.signet, path))
        print(f"{case.__name__}: good")


if __name__ == "__main__":
    sys.exit(main())
