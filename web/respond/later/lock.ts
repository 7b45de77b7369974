/**
 * Locks unfinished answers before they leave the device: AES-256-GCM under a key made from the link's secret by
 * HKDF-SHA-256. The same secret gives the name they are kept under; neither tells the other, and the secret stays here.
 */

const FORMAT = 1;
const NONCE = 12;
const BLOCK = 1024;
const LENGTH = 4;

export type Lock = { name: string; key: CryptoKey; about: Uint8Array<ArrayBuffer> };

const utf8 = (text: string) => new TextEncoder().encode(text);

/** `place` is the district and survey: the same secret is another lock elsewhere. */
export async function lockOf(secret: Uint8Array<ArrayBuffer>, place: string): Promise<Lock> {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits", "deriveKey"]);
  const made = (use: string) => ({ name: "HKDF", hash: "SHA-256", salt: utf8(`parley|unfinished|${place}`), info: utf8(use) });
  const name = await crypto.subtle.deriveBits(made("name"), material, 256);
  const key = await crypto.subtle.deriveKey(made("key"), material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return { name: spelled(new Uint8Array(name)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""), key, about: utf8(`${FORMAT}|${place}`) };
}

export const secretOfLink = (token: string) => utf8(token);

/** The value locked, as base64: padded to whole kilobytes, so that its size says little of what was answered. */
export async function locked({ key, about }: Lock, value: unknown): Promise<string> {
  const text = utf8(JSON.stringify(value));
  const padded = new Uint8Array(Math.ceil((LENGTH + text.length) / BLOCK) * BLOCK);
  new DataView(padded.buffer).setUint32(0, text.length);
  padded.set(text, LENGTH);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const hidden = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: about }, key, padded);
  return spelled(new Uint8Array([FORMAT, ...nonce, ...new Uint8Array(hidden)]));
}

/** What was locked; an error for another lock's bytes, altered ones or those of a format to come. */
export async function unlocked({ key, about }: Lock, content: string): Promise<unknown> {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  if (bytes[0] !== FORMAT) throw new Error("An unknown format.");
  const nonce = bytes.slice(1, 1 + NONCE);
  const padded = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: about }, key, bytes.slice(1 + NONCE));
  const length = new DataView(padded).getUint32(0);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(padded, LENGTH, length)));
}

function spelled(bytes: Uint8Array): string {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}
