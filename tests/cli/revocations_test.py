#!/usr/bin/env python3
"""verify and explain with the feed of an issuer's revocations: docs/protocols/revocation-feed.md."""
import argparse
import json
import subprocess
import sys
import tempfile
import time

from network_test import TIMEOUT, Program, publish
from site_of_tests import Authority, Site, reply

TYPE = "application/signet-revocations+jwt"
FIRST = "/revocations?since=0"
SOON = int(time.time()) + 3600


def entry(seq, kind, value, **members):
    return {"seq": seq, "kind": kind, "value": value, "exp": SOON, **members}


def page(program, issuer, *entries, key="a", typ="signet-revocations+jwt", words=(), **claims):
    """A page as a token: what its claims say, be it wrong."""
    now = int(time.time())
    start = claims.get("from", 0)
    body = {"iss": issuer, "iat": now, "exp": now + 60, "epoch": "e1", "from": start,
            "to": max([start] + [each["seq"] for each in entries]), "more": False, "revocations": entries, **claims}
    (program.folder / "page.json").write_text(json.dumps(body))
    return program.ok("jws", "sign", "--key", f"{key}.jwk", "--typ", typ, "--payload", "page.json", *words).stdout.strip()


def feed(token, **fields):
    return reply(token, **{"Content_Type": TYPE, "Cache_Control": "no-store", **fields})


def token(program, issuer, *words, key="a", **claims):
    return program.ok("sign", "--key", f"{key}.jwk", "--issuer", issuer, "--audience", "api", "--expires", "10m",
                      "--claims", json.dumps(claims), *words).stdout.strip()


def expecting(site, issuer=None):
    """The flags beside the keys."""
    return ["--revocations", site.url("/revocations"), "--allow-loopback", "--issuer", issuer or site.issuer,
            "--audience", "api"]


def what_is_revoked_is_refused(program):
    with Site() as site:
        publish(program, site)
        entries = [entry(1, "jti", "t1"), entry(2, "sid", "s1"), entry(3, "sub", "eve", before=SOON),
                   entry(4, "client_id", "c1"), entry(5, "grant", "g1")]
        site.put(FIRST, feed(page(program, site.issuer, *entries)))
        (program.folder / "set.jwks").write_text(json.dumps(program.set_of("a", "b")))
        for keys in (["--discover"], ["--jwks", site.url()], ["--jwks", "set.jwks"], ["--key", "a.jwk"]):
            words = ["verify", *keys, *expecting(site)]
            program.refuses(1, "revoked(jti)", *words, token(program, site.issuer, jti="t1"))
            assert json.loads(program.ok(*words, token(program, site.issuer, jti="t2")).stdout)["jti"] == "t2"
        for name, claims in (("sid", {"sid": "s1"}), ("sub", {"sub": "eve"}), ("client_id", {"client_id": "c1"}),
                             ("client_id", {"azp": "c1"})):
            program.refuses(1, f"revoked({name})", *words, token(program, site.issuer, **claims))
        program.refuses(1, "revoked(jti)", *words, "--all", token(program, site.issuer, jti="t1"))
        of_family = token(program, site.issuer, family="g1")
        program.ok(*words, of_family)
        program.refuses(1, "revoked(grant)", *words, "--grant-claim", "family", of_family)
        refused = json.loads(program.run(*words, "--json", token(program, site.issuer, jti="t1")).stdout)
        assert (refused["code"], refused["subject"]) == ("revoked", "jti"), refused
        assert site.asked(FIRST) and not [path for path, _ in site.server.asked if "wait=" in path]


def it_is_asked_once(program):
    with Site() as site:
        site.put(FIRST, feed(page(program, site.issuer)))
        program.ok("verify", "--key", "a.jwk", *expecting(site), token(program, site.issuer))
        fields = site.asked(FIRST)
        assert len(site.server.asked) == 1 and fields[0]["Accept"] == TYPE, site.server.asked


