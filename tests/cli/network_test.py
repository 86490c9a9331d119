#!/usr/bin/env python3
"""Keys from the network, by the program: what is fetched, what is refused, and what is said of it."""
import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

from site_of_tests import Authority, Site, reply

TIMEOUT = 120
LIMIT = 64 << 10


class Program:
    """Runs the program in a folder that has two keys and a token of the first."""

    def __init__(self, signet, folder):
        self.signet = os.path.abspath(signet)
        self.folder = pathlib.Path(folder)
        for name in ("a", "b"):
            self.ok("key", "generate", "--alg", "ES256", "--out", f"{name}.jwk")
            self.ok("key", "public", f"{name}.jwk", "--out", f"{name}.pub.jwk")

    def key(self, name):
        return json.loads((self.folder / f"{name}.pub.jwk").read_text())

    def set_of(self, *names):
        return {"keys": [self.key(name) for name in names]}

    def token(self, issuer, key="a"):
        return self.ok("sign", "--key", f"{key}.jwk", "--issuer", issuer, "--audience", "api", "--subject", "joe",
                       "--expires", "10m").stdout.strip()

    def run(self, *words):
        return subprocess.run([self.signet, *map(str, words)], cwd=self.folder, capture_output=True, text=True,
                              timeout=TIMEOUT, check=False)

    def ok(self, *words):
        done = self.run(*words)
        assert done.returncode == 0, (words, done)
        return done

    def refuses(self, status, code, *words):
        """The line of the error and the hint below it."""
        done = self.run(*words)
        assert done.returncode == status, (words, done)
        assert done.stderr.startswith(f"signet: error: {code}: "), (words, done.stderr)
        assert not done.stdout, done.stdout
        return done.stderr


def openid(site, **members):
    return {"issuer": site.issuer, "jwks_uri": site.url(), "authorization_endpoint": site.url("/authorize"),
            "id_token_signing_alg_values_supported": ["ES256"], **members}


def publish(program, site, *names, **fields):
    """An issuer that nothing is wrong with; `fields` are of its key set."""
    fields = {"Cache_Control": "max-age=300", "ETag": '"1"', **fields}
    site.put("/jwks.json", reply(program.set_of(*(names or ("a", "b"))), **fields))
    metadata = reply(openid(site))
    site.put("/.well-known/openid-configuration", metadata)
    site.put("/.well-known/oauth-authorization-server", metadata)


def keys_by_address(program):
    with Site() as site:
        publish(program, site)
        token = program.token(site.issuer)
        expected = ["--issuer", site.issuer, "--audience", "api"]
        local = ["--jwks", site.url(), "--allow-loopback"]
        assert json.loads(program.ok("verify", *local, *expected, token).stdout)["sub"] == "joe"
        assert program.ok("explain", *local, *expected, token).stdout.startswith("VERIFIED")
        program.ok("verify", "--discover", "--allow-loopback", *expected, token)
        assert "joe" in program.ok("jws", "verify", *local, token).stdout
        assert len(site.asked("/jwks.json")) == 4  # each time once
        program.refuses(1, "fetch_refused(scheme)", "verify", "--jwks", site.url(), *expected, token)
        program.refuses(1, "fetch_refused(address)", "verify", "--jwks", site.url().replace("http", "https"), *expected,
                        token)
        program.refuses(1, "fetch_refused(userinfo)", "verify", "--jwks", "https://me:secret@as.example/", *expected,
                        token)
        assert len(site.asked("/jwks.json")) == 4


def only_what_is_meant_is_fetched(program):
    with Site() as site:
        publish(program, site)
        token = program.token(site.issuer)
        discover = ["verify", "--discover", "--allow-loopback", "--audience", "api", token]
        program.refuses(2, "usage(--discover)", *discover, "--any-issuer")
        program.refuses(2, "usage(--discover)", *discover, "--issuer", site.issuer, "--issuer", "https://b.example")
        program.refuses(2, "usage(--discover)", *discover, "--issuer", site.issuer, "--jwks", site.url())
        for flag in (["--ca-file", "a.jwk"], ["--allow-loopback"]):
            program.refuses(2, f"usage({flag[0]})", "verify", "--key", "a.jwk", *flag, "--any-issuer", "--any-audience",
                            token)
        program.refuses(2, "usage(--jwks)", "verify", "--batch", "--jwks", site.url())
        program.refuses(2, "usage(URL)", "jwks", "fetch", "a.jwk")
        program.refuses(2, "usage(--issuer)", "jwks", "fetch", site.url(), "--issuer", site.issuer)
        assert not site.server.asked


