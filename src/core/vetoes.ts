/** Why words of failure tell of none, in a few words for people. */
export const vetoTitles = {
  negated: 'a negation',
  'zero-count': 'a zero count',
  'no-value': 'a value that says no',
  'in-path': 'part of a path, a file or a package name',
  'in-url': 'part of a URL',
  'in-address': 'part of a mail address',
  flag: 'a command-line flag',
  compound: 'part of a longer word',
  identifier: 'the name of a part of a program',
  code: 'a line of source code',
  help: 'a line of a help text',
  setting: 'a setting',
  recovered: 'a failure that is over',
  handled: 'mended in the same breath',
  requested: 'a stop that was asked for',
  'unknown-value': 'a value that is not known',
  'passed-test': 'a test that passed',
  conditional: 'a condition or a purpose',
  title: 'a title or a term',
  sql: 'a database statement',
  quoted: 'text that somebody wrote',
  change: 'a note of a change',
} as const;

export type VetoId = keyof typeof vetoTitles;

/** One thing that can speak against words of failure. */
export interface Veto {
  readonly id: VetoId;
  /** The words it can speak against; all where it is left out. */
  readonly words?: RegExp;
  /** What must stand before the words (anchored at its end) and after them (anchored at its start); both where both are given. */
  readonly before?: RegExp;
  readonly after?: RegExp;
}