def a_key_that_is_revoked(program):
    with Site() as site:
        publish(program, site)
        kid = program.key("a")["kid"]
        words = ["verify", "--discover", *expecting(site)]
        site.put(FIRST, feed(page(program, site.issuer, entry(1, "kid", kid), key="b")))
        program.refuses(1, "revoked(kid)", *words, token(program, site.issuer))
        program.ok(*words, token(program, site.issuer, key="b"))
        site.put(FIRST, feed(page(program, site.issuer, entry(1, "kid", kid), key="a")))
        program.refuses(1, "feed_refused(kid)", *words, token(program, site.issuer, key="b"))
        nameless = {name: value for name, value in program.key("a").items() if name != "kid"}  # nothing could revoke it
        site.put("/jwks.json", reply({"keys": [nameless]}))
        site.put(FIRST, feed(page(program, site.issuer, words=["--no-kid"])))
        program.refuses(1, "feed_refused(kid)", *words, token(program, site.issuer, "--no-kid"))


def all_pages_are_read(program):
    with Site() as site:
        publish(program, site)
        words = ["verify", "--discover", *expecting(site)]
        site.put(FIRST, feed(page(program, site.issuer, entry(1, "jti", "t1"), more=True)))
        second = "/revocations?since=1"
        site.put(second, feed(page(program, site.issuer, entry(7, "jti", "t7"), more=True, **{"from": 1})))
        site.put("/revocations?since=7", feed(page(program, site.issuer, to=9, **{"from": 7})))
        for name in ("t1", "t7"):
            program.refuses(1, "revoked(jti)", *words, token(program, site.issuer, jti=name))
        good = token(program, site.issuer, jti="t2")
        program.ok(*words, good)
        assert len(site.asked("/revocations?since=7")) == 3
        for code, status, answer in (
                ("response_unusable(status)", 1, reply("", 500)),
                ("feed_refused(gap)", 1, feed(page(program, site.issuer, **{"from": 2}))),
                ("feed_refused(sequence)", 1, feed(page(program, site.issuer))),
                ("feed_refused(epoch)", 1, feed(page(program, site.issuer, epoch="e2")))):
            site.put(second, answer)
            said = program.refuses(status, code, *words, good)
            assert site.url("/revocations") in said and "hint: " in said, said
        assert len(site.asked(second)) == 7  # and none of those twice


def feeds_that_are_not_believed(program):
    elsewhere = "https://other.example"
    with Site() as site:
        site.put("/jwks.json", reply(program.set_of("a")))
        words = ["verify", "--jwks", site.url(), *expecting(site)]
        good = token(program, site.issuer)
        issuer = site.issuer
        past = int(time.time()) - 600
        (program.folder / "s.jwk").write_text(json.dumps({"kty": "oct", "k": "A" * 43, "kid": "s", "alg": "HS256"}))
        whole = page(program, issuer)
        for status, code, answer in (
                (1, "claim_mismatch(iss)", feed(page(program, elsewhere))),
                (1, "typ_mismatch(typ)", feed(page(program, issuer, typ="JWT"))),
                (1, "typ_mismatch(typ)", feed(good)),
                (1, "key_not_found(kid)", feed(page(program, issuer, key="b"))),
                (1, "bad_signature", feed(page(program, issuer, key="b", words=["--no-kid"]))),
                (1, "alg_not_allowed(alg)", feed(page(program, issuer, key="s"))),
                (1, "bad_signature", feed(whole[:whole.rindex(".") + 1] + "A" * 86)),
                (1, "token_expired(exp)", feed(page(program, issuer, iat=past, exp=past + 60))),
                (1, "feed_refused(exp)", feed(page(program, issuer, exp=SOON))),
                (1, "feed_refused(revocations.kind)", feed(page(program, issuer, entry(1, "new", "x")))),
                (1, "feed_refused(revocations)", feed(page(program, issuer, revocations={}))),
                (1, "malformed_token(segments)", feed("nothing")),
                (1, "response_unusable(content_type)", reply(whole)),
                (1, "response_unusable(status)", feed(whole, status=500)),
                (1, "response_unusable(status)", reply("", 302, Location="/")),
                (1, "response_unusable(status)", feed("", status=204)),
                (1, "limit_exceeded(bytes)", feed("a" * ((2 << 20) + 1))),
                (3, "fetch_failed(timeout)", feed(whole, wait=6))):
            site.put(FIRST, answer)
            said = program.refuses(status, code, *words, good)
            assert f": {site.url('/revocations')}: " in said and "hint: " in said, said
        assert len(site.asked(FIRST)) == 18
        (program.folder / "set.jwks").write_text(json.dumps(program.set_of("a")))
    said = program.refuses(3, "fetch_failed(connect)", "verify", "--jwks", "set.jwks", *words[3:], good)
    assert "nothing takes connections there" in said, said


