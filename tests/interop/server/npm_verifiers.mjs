// Verifiers of npm that take keys from a JWK Set by URL: jose, jwks-rsa with jsonwebtoken, and express-oauth2-jwt-bearer.
// Each keeps what it has fetched from one question to the next.
import { load, require, serve } from "./lines.mjs";

const jose = await load("jose");
const jwksRsa = require("jwks-rsa");
const jsonwebtoken = require("jsonwebtoken");
const express = require("express");
const { auth, requiredScopes } = require("express-oauth2-jwt-bearer");

const sets = new Map();
const clients = new Map();

function kept(map, url, make) {
  if (!map.has(url)) map.set(url, make());
  return map.get(url);
}

serve({
  async jose({ key_set: url, issuer, audience, token, fresh }) {
    if (fresh) sets.delete(url);
    const set = kept(sets, url, () => jose.createRemoteJWKSet(new URL(url)));
    const options = { issuer, audience, algorithms: ["ES256"], typ: "at+jwt", requiredClaims: ["exp", "iat", "jti"] };
    return (await jose.jwtVerify(token, set, options)).payload;
  },
  async jwks_rsa({ key_set: url, issuer, audience, token, fresh }) {
    if (fresh) clients.delete(url);
    const client = kept(clients, url, () => jwksRsa({ jwksUri: url }));
    return new Promise((resolve, reject) => {
      jsonwebtoken.verify(token, (header, done) => {
        client.getSigningKey(header.kid, (error, key) => done(error, key?.getPublicKey()));
      }, { issuer, audience, algorithms: ["ES256"] }, (error, claims) => (error ? reject(error) : resolve(claims)));
    });
  },
  // A service whose one route wants a token; its port.
  async express({ options, scope }) {
    const service = express();
    service.get("/orders", auth(options), requiredScopes(scope), (request, answer) => answer.json(request.auth.payload));
    service.use((error, request, answer, next) => answer.status(error.status ?? 500).json({ error: error.message }));
    return new Promise((resolve) => {
      const listening = service.listen(0, "127.0.0.1", () => resolve(listening.address().port));
    });
  },
});
