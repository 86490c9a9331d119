#!/usr/bin/env python3
"""The manual page is set without a warning, by every warning that groff has; no command has a flag twice."""
import argparse
import os
import re
import subprocess
import sys


def repeated_flags(page):
    """Flags that a command of the page has twice."""
    repeated = []
    for part in re.split(r"^\.S[SH] ", page, flags=re.MULTILINE)[1:]:
        flags = re.findall(r"^\\fB((?:\\-){2}\S+)\\fR", part, flags=re.MULTILINE)
        repeated += [f"{part.splitlines()[0]}: {flag}" for flag in set(flags) if flags.count(flag) > 1]
    return repeated


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    signet = os.path.abspath(arguments.parse_args().signet)
    page = subprocess.run([signet, "man"], capture_output=True, check=True).stdout
    done = subprocess.run(["groff", "-man", "-Tutf8", "-P-cbou", "-ww"], input=page, capture_output=True, check=False)
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0 or done.stderr:
        sys.exit(done.stderr.decode("utf-8", "replace"))
    if not repeated_flags(".SS a\n\\fB\\-\\-x\\fR\n\\fB\\-\\-x\\fR \\fIN\\fR\n"):
        sys.exit("flags that are there twice would not be seen")
    repeated = repeated_flags(page.decode("utf-8"))
    if repeated:
        sys.exit("flags that are there twice: " + ", ".join(repeated))
    for word in ("explain", "EXIT STATUS", "policy show"):
        if word not in text:
            sys.exit(f"the page that is set lacks {word}")


if __name__ == "__main__":
    main()
