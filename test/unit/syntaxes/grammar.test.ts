import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

interface Rule {
  readonly include?: string;
  readonly match?: string;
  readonly name?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Rule[];
}

interface Grammar extends Rule {
  readonly scopeName: string;
  readonly repository: Readonly<Record<string, Rule>>;
}

type Pattern = Omit<Rule, 'match'> & { readonly regex: RegExp };
type Token = readonly [text: string, scope: string];

const grammar = JSON.parse(readFileSync('syntaxes/log.tmLanguage.json', 'utf8')) as Grammar;

/** The patterns in the order in which the editor tries them. */
function flatten(rule: Rule): Pattern[] {
  if (rule.include !== undefined) return flatten(grammar.repository[rule.include.slice(1)] ?? assert.fail(`no ${rule.include}`));
  if (rule.match !== undefined) return [{ ...rule, regex: new RegExp(rule.match, 'dgu') }];
  return (rule.patterns ?? assert.fail(`a rule without patterns: ${JSON.stringify(rule)}`)).flatMap(flatten);
}

const patterns = flatten(grammar);

/** What the editor would colour: the leftmost match wins, among equals the first pattern. */
function tokens(line: string): Token[] {
  const found: Token[] = [];
  const next = new Map<Pattern, RegExpExecArray | null>();
  for (let at = 0; at < line.length; ) {
    let best: { readonly pattern: Pattern; readonly hit: RegExpExecArray } | undefined;
    for (const pattern of patterns) {
      let hit = next.get(pattern);
      if (hit === undefined || (hit !== null && hit.index < at)) {
        pattern.regex.lastIndex = at;
        hit = pattern.regex.exec(line);
        next.set(pattern, hit);
      }
      if (hit && (best === undefined || hit.index < best.hit.index)) best = { pattern, hit };
    }
    if (!best) break;
    const { pattern, hit } = best;
    if (pattern.name !== undefined) found.push([hit[0], pattern.name]);
    for (const [group, { name }] of Object.entries(pattern.captures ?? {})) {
      const text = hit[Number(group)];
      if (text !== undefined) found.push([text, name]);
    }
    at = Math.max(hit.index + hit[0].length, at + 1);
  }
  return found;
}

