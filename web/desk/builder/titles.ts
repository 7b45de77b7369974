/** What an element is called where it is spoken of: its own words, or its type. */
import { blockAt, nameOf, pagesOf, type Block, type Place } from "./model/document";
import { MAIN, textIn } from "./model/languages";
import { useText } from "./texts";
import { useWords } from "./words";

// A word may be in bold before a full stop: only what stands on lines of its own is set apart.
const INLINE = /<\/?(?:a|b|em|i|small|span|strong|sub|sup|u)(?:\s[^>]*)?>/gi;
const plain = (text: string) => text.replace(INLINE, "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();

/** The main language's words, else those of any language. */
export function ownWords(block: Block): string {
  const held = block["title"] ?? block["html"];
  const any = typeof held === "object" && held !== null ? Object.values(held).find((each): each is string => typeof each === "string") : "";
  return plain(textIn(held, MAIN) || (any ?? "")).slice(0, 160);
}

export function useTitles() {
  const t = useText();
  const words = useWords();
  const title = (block: Block, isPage = false) => ownWords(block) || nameOf(block) || t("untitled") || (isPage ? words("types", "page") : "");
  const kind = (block: Block, isPage: boolean) => words("types", isPage ? "page" : String(block["type"]));
  /** Where something at a place lies: its panel or page. */
  const where = (definition: Block, place: Place) => {
    const parent = place.slice(0, -1);
    const block = parent.length ? blockAt(definition, parent) : undefined;
    return block ? title(block, parent.length === 1) : t("list");
  };
  const count = (definition: Block, place: Place) => {
    const parent = place.slice(0, -1);
    const block = blockAt(definition, parent);
    if (!parent.length || !block) return pagesOf(definition).length;
    const inner = block["elements"] ?? block["templateElements"];
    return Array.isArray(inner) ? inner.length : 0;
  };
  return { title, kind, where, count };
}
