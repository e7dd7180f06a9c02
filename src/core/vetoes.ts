/** One thing that can speak against words of failure: why the text around them does not tell of one. */
interface Veto {
  readonly id: string;
  /** The words it can speak against; all where it is left out. */
  readonly words?: RegExp;
  /** What must stand before the words (anchored at its end) and after them (anchored at its start); both where both are given. */
  readonly before?: RegExp;
  readonly after?: RegExp;
}

/** The end of a field's value: what follows is punctuation, the next field or nothing. */
const fieldEnd = /(?=["')\]}>]*\s*(?:$|[,;|&)\]}(]|\.(?:\s|$)|-\s|[\w.-]{1,40}["']?\s*[=:]))/.source;
const nouns = /(?:error|failure|fault|exception|timeout|time-out|crash|panic|warning|deadlock|retry|reset|exceeded|refused|denied|rejected|corruption|overflow|leak)s?$/i;

/**
 * Every expression is anchored at the words and looks at a bounded window, so the cost of a match is constant.
 * Phrases that are failures in themselves ("no such file", "not found") are matched whole by their rules.
 */
const vetoes: readonly Veto[] = [
  {
    id: 'negated',
    before:
      /\b(?:no|not|without|zero|never|free of|any|non|nor|(?:is|was|are|were|did|does|do|has|have|had|will|wo|ca|could)n['’]t|cannot)[\s-]+(?:(?:a|an|any|more|known|new|such|further|fatal|critical|serious|unexpected|other|been|be|yet|ever|single|major|real|obvious|significant)\s+){0,3}$/i,
  },
  { id: 'negated', before: /\b(?:no|without)\s+(?:\w+,?\s+){1,3}(?:or|nor)\s+$/i },
  { id: 'zero-count', after: /^(?:s|\(s\))?(?:[_ -]?(?:count|rate|total|number))?["']?\s*(?:[=:]|is|are|)\s*["'[({]*0+(?:\.0+)?%?(?![\w.:])/i },
  // "failures so far: 0": words may stand between the word that is counted and its count.
  { id: 'zero-count', after: /^(?:s|\(s\))?(?:\s+[a-z]+){1,4}\s*[=:]\s*0+(?:\.0+)?%?(?![\w.:])/i },
  // A number before the words counts them, unless it names something: "0 errors", but "node 0 failed".
  {
    id: 'zero-count',
    before:
      /(?:^|[,;:([{|="'>-]\s*|\.\s+|\b(?:with|and|or|found|had|has|have|got|saw|were|are|was|is|only|total|passing|ok|\w+[^e]ed)\s+)0+(?:\/\d+)?\s+(?:\w+\s+){0,2}$/i,
  },
  // An exception may be thrown with no message: "NullPointerException: null".
  { id: 'no-value', words: /^(?!.*[a-z]Exception$)/, after: new RegExp(`^s?(?:\\(s\\))?["']?\\s*(?:[=:]|is|are)\\s*["'[({<]*(?:none|null|nil|undefined|false|no|off|ok|n\\/a)${fieldEnd}`, 'i') },
  { id: 'no-value', after: /^s?["']?\s*(?:[=:]\s*(?:""|''|\[\]|\{\}|,)|=\s*$)/i },
  { id: 'in-path', before: /[\\/][\w.-]*$/ },
  {
    id: 'in-path',
    after: /^[\w-]*(?:\.(?:log|txt|html?|php|js|ts|tsx|jsx|css|py|rb|java|go|rs|cs|cpp|c|h|o|json|ya?ml|xml|md|class|scala|kt|ini|conf|test|spec|hpp|hs|gcda|tpl|erb|svg|png|jar)\b|\/[\w.-])/i,
  },
  { id: 'in-url', before: /[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>]*$/i },
  { id: 'flag', before: /(?:^|\s)--?[\w-]*$/ },
  { id: 'compound', after: /^-[a-z]/i },
  { id: 'identifier', words: /^[a-z]+$/, before: /[A-Za-z)\]]\.$/ },
  { id: 'identifier', after: /^\(\)/ },
  {
    id: 'identifier',
    words: nouns,
    after:
      /^ (?:handler|handling|listener|callback|report(?:er|ing)|boundary|page|logger|logs?|filter|controller|service|policy|middleware|factory|manager|utils?|threshold|tolerance|correction|detect(?:or|ion)|inject(?:or|ion)|recovery|free|mode|formatter|mapper|matcher|limit|interval|counters?|strategy|budget|timer|support|settings?|enabled|disabled|configured)\b/i,
  },
  { id: 'identifier', before: /\b(?:on|if|is|has|set|get|log|handle|catch|ignore|allow|report|show|print|stderr|std|strict|throw|raise|rescue|def|import|class|function|using|extends)[-_.]$/i },
  { id: 'setting', before: /\b(?:log[-_ ]?level|verbosity)\b\W*(?:(?:set|changed) to|is|to)?\W*$/i },
  {
    id: 'setting',
    words: /time[- ]?outs?$/i,
    after: /^["']?\s*(?:(?:value|setting|period|is|was|of|set to|changed (?:from|to)|[=:])\s*){1,3}["'[(]*\d[\d.,]*\s?(?:[a-zµ]{1,12})?\b(?!.{0,12}\b(?:exceeded|elapsed|expired|reached|passed)\b)/i,
  },
  { id: 'setting', words: /time[- ]?outs?$/i, before: /\b(?:set(?:s|ting)?|configur\w{2,3}|default|using|with|increas\w{1,3}|max(?:imum)?|min(?:imum)?)\s+(?:[\w-]+\s+){0,2}$/i, after: /^\s*(?:to|of|[=:])?\s*\d/i },
  {
    id: 'recovered',
    after:
      /^.{0,120}?(?<!\b(?:not|never|cannot|\d)\s(?:be\s|been\s|yet\s){0,2})\b(?:succeeded|recovered|corrected|resolved|was handled|is normal|can be ignored|safely ignored|back (?:online|up|to normal))\b/i,
  },
  { id: 'recovered', before: /\b(?:recover(?:ed|ing|s)?|restored|resum(?:ed|ing)|succeeded|back)\s+(?:from|after)\s+(?:\w+\s+){0,2}$/i },
  { id: 'recovered', words: nouns, after: /^ (?:was |were |has been |have been )?cleared\b/i },
  { id: 'recovered', before: /\b(?:fix(?:ed|es|ing)?|solve[sd]?|resolve[sd]?|clear(?:ed|ing)?)\s+(?:(?:a|an|the|all|some|possible|potential|previous)\s+){0,2}$/i },
  // What is amiss is mended in the same breath.
  { id: 'handled', words: /(?:not found|does not exist|missing|expired|stale|unknown|invalid)$/i, after: /^.{0,80}\b(?:using|creating|created|loading|fetching|generating|installing|refreshing|renewing|reloading|downloading|initiali[sz]ing)\b/i },
  { id: 'unknown-value', words: /^unknown$/i, before: /(?:^|[=:]\s*)["'(]?$/, after: /^["')]?\s*(?:$|[,;|\]])/ },
  { id: 'passed-test', before: /^\s*(?:✓|✔|√|ok \d|PASS(?:ED)?\b|\[PASS(?:ED)?\])/ },
  { id: 'passed-test', after: /\.{3}\s*(?:ok|passed)\s*$|\sPASSED\b/ },
  { id: 'conditional', before: /\b(?:if|when|whether|unless|in case of|until)\s+(?:(?:a|an|the|any|it|this|that|there is|there are|of)\s+){0,2}(?:\w+\s+)?$/i },
  { id: 'conditional', before: /\b(?:on|upon|for|against|avoid|prevent|ignore|tolerate)\s+(?:(?:a|an|any|first|each|every|possible|potential)\s+){0,2}$/i },
  { id: 'conditional', before: /\b(?:ignor|tolerat|avoid|prevent)(?:e|es|ing)?\s+(?:\w+\s+(?:of|with|and)\s+)?$/i },
  { id: 'sql', before: /\b(?:select\b[^;]{0,200}\bfrom|insert into|delete from|(?:create|alter|drop|truncate) table(?: if(?: not)? exists)?)\s+["'`]?[\w.]*$/i },
  { id: 'sql', before: /\bselect\s[^;]{0,200}$/i, after: /^[^;]{0,200}\sfrom\s/i },
  { id: 'sql', before: /\b(?:where|values|set)\b[^;]{0,200}'[^']{0,60}$/i, after: /^[^']{0,60}'/ },
  { id: 'quoted', before: /(?:query|search|said|says|title|comment|subject|q|term|keyword|name|label|input|typed)\s*[=:]?\s*["'“][^"'”]{0,200}$/i },
];

const window = 240;

/** Ids of the vetoes that hold for the words at `[start, end)`; empty where nothing speaks against them. */
export function vetoesAt(text: string, start: number, end: number): string[] {
  const words = text.slice(start, end);
  const before = text.slice(Math.max(0, start - window), start);
  const after = text.slice(end, end + window);
  const holds = (veto: Veto): boolean => veto.words?.test(words) !== false && veto.before?.test(before) !== false && veto.after?.test(after) !== false;
  return [...new Set(vetoes.filter(holds).map(({ id }) => id))];
}
