#!/usr/bin/env python3
"""Decisions of the sidecar beside nginx's own static answer: sidecar.py --signet FILE [--json FILE] [--rounds N] [--seconds N]

One core serves and the other asks (wrk, 32 connections that stay open); all take turns in each round, and the median of
the rounds counts. Ratios are to nginx in the same run.
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ALGORITHMS = ("ES256", "RS256", "EdDSA")
CONNECTIONS = 32
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; keepalive_requests 1000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200; }} }}
}}
"""
SIDECAR = """
listen = ["127.0.0.1:0"]
[log]
decisions = "{decisions}"
file = "{folder}/decisions.jsonl"
[issuers.main]
issuer = "https://as.example"
jwks_file = "jwks.json"
"""
POLICY = """
[policies.{name}]
audiences = ["orders"]
algorithms = ["ES256", "RS256", "EdDSA"]
scopes = ["read"]
cache_entries = {entries}
"""


def give_up(why):
    sys.exit(f"sidecar.py: {why}")


def pinned(core, command):
    """The command on one core, where this machine has several."""
    return ["taskset", "-c", str(core), *command] if os.cpu_count() > 1 else command


class Material:
    """A key and a token for each algorithm, and the files of both servers."""

    def __init__(self, signet, folder):
        self.signet, self.folder, self.tokens = signet, folder, {}
        public = []
        for alg in ALGORITHMS:
            key = folder / f"{alg}.jwk"
            self.run("key", "generate", "--alg", alg, "--out", str(key))
            half = folder / f"{alg}.pub.jwk"
            half.write_bytes(self.run("key", "public", str(key)))
            public.append(str(half))
            claims = {"sub": "user-42", "scope": "read write", "client_id": "shop", "jti": "3f1c"}
            self.tokens[alg] = self.run("sign", "--key", str(key), "--claims", json.dumps(claims), "--issuer", "https://as.example",
                                        "--audience", "orders", "--expires", "2h").decode().strip()
        (folder / "jwks.json").write_bytes(self.run("jwks", "make", *public))

    def run(self, *words):
        return subprocess.run([self.signet, *words], check=True, stdout=subprocess.PIPE).stdout

    def sidecar_file(self, decisions):
        path = self.folder / f"sidecar-{decisions}.toml"
        policies = "".join(POLICY.format(name=name, entries=entries) for name, entries in (("cached", 16384), ("each", 0)))
        path.write_text(SIDECAR.format(decisions=decisions, folder=self.folder) + policies)
        return path


@contextlib.contextmanager
def running(command, **more):
    process = subprocess.Popen(command, **more)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_for(url):
    for _ in range(2000):
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.status
        except OSError:
            time.sleep(0.001)
    give_up(f"nothing answers at {url}")


@contextlib.contextmanager
def sidecar(material, decisions):
    """A sidecar that serves: its process and its address."""
    command = pinned(0, [material.signet, "sidecar", "--config", str(material.sidecar_file(decisions))])
    with running(command, stderr=subprocess.PIPE, text=True) as process:
        found = re.search(r"serves at (\S+)", process.stderr.readline())
        if not found:
            give_up("the sidecar does not start")
        yield process, f"http://{found.group(1)}"


@contextlib.contextmanager
def nginx(folder):
    port = 20000 + os.getpid() % 20000
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port))
    with running(pinned(0, [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(config), "-e", str(folder / "error.log")])):
        url = f"http://127.0.0.1:{port}"
        wait_for(url)
        yield url


def load(url, token, seconds):
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(HERE / "sidecar.lua"), url]
    shown = subprocess.run(pinned(1, command), check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "TOKEN": token}).stdout
    seen = json.loads(shown.strip().splitlines()[-1])
    if seen["wrong"]:
        give_up(f"{seen['wrong']} of {seen['requests']} answers of {url} were not 200")
    return {"per_second": seen["requests"] * 1e6 / seen["us"], "p50_us": seen["p50_us"], "p99_us": seen["p99_us"]}


def memory_of(process):
    """Resident octets, and those of them that are of no file."""
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return {name: int(re.search(rf"{key}:\s+(\d+) kB", text).group(1)) * 1024
            for name, key in (("resident", "VmRSS"), ("anonymous", "RssAnon"))}


def start_up(material):
    """Milliseconds from the start of the process to its first answer, the least of five."""
    times = []
    for _ in range(5):
        began = time.monotonic()
        with sidecar(material, "none") as (_, url):
            wait_for(url + "/livez")
            times.append((time.monotonic() - began) * 1e3)
    return min(times)


def race(material, folder, rounds, seconds):
    results, memory = {}, {}
    with contextlib.ExitStack() as stack:
        base = stack.enter_context(nginx(folder))
        quiet, quiet_url = stack.enter_context(sidecar(material, "none"))
        logging, logging_url = stack.enter_context(sidecar(material, "all"))
        memory["idle"] = memory_of(quiet)
        runners = [("nginx, static 200", base, "ES256")]
        for alg in ALGORITHMS:
            runners.append((f"{alg}, remembered", f"{quiet_url}/verify/nginx?policy=cached", alg))
        for alg in ALGORITHMS:
            runners.append((f"{alg}, verified each time", f"{quiet_url}/verify/nginx?policy=each", alg))
        runners.append(("ES256, remembered, with the log", f"{logging_url}/verify/nginx?policy=cached", "ES256"))
        for _ in range(rounds):
            for name, url, alg in runners:
                results.setdefault(name, []).append(load(url, material.tokens[alg], seconds))
        memory["loaded"], memory["with the log"] = memory_of(quiet), memory_of(logging)
    medians = {name: {key: statistics.median(one[key] for one in runs) for key in runs[0]} for name, runs in results.items()}
    return medians, memory


def show(medians, memory, milliseconds):
    base = next(iter(medians.values()))["per_second"]
    print(f"\n{'':34}{'per second':>12}{'of nginx':>10}{'p50 us':>9}{'p99 us':>9}")
    for name, row in medians.items():
        print(f"{name:34}{row['per_second']:12,.0f}{row['per_second'] / base:10.2f}{row['p50_us']:9.0f}{row['p99_us']:9.0f}")
    for name, row in memory.items():
        print(f"memory, {name}: {row['resident'] / 2**20:.1f} MiB resident, {row['anonymous'] / 2**20:.1f} MiB of them anonymous")
    print(f"start to first answer: {milliseconds:.0f} ms")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--signet", required=True)
    parser.add_argument("--json")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        material = Material(str(pathlib.Path(args.signet).resolve()), folder)
        milliseconds = start_up(material)
        medians, memory = race(material, folder, args.rounds, args.seconds)
    show(medians, memory, milliseconds)
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps({"rows": medians, "memory": memory, "start_ms": milliseconds}, indent=1) + "\n")


if __name__ == "__main__":
    main()
