#!/usr/bin/env python3
"""signet token get against a token server: what is asked, what is printed, and what is said of a refusal."""
import argparse
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

from site_of_tests import Authority, Site, reply

TIMEOUT = 120
ANSWER = {"access_token": "the-token", "token_type": "Bearer", "expires_in": 600, "scope": "read"}
BASIC = "Basic " + base64.b64encode(b"orders:p%3Aw+d").decode()
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Program:
    def __init__(self, signet, folder):
        self.signet = os.path.abspath(signet)
        self.folder = pathlib.Path(folder)
        (self.folder / "secret.txt").write_text("p:w d\nremark\n")
        (self.folder / "long.txt").write_text("0123456789abcdef0123456789abcdef\n")
        for name in ("k", "d"):
            self.run(0, "key", "generate", "--alg", "ES256", "--out", f"{name}.jwk")
            self.run(0, "key", "public", f"{name}.jwk", "--out", f"{name}.pub.jwk")

    def run(self, status, *words, stdin=None):
        done = subprocess.run([self.signet, *map(str, words)], cwd=self.folder, capture_output=True, text=True,
                              timeout=TIMEOUT, check=False, input=stdin)
        assert done.returncode == status, (words, done)
        return done

    def get(self, *words):
        done = self.run(0, "token", "get", *words)
        assert not done.stderr, done.stderr
        return done.stdout

    def refuses(self, status, error, hint, *words):
        done = self.run(status, "token", "get", *words)
        assert not done.stdout, done
        lines = done.stderr.splitlines()
        assert lines[0].startswith(f"signet: error: {error}: "), (words, lines)
        assert len(lines) == 2 and lines[1].startswith("signet: hint: ") and hint in lines[1], (words, lines)
        return done.stderr


def form_of(site):
    return urllib.parse.parse_qs(site.server.posted.pop(), strict_parsing=True, keep_blank_values=True)


def field_of(site, name):
    path, fields = site.server.asked[-1]
    assert path == "/token", path
    return fields.get(name)


def check_secrets(program, site, here):
    client = [*here, "--client", "orders", "--secret-file", "secret.txt"]
    assert program.get(*client) == "the-token\n"
    assert field_of(site, "Authorization") == BASIC, field_of(site, "Authorization")
    assert form_of(site) == {"grant_type": ["client_credentials"]}

    program.get(*client, "--auth", "client_secret_post", "--scope", "read write", "--scope", "list", "--resource",
                "https://a.example", "--resource", "https://b.example", "--audience", "api")
    assert field_of(site, "Authorization") is None
    assert form_of(site) == {"grant_type": ["client_credentials"], "client_id": ["orders"], "client_secret": ["p:w d"],
                             "scope": ["read write list"], "resource": ["https://a.example", "https://b.example"],
                             "audience": ["api"]}

    program.get(*here, "--client", "orders", "--authorization-details", '[{"type":"t"}]')
    assert form_of(site) == {"grant_type": ["client_credentials"], "client_id": ["orders"],
                             "authorization_details": ['[{"type":"t"}]']}

    assert json.loads(program.get(*client, "--json")) == ANSWER
    assert program.get(*client, "--out", "t.txt") == ""
    assert (program.folder / "t.txt").read_text() == "the-token\n"
    assert (program.folder / "t.txt").stat().st_mode & 0o777 == 0o600


def check_assertions(program, site, here):
    """What a client signs is what `signet verify` takes as a client assertion."""
    def verify(assertion, *keys):
        (program.folder / "assertion.jwt").write_text(assertion)
        program.run(0, "verify", *keys, "--profile", "client-assertion", "--client-id", "orders", "--issuer", "orders",
                    "--audience", "https://as.example", "assertion.jwt")

    signs = [*here, "--issuer", "https://as.example", "--client", "orders"]
    site.server.posted.clear()
    program.get(*signs, "--key", "k.jwk")
    form = form_of(site)
    assert form["client_assertion_type"] == [ASSERTION_TYPE] and "client_id" not in form, form
    verify(form["client_assertion"][0], "--key", "k.pub.jwk")

    program.get(*signs, "--secret-file", "long.txt", "--auth", "client_secret_jwt")
    octets = base64.urlsafe_b64encode(b"0123456789abcdef0123456789abcdef").decode().rstrip("=")
    (program.folder / "long.jwk").write_text(json.dumps({"kty": "oct", "alg": "HS256", "k": octets}))
    verify(form_of(site)["client_assertion"][0], "--key", "long.jwk", "--alg", "HS256")

    (program.folder / "grant.jwt").write_text("a.b.c\n")
    program.get(*here, "--grant", "jwt-bearer", "--assertion-file", "grant.jwt")
    assert form_of(site) == {"grant_type": ["urn:ietf:params:oauth:grant-type:jwt-bearer"], "assertion": ["a.b.c"]}


def check_dpop(program, site, here):
    bound = {**ANSWER, "token_type": "DPoP"}
    site.put("/token", reply({"error": "use_dpop_nonce"}, status=400, DPoP_Nonce="n-1"), reply(bound))
    words = [*here, "--client", "orders", "--dpop-key", "d.jwk"]
    assert program.get(*words) == "the-token\n"
    (program.folder / "proof.jwt").write_text(field_of(site, "DPoP"))
    program.run(0, "dpop", "verify", "--method", "POST", "--url", site.url("/token"), "--nonce", "n-1", "proof.jwt")
    site.put("/token", reply(ANSWER))
    program.refuses(1, "response_unusable(token_type)", "--dpop-key", *words)


