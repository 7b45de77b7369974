/** Orders of chance: a seed decides one, so that the same seed asks in the same order on any device and at any time. */

const LARGEST_SEED = 2 ** 31 - 1;

/** A new order; it tells nothing of who asked for it. */
export function newSeed(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return (drawn % LARGEST_SEED) + 1;
}

/** Put a survey that was just made into the order of a seed; without one the library draws an order of its own. */
export function arrange(model: { randomSeed: number }, seed: number | undefined): void {
  if (seed) model.randomSeed = seed;
}