/** The end of a field's value: what follows is punctuation, the next field or nothing. */
const fieldEnd = /(?=["')\]}>]*\s*(?:$|[,;|&)\]}(]|\.(?:\s|$)|-\s|[\w.-]{1,40}["']?\s*[=:]))/.source;
const nouns = /(?:error|failure|fault|exception|timeout|time-out|crash|panic|warning|deadlock|retry|reset|exceeded|refused|denied|rejected|corruption|overflow|leak|loss)s?$/i;
/** What happened, rather than what there is. */
const participles = /(?:ed|lost|crash|down|fails?|missing|broken|hung|died|stuck)$/i;

/**
 * Every expression is anchored at the words and looks at a bounded window, so the cost of a match is constant.
 * Phrases that are failures in themselves ("no such file", "not found") are matched whole by their rules.
 */
export const vetoes: readonly Veto[] = [
  // What is denied.
  {
    id: 'negated',
    before:
      /\b(?:no|not|without|zero|never|neither|nor|free of|any|(?:is|was|are|were|did|does|do|has|have|had|will|wo|ca|could|should|must)n['’]t|cannot)[\s-]+(?:(?:a|an|any|more|known|new|such|further|fatal|critical|serious|unexpected|other|been|be|yet|ever|single|major|real|obvious|significant|necessarily|really|actually|considered|treated|as)\s+){0,3}$/i,
  },
  { id: 'negated', before: /\b[Nn]on[\s-]?$/ },
  { id: 'negated', before: /\b(?:no|without|neither)\s+(?:\w+,?\s+){1,3}(?:or|nor)\s+$/i },
  { id: 'negated', words: participles, before: /(?:\bnone of (?:the |these |our |its )?|\b(?:no(?! longer| such| space| more)|none|nothing|nobody)\s+)(?:[a-z]+\s+){0,2}(?:(?:has|have|was|were|is|are)\s+(?:been\s+)?)?$/i },

  // What counts to nothing, or has no value.
  {
    id: 'zero-count',
    words: /\D$/,
    after: /^(?:s|\(s\))?(?:[_ -]?(?:count|rate|total|number|code|no|num))?["']?\s*(?:=>|[=:]|>|is|are|)\s*["'[({]*(?:0x)?0+(?:\.0+)?\s?%?(?![\w.:])/i,
  },
  // "failures so far: 0": words may stand between the word that is counted and its count, or parts of its name.
  { id: 'zero-count', words: /\D$/, after: /^(?:s|\(s\))?(?:[\s_][a-z]+){1,4}\s*[=:]\s*0+(?:\.0+)?%?(?![\w.:])/i },
  { id: 'zero-count', words: /(?:errors|failures|faults|drops|timeouts|retries|exceptions|crashes|collisions|losses)$/i, after: /^(?:[\s_][\w/.-]+){1,5}\s*[=:]\s*0+(?:\.0+)?%?\s*(?:$|[,;|)\]}])/i },
  // A number before the words counts them, unless it names something ("node 0 failed") or is another field's ("bad=0 failed=2").
  {
    id: 'zero-count',
    words: /^(?!not[ -])(?!.*\d$)/i,
    before: /(?:^|[,;([{|">/-]\s*|(?<!\d):\s*|=\s+|\.\s+|\b(?:with|and|or|found|had|has|have|got|saw|were|are|was|is|only|total|passing|ok|\w+[^e\W]ed)\s+)0+(?:\/\d+|\s+of\s+\d+)?\s+(?:\w+\s+){0,2}$/i,
  },
  // Beside another count even what is "not" is counted: "12 responding, 0 not responding".
  { id: 'zero-count', words: /^not[ -]/i, before: /\d\s+\w+[,;]\s+0+\s+$/ },
  // An exception may be thrown with no message: "NullPointerException: null".
  { id: 'no-value', words: /^(?!.*[a-z]Exception$)/, after: new RegExp(`^s?(?:\\(s\\))?(?:[_ -]?(?:code|message|text|reason))?["']?\\s*(?:=>|[=:]|is|are)\\s*["'[({<]*(?:none|null|nil|undefined|false|no|off|ok|n\\/a|-)${fieldEnd}`, 'i') },
  { id: 'no-value', after: /^s?["']?\s*(?:[=:]\s*(?:""|''|\[\]|\{\}|\(\)|,)|=\s*$)/i },

  // What is a name and not a message.
  // A path starts like one, or has more than one slash: "read/write error" and "error/timeout" are none.
  { id: 'in-path', before: /(?:^|[\s"'(=:,[])(?:[A-Za-z]:[\\/]|\.{0,2}[\\/]|~\/|[\w@-]{0,80}\.[\w.@-]{1,80}\/|[\w@-]{1,80}[\\/][\w.@+-]{1,80}[\\/])(?:[\w.@+-]{0,80}[\\/]){0,12}[\w.@+-]*$/ },
  {
    id: 'in-path',
    words: /[A-Za-z]$/,
    after: /^[\w-]*(?:\.(?:log|txt|html?|php|js|ts|tsx|jsx|css|py|rb|java|go|rs|cs|cpp|c|h|o|json|ya?ml|xml|md|class|scala|kt|ini|conf|test|spec|hpp|hs|gcda|tpl|erb|svg|png|jar|map|csv|gz|zip|lock|snap|jpg|pdf)\b|\/(?:$|\s|[\w@-]{1,80}(?:\/|\.\w))|@\^?~?\d)/i,
  },
  { id: 'in-path', words: /^errors$/i, before: /\b(?:writ|log|redirect|send|append|dump)\w{0,5} $/i, after: /^ (?:to|into) / },
  { id: 'in-path', before: /\b(?:fix|feat|feature|bugfix|hotfix|release|origin)\/[\w./-]*$/ },
  { id: 'in-path', before: /\b(?:Compiling|Downloading|Downloaded|Installing|Collecting|Fetching|Unpacking|Checking|Adding|Removing|Updating|Building|Preparing to unpack|Setting up|Selecting) [\w@/.+-]*$/, after: /^[\w@/.+-]* \(?v?\d+\./ },
  { id: 'in-path', before: /\b(?:status|configure|trigproc|install|upgrade|remove|purge)(?: [a-z-]+)? [\w.+-]+-?$/, after: /^[\w.+-]*:(?:all|amd64|i386|arm64|armhf)\b/ },
  { id: 'in-url', before: /[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>]*$/i },
  { id: 'in-url', before: /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/[^\s"]*$/ },
  { id: 'in-url', before: /\/[^\s"']*\?[^\s"']*$/ },
  { id: 'in-address', before: /[\w.+-]@[\w.-]*$/ },
  { id: 'in-address', after: /^[\w.+-]*@[a-z\d-]+\.[a-z]/i },
  { id: 'flag', before: /(?:^|[\s[(|"'`])--?[A-Za-z][\w:+=-]*-?$/ },
  { id: 'flag', before: /(?:^|[\s[(|"'`])--?$/ },
  { id: 'flag', before: /(?:^|\s)--?[\w-]+=?[[{(<][\w|,-]*$/ },
  { id: 'flag', before: /\b(?:none|off|no|yes|warn|warning|info|ignore|default|all|auto|always|never|locale|hex|escape)\|(?:\w+\|){0,6}$/ },
  { id: 'flag', after: /^\|(?:warn|warning|none|off|no|yes|info|ignore|default|all|fail|fatal|auto|always|never|hex|escape|highlight)\b/ },
  { id: 'flag', before: /(?:^|\s)-XX:[+-]?\w*$/ },
  { id: 'compound', after: /^-[a-z]/i },
  { id: 'identifier', words: /^[a-z]*(?:error|errors|warn|warning|warnings|fatal|panic|exception|timeout|fail|abort|retry)$/, before: /[A-Za-z)\]]\.$/ },
  { id: 'identifier', after: /^\(\)/ },
  {
    id: 'identifier',
    words: nouns,
    after:
      /^ (?:handler|handling|listener|callback|report(?:s|er|ing)?|boundary|page|logger|filter|controller|service|policy|middleware|factory|manager|utils?|threshold|tolerance|correction|check(?:er|ing|s)|viewer|dialog|detect(?:or|ion)|inject(?:or|ion)|recovery|free|mode|formatter|mapper|matcher|limit|interval|counters?|strategy|budget|timer|support|settings?|enabled|disabled|configured)\b(?!.{0,40}\b(?:fail|could not|cannot|unable))/i,
  },
  { id: 'identifier', words: /^(?:error|exception|crash|failure|panic)s?$/i, after: /^ (?:logs?|codes?)\b(?! ?[:=]|\s\(?-?[1-9]|.{0,40}\b(?:fail|could not|cannot|unable))/i },
  {
    id: 'identifier',
    after: /^(?:s?(?:[A-Z]\w*|[_-]?)?(?:Handler|Listener|Callback|Report(?:er|ing)?|Boundary|Page|Logger|Log|Filter|Controller|Service|Policy|Middleware|Factory|Manager|Utils?|Detector|Provider|Formatter|Mapper|Matcher|Strategy|Translat(?:or|ion)|Resolver|Repository|Config|Settings?|Enabled|Count(?:er)?|Millis|Seconds|Ms|Interval|Threshold|Limit|Max))/,
  },
  { id: 'identifier', before: /\b(?:on|if|is|has|set|get|log|handle|catch|ignore|allow|report|show|display|print|stderr|std|strict|throw|raise|rescue|def|import|class|function|using|extends)[-_.]$/i, after: /^(?!["']?\s*[=:]\s*["']?(?:true|yes|[1-9a-z]))/i },
  // A verb that works on errors, or on what failed: `getErrors`, `isFailed()`, `retryFailedUploads`.
  {
    id: 'identifier',
    before: /(?:^|[^A-Za-z])(?:get|set|is|has|add|clear|remove|count|list|find|reset|register|retry|ignore|skip|show|display|to|with|from|as|new|when|should|assert|expect)_?$/,
    after: /^(?!["']?\s*[=:]\s*["']?(?:true|yes|[1-9"']))/i,
  },
  {
    id: 'identifier',
    words: /^(?:Error|Failure|Exception|error|failure|exception)/,
    before: /(?:^|[^A-Za-z])(?:handle|collect|print|log|report|format|throw|raise|build|create|make|mark|delete|check|convert|map|wrap)_?$/,
    after: /^(?!["']?\s*[=:]\s*["']?(?:true|yes|[1-9"']))/i,
  },
  { id: 'identifier', words: /^(?:Failed|failed|Rejected|rejected)$/, before: /[^A-Za-z][a-z]{2,12}_?$|^[a-z]{2,12}_?$/, after: /^_?(?:[A-Z][a-z]+|[a-z]+)s\b/ },
  { id: 'identifier', before: /\b(?:class|module|package|interface|trait|struct|enum|type|bean|filter chain|component|plugin|handler|Loaded|Loading|Adding|Registered|Registering|Mapped|Mapping|Creating|Initiali[sz](?:ed|ing)) [\w.$[,: ]{0,80}$/, after: /^[\w.$]*\b(?!:| (?:in|at|was|while|occurred|thrown)\b)/, words: /^[A-Z]\w*(?:Exception|Error|Failure|Fault)$|^(?:Timeout|Failed|Failure|Error)$/ },
  { id: 'code', before: /^\s*(?:import|from \S{1,80} import) (?:\{ ?)?(?:[\w.]+[., ] ?){0,8}\w*$/, words: /(?:Error|Exception|Warning|Failure)$|^(?:errors|warnings|exceptions)$/, after: /^(?![: ]*\d)/ },
  { id: 'code', before: /^\s*(?:throw new|raise|except|rescue|(?:\} ?)?catch|throws) ?\(?(?:[\w.]+, ?){0,6}[\w.]*$/ },
  { id: 'code', before: /^\s*(?:except|(?:\} ?)?catch) ?\([^()]{1,120}\) as $/ },
  { id: 'code', before: /^\s*(?:if|while|for|switch|return|assert|const|let|var|await|yield)\b[^:]{0,200}$/, after: /^[^:]{0,200}[;{)]\s*$/ },
  { id: 'code', before: /^\s*(?:public|private|protected|static|final|abstract|async|void|fn|func|def|function|export)\s+\w.{0,200}$/, after: /^.{0,200}(?:[;{]|\):)\s*$/ },
  { id: 'code', before: /\b(?:console|logg?(?:er)?|logging|warnings?)\.\w{3,9}\([^)]{0,120}$|\b[a-z]{0,4}printf\([^)]{0,120}$/ },
  { id: 'code', before: /^\s*(?:\/\/|\/\*|\*\s+@)\s*.{0,220}$/ },
  { id: 'code', before: /^\s*(?:class|interface|struct|trait|enum|object) \w{0,80}$/, after: /^\w*(?:\(| extends| implements| \{|:)/ },
  { id: 'code', before: /^\s*(?:class|interface) \w{1,80} (?:extends|implements) $/ },
  { id: 'code', before: /^\s*class \w{1,80}\($/ },
  { id: 'code', words: /^warnings?$/, after: /^\.warn\(/ },
  { id: 'code', before: /^import (?:[\w.]+\.)?$/ },
  { id: 'code', before: /^\s*# ?include\b.{0,60}$/ },
  { id: 'code', after: /^(?:.{0,200}\w)?\([^()]{0,200}\)(?:;|\)?;| \{| => \{)\s*$/ },
  { id: 'code', before: /<\/$/, after: /^[\w:]*>/ },

  // Settings, help, conditions, titles.
  { id: 'help', before: /^\s*-{1,2}[A-Za-z?][\w-]*(?:[,|]? ?-{1,2}[\w-]+)?(?:[ =][A-Z[<]\S*)?(?:\s{2,}|\t).{0,200}$/ },
  { id: 'help', before: /^\s*usage:.{0,220}$/i },
  { id: 'setting', before: /\b(?:log[-_ ]?(?:level|threshold)|verbosity|severity)\b\W*(?:(?:set|changed) to|is|to)?\W*$/i },
  {
    id: 'setting',
    before: /(?:^|[^A-Za-z])(?:max(?:imum)?|min(?:imum)?|limit|threshold|allowed|tolerated|on|ignore|continue[-_]on|fail[-_]on|stop[-_]on|exit[-_]on|show|display|log|report|suppress|default|warn)[-_.]?(?:[A-Za-z]{1,20}[-_])?$/i,
    after: /^\w*["']?\s*[=:]\s*\S/,
  },
  // The words may hold the value: "max_errors: 10", "fail_on_error: true".
  { id: 'setting', words: /[=:]\s*["']?[\w,]+$/, before: /(?:^|[^A-Za-z])(?:max(?:imum)?|min(?:imum)?|limit|threshold|allowed|tolerated|ignore|continue[-_]on|fail[-_]on|stop[-_]on|exit[-_]on|abort[-_]on|on|show|display|log|report|suppress|retry[-_]on|restart[-_]on|halt[-_]on)[-_.]?(?:[A-Za-z]{1,20}[-_])?$/i },
  { id: 'setting', words: /^(?:On|Log|Ignore|Show)[A-Z]/, after: /^\s*=/ },
  { id: 'setting', words: /^ERR(?:OR)?_/, after: /^(?:OG|EVEL|EPORTING|ANDLER|AGE|ODE)\b/ },
  { id: 'setting', words: /^warnings?$/i, before: /\b(?:fail|exit|stop)[-_]on[-_]$/i },
  {
    id: 'setting',
    words: /time[-_ ]?outs?$/i,
    after: /^(?:[-_.]?(?:ms|millis|seconds|secs?|in[-_]\w+))?["']?\s*(?:(?:value|setting|period|is|was|of|set to|changed (?:from|to)|[=:])\s*){1,3}["'[(]*\d[\d.,]*\s?(?:[a-zµ]{1,12})?\b(?!.{0,12}\b(?:exceeded|elapsed|expired|reached|passed)\b)/i,
  },
  { id: 'setting', words: /^time_?out$/i, before: /[a-z_]$/, after: /^(?:[A-Z_]\w*)?["']?\s*[=:]?\s*\d/ },
  { id: 'setting', words: /time[- ]?outs?$/i, before: /\b(?:idle|session|keep-?alive|inactivity|lease|grace)\s+$/i, after: /^ \d+ ?[a-z]+\W*$/i },
  { id: 'setting', words: /time[- ]?outs?$/i, before: /\b(?:set(?:s|ting)?|configur\w{2,3}|default|using|with|increas\w{1,3}|max(?:imum)?|min(?:imum)?)\s+(?:[\w-]+\s+){0,2}$/i, after: /^\s*(?:to|of|[=:])?\s*\d/i },
  { id: 'setting', before: /^\s*[\w.]{0,60}$/, after: /^(?:\.[\w.]{1,60})?\s+=\s+["']?(?:all|any|true|on|abort|unwind|restart|continue|ignore|warn|notify|remount-ro|kill)\b/ },
  { id: 'setting', words: nouns, before: /[:,(\s](?:on)?$/, after: /^s?=(?:remount-ro|continue|panic|ignore|warn|log|off)\b/ },
  { id: 'setting', before: /\b\w{1,12}_next_upstream\s+(?:\w+\s+){0,5}$/ },
  { id: 'setting', after: /^\w{0,12} action\b/i },
  // A kernel's command line: `panic=10`, `oops=panic`.
  { id: 'setting', words: /^panic$/i, after: /^=-?\d/ },
  { id: 'setting', words: /^panic$/i, before: /\boops=$/ },
  // A part of a system that bears the name of what it deals with.
  { id: 'title', words: nouns, after: /^ (?:[A-Z]\w+ ){0,3}(?:\([A-Z]+\) )?(?:(?:support|collector|mapping|serialization|reporting|table|button|record)s? (?:is |are |was |were )?)(?:\w+ )?(?:initiali[sz]ed|enabled|registered|installed|loaded|started|ready|active)\b/i },
  { id: 'title', words: /^errors?$/i, after: /^ (?:bounds?|margins?|terms?|bars?|estimates?|tolerances?)\b/i },
  { id: 'recovered', words: /(?:error|fail|failure|fault)$/i, after: /^ counters? (?:was |were |is |are )?(?:reset|cleared)\b/i },
  { id: 'title', words: /^errors?$/i, after: /^ (?:are|will be|is) (?:written|logged|sent|printed|reported|redirected) to\b/i },
  { id: 'no-value', words: /^[a-z ]+$/, after: /^(?: (?:predicted|expected|detected|imminent|enabled|present))?: (?:no|none|false|never)\s*$/i },
  { id: 'no-value', after: /^-killer (?:enabled|active): (?:no|false)\s*$/i },
  { id: 'recovered', before: /\bno longer $/i },
  { id: 'conditional', before: /\b(?:if|when|whenever|whether|unless|in case of|until|once|should)\s+(?:(?:a|an|the|any|it|this|that|there is|there are|of|you)\s+){0,2}(?:\w+\s+)?(?:(?:has|have|is|are|was|were|does|do|still|ever)\s+)?$/i },
  { id: 'conditional', before: /\b(?:on|upon|for|against|avoid|prevent|ignore|tolerate|suppress)\s+(?:(?:a|an|any|first|each|every|possible|potential|disk|power|the)\s+){0,2}$/i },
  { id: 'conditional', words: /^(?!max)/i, before: /\b(?:ignor|tolerat|avoid|prevent|suppress|simulat|inject|emulat)(?:e|es|ing)?\s+(?:(?:a|an|the|all|any)\s+)?(?:\w+\s+(?:of|with|and)\s+)?$/i },
  { id: 'conditional', before: /\b(?:may|might|can|could|would|will|must|shall)\s+(?:(?:also|still|never|not|cause|lead to|result in|produce|raise|throw|trigger)\s+){0,2}(?:(?:a|an|some)\s+)?$/i },
  { id: 'conditional', before: /\b(?:check|look|scan|test|watch|monitor|search|prob|wait|prepar)ing\s+(?:[\w/]+\s+)?for\s+(?:(?:any|all|new|memory|disk|the|possible)\s+){0,2}$/i },
  { id: 'conditional', words: /^fails?$|^retry$/i, after: /^ (?:if|when|unless)\b/i },
  { id: 'conditional', words: /^(?:retry|retrying|will retry)$/i, after: /^ (?:\w+ times? if|on (?:failure|error|timeout)|if|limit|polic\w+|count|interval|budget|strategy)\b/i },
  { id: 'title', words: nouns, before: /^\W*$/, after: /^\s+(?:and|or|&)\s+(?:warnings?|errors?|failures?|messages|exceptions|logs?)\W*$/i },
  { id: 'title', before: /^\W*(?:errors?|failures?|warnings?)\s+(?:and|or|&)\s+$/i, after: /^\W*$/ },
  { id: 'title', words: nouns, before: /\w\s[>›»]\s$/, after: /^\s*$/ },
  { id: 'title', words: /^errors?$/i, before: /\b(?:margin of|trial and|(?:mean|root mean|squared?|absolute|relative|standard|rounding|quantization) )\s*$/i },
  { id: 'title', words: /^errors?$/i, before: /\b(?:training|validation|test|prediction|approximation|measurement|average|estimation|fit)\s+$/i, after: /^["']?\s*(?:[=:]|is|of)?\s*\d{0,6}\.\d/ },
  { id: 'title', words: /^validation error$/i, after: /^["']?\s*[=:]?\s*\d+\.\d/ },
  { id: 'title', words: /\b(?:lamp|light)|^warning$|^alert$|^alarm$/i, after: /^ (?:lamp|light|service|centre|center|bell|clock|system|sound|banner|icon|list|rule|manager|message was|mail|sent)\b/i },
  { id: 'title', words: /^(?:warning|alert|error report)s?$/i, before: /\b(?:a|an|the|\d+)\s+(?:\w+\s+)?$/i, after: /^ (?:was|were|has been|have been|is|are)? ?(?:sent|mailed|delivered|published|posted|created|queued|acknowledged|cleared|read)\b/i },
  // A key of a translation has parts; fields of a log ("error.message") have two.
  { id: 'title', words: nouns, before: /^["']?$/, after: /^(?:\.[a-zA-Z][\w-]*){2,6}["']?\s*[=:]/ },
  { id: 'title', before: /^["']?errors?(?:\.[\w-]+){1,6}\.$/i, after: /^(?:\.?[\w-]+){0,4}["']?\s*[=:]/ },
  { id: 'title', before: /^["']?errors?(?:\.[\w-]+){2,6}["']?\s*[=:].{0,200}$/i },
  { id: 'title', before: /^(?:Starting|Started|Finished|Stopping|Stopped|Reloading|Scheduled|Mounting|Listening on) [A-Z][\w ]{0,60}$/, after: /^[\w ]*\.{1,3}$/ },
  { id: 'unknown-value', words: /^unknown$/i, before: /(?:^|[=:]\s*)["'(]?$/, after: /^["')]?\s*(?:$|[,;|\]])/ },
  { id: 'unknown-value', words: /^unknown$/i, before: /\b(?:from|to|by)\s+$/i, after: /^\[/ },

  // What came right, or was meant.
  {
    id: 'recovered',
    after:
      /^.{0,120}?(?<!\b(?:not|never|cannot|\d)\s(?:be\s|been\s|yet\s){0,2})\b(?:succeeded|recovered|corrected|resolved|was handled|is normal|can be ignored|safely ignored|back (?:online|to normal)|back up(?! (?:data|your|all)\b))\b/i,
  },
  { id: 'recovered', before: /\b(?:recover(?:ed|ing|s)?|restored|resum(?:ed|ing)|succeeded|back)\s+(?:from|after)\s+(?:\w+\s+){0,2}$/i },
  { id: 'recovered', words: nouns, after: /^(?: (?:in|of|with) \w+(?: \w+)?)? (?:was |were |is |has been |have been )?(?:cleared|resolved|corrected|fixed)\b/i },
  { id: 'recovered', before: /\b(?:alarm|alert|error|fault|condition)s? cleared:? .{0,60}$/i },
  // What is amiss is mended in the same breath.
  { id: 'handled', words: /(?:not found|does not exist|missing|expired|stale|unknown|invalid)$/i, after: /^.{0,80}\b(?:using|creating|created|loading|fetching|generating|installing|refreshing|renewing|reloading|downloading|initiali[sz]ing)\b/i },
  // What failed before is being tidied up or counted among what is kept.
  { id: 'handled', words: /^(?:\d+ )?failed$/i, before: /\b(?:clean(?:ed|ing)?[- ]?up|remov(?:e[sd]?|ing)|delet(?:e[sd]?|ing)|purg(?:e[sd]?|ing)|prun(?:e[sd]?|ing)|keep(?:s|ing)?|list(?:s|ing)?|reprocess(?:ed|ing)?)\s+(?:of\s+)?(?:the\s+|all\s+|old\s+|last\s+)?(?:\d+\s+)?$/i, after: /^\s+[a-z]+s\b/i },
  { id: 'handled', words: /^expired$/i, before: /\bsession (?:has |is )?$/i },
  { id: 'handled', words: /^stale$/i, before: /\b(?:entry|cache|copy|entries) (?:is|are) $/i },
  { id: 'handled', words: /^(?:unknown|invalid|unexpected|missing|unsupported|stale)$/i, before: /\b(?:ignor|dropp|remov|strip)(?:ed|ing) (?:\d+ )?$/i },
  { id: 'handled', words: /^warnings?$/i, before: /(?:[a-z,;(]\s+|^\s*)\d+ (?:\w+ )?$/i, after: /^(?:s\b|[,;)]| in\b| emitted\b|\s*={2})/ },
  {
    id: 'requested',
    words: /^(?:aborted|aborting|interrupted|killed|terminated|cancell?ed|disconnected)$/i,
    after: /^.{0,40}\b(?:by (?:the )?(?:user|administrator|operator|admin|master|scheduler)|due to (?:user request|administrator command)|on (?:user )?request|SIGTERM|SIGINT|SIGHUP)\b/i,
  },
  { id: 'requested', words: /^interrupted$/i, after: /^ by signal (?:1|2|15)\b/i },
  { id: 'requested', words: /\bkilled$/i, after: /^.{0,40}\b(?:on request|by the \w*Master|requested by)\b/i },
  { id: 'requested', words: /^lost connection$/i, after: /^: (?:disconnected|quit|left)\b/i },
  { id: 'requested', before: /\badministratively $/i },
  { id: 'requested', words: /\bdown$/i, before: /\bto administratively .*$/i },
  { id: 'passed-test', before: /^\s*(?:✓|✔|√|ok \d|PASS(?:ED)?\b|\[PASS(?:ED)?\]).{0,240}$/ },
  { id: 'passed-test', after: /^.{0,240}?(?:\.{3}\s*(?:ok|passed)\s*$|\sPASSED\b)/ },
  { id: 'passed-test', words: /^(?!not)/i, after: /^(?: [a-z]+){0,3}:? (?:ok|passed|clean|none|succeeded)\W*$/i },
  { id: 'change', words: nouns, before: /(?:\b(?:[Ff]ix|[Ss]olv|[Rr]esolv|[Cc]lear|[Cc]los|[Cc]orrect)(?:ed|es|ing|s)|(?:^|[:;] |[\da-f]{7} |#\d+:? )(?:Fix|Solve|Resolve|Clear|Close|fix|solve|resolve|close))\s+(?:(?:a|an|the|all|some|possible|potential|previous)\s+){0,2}(?:(?:issue|bug|ticket)s?:?\s+)?(?:#\d+:?\s+)?(?:\w+\s+){0,2}$/ },
  { id: 'change', before: /^\s*(?:feat|fix|chore|docs|refactor)(?:\([\w-]+\))?!?: .{0,100}$/ },
  { id: 'change', before: /^\s*[-*+] (?:Fix(?:es|ed)?|Closes|Work around|Add(?:ed)?|Remove[sd]?|Drop(?:ped)?|Disable[sd]?|Backport) .{0,200}$/ },
  { id: 'change', before: /^\s*(?:[*+-] [\da-f]{3}|commit )[\da-f]{4,40} .{0,100}$/ },

  // What others wrote.
  { id: 'sql', before: /\b(?:select\b[^;]{0,200}\bfrom|insert into|delete from|(?:create|alter|drop|truncate) (?:table|(?:unique )?index \S+ on)(?: if(?: not)? exists)?)\s+["'`]?[\w.]*$/i },
  { id: 'sql', before: /\b(?:create|alter|drop) (?:table|index|view|column)\b[^;:]{0,120}$/i, after: /^(?![^;]*\b(?:failed|denied|aborted)\b)/i },
  { id: 'sql', before: /\b(?:select|update|delete)\b[^;]{0,160}\bwhere\s+(?:[^;]{0,80}\b(?:and|or)\s+)?(?:\w+\.)?["'`]?$/i },
  { id: 'sql', before: /\bselect\s[^;]{0,200}$/i, after: /^[^;]{0,200}\sfrom\s/i },
  { id: 'sql', before: /\b(?:where|values|set)\b[^;]{0,200}'[^']{0,60}$/i, after: /^[^']{0,60}'/ },
  { id: 'quoted', words: /^(?![A-Z]\w*(?:Error|Exception)$)/, before: /(?:quer(?:y|ies)|search(?:ed)?(?: for)?|said|says|title|titled|comment|subject|q|terms?|keywords?|name|label|input|typed|wrote|writes|note|menu item|page|tab|button|clicked|pressed|selected|track|song|book|ticket \S{1,12} (?:created|opened|closed)|message of \w+)\s*(?:added|set)?\s*[=:]?\s*["'“][^"'”]{0,200}$/i },
  { id: 'quoted', before: /(?:\[chat\] |\bchat: |\bchat <[\w-]{1,30}> ).{0,120}$/i },
];
