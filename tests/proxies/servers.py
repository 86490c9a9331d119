"""The proxies, started with the very configurations of docs/proxies: only addresses and names of files are others."""
import os
import pathlib
import pwd
import shutil
import subprocess

from world import Process, free_port, is_listening

MODULES = pathlib.Path("/usr/lib/apache2/modules")
SYSTEM_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


def replaced(text, pairs):
    original = text
    for old, new in pairs:
        assert old in original, f"the configuration does not have {old!r}"
        text = text.replace(old, new)
    return text


class Proxy:
    """with Nginx(docs, world, sidecar_port, service_port) as proxy: proxy.port"""

    program = ""
    needs = ()
    by_socket = ()  # what stands for the sidecar, and what stands there when it is asked by its Unix socket

    def __init__(self, docs, world, sidecar_port, service_port, socket=""):
        self.docs, self.folder, self.port = docs, world.folder, free_port()
        self.addresses = [("127.0.0.1:4180", f"127.0.0.1:{sidecar_port}"), ("127.0.0.1:8080", f"127.0.0.1:{service_port}")]
        if socket:
            address, other = self.by_socket
            self.addresses.insert(0, (address, other.replace("SOCKET", socket)))
        self.process = None

    @classmethod
    def is_here(cls):
        return shutil.which(cls.program, path=os.environ["PATH"] + ":/usr/sbin") is not None and all(
            need.exists() for need in cls.needs)

    def file(self, name):
        return str(self.folder / name)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.file(name)

    def documented(self, name, pairs):
        return replaced((self.docs / name).read_text(encoding="utf-8"), pairs)

    def words(self):
        raise NotImplementedError

    def __enter__(self):
        environment = {"PATH": os.environ["PATH"] + ":/usr/sbin", "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder),
                       "XDG_CONFIG_HOME": str(self.folder)}
        self.process = Process(self.folder, self.program, self.words(), env=environment)
        try:
            self.process.wait_for(lambda: is_listening(self.port), f"{self.program} listens")
        except AssertionError:
            self.process.stop()
            raise
        return self

    def __exit__(self, *_):
        self.process.stop()


class Nginx(Proxy):
    program = "nginx"
    by_socket = ("server 127.0.0.1:4180;", "server unix:SOCKET;")

    def words(self):
        text = self.documented("nginx.conf", [
            *self.addresses, ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            ("/etc/ssl/api.example", self.file("api")), ("worker_processes auto;", "worker_processes 1;"),
            ("http {\n", "http {\n" + "".join(f"  {name}_temp_path {self.file('temp_' + name)};\n" for name in (
                "client_body", "proxy", "fastcgi", "uwsgi", "scgi")) + "  access_log off;\n")])
        own = f"daemon off;\npid {self.file('nginx.pid')};\nerror_log stderr;\n"
        if os.geteuid() == 0:
            own += f"user {pwd.getpwuid(0).pw_name};\n"
        return ["nginx", "-p", str(self.folder), "-e", "stderr", "-c", self.write("nginx.conf", own + text)]


class Haproxy(Proxy):
    program = "haproxy"
    by_socket = ("setenv SIGNET_SIDECAR 127.0.0.1:4180", "setenv SIGNET_SIDECAR unix@SOCKET")

    def words(self):
        shutil.copyfile(self.docs / "haproxy/signet.lua", self.file("signet.lua"))
        text = self.documented("haproxy/haproxy.cfg", [
            *self.addresses, ("bind :443 ", f"bind 127.0.0.1:{self.port} "), (SYSTEM_AUTHORITIES, self.file("api.pem")),
            ("/etc/ssl/api.example.pem", self.file("api.both.pem")), ("/etc/haproxy/signet.lua", self.file("signet.lua"))])
        return ["haproxy", "-db", "-f", self.write("haproxy.cfg", text)]


class Caddy(Proxy):
    program = "caddy"
    by_socket = ("reverse_proxy 127.0.0.1:4180", "reverse_proxy unix/SOCKET")

    def words(self):
        text = self.documented("Caddyfile", [
            *self.addresses, ("https://api.example:443 {", f"https://api.example:{self.port} {{\n\tbind 127.0.0.1"),
            ("/etc/ssl/api.example", self.file("api")),
            ("\tadmin off\n", "\tadmin off\n\tauto_https disable_redirects\n")])
        return ["caddy", "run", "--adapter", "caddyfile", "--config", self.write("Caddyfile", text)]


class Apache(Proxy):
    program = "apache2"
    needs = (MODULES / "mod_oauth2.so",)
    loaded = "mpm_event authn_core authz_core authz_user headers lua oauth2 proxy proxy_http ssl socache_shmcb"

    def words(self):
        shutil.copyfile(self.docs / "apache/signet.lua", self.file("signet.lua"))
        documented = self.documented("apache/apache.conf", [
            *self.addresses, ("Listen 443 https", f"Listen 127.0.0.1:{self.port} https"), ("*:443", f"*:{self.port}"),
            ("/etc/ssl/api.example", self.file("api")), ("/etc/apache2/signet.lua", self.file("signet.lua"))])
        text = f'ServerName api.example\nServerRoot {self.folder}\nPidFile {self.file("apache.pid")}\nErrorLog /dev/stderr\n'
        text += f"DefaultRuntimeDir {self.folder}\nMutex file:{self.folder}\n"
        for name in self.loaded.split():
            module = MODULES / f"mod_{name}.so"
            text += f"LoadModule {name}_module {module}\n" if module.exists() else ""
        if os.geteuid() == 0:  # it never serves as root, and who it serves as has to read its files
            text += "User nobody\nGroup nogroup\n"
            os.chmod(self.folder, 0o755)
        return ["apache2", "-D", "FOREGROUND", "-f", self.write("apache.conf", text + documented)]


PROXIES = {"nginx": Nginx, "haproxy": Haproxy, "caddy": Caddy, "apache": Apache}


def version_of(name):
    words = {"nginx": ["-v"], "haproxy": ["-v"], "caddy": ["version"], "apache": ["-v"]}[name]
    done = subprocess.run([PROXIES[name].program, *words], capture_output=True, text=True, check=False,
                          env={"PATH": os.environ["PATH"] + ":/usr/sbin"})
    return (done.stdout + done.stderr).splitlines()[0]
