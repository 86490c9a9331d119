#!/usr/bin/env python3
"""The program as a token server: the lines of the guide, a sidecar that follows its feed, and how it starts and ends."""
import argparse
import base64
import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT = 120
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SIDECAR = """listen = ["127.0.0.1:0"]
[log]
decisions = "none"
[fetch]
allow_loopback = true
[issuers.main]
issuer = "{issuer}"
[issuers.main.revocations]
url = "{issuer}/revocations"
[policies.api]
audiences = ["{issuer}/api"]
algorithms = ["ES256"]
profile = "at+jwt"
"""


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Folder:
    def __init__(self, signet, path):
        self.signet, self.path = os.path.abspath(signet), pathlib.Path(path)

    def run(self, *words, status=0, **more):
        done = subprocess.run([self.signet, *words], cwd=self.path, capture_output=True, text=True, timeout=TIMEOUT, check=False, **more)
        assert done.returncode == status, (words, done)
        return done

    def json(self, *words):
        return json.loads(self.run(*words, "--json").stdout)

    @contextlib.contextmanager
    def serving(self, *words, say="the token server serves at", command="serve", **more):
        process = subprocess.Popen([self.signet, command, *words], cwd=self.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, **more)
        lines = []
        try:
            for line in process.stderr:
                lines.append(line)
                if say in line:
                    break
            else:
                raise AssertionError("".join(lines))
            yield process, lines
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            _, rest = process.communicate(timeout=TIMEOUT)
            assert process.returncode == 0, (process.returncode, rest)