def a_key_that_is_not_there(program):
    with Site() as site:
        publish(program, site, "b")
        token = program.token(site.issuer, "a")
        words = ["--jwks", site.url(), "--allow-loopback", "--issuer", site.issuer, "--audience", "api", token]
        for command, last in ((["verify"], words), (["verify", "--all"], words), (["jws", "verify"], words[:3] + [token])):
            said = program.refuses(1, "key_not_found(kid)", *command, *last)
            assert "hint: the set of 1 key is 0 s old and has no key of this kid" in said, said
        explained = program.run("explain", *words)
        assert explained.returncode == 1 and "is 0 s old" in " ".join(explained.stdout.split()), explained


def certificates(program):
    authority = Authority(program.folder)
    token = program.token("https://as.example")
    for name, host, days, trusted, status in (("good", "localhost", 30, True, 0), ("stranger", "localhost", 30, False, 3),
                                              ("expired", "localhost", -1, True, 3), ("other", "as.example", 30, True, 3)):
        with Site(authority.issue(name, host, days)) as site:
            publish(program, site)
            words = ["verify", "--jwks", site.url(), "--allow-loopback", "--any-issuer", "--any-audience", token]
            words += ["--ca-file", authority.root] if trusted else []
            if status == 0:
                program.ok(*words)
            else:
                program.refuses(status, "fetch_failed(certificate)", *words)
    program.refuses(3, "file_unreadable(none.pem)", "jwks", "fetch", "https://as.example/", "--ca-file", "none.pem")


def answers_that_are_no_set(program):
    scripts = [
        ("content_type", 1, "response_unusable(content_type)", reply("<html>", Content_Type="text/html")),
        ("redirect", 1, "response_unusable(status)", reply("", 302, Location="/jwks.json")),
        ("fault", 1, "response_unusable(status)", reply("", 500)),
        ("unasked", 1, "response_unusable(status)", reply("", 304)),
        ("large", 1, "limit_exceeded(bytes)", reply('{"keys":[]}' + " " * LIMIT)),
        ("empty", 1, "response_unusable(keys)", reply({"keys": []})),
        ("garbage", 1, "malformed_json", reply("{]")),
        ("twice", 1, "duplicate_name(keys)", reply('{"keys":[],"keys":[]}')),
        ("list", 1, "malformed_key_set(keys)", reply([])),
        ("slow", 3, "fetch_failed(timeout)", reply({"keys": []}, wait=7)),
    ]
    token = program.token("https://as.example")
    with Site() as site:
        for name, status, code, answer in scripts:
            site.put(f"/{name}", answer)
            url = site.url(f"/{name}")
            said = program.refuses(status, code, "verify", "--jwks", url, "--allow-loopback", "--any-issuer",
                                   "--any-audience", "--alg", "ES256", token)
            assert f": {url}: " in said and "hint: " in said, said
            program.refuses(status, code, "jwks", "fetch", url, "--allow-loopback")
        closed = site.url()
    program.refuses(3, "fetch_failed(connect)", "jwks", "fetch", closed, "--allow-loopback")


def metadata_that_are_not_followed(program):
    with Site() as site:
        place = "/.well-known/openid-configuration"
        second = "/.well-known/oauth-authorization-server"
        publish(program, site)
        words = ["jwks", "fetch", "--issuer", site.issuer, "--allow-loopback"]
        for code, answer in (("response_unusable(issuer)", reply(openid(site, issuer=site.issuer + "/"))),
                             ("response_unusable(jwks_uri)", reply(openid(site, jwks_uri="file:///etc/passwd"))),
                             ("malformed_json(metadata)", reply("<html>")),
                             ("response_unusable(status)", reply("", 500))):
            site.put(place, answer)
            program.refuses(1, code, *words)
        site.put(place, reply("", 404))
        assert json.loads(program.ok(*words).stdout) == program.set_of("a", "b")
        site.put(second, reply("", 404))
        program.refuses(1, "response_unusable(status)", *words)
        program.refuses(1, "fetch_refused(issuer)", "jwks", "fetch", "--issuer", site.issuer + "/?a", "--allow-loopback")


