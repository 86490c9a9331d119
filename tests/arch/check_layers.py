#!/usr/bin/env python3
"""Holds the layers: who may include whom, and which outside library may be included where.

The layers and what each may use come from CMake (the file that --layers names: one "layer: uses..." a line).
"""

import re

import tree

# The layer of each public header. A seam holds nothing but an interface, so that any layer may use it, and what a
# seam needs (EVERYWHERE) as well.
EVERYWHERE = ("result.h", "errors.def", "timestamp.h")
PUBLIC = {
    "bytes.h": "codec", "base64url.h": "codec", "json.h": "codec",
    "algorithm.h": "crypto", "key.h": "crypto", "encryption_key.h": "crypto",
    "jwk_set.h": "jose", "jws.h": "jose", "jws_stream.h": "jose", "jwe.h": "jose", "encrypted_key.h": "jose",
    "claims.h": "jwt", "claim_registry.h": "jwt", "diagnosis.h": "jwt", "jwt.h": "jwt", "policy_table.h": "jwt",
    "profile.h": "jwt", "unsecured.h": "jwt",
    "actors.h": "profiles", "claim_sources.h": "profiles", "confirmation.h": "profiles", "dpop.h": "profiles", "memory_replay_store.h": "profiles",
    "profiles.h": "profiles", "requirement.h": "jwt", "resource.h": "resource",
    "fetcher.h": "keys", "remote_jwks.h": "keys", "issuer_registry.h": "keys", "revocation.h": "keys",
    "revocation_feed.h": "keys", "security_events.h": "keys", "token_cache.h": "keys",
    "token_source.h": "keys",
}
# Outside libraries, and where they may be included. Tests and benchmarks may look behind the curtain.
OUTSIDE = [
    (r"openssl/ssl\.h", r"src/crypto/|src/net/tls(_\w+)?\.|tests/crypto/|bench/"),
    (r"openssl/", r"src/crypto/|tests/crypto/|tests/security/|bench/"),
    (r"zlib\.h", r"src/codec/deflate\.|tests/security/"),
    (r"boost/", r"src/net/|tests/|fuzz/|examples/protect_beast\.cpp"),
    (r"httplib\.h", r"examples/protect_httplib\.cpp"),
    (r"curl/", r"src/keys/"),
    # Addresses and sockets: the guard of the fetcher, and servers of tests.
    (r"(sys/socket|sys/un|netinet/in|netinet/tcp|arpa/inet|poll|sys/wait|signal|sched|sys/mount|net/if|sys/ioctl|sys/resource)\.h", r"src/server/(log_file\.|serve/notify\.)|src/cli/admin_client\.|src/keys/|src/net/|tests/"),
    (r"sqlite3\.h", r"src/server/storage/sqlite/"),
    (r"libpq-fe\.h", r"src/server/storage/postgresql\."),
    (r"fmt/", r"src/cli/|src/net/|src/server/"),
    (r"(spdlog|toml\+\+|prometheus)/", r"src/server/"),
    (r"(gtest|gmock)/", r"tests/"),
    (r"benchmark/|(jwt|rhonabwy)\.h$", r"bench/"),
    # POSIX: files, terminals, the clock of a thread.
    (r"(unistd|fcntl|sys/stat|sys/types|sys/mman|sys/file|termios)\.h", r"src/server/(log_file\.|storage/sqlite/|keyring/secret_file\.|serve/(backup|notify)\.)|src/codec/file\.|src/cli/|src/net/|tests/|examples/|bench/"),
    (r"(malloc|time)\.h", r"tests/|bench/"),
    # A program of a user sees what is installed.
    (r"signet/[a-z0-9_/]+\.h", r"tests/install/|examples/"),
    (r"(emmintrin|immintrin|arm_neon)\.h", r"src/codec/|src/crypto/"),
    (r"sanitizer/", r"tests/|fuzz/"),
]
# Folders beside src: whatever they need of the house.
FREE = ("tests", "fuzz", "bench", "examples")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.MULTILINE)


def read_layers(path):
    layers = {}
    for line in open(path, encoding="utf-8"):
        name, _, uses = line.partition(":")
        if name.strip():
            layers[name.strip()] = set(uses.split())
    return layers


def includes_of(text):
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)


def layer_of(name):
    """The layer that a file of src/ or include/ belongs to; None for one that all may use; KeyError for no layer."""
    parts = name.split("/")
    if parts[0] == "src":
        return parts[1] if len(parts) > 2 else None
    if name.startswith("include/signet/seams/") or name.removeprefix("include/signet/") in EVERYWHERE:
        return None
    return PUBLIC["/".join(parts[2:])]


