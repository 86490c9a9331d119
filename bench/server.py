#!/usr/bin/env python3
"""The token server beside node-oidc-provider: server.py --signet FILE [--node FOLDER] [--json FILE] [--rounds N] [--seconds N]

One core serves and the other asks (wrk, 32 connections that stay open); all take turns in each round, and the median of
the rounds counts. `--node` is a folder with node_modules that hold oidc-provider; without it there is no peer. Ratios are to
the peer in the same run.
"""
import argparse
import base64
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

from sidecar import CONNECTIONS, HERE, give_up, memory_of, pinned, running, wait_for

ALGORITHMS = ("ES256", "RS256", "EdDSA")
TENANTS = 10_000
ASSERTIONS = 40_000


def basic(client, secret):
    return "Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()


def load(url, seconds, **environment):
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(HERE / "server.lua"), url]
    shown = subprocess.run(pinned(1, command), check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}).stdout
    seen = json.loads(shown.strip().splitlines()[-1])
    if seen["wrong"]:
        give_up(f"{seen['wrong']} of {seen['requests']} answers of {url} were not 200")
    return {"per_second": seen["requests"] * 1e6 / seen["us"], "p50_us": seen["p50_us"], "p99_us": seen["p99_us"]}


class Signet:
    """A server that serves, with what its tests need."""

    def __init__(self, signet, folder, port):
        self.signet, self.data, self.base = signet, folder / "data", f"http://127.0.0.1:{port}"
        self.command = pinned(0, [signet, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{port}", "--log", "none"])

    @contextlib.contextmanager
    def serving(self):
        with running(self.command, stderr=subprocess.DEVNULL) as process:
            wait_for(self.base + "/livez")
            yield process

    def cli(self, *words):
        shown = subprocess.run([self.signet, *words, "--data", str(self.data), "--json"], check=True, stdout=subprocess.PIPE).stdout
        return json.loads(shown)

    def prepare(self, folder):
        """An API and a client for each algorithm, a client that introspects, and assertions, each for one use."""
        for alg in ALGORITHMS:
            self.cli("api", "create", "--audience", alg, "--alg", alg)
        client = self.cli("client", "create", "--id", "bench", "--grant", "client_credentials", "--scope", "read", "--api", ",".join(ALGORITHMS))
        self.authorization = basic("bench", client["client_secret"])
        api = self.cli("client", "create", "--id", "server", "--introspects", ",".join(ALGORITHMS))
        self.introspecting = basic("server", api["client_secret"])
        key = folder / "issuer.jwk"
        subprocess.run([self.signet, "key", "generate", "--alg", "ES256", "--out", str(key)], check=True)
        public = folder / "issuer.pub.jwk"
        public.write_bytes(subprocess.run([self.signet, "key", "public", str(key)], check=True, stdout=subprocess.PIPE).stdout)
        self.cli("issuer", "trust", "--issuer", "https://ci.example", "--jwks-file", str(public), "--subject", "robot",
                 "--max-lifetime", "1h", "--api", "ES256")
        self.key = key

    def assertions(self, path, count):
        claims = "".join(json.dumps({"claims": {"iss": "https://ci.example", "sub": "robot", "aud": self.base + "/default",
                                                "jti": f"{os.getpid()}-{time.monotonic_ns()}-{i}"}}) + "\n" for i in range(count))
        shown = subprocess.run([self.signet, "sign", "--batch", "--key", str(self.key), "--expires", "50m"], input=claims.encode(),
                               check=True, stdout=subprocess.PIPE).stdout
        grant = urllib.parse.quote("urn:ietf:params:oauth:grant-type:jwt-bearer")
        with open(path, "w", encoding="ascii") as out:
            for line in shown.splitlines():
                out.write(f"grant_type={grant}&assertion={json.loads(line)['token']}\n")

    def token(self, alg):
        request = urllib.request.Request(self.base + "/default/oauth2/token", data=f"grant_type=client_credentials&audience={alg}".encode(),
                                         headers={"Authorization": self.authorization})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["access_token"]


@contextlib.contextmanager
def peer(node, port, alg):
    command = pinned(0, ["node", str(HERE / "oidc_provider.mjs"), str(node), str(port), alg])
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        if process.stdout.readline().strip() != "ready":
            give_up("node-oidc-provider does not start")
        yield process, f"http://127.0.0.1:{port}"


def start_up(server):
    """Milliseconds from the start of the process to its first answer, the least of five."""
    times = []
    for _ in range(5):
        began = time.monotonic()
        with server.serving():
            times.append((time.monotonic() - began) * 1e3)
    return min(times)


def race(server, folder, node, rounds, seconds):
    runs, memory = {}, {}

    def add(name, result):
        runs.setdefault(name, []).append(result)

    with contextlib.ExitStack() as stack:
        process = stack.enter_context(server.serving())
        server.prepare(folder)
        memory["idle"] = memory_of(process)
        port = 22000 + os.getpid() % 20000
        peers = {}
        if node:
            for place, alg in enumerate(ALGORITHMS):
                peer_alg = "Ed25519" if alg == "EdDSA" else alg
                peers[alg] = stack.enter_context(peer(node, port + place, peer_alg))
        tokens, bodies = {alg: server.token(alg) for alg in ALGORITHMS}, folder / "assertions"
        theirs = basic("bench", "0123456789abcdef0123456789abcdef0123456789a")
        for _ in range(rounds):
            for alg in ALGORITHMS:
                add(f"client_credentials {alg}", load(server.base + "/default/oauth2/token", seconds, METHOD="POST",
                                                      AUTHORIZATION=server.authorization,
                                                      BODY=f"grant_type=client_credentials&audience={alg}&scope=read"))
                if alg in peers:
                    add(f"  node-oidc-provider {alg}", load(peers[alg][1] + "/token", seconds, METHOD="POST", AUTHORIZATION=theirs,
                                                            BODY="grant_type=client_credentials&scope=read"))
            server.assertions(bodies, ASSERTIONS)
            add("jwt-bearer ES256, durable", load(server.base + "/default/oauth2/token", seconds, METHOD="POST", ASSERTIONS=str(bodies)))
            add("introspection ES256", load(server.base + "/default/oauth2/introspect", seconds, METHOD="POST",
                                            AUTHORIZATION=server.introspecting, BODY="token=" + tokens["ES256"]))
            add("key set", load(server.base + "/default/.well-known/jwks.json", seconds))
            if peers:
                add("  node-oidc-provider key set", load(peers["ES256"][1] + "/jwks", seconds))
        memory["loaded"] = memory_of(process)
        if peers:
            memory["node-oidc-provider, loaded"] = memory_of(peers["ES256"][0])
    return {name: {key: statistics.median(one[key] for one in all_runs) for key in all_runs[0]} for name, all_runs in runs.items()}, memory


def many_tenants(signet, folder, port, count):
    """Memory for each tenant that is served, and what the first one costs."""
    server = Signet(signet, folder / "many", port)
    (folder / "many").mkdir()
    with server.serving() as process:
        before = memory_of(process)["resident"]
        began = time.monotonic()
        admin = str(server.data / "admin.sock")
        for first in range(0, count, 100):
            words = []
            for number in range(first, min(first + 100, count)):
                words += ["--next"] if words else []
                words += ["--unix-socket", admin, "-s", "-o", "/dev/null", "-H", "Content-Type: application/json",
                          "-d", json.dumps({"name": f"t{number}"}), "http://localhost/admin/v1/tenants"]
            subprocess.run(["curl", *words], check=True)
        made = time.monotonic() - began
        with urllib.request.urlopen(f"{server.base}/t{count - 1}/.well-known/jwks.json") as answer:
            if answer.status != 200:
                give_up("a tenant does not answer")
        return {"tenants": count, "seconds_to_make": made, "octets_each": (memory_of(process)["resident"] - before) / count}


def show(medians, memory, milliseconds, tenants):
    print(f"\n{'':34}{'per second':>12}{'p50 us':>9}{'p99 us':>9}{'of the peer':>13}")
    for name, row in medians.items():
        theirs = medians.get("  node-oidc-provider " + name.removeprefix("client_credentials "))
        ratio = f"{row['per_second'] / theirs['per_second']:13.1f}" if theirs and not name.startswith(" ") else ""
        print(f"{name:34}{row['per_second']:12,.0f}{row['p50_us']:9.0f}{row['p99_us']:9.0f}{ratio}")
    for name, row in memory.items():
        print(f"memory, {name}: {row['resident'] / 2**20:.1f} MiB resident, {row['anonymous'] / 2**20:.1f} MiB of them anonymous")
    print(f"start to first answer: {milliseconds:.0f} ms")
    print(f"{tenants['tenants']:,} tenants: {tenants['octets_each'] / 1024:.1f} KiB each, made in {tenants['seconds_to_make']:.0f} s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--signet", required=True)
    parser.add_argument("--node")
    parser.add_argument("--json")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--tenants", type=int, default=TENANTS)
    args = parser.parse_args()
    signet, port = str(pathlib.Path(args.signet).resolve()), 21000 + os.getpid() % 20000
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server = Signet(signet, folder, port)
        with server.serving():
            pass  # the first start makes the tenant
        milliseconds = start_up(server)
        medians, memory = race(server, folder, args.node, args.rounds, args.seconds)
        tenants = many_tenants(signet, folder, port + 1, args.tenants)
    show(medians, memory, milliseconds, tenants)
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps({"medians": medians, "memory": memory, "start_ms": milliseconds, "tenants": tenants}, indent=1) + "\n")


if __name__ == "__main__":
    main()
