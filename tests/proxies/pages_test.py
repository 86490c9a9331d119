#!/usr/bin/env python3
"""Holds the pages of docs/proxies, and "Behind your proxy" of the README, against the configurations and transcripts that
they show: each block is lines of its file, where `...` leaves some out."""
import argparse
import pathlib
import re
import sys

FILES = {"nginx": "nginx.conf", "haproxy": "haproxy/haproxy.cfg", "caddyfile": "Caddyfile", "apache": "apache/apache.conf",
         "toml": "orders.toml"}
PAGES = ("nginx", "haproxy", "caddy", "apache", "traefik", "envoy")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def file_of(kind, page):
    if kind == "yaml":
        return {"traefik": "traefik-dynamic.yml", "envoy": "envoy.yaml"}[page.stem]
    return FILES[kind]


def parts_of(block):
    return [part for part in block.split("...\n") if part.strip()]


def check_block(kind, block, page, docs, problems):
    if kind == "http":
        transcript = (docs.parent.parent / "tests/proxies/transcripts/nginx.txt").read_text(encoding="utf-8")
        answer = block.partition("\n\n")[2].splitlines()[1:]
        wanted = [f"  {name.lower()}:{value}" for name, _, value in (line.partition(":") for line in answer)]
        problems += [f"{page.name}: nginx does not answer {line}" for line in wanted if f"{line}\n" not in transcript]
        return
    name = file_of(kind, page)
    text = (docs / name).read_text(encoding="utf-8")
    at = 0
    for part in parts_of(block):
        found = text.find("\n" + part, at)
        if found < 0:
            problems.append(f"{page.name}: {name} does not have, or not here:\n{part}")
        at = max(at, found + 1)


def check_page(page, docs, problems):
    text = page.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    for kind, block in blocks:
        check_block(kind, block, page, docs, problems)
    problems += [f"{page.name}: there is no {link}" for link in LINK.findall(text) if not (page.parent / link).exists()]
    return len(blocks)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--source", required=True)
    source = pathlib.Path(arguments.parse_args().source)
    docs, problems = source / "docs" / "proxies", []
    check_page(docs / "README.md", docs, problems)
    for name in PAGES:
        if check_page(docs / f"{name}.md", docs, problems) == 0:
            problems.append(f"{name}.md shows nothing of its configuration")
    section = re.search(r"^## Behind your proxy\n.*?(?=^## )", (source / "README.md").read_text(encoding="utf-8"),
                        re.MULTILINE | re.DOTALL)[0]
    for kind, block in BLOCK.findall(section):
        check_block(kind, block, source / "README.md", docs, problems)
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
