import type { Rule } from './rule';

/** Kernels, devices, links, clocks: what a machine tells of its parts. */
export const deviceRules: readonly Rule[] = [
  {
    id: 'kernel-trouble',
    title: 'The kernel is in trouble',
    category: 'system',
    severity: 'high',
    pattern:
      /\b(?:soft|hard) lockup\b|\bblocked for more than \d+ seconds\b|\bself-detected stall\b|\bdetected stalls? on\b|\bnobody cared\b|\bDisabling IRQ\b|\bNMI received\b|\blosing (?:some )?ticks\b|^\W*(?:Call Trace|Backtrace):|\btable overflow\b|\btable full\b|\baddress space collision\b|\bmartian source\b|\bSYN flooding\b|\bUnable to handle kernel\b|\bscheduling while atomic\b/i,
    actions: ['Read the kernel’s records around it (journalctl -k, dmesg) in their order.', 'Look for newer firmware, kernel or drivers of the part it names.'],
  },
  {
    id: 'device-failing',
    title: 'A device does not do its work',
    category: 'system',
    severity: 'high',
    pattern:
      /\blost interrupt\b|\bnot ready for command\b|\brejecting I\/O\b|\b(?:un|non-?)readable (?:\(pending\) )?sectors?\b|\bkicking non-fresh\b|\bdevice not accepting\b|\bFAILED SMART\b|\b(?:memory|ECC|CE|UE) (?:read |write |scrubbing )?error on\b|\bpaper jam\b|\bout of (?:paper|toner|ink|tolerance|calibration)\b|\b(?:valve|motor|fan|pump|door|gate|key|button|relay|actuator|rotor|shutter)(?: \S{1,20})? (?:is )?(?:stuck|jammed|blocked|seized)\b|\bgot stuck\b|\bstuck (?:at|in|on|for)\b|\bbrown-?out\b|\bfallen off the bus\b|\b(?:paper|scanner|printer|feeder|card|tape|door) jam\b|\bwatchdog (?:reset|timeout|reboot)\b|\bGuru Meditation\b|\b(?:leak|smoke|fire|flood(?:ing)?|intrusion|tampering|short circuit|overcurrent|over-?voltage|under-?voltage|overheating) (?:was |has been )?detected\b|\bforced open\b|\bover-?current\b|\b(?:unit|gpu|system|application|task|device|controller|bus) (?:hang|hung)\b|\b(?:mains|main|grid|line|AC|utility) (?:power )?(?:lost|failed|failure)\b|\bon battery\b|\blost (?:AC|DC|mains|power|input power)\b|\bneeds? (?:to be )?(?:replac\w+|repair\w*)\b/i,
    actions: ['Look at the device itself, its cables and its power.', 'Compare with what it reported before: a slow worsening shows there first.'],
  },
  {
    id: 'supply-low',
    title: 'Something runs out',
    category: 'system',
    severity: 'medium',
    pattern:
      /\b(?:battery|toner|ink|paper|fuel|oil|coolant|pressure|voltage|signal)(?: level)? (?:is )?(?:very |critically |too )?low\b|\b(?:is|are|runs?|running|getting) (?:very |too )?low\b|\btoo low\b|\blow on [a-z]|\b(?:tray|cartridge|hopper|magazine)\b.{0,12}\bis empty\b|\blow (?:battery|toner|ink|paper|fuel|oil|coolant|pressure|voltage|signal)\b|\b(?:certificate|licen[sc]e|password|subscription|key|domain)\b.{0,60}\b(?:expires|will expire|is about to expire) (?:in|within|on) (?:[1-9]|[12]\d|30) days?\b/i,
    actions: ['Refill, replace or renew it before it is gone.'],
  },
  {
    id: 'nearly-full',
    title: 'A disk or a store is nearly full',
    category: 'disk-io',
    severity: 'medium',
    pattern: /\b(?:disk|volume|partition|file ?system|storage|inode|quota|pool|queue|buffer|cache)s?\b.{0,30}\b(?:9\d|100)(?:\.\d+)? ?%(?![\d.])|\b(?:9\d|100) ?% (?:full|used)\b/i,
    actions: ['Find what fills it (du -xh --max-depth=2) and what lets it grow.'],
  },
  {
    id: 'link-down',
    title: 'A link or a neighbour is down',
    category: 'network',
    severity: 'high',
    pattern:
      /\blink\b.{0,30}\bdown\b|\b(?:changed )?state (?:changed )?to down\b|\bport (?:\S{1,20} )?(?:is )?down\b|\b[1-9]\d* (?:osd|node|host|server|link|port|interface|peer|disk|drive)s? (?:is |are )?down\b|\bcarrier lost\b|\bno carrier\b|\bneighbou?r \S{1,80} (?:is )?down\b|\b(?:tunnel|interface|port|session|peer|circuit|vpn|uplink|gateway|line protocol)\b.{0,40}\b(?:is|went|goes|gone) down\b|\b(?:from|state) (?:Established|Full|Up|Connected) to (?!Established\b|Full\b|Up\b|Connected\b)[A-Z]\w+|\bflapp(?:ing|ed)\b|\bduplicate (?:IP |MAC )?address\b|\b(?:err(?:or)?-disabled?)\b|\bno free leases\b|\blame server\b|\bsynchroni[sz]ation (?:was )?lost\b|\bno servers reachable\b|\bexceeds tolerance\b|\bclock (?:skew|drift)\b.{0,20}[1-9]|\b(?:time|clock) (?:has |was )?(?:jumped|gone|went|moved|stepped|set) back(?:wards?)?\b/i,
    actions: ['Look at the other end and at the cable between.', 'Compare the times with those of planned work.'],
  },
  {
    id: 'high-reading',
    title: 'A reading is beyond its limit',
    category: 'system',
    severity: 'medium',
    pattern:
      /\b(?:above|below|over|under|beyond|outside|exceeds?|exceeded|crossed) (?:the |its |a )?(?:(?:max(?:imum)?|min(?:imum)?|high(?:est)?|low(?:est)?|upper|lower|critical|warning|alarm|safe|allowed|permitted|configured) )?(?:threshold|limit|setpoint|level|range|maximum|minimum)s?\b|\bout of range\b|\breached (?:the |its )?(?:Max|limit|quota|cap\b)\w*|\b(?:limit|maximum|threshold|quota|cap)\b[^.;]{0,40}\b(?:reached|hit|exceeded)\b|\b(?:limit|max(?:imum)?|threshold|quota)\b[^.<>]{0,20}[\s;:,(]\d+(?:\.\d+)? ?[a-z%]{0,6} > \d/i,
    actions: ['See whether the reading or the limit is wrong, and since when.'],
  },
  {
    id: 'alarm',
    title: 'An alarm was raised',
    category: 'system',
    severity: 'high',
    pattern: /^\W*(?:[\w.-]{1,40}[:\]]\s+)?(?:ALARM|ALERT)\b(?=\s*[:!\]|-])|\b(?:alarm|alert) (?:was |has been )?(?:raised|triggered|active|activated|tripped)\b|\balert:|\balarm:|\balarm set (?:on|by)\b/i,
    actions: ['See what raised it and whether it is still up.'],
  },
];
