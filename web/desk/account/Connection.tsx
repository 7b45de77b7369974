/** The connection of one's account with the district's own sign-in. */
import { useState } from "react";
import { useAction } from "../../shared/api/load";
import type { SingleSignOn } from "../../shared/api/types";
import { Failure } from "../../shared/ui/parts";
import { useDesk } from "../session";
import { ConfirmButton, focusOn, Part } from "./parts";
import { useAccountText } from "./texts";

type Props = { isLinked: boolean; single: SingleSignOn | null; changed: () => void };

export function Connection({ isLinked, single, changed }: Props) {
  const t = useAccountText();
  const { call } = useDesk();
  const [done, setDone] = useState("");
  const { isBusy, error, run } = useAction();
  if (!isLinked && !single?.is_on) return null;
  const name = single?.name || t("otherService");
  const start = () => run(async () => { location.assign((await call<{ address: string }>("POST", "/me/single-sign-on/start")).address); });
  const unlinked = () => { setDone(t("unlinked")); changed(); focusOn("connection-title"); };
  return (
    <Part id="connection-title" title={t("singleSignOn", { name })} done={done}>
      <p>{t(isLinked ? "ssoOn" : "ssoOff")}</p>
      {error ? <Failure error={error} server /> : null}
      {isLinked
        ? <ConfirmButton label={t("unlink")} title={t("unlinkTitle", { name })} lead={t("unlinkLead")} yes={t("unlink")} busy={t("saving")} work={async () => { await call("DELETE", "/me/single-sign-on"); }} done={unlinked} />
        : <button type="button" className="button outline" aria-disabled={isBusy} onClick={() => { if (!isBusy) void start(); }}>{t(isBusy ? "leaving" : "link")}</button>}
    </Part>
  );
}
