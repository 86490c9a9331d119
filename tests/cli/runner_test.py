#!/usr/bin/env python3
"""Shows that run.py fails when a transcript does not hold."""
import argparse
import os
import sys

import run

GOOD = ["signet version", "!2 signet", "signet version\nstdout 'signet [0-9]'", "signet version --json\njson ok true",
        "signet version\n! stdout 'x{9}'", "cmp a b\n-- a --\n1\n-- b --\n1", "let X a\nsignet help $X\n-- a --\nverify"]
BAD = ["! signet version", "signet", "! signet", "signet version\nstdout 'x{9}'", "signet version\n! stdout signet",
       "signet version\nstderr .", "signet version --json\njson ok false", "signet version --json\njson nothing",
       "signet version\njson ok true", "! cmp a b\n-- a --\n1\n-- b --\n1", "cmp a b\n-- a --\n1\n-- b --\n2",
       "exists nothing", "mode a 0777\n-- a --", "lines a 2\n-- a --\n1", "in_order a 1\n-- a --\n{\"id\":1}", "unknown",
       "pty signet", "! pty signet version"]


def holds(signet, text):
    try:
        run.run_text(signet, "", text)
    except run.Failed:
        return False
    return True


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    signet = os.path.abspath(arguments.parse_args().signet)
    wrong = [text for text in GOOD if not holds(signet, text)] + [text for text in BAD if holds(signet, text)]
    sys.exit("\n".join(f"judged wrongly: {text!r}" for text in wrong) or 0)


if __name__ == "__main__":
    main()
