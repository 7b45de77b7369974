/** From which networks the district is administered, and worked in. */
import { useState, type SyntheticEvent } from "react";
import { useAction } from "../../shared/api/load";
import { SubmitButton, TextArea } from "../../shared/ui/fields";
import { Alert, Failure, Loading } from "../../shared/ui/parts";
import { useDesk, useDeskLoad } from "../session";
import { useAdministrationText } from "./texts";

type Security = { admin_networks: string[]; desk_networks: string[]; admin_proof: string; your_address: string };

export function NetworksPart() {
  const t = useAdministrationText();
  const security = useDeskLoad((call) => call<Security>("GET", "/security"), []);
  return (
    <section>
      <h2>{t("networks")}</h2>
      {security.error ? <Failure error={security.error} again={security.reload} server /> : null}
      {security.isLoading && !security.value ? <Loading /> : null}
      {security.value ? <NetworksForm security={security.value} /> : null}
    </section>
  );
}

function NetworksForm({ security }: { security: Security }) {
  const t = useAdministrationText();
  const { call } = useDesk();
  const [admin, setAdmin] = useState(security.admin_networks.join("\n"));
  const [desk, setDesk] = useState(security.desk_networks.join("\n"));
  const [sent, setSent] = useState({ admin: "", desk: "" });
  const [isSaved, setSaved] = useState(false);
  const { isBusy, error, run } = useAction();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setSaved(false);
    setSent({ admin, desk });
    const body = { admin_networks: lines(admin), desk_networks: lines(desk) };
    setSaved(await run(async () => { await call("PUT", "/security", body); }));
  };
  const problems = (name: string, text: string) =>
    Object.entries(error?.fields ?? {}).filter(([field]) => field === name || field.startsWith(`${name}.`))
      .map(([field, problem]) => (field === name ? problem : t("line", { number: placesOf(text)[Number(field.split(".")[1])] ?? 1, problem }))).join(" ") || undefined;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <p>{t("networksLead", { address: security.your_address })} {t(security.admin_proof === "passkey" ? "passkeyAsked" : "passkeyNotAsked")}</p>
      {error ? <Failure error={error} server /> : null}
      <div role="status">{isSaved ? <Alert kind="success"><p>{t("saved")}</p></Alert> : null}</div>
      <TextArea id="admin-networks" label={t("adminNetworks")} hint={t("oneALine")} rows={3} spellCheck={false} value={admin} error={problems("admin_networks", sent.admin)} onChange={(event) => setAdmin(event.target.value)} />
      <TextArea id="desk-networks" label={t("deskNetworks")} hint={`${t("oneALine")} ${t("emptyDesk")}`} rows={3} spellCheck={false} value={desk} error={problems("desk_networks", sent.desk)} onChange={(event) => setDesk(event.target.value)} />
      <SubmitButton isBusy={isBusy} busyLabel={t("saving")}>{t("save")}</SubmitButton>
    </form>
  );
}

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

/** Of each network in a field, the line it stands on; empty lines are not sent, but people count them. */
function placesOf(text: string): number[] {
  return text.split("\n").flatMap((line, index) => (line.trim() ? [index + 1] : []));
}
