import { anyOf } from './anyOf';
import { ExceptionChain } from './chain';
import type { TraceException } from './exceptions';
import { frameReader, readHeading } from './frames';
import { findTold, readExceptionHeading, readRubyHeading, readTold, type Heading, type Told } from './headings';

const traceback = 'Traceback (most recent call last)';
/** Where a group stands that nothing holds; a log may have moved its first line. */
const groupColumn = 4;
/** Python parts the exceptions of a group by numbered rules. */
const part = /^[\s|]*\+[-+]*-{4,} \d+ -{4,}$/;
const chainedContext = /^[\s|]*During handling of the above exception/;
const chainedCause = /^[\s|]*The above exception was the direct cause/;
const pythonsOwn = anyOf([part, chainedContext, chainedCause, /Traceback \(most recent call last\)/]);
const pythonName = /^[A-Za-z_][\w.]*(?::(?:\s|$)|\s*$)/;
/** Frames that may begin a trace without another word, the outermost first: Python's and Nim's. */
const printedStack = /^\s+File ".*", line \d+, in |\.nim\(\d+\) \S+$/;
const margin = /^[\s|]*/;
const reversedRubyFrame = /^\s+\d+: from /;
const listedCause = /^\s+(?:\d+: )?(?=\S)/;
const sourceLocation = /^(?:file:\/\/)?(?:\S[^:]*\.(?:[cm]?[jt]sx?|vue|svelte)|node:[\w/]+|\[[\w ]+\](?:-wrapper)?|evalmachine\.<anonymous>|<anonymous_script>):\d+$/;
/** What stands before the parts of reports: Erlang's, eyre's, GHC's. */
const listMark = /^\s*(?:\*\* |\d+: |• )?/;
const caret = /^\s*\^+\s*$/;
/** Stacks that are none of the exception's: of other threads, and of where memory was allocated or freed. */
const elsewhere =
  /^(?:goroutine \d+|runtime stack:|Thread \d+|"[^"]+" (?:#\d|daemon|prio=)|\s*(?:Previous |previously |freed by |allocated by |(?:Mutex|Thread|Location|Goroutine) .*created |Goroutine \d)|.* is located |Emitted '|\*?\*? ?Client \S+ (?:is alive|stacktrace)|Call stack:|==\d+== {2}(?:Address|Block was)|NMI backtrace|From previous event)/;
/** Of several threads, the one that crashed. */
const crashedThread = /^(?:Current thread 0x|Thread \d+.* [Cc]rashed)/;

/** Reads a trace line by line and takes its exceptions apart. */
export class TraceReader {
  private readonly chain = new ExceptionChain();
  private readonly readFrame = frameReader();
  private line = -1;
  /** What the next line tells, where the line before announced it. */
  private announced: Heading | null = null;
  private inCauses = false;
  private inExcerpt = false;
  private inGo = false;

  read(text: string): void {
    this.line++;
    if (!/\S/.test(text)) return;
    if (this.readPython(text) || this.readInner(text) || this.readFrames(text)) return;
    if (this.inCauses && this.readCause(text)) return;
    this.readPlace(text);
    this.readHeading(text);
  }

  end(): TraceException[] {
    return this.chain.exceptions();
  }

  /** Python tells an exception below its frames, and says between two how they are tied. */
  private readPython(text: string): boolean {
    if (!pythonsOwn.test(text)) return this.readAwaited(text);
    const isOpened = text.includes(traceback);
    if (isOpened || part.test(text)) {
      const column = isOpened ? this.columnOfTraceback(text) : text.lastIndexOf('+') + 2;
      // A part with frames has a traceback below its rule.
      const isBegun = isOpened && this.chain.awaits?.column === column && !this.chain.hasFrames;
      if (!isBegun) this.chain.await(column, this.line, isOpened ? 'thrown' : 'grouped');
      return true;
    }
    this.chain.linkAs(chainedContext.test(text) ? 'context' : 'cause');
    return true;
  }

  /** Where the exception will be told below a traceback that this line opens; a log's words may stand before it. */
  private columnOfTraceback(text: string): number {
    const before = text.slice(0, text.indexOf(traceback)).replace(/Exception Group $/, '');
    if (this.line === 0 && before.endsWith('+ ')) return groupColumn;
    return /^[\s|+]*$/.test(before) ? before.length : 0;
  }

  private readAwaited(text: string): boolean {
    const { awaits } = this.chain;
    if (awaits === null || readRubyHeading(text) !== null) return false;
    const column = margin.exec(text)?.[0].length ?? 0;
    if (column !== awaits.column || !pythonName.test(text.slice(column))) return false;
    this.chain.name((column === 0 ? readExceptionHeading(text)?.told : null) ?? readTold(text, column), this.line);
    return true;
  }

