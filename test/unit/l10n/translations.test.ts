import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { bundle, stringsOfSource } from '../../harness/l10n';

type Strings = Readonly<Record<string, string>>;

const languages = ['de'];
const folder = path.dirname(bundle);

function read(file: string): Strings {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Strings;
}

/** What must be the same in every language: values, code, commands and settings that are linked or named. */
function fixedParts(text: string): string[] {
  return (text.match(/\{\d\}|`[^`]*`|\((?:command|https?):[^)]*\)|stacklens\.[\w.]*\w/g) ?? []).sort();
}

/** Names every string that one of two lists lacks, and every translation with other values or links. */
function assertTranslated(strings: Strings, translated: Strings, file: string): void {
  const problems = [
    ...Object.keys(strings).filter((key) => !Object.hasOwn(translated, key)).map((key) => `${file} lacks ${JSON.stringify(key)}`),
    ...Object.keys(translated).filter((key) => !Object.hasOwn(strings, key)).map((key) => `${file} has what is no more: ${JSON.stringify(key)}`),
    ...Object.entries(strings).flatMap(([key, text]) => {
      const said = translated[key] ?? text;
      if (said.trim() === '') return [`${file} says nothing for ${JSON.stringify(key)}`];
      return fixedParts(said).join(' ') === fixedParts(text).join(' ') ? [] : [`${file} has other values or links in ${JSON.stringify(said)}`];
    }),
  ];
  assert.equal(problems.join('\n'), '');
}

describe('what is shown to people', () => {
  it('is in the bundle of strings: npm run l10n brings it up to date', () => {
    assertTranslated(Object.fromEntries(stringsOfSource().map((text) => [text, text])), read(bundle), 'l10n/bundle.l10n.json');
  });

  it('says in package.json nothing that has no string, and has no string that it does not say', () => {
    const { description, contributes, capabilities } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as Record<string, unknown>;
    const said = new Set(Array.from(JSON.stringify([description, contributes, capabilities]).matchAll(/"%([\w.]+)%"/g), ([, key = '']) => key));
    const strings = read('package.nls.json');
    assert.deepEqual([...said].filter((key) => !Object.hasOwn(strings, key)), []);
    assert.deepEqual(Object.keys(strings).filter((key) => !said.has(key)), []);
  });

  for (const language of languages) {
    it(`is complete in ${language}: strings of the source`, () => {
      assertTranslated(read(bundle), read(path.join(folder, `bundle.l10n.${language}.json`)), `l10n/bundle.l10n.${language}.json`);
    });

    it(`is complete in ${language}: strings of package.json`, () => {
      assertTranslated(read('package.nls.json'), read(`package.nls.${language}.json`), `package.nls.${language}.json`);
    });
  }
});
