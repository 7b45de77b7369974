/** Names of topics, teams and people; a role that may not list them sees what it may. */
import { useMemo } from "react";
import type { List, PublicTopic, StaffUser, Team, User } from "../../shared/api/types";
import { localized, useLanguage } from "../../shared/i18n/language";
import { useDesk, useDeskLoad } from "../session";

export type Directory = {
  topics: PublicTopic[];
  teams: Team[];
  users: User[];
  topicName: (id: string) => string;
  userName: (id: string) => string;
};

export function useDirectory(): Directory {
  const { user } = useDesk();
  const { language } = useLanguage();
  const topics = useDeskLoad((call) => call<List<PublicTopic>>("GET", "/topics"), []).value?.items;
  const teams = useDeskLoad((call) => call<List<Team>>("GET", "/teams"), []).value?.items;
  const users = useDeskLoad((call) => call<List<StaffUser>>("GET", "/users"), []).value?.items;
  return useMemo(() => {
    const people: User[] = users ?? [user];
    return {
      topics: topics ?? [],
      teams: teams ?? [],
      users: people,
      topicName: (id) => localized(topics?.find(({ topic_id }) => topic_id === id)?.name, language),
      userName: (id) => people.find(({ user_id }) => user_id === id)?.name ?? "",
    };
  }, [topics, teams, users, user, language]);
}
