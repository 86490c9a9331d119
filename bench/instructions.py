#!/usr/bin/env python3
"""Counts instructions of one operation with callgrind: a figure that other programs on the machine do not change.

instructions.py SIGNET_BENCH [--json FILE]: for each algorithm, Signet and plain libcrypto verifying and signing.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile

FEW, MANY = 4, 24
ALGORITHMS = ("HS256", "RS256", "PS256", "ES256", "EdDSA")


def make_rsa_key(path):
    """Making one takes another number of instructions each time."""
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path],
                   check=True, capture_output=True)


def count(program, job, times, rsa):
    key = ["--key", rsa] if job[:2] in ("RS", "PS") else []
    with tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", program, "--run", job,
                               "--times", str(times), *key], capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"instructions: {job}: {done.stderr[-400:]}")
    return int(found[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--json")
    options = parser.parse_args()
    rows = []
    folder = tempfile.TemporaryDirectory()
    rsa = folder.name + "/rsa.pem"
    make_rsa_key(rsa)
    print(f"{'instructions of one operation':32} {'signet':>12} {'libcrypto':>12} {'difference':>12}")
    for alg in ALGORITHMS:
        for what, name in (("verify", "signet"), ("sign", "signet, payload given")):
            # The difference of two runs: what is done once is in both.
            ours, raw = ((count(options.program, f"{alg} {what}/{who}", MANY, rsa)
                          - count(options.program, f"{alg} {what}/{who}", FEW, rsa)) // (MANY - FEW)
                         for who in (name, "libcrypto"))
            rows.append({"group": f"{alg} {what}", "signet": ours, "libcrypto": raw})
            print(f"{alg + ' ' + what:32} {ours:12,} {raw:12,} {ours - raw:12,}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(rows, file)


if __name__ == "__main__":
    main()
