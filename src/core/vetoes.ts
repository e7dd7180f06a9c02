/** One thing that can speak against a word of failure: why the text around the match does not tell of one. */
interface Veto {
  readonly id: string;
  /** Tested against the text before the match (anchored at its end) and after it (anchored at its start). */
  readonly before?: RegExp;
  readonly after?: RegExp;
}

/**
 * Every expression is anchored at the match and looks at a bounded window, so the cost of a match is constant.
 */
const vetoes: readonly Veto[] = [
  { id: 'negated', before: /\b(?:no|not|without|zero|never|0|free of|any|non|isn't|wasn't|didn't|doesn't|cannot|nor)[\s-]+(?:(?:a|an|any|more|known|new|such|further|fatal|critical|serious|unexpected|other)\s+)?$/i },
  // "no such file" and "not found" are failures in themselves; rules state those as whole phrases.
  { id: 'zero-count', after: /^(?:s|\(s\))?(?:[_ -]?(?:count|rate|total|number))?["']?\s*(?:[=:]|is|are)\s*["'[({]*\s*(?:0+(?:\.0+)?%?|none|null|nil|<nil>|undefined|false|no|ok|n\/a|""|'')(?![\w.])/i },
  { id: 'zero-count', after: /^(?:s|\(s\))?["']?\s*[=:]\s*(?:""|''|\[\]|\{\}|,|$)/i },
  { id: 'zero-count', before: /(?:^|[^\w.,])0+\s+(?:\w+\s+){0,2}$/ },
  { id: 'false-value', after: /^["']?\s*[=:]\s*["']?(?:false|no|0|off|none|null|nil)\b/i },
  { id: 'in-path', before: /(?:[\w.~-]\/|[\\/])[\w.-]*$/ },
  { id: 'in-path', after: /^[\w-]*(?:\.(?:log|txt|html?|php|js|ts|tsx|jsx|css|py|rb|java|go|rs|cs|cpp|c|h|o|json|ya?ml|xml|md|class|scala|kt|ini|conf|test|spec|hpp|hs|gcda|tpl|erb|svg|png)\b|\/[\w.-])/i },
  { id: 'in-url', before: /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]*$/i },
  { id: 'flag', before: /(?:^|\s)--?[\w-]*$/ },
  { id: 'identifier', after: /^[-_]?(?:handler|handling|handlers|listener|callback|reporter|boundary|page|codes?|logger|filter|controller|service|policy|middleware|factory|manager|utils?|types?|messages?|level|log|logs|stack|stream|output|channel|queue|threshold|tolerance|correction|detection|injector|injection|recovery|prone|free|mode|tests?|spec|formatter|mapper|matcher|domain)\b/i },
  { id: 'identifier', before: /\b(?:on|if|is|has|set|get|log|handle|catch|ignore|allow|report|show|print|stderr|std|strict|throw|raise|rescue|def|import|class|function|using|extends|test|tests|describe|it)[-_.]?$/i },
  { id: 'recovered', after: /^.{0,120}\b(?:succeeded|recovered|corrected|resolved|was handled|is normal|can be ignored|safely ignored)\b/i },
  { id: 'conditional', before: /\b(?:if|when|whether|unless|in case of|until)\s+(?:(?:a|an|the|any|it|this|that|there is|there are|of)\s+){0,2}(?:\w+\s+)?$/i },
  { id: 'conditional', before: /\b(?:on|upon|for|against|avoid|prevent|ignore|tolerate)\s+(?:(?:a|an|any|possible|potential)\s+)?$/i },
  { id: 'sql', before: /\b(?:select|insert into|update|delete from|create table|alter table)\b[^;]{0,200}$/i },
  { id: 'quoted', before: /(?:query|search|said|says|title|comment|subject|text|body|q|term|keyword|name|label|input|typed)\s*[=:]?\s*["'“][^"'”]{0,200}$/i },
];

const window = 240;

/** Ids of the vetoes that hold for the words at `[start, end)`; empty where nothing speaks against them. */
export function vetoesAt(text: string, start: number, end: number): string[] {
  const before = text.slice(Math.max(0, start - window), start);
  const after = text.slice(end, end + window);
  const found = new Set<string>();
  for (const veto of vetoes) {
    if (veto.before?.test(before) === true || veto.after?.test(after) === true) found.add(veto.id);
  }
  return [...found];
}
