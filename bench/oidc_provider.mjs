// The peer of bench/server.py: node-oidc-provider with one client and one API, as its documentation sets it up.
// node oidc_provider.mjs FOLDER_OF_NODE_MODULES PORT ALG
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , folder, port, alg] = process.argv;
const require = createRequire(`${folder}/`);
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));
const { generateKeyPair, exportJWK } = await import(pathToFileURL(require.resolve("jose")));

const { privateKey } = await generateKeyPair(alg, { extractable: true });
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg, use: "sig", kid: "1" }] },
  clients: [{
    client_id: "bench", client_secret: "0123456789abcdef0123456789abcdef0123456789a", grant_types: ["client_credentials"],
    redirect_uris: [], response_types: [],
  }],
  features: {
    clientCredentials: { enabled: true }, introspection: { enabled: true }, devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true, defaultResource: () => `${issuer}/api`, useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: "read", audience: `${issuer}/api`, accessTokenFormat: "jwt", jwt: { sign: { alg } } }),
    },
  },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
