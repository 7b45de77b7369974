/** The server's rule for the length of a password; it also refuses what is easy to guess. */
import type { User } from "../../shared/api/types";

export const SHORTEST_ALONE = 15;
export const SHORTEST_BESIDE_A_FACTOR = 8;

export function shortestFor(user: User): number {
  return user.factors.length ? SHORTEST_BESIDE_A_FACTOR : SHORTEST_ALONE;
}
