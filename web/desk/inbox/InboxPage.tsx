/** The inbox: newest first, by status and one more filter; the address keeps the filter. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { InboxRow, List, ThreadStatus } from "../../shared/api/types";
import { localized, useLanguage } from "../../shared/i18n/language";
import { Select } from "../../shared/ui/fields";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { useRouter } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { ShareTopicLink } from "../shares/ShareTopicLink";
import { ownQueue, useDirectory, type Directory } from "./directory";
import { useText } from "./texts";
import { ThreadRows } from "./ThreadRows";

const STATUSES: ThreadStatus[] = ["unopened", "in_progress", "pending", "closed"];
const PARTS = ["topic", "owner", "team"] as const;

export function InboxPage() {
  const t = useText();
  const { query, go } = useRouter();
  const { user } = useDesk();
  const directory = useDirectory();
  const status = STATUSES.find((each) => each === query.get("status")) ?? "unopened";
  const part = PARTS.find((each) => query.has(each));
  const narrow = part ? `${part}=${encodeURIComponent(query.get(part) ?? "")}` : ownQueue(directory, user);
  const topic = part === "topic" ? directory.mine.topics.find(({ topic_id }) => topic_id === query.get("topic")) : undefined;
  const filter = `status=${status}${narrow ? `&${narrow}` : ""}`;
  return (
    <>
      <PageHeading title={t("inbox")} />
      <div className="filters">
        <Select id="status" label={t("status")} value={status} onChange={(event) => go(`/inbox?status=${event.target.value}${narrow ? `&${narrow}` : ""}`)}>
          {STATUSES.map((each) => <option key={each} value={each}>{t(each)}</option>)}
        </Select>
        <NarrowSelect directory={directory} value={narrow} onChange={(next) => go(`/inbox?status=${status}${next ? `&${next}` : ""}`)} />
      </div>
      {topic ? <p><ShareTopicLink topic={topic} /></p> : null}
      {directory.isLoaded ? <Threads key={filter} filter={filter} directory={directory} /> : <Loading />}
    </>
  );
}

function NarrowSelect({ directory, value, onChange }: { directory: Directory; value: string; onChange: (value: string) => void }) {
  const t = useText();
  const { user } = useDesk();
  const { language } = useLanguage();
  const { mine, users } = directory;
  const others = mine.isAll ? users.filter(({ user_id }) => user_id !== user.user_id) : [];
  const groups = [
    { label: t("ownerPart"), options: [{ value: `owner=${user.user_id}`, label: t("mine") }, ...others.map((each) => ({ value: `owner=${each.user_id}`, label: each.name }))] },
    { label: t("topicPart"), options: mine.topics.map((topic) => ({ value: `topic=${topic.topic_id}`, label: localized(topic.name, language) })) },
    { label: t("teamPart"), options: mine.teams.map((team) => ({ value: `team=${team.team_id}`, label: team.name })) },
  ];
  return (
    <Select id="narrow" label={t("narrow")} value={value} onChange={(event) => onChange(event.target.value)}>
      {mine.isAll ? <option value="">{t("all")}</option> : null}
      {groups.filter(({ options }) => options.length).map((group) => (
        <optgroup key={group.label} label={group.label}>
          {group.options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
        </optgroup>
      ))}
    </Select>
  );
}

function Threads({ filter, directory }: { filter: string; directory: Directory }) {
  const t = useText();
  const { call } = useDesk();
  const first = useDeskLoad((load) => load<List<InboxRow>>("GET", `/inbox?${filter}`), [filter]);
  const [later, setLater] = useState<List<InboxRow> | null>(null);
  const { isBusy, error, run } = useAction();
  const rows = [...(first.value?.items ?? []), ...(later?.items ?? [])];
  const next = later ? later.next : first.value?.next;
  const loadMore = () => run(async () => {
    const page = await call<List<InboxRow>>("GET", `/inbox?${filter}&cursor=${encodeURIComponent(next ?? "")}`);
    setLater((before) => ({ items: [...(before?.items ?? []), ...page.items], next: page.next }));
  });
  return (
    <>
      {first.error && first.error.status !== 401 ? <Failure error={first.error} again={first.reload} server /> : null}
      {first.isLoading && !first.value ? <Loading /> : null}
      {first.value && !rows.length ? <p>{t("none")}</p> : null}
      {rows.length ? <ThreadRows rows={rows} topicName={directory.topicName} userName={directory.userName} /> : null}
      {error ? <Failure error={error} server /> : null}
      {next ? <button type="button" className="button outline" aria-disabled={isBusy} onClick={() => { if (!isBusy) void loadMore(); }}>{t("more")}</button> : null}
    </>
  );
}
