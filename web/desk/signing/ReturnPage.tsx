/** Where the district's own sign-in brings somebody back to: their code is spent once, and leaves the bar at once. */
import { useEffect, useMemo, useState } from "react";
import { ApiError, asApiError, connect, type Call } from "../../shared/api/client";
import type { SecondFactor, Session, SignInReply } from "../../shared/api/types";
import { Failure, Loading, PageHeading } from "../../shared/ui/parts";
import { Link, useRouter } from "../router";
import { SecondStep } from "./SecondStep";
import { useSigningText } from "./texts";

type Returned = { code: string; state: string };
type Reply = SignInReply | { state: "linked" };
// How a state begins that connects the account which is signed in.
const LINKING = "link.";

function takeReturned(): Returned {
  const url = new URL(location.href);
  const [code, state] = ["code", "state"].map((name) => url.searchParams.get(name) ?? "") as [string, string];
  if (url.pathname.endsWith("/single-sign-on") && url.search) {
    for (const name of [...url.searchParams.keys()]) if (name !== "lang") url.searchParams.delete(name);
    history.replaceState(null, "", url);
  }
  return { code, state };
}

const returnedAtStart = takeReturned();
// One code, one call: whatever makes this page again gets the answer of the first.
let finished: Promise<Reply> | null = null;

async function spend(open: Call, own: Call, body: Returned): Promise<Reply> {
  if (!body.state.startsWith(LINKING)) return open<Reply>("POST", "/single-sign-on/finish", body);
  await own("POST", "/me/single-sign-on/finish", body);
  return { state: "linked" };
}

function finish(open: Call, own: Call): Promise<Reply> {
  const { code, state } = returnedAtStart;
  if (!code || !state) return Promise.reject(new ApiError(403, ""));
  finished ??= spend(open, own, { code, state });
  return finished;
}

type Props = { csrf: () => string; accept: (session: Session) => void; linked: () => void };

/** A refusal here says nothing of the session that may be open meanwhile, so the call is not one of a session. */
export function ReturnPage({ csrf, accept, linked }: Props) {
  const t = useSigningText();
  const { slug, go } = useRouter();
  const call = useMemo(() => connect(slug), [slug]);
  const [second, setSecond] = useState<SecondFactor | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const take = (reply: Reply) => {
    if (reply.state === "linked") linked();
    else if (reply.state === "second_factor") setSecond(reply);
    else accept(reply);
  };
  useEffect(() => {
    finish(call, connect(slug, csrf)).then(take, (cause: unknown) => { setError(asApiError(cause)); });
    // The code is spent once, when the page comes up.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  if (second) return <SecondStep call={call} asked={second} take={take} back={() => go("/")} />;
  if (!error) return <><PageHeading title={t("returning")} /><Loading /></>;
  return (
    <div className="narrow-part">
      <PageHeading key="failed" title={t("returnFailed")} lead={t("returnFailedLead")} />
      {error.isPassing ? <Failure error={error} /> : null}
      <p><Link to="/">{t("backToSignIn")}</Link></p>
    </div>
  );
}
