import type { Batch } from '../../core/pipeline';
import type { Source } from '../api';
import { readLog, type ReadOptions, type ReadResult } from '../readLog';
import { canSkim } from '../scan/skimLog';
import { openText, type OpenSource } from '../sources';
import { userReading } from '../userReading';
import { BlockedText } from './blockedText';
import { EditedReading } from './editedReading';

export type TextSource = Extract<Source, { kind: 'text' }>;

/** A log whose text changes while it is open: what has not changed is not read again. */
export class EditedLog {
  private text: BlockedText | null = null;
  /** The last reading and what it was asked for; null while it is being brought up to date. */
  private last: { readonly asked: string; readonly reading: EditedReading } | null = null;

  /** How often parts of the log were enough to read. */
  partReadings = 0;

  /** The log as it is now. */
  open(source: TextSource): OpenSource {
    this.text = BlockedText.of(source.chunks, this.text);
    return openText(source, this.text.identity);
  }

  /** The same as `readLog`, of a source that was opened last. */
  async *read(source: OpenSource, options: ReadOptions, signal: AbortSignal): AsyncGenerator<Batch, ReadResult> {
    const { text, last } = this;
    const { fileName, path } = source;
    const user = userReading({ fileName, path, modified: options.now }, options, options.classifier);
    const pipeline = { ...user.pipeline, everyRecord: false };
    this.last = null;
    if (text === null || !canSkim(source, pipeline)) return yield* readLog(source, options, signal);
    const asked = JSON.stringify([fileName, options.lineBreaks, options.clientErrors, options.zone, options.classifier?.version]);
    let reading: EditedReading;
    if (last?.asked === asked && last.reading.readChange(text)) {
      ({ reading } = last);
      this.last = last;
      this.partReadings++;
      yield* reading.findings();
    } else {
      reading = new EditedReading(text, source, { ...pipeline, watcher: options.watcher }, options.lineBreaks);
      if (yield* reading.readAll(source, signal)) this.last = { asked, reading };
    }
    return { summary: reading.summary, patternProblems: user.matcher.problems, formatProblems: user.formats?.problems ?? [], damage: null };
  }
}
