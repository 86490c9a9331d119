"""The sidecar, started with docs/proxies/orders.toml."""
from servers import replaced
from world import Process, free_port


class Sidecar:
    """with Sidecar(docs, world) as sidecar; the port stays the same when it is started again with another configuration."""

    def __init__(self, docs, world):
        self.world, self.port = world, free_port()
        self.text = replaced((docs / "orders.toml").read_text(encoding="utf-8"), [
            ("127.0.0.1:4180", f"127.0.0.1:{self.port}"),
            ("/run/signet/sidecar.sock", str(world.folder / "sidecar.sock")),
            ("/etc/signet/jwks.json", str(world.folder / "jwks.json")),
            ("nonces = true", 'nonces = true\nnonce_key_file = "nonce.key"')])
        (world.folder / "nonce.key").write_bytes(world.nonce_key)
        self.process = None

    def start(self, *pairs):
        self.stop()
        (self.world.folder / "sidecar.sock").unlink(missing_ok=True)
        file = self.world.write("sidecar.toml", replaced(self.text, pairs))
        self.process = Process(self.world.folder, "sidecar", [self.world.signet, "sidecar", "--config", file])
        self.process.wait_for(lambda: self.process.said().count("sidecar serves at") >= 2, "the sidecar serves")

    def stop(self):
        if self.process:
            self.process.stop()
            self.process.log.rename(self.process.log.with_suffix(".old"))
            self.process = None

    def kill(self):
        self.process.kill()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
