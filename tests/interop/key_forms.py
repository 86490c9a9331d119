#!/usr/bin/env python3
"""Files of keys that openssl and ssh-keygen write, read by us with and without a passphrase; and what we write, read
by them.

key_forms.py --signet PROGRAM

Prints one line for each file, and fails when one did not hold.
"""
import argparse
import sys
import tempfile
from pathlib import Path

from openssl_checks import jwk_of_public_der, make_key, openssl, public_der
from peer import PeerMissing, Refused, run_program, thumbprint_of
from signet import Signet

PASSPHRASE = "correct horse"
KINDS = ("RSA", "P-256", "P-384", "P-521", "Ed25519")
SSH_TYPES = (("rsa", "2048"), ("ecdsa", "256"), ("ecdsa", "384"), ("ecdsa", "521"), ("ed25519", None))
PRFS = ("hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512")


def keygen(*arguments):
    return run_program(["ssh-keygen", *map(str, arguments)])


class Checks:
    def __init__(self, signet):
        self.signet = signet
        self.failures = []
        self.passphrase = signet.file(PASSPHRASE + "\n")
        self.wrong = signet.file("wrong\n")

    def note(self, name, problem):
        print(f"{'FAILED' if problem else 'ok':6} {name}{': ' + problem if problem else ''}")
        if problem:
            self.failures.append(name)

    def read(self, name, content, thumbprint, encrypted=False):
        """We read the file as the key of this thumbprint; an encrypted one with its passphrase alone."""
        path = content if isinstance(content, Path) else self.signet.file(content)
        given = ("--passphrase-file", self.passphrase) if encrypted else ()
        status, out, error = self.signet.call("key", "thumbprint", path, *given)
        found = out.decode().strip() if status == 0 else error.strip()
        self.note(name, None if found == thumbprint else found)
        if encrypted:
            self.refuse(f"{name}, without its passphrase", path, "passphrase_missing(encrypted)", 2)
            self.refuse(f"{name}, with another", path, "decryption_failed(passphrase)", 1, self.wrong)

    def refuse(self, name, content, error, exit_status=1, passphrase=None):
        path = content if isinstance(content, Path) else self.signet.file(content)
        given = ("--passphrase-file", passphrase) if passphrase else ()
        status, _, said = self.signet.call("key", "show", path, *given)
        good = status == exit_status and error in said and "hint: " in said
        self.note(name, None if good else f"exit {status}: {said.strip()}")

    def equal(self, name, found, wanted):
        self.note(name, None if found == wanted else "not the same")


def thumbprint_by_openssl(spki):
    return thumbprint_of(jwk_of_public_der(spki))


def openssl_forms(checks, kind):
    """Everything that openssl writes of one key, as PEM and as DER."""
    pem = make_key(kind)
    file = checks.signet.file(pem)
    expected = thumbprint_by_openssl(public_der(pem))

    def both(name, *command, encrypted=False):
        for form in ("PEM", "DER"):
            content = openssl(*command, "-in", file, "-outform", form)
            checks.read(f"openssl {kind} {name} {form}", content, expected, encrypted)

    both("PKCS#8", "pkey")
    both("SPKI", "pkey", "-pubout")
    both("PKCS#8 aes256", "pkcs8", "-topk8", "-v2", "aes256", "-passout", f"pass:{PASSPHRASE}", encrypted=True)
    for form in ("PEM", "DER"):
        certificate = openssl("req", "-x509", "-new", "-key", file, "-subj", "/CN=keys", "-days", "2", "-outform", form)
        checks.read(f"openssl {kind} certificate {form}", certificate, expected)
    if kind == "RSA":
        both("PKCS#1", "rsa", "-traditional")
        both("PKCS#1 public", "rsa", "-RSAPublicKey_out")
    elif kind != "Ed25519":
        both("SEC1", "ec")
        both("compressed SPKI", "ec", "-pubout", "-conv_form", "compressed")
        content = openssl("ec", "-aes256", "-passout", f"pass:{PASSPHRASE}", "-in", file)
        checks.read(f"openssl {kind} ec -aes256", content, expected, encrypted=True)


