#!/usr/bin/env python3
"""A proxy with its configuration of docs/proxies, between a client and a service, asks the sidecar."""
import argparse
import functools
import pathlib
import sys
import tempfile

import bound_cases
import cases
import path_cases
from asked_cases import what_is_asked
from http_parts import Service
from replay import Envoy, Replay, Traefik
from servers import PROXIES
from sidecar import Sidecar
from suite import Suite, bearer
from world import World

SKIPPED = 77
REPLAYED = {"envoy": Envoy, "traefik": Traefik}
CAN = {"nginx": cases.Can(), "haproxy": cases.Can(), "caddy": cases.Can(),
       # What introspection says no to is 401 invalid_token for mod_oauth2, whatever the reason.
       "apache": cases.Can(bad_request=401, no_scope=401, unavailable=401, dpop=False, cookies=False, upgrade=False, nonce=False,
                           retry_after=False, keep_alive=False, bad_escape=200),
       "envoy": cases.Can(upgrade=False, dots=False, retry_after=False, keep_alive=False),
       "traefik": cases.Can(upgrade=False, nonce=False, keep_alive=False)}
CHECKS = (cases.bearer_tokens, cases.passing_on, cases.step_up, path_cases.other_spellings, path_cases.ways_to_the_sidecar, cases.forgeries, cases.upgrading, cases.metadata,
          bound_cases.dpop, bound_cases.nonce_on_success, bound_cases.certificates, bound_cases.cookies)


def when_it_cannot_be_told(t, sidecar, can):
    """Nobody passes where nothing can be decided."""
    good = bearer(t.token("good"))
    sidecar.start(("[policies.orders-api", "[policies.other"))
    t.ask("a policy that the sidecar does not have", good, (500, 503) if can.dpop else 401)
    sidecar.start(("jwks_file = ", "jwks_url = \"https://127.0.0.1:1/jwks.json\" # "))
    answer = t.ask("keys cannot be had", good, can.unavailable)
    assert not can.retry_after or [name for name, _ in answer.fields if name.lower() == "retry-after"], answer
    sidecar.kill()
    t.ask("the sidecar is gone", good, (500, 502, 503, 504) if can.dpop else 401)
    t.ask("the sidecar is gone, and no token", [], (500, 502, 503, 504) if can.dpop else 401)
    sidecar.start()
    t.ask("the sidecar is back", good, 200)


def made(name):
    return PROXIES[name] if name in PROXIES else functools.partial(Replay, REPLAYED[name])


def by_a_socket(t, docs, world, service, name):
    """The other way to the sidecar that the configuration names."""
    with PROXIES[name](docs, world, 0, service.port, str(world.folder / "sidecar.sock")) as proxy:
        t = t.at(proxy.port)
        t.ask("by a Unix socket, no token", [], 401)
        t.ask("by a Unix socket", bearer(t.token("good")), 200)


def checked(given, name, docs, world):
    """All that is asked of a proxy, as a transcript."""
    with Service() as service, Sidecar(docs, world) as sidecar, \
            made(name)(docs, world, sidecar.port, service.port) as proxy:
        t = Suite(world, proxy.port, service)
        try:
            for check in CHECKS:
                if given.only in (None, check.__name__):
                    check(t, CAN[name])
            if given.only in (None, "by_a_socket") and name in PROXIES and PROXIES[name].by_socket:
                by_a_socket(t, docs, world, service, name)
            if given.only in (None, "when_it_cannot_be_told"):
                when_it_cannot_be_told(t, sidecar, CAN[name])
        except BaseException:
            for log in world.folder.glob("*.log"):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-6000:]}", file=sys.stderr)
            raise
    if given.only in (None, "what_is_asked"):
        what_is_asked(t.transcript, lambda *ports: made(name)(docs, world, *ports), CAN[name].keep_alive)
    return t.transcript


def run(given, name, folder):
    docs = pathlib.Path(given.source) / "docs" / "proxies"
    transcript = checked(given, name, docs, World(given.signet, folder))
    if given.only:
        print("\n".join(transcript.lines))
        return ""
    return transcript.difference(pathlib.Path(__file__).parent / "transcripts" / f"{name}.txt", given.update)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("proxy", choices=[*PROXIES, "replay"])
    arguments.add_argument("--signet", required=True)
    arguments.add_argument("--source", required=True)
    arguments.add_argument("--only")
    arguments.add_argument("--update", action="store_true")
    given = arguments.parse_args()
    if given.proxy in PROXIES and not PROXIES[given.proxy].is_here():
        print(f"{given.proxy} is not installed: scripts/setup.sh test does it", file=sys.stderr)
        sys.exit(SKIPPED)
    differences = ""
    for name in [given.proxy] if given.proxy in PROXIES else REPLAYED:
        with tempfile.TemporaryDirectory() as folder:
            differences += run(given, name, folder)
    sys.exit(differences or 0)


if __name__ == "__main__":
    main()
