/** The district's own sign-in: where it is, what it needs to know of us, and the form that names it. */
import { Failure, Loading } from "../../shared/ui/parts";
import { useDeskLoad } from "../session";
import { ProviderForm, type Provider } from "./ProviderForm";
import { ProviderHints } from "./ProviderHints";
import { useProviderText } from "./providerTexts";

export function ProviderPart() {
  const t = useProviderText();
  const provider = useDeskLoad((call) => call<Provider>("GET", "/security/single-sign-on"), []);
  return (
    <section>
      <h2>{t("title")}</h2>
      <p>{t("lead")}</p>
      {provider.error ? <Failure error={provider.error} again={provider.reload} server /> : null}
      {provider.isLoading && !provider.value ? <Loading /> : null}
      {provider.value ? <><ProviderHints address={provider.value.redirect_uri} /><ProviderForm held={provider.value} saved={provider.set} /></> : null}
    </section>
  );
}
