#!/usr/bin/env python3
"""Holds the house's word: nothing unfinished, no test that cannot fail, complete lists, coroutines in net alone."""

import re

import tree

# Written in two halves, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|\b(not (yet )?imple" r"mented|unimple" r"mented|"
                        r"st" r"ub(s|bed)?|for no" r"w)\b")
TOOTHLESS = re.compile(r"DIS" r"ABLED_|GTEST_" r"SKIP|WILL_" r"FAIL|EXPECT_TRUE\(tr" r"ue\)|SUC" r"CEED\(\)|\|\| tr" r"ue\b")
WORKPLACE = re.compile(r"(^|[\s\"'(=`])/(work|root|home)/|\b(issue|ticket) #?\d+\b", re.IGNORECASE)
COROUTINE = re.compile(r"\bco_(await|yield|return)\b|<coroutine>")
CITATION = re.compile(r"//= (?!(rfc\d{3,5}|[a-z][a-z0-9-]*[a-z0-9])#\S+ \S)")
TEXT = {".h", ".cpp", ".inc", ".def", ".py", ".sh", ".md", ".txt", ".cmake", ".in", ".json", ".yml", ""}
# Texts of others, kept as they are.
FOREIGN = ("tests/vectors/", "fuzz/corpus/", "LICENSE")
REQUIRED = ("LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md",
            "Makefile", ".ci/run", "scripts/setup.sh")


def check_text(name, text):
    code = name.endswith((".h", ".cpp"))
    for number, line in enumerate(text.split("\n"), 1):
        if UNFINISHED.search(line):
            yield f"{name}:{number}: a word that stands over unfinished work: {UNFINISHED.search(line).group(0)}"
        if TOOTHLESS.search(line):
            yield f"{name}:{number}: a test that cannot fail: {TOOTHLESS.search(line).group(0)}"
        if WORKPLACE.search(line):
            yield f"{name}:{number}: speaks of the workplace, not of the product"
        if code and COROUTINE.search(line) and not name.startswith("src/net/"):
            yield f"{name}:{number}: a coroutine outside src/net"
        if code and CITATION.search(line):
            yield f"{name}:{number}: a citation that is not of the form //= rfc7515#4.1.11 words"
        if line.endswith((" ", "\t", "\r")) and not name.endswith(".md"):
            yield f"{name}:{number}: white space at the end of the line"
    if text and not text.endswith("\n"):
        yield f"{name}: no newline at the end of the file"


def check_list(path, name):
    """Each SIGNET_X(row) of a list.inc has its row.cpp beside it or in one folder below, and each .cpp there its line."""
    lines = re.findall(r"^SIGNET_[A-Z_]+\((\w+)[,)]", path.read_text(encoding="utf-8"), re.MULTILINE)
    folders = [path.parent, *(folder for folder in path.parent.iterdir() if folder.is_dir())]
    stems = [{file.stem for file in folder.glob("*.cpp")} for folder in folders]
    files = max(stems, key=lambda found: len(found & set(lines)))
    for row in sorted(set(lines) - files):
        yield f"{name}: a line for {row}, of which there is no file"
    for row in sorted(files - set(lines)):
        yield f"{name}: no line for {row}.cpp"
    for row in sorted({line for line in lines if lines.count(line) > 1}):
        yield f"{name}: {row} stands there twice"


def check_vectors(root):
    """Each set of vectors says where it comes from."""
    vectors = root / "tests/vectors"
    for folder in sorted(path for path in vectors.glob("*") if path.is_dir()):
        if not (folder / "PROVENANCE.md").is_file():
            yield f"tests/vectors/{folder.name}: no PROVENANCE.md says where it comes from"


def check_error_page(root):
    """Every code of errors.def stands on its page, and no other."""
    definition, page = root / "include/signet/errors.def", root / "docs/reference/errors.md"
    if not definition.is_file():
        return
    codes = set(re.findall(r"^SIGNET_ERROR\((\w+),", definition.read_text(encoding="utf-8"), re.MULTILINE))
    listed = set(re.findall(r"^\| `(\w+)`", page.read_text(encoding="utf-8"), re.MULTILINE)) if page.is_file() else set()
    for code in sorted(codes ^ listed):
        where = "docs/reference/errors.md lacks" if code in codes else "docs/reference/errors.md invents"
        yield f"{where} {code}"


def check_links(root, name, text):
    """A link to a file of the repository leads to one."""
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)", text):
        if "://" not in target and not (root / name).parent.joinpath(target).exists():
            yield f"{name}: a link to {target}, which is not there"


def check(root, arguments):
    for name in REQUIRED:
        if not (root / name).is_file():
            yield f"{name} is missing"
    for name in tree.repository_files(root):
        path = root / name
        if path.suffix in TEXT and not name.startswith(FOREIGN):
            text = path.read_text(encoding="utf-8")
            yield from check_text(name, text)
            if path.suffix == ".md":
                yield from check_links(root, name, text)
        if path.name == "list.inc" and name.startswith("src/"):
            yield from check_list(path, name)
    yield from check_vectors(root)
    yield from check_error_page(root)


if __name__ == "__main__":
    tree.main(check, __doc__)
