/** Names of topics, teams and people, and which queues a role may look into. */
import { useMemo } from "react";
import type { List, StaffUser, Team, Topic, User } from "../../shared/api/types";
import { localized, useLanguage } from "../../shared/i18n/language";
import { may, useDesk, useDeskLoad } from "../session";

export type Directory = {
  isLoaded: boolean;
  topics: Topic[];
  teams: Team[];
  users: Pick<User, "user_id" | "name">[];
  /** What of these the person may filter by: administrators everything, others what their own teams have. */
  mine: { topics: Topic[]; teams: Team[]; isAll: boolean };
  topicName: (id: string) => string;
  userName: (id: string) => string;
};

export function useDirectory(): Directory {
  const { user } = useDesk();
  const { language } = useLanguage();
  const answers = may(user, "read_dialogues");
  const topics = useDeskLoad((call) => (answers ? call<List<Topic>>("GET", "/desk/topics") : Promise.resolve({ items: [], next: null })), [answers]).value?.items;
  const teams = useDeskLoad((call) => call<List<Team>>("GET", "/teams"), []).value?.items;
  const users = useDeskLoad((call) => call<List<StaffUser>>("GET", "/users"), []).value?.items;
  return useMemo(() => {
    const people: Directory["users"] = users ?? [user];
    const isAll = user.roles.includes("administrator");
    const own = (teams ?? []).filter(({ member_ids }) => isAll || member_ids.includes(user.user_id));
    return {
      isLoaded: Boolean(topics && teams && users),
      topics: topics ?? [],
      teams: teams ?? [],
      users: people,
      mine: { isAll, teams: own, topics: (topics ?? []).filter(({ team_id }) => isAll || own.some((team) => team.team_id === team_id)) },
      topicName: (id) => localized(topics?.find(({ topic_id }) => topic_id === id)?.name, language),
      userName: (id) => people.find(({ user_id }) => user_id === id)?.name ?? "",
    };
  }, [topics, teams, users, user, language]);
}

/** The queue that stands for "everything I may see": of all, of one's team, or of oneself. */
export function ownQueue({ mine }: Directory, user: User): string {
  if (mine.isAll) return "";
  return mine.teams[0] ? `team=${mine.teams[0].team_id}` : `owner=${user.user_id}`;
}
