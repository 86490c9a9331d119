#!/usr/bin/env python3
"""Detached payloads that are larger than anything that is read whole: signed and verified in constant memory, and what
is signed is what openssl verifies over the same octets."""
import argparse
import base64
import os
import pathlib
import subprocess
import sys
import tempfile

MIB = 1 << 20
SMALL = 1 * MIB
LARGE = 100 * MIB
# Peak memory in KiB may differ by this much between the two; holding the payload would take a hundred times as much as
# the small one, and its base64url a third more.
SLACK = 24 << 10
PIECE = 1 << 20


class Program:
    def __init__(self, signet, folder):
        self.signet = signet
        self.folder = pathlib.Path(folder)
        # A sanitizer keeps memory that was given back, to see its use; that is not what is measured.
        self.environment = dict(os.environ,
                                ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1")

    def run(self, *words, stdin=None):
        """Standard output and the peak of memory in KiB; the status has to be 0."""
        # As a child of its own, whose only child is the program, so that the peak is that of this run.
        script = ("import resource,subprocess,sys\n"
                  "status=subprocess.run(sys.argv[1:],check=False).returncode\n"
                  "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,file=sys.stderr)\n"
                  "sys.exit(status)\n")
        done = subprocess.run([sys.executable, "-c", script, self.signet, *map(str, words)], stdin=stdin,
                              capture_output=True, check=False, cwd=self.folder, env=self.environment)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout, int(done.stderr.split()[-1])

    def refuses(self, code, *words):
        done = subprocess.run([self.signet, *map(str, words)], capture_output=True, check=False, cwd=self.folder,
                              env=self.environment)
        assert done.returncode == 1, (words, done)
        assert done.stderr.startswith(b"signet: error: " + code), done.stderr
        assert not done.stdout, done.stdout

    def sparse(self, name, size, last=0):
        with open(self.folder / name, "wb") as file:
            file.truncate(size)
            file.seek(size - 1)
            file.write(bytes([last]))
        return name

    def key(self, alg):
        name = f"{alg}.jwk"
        self.run("key", "generate", "--alg", alg, "--out", name)
        return name


def memory_does_not_grow(program):
    for alg, flags in (("HS256", []), ("ES256", ["--unencoded"]), ("PS256", ["--format", "flattened"])):
        key = program.key(alg)
        form = [flag for flag in flags if flag != "--unencoded"]
        peaks = {}
        for size in (SMALL, LARGE):
            payload = program.sparse("payload", size)
            signing = program.run("jws", "sign", "--key", key, "--payload", payload, "--detached", *flags, "--out", "s",
                                  "--force")[1]
            verifying = program.run("jws", "verify", "--key", key, "--alg", alg, "--payload", payload, *form, "s")[1]
            peaks[size] = (signing, verifying)
        for small, large in zip(peaks[SMALL], peaks[LARGE]):
            assert large < small + SLACK, (alg, peaks)


def another_payload_is_refused(program):
    alg = "ES256"
    key = program.key(alg)
    payload = program.sparse("payload", LARGE)
    program.run("jws", "sign", "--key", key, "--payload", payload, "--detached", "--unencoded", "--out", "s")
    for other in (program.sparse("changed", LARGE, last=1), program.sparse("longer", LARGE + 1),
                  program.sparse("shorter", LARGE - 1)):
        program.refuses(b"bad_signature", "jws", "verify", "--key", key, "--payload", other, "s")


def standard_input_is_read_as_it_comes(program):
    alg = "HS512"
    key = program.key(alg)
    payload = program.sparse("payload", LARGE)
    from_file = program.run("jws", "sign", "--key", key, "--payload", payload, "--detached")[0]
    with open(program.folder / payload, "rb") as stdin:
        from_input = program.run("jws", "sign", "--key", key, "--payload", "-", "--detached", stdin=stdin)[0]
    assert from_file == from_input
    (program.folder / "s").write_bytes(from_file)
    with subprocess.Popen(["cat", program.folder / payload], stdout=subprocess.PIPE) as pipe:
        program.run("jws", "verify", "--key", key, "--alg", alg, "--payload", "-", "s", stdin=pipe.stdout)


def openssl_agrees(program):
    key = program.key("RS256")
    payload = program.sparse("payload", LARGE)
    program.run("key", "public", key, "--out", "public.jwk")
    program.run("key", "convert", "public.jwk", "--to", "spki", "--out", "rsa.pem")
    token = program.run("jws", "sign", "--key", key, "--payload", payload, "--detached", "--unencoded")[0]
    header, nothing, signature = token.decode().strip().split(".")
    assert nothing == ""
    (program.folder / "signature").write_bytes(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
    with subprocess.Popen(["openssl", "dgst", "-sha256", "-verify", "rsa.pem", "-signature", "signature"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=program.folder) as openssl:
        openssl.stdin.write(header.encode() + b".")
        with open(program.folder / payload, "rb") as file:
            while piece := file.read(PIECE):
                openssl.stdin.write(piece)
        openssl.stdin.close()
        said = openssl.stdout.read()
        assert openssl.wait() == 0 and said == b"Verified OK\n", said


def what_needs_the_whole_says_so(program):
    alg = "EdDSA"
    key = program.key(alg)
    small = program.sparse("small", SMALL)
    large = program.sparse("payload", LARGE)
    program.run("jws", "sign", "--key", key, "--payload", small, "--detached", "--out", "ed")
    program.run("jws", "verify", "--key", key, "--alg", alg, "--payload", small, "ed")
    for words in (["sign", "--key", key, "--detached"], ["verify", "--key", key, "ed"]):
        program.refuses(b"streaming_unsupported(EdDSA)", "jws", *words, "--payload", large)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    signet = os.path.abspath(arguments.parse_args().signet)
    for check in (memory_does_not_grow, another_payload_is_refused, standard_input_is_read_as_it_comes, openssl_agrees,
                  what_needs_the_whole_says_so):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(Program(signet, folder))
            except AssertionError as failed:
                sys.exit(f"{check.__name__}: {failed}")


if __name__ == "__main__":
    main()
