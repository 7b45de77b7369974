/** That there is a new privacy notice, on every page of the desk until it is put away. */
import { useAction } from "../../shared/api/load";
import { Alert } from "../../shared/ui/parts";
import { useRouter } from "../router";
import { useDesk, useDeskLoad } from "../session";
import { usePrivacyText } from "./texts";

export function NoticeBanner() {
  const t = usePrivacyText();
  const { slug } = useRouter();
  const { call } = useDesk();
  const state = useDeskLoad((ask) => ask<{ version: string; is_unread: boolean }>("GET", "/me/notice"), []);
  const { isBusy, run } = useAction();
  if (!state.value?.is_unread) return null;
  const read = () => run(async () => { await call("PUT", "/me/notice"); state.reload(); });
  return (
    <Alert kind="info" title={t("newNotice")} live>
      <p>{t("newNoticeLead")} <a href={`/d/${encodeURIComponent(slug)}/privacy`} target="_blank" rel="noreferrer">{t("readNotice")}</a></p>
      <button type="button" className="button outline" aria-disabled={isBusy} onClick={() => { if (!isBusy) void read(); }}>{t("haveRead")}</button>
    </Alert>
  );
}