def post(url, form, user=None, password="", **fields):
    """Status and body of an answer."""
    request = urllib.request.Request(url, data=urllib.parse.urlencode(form).encode(), headers=fields)
    if user:
        request.add_header("Authorization", "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"{}")


def get(url, **fields):
    with urllib.request.urlopen(urllib.request.Request(url, headers=fields), timeout=TIMEOUT) as answer:
        return answer.read().decode()


def check_first_start(folder, port):
    with folder.serving("--data", "d", "--listen", f"127.0.0.1:{port}", "--log-file", "log.jsonl") as (_, lines):
        told = "".join(lines)
        first = json.loads((folder.path / "d/bootstrap.json").read_text())
        # Where no terminal looks on the secret is in the file alone.
        assert first["client_secret"] not in told and "bootstrap.json" in told, told
        for name in ("bootstrap.json", "master.key", "signet.db", "admin.sock"):
            assert (folder.path / "d" / name).stat().st_mode & 0o777 == 0o600, name
        status, answer = post(first["token_endpoint"], {"grant_type": "client_credentials", "scope": "read"}, "first-client",
                              first["client_secret"])
        assert status == 200 and answer["scope"] == "read", answer
        assert len(json.loads(get(first["jwks_uri"]))["keys"]) == 2
        # Two processes never have one folder.
        refused = folder.run("serve", "--data", "d", "--listen", f"127.0.0.1:{free_port()}", status=3)
        assert "store_unavailable(locked)" in refused.stderr, refused
        document = json.loads(subprocess.run(["curl", "-s", "--unix-socket", str(folder.path / "d/admin.sock"),
                                              "http://localhost/admin/v1/openapi.json"], check=True, capture_output=True).stdout)
        assert "/tenants/{tenant}/clients" in document["paths"], document["paths"].keys()
        assert "ok" in get(f"http://127.0.0.1:{port}/readyz") and "signet_tokens_issued_total" in get(f"http://127.0.0.1:{port}/metrics")
    for line in (folder.path / "log.jsonl").read_text().splitlines():
        json.loads(line)
        assert first["client_secret"] not in line and answer["access_token"] not in line, line
    with folder.serving("--data", "d", "--listen", f"127.0.0.1:{port}", "--log", "none") as (_, lines):
        assert len(lines) == 1, lines
        assert post(first["token_endpoint"], {"grant_type": "client_credentials"}, "first-client", first["client_secret"])[0] == 200


def check_lines(folder, port):
    """What the guide and the reference say works, with a server and without."""
    base, data = f"http://127.0.0.1:{port}", ("--data", "d")
    folder.run("key", "generate", "--alg", "ES256", "--out", "c.jwk")
    folder.run("key", "public", "c.jwk", "--out", "c.pub.jwk")
    with folder.serving(*data, "--listen", f"127.0.0.1:{port}", "--log", "none", "--allow-loopback"):
        folder.run("tenant", "create", "acme", *data)
        folder.run("client", "create", "--tenant", "acme", "--id", "c1", "--grant", "client_credentials,jwt-bearer", "--scope", "read",
                   "--auth", "private_key_jwt", "--jwks", "c.pub.jwk", "--api", "orders", *data)
        folder.run("api", "create", "--tenant", "acme", "--audience", "orders", "--alg", "RS256", "--scope", "read", *data)
        token = folder.run("token", "get", "--issuer", f"{base}/acme", "--client", "c1", "--key", "c.jwk", "--audience", "orders",
                           "--allow-loopback").stdout
        (folder.path / "t.jwt").write_text(token)
        claims = folder.json("verify", "--discover", "--issuer", f"{base}/acme", "--audience", "orders", "--alg", "RS256", "--profile",
                             "at+jwt", "--allow-loopback", "t.jwt")
        assert "c1" in json.dumps(claims), claims
        folder.run("issuer", "trust", "--tenant", "acme", "--issuer", "https://ci.example", "--jwks-file", "c.pub.jwk", "--subject",
                   "repo:acme/*", "--scope", "deploy", *data)
        assertion = folder.run("sign", "--key", "c.jwk", "--issuer", "https://ci.example", "--subject", "repo:acme/web", "--audience",
                               f"{base}/acme", "--expires", "2m", "--claims", '{"jti":"1"}').stdout.strip()
        status, answer = post(f"{base}/acme/oauth2/token", {"grant_type": GRANT, "assertion": assertion})
        assert status == 200 and answer["scope"] == "deploy", answer
        assert post(f"{base}/acme/oauth2/token", {"grant_type": GRANT, "assertion": assertion}) [1]["error"] == "invalid_grant"
        before = {key["kid"] for key in folder.json("keys", "plan", "--tenant", "acme", *data)["keys"]}
        folder.run("keys", "rotate", "--tenant", "acme", "--alg", "ES256", *data)
        kid = next(key["kid"] for key in folder.json("keys", "plan", "--tenant", "acme", *data)["keys"] if key["state"] == "active")
        folder.run("keys", "revoke", kid, "--tenant", "acme", *data)
        assert kid in before and kid not in get(f"{base}/acme/.well-known/jwks.json")
        folder.run("token", "revoke", "--tenant", "acme", "--sub", "user-42", *data)
        folder.run("backup", *data, "--out", "b.signet")
        assert "revoke key" in folder.run("audit", "show", "--tenant", "acme", *data).stdout
    # Without a server the folder is opened.
    assert {item["name"] for item in folder.json("tenant", "list", *data)["items"]} == {"acme", "default"}
    folder.run("restore", "--data", "new", "--from", "b.signet")
    again = folder.run("restore", "--data", "new", "--from", "b.signet", status=3)
    assert "file_exists" in again.stderr, again
    altered = bytearray((folder.path / "b.signet").read_bytes())
    altered[-40] ^= 1
    (folder.path / "b2.signet").write_bytes(altered)
    assert "malformed_backup" in folder.run("restore", "--data", "new2", "--from", "b2.signet", status=1).stderr
    with folder.serving("--data", "new", "--listen", f"127.0.0.1:{port}", "--log", "none"):
        assert post(f"{base}/acme/oauth2/token", {"grant_type": GRANT, "assertion": assertion})[1]["error"] == "invalid_grant"


def check_revocation_at_the_sidecar(folder, port):
    """A token that was revoked is refused by a sidecar that follows the feed."""
    data = ("--data", "r")
    with folder.serving(*data, "--listen", f"127.0.0.1:{port}", "--log", "none"):
        first = json.loads((folder.path / "r/bootstrap.json").read_text())
        (folder.path / "sidecar.toml").write_text(SIDECAR.format(issuer=first["issuer"]))
        with folder.serving("--config", "sidecar.toml", command="sidecar", say="the sidecar serves at") as (_, lines):
            place = re.search(r"serves at (\S+)", lines[-1]).group(1)
            token = post(first["token_endpoint"], {"grant_type": "client_credentials"}, "first-client", first["client_secret"])[1]["access_token"]

            def verdict():
                request = urllib.request.Request(f"http://{place}/verify/traefik", headers={
                    "Authorization": f"Bearer {token}", "X-Forwarded-Method": "GET", "X-Forwarded-Uri": "/", "X-Forwarded-Host": "a.example",
                    "X-Forwarded-Proto": "https"})
                try:
                    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                        return answer.status
                except urllib.error.HTTPError as refused:
                    return refused.code

            until = time.monotonic() + TIMEOUT
            while verdict() == 503 and time.monotonic() < until:
                time.sleep(0.1)
            assert verdict() == 200
            assert post(f"{first['issuer']}/oauth2/revoke", {"token": token}, "first-client", first["client_secret"])[0] == 200
            began = time.monotonic()
            while verdict() == 200 and time.monotonic() < until:
                time.sleep(0.01)
            print(f"revoked at the sidecar after {(time.monotonic() - began) * 1e3:.0f} ms")
            assert verdict() == 401


def check_settings(folder):
    """Every fault at once, with its line; the environment goes before the file, and flags before that."""
    (folder.path / "s.toml").write_text('lisen = ["127.0.0.1:1"]\nthreads = 0\nlisten = ["0.0.0.0:8080"]\n[tls]\nkey = "k.pem"\n')
    shown = folder.run("serve", "--check", "--config", "s.toml", status=2).stderr
    for wanted in ("s.toml:1: lisen: there is no such key here: did you mean listen?", "s.toml:2: threads: write a number from 1 to 256"):
        assert wanted in shown, shown
    (folder.path / "s.toml").write_text('listen = ["0.0.0.0:8080"]\n')
    assert "secrets would cross the network in plain" in folder.run("serve", "--check", "--config", "s.toml", status=2).stderr
    folder.run("serve", "--check", "--config", "s.toml", "--listen", "127.0.0.1:1")
    folder.run("serve", "--check", "--config", "s.toml", env={**os.environ, "SIGNET_LISTEN": "127.0.0.1:1"})
    folder.run("serve", "--check", "--config", "s.toml", "--listen", "0.0.0.0:1", status=2, env={**os.environ, "SIGNET_LISTEN": "127.0.0.1:1"})
    assert "trusted_proxies" in folder.run("serve", "--check", "--listen", "0.0.0.0:1", "--behind-proxy", "--base-url", "https://a.example",
                                           status=2).stderr


def check_admin_over_tcp(folder, port):
    """Only with the token, and never where tokens are asked for."""
    admin = free_port()
    (folder.path / "admin.token").write_text("0123456789abcdef0123456789abcdef\n")
    (folder.path / "admin.token").chmod(0o600)
    with folder.serving("--data", "a", "--listen", f"127.0.0.1:{port}", "--log", "none", "--admin-listen", f"127.0.0.1:{admin}",
                        "--admin-token-file", "admin.token"):
        where = ("--server", f"http://127.0.0.1:{admin}", "--allow-loopback", "--token-file")
        assert "default" in folder.run("tenant", "list", *where, "admin.token").stdout
        (folder.path / "wrong.token").write_text("0123456789abcdef0123456789abcdeX\n")
        folder.run("tenant", "list", *where, "wrong.token", status=2)
        status, _ = post(f"http://127.0.0.1:{port}/admin/v1/tenants", {})
        assert status == 404


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--signet", required=True)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(args.signet, path)
        check_settings(folder)
        check_first_start(folder, free_port())
        check_lines(folder, free_port())
        check_revocation_at_the_sidecar(folder, free_port())
        check_admin_over_tcp(folder, free_port())


if __name__ == "__main__":
    sys.exit(main())