def openssl_encryptions(checks):
    """Every way of encrypting that is read, and those that are refused."""
    pem = make_key("P-256")
    file = checks.signet.file(pem)
    expected = thumbprint_by_openssl(public_der(pem))

    def encrypt(*options):
        return openssl("pkcs8", "-topk8", "-in", file, "-passout", f"pass:{PASSPHRASE}", *options)

    for cipher in ("aes128", "aes192", "aes256", "des3"):
        checks.read(f"pkcs8 -v2 {cipher}", encrypt("-v2", cipher), expected, encrypted=True)
        traditional = openssl("ec", f"-{cipher}", "-in", file, "-passout", f"pass:{PASSPHRASE}")
        checks.read(f"ec -{cipher}", traditional, expected, encrypted=True)
    for prf in PRFS:
        checks.read(f"pkcs8 -v2prf {prf}", encrypt("-v2", "aes256", "-v2prf", prf), expected, encrypted=True)
    checks.read("pkcs8 -iter 100000", encrypt("-v2", "aes256", "-iter", "100000"), expected, encrypted=True)
    checks.read("pkcs8 -scrypt", encrypt("-scrypt"), expected, encrypted=True)
    small = ("-scrypt", "-scrypt_N", "1024", "-scrypt_r", "4", "-scrypt_p", "2")
    checks.read("pkcs8 -scrypt N=1024 r=4 p=2", encrypt(*small), expected, encrypted=True)
    checks.read("pkcs8 -scrypt DER", encrypt("-scrypt", "-outform", "DER"), expected, encrypted=True)
    checks.refuse("pkcs8 -iter 1500001", encrypt("-v2", "aes256", "-iter", "1500001"), "limit_exceeded(iterations)", 1,
                  checks.passphrase)
    checks.refuse("pkcs8 -v2 camellia256", encrypt("-v2", "camellia256"), "key_unsupported(cipher)")
    checks.refuse("pkcs8 -v1 PBE-SHA1-3DES", encrypt("-v1", "PBE-SHA1-3DES"), "key_unsupported(pbes1)")
    checks.refuse("pkcs12", pkcs12(checks, file), "key_unsupported(pkcs12)")


def pkcs12(checks, file):
    certificate = checks.signet.file(openssl("req", "-x509", "-new", "-key", file, "-subj", "/CN=keys", "-days", "2"))
    return openssl("pkcs12", "-export", "-inkey", file, "-in", certificate, "-passout", f"pass:{PASSPHRASE}")


def spki_of_ssh(path):
    """What ssh-keygen says the public key is, as openssl's DER."""
    return public_der(keygen("-e", "-m", "PKCS8", "-f", path), "-pubin")


def ssh_forms(checks, kind, bits):
    """Everything that ssh-keygen writes of one type."""
    signet, name = checks.signet, f"ssh-keygen {kind} {bits or ''}".strip()
    size = ("-b", bits) if bits else ()
    path = signet.path("")
    keygen("-q", "-t", kind, *size, "-N", "", "-C", "a comment, with - signs", "-f", path)
    public = Path(f"{path}.pub")
    expected = ed25519_thumbprint(public) if kind == "ed25519" else thumbprint_by_openssl(spki_of_ssh(path))
    checks.read(f"{name} private", path, expected)
    checks.read(f"{name} public", public, expected)
    checks.read(f"{name} -e", keygen("-e", "-f", path), expected)
    line = signet.convert(path, "openssh")
    checks.equal(f"{name}: we write the public line", line.read_text().split(), public.read_text().split()[:2])
    checks.equal(f"{name}: ssh-keygen reads ours", keygen("-l", "-f", line).split()[:2],
                 keygen("-l", "-f", public).split()[:2])
    locked = signet.path("")
    keygen("-q", "-t", kind, *size, "-N", PASSPHRASE, "-f", locked)
    checks.refuse(f"{name} with a passphrase", locked, "key_unsupported(bcrypt)", 1, checks.passphrase)
    if kind != "ed25519":
        ssh_old_forms(checks, name, path, locked, expected)
    # What the hint says makes it readable.
    before = Path(f"{locked}.pub").read_bytes()
    keygen("-q", "-p", "-P", PASSPHRASE, "-N", "", "-f", locked)
    locked_line = signet.convert(locked, "openssh").read_bytes()
    checks.equal(f"{name}: the passphrase taken away", locked_line.split()[:2], before.split()[:2])


def ssh_old_forms(checks, name, path, locked, expected):
    """Those that Ed25519 does not have in this ssh-keygen."""
    for form in ("PEM", "PKCS8"):
        checks.read(f"{name} -e -m {form}", keygen("-e", "-m", form, "-f", path), expected)
        copy = checks.signet.file(path.read_bytes())
        copy.chmod(0o600)
        keygen("-q", "-p", "-m", form, "-P", "", "-N", PASSPHRASE, "-f", copy)
        checks.read(f"{name} -m {form}, encrypted", copy, expected, encrypted=True)
        keygen("-q", "-p", "-m", form, "-P", PASSPHRASE, "-N", "", "-f", copy)
        checks.read(f"{name} -m {form}", copy, expected)
    copy = checks.signet.file(locked.read_bytes())
    copy.chmod(0o600)
    # The other thing that the hint says.
    keygen("-q", "-p", "-m", "PKCS8", "-P", PASSPHRASE, "-N", PASSPHRASE, "-f", copy)
    checks.read(f"{name}: converted with -p -m PKCS8", copy, thumbprint_by_openssl(spki_of_ssh(locked)), encrypted=True)


