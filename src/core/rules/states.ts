import type { Rule } from './rule';

/** What a service, a job or a request came to. */
export const stateRules: readonly Rule[] = [
  {
    id: 'gave-up',
    title: 'Something was given up',
    category: 'general',
    severity: 'high',
    pattern:
      /\bgiv(?:ing|en|e) up\b|\bgave up\b|\b(?:max(?:imum)?|all) (?:number of )?(?:retries|attempts|tries) (?:were |was |have been )?(?:exceeded|reached|exhausted|failed|used up)\b|\b(?:retries|attempts) exhausted\b|\brepeated too quickly\b|\bOnly ran for \d+ seconds\b|\bcircuit ?breaker\b.{0,40}\b(?:opened|is open|tripped|open)\b|\bmisfir(?:e|ed)\b|\bmissed heartbeats?\b|\bmissed (?:its |the |a )?(?:schedule|start|run|deadline|window|heartbeat)\b|\boverran\b|\bdue to (?:time|memory) limit\b/i,
    actions: ['Look at the first attempts: they say why it did not work.'],
  },
  {
    id: 'unclean-stop',
    title: 'It was not shut down cleanly',
    category: 'system',
    severity: 'high',
    pattern:
      /\b(?:is|was) not clean\b|\bnot (?:properly|cleanly|gracefully) (?:shut ?down|closed|unmounted|stopped|terminated)\b|\bwithout (?:cleanly shutting|properly shutting|shutting) down\b|\bunclean (?:shutdown|unmount|stop)\b|\bimproper(?:ly)? shut ?down\b|\bquit unexpectedly\b|\bclosed (?:abnormally|with (?:code|status) 1006)\b|\bshutdown\b.{0,40}\bwas unexpected\b|\bstopped (?:interacting|responding)\b|\bFaulting (?:application|module)\b|\b[a-z]+ed unexpectedly\b|\babnormal (?:exit|termination|program termination|code|shutdown|end)\b|\bgenerating core\b|\bBUG(?: in\b|:)/i,
    actions: ['Look at the last records before the stop, and at the power and the kernel of that time.'],
  },
  {
    id: 'lost',
    title: 'A partner or a part is gone',
    category: 'network',
    severity: 'high',
    pattern:
      /\b(?:lost|losing) (?:the |our |its |all )?(?:connection|contact|connectivity|communication|link|access|session|leader(?:ship)?|quorum|executor|worker|node|task|sync|input channel|output channel|signal|heartbeat|replica|peer)\b|\b(?:connection|contact|connectivity|communication|session|leadership|quorum|signal|heartbeat)\b(?: to| with| from| of)?(?: \S{1,60})? (?:was |is |has been )?lost\b|\bno heartbeats?\b|\bmissing heartbeats?\b|\bunexpected(?:ly)? (?:disconnect(?:ed|ion)?|restart(?:ed)?|reboot(?:ed)?|reset|shut ?down|exit(?:ed)?|close[d]?)\b|\b(?:is|are|went|goes|gone|going|became|now) offline\b|\b(?<!mode )(?<!\w[:=] ?)offline$|\b(?:status|state)[=: ]{1,3}["']?offline\b|\b(?:stepped|stepping) down\b|\belection (?:was )?lost\b|\bISR (?:shrunk|shrank)|\bshrinking ISR\b|\bsplit[ -]brain\b|\bevict(?:ing|ed) (?:pod|node|member|executor|broker|replica)\b|NotReady\b|\bno (?:answer|reply|response|heartbeat)s? (?:from|of|to|within|after|in)\b|\bnot\b[^.;:]{1,40}\b(?:within \d+|in time\b|on time\b)|\b(?:got|did|does|do|has|have) not (?:answer|respond|repl)\w*\b|\bfailed to respond\b/i,
    actions: ['Look in the other side’s log at the same time.'],
  },
  {
    id: 'out-of-service',
    title: 'Something is not available',
    category: 'network',
    severity: 'high',
    pattern:
      /\bis (?:currently |temporarily |now |again )?(?:unavailable|unreachable|inaccessible|not available|not reachable|not running|not alive)\b|\b(?:is|are|went|goes|gone) (?:currently )?down\b(?! (?:to|by|from|for (?:scheduled )?maintenance)\b)|\bout of service\b|\bmark(?:ed|ing) (?:\S{1,60} )?(?:as )?(?:dead|down|failed|unhealthy|offline|bad|lost|suspect|unreachable|unstable)\b|\b(?:is|are|was|were) (?:stalled|stuck|hung|frozen)\b|\bHEALTH_(?:WARN|ERR)\b|\bnot (?:able|possible) to\b|\bimpossible to\b|\bcould not be (?:reached|contacted|loaded|started|opened|found)\b/i,
    actions: ['See whether it runs, and since when it does not.'],
  },
  {
    id: 'slow',
    title: 'It is too slow',
    category: 'timeout',
    severity: 'medium',
    pattern:
      /\bslow (?:query|request|response|operation|sql|log|transaction|disk|consumer|command|start(?:up)?|fsync|read|write)\b(?=.{0,40}\d)|\bcan't keep up\b|\bcannot keep up\b|\bticks behind\b|\btoo (?:slow|slowly|frequently|many times)\b|\b(?:is|are|lag(?:s|ging)?|falling|fell|running) (?:[1-9]\d*(?:\.\d+)? ?\w{1,8} )?behind\b|\blag(?:ging)?(?: is| of)?[:= ]{1,3}[1-9]\d* ?(?:s|sec|seconds|minutes|min|m|h|hours)\b|\blag(?:ging)?(?: is| of)?[:= ]{1,3}[1-9]\d{2,8}\b|\b(?:pause[sd]?|stall(?:s|ed)?|freeze|frozen) (?:of|for) [1-9]\d* ?(?:s|sec|seconds|min|minutes)\b|\boverhead, spent\b|\bANR in\b|\bheld? (?:for|up) too long\b|\bover(?:loaded|whelmed|run)\b/i,
    actions: ['Compare its load and its neighbours’ with a time when it was fast.'],
  },
  {
    id: 'refused',
    title: 'A request was refused',
    category: 'permission',
    severity: 'high',
    pattern:
      /\b(?:refus(?:ing|es|ed)|reject(?:ing|s|ed)|den(?:ying|ies)) (?:to |new |all |the |a |an |any |further |our |your |this )?(?:connect|request|accept|execut|pars|load|open|start|run|call|messag|client|login|quer|packet|frame|mail|apply|appl|display|set|write|read|serv)\w*|\b(?:apparmor|selinux|action|result|verdict|decision)["']?\s*[=:]\s*["']?(?:denied|deny|blocked?|drop(?:ped)?|reject(?:ed)?)\b|\bavc:\s{1,4}denied\b|\bdeny(?:\(\d\)| (?:mach|file|network|sysctl|iokit|process|signal|ipc|system)-)|\bNOT in sudoers\b|\bincorrect password\b|\b(?:request|query|access|login|operation|action|call|permission|connection|entry|command|transaction|update|quer(?:y|ies)|recursion|transfer|relay|lookup)\b.{0,60}\bdenied\b|\b(?:has been|was|were|is|been) (?:blocked|denied|forbidden|disallowed) (?:by|for|because|due)\b|\bhas been blocked\b|\bdenied by\b|\b(?:command|operation|request|method|action|access) (?:is )?not (?:allowed|permitted)\b|\bblocked by (?:CORS|the client|policy|content)|\bpossible SYN\b/i,
    actions: ['See which rule refused it, and whether it should have.'],
  },
  {
    id: 'mail-undelivered',
    title: 'A message was not delivered',
    category: 'network',
    severity: 'medium',
    pattern: /\bstat(?:us)?=(?:bounced|deferred|undeliverable|expired)\b|\bNOQUEUE: \w*reject\b|\b(?:delivery|message|mail) (?:temporarily suspended|undeliverable|bounced|was returned to sender)\b|\b(?:4[25]\d|55[0-4]) [45]\.\d{1,2}\.\d{1,2}\b/i,
    actions: ['Read the answer of the other server: it says whether trying again helps.'],
  },
  {
    id: 'incomplete',
    title: 'Something is missing or left out',
    category: 'general',
    severity: 'medium',
    pattern:
      /\bincomplete\b|\btruncated (?:file|record|packet|input|message|data|line|image|archive|frame|response|read)\b|\b(?:file|record|packet|input|message|data|archive|response) (?:is |was )?truncated\b|\bpremature (?:end|EOF|close)\b|\b(?:section|packet|frame|datagram|certificate|manifest|envelope|handshake) (?:contains|has|had) no \w+|\bskipp(?:ed|ing) \d* ?(?:unreadable|unknown|invalid|corrupt(?:ed)?|damaged|broken|bad)\b|\bfile changed as we read it\b|\bunmet dependenc(?:y|ies)\b|\bunmet peer\b|\bconflicting (?:peer )?dependenc(?:y|ies)\b|\bheld broken\b|\bno (?:matching|suitable|qualifying|usable) [^.;]{1,60}\b(?:found|available)\b|\bcircular (?:reference|dependenc|import)|\b(?:loop|collision|anomaly|outage|congestion|regression) (?:was |has been )?detected\b|\bno (?:media|ink|toner|carrier|disk|battery)\b|\b[1-9]\d* (?:\w+ (?:severity )?)?vulnerabilit(?:y|ies)\b|\bhash sum mismatch\b|\b(?:became|is|are|was) not (?:supported|recogni[sz]ed|implemented)\b|\brequests are blocked\b|\b(?:no|not) longer (?:supported|works?|exists?|valid|maintained)\b|\bdoes not (?:exist|work|match|compile|start|respond|support)\b|\bdoesn['’]t (?:exist|work|match|compile|start|respond|support)\b|(?:^\W*|[:;,(] ?)no such (?!error|failure|problem|fault|exception|warning)\w+|\b(?:did|was|were) not (?:start|complete|finish|return|succeed|stop|open|connect|terminate|load|boot|come up|work|accepted|started|completed|delivered|saved|stored|sent|written|processed|opened|loaded|installed|transferred)(?:ed)?\b|\b(?:didn|wasn|weren)['’]t (?:start|complete|finish|return|succeed|stop|open|connect|terminate|load|boot|come up|work|accepted|started|completed|delivered|saved|stored|sent|written|processed|opened|loaded|installed|transferred)(?:ed)?\b/i,
    actions: ['See what it was about to use, and whether it goes on without.'],
  },
  {
    id: 'packet-loss',
    title: 'Packets are lost',
    category: 'network',
    severity: 'medium',
    pattern: /(?<![.\d])(?:[1-9]\d{0,2}(?:\.\d+)?|0?\.\d{0,4}[1-9]\d{0,4})% (?:packet )?loss\b|\bpacket[ _]?loss["']?\s*(?:[=:]|is|of)?\s*(?:[1-9]\d{0,2}(?:\.\d+)?|0?\.\d{0,4}[1-9]\d{0,4}) ?%/i,
    actions: ['Test each part of the way alone (mtr HOST) to see where they are lost.'],
  },
];
