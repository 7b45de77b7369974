/** The administrative plane: the register, what waits for a second person, the networks, and the district's own sign-in. */
import type { List, StaffUser } from "../../shared/api/types";
import { momentAt, useLanguage } from "../../shared/i18n/language";
import { Alert, PageHeading } from "../../shared/ui/parts";
import { may, useDesk, useDeskLoad } from "../session";
import { ApprovalsPart } from "./ApprovalsPart";
import { NetworksPart } from "./NetworksPart";
import { ProviderPart } from "./ProviderPart";
import { RegisterPart } from "./RegisterPart";
import { useAdministrationText } from "./texts";

export default function AdministrationPage() {
  const t = useAdministrationText();
  const { user, district } = useDesk();
  const { language } = useLanguage();
  const users = useDeskLoad((call) => call<List<StaffUser>>("GET", "/users"), []).value?.items ?? [];
  const isDesignated = user.designated_until * 1000 > Date.now();
  return (
    <>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Alert kind={isDesignated ? "info" : "warning"}><p>{isDesignated ? t("you", { when: momentAt(user.designated_until, language, district?.timezone) }) : t("youNot")}</p></Alert>
      {isDesignated ? <RegisterPart users={users} /> : null}
      {isDesignated && may(user, "manage_security") ? <><ApprovalsPart users={users} /><NetworksPart /><ProviderPart /></> : null}
    </>
  );
}
