#!/usr/bin/env python3
"""Holds docs/reference/cli.md and docs/man/signet.1 against the program.

Every command has its section with a table of exactly its flags, and both pages name them all. The blocks marked
`console`, of this page and of the guides in GUIDES, are run, one after the other in one folder for each page; what they
show must be what comes out, where `...` stands for anything. The pages in PAGES are what commands print. With --update
the blocks that differ, the tables of flags, the man page and those pages are written anew.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# Pages of docs/guide whose blocks are run, too.
GUIDES = ["jwe.md", "dpop.md"]
# Pages of docs/reference that the program prints, with the command that does.
PAGES = {"errors.md": ["errors"], "claims.md": ["claims"], "confirmations.md": ["confirmations"],
         "profiles.md": ["profiles"], "sidecar.md": ["sidecar", "check"], "server.md": ["serve"]}
FLAG_TABLE = re.compile(r"(?<=\| flag \| what it does \|\n\|---\|---\|\n)(?:\|.*\n)*")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def commands_of(signet):
    out = subprocess.run([signet, "help", "--json"], capture_output=True, check=True).stdout
    return json.loads(out)["commands"]


def own_flags(command):
    return [flag for flag in command["flags"] if flag["name"] not in ("--json", "--help")]


def row_of(flag):
    spelling = flag["name"] + (" " + flag["value"] if flag["value"] else "")
    return f"| `{spelling.replace('|', chr(92) + '|')}` | {flag['help'].replace('|', chr(92) + '|')} |"


def with_flag_tables(page, commands):
    """The page with the table of each command's flags as the program has them."""
    rows = {command["name"]: "".join(row_of(flag) + "\n" for flag in own_flags(command)) for command in commands}
    parts = re.split(r"(?m)^(?=### )", page)
    return "".join(FLAG_TABLE.sub(lambda _, part=part: rows.get(part[4:].partition("\n")[0], ""), part, count=1)
                   if part.startswith("### ") else part for part in parts)


def check_pages(signet, reference, update, problems):
    for name, words in PAGES.items():
        page = subprocess.run([signet, *words, "--markdown"], capture_output=True, check=True).stdout
        path = reference / name
        if update:
            path.write_bytes(page)
        elif not path.exists() or path.read_bytes() != page:
            problems.append(f"docs/reference/{name} is not what signet {' '.join(words)} --markdown prints")


def check_sections(page, commands, problems):
    sections = dict(re.findall(r"^### (.*?)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    for command in commands:
        section = sections.pop(command["name"], None)
        if section is None:
            problems.append(f"cli.md has no section {command['name']}")
            continue
        if f"`{command['usage']}`" not in section:
            problems.append(f"cli.md, {command['name']}: the usage is {command['usage']}")
        wanted = [row_of(flag) for flag in own_flags(command)]
        found = re.findall(r"^\| `--.*\|$", section, re.MULTILINE)
        if wanted != found:
            problems.append(f"cli.md, {command['name']}: the table of flags should be\n" + "\n".join(wanted))
    problems.extend(f"cli.md describes {name}, which is no command" for name in sections)


def check_man(page, commands, problems):
    plain = page.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\fI", "")
    for command in commands:
        section = plain.partition(f".SS {command['name']}\n")[2].partition(".SS ")[0]
        for flag in command["flags"]:
            if f"\n{flag['name']}" not in section:
                problems.append(f"signet.1, {command['name']}: {flag['name']} is missing")


def split_block(block):
    """Pairs of a command and what it shows."""
    steps = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append([line[2:], ""])
        elif steps and steps[-1][0].endswith("\\") and not steps[-1][1]:
            steps[-1][0] += "\n" + line
        else:
            steps[-1][1] += line + "\n"
    return steps


def holds(expected, shown):
    pattern = re.escape(expected).replace(re.escape("..."), r"[^\n]*?")
    pattern = re.sub(r"(?m)^\[\^\\n\]\*\?\\\n", r"(?:[^\\n]*\\n)*?", pattern)
    return re.fullmatch(pattern, shown) is not None


def run_blocks(signet, path, update, problems):
    environment = dict(os.environ, PATH=f"{os.path.dirname(signet)}:{os.environ['PATH']}", NO_COLOR="1")

    def run_block(match, folder):
        steps = split_block(match[1])
        for step in steps:
            done = subprocess.run(["bash", "-c", step[0]], cwd=folder, env=environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False, timeout=120)
            shown = done.stdout.decode("utf-8", "backslashreplace")
            if not holds(step[1], shown):
                problems.append(f"{path.name}: $ {step[0]}\nshows\n{shown}")
                step[1] = shown
        return "```console\n" + "".join(f"$ {command}\n{shown}" for command, shown in steps) + "```"

    with tempfile.TemporaryDirectory() as folder:
        page = BLOCK.sub(lambda match: run_block(match, folder), path.read_text(encoding="utf-8"))
    if update:
        path.write_text(page, encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    arguments.add_argument("--source", required=True)
    arguments.add_argument("--update", action="store_true")
    given = arguments.parse_args()
    signet = os.path.abspath(given.signet)
    docs = pathlib.Path(given.source) / "docs"
    reference, man = docs / "reference" / "cli.md", docs / "man" / "signet.1"
    if given.update:
        man.write_bytes(subprocess.run([signet, "man"], capture_output=True, check=True).stdout)
    problems = []
    commands = commands_of(signet)
    if given.update:
        reference.write_text(with_flag_tables(reference.read_text(encoding="utf-8"), commands), encoding="utf-8")
    check_pages(signet, docs / "reference", given.update, problems)
    check_sections(reference.read_text(encoding="utf-8"), commands, problems)
    check_man(man.read_text(encoding="utf-8"), commands, problems)
    for path in (reference, *(docs / "guide" / name for name in GUIDES)):
        run_blocks(signet, path, given.update, problems)
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
