"""Programs of Debian: curl as the client; HAProxy's jwt_verify, mod_auth_openidc and mod_oauth2 as resource servers."""
import json
import subprocess

from checks import REFUSED, Checks
from debian_servers import Apache, Haproxy
from peer import PeerMissing, Refused
from token_server import TIMEOUT, TokenServer, changed, header_of
from world_of_tokens import AUDIENCE, SCOPE, assertion, built


def run(program, folder):
    checks = Checks("Debian")
    with TokenServer(program, folder, tls=True) as server:
        made = built(server)
        token = curl_client(checks, made)
        haproxy(checks, made, folder, token)
        apache(checks, made, folder)
    return [checks.table]


def curl(made, *words):
    """(status, body)"""
    common = ["curl", "-sS", "--max-time", str(TIMEOUT), "--cacert", str(made.server.authority), "-w", "\n%{http_code}"]
    try:
        done = subprocess.run([*common, *words], capture_output=True, text=True, timeout=2 * TIMEOUT, check=False)
    except FileNotFoundError as error:
        raise PeerMissing("the program curl is not installed") from error
    assert done.returncode == 0, done.stderr
    body, _, status = done.stdout.rpartition("\n")
    return int(status), body


def asked(made, *words, audience=AUDIENCE, scope=SCOPE, grant="client_credentials"):
    """An access token by curl."""
    form = ("--data-urlencode", f"grant_type={grant}", "-d", f"scope={scope}", "-d", f"audience={audience}")
    status, body = curl(made, *form, *words, f"{made.issuer}/oauth2/token")
    if status != 200:
        raise Refused(f"{status} {body}")
    return json.loads(body)["access_token"]


def by_basic(made, secret=None):
    return "-u", f"client_secret_basic:{secret or made.client_secret_basic['client_secret']}"


def curl_client(checks, made):
    name = "curl"
    token = checks.takes(name, "client_secret_basic", lambda: asked(made, *by_basic(made)))
    checks.refuses(name, "client_secret_basic, another secret", lambda: asked(made, *by_basic(made, "x" * 43)),
                   '401 {"error":"invalid_client"')
    post = ("-d", "client_id=client_secret_post", "-d", f"client_secret={made.client_secret_post['client_secret']}")
    checks.takes(name, "client_secret_post", lambda: asked(made, *post))
    checks.refuses(name, "client_secret_post and a field Authorization", lambda: asked(made, *post, *by_basic(made)), "400 ")
    bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    once = assertion(made)
    checks.takes(name, "jwt-bearer", lambda: asked(made, "--data-urlencode", f"assertion={once}", grant=bearer))
    checks.refuses(name, "jwt-bearer, the same again",
                   lambda: asked(made, "--data-urlencode", f"assertion={once}", grant=bearer), "invalid_grant")
    checks.refuses(name, "another API", lambda: asked(made, *by_basic(made), audience="else"), "invalid_target")
    return token


def pem_of(made, folder, is_wanted, name):
    """One of the published keys as PEM."""
    keys = json.loads(curl(made, made.key_set)[1])["keys"]
    (folder / f"{name}.jwk").write_text(json.dumps(next(key for key in keys if is_wanted(key["kid"]))), encoding="utf-8")
    (folder / f"{name}.pem").write_text(made.server.signet("key", "convert", f"{name}.jwk", "--to", "spki"), encoding="utf-8")
    return folder / f"{name}.pem"


def passes(made, port, token):
    return curl(made, *(("--oauth2-bearer", token) if token else ()), f"http://127.0.0.1:{port}/orders")[0]


def answers(checks, made, name, port, rows):
    for what, token, status in rows:
        checks.holds(name, what, passes(made, port, token), status, "taken" if status == 200 else REFUSED)


def haproxy(checks, made, folder, token):
    name, kid = "HAProxy jwt_verify", header_of(token)["kid"]
    this, following = (pem_of(made, folder, lambda k: k == kid, "this"), pem_of(made, folder, lambda k: k != kid, "next"))
    with Haproxy(folder, made.issuer, this) as proxy:
        answers(checks, made, name, proxy.port, (
            ("access token", token, 200), ("no token", None, 401), ("one bit changed", changed(token), 401),
            ("another audience", asked(made, *by_basic(made), audience="other"), 401)))
    with Haproxy(folder, "https://as.example", this) as proxy:
        answers(checks, made, name, proxy.port, [("another issuer", token, 401)])
    made.server.admin("/tenants/acme/keys/revoke", {"kid": kid})
    with Haproxy(folder, made.issuer, following) as proxy:
        answers(checks, made, name, proxy.port, (("signed with a key that is revoked, the next key", token, 401),
                                           ("signed with the next key", asked(made, *by_basic(made)), 200)))


def hosts(made):
    endpoint, secret = f"{made.issuer}/oauth2/introspect", made.resource_server["client_secret"]
    openidc = (f"OIDCCryptoPassphrase not-used-here\n  OIDCCABundlePath {made.server.authority}\n  "
               "OIDCOAuthRemoteUserClaim sub\n  ")
    return {
        "mod_auth_openidc, key set": ("oauth20", "claim", f"{openidc}OIDCOAuthVerifyJwksUri {made.key_set}", ""),
        "mod_auth_openidc, introspection": (
            "oauth20", "claim", f"{openidc}OIDCOAuthIntrospectionEndpoint {endpoint}\n  OIDCOAuthClientID service\n  "
            f"OIDCOAuthClientSecret {secret}\n  OIDCOAuthTokenIntrospectionInterval -1", ""),
        "mod_oauth2, key set": ("oauth2", "oauth2_claim", "",
                                f"OAuth2TokenVerify jwks_uri {made.key_set} jwks_uri.ssl_verify=false"),
        "mod_oauth2, introspection": (
            "oauth2", "oauth2_claim", "", f'OAuth2TokenVerify introspect {endpoint} '
            f'"introspect.auth=client_secret_basic&client_id=service&client_secret={secret}'
            '&introspect.ssl_verify=false&expiry=0"')}


def apache(checks, made, folder):
    good, other = (asked(made, *by_basic(made), audience=audience) for audience in (AUDIENCE, "other"))
    with Apache(folder, made.issuer, hosts(made)) as server:
        for name, port in server.ports.items():
            answers(checks, made, name, port, (("access token", good, 200), ("no token", None, 401),
                                         ("one bit changed", changed(good), 401), ("another audience", other, 401)))
        kid = header_of(good)["kid"]
        made.server.admin("/tenants/acme/keys/revoke", {"kid": kid})
        fresh = asked(made, *by_basic(made))
        for name, port in server.ports.items():
            answers(checks, made, name, port, [("signed with a key that it has not met", fresh, 200)])
    with Apache(folder, made.issuer, hosts(made)) as server:
        for name, port in server.ports.items():
            answers(checks, made, name, port, [("signed with a key that is revoked, nothing remembered", good, 401)])
    with Apache(folder, "https://as.example", hosts(made)) as server:
        for name, port in server.ports.items():
            answers(checks, made, name, port, [("another issuer", fresh, 401)])
