#!/usr/bin/env python3
"""Runs unmodified programs of others against `signet serve`.

run.py npm|python|debian|rotation --signet PROGRAM --document docs/interop.md [--write]

Prints what was done, and fails when anything did not hold or when the tables are not those of the document. --write puts
them into the document instead of comparing.
"""
import argparse
import importlib
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent), str(HERE.parents[1] / "proxies")]

document = importlib.import_module("document")
PeerMissing = importlib.import_module("peer").PeerMissing
KINDS = {"npm": "npm_checks", "python": "python_checks", "debian": "debian_checks", "rotation": "rotation_checks"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--signet", required=True)
    parser.add_argument("--document", required=True, type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signet-interop-") as folder:
        try:
            tables = importlib.import_module(KINDS[given.kind]).run(given.signet, Path(folder))
        except PeerMissing as missing:
            sys.exit(f"interop: {missing}; scripts/setup.sh installs it")
        except BaseException:
            for log in Path(folder).glob("*.log"):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}", file=sys.stderr)
            raise
    text = "\n".join(table.to_markdown() for table in tables)
    print(text)
    failures = [failure for table in tables for failure in table.failures]
    section = f"server-{given.kind}"
    if not given.write:
        found = {}
        for table in tables:
            found |= table.cells()
        shown = document.read_cells(document.section(given.document, section))
        failures += [f"the document shows {shown.get(cell)} where {found.get(cell)} was found: {' / '.join(cell)}"
                     for cell in sorted(shown.keys() | found.keys()) if shown.get(cell) != found.get(cell)]
    for failure in failures:
        print(f"interop: {section}: {failure}", file=sys.stderr)
    if failures:
        sys.exit(1)
    if given.write:
        document.replace_section(given.document, section, text)


if __name__ == "__main__":
    main()