def ed25519_thumbprint(public):
    """The last 32 octets of the blob are the key."""
    import base64
    blob = base64.b64decode(public.read_text().split()[1])
    return thumbprint_of({"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(blob[-32:]).rstrip(b"=")
                          .decode()})


def tutorial(checks, name, make_private, make_public, encrypted=False):
    """A pair as tutorials make it: one key signs and the other verifies."""
    signet = checks.signet
    private, public = signet.path(".key"), signet.path(".key")
    make_private(private)
    make_public(private, public)
    given = ("--passphrase-file", checks.passphrase) if encrypted else ()
    token = signet.file(signet.out("sign", "--key", private, *given, "--alg", "RS256", "--expires", "10m", "--claims",
                                   '{"sub":"a"}'))
    status, out, error = signet.call("verify", "--key", public, "--alg", "RS256", "--any-issuer", "--any-audience",
                                     token)
    checks.note(name, None if status == 0 and b'"sub":"a"' in out else error.strip())


def tutorials(checks):
    def genrsa(bits, *options):
        return lambda private: openssl("genrsa", *options, "-out", private, bits)

    def ssh(passphrase):
        return lambda private: keygen("-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", passphrase, "-f", private)

    def by_openssl(*options):
        return lambda private, public: openssl("rsa", "-in", private, *options, "-pubout", "-outform", "PEM", "-out",
                                               public)

    def by_ssh(private, public):
        public.write_bytes(keygen("-f", private, "-e", "-m", "PKCS8"))

    def by_ssh_locked(private, public):
        public.write_bytes(keygen("-f", f"{private}.pub", "-e", "-m", "PKCS8"))

    opened = ("-passin", f"pass:{PASSPHRASE}")
    locked = ("-aes256", "-passout", f"pass:{PASSPHRASE}")
    tutorial(checks, "genrsa 4096, rsa -pubout", genrsa("4096"), by_openssl())
    tutorial(checks, "genrsa -traditional, rsa -pubout", genrsa("2048", "-traditional"), by_openssl())
    tutorial(checks, "genrsa -aes256, rsa -pubout", genrsa("2048", *locked), by_openssl(*opened), encrypted=True)
    tutorial(checks, "genrsa -traditional -aes256, rsa -pubout", genrsa("2048", "-traditional", *locked),
             by_openssl(*opened), encrypted=True)
    tutorial(checks, "ssh-keygen -m PEM, ssh-keygen -e -m PKCS8", ssh(""), by_ssh)
    tutorial(checks, "ssh-keygen -m PEM -N, ssh-keygen -e -m PKCS8", ssh(PASSPHRASE), by_ssh_locked, encrypted=True)
    tutorial(checks, "ssh-keygen -m PEM, rsa -pubout", ssh(""), by_openssl())


def ours_read_by_them(checks, kind):
    """Our encrypted PKCS#8, by openssl and, where it can, by ssh-keygen."""
    signet, pem = checks.signet, make_key(kind)
    path, spki = signet.file(pem), public_der(pem)
    new = ("--new-passphrase-file", checks.passphrase)
    opened = ("-passin", f"pass:{PASSPHRASE}", "-pubout", "-outform", "DER")
    for form in ("pkcs8", "pem", "der"):
        ours = signet.convert(path, form, *new)
        checks.equal(f"our encrypted {kind} {form}, by openssl",
                     openssl("pkey", "-inform", "DER" if form == "der" else "PEM", "-in", ours, *opened), spki)
        checks.read(f"our encrypted {kind} {form}, by us", ours, thumbprint_by_openssl(spki), encrypted=True)
    if kind != "Ed25519":
        line = signet.convert(path, "openssh").read_bytes()
        ours = signet.convert(path, "pkcs8", *new)
        checks.equal(f"our encrypted {kind} pkcs8, by ssh-keygen", keygen("-y", "-P", PASSPHRASE, "-f", ours).split(),
                     line.split())


def run(checks):
    for kind in KINDS:
        openssl_forms(checks, kind)
        ours_read_by_them(checks, kind)
    openssl_encryptions(checks)
    for kind, bits in SSH_TYPES:
        ssh_forms(checks, kind, bits)
    tutorials(checks)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--signet", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signet-keys-") as folder:
        checks = Checks(Signet(options.signet, Path(folder)))
        try:
            run(checks)
        except PeerMissing as missing:
            sys.exit(f"key_forms: {missing}; scripts/setup.sh installs it")
        except Refused as refused:
            sys.exit(f"key_forms: {refused}")
    if checks.failures:
        sys.exit(f"key_forms: {len(checks.failures)} did not hold: " + "; ".join(checks.failures))


if __name__ == "__main__":
    main()
