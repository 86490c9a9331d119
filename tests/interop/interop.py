#!/usr/bin/env python3
"""Runs Signet against one other implementation, in both directions.

interop.py PEER --signet PROGRAM --document docs/interop.md [--write]

Prints what was done for each algorithm, and fails when anything did not hold or when the table is not the one in the
document. --write puts the table into the document instead of comparing.
"""
import argparse
import importlib
import sys
import tempfile
from pathlib import Path

import document
import dpop_checks
import encrypted_key_checks
import form_checks
import jwe_by_hand
import jwe_checks
import jwe_key_checks
import nested_checks
import odd_checks
import openssl_checks
import set_checks
import token_checks
from our_forms import OurForms
from our_jwe import OurJwe
from peer import PeerMissing
from signet import Signet


# Imported late, so that a missing package is one clear line.
PEERS = {"jose": ("peer_jose", "Jose"), "jwcrypto": ("peer_jwcrypto", "Jwcrypto"), "pyjwt": ("peer_pyjwt", "PyJwt"),
         "rnbyc": ("peer_rnbyc", "Rnbyc"), "npm-jose": ("peer_npm_jose", "NpmJose")}

# What is no implementation of JOSE as a whole.
OTHERS = {"openssl": openssl_checks.run, "npm-dpop": dpop_checks.run}


def run(name, signet, program):
    """(tables, whether the peer has the version that the document describes)."""
    if name in OTHERS:
        return OTHERS[name](signet), True
    module, adapter = PEERS[name]
    peer = getattr(importlib.import_module(module), adapter)()
    try:
        checks = token_checks.run(peer, signet)
        with OurForms(program, signet) as ours:
            tables = [checks.table, form_checks.run(peer, ours, checks.made), odd_checks.run(peer, ours),
                      set_checks.run(checks), *encryption(peer, signet, checks), token_checks.odd_keys(peer, signet)]
        print(f"{name} {peer.version()}; described is {peer.described}")
        return tables, peer.is_as_described()
    finally:
        peer.close()


def encryption(peer, signet, checks):
    """The tables of a peer that encrypts."""
    if not peer.jwe_algorithms:
        return []
    ours = OurJwe(signet)
    return [*jwe_checks.run(peer, signet, ours), jwe_by_hand.run(peer, signet, ours),
            *jwe_key_checks.run(peer, signet, ours), *nested_checks.run(peer, signet, ours, checks),
            encrypted_key_checks.run(peer, signet, ours)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=[*PEERS, *OTHERS])
    parser.add_argument("--signet", required=True)
    parser.add_argument("--document", required=True, type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signet-interop-") as folder:
        try:
            tables, as_described = run(options.peer, Signet(options.signet, Path(folder)), options.signet)
        except PeerMissing as missing:
            sys.exit(f"interop: {missing}; scripts/setup.sh installs it")
    text = "\n".join(table.to_markdown() for table in tables if table.rows)
    print(text)
    failures = [failure for table in tables for failure in table.failures]
    if not options.write:
        failures += differences(tables, document.section(options.document, options.peer), as_described)
    for failure in failures:
        print(f"interop: {options.peer}: {failure}", file=sys.stderr)
    if failures:
        sys.exit(1)
    if options.write:
        document.replace_section(options.document, options.peer, text)


def differences(tables, section, as_described):
    """What the document shows otherwise. Of another version of the peer than the described one, cells may differ that
    tell how that version is."""
    shown, found = document.read_cells(section), {}
    for table in tables:
        found |= table.cells()
    free = () if as_described else tables
    return [f"the document shows {shown.get(cell)} where {found.get(cell)} was found: {' / '.join(cell)}"
            for cell in sorted(shown.keys() | found.keys())
            if shown.get(cell) != found.get(cell) and not any(table.is_of_version(cell) for table in free)]


if __name__ == "__main__":
    main()
