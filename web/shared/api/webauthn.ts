/** Passkeys in the browser: the server's JSON becomes what `navigator.credentials` takes, and its answer JSON again. */
import { ApiError } from "./client";

export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;
export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
/** Why a passkey was not used: the person or the browser stopped, it exists already, or it failed otherwise. */
export type PasskeyFault = "passkey_stopped" | "passkey_known" | "passkey_failed";

export function canUsePasskeys(): boolean {
  return "PublicKeyCredential" in window && "credentials" in navigator;
}

/** Asks for a passkey; what it answers, for the server. ApiError with a PasskeyFault as its code. */
export async function askPasskey(options: RequestOptions): Promise<unknown> {
  return finish(navigator.credentials.get({ publicKey: requestOf(options) }));
}

/** Makes a passkey; what it answers, for the server. ApiError with a PasskeyFault as its code. */
export async function makePasskey(options: CreationOptions): Promise<unknown> {
  return finish(navigator.credentials.create({ publicKey: creationOf(options) }));
}

async function finish(asked: Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await asked;
    if (credential instanceof PublicKeyCredential) return jsonOf(credential);
  } catch (cause) {
    throw faultOf(cause);
  }
  throw new ApiError(400, "", {}, "", 0, "passkey_failed" satisfies PasskeyFault);
}

function faultOf(cause: unknown): ApiError {
  const name = cause instanceof DOMException ? cause.name : "";
  const faults: Record<string, PasskeyFault> = { NotAllowedError: "passkey_stopped", AbortError: "passkey_stopped", InvalidStateError: "passkey_known" };
  return new ApiError(400, "", {}, "", 0, faults[name] ?? "passkey_failed");
}

// Browsers older than 2025 have no JSON of their own for passkeys; the rest of this file stands in for it there.
type Helpers = {
  parseRequestOptionsFromJSON?: (options: RequestOptions) => PublicKeyCredentialRequestOptions;
  parseCreationOptionsFromJSON?: (options: CreationOptions) => PublicKeyCredentialCreationOptions;
};

function requestOf(options: RequestOptions): PublicKeyCredentialRequestOptions {
  const helpers: Helpers = PublicKeyCredential;
  if (helpers.parseRequestOptionsFromJSON) return helpers.parseRequestOptionsFromJSON(options);
  const { challenge, allowCredentials = [], timeout, rpId, userVerification } = options;
  return {
    challenge: bytesOf(challenge),
    allowCredentials: allowCredentials.map(descriptorOf),
    ...(timeout ? { timeout } : {}),
    ...(rpId ? { rpId } : {}),
    ...(userVerification ? { userVerification: userVerification as UserVerificationRequirement } : {}),
  };
}

function creationOf(options: CreationOptions): PublicKeyCredentialCreationOptions {
  const helpers: Helpers = PublicKeyCredential;
  if (helpers.parseCreationOptionsFromJSON) return helpers.parseCreationOptionsFromJSON(options);
  const { challenge, rp, user, pubKeyCredParams, excludeCredentials = [], timeout, authenticatorSelection, attestation } = options;
  return {
    challenge: bytesOf(challenge),
    rp,
    user: { ...user, id: bytesOf(user.id) },
    pubKeyCredParams: pubKeyCredParams.map(({ alg }) => ({ alg, type: "public-key" })),
    excludeCredentials: excludeCredentials.map(descriptorOf),
    ...(timeout ? { timeout } : {}),
    ...(authenticatorSelection ? { authenticatorSelection } : {}),
    ...(attestation ? { attestation: attestation as AttestationConveyancePreference } : {}),
  };
}

function descriptorOf({ id, transports }: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor {
  return { id: bytesOf(id), type: "public-key", ...(transports ? { transports: transports as AuthenticatorTransport[] } : {}) };
}

function jsonOf(credential: PublicKeyCredential): unknown {
  const { toJSON } = credential as { toJSON?: () => unknown };
  if (toJSON) return toJSON.call(credential);
  const { id, rawId, type, authenticatorAttachment } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: textOf(rawId), type, authenticatorAttachment, clientExtensionResults, response: responseOf(credential.response) };
}

function responseOf(response: AuthenticatorResponse): Record<string, unknown> {
  const clientDataJSON = textOf(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse) {
    return { clientDataJSON, attestationObject: textOf(response.attestationObject), transports: response.getTransports() };
  }
  const { authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
  return { clientDataJSON, authenticatorData: textOf(authenticatorData), signature: textOf(signature), ...(userHandle ? { userHandle: textOf(userHandle) } : {}) };
}

/** base64url without padding, as WebAuthn's JSON spells bytes. */
function textOf(buffer: ArrayBuffer): string {
  const text = btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}
