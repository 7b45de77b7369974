// A real OpenID provider for tests: `node tests/provider.mjs PORT REDIRECT_URI [REDIRECT_URI…]`, on 127.0.0.1.
// It prints "ready" once it listens. Whatever name is typed in its own sign-in page is the subject; the password is not
// looked at. POST /rotate makes new signing keys, as providers do every few weeks.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { webcrypto } from "node:crypto";

const fromWeb = createRequire(new URL("../web/package.json", import.meta.url));
const { default: Provider } = await import(fromWeb.resolve("oidc-provider"));

const [port, ...redirectUris] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

async function signingKey() {
  const pair = await webcrypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
    true,
    ["sign", "verify"],
  );
  const key = await webcrypto.subtle.exportKey("jwk", pair.privateKey);
  return { ...key, use: "sig", alg: "RS256", kid: webcrypto.randomUUID() };
}

async function started() {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "parley",
        client_secret: "a secret of the tests, with : and +%&",
        redirect_uris: redirectUris,
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    pkce: { required: () => true },
    jwks: { keys: [await signingKey()] },
    cookies: { keys: ["tests"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  provider.on("server_error", (_context, error) => console.error(error));
  return provider.callback();
}

let handle = await started();
createServer(async (request, response) => {
  if (request.method === "POST" && request.url === "/rotate") {
    handle = await started();
    response.end("rotated");
    return;
  }
  handle(request, response);
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
