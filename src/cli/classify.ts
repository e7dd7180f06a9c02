import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { visible } from '../engine/exporters/visible';
import type { MessageAnalysis } from '../core/learning';
import { MessageAnalyzer } from '../ml/analyzer/analyzer';
import { oneOf } from './choice';
import { installedModel } from './installedModel';
import { openOutput } from './output';
import { UsageError } from './usage';

const formats = ['ndjson', 'json', 'text'] as const;
type Format = (typeof formats)[number];

/** `stacklens classify [FILE|-]`: messages, one a line; what each tells of, in their order. Returns the exit code. */
export async function classify(args: readonly string[], signal: AbortSignal): Promise<number> {
  const option = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { format: option, store: option } });
  const format = oneOf('--format', values.format ?? 'ndjson', formats);
  if (positionals.length > 1) throw new UsageError('stacklens classify takes one file, or - for standard input.');
  const analyzer = new MessageAnalyzer(await installedModel(values.store));
  const input = await opened(positionals[0] ?? '-');
  const { sink, readerGone } = await openOutput(undefined);
  let lines = 0;
  if (format === 'json') await sink.write('[');
  for await (const line of createInterface({ input, crlfDelay: Infinity, signal: AbortSignal.any([signal, readerGone]) })) {
    await sink.write(written(line, analyzer.analyze(line), format, lines === 0));
    lines++;
  }
  signal.throwIfAborted();
  if (format === 'json') await sink.write('\n]\n');
  return 0;
}

/** Rejects where the file cannot be opened. */
async function opened(file: string): Promise<Readable> {
  if (file === '-') return process.stdin;
  const handle = await open(file);
  return createReadStream('', { fd: handle });
}

function written(message: string, analysis: MessageAnalysis, format: Format, isFirst: boolean): string {
  const { category, confidence, severity, decidedBy, urgency, sentiment, entities, keyPhrases, actions } = analysis;
  const suggestion = actions[0] ?? null;
  if (format === 'text') return `${severity}\t${category}\t${confidence.toFixed(2)}\t${visible(message)}${suggestion === null ? '' : `\n\ttry: ${suggestion}`}\n`;
  const named = entities.map(({ kind, text }) => ({ kind, text }));
  const told = { category, confidence: Number(confidence.toFixed(4)), severity, decidedBy, urgency: Number(urgency.toFixed(2)), sentiment: Number(sentiment.toFixed(2)), entities: named, keyPhrases, suggestion };
  if (format === 'ndjson') return `${JSON.stringify(told)}\n`;
  return `${isFirst ? '' : ','}\n${JSON.stringify({ message, ...told })}`;
}
