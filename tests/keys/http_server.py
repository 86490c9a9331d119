#!/usr/bin/env python3
"""An HTTP server whose answers a test writes: one JSON command a line on standard input, one JSON answer a line back.

{"path": "/x", "answers": [{...}, ...]}   what /x answers, one after the other; the last one stays.
    status, fields [[name, value]...], body, body_size (octets of 'x' instead of a body), chunked, no_length,
    cut (close after so many octets of the body), delay (seconds), hold (until released), close (no answer at all),
    raw (written as it is)
{"seen": true}                            the requests since the last time: [{"method","path","fields","body"}]
{"held": N}                               waits until N requests are held, and says how many
{"release": true}                         lets all held requests go on
"""
import argparse
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time


class State:
    def __init__(self):
        self.lock = threading.Condition()
        self.answers, self.seen, self.held, self.released = {}, [], 0, 0

    def next_answer(self, path):
        with self.lock:
            answers = self.answers.get(path) or [{"status": 404}]
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def hold(self):
        with self.lock:
            self.held += 1
            self.lock.notify_all()
            turn = self.released
            self.lock.wait_for(lambda: self.released > turn, timeout=60)


def read_request(connection, buffered):
    data = buffered
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None, b""
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ", 2)
    fields = [line.split(": ", 1) if ": " in line else [line.rstrip(":"), ""] for line in lines[1:]]
    size = next((int(value) for name, value in fields if name.lower() == "content-length"), 0)
    while len(rest) < size:
        piece = connection.recv(65536)
        if not piece:
            return None, b""
        rest += piece
    body, rest = rest[:size], rest[size:]
    return {"method": method, "path": path, "fields": fields, "body": body.decode("latin-1")}, rest


def answer_text(answer):
    body = b"x" * answer["body_size"] if "body_size" in answer else answer.get("body", "").encode("latin-1")
    lines = [f"HTTP/1.1 {answer.get('status', 200)} -"]
    lines += [f"{name}: {value}" for name, value in answer.get("fields", [])]
    if answer.get("chunked"):
        lines.append("Transfer-Encoding: chunked")
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    elif answer.get("no_length"):
        lines.append("Connection: close")
    else:
        lines.append(f"Content-Length: {len(body)}")
    if "cut" in answer:
        body = body[:answer["cut"]]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def serve_connection(state, connection, context):
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        rest = b""
        while True:
            request, rest = read_request(connection, rest)
            if request is None:
                return
            with state.lock:
                state.seen.append(request)
            answer = state.next_answer(request["path"])
            time.sleep(answer.get("delay", 0))
            if answer.get("hold"):
                state.hold()
            if answer.get("close"):
                return
            connection.sendall(answer["raw"].encode("latin-1") if "raw" in answer else answer_text(answer))
            if "cut" in answer or answer.get("no_length") or "raw" in answer:
                return
    except (OSError, ValueError):
        pass
    finally:
        try:
            connection.close()
        except OSError:
            pass


def make_certificates(folder, kind):
    """A CA of the test's own, and a certificate of it that is good, or wrong in one way."""
    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *new_key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test", "-days", "2")
    openssl("req", *new_key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server")
    names = "DNS:elsewhere.example" if kind == "wrong_name" else "DNS:localhost,IP:127.0.0.1,IP:::1"
    pathlib.Path(folder, "names").write_text(f"subjectAltName={names}\n", encoding="ascii")
    days = "-1" if kind == "expired" else "2"
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", days, "-out",
            "server.pem", "-extfile", "names")
    if kind == "unknown_ca":
        openssl("req", "-x509", *new_key, "-keyout", "other.key", "-out", "ca.pem", "-subj", "/CN=other", "-days", "2")


def accept_all(state, listener, context):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve_connection, args=(state, connection, context), daemon=True).start()


def obey(state, command):
    with state.lock:
        if "path" in command:
            state.answers[command["path"]] = command["answers"]
        if "held" in command:
            state.lock.wait_for(lambda: state.held >= command["held"], timeout=60)
            return state.held
        if "release" in command:
            state.released += 1
            state.held = 0  # at once, so that who is held next is counted from here
            state.lock.notify_all()
        if "seen" in command:
            seen, state.seen = state.seen, []
            return seen
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tls", choices=("good", "expired", "wrong_name", "unknown_ca"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        context = None
        if options.tls:
            make_certificates(folder, options.tls)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(f"{folder}/server.pem", f"{folder}/server.key")
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        listener = socket.create_server((options.host, options.port), family=family, backlog=128)
        state = State()
        threading.Thread(target=accept_all, args=(state, listener, context), daemon=True).start()
        print(json.dumps({"port": listener.getsockname()[1], "ca": f"{folder}/ca.pem"}), flush=True)
        for line in sys.stdin:
            print(json.dumps(obey(state, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
