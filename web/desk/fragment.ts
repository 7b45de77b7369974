/** The secret that a mailed link carries in its fragment: read once, when the page loads, and gone from the bar at once. */
function take(): string {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

export const secretAtStart = take();