def where_a_feed_is_fetched_from(program):
    authority = Authority(program.folder)
    with Site(authority.issue("good", "localhost", 30)) as site:
        site.put(FIRST, feed(page(program, site.issuer, entry(1, "jti", "t1"))))
        words = ["verify", "--key", "a.jwk", *expecting(site)]
        good = token(program, site.issuer)
        program.refuses(3, "fetch_failed(certificate)", *words, good)
        program.ok(*words, "--ca-file", authority.root, good)
        program.refuses(1, "revoked(jti)", *words, "--ca-file", authority.root, token(program, site.issuer, jti="t1"))
        program.refuses(1, "fetch_refused(address)", *[word for word in words if word != "--allow-loopback"], good)
    with Site() as site:
        site.put(FIRST, feed(page(program, site.issuer)))
        place = site.url("/revocations")
        words = ["verify", "--key", "a.jwk", "--issuer", site.issuer, "--audience", "api", "--revocations"]
        good = token(program, site.issuer)
        program.refuses(1, "fetch_refused(scheme)", *words, place, good)
        program.refuses(1, "fetch_refused(userinfo)", *words, "https://me:secret@as.example/", good)
        program.refuses(1, "fetch_refused(url)", *words, place + "#1", "--allow-loopback", good)
        site.put("/feed?of=a&since=0", feed(page(program, site.issuer)))
        program.ok(*words, site.url("/feed?of=a"), "--allow-loopback", good)
        assert len(site.server.asked) == 1


def what_is_typed_wrong(program):
    with Site() as site:
        publish(program, site)
        good = token(program, site.issuer)
        place = ["--revocations", site.url("/revocations"), "--allow-loopback"]
        for command in ("verify", "explain"):
            words = [command, "--jwks", site.url(), "--audience", "api", good]
            said = program.refuses(2, "usage(--revocations)", *words, *place, "--any-issuer")
            assert "give exactly one --issuer" in said, said
            program.refuses(2, "usage(--revocations)", *words, *place, "--issuer", "a", "--issuer", "b")
            program.refuses(2, "policy_incomplete(issuer)", *words, *place)
            words += ["--issuer", site.issuer]
            program.refuses(2, "usage(--now)", *words, *place, "--now", "1800000000")
            program.refuses(2, "usage(--revocations)", *words, "--revocations", "page.jwt")
            program.refuses(2, "usage(--grant-claim)", *words, "--grant-claim", "family")
            program.refuses(2, "usage(--revocations)", *words, *place, *place)
        program.refuses(2, "usage(--revocations)", "verify", "--unsecured", *place[:2], "--issuer", site.issuer,
                        "--any-audience", good)
        assert not site.server.asked


def steps(explained):
    return {step["step"]: step for step in json.loads(explained.stdout)["steps"]}