def check_refusals(program, site, here):
    client = [*here, "--client", "orders"]
    hostile = "no \u001b[31m\u202e such client"
    for name, status, told, hint in [("invalid_client", 401, "invalid_client", "--auth"),
                                     ("invalid_scope", 400, "invalid_scope", "--scope"),
                                     ("invalid_target", 400, "invalid_target", "--resource"),
                                     ("\u001b[2J", 400, "other", "server's reason")]:
        site.put("/token", reply({"error": name, "error_description": hostile}, status=status))
        text = program.refuses(1, f"token_refused({told})", hint, *client)
        assert "such client" not in text and "\u001b" not in text, text
    site.put("/token", reply({"error": "invalid_client"}, status=401))
    done = program.run(1, "token", "get", *client, "--json")
    told = json.loads(done.stdout)
    assert told["ok"] is False and told["code"] == "token_refused" and told["subject"] == "invalid_client", told

    for answer, error in [(reply("<html>", Content_Type="text/html"), "response_unusable(content_type)"),
                          (reply("<html>", status=502, Content_Type="text/html"), "response_unusable(status)"),
                          (reply("", status=302, Location="/other"), "response_unusable(status)"),
                          (reply('{"access_token":"a","access_token":"b"}'), "duplicate_name(access_token)"),
                          (reply({"token_type": "Bearer"}), "response_unusable(access_token)"),
                          (reply({**ANSWER, "expires_in": "600"}), "response_unusable(expires_in)"),
                          (reply("x" * 70000), "limit_exceeded(bytes)")]:
        site.put("/token", answer)
        program.refuses(1, error, "", *client)
    site.put("/token", reply(ANSWER))


def check_metadata(program, site):
    words = ["--issuer", site.issuer, "--client", "orders", "--allow-loopback"]
    place = "/.well-known/openid-configuration"
    site.put(place, reply({"issuer": site.issuer, "token_endpoint": site.url("/token")}))
    assert program.get(*words) == "the-token\n"
    site.put(place, reply({"issuer": site.issuer + "/", "token_endpoint": site.url("/token")}))
    program.refuses(1, "response_unusable(issuer)", "another issuer", *words)
    site.put(place, reply({"issuer": site.issuer}))
    program.refuses(1, "response_unusable(token_endpoint)", "token endpoint", *words)


def check_network(program, site, here):
    client = ["--client", "orders"]
    program.refuses(1, "fetch_refused(scheme)", "--allow-loopback", *client, *here[:2])  # http, and not allowed
    program.refuses(1, "fetch_refused(scheme)", "https", *client, "--allow-loopback", "--token-endpoint",
                    "http://as.example/token")
    program.refuses(3, "fetch_failed(connect)", "port", *client, "--allow-loopback", "--token-endpoint",
                    "http://127.0.0.1:1/token")
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(folder)
        with Site(authority.issue("server")) as secure:
            secure.put("/token", reply(ANSWER))
            words = [*client, "--token-endpoint", secure.url("/token"), "--allow-loopback"]
            program.refuses(3, "fetch_failed(certificate)", "--ca-file", *words)
            assert not secure.server.posted
            assert program.get(*words, "--ca-file", authority.root) == "the-token\n"


def check_usage(program, here):
    for flag, words in [("--issuer", ["--client", "c"]),
                        ("--client", here),
                        ("--issuer", [*here, "--client", "c", "--key", "k.jwk"]),
                        ("--key", [*here, "--client", "c", "--key", "k.jwk", "--secret-file", "secret.txt"]),
                        ("--key", [*here, "--client", "c", "--auth", "private_key_jwt"]),
                        ("--secret-file", [*here, "--client", "c", "--auth", "client_secret_post"]),
                        ("--auth", [*here, "--client", "c", "--auth", "tls_client_auth"]),
                        ("--alg", [*here, "--client", "c", "--alg", "ES256"]),
                        ("--grant", [*here, "--client", "c", "--grant", "password"]),
                        ("--assertion-file", [*here, "--client", "c", "--grant", "jwt-bearer"]),
                        ("--assertion-file", [*here, "--client", "c", "--assertion-file", "secret.txt"])]:
        program.refuses(2, f"usage({flag})", "", *words)
    program.refuses(1, "weak_key(k)", "", *here, "--issuer", "https://as.example", "--client", "c", "--secret-file",
                    "secret.txt", "--auth", "client_secret_jwt")
    program.refuses(3, "file_unreadable(none.txt)", "", *here, "--client", "c", "--secret-file", "none.txt")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signet", required=True)
    with tempfile.TemporaryDirectory() as folder, Site() as site:
        program = Program(parser.parse_args().signet, folder)
        site.put("/token", reply(ANSWER))
        here = ["--token-endpoint", site.url("/token"), "--allow-loopback"]
        check_secrets(program, site, here)
        check_assertions(program, site, here)
        check_dpop(program, site, here)
        check_refusals(program, site, here)
        check_metadata(program, site)
        check_network(program, site, here)
        check_usage(program, here)
    return 0


sys.exit(main())
