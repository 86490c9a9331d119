"""What the tests of attacks wrote down: one file of JSON lines for each test that passed."""
import json
import pathlib
import re
import subprocess

# Not every libcrypto has these: what they add is shown beside the published numbers.
ELSEWHERE = re.compile(r"ML-DSA-|RSA1_5$")


class Missing(Exception):
    """A test left no record."""


def tests_of(program):
    """The names of all tests, as GoogleTest lists them."""
    listed = subprocess.run([program, "--gtest_list_tests"], capture_output=True, text=True, check=True).stdout
    names, suite = [], ""
    for line in listed.splitlines():
        if line.endswith(".") and not line.startswith(" "):
            suite = line
        elif line.startswith("  "):
            names.append(suite + line.split("#")[0].strip())
    return names


def files_of(folder, names):
    """The record of each test; a test that failed, or did not run, has none."""
    files = [pathlib.Path(folder) / f"{name}.jsonl" for name in names]
    missing = [file.stem for file in files if not file.is_file()]
    if missing:
        raise Missing(f"no record of {', '.join(missing)}: each test has to run and to pass first")
    return files


def lines_of(file):
    """(line, parsed) of each line of a record."""
    for line in file.read_text(encoding="utf-8").splitlines():
        yield line, json.loads(line)