def explained(program):
    with Site() as site:
        publish(program, site)
        words = ["explain", "--discover", *expecting(site), "--grant-claim", "family"]
        site.put(FIRST, feed(page(program, site.issuer, entry(1, "jti", "t1"))))
        good = program.ok(*words, token(program, site.issuer, jti="t2", sid="s", family="g"))
        assert good.stdout.startswith("VERIFIED") and "revocation" in good.stdout, good
        assert "jti, sid, family and its key" in " ".join(good.stdout.split()), good.stdout
        bad = program.run(*words, token(program, site.issuer, jti="t1"))
        assert bad.returncode == 1 and bad.stderr.startswith("signet: error: revoked(jti): "), bad
        assert "the issuer took back what its jti names" in " ".join(bad.stdout.split()), bad.stdout
        without = [word for word in words if word not in ("--revocations", site.url("/revocations"), "--grant-claim", "family")]
        assert "revocation" not in program.ok(*without, token(program, site.issuer, jti="t1")).stdout
        shown = steps(program.run(*words, "--json", token(program, "https://other.example", jti="t2")))
        assert "is that of --issuer" in shown["revocation"]["todo"], shown["revocation"]
        site.put(FIRST, reply("", 503))
        program.refuses(1, "response_unusable(status)", *words, token(program, site.issuer, jti="t2"))


def answers(program, lines, *words):
    done = subprocess.run([program.signet, "verify", "--batch", *words], input="".join(json.dumps(each) + "\n" for each in lines),
                          cwd=program.folder, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done
    return [(line["ok"], line.get("code"), line.get("subject")) for line in map(json.loads, done.stdout.splitlines())]


def batches(program):
    with Site() as site:
        publish(program, site)
        site.put(FIRST, feed(page(program, site.issuer, entry(1, "jti", "t1"), entry(2, "grant", "g1"))))

        def line(issuer, now=None, **claims):
            case = {"id": 1, "token": token(program, issuer, **claims), "key": program.key("a"), "algs": ["ES256"],
                    "issuer": None, "audience": "api", "typ": None}
            return case if now is None else {**case, "now": now}

        lines = [line(site.issuer, jti="t2"), line(site.issuer, jti="t1"), line(site.issuer, family="g1"),
                 line("https://other.example", jti="t2"), line(site.issuer, jti="t2", now=int(time.time())),
                 {**line(site.issuer, jti="t3"), "now": None}] + [line(site.issuer, jti="t1")] * 300
        place = ["--revocations", site.url("/revocations"), "--allow-loopback", "--issuer", site.issuer, "--jwks", site.url()]
        told = answers(program, lines, *place, "--grant-claim", "family")
        assert told[:6] == [(True, None, None), (False, "revoked", "jti"), (False, "revoked", "grant"),
                            (False, "revocations_unknown", "issuer"), (False, "revocations_unknown", "now"),
                            (True, None, None)], told[:6]
        assert told[6:] == [(False, "revoked", "jti")] * 300
        assert len(site.asked(FIRST)) == 1 and len(site.asked("/jwks.json")) == 1
        assert answers(program, lines[:2])[1] == (True, None, None)
        site.put(FIRST, reply("", 500))
        program.refuses(1, "response_unusable(status)", "verify", "--batch", *place)
        asked = len(site.server.asked)
        program.refuses(2, "usage(--audience)", "verify", "--batch", *place, "--audience", "api")
        program.refuses(2, "usage(--issuer)", "verify", "--batch", "--issuer", site.issuer)
        program.refuses(2, "usage(--revocations)", "verify", "--batch", *place[:3], "--jwks", site.url())
        program.refuses(2, "usage(--jwks)", "verify", "--batch", *place[:5])
        assert len(site.server.asked) == asked


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    arguments.add_argument("--only")
    given = arguments.parse_args()
    checks = (what_is_revoked_is_refused, it_is_asked_once, a_key_that_is_revoked, all_pages_are_read,
              feeds_that_are_not_believed, where_a_feed_is_fetched_from, what_is_typed_wrong, explained, batches)
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
