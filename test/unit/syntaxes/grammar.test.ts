import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

interface Pattern {
  readonly include?: string;
  readonly match?: string;
  readonly name?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}

interface Grammar {
  readonly scopeName: string;
  readonly patterns: readonly Pattern[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Pattern[] }>>;
}

const grammar = JSON.parse(readFileSync('syntaxes/log.tmLanguage.json', 'utf8')) as Grammar;

/** Scopes that the patterns of one part give to a text, with the text they match. */
function scopes(part: string, text: string): string[] {
  return (grammar.repository[part]?.patterns ?? assert.fail(part)).flatMap(({ match = '', name, captures = {} }) =>
    [...text.matchAll(new RegExp(match, 'g'))].flatMap((found) => [
      ...(name === undefined ? [] : [`${found[0]}: ${name}`]),
      ...Object.entries(captures).flatMap(([group, { name: scope }]) => {
        const piece = found[Number(group)];
        return group === '0' || piece === undefined ? [] : [`${piece}: ${scope}`];
      }),
    ]),
  );
}

function levelsIn(text: string): string[] {
  return scopes('levels', text).map((found) => found.replace(/: .*token\.(\w+)-token$/, ' $1'));
}

describe('log grammar', () => {
  it('names the scope the manifest names', () => {
    assert.equal(grammar.scopeName, 'text.log.stacklens');
  });

  it('includes every part it has, and only those', () => {
    assert.deepEqual(grammar.patterns.map(({ include }) => include).toSorted(), Object.keys(grammar.repository).map((part) => `#${part}`).toSorted());
  });

  it('has patterns that compile and match no empty text', () => {
    for (const { patterns } of Object.values(grammar.repository)) {
      for (const { match } of patterns) {
        assert.ok(match !== undefined);
        assert.doesNotThrow(() => new RegExp(match), match);
        assert.doesNotMatch('', new RegExp(match));
      }
    }
  });

  it('colours levels where they are declared', () => {
    assert.deepEqual(levelsIn('2026-03-02 ERROR [orders] lost'), ['ERROR error']);
    assert.deepEqual(levelsIn('time=1 level=warning msg=x'), ['warning warn']);
    assert.deepEqual(levelsIn('{"level":"info"}'), ['info info']);
    assert.deepEqual(levelsIn('[debug] cache'), ['debug debug']);
    assert.deepEqual(levelsIn('E0302 08:00:01.000000 1 main.go:3] lost'), ['E error']);
  });

  it('leaves level words in text alone', () => {
    assert.deepEqual(levelsIn('0 errors, no warning, see errors.log and ERROR.txt, info desk'), []);
  });

  it('knows frames, exceptions, identifiers and places', () => {
    assert.ok(scopes('frames', '    at main (/srv/shop/a.js:3:1)').includes('/srv/shop/a.js: string.unquoted.log.path'));
    assert.ok(scopes('frames', '  File "/srv/shop/a.py", line 3, in main').includes('main: entity.name.function.log'));
    assert.ok(scopes('exceptions', 'Caused by: java.io.IOException: x').includes('java.io.IOException: entity.name.type.exception.log'));
    assert.ok(scopes('identifiers', 'from 10.0.0.7:443').includes('10.0.0.7:443: constant.other.identifier.ip.log'));
    assert.ok(scopes('keys', 'user=7').includes('user: variable.parameter.log.key'));
    assert.ok(scopes('paths', 'open C:\\shop\\a.js:3').includes('C:\\shop\\a.js: string.unquoted.log.path'));
  });

  it('has a gutter icon of each severity for dark and light themes', () => {
    for (const severity of ['critical', 'high', 'medium', 'low']) {
      for (const theme of ['dark', 'light']) assert.ok(existsSync(`media/gutter-${severity}-${theme}.svg`), `${severity} ${theme}`);
    }
  });
});
