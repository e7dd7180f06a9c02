/** Ids that a record names, at most, in so much of it. */
const mostIds = 4;
const longestText = 1000;
/** Names of what several records have in common, with a value. */
const named = /\b(?:trace|span|request|req|correlation|transaction|txn|session|thread|job|order|task|message|msg)[-_. ]?(?:id|no|key)?["']?[=:]\s?["']?([\w-]{3,64})/gi;
const bare = /\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{32})\b/gi;

/** Ids of traces, requests, threads and the like that a record names: records that share one belong to one course of events. */
export function sharedIds(text: string): string[] {
  const searched = text.slice(0, longestText);
  const ids = new Set<string>();
  for (const expression of [named, bare]) {
    for (const match of searched.matchAll(expression)) {
      if (ids.size === mostIds) return [...ids];
      const id = match[1] ?? match[0];
      // A word is no id.
      if (/\d/.test(id)) ids.add(id.toLowerCase());
    }
  }
  return [...ids];
}