def check_outside(name, header):
    """A breach when `header` is no standard header and `name` is not among the places that may include it."""
    for pattern, places in OUTSIDE:
        if re.match(pattern, header):
            return None if re.match(places, name) else f"<{header}> may not be included here"
    if re.fullmatch(r"[a-z0-9_]+", header):
        return None
    return f"<{header}> is no header of the standard library and no library that the layers know"


def check_inside(root, name, header, layers):
    target = next((place for place in (f"include/{header}", f"src/{header}") if (root / place).is_file()), None)
    if name.startswith("include/") and not header.startswith("signet/"):
        return f'public headers include only signet/..., not "{header}"'
    if target is None:
        return f'"{header}" is neither below include/ nor below src/'
    if name.split("/")[0] in FREE:
        return None
    try:
        here, there = layer_of(name), layer_of(target)
    except KeyError as missing:
        return f"the public header {missing} has no layer in check_layers.py"
    if there is None or here == there:
        return None
    if here is None:
        return f'what all layers may use includes "{header}" of the layer {there}'
    if there not in layers.get(here, ()):
        return f'the layer {here} may not use the layer {there} ("{header}")'
    return None


def check_file(root, path, name, layers):
    text = path.read_text(encoding="utf-8")
    for line, inside, outside in includes_of(text):
        if outside:
            breach = check_outside(name, outside)
            if name.startswith("include/") and not re.fullmatch(r"[a-z0-9_]+", outside):
                breach = f"public headers include only the standard library, not <{outside}>"
        elif name.startswith("tests/") and (root / "tests" / inside).is_file():
            breach = None
        elif name.split("/")[0] in FREE and (path.parent / inside).is_file():
            breach = None
        else:
            breach = check_inside(root, name, inside, layers)
        if breach:
            yield f"{name}:{line}: {breach}"
    if path.suffix == ".h" and not re.search(r"^#pragma once$", text, re.MULTILINE):
        yield f"{name}:1: a header without #pragma once"


def check_cycles(root, files):
    """Headers that include each other, also the long way round."""
    graph = {}
    for path, name in files:
        targets = [inside for _, inside, _ in includes_of(path.read_text(encoding="utf-8")) if inside]
        graph[name] = [place for inside in targets for place in (f"include/{inside}", f"src/{inside}")
                       if (root / place).is_file()]
    done, cycles = set(), []
    for start in graph:
        stack = [(start, iter(graph[start]))]
        on_path = [start]
        while stack and start not in done:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                done.add(on_path.pop())
            elif following in on_path:
                cycles.append(" -> ".join(on_path[on_path.index(following):] + [following]))
            elif following not in done:
                stack.append((following, iter(graph.get(following, ()))))
                on_path.append(following)
    return [f"headers include each other: {cycle}" for cycle in cycles]


def check_hidden(root, files):
    """No other layer sees Boost through a header of net, also the long way round."""
    inside, shows = {}, set()
    for path, name in files:
        found = list(includes_of(path.read_text(encoding="utf-8")))
        inside[name] = {f"src/{text}" for _, text, _ in found if text}
        if name.startswith("src/net/") and any(text and text.startswith("boost/") for _, _, text in found):
            shows.add(name)
    grown = None
    while shows != grown:
        grown = set(shows)
        shows |= {name for name, targets in inside.items() if name.startswith("src/") and targets & grown}
    for name in sorted(shows):
        if not name.startswith("src/net/"):
            yield f"{name}: sees Boost through a header of net that is for net alone"


def check(root, arguments):
    layers = read_layers(arguments.layers)
    for layer, uses in layers.items():
        for used in sorted(uses - set(layers)):
            yield f"CMake: {layer} may use {used}, which is no layer"
    for folder in sorted(path.name for path in (root / "src").iterdir() if path.is_dir() and any(path.iterdir())):
        if folder not in layers:
            yield f"src/{folder}: a folder that is no layer of CMake's list"
    files = list(tree.sources(root, ("include", "src") + FREE))
    for path, name in files:
        yield from check_file(root, path, name, layers)
    yield from check_hidden(root, files)
    yield from check_cycles(root, [(path, name) for path, name in files if path.suffix == ".h"])


if __name__ == "__main__":
    tree.main(check, __doc__, ["--layers"])
