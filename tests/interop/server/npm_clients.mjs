// Clients of npm that get tokens, ask about them and revoke them: openid-client and oauth4webapi.
import { load, serve } from "./lines.mjs";

const openid = await load("openid-client");
const oauth = await load("oauth4webapi");
const jose = await load("jose");
const insecure = { [oauth.allowInsecureRequests]: true };

async function privateKey(jwk) {
  return { key: await jose.importJWK(jwk, jwk.alg), kid: jwk.kid };
}

async function authentication({ method, secret, jwk }) {
  if (method === "private_key_jwt") return openid.PrivateKeyJwt(await privateKey(jwk));
  return { client_secret_basic: openid.ClientSecretBasic, client_secret_post: openid.ClientSecretPost,
    client_secret_jwt: openid.ClientSecretJwt }[method](secret);
}

async function configuration(question) {
  return openid.discovery(new URL(question.issuer), question.id, undefined, await authentication(question),
    { execute: [openid.allowInsecureRequests], algorithm: question.algorithm ?? "oauth2" });
}

async function server(issuer) {
  const url = new URL(issuer);
  const found = await oauth.discoveryRequest(url, { algorithm: "oauth2", ...insecure });
  return oauth.processDiscoveryResponse(url, found);
}

// The request again, once, when the server wants its nonce in the proof; how many requests that took.
async function withNonce(attempt) {
  try {
    return { ...(await attempt()), requests: 1 };
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return { ...(await attempt()), requests: 2 };
  }
}

serve({
  async openid_token(question) {
    return openid.clientCredentialsGrant(await configuration(question), question.form);
  },
  async openid_introspection(question) {
    return openid.tokenIntrospection(await configuration(question), question.token);
  },
  async openid_revocation(question) {
    return openid.tokenRevocation(await configuration(question), question.token);
  },
  async oauth4webapi_dpop({ issuer, id, secret, form, proven = true }) {
    const as = await server(issuer);
    const client = { client_id: id };
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair("ES256"));
    const options = proven ? { DPoP, ...insecure } : insecure;
    return withNonce(async () => oauth.processClientCredentialsResponse(as, client,
      await oauth.clientCredentialsGrantRequest(as, client, oauth.ClientSecretBasic(secret), form, options)));
  },
  async oauth4webapi_bearer({ issuer, id, assertion, form }) {
    const as = await server(issuer);
    const client = { client_id: id };
    const parameters = new URLSearchParams({ assertion, ...form });
    return oauth.processGenericTokenEndpointResponse(as, client, await oauth.genericTokenEndpointRequest(as, client,
      oauth.None(), "urn:ietf:params:oauth:grant-type:jwt-bearer", parameters, insecure));
  },
  // As a resource server (RFC 9068), of a request that only exists here.
  async oauth4webapi_access_token({ issuer, audience, token }) {
    const request = new Request("https://api.example/orders", { headers: { authorization: `Bearer ${token}` } });
    return oauth.validateJwtAccessToken(await server(issuer), request, audience, insecure);
  },
  // RFC 9701: the answer is signed by the server.
  async oauth4webapi_signed_introspection({ issuer, id, secret, token }) {
    const as = await server(issuer);
    const client = { client_id: id, introspection_signed_response_alg: "ES256" };
    const answer = await oauth.introspectionRequest(as, client, oauth.ClientSecretBasic(secret), token, insecure);
    const found = await oauth.processIntrospectionResponse(as, client, answer);
    await oauth.validateApplicationLevelSignature(as, answer, insecure);
    return found;
  },
});
