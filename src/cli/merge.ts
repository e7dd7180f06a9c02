import path from 'node:path';
import { parseArgs } from 'node:util';
import { cleanText } from '../core/formats/ansi';
import { levels, type Level } from '../core/record';
import { TimeZone } from '../core/time/zones';
import { isoTime, toJson } from '../engine/exporters/row';
import { visible } from '../engine/exporters/visible';
import { fileUri } from '../engine/fileUri';
import { MergedLayout } from '../engine/merge/mergedLayout';
import { mergedLogs, type MergedRecord } from '../engine/merge/mergedLogs';
import { rotatedFamily } from '../engine/rotation';
import { complain, openOutput } from './output';
import { readingHere } from './reading';
import { UsageError } from './usage';
import { zoneOption } from './zones';

/** `stacklens merge`; returns the exit code. */
export async function merge(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      'min-level': { type: 'string' },
      family: { type: 'boolean', default: false },
      'time-zone': { type: 'string', default: 'UTC' },
      'log-time-zone': { type: 'string', default: 'UTC' },
    },
  });
  if (positionals.length === 0) throw new UsageError('Name the files to merge.');
  if (values.format !== 'text' && values.format !== 'ndjson') throw new UsageError('--format takes one of: text, ndjson.');
  const minLevel = levelOption(values['min-level']);
  const zone = new TimeZone(zoneOption('--time-zone', values['time-zone']));
  const reading = { ...(await readingHere()), zone: zoneOption('--log-time-zone', values['log-time-zone']) };
  const files = values.family ? [...new Set((await Promise.all(positionals.map(rotatedFamily))).flat())] : positionals;
  const { sink, readerGone } = await openOutput(undefined);
  const until = AbortSignal.any([signal, readerGone]);
  const describe = values.format === 'text' ? textOf(files, zone) : rowOf(files);
  const sources = files.map((file) => ({ kind: 'file', uri: fileUri(path.resolve(file)), path: path.resolve(file) }) as const);
  let code = 0;
  const onFailure = (_: number, message: string): void => {
    complain(message);
    code = 2;
  };
  try {
    for await (const batch of mergedLogs({ sources, reading, minLevel, now: Date.now(), onFailure }, until)) await sink.write(batch.map(describe).join(''));
  } catch (error) {
    if (signal.aborted || !until.aborted) throw error;
  }
  return code;
}

/** Lines for people: time, file and line, text. */
function textOf(files: readonly string[], zone: TimeZone): (merged: MergedRecord) => string {
  const layout = new MergedLayout(files, zone);
  return ({ source, item, silence }) => {
    const lines = layout.linesOf(source, item.record).map(({ prefix, text }) => `${visible(prefix)}${visible(cleanText(text).text)}\n`);
    return `${silence === null ? '' : `${layout.silenceText(silence)}\n`}${lines.join('')}`;
  };
}

function rowOf(files: readonly string[]): (merged: MergedRecord) => string {
  return ({ source, item: { record, verdict }, silence }) => {
    const { line, endLine, lineNumbers, timestamp, timestampInferred, logger, message, lines } = record;
    const time = { timestamp: isoTime(timestamp), ...(timestampInferred === undefined ? {} : { timestampInferred }) };
    const place = { file: files[source], line, endLine, ...(lineNumbers === undefined ? {} : { lineNumbers }) };
    return `${toJson({ ...place, ...time, level: verdict.level, logger, message, lines, ...(silence === null ? {} : { silenceBefore: silence }) })}\n`;
  };
}

function levelOption(value: string | undefined): Level | null {
  if (value === undefined) return null;
  const level = levels.find((each) => each === value);
  if (level === undefined) throw new UsageError(`--min-level takes one of: ${levels.join(', ')}.`);
  return level;
}
