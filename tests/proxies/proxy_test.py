#!/usr/bin/env python3
"""A proxy with its configuration of docs/proxies, between a client and a service, asks the sidecar."""
import argparse
import pathlib
import sys
import tempfile

import bound_cases
import cases
from http_parts import Service
from servers import PROXIES
from sidecar import Sidecar
from suite import Suite, bearer
from world import World

SKIPPED = 77
CAN = {"nginx": cases.Can(), "haproxy": cases.Can(), "caddy": cases.Can(),
       # What introspection says no to is 401 invalid_token for mod_oauth2, whatever the reason.
       "apache": cases.Can(bad_request=401, no_scope=401, unavailable=401, dpop=False, cookies=False, upgrade=False, nonce=False,
                           aliases=(403, 200))}
CHECKS = (cases.bearer_tokens, cases.passing_on, cases.step_up, cases.forgeries, cases.upgrading, cases.metadata,
          bound_cases.dpop, bound_cases.nonce_on_success, bound_cases.certificates, bound_cases.cookies)


def when_it_cannot_be_told(t, sidecar, can):
    """Nobody passes where nothing can be decided."""
    good = bearer(t.token("good"))
    sidecar.start(("[policies.orders-api", "[policies.other"))
    t.ask("a policy that the sidecar does not have", good, (500, 503) if can.dpop else 401)
    sidecar.start(("jwks_file = ", "jwks_url = \"https://127.0.0.1:1/jwks.json\" # "))
    answer = t.ask("keys cannot be had", good, can.unavailable)
    assert can.unavailable != 503 or [name for name, _ in answer.fields if name.lower() == "retry-after"], answer
    sidecar.kill()
    t.ask("the sidecar is gone", good, (500, 502, 503, 504) if can.dpop else 401)
    t.ask("the sidecar is gone, and no token", [], (500, 502, 503, 504) if can.dpop else 401)
    sidecar.start()
    t.ask("the sidecar is back", good, 200)


def run(given, name, folder):
    docs = pathlib.Path(given.source) / "docs" / "proxies"
    world = World(given.signet, folder)
    with Service() as service, Sidecar(docs, world) as sidecar, \
            PROXIES[name](docs, world, sidecar.port, service.port) as proxy:
        t = Suite(world, proxy.port, service)
        try:
            for check in CHECKS:
                if given.only in (None, check.__name__):
                    check(t, CAN[name])
            if given.only in (None, "when_it_cannot_be_told"):
                when_it_cannot_be_told(t, sidecar, CAN[name])
        except BaseException:
            print(f"--- {name}\n{proxy.process.said()[-6000:]}", file=sys.stderr)
            if sidecar.process:
                print(f"--- sidecar\n{sidecar.process.said()[-3000:]}", file=sys.stderr)
            raise
    if given.only:
        print("\n".join(t.transcript.lines))
        return ""
    return t.transcript.difference(pathlib.Path(__file__).parent / "transcripts" / f"{name}.txt", given.update)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("proxy", choices=PROXIES)
    arguments.add_argument("--signet", required=True)
    arguments.add_argument("--source", required=True)
    arguments.add_argument("--only")
    arguments.add_argument("--update", action="store_true")
    given = arguments.parse_args()
    if not PROXIES[given.proxy].is_here():
        print(f"{given.proxy} is not installed: scripts/setup.sh test does it", file=sys.stderr)
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        difference = run(given, given.proxy, folder)
    sys.exit(difference or 0)


if __name__ == "__main__":
    main()
