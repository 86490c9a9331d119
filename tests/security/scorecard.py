#!/usr/bin/env python3
"""Prints the scorecard of attacks, and compares docs/security-scorecard.md with what was run.

Every row of attacks.json must have been run in exactly the forms that it names, and no other row; the numbers of the
page are exact. --update writes the page.
"""
import argparse
import collections
import json
import pathlib
import re
import sys

import records

ROWS = pathlib.Path(__file__).with_name("attacks.json")
START, END = "<!-- scorecard: written by make security -->", "<!-- end of the scorecard -->"
# The names of key management and content encryption have a table of their own.
ENCRYPTION = re.compile(r"dir$|ECDH-ES|RSA-OAEP|RSA1_5$|PBES2-|A\d+(GCM|KW|GCMKW|CBC-HS\d+)$")
FORMS = ("compact", "flattened", "general", "detached", "key", "set", "proof", "policy", "address", "answer", "vector", "CLI")


def load_rows(path=ROWS):
    return {row["row"]: row for row in json.loads(path.read_text(encoding="utf-8"))}


def count(files, cli):
    """(row, form, algorithm) -> inputs refused."""
    counts = collections.Counter()
    for file in files:
        for _, parsed in records.lines_of(file):
            if "row" in parsed:
                counts[parsed["row"], parsed["form"], parsed["alg"]] += 1
    for row, alg, number in cli:
        counts[row, "CLI", alg] += number
    return counts


def published(counts):
    """Without what only some machines have."""
    return {key: number for key, number in counts.items() if not records.ELSEWHERE.match(key[2])}


def differences(rows, counts):
    """What was run and is not declared, and the other way round."""
    for row, form in sorted({(row, form) for row, form, _ in counts} - {(row, form) for row in rows for form in rows[row]["forms"]}):
        yield f"row {row}: {form} was run, and attacks.json does not name it"
    for row in rows:
        for form in rows[row]["forms"]:
            if not any(key[:2] == (row, form) for key in counts):
                yield f"row {row}: {form} was not run"


def total(counts, row, form=None, alg=None):
    return sum(number for (r, f, a), number in counts.items()
               if r == row and form in (None, f) and alg in (None, a))


def attack_table(rows, counts):
    lines = ["| # | attack | known as | what Signet does | hostile inputs refused | result |", "|---|---|---|---|---|---|"]
    for row, fact in rows.items():
        forms = ", ".join(f"{form} {total(counts, row, form)}" for form in FORMS if total(counts, row, form))
        known = ", ".join(fact["known"]) or "–"
        lines.append(f'| {row} | {fact["title"]} | {known} | {fact["defence"]} | {forms} | refused |')
    return lines


def algorithm_table(rows, counts, encrypts):
    """The rows that have a number for one of the algorithms; `encrypts` says which of the two tables."""
    counts = {key: number for key, number in counts.items() if bool(ENCRYPTION.match(key[2])) == encrypts}
    rows = [row for row in rows if any(key[0] == row for key in counts)]
    algs = list(dict.fromkeys(alg for row, form, alg in sorted(counts) if form != "CLI"))
    algs.sort(key=lambda alg: (alg == "", alg))
    lines = ["| # | " + " | ".join(alg or "any" for alg in algs) + " |", "|---" * (len(algs) + 1) + "|"]
    for row in rows:
        cells = [total(counts, row, alg=alg) - total(counts, row, "CLI", alg) for alg in algs]
        lines.append(f"| {row} | " + " | ".join(str(cell) if cell else "" for cell in cells) + " |")
    return lines


def render(rows, counts):
    by_form = collections.Counter()
    for (_, form, _), number in counts.items():
        by_form[form] += number
    library = sum(by_form.values()) - by_form["CLI"]
    text = [f"{len(rows)} attacks, {library} hostile inputs refused by the library, {by_form['CLI']} of them sent through"
            " the program as well; none accepted.", "", *attack_table(rows, counts), "",
            "The same inputs by algorithm or key type (*any*: none is involved, or all are), without those of the program:",
            "", *algorithm_table(rows, counts, encrypts=False), "",
            "By algorithm of key management or content encryption:", "", *algorithm_table(rows, counts, encrypts=True)]
    return "\n".join(text)


def parts_of(page):
    head, rest = page.split(START, 1)
    body, tail = rest.split(END, 1)
    return head, body.strip("\n"), tail


def print_card(rows, counts):
    for row, fact in rows.items():
        forms = ", ".join(f"{form} {total(counts, row, form)}" for form in FORMS if total(counts, row, form))
        print(f'{row:>3}  refused  {fact["title"].replace("`", "")}\n{"":14}{forms}')
    extra = sum(number for key, number in counts.items() if key not in published(counts))
    print(f"{len(rows)} attacks, {sum(counts.values())} refusals, none accepted; {extra} of them by ML-DSA or RSA1_5")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", required=True)
    parser.add_argument("--scorecard", required=True, type=pathlib.Path)
    parser.add_argument("--page", required=True, type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    rows = load_rows()
    files = records.files_of(options.scorecard, records.tests_of(options.tests))
    cli = options.scorecard / "cli.json"
    if not cli.is_file():
        sys.exit("no record of the program: cli_attacks.py has to run and to pass first")
    counts = count(files, json.loads(cli.read_text(encoding="utf-8")))
    print_card(rows, counts)
    wrong = list(differences(rows, counts))
    if wrong:
        sys.exit("\n".join(wrong))
    page = options.page.read_text(encoding="utf-8")
    head, body, tail = parts_of(page)
    wanted = render(rows, published(counts))
    if options.update:
        options.page.write_text(f"{head}{START}\n\n{wanted}\n\n{END}{tail}", encoding="utf-8")
    elif body != wanted:
        for old, new in zip(body.splitlines(), wanted.splitlines()):
            if old != new:
                print(f"page: {old}\nrun:  {new}")
        sys.exit(f"{options.page} is not what was run: make security writes it")


if __name__ == "__main__":
    try:
        main()
    except records.Missing as missing:
        sys.exit(str(missing))
