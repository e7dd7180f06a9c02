import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { cleanText } from '../core/formats/ansi';
import type { Merged } from '../core/mergeByTime';
import type { JudgedRecord } from '../core/pipeline';
import { levels, type Level } from '../core/record';
import { TimeZone } from '../core/time/zones';
import { isoTime, toJson } from '../engine/exporters/row';
import { visible } from '../engine/exporters/visible';
import { MergedLayout } from '../engine/merge/mergedLayout';
import { mergedLogs } from '../engine/merge/mergedLogs';
import { complain, openOutput } from './output';
import { readingHere } from './reading';
import { UsageError } from './usage';
import { zoneOption } from './zones';

/** `stacklens merge`; returns the exit code. */
export async function merge(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      'min-level': { type: 'string' },
      'time-zone': { type: 'string', default: 'UTC' },
      'log-time-zone': { type: 'string', default: 'UTC' },
    },
  });
  if (files.length === 0) throw new UsageError('Name the files to merge.');
  if (values.format !== 'text' && values.format !== 'ndjson') throw new UsageError('--format takes one of: text, ndjson.');
  const minLevel = levelOption(values['min-level']);
  const zone = new TimeZone(zoneOption('--time-zone', values['time-zone']));
  const reading = { ...(await readingHere()), zone: zoneOption('--log-time-zone', values['log-time-zone']) };
  const { sink, readerGone } = await openOutput(undefined);
  const until = AbortSignal.any([signal, readerGone]);
  const describe = values.format === 'text' ? textOf(files, zone) : rowOf(files);
  const sources = files.map((file) => ({ kind: 'file', uri: pathToFileURL(path.resolve(file)).href, path: path.resolve(file) }) as const);
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
function textOf(files: readonly string[], zone: TimeZone): (merged: Merged<JudgedRecord>) => string {
  const layout = new MergedLayout(files, zone);
  return ({ source, item }) =>
    layout
      .linesOf(source, item.record)
      .map(({ prefix, text }) => `${visible(prefix)}${visible(cleanText(text).text)}\n`)
      .join('');
}

function rowOf(files: readonly string[]): (merged: Merged<JudgedRecord>) => string {
  return ({ source, item: { record, verdict } }) => {
    const { line, endLine, lineNumbers, timestamp, timestampInferred, logger, message, lines } = record;
    const time = { timestamp: isoTime(timestamp), ...(timestampInferred === undefined ? {} : { timestampInferred }) };
    const place = { file: files[source], line, endLine, ...(lineNumbers === undefined ? {} : { lineNumbers }) };
    return `${toJson({ ...place, ...time, level: verdict.level, logger, message, lines })}\n`;
  };
}

function levelOption(value: string | undefined): Level | null {
  if (value === undefined) return null;
  const level = levels.find((each) => each === value);
  if (level === undefined) throw new UsageError(`--min-level takes one of: ${levels.join(', ')}.`);
  return level;
}
