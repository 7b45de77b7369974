/** Every page, panel and question in order: to choose, to move by keys or by dragging, to copy and to delete. */
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from "react";
import { childrenOf, foundAtPath, pagesOf, samePlace, type Block, type Place } from "./model/document";
import { addPage, duplicate, moveTo, remove, step } from "./model/operations";
import { useOwnText } from "./own/texts";
import { useBuilding } from "./store";
import { useText } from "./texts";
import { useTitles } from "./titles";

type Dragging = { from: Place | null; over: Place | null; isBelow: boolean };
type NodeProps = { block: Block; place: Place; number: Numbers; dragging: Dragging; drag: (dragging: Dragging) => void };
type Numbers = ReadonlyMap<string, number>;

const UNNUMBERED = new Set(["panel", "paneldynamic", "html", "image", "expression"]);

/** The number that each question has for somebody who reads from the top. */
function numbersOf(definition: Block): Numbers {
  const numbers = new Map<string, number>();
  const count = (block: Block, place: Place) => {
    if (place.length > 1 && !UNNUMBERED.has(String(block["type"]))) numbers.set(place.join("."), numbers.size + 1);
    childrenOf(block, place.length === 1).forEach((child, index) => count(child, [...place, index]));
  };
  pagesOf(definition).forEach((page, index) => count(page, [index]));
  return numbers;
}

export function Outline({ add, bank }: { add: () => void; bank: () => void }) {
  const t = useText();
  const own = useOwnText();
  const { document, place, act, go, say } = useBuilding();
  const titles = useTitles();
  const [dragging, drag] = useState<Dragging>({ from: null, over: null, isBelow: false });
  const list = useRef<HTMLElement>(null);
  const numbers = numbersOf(document.definition);
  const newPage = () => {
    const done = addPage(document, place);
    act(done, "", { at: "field", property: "title" }, true);
    say(t("added", { title: t("addPage"), where: t("list") }));
  };
  const browse = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.altKey || !(event.target instanceof HTMLElement) || !event.target.matches(".node-open")) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(".node-open") ?? [])];
    event.preventDefault();
    rows[rows.indexOf(event.target) + step]?.focus();
  };
  return (
    // Arrow keys are a quicker way between buttons that Tab reaches as well.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className="builder-list" aria-labelledby="outline-heading" ref={list} onKeyDown={browse}>
      <h2 id="outline-heading">{t("list")}</h2>
      <div className="list-actions">
        <button type="button" className="button small" onClick={add}>{t("add")}</button>
        <button type="button" className="button outline small" onClick={bank}>{own("bank")}</button>
        <button type="button" className="button outline small" onClick={newPage}>{t("addPage")}</button>
      </div>
      <p><button type="button" className="node-open" aria-current={place === null} onClick={() => go(null, { at: "panel" })}>{t("settings")}</button></p>
      <ol className="nodes" role="list">
        {pagesOf(document.definition).map((page, index) => <Node key={`${titles.title(page)}${index}`} block={page} place={[index]} number={numbers} dragging={dragging} drag={drag} />)}
      </ol>
      <Removed />
      <p className="hint">{t("keys")}</p>
    </section>
  );
}

