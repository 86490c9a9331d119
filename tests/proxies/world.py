"""What the tests of proxies have in common: a folder with keys and tokens, programs that are started and always stopped."""
import base64
import contextlib
import hmac
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import time

TIMEOUT = 120
ISSUER = "https://as.example"
ORIGIN = "https://api.example"  # as docs/proxies/orders.toml has it
# Has in it what a field of HTTP cannot have as it is: line breaks, a percent sign, letters of the world, spaces at the ends.
ODD_GROUP = "staff\r\nSignet-Scope: root\r\nX-Harmless: "
ODD_SUBJECT = " J\u00fcrgen\r\nSignet-Scope=root\u2028100% "


def free_port():
    """One that no outgoing connection takes meanwhile: those get higher ones."""
    while True:
        port = random.SystemRandom().randrange(10240, 32000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def wait_until(holds, what, seconds=TIMEOUT):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def is_listening(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


class Process:
    """A program in the background whose output goes to a file of the folder."""

    def __init__(self, folder, name, words, **options):
        self.log = pathlib.Path(folder) / f"{name}.log"
        self.name = name
        with self.log.open("ab") as out:
            self.program = subprocess.Popen(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                            start_new_session=True, **options)

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def is_gone(self):
        return self.program.poll() is not None

    def wait_for(self, holds, what):
        def either():
            assert not self.is_gone(), f"{self.name} ended with {self.program.returncode}:\n{self.said()}"
            return holds()
        wait_until(either, what)

    def stop(self):
        """Asks it to end, and makes it end; its children (workers of a server) end with it."""
        if not self.is_gone():
            self.program.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.program.wait(10)
        self.kill()

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            self.program.send_signal(signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # Its own session: the group is it and what it started, nothing else.
            os.killpg(self.program.pid, signal.SIGKILL)
        self.program.wait(TIMEOUT)


class World:
    """A folder with keys, tokens and certificates, and the program."""

    def __init__(self, signet, folder):
        self.signet = str(pathlib.Path(signet).resolve())
        self.folder = pathlib.Path(folder)
        for name in ("as", "other", "client"):
            self.run("key", "generate", "--alg", "ES256", "--out", f"{name}.jwk")
        self.write("jwks.json", self.run("jwks", "make", "as.jwk"))
        self.jkt = self.run("key", "thumbprint", "client.jwk")
        self.certificate("api", "api.example")
        self.certificate("holder", "holder")
        self.count = 0
        self.nonce_key = os.urandom(32)

    def run(self, *words):
        done = subprocess.run([self.signet, *map(str, words)], cwd=self.folder, capture_output=True, text=True,
                              timeout=TIMEOUT, check=False)
        assert done.returncode == 0, (words, done)
        return done.stdout.strip()

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def certificate(self, name, host):
        """NAME.pem and NAME.key, and both in NAME.both.pem."""
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                        f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN={host}", "-addext",
                        f"subjectAltName=DNS:{host}", "-days", "30"], cwd=self.folder, check=True, capture_output=True)
        self.write(f"{name}.both.pem", self.text(f"{name}.pem") + self.text(f"{name}.key"))

    def text(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def x5t(self, name):
        der = subprocess.run(["openssl", "x509", "-in", f"{name}.pem", "-outform", "DER"], cwd=self.folder, check=True,
                             capture_output=True).stdout
        digest = subprocess.run(["openssl", "dgst", "-sha256", "-binary"], input=der, check=True, capture_output=True).stdout
        return encoded(digest)

    def token(self, key="as", audience="orders", expires="1h", **claims):
        """One whose jti is t1, t2 ..., so that transcripts stay the same."""
        self.count += 1
        body = {"sub": "joe", "client_id": "shop", "scope": "read write", "jti": f"t{self.count}", **claims}
        body = {name: value for name, value in body.items() if value is not None}
        words = [] if "exp" in body else ["--expires", expires]
        return self.run("sign", "--key", f"{key}.jwk", "--issuer", ISSUER, "--audience", audience, "--claims",
                        json.dumps(body), *words)

    def nonce_before(self):
        """The nonce of the period that is over: it is still taken, and the answer has the one of now."""
        period = 180
        if time.time() % period > period - 15:
            time.sleep(period - time.time() % period)
        number = int(time.time()) // period - 1
        return encoded(hmac.digest(self.nonce_key, number.to_bytes(8, "little"), "sha256")[:16])

    def proof(self, method, path, token, nonce=None, origin=ORIGIN):
        self.write("access_token", token)
        words = ["--nonce", nonce] if nonce else []
        return self.run("dpop", "prove", "--key", "client.jwk", "--method", method, "--url", origin + path,
                        "--access-token-file", "access_token", *words)


def encoded(octets):
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
