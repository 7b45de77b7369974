/** The code of saved answers: 160 random bits that a person can keep on paper and type again. */

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const BYTES = 20;
const LENGTH = 32;

export function newCode(): string {
  const bits = [...crypto.getRandomValues(new Uint8Array(BYTES))].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[parseInt(five, 2)]).join("");
  return (letters.match(/.{4}/g) ?? []).join("-");
}

/** The secret that a code stands for, however it was typed; nothing for what is no code. */
export function secretOfCode(typed: string): Uint8Array<ArrayBuffer> | undefined {
  // No code holds 0, 1 or 8: who reads them has misread a letter.
  const letters = typed.toLowerCase().replace(/[\s\p{Pd}]/gu, "").replace(/0/g, "o").replace(/1/g, "l").replace(/8/g, "b");
  if (letters.length !== LENGTH || !/^[a-z2-7]+$/.test(letters)) return undefined;
  const bits = Array.from(letters, (letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return new Uint8Array((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}
