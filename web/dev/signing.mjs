/** The stand-in's accounts: a second factor, passkeys, sessions and tokens, in memory and without any check of what is signed. */
import { randomBytes, randomUUID } from "node:crypto";

const now = () => Math.floor(Date.now() / 1000);
const text = (count) => randomBytes(count).toString("base64url");
const codes = () => Array.from({ length: 10 }, () => text(6).toLowerCase());

export const GOOD_CODE = "123456";
const PERMISSIONS = ["manage_people", "manage_security", "manage_topics", "read_audit", "read_surveys", "write_surveys", "read_results", "export_responses", "share_results", "read_dialogues", "work_dialogues", "share_dialogues", "watch_jobs", "run_jobs"];
const levels = [{ role: "administrator", verbs: null, schools: null, surveys: null, topics: null, fields: null }];
const account = { totp: false, recovery: [], passkeys: [], single_sign_on: false };
let tokens = [];
let others = [{ session_id: "ses_other", proof: "password", agent: "Firefox on Windows", started: now() - 7200 }];
let session = { proof: "password", proved_at: 0 };

const factors = () => [...(account.totp ? ["totp"] : []), ...(account.passkeys.length ? ["passkey"] : []), ...(account.recovery.length ? ["recovery"] : []), ...(account.single_sign_on ? ["single_sign_on"] : [])];
const user = () => ({ user_id: "usr_1", name: "Staff One", roles: ["administrator"], levels, permissions: PERMISSIONS, factors: factors(), designated_until: now() + 86400 });
const shown = () => ({ state: "signed_in", user: user(), csrf: "dev", challenge: "", factors: [], ...session });
const held = (parts) => ({ is_token: false, name: "", seen_at: now(), expires_at: now() + 43200, device: { agent: parts.agent ?? "", network: "192.0.2.0/24" }, token_for: [], is_current: false, started_at: parts.started ?? now(), ...parts });
const firstCodes = () => (account.recovery.length ? [] : (account.recovery = codes()));
const request = (host) => ({ challenge: text(16), options: { challenge: text(32), rpId: host, userVerification: "required", allowCredentials: [] } });
const creation = (host) => ({
  challenge: text(16),
  options: {
    challenge: text(32), rp: { id: host, name: "Parley" }, user: { id: text(16), name: "demo", displayName: "Staff One" }, pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
    excludeCredentials: account.passkeys.map(({ passkey_id }) => ({ id: passkey_id, type: "public-key" })), authenticatorSelection: { residentKey: "required", userVerification: "required" },
  },
});

/** The routes of signing in and of one's own account; `door` opens and shuts the stand-in's one session. */
export function signing({ ok, fail, cookie, door }) {
  const start = (proof) => {
    session = { proof, proved_at: now() };
    door.open();
    return ok(shown(), 200, cookie("dev"));
  };
  const prove = (proof) => ((session = { proof, proved_at: now() }), ok(session));
  const fresh = (reply) => (...args) => (now() - session.proved_at < 600 ? reply(...args) : fail(403, "Please prove again that it is you.", { proof: "Ten minutes have passed." }, "proof_needed"));
  const isRight = ({ kind, code }) => (kind === "recovery" ? account.recovery.includes(code) && account.recovery.splice(account.recovery.indexOf(code), 1) : code === GOOD_CODE);
  const open = {
    "POST /session": ({ username, password }) => {
      if (username !== "demo" || !password) return fail(401, "The user name or the password is not right.");
      const asked = factors().filter((each) => each !== "single_sign_on");
      return asked.length ? ok({ state: "second_factor", user: null, csrf: "", proof: "", proved_at: 0, challenge: text(16), factors: asked }) : start("password");
    },
    "POST /session/second": (body) => (isRight(body) ? start(body.kind === "totp" ? "totp" : "password") : fail(401, "The code is not right.", { code: "Try the next one." })),
    "POST /session/passkey/options": (_, __, ___, host) => ok(request(host)),
    "POST /session/passkey": () => (account.passkeys.length ? start("passkey") : fail(401, "This passkey is not known.")),
    "POST /password/forgotten": () => ok(),
    "POST /password/reset": ({ token }) => (token ? ok() : fail(410, "This link has been used or has ended.")),
    "GET /single-sign-on": () => ok({ name: "Example ID", is_on: true }),
    "POST /single-sign-on/start": () => ok({ address: "/desk/d/demo/single-sign-on?code=demo&state=sign_in" }),
    "POST /single-sign-on/finish": () => start("single_sign_on"),
  };
  const own = {
    "GET /session": () => ok(shown()),
    "POST /session/proof": ({ kind, password, code }) => {
      if (kind === "passkey") return prove("passkey");
      const isGood = kind === "totp" ? code === GOOD_CODE : Boolean(password);
      return isGood ? prove(kind) : fail(403, "This is not right.", { [kind === "totp" ? "code" : "password"]: "Try again." });
    },
    "POST /session/proof/options": (_, __, ___, host) => ok(request(host)),
    "GET /me/sessions": () => ok({ items: [held({ session_id: "ses_this", proof: session.proof, is_current: true, agent: "Chrome on Linux" }), ...others.map(held), ...tokens] }),
    "DELETE /me/sessions": () => ((others = []), (tokens = []), ok({}, 200, cookie("dev"))),
    "DELETE /me/sessions/:id": (_, { id }) => ((others = others.filter((one) => one.session_id !== id)), (tokens = tokens.filter((one) => one.session_id !== id)), ok()),
    "PUT /me/password": fresh(({ old }) => (old === "wrong" ? fail(400, "Check the fields.", { old: "This is not your password." }) : ok({}, 200, cookie("dev")))),
    "GET /me/factors": () => ok({ totp: account.totp, recovery_left: account.recovery.length, passkeys: account.passkeys, single_sign_on: account.single_sign_on }),
    "POST /me/totp": fresh(() => ok({ secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", uri: "otpauth://totp/Parley:demo?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Parley", challenge: text(16) })),
    "PUT /me/totp": ({ code }) => (code === GOOD_CODE ? ((account.totp = true), ok({ recovery_codes: firstCodes() })) : fail(400, "Check the fields.", { code: "The code is not right." })),
    "DELETE /me/totp": fresh(() => ((account.totp = false), ok())),
    "POST /me/passkeys/options": fresh((_, __, ___, host) => ok(creation(host))),
    "POST /me/passkeys": ({ name, credential }) => (account.passkeys.push({ passkey_id: credential.id, name, added_at: now(), used_at: 0 }), ok({ passkey_id: credential.id, recovery_codes: firstCodes() }, 201)),
    "DELETE /me/passkeys/:id": fresh((_, { id }) => ((account.passkeys = account.passkeys.filter((one) => one.passkey_id !== id)), ok())),
    "POST /me/recovery-codes": fresh(() => ok({ recovery_codes: (account.recovery = codes()) })),
    "POST /me/tokens": fresh(({ name, permissions, days }) => {
      const session_id = `ses_${randomUUID().slice(0, 8)}`;
      tokens.push(held({ session_id, name, is_token: true, token_for: permissions, expires_at: now() + days * 86400, proof: "password" }));
      return ok({ session_id, token: text(48) }, 201);
    }),
    "POST /me/single-sign-on/start": fresh(() => ok({ address: "/desk/d/demo/single-sign-on?code=demo&state=link.demo" })),
    "POST /me/single-sign-on/finish": () => ((account.single_sign_on = true), ok()),
    "DELETE /me/single-sign-on": fresh(() => ((account.single_sign_on = false), ok())),
  };
  return { open, own, start };
}
