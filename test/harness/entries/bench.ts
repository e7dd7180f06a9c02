import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { BenchUsageError, help, readArguments, type BenchOptions } from '../../bench/arguments';
import { chooseCases } from '../../bench/cases';
import { Contenders } from '../../bench/contenders';
import { DataFiles, NoRoom } from '../../bench/dataFiles';
import { asMarkdown, asText, between, machine, type Table } from '../../bench/report';
import { inProject } from '../paths';

const document = inProject('docs', 'performance.md');

/** How fast logs are scanned, beside other tools: `npm run bench -- --help` says what can be asked for. */
async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2), new Date());
  const data = new DataFiles();
  if (options.help) console.log(help);
  else if (options.clean) await data.clean();
  else await measure(options, data);
}

async function measure(options: BenchOptions, data: DataFiles): Promise<void> {
  const contenders = new Contenders({
    cli: path.resolve(options.cli ?? inProject('dist', 'cli.js')),
    servers: inProject('.vscode-test'),
    readers: inProject('out', 'harness', 'benchReaders.js'),
  });
  const about = [machine(options.date), `Medians of ${options.runs} runs of each, in turn.`];
  if (contenders.missing.length > 0) about.push(`Not on this machine, so not measured: ${contenders.missing.join(', ')}.`);
  console.log(about.join('\n'));
  const tables: Table[] = [];
  for (const { name, measure: toTable } of chooseCases(options, data, contenders)) {
    try {
      const table = await toTable();
      tables.push(table);
      console.log(asText(table));
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      console.log(`\n${name} was skipped: ${error.message}`);
    }
  }
  if (options.markdown) writeFileSync(document, between(readFileSync(document, 'utf8'), [about.join(' '), ...tables.map(asMarkdown)].join('\n\n')));
}

main().catch((error: unknown) => {
  console.error(error instanceof BenchUsageError ? `${error.message}\n\n${help}` : error);
  process.exitCode = 1;
});