def fetching(program):
    with Site() as site:
        text = json.dumps({"note": "é", "keys": [program.key("a"), {"kty": "oct", "k": "AAAA", "kid": "s"},
                                                      {**program.key("b"), "use": "enc", "alg": "ECDH-ES"}]}, indent=3)
        site.put("/jwks.json", reply(text, Cache_Control="max-age=5", Age="2", ETag='"x"'))
        done = program.ok("jwks", "fetch", site.url(), "--allow-loopback")
        assert done.stdout == text
        kid = program.key("a")["kid"]
        for line in ("Cache-Control: max-age=5, Age: 2, ETag: \"x\"; it says 3 seconds; a verifier keeps it for 30 seconds",
                     f"keys[0] {kid}: EC P-256, ES256, sig\n", "keys[1] s: not used: symmetric_key",
                     "warning: keys[1] s: a symmetric key"):
            assert line in done.stderr, (line, done.stderr)
        shown = json.loads(program.ok("jwks", "fetch", site.url(), "--allow-loopback", "--json").stdout)
        assert shown["ok"] and shown["set"] == json.loads(text) and shown["etag"] == '"x"', shown
        assert (shown["status"], shown["fresh_for"], shown["kept_for"]) == (200, 3, 30), shown
        assert [key["used"] for key in shown["keys"]] == [True, False, False], shown
        assert shown["keys"][2]["code"] == "key_mismatch" and shown["remarks"], shown
        program.ok("jwks", "fetch", site.url(), "--allow-loopback", "--out", "copy.json")
        assert (program.folder / "copy.json").read_text().strip() == text.strip()


def watching(program):
    with Site() as site:
        def answer(*names, **fields):
            return reply(program.set_of(*names), **fields)
        site.put("/jwks.json", answer("a", ETag='"1"', Cache_Control="max-age=60"),
                 answer("a", ETag='"1"', Cache_Control="max-age=60"),
                 answer("a", "b", Cache_Control="max-age=60"), reply("", 503), answer("b", Cache_Control="no-cache"))
        done = program.ok("jwks", "watch", site.url(), "--allow-loopback", "--interval", "1s", "--count", "5", "--json")
        a, b = program.key("a")["kid"], program.key("b")["kid"]
        events = [json.loads(line) for line in done.stdout.splitlines()]
        told = [(event["event"], event.get("kid", event.get("cache_control", event.get("subject")))) for event in events]
        assert told == [("loaded", "max-age=60"), ("added", a), ("added", b), ("failed", "status"), ("recovered", None),
                        ("cache", "no-cache"), ("removed", a)], told
        asked = site.asked("/jwks.json")
        assert [fields.get("If-None-Match") for fields in asked] == [None, '"1"', '"1"', None, None], asked
        site.put("/jwks.json", answer("a"), reply({"keys": [{**program.key("b"), "kid": a}]}))
        lines = program.ok("jwks", "watch", "--allow-loopback", "--interval", "1s", "--count", "2",
                           site.url()).stdout.splitlines()
        assert "another key; was EC P-256" in lines[-1] and lines[-1][:2] == "20", lines
        site.put("/jwks.json", reply("", 503))
        done = program.run("jwks", "watch", site.url(), "--allow-loopback", "--count", "1")
        assert done.returncode == 1 and "response_unusable(status)" in done.stderr and "failed" in done.stdout, done
        program.refuses(2, "usage(--interval)", "jwks", "watch", site.url(), "--interval", "0s")


def watching_ends_when_told_to(program):
    for number in (signal.SIGTERM, signal.SIGINT):
        with Site() as site:
            publish(program, site)
            with subprocess.Popen([program.signet, "jwks", "watch", site.url(), "--allow-loopback"],
                                  stdout=subprocess.PIPE) as watch:
                assert b"loaded" in watch.stdout.readline()
                watch.send_signal(number)
                assert watch.wait(TIMEOUT) == 0, watch.returncode
    with Site() as site:  # while a request is under way
        site.put("/jwks.json", reply({}, wait=3))
        with subprocess.Popen([program.signet, "jwks", "watch", site.url(), "--allow-loopback"]) as watch:
            while not site.asked("/jwks.json"):
                assert watch.poll() is None
            watch.send_signal(signal.SIGINT)
            assert watch.wait(TIMEOUT) == 0, watch.returncode


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    arguments.add_argument("--only")
    given = arguments.parse_args()
    checks = (keys_by_address, only_what_is_meant_is_fetched, a_key_that_is_not_there, certificates,
              answers_that_are_no_set, metadata_that_are_not_followed, fetching, watching, watching_ends_when_told_to)
    for check in checks:
        if given.only not in (None, check.__name__):
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(Program(given.signet, folder))
            except AssertionError as failed:
                sys.exit(f"{check.__name__}: {failed}")


if __name__ == "__main__":
    main()
