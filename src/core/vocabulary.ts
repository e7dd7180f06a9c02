// Words by which masking and grouping tell constants from variables.

/** Terms that are written with a digit and vary no more than other words. */
const constants = setOf('ssh2 ipv4 ipv6 http1 http2 http3 utf8 utf-8 utf16 md5 sha1 sha256 sha512 base64 x86 x64 x86_64 amd64 arm64 aarch64 win32 win64 log4j log4j2 oauth2 mp3 mp4 s3 ec2 k8s i18n l10n h2 h264 p2p v1 v2 v3 int8 int16 int32 int64 uint32 uint64 float32 float64 ext3 ext4 tls1 ss7 e2e x509 usb2 usb3 db2 neo4j 2fa 3d');

const units = setOf('s sec secs second seconds ms msec msecs millis millisecond milliseconds us usec usecs ns nsec min mins minute minutes h hr hrs hour hours d day days b byte kb mb gb tb pb kib mib gib tib k m g kbps mbps gbps hz khz mhz ghz');

const calendar = setOf('Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');

const truthValues = setOf('true false True False TRUE FALSE');
const nothings = setOf('null nil none undefined None NULL');

const firstOfValues = new Set([...truthValues, ...nothings, ...calendar].map((word) => word.charCodeAt(0)));

/** Values that tell two events apart even after an equals sign. */
const outcomes = setOf('ok success successful succeeded passed fail failed failure failing error errors fatal critical warning warn up down yes no on off enabled disabled started stopped running open opened closed denied refused rejected accepted timeout aborted killed');

/** Top-level domains of the names that logs show, beside those of two letters. */
const domains = setOf('com net org edu gov mil int arpa info biz local lan internal localdomain home corp example test invalid cloud app dev');
const firstLabels = setOf('com org net io java javax jakarta android kotlin scala sun jdk');

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

export function isConstantWord(word: string): boolean {
  return constants.has(word.toLowerCase());
}

/** A unit of time or size, as it stands after a number. */
export function isUnit(word: string): boolean {
  return units.has(word.toLowerCase());
}

export function isCalendarWord(word: string): boolean {
  return calendar.has(word);
}

export function isTruthValue(word: string): boolean {
  return truthValues.has(word);
}

/** Whether a truth value, a word for nothing or one of the calendar begins with this character: others need not be asked. */
export function mayBeValue(code: number): boolean {
  return firstOfValues.has(code);
}

export function isNothing(word: string): boolean {
  return nothings.has(word);
}

export function isOutcome(word: string): boolean {
  return outcomes.has(word.toLowerCase());
}

/** Whether a dotted name ends as a host's does, and does not begin as a package's. */
export function isHostSuffix(word: string): boolean {
  const lastDot = word.lastIndexOf('.');
  const last = word.slice(lastDot + 1);
  const label = word.slice(0, word.indexOf('.'));
  if (firstLabels.has(label) || last !== last.toLowerCase()) return false;
  return domains.has(last) || (last.length === 2 && word.indexOf('.') < lastDot);
}

const functionWords = setOf('a an the this that these those and or but nor of to in on at by for from with into onto over under after before during while until since as is are was were be been being has have had do does did can could may might must shall should will would it its he she they we you i if then else than so too very more most less least all any each every both either neither other another such only own same about again here there when where why how what which who whom whose');

const negations = setOf("no not none never without non neither nor cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't hasn't haven't hadn't couldn't shouldn't unable un");

/** Words that the name of one thing of many follows. */
const namingWords = setOf('user username account login host hostname node server client peer domain device interface driver module package plugin component service process thread worker job task queue topic channel table column database schema index key field class type file directory folder path volume mount disk dev partition session connection group role pool hive cluster container image pod namespace bucket event action command script application app program library extension event rule policy profile zone region');

/** Words that are part of a message's sentence whatever the message. */
export function isFunctionWord(word: string): boolean {
  return functionWords.has(word.toLowerCase());
}

export function isNegation(word: string): boolean {
  return negations.has(word.toLowerCase());
}

export function isNamingWord(word: string): boolean {
  return namingWords.has(word.toLowerCase());
}
