/** The one person with whom something is shared: a colleague, or somebody outside. */
import type { Language, StaffUser } from "../../shared/api/types";
import { LANGUAGE_NAMES } from "../../shared/i18n/language";
import { Radios, Select, TextField } from "../../shared/ui/fields";
import type { Problem } from "./ShareForm";
import type { Terms } from "./terms";
import { useShareText } from "./texts";

type Props = { terms: Terms; put: (part: Partial<Terms>) => void; colleagues: StaffUser[]; isInsideOnly: boolean; problem: Problem };

export function RecipientFields({ terms, put, colleagues, isInsideOnly, problem }: Props) {
  const t = useShareText();
  return (
    <>
      {isInsideOnly ? null : <Radios id="share-side" legend={t("who")} value={terms.side} onChange={(side) => put({ side })} options={[{ value: "colleague", label: t("colleague") }, { value: "guest", label: t("guest") }]} />}
      {terms.side === "colleague" ? (
        <Select id="share-user" label={t("person")} value={terms.userId} error={problem("share-user", "recipient")} onChange={(event) => put({ userId: event.target.value })}>
          <option value="" />
          {colleagues.map((each) => <option key={each.user_id} value={each.user_id}>{each.name}</option>)}
        </Select>
      ) : (
        <>
          <TextField id="share-email" type="email" label={t("email")} hint={t("emailHint")} autoComplete="off" value={terms.email} error={problem("share-email", "recipient")} onChange={(event) => put({ email: event.target.value })} />
          <TextField id="share-name" label={t("name")} isOptional maxLength={120} autoComplete="off" value={terms.name} onChange={(event) => put({ name: event.target.value })} />
          <Select id="share-language" label={t("language")} value={terms.language} onChange={(event) => put({ language: event.target.value as Language })}>{(["en", "es"] as const).map((each) => <option key={each} value={each} lang={each}>{LANGUAGE_NAMES[each]}</option>)}</Select>
        </>
      )}
    </>
  );
}
