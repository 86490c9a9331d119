#!/usr/bin/env python3
"""signet doctor: an issuer that is well, and each thing that may be wrong with one."""
import argparse
import email.utils
import json
import sys
import tempfile
import time

from network_test import LIMIT, Program, openid, publish
from site_of_tests import Authority, Site, reply

PLACE = "/.well-known/openid-configuration"
SECOND = "/.well-known/oauth-authorization-server"
# 1024 bits, so that it is too weak for any use.
WEAK = {"kty": "RSA", "kid": "weak", "alg": "RS256", "use": "sig", "e": "AQAB", "n": "w" + "x" * 169 + "Q"}


def found(done):
    """{(level, id)} of what is said with --json."""
    return {(finding["level"], finding["id"]) for finding in json.loads(done.stdout)["findings"]}


def examine(program, site, *words, url=None):
    return program.run("doctor", url or site.issuer, "--allow-loopback", "--json", *words)


def one_that_is_well(program):
    with Site() as site:
        publish(program, site)
        done = examine(program, site)
        assert done.returncode == 0 and not found(done), done
        seen = json.loads(done.stdout)
        assert seen["ok"] and len(seen["keys"]) == 2 and seen["key_set"]["kept_for"] == 300, seen
        text = program.ok("doctor", site.issuer, "--allow-loopback").stdout
        assert "0 things break verifiers, 0 are warnings, 0 are notes." in text, text
        done = examine(program, site, url=site.url())
        assert done.returncode == 0 and found(done) == {("note", "metadata_none")}, done


