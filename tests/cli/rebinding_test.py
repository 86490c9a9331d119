#!/usr/bin/env python3
"""Names that lead inside, or change their mind: in a network of the test's own, with its own name server.

The program may only ever reach the one public address; what listens on the others counts who comes. Exits with 77 where
this machine does not let a test have a network namespace.
"""
import argparse
import json
import os
import pathlib
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading

SKIPPED = 77
PUBLIC = "11.22.33.44"
INSIDE = ("10.0.0.1", "169.254.169.254", "192.168.1.1", "127.0.0.1", "127.0.0.53", "::1", "fd00::1", "fe80::1%lo")
A, AAAA, CNAME = 1, 28, 5
KEY = {"kty": "OKP", "crv": "Ed25519", "kid": "a", "use": "sig", "alg": "EdDSA",
       "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
# What each name leads to: (A, AAAA) for each time that it is asked for, the last one stays.
NAMES = {
    "good.example": [([PUBLIC], [])],
    "private.example": [(["10.0.0.1"], [])],
    "metadata.example": [(["169.254.169.254"], [])],
    "loopback.example": [(["127.0.0.1"], [])],
    "resolver.example": [(["127.0.0.53"], [])],
    "nowhere.example": [(["0.0.0.0"], [])],
    "six.example": [([], ["::1"])],
    "mapped.example": [([], ["::ffff:127.0.0.1"])],
    "local.example": [([], ["fd00::1"])],
    "nat64.example": [([], ["64:ff9b::7f00:1"])],
    "6to4.example": [([], ["2002:7f00:1::"])],
    "all-inside.example": [(["10.0.0.1", "127.0.0.1", "192.168.1.1"], ["::1"])],
    "alias.example": [(["CNAME", "127.0.0.1"], [])],
}
# Public at first, inside the next time, and so on: whoever judges one answer and connects by another goes inside.
REBINDING = {"rebind.example": [[PUBLIC], ["127.0.0.1"]], "rebind-private.example": [["10.0.0.1"], [PUBLIC]]}
# Some of what it leads to is inside: either is right, as long as nobody goes there.
MIXED = {"mixed.example": ["10.0.0.1", PUBLIC], "mixed-last.example": [PUBLIC, "127.0.0.1"]}


def enter_namespace():
    """Runs this script again, in namespaces of its own."""
    for flags in (["--net", "--mount"], ["--user", "--map-root-user", "--net", "--mount"]):
        if subprocess.run(["unshare", *flags, "ip", "link", "set", "lo", "up"], capture_output=True, check=False).returncode == 0:
            environment = {**os.environ, "SIGNET_INSIDE_NAMESPACE": "1"}
            sys.exit(subprocess.run(["unshare", *flags, sys.executable, *sys.argv], env=environment, check=False).returncode)
    print("this machine has no network namespace for a test")
    sys.exit(SKIPPED)


def command(*words):
    subprocess.run(words, check=True, capture_output=True)


def set_up(folder):
    command("ip", "link", "set", "lo", "up")
    for address in (PUBLIC, *INSIDE):
        if address not in ("127.0.0.1", "127.0.0.53", "::1"):
            command("ip", "address", "add", address.removesuffix("%lo"), "dev", "lo")
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\noptions attempts:1 timeout:2\n", encoding="ascii")
    (folder / "nsswitch.conf").write_text("hosts: dns\n", encoding="ascii")
    (folder / "hosts").write_text("127.0.0.1 localhost\n", encoding="ascii")
    for name in ("resolv.conf", "nsswitch.conf", "hosts"):
        command("mount", "--bind", str(folder / name), os.path.realpath(f"/etc/{name}"))


class NameServer:
    def __init__(self):
        self.turns = {}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            query, client = self.socket.recvfrom(4096)
            self.socket.sendto(self.answer(query), client)

    def addresses(self, name, kind):
        if name in REBINDING and kind == A:
            turn = self.turns[name] = self.turns.get(name, -1) + 1
            return REBINDING[name][turn % 2]
        if name in MIXED and kind == A:
            return MIXED[name]
        return NAMES.get(name, [([], [])])[0][0 if kind == A else 1]

    def answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode().lower())
            at += 1 + query[at]
        kind = struct.unpack(">H", query[at + 1:at + 3])[0]
        records = []
        for address in self.addresses(".".join(labels), kind) if kind in (A, AAAA) else []:
            name = b"\xc0\x0c" if not records else b"\x05alias\x00"
            if address == "CNAME":
                data, record = b"\x05alias\x00", CNAME
            else:
                name = b"\x05alias\x00" if records and records[0][2:4] == struct.pack(">H", CNAME) else b"\xc0\x0c"
                data, record = socket.inet_pton(socket.AF_INET if kind == A else socket.AF_INET6, address), kind
            records.append(name + struct.pack(">HHIH", record, 1, 0, len(data)) + data)
        head = query[:2] + struct.pack(">HHHHH", 0x8180, 1, len(records), 0, 0)
        return head + query[12:at + 5] + b"".join(records)


