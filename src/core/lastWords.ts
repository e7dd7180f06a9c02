import type { RecordReader } from './formats/format';
import type { Line, LogRecord } from './record';

/** What those that run a command say of it when it has failed: CI systems, make, package managers, container builds. */
const failures: readonly RegExp[] = [
  /^(?:The command ".{0,2000}|)" (?:failed and )?exited with [1-9]/,
  /^The command ".{1,2000}" failed \d/,
  /^No output has been received in the last/,
  /^Too long with no output/,
  /^The (?:job|build) (?:has )?exceeded/,
  /^(?:Error: )?Process completed with exit code [1-9]/,
  /^(?:Bash|PowerShell|Cmd\.exe|The process '.{1,300}') (?:exited|failed) with (?:exit )?code '?[1-9]/,
  /^Job failed: exit (?:code|status) [1-9]/,
  /^script returned exit code [1-9]/,
  /^Build step '.{1,200}' marked build as failure/,
  /^(?:🚨 )?(?:Error: )?(?:Exited with code|Command exited with code|The command exited with status)\b.{0,20}[1-9]/,
  /^\S{0,80}: \*{3} .{0,400}\bError (?:code )?[1-9]/,
  /^\*{3} .{0,400}\bError (?:code )?[1-9]/,
  /^(?:Test failed\.|code ELIFECYCLE|command failed$|errno [1-9]|ELIFECYCLE\s)/,
  /^Command failed with exit code [1-9]/,
  /^InvocationError for command/,
  /^The command '.{1,2000}' returned a non-zero code: [1-9]/,
  /^process ".{1,2000}" did not complete successfully: exit code/,
];

/** What one of the failures has in it. */
const failureWords = /xited with|failed|No output has been|Too long with|exceeded|exit (?:code|status)|as failure|\*{3} |ELIFECYCLE|errno [1-9]|InvocationError|non-zero code|did not complete/;

/** Lines after which another command speaks: those that announce one, and those that say how the last one ended. */
const boundary =
  /^(?:\$ |travis_(?:fold|time):start:|section_start:\d{1,12}:(?!cleanup|after_script|upload|archive)|##\[(?:group|section)\]|::group::|\[Pipeline\] (?:sh|bat|powershell|pwsh|stage)\b|The command ".{0,2000}" exited with 0\b)/;

/** So many of a command's last records count as its last words. */
const fewWords = 3;
/** Records among which the last words are looked for: those that state a level stand among them. */
const farthest = 16;

/**
 * A reader that marks the last words of commands which failed, as the records of `reader` after them say: where no
 * error was declared, these tell why. All else passes as it is, a few records later.
 */
export function lastWordsReader(reader: RecordReader): RecordReader {
  const listener = new Listener();
  return {
    read(line: Line) {
      const records = reader.read(line);
      return records.length === 0 ? records : listener.take(records);
    },
    end: () => [...listener.take(reader.end()), ...listener.end()],
  };
}

/** Whether a record says that a command has failed: what stands before it may say why. */
export function tellsOfFailedCommand({ level, levelSource, message }: LogRecord): boolean {
  return levelSource === 'declared' && (level === 'error' || level === 'fatal') && failures.some((failure) => failure.test(message));
}

/** Cheap: whether a record of this line could say that a command has failed. */
export function mayTellOfFailedCommand(line: string): boolean {
  return failureWords.test(line);
}

class Listener {
  /** The latest records, back to the first of the last words so far. */
  private held: LogRecord[] = [];
  private words = 0;

  take(records: readonly LogRecord[]): LogRecord[] {
    const told: LogRecord[] = [];
    for (const record of records) this.hear(record, told);
    return told;
  }

  end(): LogRecord[] {
    return this.held.splice(0);
  }

  private hear(record: LogRecord, told: LogRecord[]): void {
    const level = record.levelSource === 'declared' ? record.level : null;
    if (level === null) {
      this.held.push(record);
      if (++this.words > fewWords) this.forget(told);
    } else if (level === 'error' || level === 'fatal') {
      // It says why, or that the command failed: nothing before it is needed any more.
      this.release(tellsOfFailedCommand(record), told);
      told.push(record);
    } else if (this.words === 0 || boundary.test(record.message)) {
      this.release(false, told);
      told.push(record);
    } else {
      this.held.push(record);
    }
    if (this.held.length > farthest) this.forget(told);
  }

  /** Tells the oldest of the words, and what stands between it and the next. */
  private forget(told: LogRecord[]): void {
    const next = this.held.findIndex(({ level }, index) => index > 0 && level === null);
    told.push(...this.held.splice(0, next < 0 ? this.held.length : next));
    this.words--;
  }

  private release(areLast: boolean, told: LogRecord[]): void {
    for (const record of this.held) told.push(areLast && record.level === null ? { ...record, isLastWord: true } : record);
    this.held = [];
    this.words = 0;
  }
}
