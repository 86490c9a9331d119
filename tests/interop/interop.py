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
import openssl_checks
import set_checks
import token_checks
from peer import PeerMissing
from signet import Signet


# Imported late, so that a missing package is one clear line.
PEERS = {"jose": ("peer_jose", "Jose"), "jwcrypto": ("peer_jwcrypto", "Jwcrypto"), "pyjwt": ("peer_pyjwt", "PyJwt"),
         "rnbyc": ("peer_rnbyc", "Rnbyc"), "npm-jose": ("peer_npm_jose", "NpmJose")}


def run(name, signet):
    """The tables of one peer."""
    if name == "openssl":
        return openssl_checks.run(signet)
    module, adapter = PEERS[name]
    peer = getattr(importlib.import_module(module), adapter)()
    try:
        checks = token_checks.run(peer, signet)
        return [checks.table, set_checks.run(checks), *token_checks.odd_keys(peer, signet)]
    finally:
        peer.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=[*PEERS, "openssl"])
    parser.add_argument("--signet", required=True)
    parser.add_argument("--document", required=True, type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signet-interop-") as folder:
        try:
            tables = run(options.peer, Signet(options.signet, Path(folder)))
        except PeerMissing as missing:
            sys.exit(f"interop: {missing}; scripts/setup.sh installs it")
    text = "\n".join(table.to_markdown() for table in tables)
    print(text)
    failures = [failure for table in tables for failure in table.failures]
    for failure in failures:
        print(f"interop: {options.peer}: {failure}", file=sys.stderr)
    if failures:
        sys.exit(1)
    if options.write:
        document.replace_section(options.document, options.peer, text)
    elif document.section(options.document, options.peer) != text.strip():
        sys.exit(f"interop: {options.document.name} does not show what was run with {options.peer}; "
                 "run again with --write")


if __name__ == "__main__":
    main()
