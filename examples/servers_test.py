#!/usr/bin/env python3
"""Asks a server of the examples as its clients would, with tokens that the program makes."""
import argparse
import pathlib
import socket
import subprocess
import sys
import tempfile

ISSUER, AUDIENCE, ORIGIN = "https://as.example", "orders", "https://api.example"


class World:
    """Keys and tokens, in a folder of their own."""

    def __init__(self, signet, folder):
        self.signet, self.folder = signet, folder
        for name in ("as", "client", "other"):
            self.run("key", "generate", "--alg", "ES256", "--out", self.path(name))
        self.keys = self.path("as.jwks")
        public = self.run("key", "public", self.path("as"))
        pathlib.Path(self.keys).write_text(f'{{"keys":[{public}]}}', encoding="ascii")

    def path(self, name):
        return str(self.folder / name)

    def run(self, *words):
        return subprocess.run([self.signet, *words], check=True, capture_output=True, text=True, timeout=60).stdout.strip()

    def token(self, scope, key="as", bound_to=None, audience=AUDIENCE, now=()):
        claims = f'{{"client_id":"app","scope":"{scope}"'
        if bound_to:
            claims += f',"cnf":{{"jkt":"{self.run("key", "thumbprint", self.path(bound_to))}"}}'
        return self.run("sign", "--key", self.path(key), "--profile", "at+jwt", "--issuer", ISSUER, "--audience", audience,
                        "--subject", "alice", "--expires", "10m", "--claims", claims + "}", *now)

    def proof(self, token, method="GET", url=ORIGIN + "/orders", key="client"):
        at = self.path("token.txt")
        pathlib.Path(at).write_text(token, encoding="ascii")
        return self.run("dpop", "prove", "--key", self.path(key), "--method", method, "--url", url, "--access-token-file", at)


class Answer:
    def __init__(self, octets):
        head, _, self.body = octets.decode("latin-1").partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        self.status = int(first.split(" ")[1])
        self.fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines]

    def all(self, name):
        return [value for field, value in self.fields if field.lower() == name.lower()]


def ask(port, method, target, *fields, body=""):
    text = f"{method} {target} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
    text += "".join(f"{field}\r\n" for field in fields)
    if method == "POST":
        text += f"Content-Length: {len(body)}\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{text}\r\n{body}".encode())
        octets = b""
        while piece := connection.recv(65536):
            octets += piece
    return Answer(octets)


class Client:
    """Asks, and keeps what is not as it should be."""

    def __init__(self, port):
        self.port, self.wrong, self.asked = port, [], 0

    def expect(self, what, status, asked, challenges=None, said=None):
        answer = ask(self.port, *asked[:2], *asked[2])
        self.asked += 1
        if answer.status != status:
            self.wrong.append(f"{what}: {answer.status}, not {status}: {answer.all('WWW-Authenticate')}")
        shown = answer.all("WWW-Authenticate")
        if challenges is not None and shown != challenges:
            self.wrong.append(f"{what}: {shown}, not {challenges}")
        if status == 200 and answer.body != "hello, alice\n":
            self.wrong.append(f"{what}: nobody was greeted: {answer.body!r}")
        if status != 200 and ("alice" in answer.body or answer.all("Cache-Control") != ["no-store"]):
            self.wrong.append(f"{what}: {answer.fields} {answer.body!r}")
        if said and not any(said in one for one in shown):
            self.wrong.append(f"{what}: {shown} do not say {said}")


def bearer(token):
    return f"Authorization: Bearer {token}"


def proven(token, proof):
    return (f"Authorization: DPoP {token}", f"DPoP: {proof}")


def challenges(bearer_says="", dpop_says=""):
    return [f'Bearer realm="orders"{bearer_says}', f'DPoP realm="orders"{dpop_says}, algs="ES256 EdDSA"']


def error(code, description):
    return f', error="{code}", error_description="{description}"'