# What is put where, and what is found then; the rest of the issuer is well.
def flaws(program, site):
    pair = program.set_of("a", "b")
    good = {"Cache_Control": "max-age=300", "ETag": '"1"'}

    def keys(body, **fields):
        return {"/jwks.json": reply(body, **{**good, **fields})}

    def both(**members):
        return {PLACE: reply(openid(site, **members)), SECOND: reply(openid(site, **members))}

    def date(seconds):
        return email.utils.formatdate(time.time() + seconds, usegmt=True)

    stripped = {name: value for name, value in program.key("a").items() if name not in ("kid", "alg", "use")}
    private = json.loads((program.folder / "a.jwk").read_text())
    return [
        ("breaks", "redirect", {"/jwks.json": reply("", 302, Location="https://elsewhere.example/")}),
        ("breaks", "status", {"/jwks.json": reply("", 503)}),
        ("breaks", "content_type", keys(json.dumps(pair), Content_Type="text/html")),
        ("note", "content_type_missing", keys(pair, Content_Type=None)),
        ("breaks", "too_large", keys(json.dumps(pair) + " " * LIMIT)),
        ("breaks", "too_large", keys(json.dumps(pair) + " " * 17 * LIMIT)),
        ("warns", "large", keys(json.dumps(pair) + " " * (LIMIT // 2))),
        ("breaks", "too_slow", {"/jwks.json": reply(pair, wait=6, **good)}),
        ("warns", "slow", {"/jwks.json": reply(pair, wait=2, **good)}),
        ("warns", "clock", keys(pair, Date=date(-300))),
        ("warns", "clock", keys(pair, Date=date(300))),
        ("breaks", "metadata_missing", {PLACE: reply("", 404), SECOND: reply("", 404)}),
        ("breaks", "metadata_json", {PLACE: reply("{]")}),
        ("breaks", "metadata_json", {PLACE: reply("[]")}),
        ("breaks", "issuer", both(issuer="https://other.example")),
        ("breaks", "issuer", both(issuer=site.issuer + "/")),
        ("breaks", "issuer", both(issuer=None)),
        ("breaks", "jwks_uri", both(jwks_uri=None)),
        ("breaks", "jwks_uri", both(jwks_uri="ftp://as.example/keys")),
        ("note", "jwks_uri_host", both(jwks_uri=site.url().replace("localhost", "127.0.0.1"))),
        ("warns", "metadata_differ", {SECOND: reply(openid(site, jwks_uri="https://as.example/"))}),
        ("note", "metadata_place", {SECOND: reply("", 404)}),
        ("note", "metadata_place", {PLACE: reply("", 404)}),
        ("breaks", "set_malformed", keys("{]")),
        ("breaks", "set_malformed", keys({"keys": {}})),
        ("breaks", "no_key", keys({"keys": []})),
        ("breaks", "no_key", keys({"keys": [{**program.key("a"), "use": "enc", "alg": "ECDH-ES"}]})),
        ("breaks", "secret_published", keys({"keys": pair["keys"] + [{"kty": "oct", "k": "AAAA", "kid": "s"}]})),
        ("breaks", "secret_published", keys({"keys": [private, program.key("b")]})),
        ("breaks", "weak_key", keys({"keys": pair["keys"] + [WEAK]})),
        ("warns", "key_unusable", keys({"keys": pair["keys"] + [{"kty": "new", "kid": "n"}]})),
        ("warns", "one_key", keys(program.set_of("a"))),
        ("warns", "kid_repeated", keys({"keys": [program.key("a"), {**program.key("b"), "kid": program.key("a")["kid"]}]})),
        ("warns", "key_incomplete", keys({"keys": [stripped, program.key("b")]})),
        ("note", "key_remark", keys({"keys": [program.key("a"), {**program.key("b"), "kid": "A" * 43}]})),
        ("warns", "cache_absent", {"/jwks.json": reply(pair, ETag='"1"')}),
        ("warns", "cache_short", keys(pair, Cache_Control="max-age=5")),
        ("warns", "cache_short", keys(pair, Cache_Control="no-store")),
        ("warns", "cache_long", keys(pair, Cache_Control="max-age=864000")),
        ("note", "etag_absent", {"/jwks.json": reply(pair, Cache_Control="max-age=300")}),
        ("warns", "etag_ignored", keys(pair, X_Conditional="no")),
        ("warns", "alg_none", both(id_token_signing_alg_values_supported=["ES256", "none"])),
        ("note", "alg_symmetric", both(id_token_signing_alg_values_supported=["ES256", "HS256"])),
        ("note", "alg_unknown", both(id_token_signing_alg_values_supported=["ES256", "XS1"])),
        ("warns", "alg_without_key", both(id_token_signing_alg_values_supported=["ES256", "RS256"])),
        ("note", "key_unlisted", both(id_token_signing_alg_values_supported=["HS256"])),
    ]


def each_flaw(program):
    with Site() as site:
        for level, name, script in flaws(program, site):
            publish(program, site)
            for path, answer in script.items():
                site.put(path, answer)
            done = examine(program, site)
            assert (level, name) in found(done), (name, script, done)
            assert done.returncode == (1 if level == "breaks" else 0), (name, done)
            # What breaks may bring more with it; what does not is found alone, or with notes.
            others = {other for other in found(done) if other[0] == "breaks"} - {(level, name)}
            assert level == "breaks" or not others, (name, others)


def endpoints_and_tls(program):
    authority = Authority(program.folder)
    trust = ["--ca-file", authority.root]
    with Site(authority.issue("good")) as site:
        publish(program, site)
        assert not found(examine(program, site, *trust))
        for member, expected in (("token_endpoint", ("warns", "endpoint")), ("jwks_uri", ("breaks", "jwks_uri"))):
            site.put(PLACE, reply(openid(site, **{member: site.url("/x").replace("https", "http")})))
            assert expected in found(examine(program, site, *trust))
        for words in ([], ["--ca-file", authority.issue("self")[0]]):
            done = examine(program, site, *words)
            assert done.returncode == 1 and ("breaks", "unreachable") in found(done), done
    for host, days, word in (("localhost", -1, "expired"), ("as.example", 30, "name")):
        with Site(authority.issue(word, host, days)) as site:
            publish(program, site)
            done = examine(program, site, *trust)
            finding = json.loads(done.stdout)["findings"][0]
            assert finding["id"] == "unreachable" and "certificate" in finding["what"], finding
            assert done.stderr.startswith("signet: error: response_unusable(unreachable): "), done.stderr
        closed = site.issuer
    assert ("breaks", "unreachable") in found(examine(program, site, url=closed))
    assert ("breaks", "unreachable") in found(program.run("doctor", "http://localhost/", "--json"))
    assert ("breaks", "issuer_url") in found(program.run("doctor", "https://as.example/?a", "--json"))


def what_is_printed(program):
    with Site() as site:
        publish(program, site, "a")
        site.put("/jwks.json", reply({"keys": [{**program.key("a"), "kid": "\x1b[31mred"}]}))
        text = program.ok("doctor", site.issuer, "--allow-loopback").stdout
        for words in ("metadata  " + site.url(PLACE), "\nwarns   one_key\n", "\nwhy     on the day of rotation",
                      "\nto do   publish the next key ahead", "0 things break verifiers, 2 are warnings, 1 are notes."):
            assert words in text, (words, text)
        assert "\x1b" not in text and "\\u{001b}" in text, text


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    signet = arguments.parse_args().signet
    for check in (one_that_is_well, each_flaw, endpoints_and_tls, what_is_printed):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(Program(signet, folder))
            except AssertionError as failed:
                sys.exit(f"{check.__name__}: {failed}")


if __name__ == "__main__":
    main()
