import { XMLParser } from 'fast-xml-parser';
import type { Line } from '../record';
import { looksLogged } from './fields';
import type { FormatSample, LogFormat } from './format';
import { isBlank } from './openRecord';
import { largestPiece, pieceReader, shareOfRecords, type Cut, type PieceSyntax } from './pieces';
import { skippedUntil, tagEnd, tagNameAt, unbalanced } from './xmlTags';

const samples: readonly FormatSample[] = [
  {
    text: '<log4j:event logger="com.acme.Tank" timestamp="1709622489123" level="ERROR" thread="main">\n<log4j:message><![CDATA[no <water>]]></log4j:message>\n<log4j:throwable><![CDATA[java.lang.Error: no\n\tat T.f(T.java:1)]]></log4j:throwable>\n</log4j:event>',
    level: 'error',
    timestamp: '2024-03-05T07:08:09.123Z',
    message: 'no <water>',
  },
  {
    text: '<?xml version="1.0"?>\n<Events>\n<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Tank"/><Level>3</Level><TimeCreated SystemTime="2024-03-05T07:08:09.123456700Z"/></System><RenderingInfo Culture="en-GB"><Message>slow valve</Message></RenderingInfo></Event>\n</Events>',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.123Z',
    message: 'slow valve',
  },
  {
    text: '<log>\n<record>\n  <date>2024-03-05T07:08:09</date>\n  <level>SEVERE</level>\n  <message>lid &amp; all &lt;gone&gt;</message>\n</record>\n</log>',
    level: 'error',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'lid & all <gone>',
  },
  {
    text: '<entry time="2024-03-05T07:08:09Z" severity="Critical" message="no water"/>',
    level: 'fatal',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'no water',
  },
];

/** Elements one after another, with or without a root around them: log4j, Windows events, java.util.logging. */
export const xml: LogFormat = {
  id: 'xml',
  title: 'XML',
  samples,
  sniff: (lines, { year }) =>
    /^\s*</.test(lines.find((line) => !isBlank(line)) ?? '') ? 0.96 * shareOfRecords(lines, new XmlSyntax(), year, looksLogged) : 0,
  open: (context) => pieceReader(xml, new XmlSyntax(), context),
};

/** Names of elements that hold records and are none. */
const container = /^(?:\w+:)?(?:log|root|\w*(?:logs|events|records|entries|messages|items|list|set|log|file))$/i;

interface OpenPiece {
  readonly name: string;
  readonly first: Line;
  readonly column: number;
  readonly lines: string[];
  characters: number;
  /** True while the opening tag itself goes on in the next line. */
  tagOpen: boolean;
}

/** Cuts out elements by the name of the one that opened: what is in it may be malformed in any way. */
class XmlSyntax implements PieceSyntax {
  private open: OpenPiece | null = null;
  /** What ends the comment, CDATA section or instruction that is open. */
  private skip: string | null = null;
  /** Characters passed over since it opened. */
  private skipped = 0;
  private readonly parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: true,
  });

  next(line: Line): readonly Cut[] {
    const cuts: Cut[] = [];
    const { text } = line;
    let start = 0;
    let foreign = false;
    let at = this.open?.tagOpen === true ? this.goOnWithTag(this.open, text, cuts) : 0;
    while (at < text.length) {
      if (this.skip !== null) {
        at = this.leaveSkip(this.skip, text, at);
        continue;
      }
      const mark = text.indexOf('<', at);
      if (this.open === null && text.slice(at, mark < 0 ? text.length : mark).trim() !== '') foreign = true;
      if (mark < 0) break;
      at = mark + 1;
      this.skip = skippedUntil(text, mark);
      if (this.skip !== null) continue;
      const closing = text.charAt(at) === '/';
      const name = tagNameAt(text, mark);
      // An element does not hold one of its own name: the earlier one ends here, closed or not.
      if (!closing && this.open !== null && name === this.open.name) cuts.push(this.cut(this.open, text.slice(start, mark)));
      const end = tagEnd(text, at);
      if (this.open === null) {
        at = Math.max(end, at);
        if (closing || name === null || isContainer(name, text.slice(mark, at))) continue;
        const open = { name, first: line, column: mark, lines: [], characters: 0, tagOpen: end < 0 };
        this.open = open;
        start = mark;
        if (end > 0 && text.charAt(end - 2) === '/') cuts.push(this.cut(open, text.slice(start, end)));
      } else if (closing && name === this.open.name) {
        at = end < 0 ? text.length : end;
        cuts.push(this.cut(this.open, text.slice(start, at)));
      }
    }
    if (this.open !== null) {
      this.open.lines.push(text.slice(start));
      this.open.characters += text.length + 1;
      if (this.open.characters > largestPiece) cuts.push(this.cut(this.open, null, 'larger than 1 MB'));
    } else if (foreign && cuts.length === 0) {
      cuts.push({ outside: line });
    }
    return cuts;
  }

  end(): readonly Cut[] {
    return this.open === null ? [] : [this.cut(this.open, null)];
  }

  parse(text: string): unknown {
    const reason = unbalanced(text);
    if (reason !== null) throw new Error(reason);
    const document: unknown = this.parser.parse(text);
    // The piece's one element stands under its name.
    return typeof document === 'object' && document !== null ? (Object.values(document) as unknown[])[0] : null;
  }

  /** Looks for the end of an opening tag that goes over several lines; returns where the text goes on. */
  private goOnWithTag(open: OpenPiece, text: string, cuts: Cut[]): number {
    const end = tagEnd(text, 0);
    if (end < 0 && !text.includes('<')) return text.length;
    open.tagOpen = false;
    if (end < 2 || text.charAt(end - 2) !== '/') return Math.max(end, 0);
    cuts.push(this.cut(open, text.slice(0, end)));
    return end;
  }

  /** Passes over a comment, a CDATA section or an instruction; returns where the text goes on. */
  private leaveSkip(until: string, text: string, at: number): number {
    const end = text.indexOf(until, at);
    this.skipped = end < 0 ? this.skipped + text.length : 0;
    // One that is never closed must not hide the rest of the file.
    if (end >= 0 || this.skipped > largestPiece) this.skip = null;
    return end < 0 ? text.length : end + until.length;
  }

  /** The open piece, with the part of the current line that is its last (null where it has none of it). */
  private cut(open: OpenPiece, lastLine: string | null, broken?: string): Cut {
    this.open = null;
    this.skip = null;
    const { first, column } = open;
    // A line that only opens the next piece is no part of this one.
    const lines = lastLine === null || (lastLine.trim() === '' && open.lines.length > 0) ? open.lines : [...open.lines, lastLine];
    return { piece: { first, column, lines, ...(broken === undefined ? {} : { broken }) } };
  }
}

function isContainer(name: string, tag: string): boolean {
  return container.test(name) && !/ (?:level|severity)=/i.test(tag);
}