function Node(props: NodeProps) {
  const { block, place, number, dragging, drag } = props;
  const t = useText();
  const { place: selected, go, aim, aimed, document, checked } = useBuilding();
  const titles = useTitles();
  const { move, drop } = useMoves();
  const row = useRef<HTMLButtonElement>(null);
  const isPage = place.length === 1;
  const isSelected = samePlace(selected, place);
  useEffect(() => {
    if (!isSelected || aim?.at !== "row") return;
    row.current?.focus();
    aimed();
  }, [isSelected, aim, aimed]);
  const isFaulty = Object.keys(checked.problems).some((path) => samePlace(foundAtPath(document.definition, path)?.place ?? null, place));
  const inner = childrenOf(block, isPage);
  const over = (event: DragEvent) => {
    const { from } = dragging;
    if (!from || (from.length === 1) !== isPage || from.every((index, at) => place[at] === index)) return;
    event.preventDefault();
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    drag({ from, over: place, isBelow: event.clientY > box.top + box.height / 2 });
  };
  const isOver = samePlace(dragging.over, place);
  const style = ["node-row", isSelected ? "selected" : "", isOver && dragging.from ? (dragging.isBelow ? "drop-below" : "drop-above") : ""].join(" ");
  return (
    <li className={isPage ? "node page" : "node"}>
      {/* Dragging is for who has a mouse; the same is done by the buttons and by Alt with an arrow key. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className={style} draggable title={t("dragHint")}
        onDragStart={(event) => { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", ""); drag({ from: place, over: null, isBelow: false }); }}
        onDragOver={over}
        onDragEnd={() => drag({ from: null, over: null, isBelow: false })}
        onDrop={(event) => { event.preventDefault(); event.stopPropagation(); if (dragging.from) drop(dragging.from, place, dragging.isBelow); drag({ from: null, over: null, isBelow: false }); }}
      >
        <button
          ref={row} type="button" className="node-open" aria-current={isSelected}
          onClick={() => go(place, { at: "panel" })}
          onKeyDown={(event) => {
            const by = event.altKey ? { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key] : undefined;
            if (!by) return;
            event.preventDefault();
            move(place, by);
          }}
        >
          <span className="node-kind">{titles.kind(block, isPage)}{block["isRequired"] === true ? ` · ${t("requiredTag")}` : ""}{block["visibleIf"] ? ` · ${t("conditional")}` : ""}</span>
          <span className="node-title">{number.has(place.join(".")) ? `${number.get(place.join("."))}. ` : ""}{titles.title(block, isPage)}</span>
          {isFaulty ? <span className="tag changed">{t("problem")}</span> : null}
        </button>
        {isSelected ? <Actions place={place} block={block} /> : null}
      </div>
      {inner.length || isPage ? (
        <ol className="nodes" role="list">
          {inner.map((child, index) => <Node {...props} key={`${String(child["name"])}${index}`} block={child} place={[...place, index]} />)}
          {inner.length ? null : <li className="hint">{t("emptyPage")}</li>}
        </ol>
      ) : null}
    </li>
  );
}

function useMoves() {
  const t = useText();
  const { document, act, say } = useBuilding();
  const titles = useTitles();
  const told = (title: string, before: Place, done: ReturnType<typeof step>) => {
    const now = done.place ?? before;
    const { definition } = done.document;
    if (samePlace(now, before) && done.document.definition === document.definition) say(t("notMoved", { title }));
    else say(t("moved", { title, position: (now.at(-1) ?? 0) + 1, count: titles.count(definition, now), where: titles.where(definition, now) }));
  };
  const titleAt = (place: Place) => {
    const found = place.reduce<{ block: Block; depth: number }>(({ block, depth }, index) => ({ block: (depth ? childrenOf(block, depth === 1) : pagesOf(document.definition))[index] ?? {}, depth: depth + 1 }), { block: {}, depth: 0 });
    return titles.title(found.block, place.length === 1);
  };
  return {
    move: (place: Place, by: -1 | 1) => {
      const done = step(document, place, by);
      act(done, "", { at: "row" }, false);
      told(titleAt(place), place, done);
    },
    drop: (from: Place, target: Place, isBelow: boolean) => {
      const to = [...target.slice(0, -1), (target.at(-1) ?? 0) + (isBelow ? 1 : 0)];
      const done = moveTo(document, from, to);
      act(done, "", { at: "row" }, false);
      told(titleAt(from), from, done);
    },
  };
}

function Actions({ place, block }: { place: Place; block: Block }) {
  const t = useText();
  const { document, act, say } = useBuilding();
  const titles = useTitles();
  const { move } = useMoves();
  const title = titles.title(block, place.length === 1);
  const copy = () => { act(duplicate(document, place), "", { at: "row" }, false); say(t("copied", { title })); };
  const drop = () => { act(remove(document, place), "removed", { at: "row" }, false); say(t("removed", { title })); };
  return (
    <div className="node-actions" role="group" aria-label={t("actions", { title })}>
      <button type="button" className="button plain small" onClick={() => move(place, -1)}>{t("moveUp")}</button>
      <button type="button" className="button plain small" onClick={() => move(place, 1)}>{t("moveDown")}</button>
      <button type="button" className="button plain small" onClick={copy}>{t("duplicate")}</button>
      <button type="button" className="button plain small" onClick={drop}>{t("remove")}</button>
    </div>
  );
}

/** What was just deleted, with the way back beside it. */
function Removed() {
  const t = useText();
  const { said, undo, canUndo, say } = useBuilding();
  const beginning = t("removed", { title: "\u0000" }).split("\u0000");
  const isRemoval = canUndo && said.startsWith(beginning[0] ?? "") && said.trimEnd().endsWith(beginning[1] ?? "\u0000");
  if (!isRemoval) return null;
  return <p className="removed">{said} <button type="button" className="button outline small" onClick={() => { undo(); say(t("undone")); }}>{t("undo")}</button></p>;
}
