#!/usr/bin/env python3
"""The manual page is set without a warning, by every warning that groff has."""
import argparse
import os
import subprocess
import sys


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    signet = os.path.abspath(arguments.parse_args().signet)
    page = subprocess.run([signet, "man"], capture_output=True, check=True).stdout
    done = subprocess.run(["groff", "-man", "-Tutf8", "-P-cbou", "-ww"], input=page, capture_output=True, check=False)
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0 or done.stderr:
        sys.exit(done.stderr.decode("utf-8", "replace"))
    for word in ("explain", "EXIT STATUS", "policy show"):
        if word not in text:
            sys.exit(f"the page that is set lacks {word}")


if __name__ == "__main__":
    main()