def check_bearers(client, world):
    read, write = world.token("read"), world.token("read write")
    get, post = ("GET", "/orders"), ("POST", "/orders")
    client.expect("reading", 200, (*get, [bearer(read)]))
    client.expect("reading with a query", 200, ("GET", "/orders?page=2", [bearer(read)]))
    client.expect("writing", 200, (*post, [bearer(write)]))
    for method, scope in (("GET", "read"), ("POST", "write")):
        needed = f', scope="{scope}"'
        client.expect(f"nobody, {method}", 401, (method, "/orders", []), challenges(needed, needed))
    client.expect("another scheme", 401, (*get, ["Authorization: Basic YTpi"]), challenges(', scope="read"', ', scope="read"'))
    client.expect("writing without its scope", 403, (*post, [bearer(read)]),
                  challenges(', scope="write"' + error("insufficient_scope", "scope_insufficient(scope)"), ', scope="write"'))
    bad = {"changed": (read[:-10] + ("A" if read[-10] != "A" else "B") + read[-9:], "bad_signature"),
           "another key": (world.token("read", key="other"), "key_not_found(kid)"),
           "another audience": (world.token("read", audience="others"), "claim_mismatch(aud)"),
           "expired": (world.token("read", now=("--now", "2020-01-01T00:00:00Z")), "token_expired(exp)"),
           "no token": ("nothing", "malformed_token(segments)")}
    for what, (token, said) in bad.items():
        client.expect(what, 401, (*get, [bearer(token)]), challenges(error("invalid_token", said)))
    client.expect("two tokens", 400, (*get, [bearer(read), bearer(read)]),
                  said='error="invalid_request", error_description="malformed_request(Authorization)"')
    for query in ("access_token=" + read, "page=2&access%5Ftoken=x"):
        client.expect("a token in the query", 400, ("GET", "/orders?" + query, [bearer(read)]),
                      said='error="invalid_request", error_description="malformed_request(access_token)"')


def check_proofs(client, world):
    token = world.token("read write", bound_to="client")
    asks = lambda proof, method="GET": (method, "/orders?page=2", proven(token, proof))
    first = world.proof(token)
    client.expect("a proof", 200, asks(first))
    client.expect("the proof again", 401, asks(first), challenges("", error("invalid_dpop_proof", "replayed(jti)")))
    client.expect("the next proof", 200, asks(world.proof(token)))
    client.expect("a proof for POST", 200, asks(world.proof(token, "POST"), "POST"))
    hostile = {"htm": world.proof(token, "POST"), "htu": world.proof(token, url=ORIGIN + "/other"),
               # What Host says is the client's word.
               "htu ": world.proof(token, url="https://evil.example/orders"),
               "ath": world.proof(world.token("read"))}
    for name, proof in hostile.items():
        client.expect(f"a proof of another {name}", 401, asks(proof),
                      challenges("", error("invalid_dpop_proof", f"claim_mismatch({name.strip()})")))
    client.expect("a proof by another key", 401, asks(world.proof(token, key="other")),
                  challenges("", error("invalid_token", "key_mismatch(jkt)")))
    client.expect("no proof", 401, ("GET", "/orders", [f"Authorization: DPoP {token}"]), said="invalid_dpop_proof")
    client.expect("two proofs", 401, ("GET", "/orders", [*proven(token, world.proof(token)), "DPoP: x"]), said="invalid_dpop_proof")
    client.expect("without its key", 401, ("GET", "/orders", [bearer(token)]),
                  challenges(error("invalid_token", "not_confirmable(jkt)")))


def start(command):
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    line = server.stdout.readline()
    if not line.startswith("listening at 127.0.0.1:"):
        server.kill()
        sys.exit(f"{command[0]} does not listen: {line}")
    return server, int(line.rpartition(":")[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signet", required=True)
    parser.add_argument("--server", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = World(options.signet, pathlib.Path(folder))
        server, port = start([options.server, world.keys, ISSUER, AUDIENCE, ORIGIN, "0"])
        try:
            client = Client(port)
            check_bearers(client, world)
            check_proofs(client, world)
            if server.poll() is not None:
                client.wrong.append(f"the server ended with {server.returncode}")
        finally:
            server.terminate()
            server.wait(30)
        refused = subprocess.run([options.server, "absent.jwks", ISSUER, AUDIENCE, ORIGIN, "0"], capture_output=True,
                                 check=False, text=True, timeout=60)
        if refused.stderr != "refused: file_unreadable(absent.jwks)\n" or refused.returncode != 1:
            client.wrong.append(f"without keys it says {refused}")
    print(f"{client.asked} requests")
    if client.wrong:
        sys.exit("\n".join(client.wrong))


if __name__ == "__main__":
    main()