class Listener:
    """Counts who comes; with a certificate, it answers with a key set."""

    def __init__(self, address, context=None):
        self.came, self.context = 0, context
        family, _, _, _, where = socket.getaddrinfo(address, 443, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)[0]
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(where)
        self.socket.listen(64)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            self.came += 1
            try:
                if self.context:
                    with self.context.wrap_socket(connection, server_side=True) as secure:
                        secure.recv(65536)
                        body = json.dumps({"keys": [KEY]})
                        secure.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
                                       f"\r\nConnection: close\r\n\r\n{body}".encode())
            except OSError:
                pass
            connection.close()


def make_certificate(folder):
    names = ",".join(f"DNS:{name}" for name in (*NAMES, *REBINDING, *MIXED))
    command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
            str(folder / "key.pem"), "-out", str(folder / "ca.pem"), "-subj", "/CN=test", "-days", "2", "-addext",
            f"subjectAltName={names}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context


def fetch(signet, folder, name):
    """What a fetch of a set at this name comes to, in a process that asks for the name anew."""
    done = subprocess.run([signet, "jwks", "fetch", f"https://{name}/jwks.json", "--ca-file", str(folder / "ca.pem"), "--json"],
                          capture_output=True, check=False, timeout=60)
    answer = json.loads(done.stdout)
    return "ok" if done.returncode == 0 else f'{answer["code"]}({answer["subject"]})'


def run(signet, folder):
    set_up(folder)
    context = make_certificate(folder)
    NameServer()
    public, inside = Listener(PUBLIC, context), {address: Listener(address) for address in INSIDE}
    wrong = []

    def expect(name, *wanted):
        said = fetch(signet, folder, name)
        if said not in wanted:
            wrong.append(f"{name}: {said}, not {' or '.join(wanted)}")
        return said

    expect("good.example", "ok")
    for name in NAMES:
        if name != "good.example":
            expect(name, "fetch_refused(address)")
    for name in REBINDING:
        outcomes = {expect(name, "ok", "fetch_refused(address)") for _ in range(8)}
        if len(outcomes) != 2:
            wrong.append(f"{name}: always {outcomes}, so it never changed its mind")
    for name in MIXED:
        expect(name, "ok", "fetch_refused(address)")
    wrong += [f"{address} was reached" for address, listener in inside.items() if listener.came]
    if public.came == 0:
        wrong.append("the public address was never reached")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signet", required=True)
    options = parser.parse_args()
    if "SIGNET_INSIDE_NAMESPACE" not in os.environ:
        enter_namespace()
    with tempfile.TemporaryDirectory() as folder:
        wrong = run(options.signet, pathlib.Path(folder))
        subprocess.run(["umount", *(os.path.realpath(f"/etc/{name}") for name in ("resolv.conf", "nsswitch.conf", "hosts"))],
                       check=False, capture_output=True)
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
