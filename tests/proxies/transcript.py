"""What was asked, what came back and what reached the service, as text that is the same every time."""
import difflib
import re

# Fields of an answer that belong to the decision, and those that only a service may get.
OF_ANSWER = ("www-authenticate", "dpop-nonce", "retry-after", "cache-control")
OF_PROXY = ("signet-", "remote-user", "x-auth-request-", "x-original-", "x-forwarded-", "x-ssl-", "client-cert", "forwarded")
# What each proxy says of each request, the same every time: Suite.ask looks at it.
OF_EVERY_REQUEST = {"x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https", "x-forwarded-host": "api.example"}


def plain(name):
    """As CGI, WSGI and PHP see the name of a field: any sign between words is the same."""
    return re.sub(r"[^a-z0-9]", "-", name.lower())


def of_identity(name):
    return plain(name).startswith(("signet-", "remote-user", "x-auth-request-"))


class Transcript:
    def __init__(self):
        self.lines = []
        self.labels = {}

    def label(self, value, name):
        """`value` is written as <name>."""
        self.labels[value] = f"<{name}>"
        return value

    def normal(self, text):
        text = re.sub(r"MII[A-Za-z0-9+/=%-]{100,}", "<certificate>", text)
        for value, name in self.labels.items():
            text = text.replace(value, name)
        return text.encode("ascii", "backslashreplace").decode()

    def add(self, text):
        self.lines.append(self.normal(text))

    def exchange(self, name, method, path, fields, answer, reached):
        self.add(f"== {name}\n{method} {path}")
        for field, value in fields:
            self.add(f"  {field}: {value}")
        self.add(f"-> {answer.status}")
        for field, value in sorted((field.lower(), value) for field, value in answer.fields):
            if field in OF_ANSWER or of_identity(field):
                value = "<nonce>" if field == "dpop-nonce" else value
                self.add(f"  {field}: {value}")
        for got in reached:
            self.add(f"service: {got['method']} {got['path']}")
            for field, value in sorted((plain(field), value) for field, value in got["fields"]):
                if field.startswith(OF_PROXY) and field not in OF_EVERY_REQUEST:
                    self.add(f"  {field}: {value}")

    def difference(self, path, is_update):
        text = "\n".join(self.lines) + "\n"
        if is_update:
            path.write_text(text, encoding="ascii")
        wanted = path.read_text(encoding="ascii") if path.exists() else ""
        return "".join(difflib.unified_diff(wanted.splitlines(True), text.splitlines(True), str(path.name), "shown"))
