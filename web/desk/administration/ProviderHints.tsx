/** What to enter at the provider, and what to enter here for three that districts use. */
import { CopyField } from "../../shared/ui/parts";
import { useProviderText } from "./providerTexts";

const KNOWN = [
  { name: "Google Workspace", issuer: "https://accounts.google.com", hint: "google" },
  { name: "Microsoft Entra ID", issuer: "https://login.microsoftonline.com/TENANT-ID/v2.0", hint: "microsoft" },
  { name: "ClassLink", issuer: "https://launchpad.classlink.com", hint: "classlink" },
] as const;

export function ProviderHints({ address }: { address: string }) {
  const t = useProviderText();
  return (
    <>
      <CopyField id="provider-address" label={t("address")} value={address} />
      <details>
        <summary>{t("hints")}</summary>
        {KNOWN.map(({ name, issuer, hint }) => (
          <section key={name}>
            <h3>{name}</h3>
            <p>{t("issuer")}: <code>{issuer}</code></p>
            <p>{t(hint)}</p>
          </section>
        ))}
      </details>
    </>
  );
}
