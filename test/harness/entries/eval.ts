import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { raised, type Floors } from '../../eval/floors';
import { LabelledFolder } from '../../eval/labelledFolder';
import { scoreOver, type PartResult } from '../../eval/part';
import { parts } from '../../eval/parts/all';
import { details, table } from '../../eval/table';
import { inProject } from '../paths';

const own = 'own fixtures';
const corpus = 'corpus';
const folders: Readonly<Record<string, LabelledFolder>> = {
  [own]: new LabelledFolder(inProject('test', 'fixtures', 'eval')),
  [corpus]: new LabelledFolder(inProject('..', 'shared', 'corpus')),
};
const floorsFile = inProject('test', 'fixtures', 'eval', 'floors.json');

/**
 * Scores the engine and the baselines over our own labelled logs and, where it is at hand, over the corpus of real
 * ones, and prints one table. `--only detection,diff` asks these parts, `--sets` adds what ours reaches on each set,
 * `--markdown` prints the table as docs/quality.md has it, `--json FILE` writes down everything, `--update-floors`
 * raises the floors that `npm test` holds our own logs to. `--seed 2,3` makes what is made (series, logs with something
 * unusual, cascades) from other seeds than 1, and gives the mean over them.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      json: { type: 'string' },
      seed: { type: 'string', default: '1' },
      sets: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      'update-floors': { type: 'boolean', default: false },
    },
  });
  const seeds = values.seed.split(',').map(seedOf);
  const results: PartResult[] = [];
  for (const part of choose(values.only?.split(',') ?? [])) {
    const scores: [string, PartResult['scores'][string]][] = [];
    for (const [name, folder] of Object.entries(folders)) scores.push([name, await scoreOver(part, folder, seeds)]);
    results.push({ part, scores: Object.fromEntries(scores) });
  }
  console.log(table(results, Object.keys(folders), corpus, values.markdown ? 'markdown' : 'text'));
  if (!values.markdown) console.log('\n* quoted, not computed here: see docs/quality.md. Speed is measured elsewhere.');
  if (!folders[corpus]?.exists) console.error('The corpus of real logs is not at hand (../shared/corpus): its column is empty.');
  if (values.sets) for (const result of results) for (const folder of Object.keys(folders)) console.log(`\n${details(result, folder)}`.trimEnd());
  if (values.json !== undefined) writeJson(values.json, Object.fromEntries(results.map(({ part, scores }) => [part.id, scores])));
  if (values['update-floors']) {
    const floors = JSON.parse(readFileSync(floorsFile, 'utf8')) as Floors;
    writeJson(floorsFile, raised(results.map(({ part, scores }) => ({ part, scores: scores[own] ?? [] })), floors));
  }
}

/** @throws where it is no whole number from 1 */
function seedOf(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error(`--seed takes whole numbers from 1 to 99999, not ${text}.`);
  return Number(text);
}

/** @throws where a name fits no part */
function choose(names: readonly string[]): typeof parts {
  const unknown = names.find((name) => !parts.some(({ id }) => id === name));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}; there are ${parts.map(({ id }) => id).join(', ')}.`);
  return names.length === 0 ? parts : parts.filter(({ id }) => names.includes(id));
}

function writeJson(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

void main();