  /** .NET tells what led to an exception after an arrow, and says where the frames of that end. */
  private readInner(text: string): boolean {
    if (!text.includes('---')) return false;
    if (/^\s*--- End of inner exception stack trace ---/.test(text)) {
      this.chain.leaveInner();
      return true;
    }
    const grouped = /^\s*---> \(Inner Exception #\d+\) /.exec(text);
    if (grouped) {
      this.chain.tie('grouped', readTold(text, grouped[0].length), this.line, 1);
      return true;
    }
    if (!text.includes('---> ') || /^(?:\s+at |-{3,}> )/.test(text)) return false;
    let column = 0;
    for (const told of text.split('---> ')) {
      if (column > 0) this.chain.tie('cause', readTold(text.slice(0, column + told.length).replace(/ $/, ''), column), this.line, 0);
      else if (told.trim() !== '') this.readHeading(told.trimEnd());
      column += told.length + '---> '.length;
    }
    return true;
  }

  private readFrames(text: string): boolean {
    const ruby = readRubyHeading(text);
    const read = this.readFrame(text);
    if (read === 'half') return this.announced === null && !this.inCauses;
    const frame = read;
    if (ruby) this.take(this.rubyHeading(ruby), text);
    else if (frame === null) return false;
    this.announced = null;
    this.inGo = frame?.file?.endsWith('.go') === true || (this.inGo && frame?.file?.endsWith('.s') === true);
    if (reversedRubyFrame.test(text) && this.chain.isOutermostFirst && this.chain.awaits === null) {
      this.chain.linkAs('cause');
      this.chain.await(0, this.line, 'thrown');
    }
    if (frame) {
      if (printedStack.test(text) && this.chain.isEmpty) this.chain.await(0, this.line, 'thrown');
      this.chain.addFrame(frame, indentOf(text));
      // .NET ends a part of an aggregate so.
      if (text.trimEnd().endsWith('<---')) this.chain.leaveInner();
    }
    return true;
  }

  /** What Ruby tells after an exception led to it, but for its older notation, where the root cause comes first. */
  private rubyHeading(told: Told): Heading {
    const isCause = this.chain.hasFrames && !this.chain.isOutermostFirst;
    return { relation: isCause ? 'cause' : 'thrown', told };
  }

  /** Lists of causes, as Rust's error reports and Rails write them. */
  private readCause(text: string): boolean {
    const start = listedCause.exec(text)?.[0].length;
    const heading = start === undefined ? readExceptionHeading(text) : null;
    if (start !== undefined) this.chain.tie('cause', readTold(text, start), this.line, 0);
    else if (heading?.told) this.chain.tie('cause', heading.told, this.line, 0);
    this.inCauses = start !== undefined;
    return start !== undefined || heading !== null;
  }

  private readPlace(text: string): void {
    const place = this.chain.hasFrames ? null : readHeading(text);
    if (place) this.chain.addPlace(place);
  }

  private readHeading(text: string): void {
    if (sourceLocation.test(text)) {
      this.inExcerpt = true;
      this.announced = null;
      return;
    }
    if (this.inExcerpt && caret.test(text)) {
      this.announced = { relation: 'thrown', told: null };
      this.inExcerpt = false;
      return;
    }
    if (/^(?:Caused by|Causes):$/.test(text)) {
      this.inCauses = true;
      return;
    }
    if (crashedThread.test(text)) this.chain.restart();
    else if (elsewhere.test(text)) this.chain.lookElsewhere(this.chain.hasFrames || text === 'runtime stack:');
    const heading = readExceptionHeading(text);
    const { announced } = this;
    this.announced = null;
    if (heading) this.take(announced && heading.told ? { ...heading, relation: announced.relation } : heading, text);
    else if (announced) {
      this.inCauses = /^\s+0: /.test(text);
      this.take({ ...announced, told: announcedIn(text, announced) }, text);
    }
    else if (this.line === 0 && !this.inExcerpt) this.chain.throw(findTold(text) ?? { type: null, message: text.trim(), column: indentOf(text) }, this.line, true);
    else if (this.inGo && this.chain.isUntyped && /^\S/.test(text)) this.chain.follow({ type: null, message: text.trim(), column: 0 }, this.line);
  }

  private take(heading: Heading, text: string): void {
    const { relation, told } = heading;
    const { line, chain } = this;
    if (told === null) this.announced = heading;
    else if (relation === 'thrown') chain.throw(told, line, told.message === '' || told.type === null);
    else if (relation === 'detail') chain.detail(told, line);
    else if (relation === 'consequence') chain.follow(told, line);
    else chain.tie(relation, told, line, indentOf(text));
  }
}

/** The line as the exception that the line before announced. */
function announcedIn(text: string, { type }: Heading): Told {
  const column = listMark.exec(text)?.[0].length ?? 0;
  return type === undefined ? readTold(text, column) : { type, message: text.trim(), column };
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