/** Lines, with the tokens they must have among others. */
const lines: readonly (readonly [line: string, ...expected: Token[]])[] = [
  ['2026-11-22 10:00:13,777 ERROR [main] c.e.App - x', ['2026-11-22 10:00:13,777', 'comment.timestamp.log'], ['ERROR', 'strong token.error-token.log'], ['c.e.App', 'entity.name.type.logger.log']],
  ['2026-11-22T10:00:14.120+01:00 WARN x', ['2026-11-22T10:00:14.120+01:00', 'comment.timestamp.log'], ['WARN', 'token.warn-token.log']],
  ['Nov  2 15:16:01 host sshd[199]: x', ['Nov  2 15:16:01', 'comment.timestamp.log'], ['sshd', 'entity.name.type.program.log']],
  ['::1 - - [22/Nov/2026:10:00:17 +0000] "GET / HTTP/1.1" 200', ['::1', 'constant.numeric.ip.log'], ['22/Nov/2026:10:00:17 +0000', 'comment.timestamp.log'], ['"GET / HTTP/1.1"', 'string.quoted.double.log']],
  ['[   12.345678] usb 1-1: reset', ['[   12.345678]', 'comment.timestamp.log']],
  ['E1122 10:00:20.123456 77 server.go:77] x', ['E', 'strong token.error-token.log'], ['server.go', 'variable.other.path.log']],
  ['11-22 10:00:21.001  1234  5678 W Tag: x', ['W', 'token.warn-token.log']],
  ['[Sun Nov 22 10:00:18 2026] [core:error] x', ['error', 'strong token.error-token.log']],
  ['level=info msg="a b" took=15ms', ['level', 'variable.other.key.log'], ['info', 'token.info-token.log'], ['"a b"', 'string.quoted.double.log'], ['15ms', 'constant.numeric.log']],
  ['{"level":"error","n":1,"ok":true}', ['"level"', 'variable.other.key.log'], ['"error"', 'strong token.error-token.log'], ['true', 'constant.language.log']],
  ['{"level":40}', ['40', 'token.warn-token.log']],
  ['DEBUG x', ['DEBUG', 'token.debug-token.log']],
  ["the user's cart isn't 'empty'", ["'empty'", 'string.quoted.single.log']],
  ['id 3f2504e0-4f89-11d3-9a0c-0305e82c3301 of 10.0.0.7:443', ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'constant.numeric.uuid.log'], ['10.0.0.7:443', 'constant.numeric.ip.log']],
  ['at 0x7ffd5c in 9f86d081884c7d65', ['0x7ffd5c', 'constant.numeric.hex.log'], ['9f86d081884c7d65', 'constant.numeric.hex.log']],
  ['see https://example.org/a?b=1.', ['https://example.org/a?b=1', 'markup.underline.link.log']],
  ['open C:\\shop\\a.js:3', ['C:\\shop\\a.js', 'variable.other.path.log'], ['3', 'constant.numeric.line.log']],
  ['Caused by: java.io.IOException: x', ['java.io.IOException', 'token.error-token.exception.log']],
  ['Acme::NotFoundError: x', ['Acme::NotFoundError', 'token.error-token.exception.log']],
  ['\tat com.example.Repo.save(Repo.java:112)', ['com.example.Repo.save', 'entity.name.function.frame.log'], ['112', 'constant.numeric.line.log']],
  ['    at place (/srv/a.js:41:19)', ['place', 'entity.name.function.frame.log'], ['19', 'constant.numeric.column.log']],
  ['  File "/srv/a.py", line 88, in charge', ['"/srv/a.py"', 'string.quoted.double.path.log'], ['charge', 'entity.name.function.frame.log']],
  ["\tfrom a.rb:12:in `run'", ['run', 'entity.name.function.frame.log']],
  ['#2  0x0055 in divide (a=1)', ['#2', 'constant.numeric.frame.log'], ['divide', 'entity.name.function.frame.log']],
  ['main.(*Store).get(0xc0, 0x5)', ['main.(*Store).get', 'entity.name.function.frame.log']],
  ['   3: app::orders::place', ['app::orders::place', 'entity.name.function.frame.log']],
];

describe('log grammar', () => {
  it('names the scope the manifest names', () => {
    assert.equal(grammar.scopeName, 'text.log.stacklens');
  });

  it('has no part that nothing includes', () => {
    const included = new Set([...JSON.stringify(grammar).matchAll(/"include":"#(\w+)"/g)].map(([, part]) => part));
    assert.deepEqual(Object.keys(grammar.repository).filter((part) => !included.has(part)), []);
  });

  it('matches no empty text', () => {
    for (const { regex } of patterns) assert.doesNotMatch('', new RegExp(regex.source, 'u'));
  });

  for (const [line, ...expected] of lines) {
    it(`colours ${line.trim()}`, () => {
      const found = tokens(line).map(String);
      for (const token of expected) assert.ok(found.includes(String(token)), `${String(token)} is not in\n${found.join('\n')}`);
    });
  }

  it('leaves level words in running text alone', () => {
    const found = tokens('0 errors, no warning, see errors.log and ERROR.txt, info desk, errorCount=0');
    assert.deepEqual(found.filter(([, scope]) => scope.includes('token.')), []);
  });

  it('gets to the end of hostile lines', () => {
    for (const unit of ['a', 'A.a.', '"', '\\"', " '", '1,', 'ab12', 'ab:', '/a', ' ', 'a=', 'a::', 'aError', 'http://', '    at a(']) {
      for (const start of ['', '    at ', '  File "', '   1: ', 'main.']) tokens(start + unit.repeat(10_000 / unit.length));
    }
  });
});

describe('gutter icons', () => {
  it('exist for each severity and kind of theme', () => {
    for (const severity of ['critical', 'high', 'medium', 'low']) {
      for (const theme of ['dark', 'light']) assert.ok(existsSync(`media/gutter-${severity}-${theme}.svg`), `${severity} ${theme}`);
    }
  });
});
